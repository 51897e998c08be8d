"""The page an organisation answers a referral on, by a link and without an account."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

blueprint = Blueprint("referral_reply", __name__, template_folder="templates")


@blueprint.route("/<token>", methods=["GET", "POST"])
def reply(token: str) -> ResponseReturnValue:
    """Answer a referral. Opening the page changes nothing; only sending an answer uses the link up."""
    abort(404)
