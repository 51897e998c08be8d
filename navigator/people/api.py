"""The API of navigator/people."""

from flask_smorest import Blueprint

blueprint = Blueprint("people_api", __name__)
