"""The desk: who needs me today, in order, with why."""

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from messaging.phone_numbers import pretty
from navigator import local_times
from navigator.caseload import caseload_pages, queries
from navigator.caseload.arriving import note_referrals_in
from navigator.caseload.team_notes import note_who_is_new, note_whom_they_cover
from navigator.paging import PER_PAGE, Part
from navigator.people import staff_sessions
from navigator.people.models import Role, Staff
from navigator.referrals import labels
from navigator.referrals.models import Attention
from navigator.referrals.queries import AttentionNotFound, get_attention, list_takers
from navigator.tasks.labels import in_words
from navigator.tasks.queries import list_open_tasks
from navigator.teams.caseloads import Whose
from navigator.threads.desk_notes import note_what_waits
from navigator.times import LONDON, utc_now
from navigator.visits import labels as visit_labels
from navigator.visits.queries import list_not_out_yet, list_round

blueprint = Blueprint("caseload", __name__, template_folder="templates")
blueprint.add_url_rule("/caseload", view_func=caseload_pages.caseload)
blueprint.add_url_rule("/caseload/search", view_func=caseload_pages.search)
blueprint.add_url_rule("/caseload/views", view_func=caseload_pages.keep_view, methods=["POST"])
blueprint.add_url_rule("/caseload/views/<uuid:view_id>/forget", view_func=caseload_pages.forget_view, methods=["POST"])

LISTS = ("needs", "unknown", "waiting", "appointments", "quiet")
A_FEW = 5
NOTES = (note_what_waits, note_whom_they_cover, note_who_is_new, note_referrals_in)


@blueprint.get("/desk")
def desk() -> ResponseReturnValue:
    """Who needs me today, what is to do, and what is on its way. `?list=` shows one list whole, page by page."""
    if request.args.get("list") == "people":  # where everybody used to be
        return redirect(url_for("caseload.caseload", whose=request.args.get("whose")), 301)
    staff, now = staff_sessions.current_staff(), utc_now()
    at_first = Whose.TEAM if staff.role is Role.TEAM_LEAD else Whose.MINE  # a lead rarely has people of their own
    whose = _read_whose(staff, at_first)
    address_of = {each: None if each is at_first else each.value for each in Whose}
    one = request.args.get("list", "")
    reads_unknown = staff.role in (Role.NAVIGATOR, Role.TEAM_LEAD)
    one = one if one in LISTS and (one != "unknown" or reads_unknown) else ""
    page = request.args.get("page", 1, type=int)
    page = min(max(page, 1), 5000)

    def cut(name: str, few: int) -> dict[str, int]:
        return {"page": page if name == one else 1, "per_page": PER_PAGE if one else few}

    parts: dict[str, Part[Any]] = {}
    if one in ("", "needs"):
        parts["needs"] = queries.list_needing_attention(staff, whose=whose, now=now, **cut("needs", PER_PAGE))
    if one in ("", "unknown") and reads_unknown:
        parts["unknown"] = queries.list_unknown_texts(now=now, **cut("unknown", A_FEW))
    if one in ("", "waiting"):
        parts["waiting"] = queries.list_waiting(staff, whose=whose, now=now, **cut("waiting", A_FEW))
    if one in ("", "appointments"):
        parts["appointments"] = queries.list_appointments(staff, whose=whose, now=now, **cut("appointments", A_FEW))
    if one in ("", "quiet"):
        parts["quiet"] = queries.list_quiet(staff, whose=whose, now=now, **cut("quiet", A_FEW))
    today = now.astimezone(LONDON).date()
    return render_template(
        "caseload/desk.html",
        staff=staff,
        whose=whose,
        address_of=address_of,
        kept_whose=address_of[whose],
        has_team=staff.role is not Role.VOLUNTEER,
        one=one,
        parts_of=parts,
        page=page,
        pages=-(-parts[one].total // PER_PAGE) if one else 1,
        today=today,
        round=[] if one else list_round(staff, day=today, whose=whose),
        not_out_yet=[] if one else list_not_out_yet(staff, now=now),
        visit_labels=visit_labels,
        tasks=Part([], 0) if one else list_open_tasks(staff, whose=whose, now=now, until=today, per_page=A_FEW),
        task_words=in_words,
        people_in_all=0 if one else queries.count_people(staff, whose=whose, now=now),
        labels=labels,
        days_waiting=lambda referral: local_times.working_days_between(referral.sent_at, now),
        days_since=lambda moment: (now - moment).days,
        notes=[] if one else [note for note in (tell(staff=staff, now=now) for tell in NOTES) if note],
        settled=_find_settled(staff),
        takers=list_takers([row.person.id for row in parts["needs"].rows]) if "needs" in parts else {},
        phone_in_words=pretty,
        page_address=lambda number: url_for("caseload.desk", whose=address_of[whose], list=one or None, page=number),
    )


def _read_whose(staff: Staff, at_first: Whose) -> Whose:
    """Whose people the address asks for; `at_first` when it does not say. A volunteer has only their own."""
    if staff.role is Role.VOLUNTEER:
        return Whose.MINE
    try:
        return Whose(request.args.get("whose", at_first))
    except ValueError:
        return at_first


def _find_settled(staff: Staff) -> Attention | None:
    """What was dealt with a moment ago, to be undone in one press."""
    try:
        attention, _ = get_attention(staff=staff, attention_id=uuid.UUID(request.args.get("settled", "")))
    except (ValueError, AttentionNotFound):
        return None
    return attention if attention.settled_at else None
