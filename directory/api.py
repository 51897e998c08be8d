"""The API of directory."""

from flask_smorest import Blueprint

blueprint = Blueprint("listings_api", __name__)
