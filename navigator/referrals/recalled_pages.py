"""Referrals that were recalled: what went to the wrong place or was about the wrong person, and whether anybody had opened it."""

from datetime import datetime

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from navigator.paging import PER_PAGE
from navigator.people import staff_sessions
from navigator.people.models import Role
from navigator.people.trail import looked_through
from navigator.referrals import labels, queries
from navigator.referrals.models import Referral
from navigator.teams.caseloads import Whose
from navigator.times import utc_now


def recalled() -> ResponseReturnValue:
    """Of my people, or of my whole team's (`?whose=team`): the latest first."""
    staff, now = staff_sessions.current_staff(), utc_now()
    usual = Whose.TEAM if staff.role is Role.TEAM_LEAD else Whose.MINE
    asked = request.args.get("whose", usual.value)
    whose = Whose(asked) if asked in {each.value for each in Whose} and staff.role is not Role.VOLUNTEER else usual
    page = min(max(request.args.get("page", 1, type=int), 1), 5000)
    found = queries.list_recalled(staff, whose=whose, now=now, page=page)
    shown = render_template(
        "referrals/recalled.html",
        rows=found.rows,
        whose=whose,
        Whose=Whose,
        has_team=staff.role is not Role.VOLUNTEER,
        labels=labels,
        opened_at=_opened_at,
        page=page,
        pages=-(-found.total // PER_PAGE),
        page_address=lambda number: url_for("referrals.recalled", whose=whose.value, page=number),
    )
    looked_through(staff_id=staff.id, person_ids=[row.person.id for row in found.rows], page="recalled")
    return shown


def _opened_at(referral: Referral) -> datetime | None:
    return datetime.fromisoformat(referral.incident["opened_at"]) if referral.incident else None
