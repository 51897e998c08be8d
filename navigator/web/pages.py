"""Pages that belong to no feature: help now."""

from flask import Blueprint

blueprint = Blueprint("site", __name__, template_folder="templates")
