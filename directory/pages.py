"""The public pages of the directory."""

from flask import Blueprint

blueprint = Blueprint("listings", __name__, template_folder="templates")
