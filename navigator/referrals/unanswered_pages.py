"""Referrals that nobody has answered: mine, or my team's, the longest waiting first, with what to do about each."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from navigator.paging import PER_PAGE
from navigator.people import staff_sessions
from navigator.people.models import Role
from navigator.people.trail import looked_through
from navigator.referrals import chase_times, labels, queries
from navigator.teams.caseloads import Whose
from navigator.times import utc_now


def unanswered() -> ResponseReturnValue:
    """Those that were asked again at least once. `?whose=team` for the whole team's."""
    staff, now = staff_sessions.current_staff(), utc_now()
    usual = Whose.TEAM if staff.role is Role.TEAM_LEAD else Whose.MINE
    asked = request.args.get("whose", usual.value)
    whose = Whose(asked) if asked in {each.value for each in Whose} and staff.role is not Role.VOLUNTEER else usual
    page = min(max(request.args.get("page", 1, type=int), 1), 5000)
    found = queries.list_unanswered(staff, whose=whose, before=now - chase_times.NONE_BEFORE, now=now, page=page)
    waited = chase_times.waited_of([row.referral.sent_at for row in found.rows], now=now)
    shown = render_template(
        "referrals/unanswered.html",
        rows=found.rows,
        waited=waited,
        total=found.total,
        whose=whose,
        Whose=Whose,
        has_team=staff.role is not Role.VOLUNTEER,
        labels=labels,
        ring_after=chase_times.RING_AFTER,
        page=page,
        pages=-(-found.total // PER_PAGE),
        page_address=lambda number: url_for("referrals.unanswered", whose=whose.value, page=number),
    )
    looked_through(staff_id=staff.id, person_ids=[row.person.id for row in found.rows], page="unanswered")
    return shown
