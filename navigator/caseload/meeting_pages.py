"""The list that a team prints before it meets."""

from flask import Blueprint, render_template

from navigator.caseload import labels
from navigator.caseload.looking import rules_at
from navigator.caseload.meeting import list_for_meeting
from navigator.people.models import Role
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_through
from navigator.times import utc_now

blueprint = Blueprint("meeting", __name__, template_folder="templates")


@blueprint.get("/list")
def team_list() -> str:
    """Who stands out, a coordinator at a time; in words only those who agreed to be talked about."""
    staff, now = current_staff(), utc_now()
    found = list_for_meeting(staff, rules_at(staff, now))
    page = render_template(
        "caseload/team_list.html",
        team=staff.team,
        found=found,
        now=now,
        labels=labels,
        back="team.team" if staff.role is Role.TEAM_LEAD else "caseload.desk",
    )
    looked_through(staff_id=staff.id, person_ids=found.person_ids, page="team list")
    return page
