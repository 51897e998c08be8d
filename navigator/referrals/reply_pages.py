"""The page an organisation answers a referral on, by a link and without an account."""

from flask import Blueprint

blueprint = Blueprint("referral_reply", __name__, template_folder="templates")
