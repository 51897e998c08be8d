"""The caseload, for programs acting for a member of staff."""

from typing import Any

from navigator.api_shapes import Blueprint
from navigator.caseload import looking
from navigator.caseload.schemas import CaseloadQuery, CaseloadRowOut
from navigator.envelope import Envelope, envelope_of, make_envelope
from navigator.people.api_tokens import current_holder, needs
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import looked_through
from navigator.times import utc_now

blueprint = Blueprint("caseload_api", __name__, description="Everybody on a caseload, and why they stand out.")


@blueprint.get("")
@needs(blueprint, TokenScope.PEOPLE_READ)
@blueprint.arguments(CaseloadQuery, location="query")
@blueprint.response(200, envelope_of(CaseloadRowOut))
def list_caseload(asked: dict[str, Any]) -> Envelope:
    """Your people or your team's: who waits, asked for help, has gone quiet, is overdue, unsure, visited today."""
    staff, page, per_page = current_holder(), asked.pop("page"), asked.pop("per_page")
    rules = looking.rules_at(staff, utc_now())
    found = looking.list_people(staff, looking.Look(**asked), rules, page=page, per_page=per_page)
    looked_through(staff_id=staff.id, person_ids=[row.person.id for row in found.rows], page="api: caseload")
    return make_envelope(found.rows, page, per_page, found.total)
