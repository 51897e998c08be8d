"""My plan, as the person sees it."""

from flask import Blueprint

blueprint = Blueprint("my", __name__, template_folder="templates")
