"""From the link in a text to the person's plan: the code that confirms it is their phone."""

from flask import Blueprint

blueprint = Blueprint("my_door", __name__, template_folder="templates")
