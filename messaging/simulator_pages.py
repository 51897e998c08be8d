"""The simulator: phones and an inbox on a page, for the demo and the tests."""

from flask import Blueprint

blueprint = Blueprint("simulator", __name__, template_folder="templates")
