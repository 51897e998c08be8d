"""For staff: what somebody who helps a person and we texted each other."""

import uuid

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from messaging.phone_numbers import pretty
from navigator.circle.queries import MemberNotFound, get_in_circle
from navigator.people.access import get_person
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_at
from navigator.threads import labels, queries, team_hours
from navigator.times import utc_now

blueprint = Blueprint("carer_thread", __name__, template_folder="templates")


@blueprint.get("/<uuid:person_id>/circle/<uuid:member_id>/texts")
def thread(person_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Both ways, the newest last. Staff do not write to carers from here: they ring."""
    staff = current_staff()
    person = get_person(staff=staff, person_id=person_id)
    try:
        member = get_in_circle(person_id=person.id, member_id=member_id).member
    except MemberNotFound:
        abort(404)
    if not member.mobile:
        abort(404)
    found = queries.find_thread_of_number(staff=staff, number=member.mobile)
    page = render_template(
        "threads/carer.html",
        person=person,
        member=member,
        staff=staff,
        lines=queries.list_lines_of_carer(member),
        open=found,
        waited=labels.waited_in_words(found.thread, team_hours.team_hours().open, utc_now()) if found else "",
        labels=labels,
        mobile=pretty(member.mobile),
    )
    looked_at(staff_id=staff.id, person_id=person_id, page="carers_texts")
    return page
