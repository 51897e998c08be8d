"""The desk, finding a service for a person, and referring."""

import uuid

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

blueprint = Blueprint("referrals", __name__, template_folder="templates")


@blueprint.get("/desk")
def desk() -> ResponseReturnValue:
    """Who needs me today, what is on its way, and all my people."""
    abort(404)


@blueprint.get("/people/<uuid:person_id>/find")
def find(person_id: uuid.UUID) -> ResponseReturnValue:
    """Find a service for this person: their place and language are filled in. `?step=` says for which small step."""
    abort(404)


@blueprint.route("/people/<uuid:person_id>/refer/<uuid:service_id>", methods=["GET", "POST"])
def refer(person_id: uuid.UUID, service_id: uuid.UUID) -> ResponseReturnValue:
    """Refer this person to this service. `?step=` says for which small step."""
    abort(404)


@blueprint.get("/referrals/<uuid:referral_id>")
def referral(referral_id: uuid.UUID) -> ResponseReturnValue:
    """The story of one referral."""
    abort(404)


@blueprint.post("/attention/<uuid:attention_id>/settle")
def settle(attention_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody has dealt with it."""
    abort(404)
