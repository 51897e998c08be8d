"""The API of navigator/conversations."""

from flask_smorest import Blueprint

blueprint = Blueprint("steps_api", __name__)
