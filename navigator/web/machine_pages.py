"""What machines ask: is the process up, is the service ready, how is it doing; and the static files."""

from flask import Blueprint

blueprint = Blueprint("machine", __name__, template_folder="templates")
