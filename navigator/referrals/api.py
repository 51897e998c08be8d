"""The API of navigator/referrals."""

from flask_smorest import Blueprint

blueprint = Blueprint("referrals_api", __name__)
