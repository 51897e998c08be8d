"""Every conversation that waits, the texts of a number that is not one person's, and what is done with a conversation."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from messaging.phone_numbers import pretty
from messaging.queries import list_received
from navigator.db import db
from navigator.forms import blank, read
from navigator.paging import PER_PAGE
from navigator.people.models import Role, Staff
from navigator.people.staff_sessions import current_staff
from navigator.people.way_back import is_local
from navigator.teams.caseloads import Whose
from navigator.threads import labels, operations, queries, ready_pages, team_hours
from navigator.threads.models import Thread
from navigator.threads.schemas import HandOverForm
from navigator.times import utc_now

blueprint = Blueprint("threads", __name__, template_folder="templates")
blueprint.add_url_rule("/ready", view_func=ready_pages.ready_answers)
blueprint.add_url_rule("/ready/new", "new_ready_answer", view_func=ready_pages.ready_answer, methods=["GET", "POST"])
blueprint.add_url_rule("/ready/<uuid:answer_id>", view_func=ready_pages.ready_answer, methods=["GET", "POST"])


@blueprint.get("")
def threads() -> ResponseReturnValue:
    """Who waits for an answer by text: mine, or with `?whose=team` my whole team's."""
    staff, now, hours = current_staff(), utc_now(), team_hours.team_hours().open
    at_first = Whose.TEAM if staff.role is Role.TEAM_LEAD else Whose.MINE  # as on the desk
    asked = request.args.get("whose", at_first.value)
    whose = Whose(asked) if asked in list(Whose) and staff.role is not Role.VOLUNTEER else at_first
    page = min(max(request.args.get("page", 1, type=int), 1), 5000)
    waiting = queries.list_waiting(staff, whose=whose, now=now, page=page)
    answered = queries.list_answered(staff, whose=whose, now=now) if page == 1 else None
    return render_template(
        "threads/threads.html",
        staff=staff,
        whose=whose,
        has_team=staff.role is not Role.VOLUNTEER,
        waiting=waiting,
        answered=answered,
        page=page,
        pages=-(-waiting.total // PER_PAGE),
        waited=lambda thread: labels.waited_in_words(thread, hours, now),
        pretty=pretty,
        page_address=lambda number: url_for("threads.threads", whose=whose.value, page=number),
    )


@blueprint.get("/<uuid:thread_id>")
def thread(thread_id: uuid.UUID) -> ResponseReturnValue:
    """What came from a number that is nobody's, or several people's. One person's conversation is on their own page."""
    found = queries.get_thread(staff=current_staff(), thread_id=thread_id)
    if found.person is not None:
        return redirect(url_for("person_thread.thread", person_id=found.person.id))
    return _show_number(found)


@blueprint.post("/<uuid:thread_id>/take")
def take(thread_id: uuid.UUID) -> ResponseReturnValue:
    """I am taking this."""
    staff = current_staff()
    kept = _lock(staff, thread_id)
    try:
        operations.take(thread=kept, staff=staff, now=utc_now())
    except operations.HeldAlready as held:
        db.session.rollback()
        flash(gettext("%(name)s has taken it already.", name=str(held)), "info")
        return _back(thread_id)
    db.session.commit()
    flash(gettext("You have taken it. Your colleagues can see that."), "success")
    return _back(thread_id)


@blueprint.post("/<uuid:thread_id>/hand-over")
def hand_over(thread_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody else sees to it from now on, and reads why."""
    staff = current_staff()
    found = queries.get_thread(staff=staff, thread_id=thread_id)
    form = read(HandOverForm(), request.form)
    to = next((one for one in queries.list_takers(staff=staff, person=found.person) if str(one.id) == form.data.get("to")), None)
    if not form.is_valid or to is None:
        flash(gettext("It was not handed over: choose a colleague, and write what they should know."), "info")
        return _back(thread_id)
    operations.hand_over(thread=operations.lock(thread_id), staff=staff, to=to, note=form.data["note"], now=utc_now())
    db.session.commit()
    flash(gettext("%(name)s sees to it now, with your note.", name=to.name), "success")
    return redirect(url_for("threads.threads"), 303)


@blueprint.post("/<uuid:thread_id>/done")
def done(thread_id: uuid.UUID) -> ResponseReturnValue:
    """Nothing in it needs anybody now; or, with `undo`, something does."""
    staff, now = current_staff(), utc_now()
    kept = _lock(staff, thread_id)
    if request.form.get("undo") == "yes":
        operations.open_again(thread=kept, since=kept.last_at, staff=staff, now=now)
        said = gettext("It is back on the list.")
    else:
        operations.mark_done(thread=kept, staff=staff, now=now)
        said = gettext("Done. Thank you.")
    db.session.commit()
    flash(said, "success")
    return _back(thread_id)


def _show_number(found: queries.Open) -> str:
    staff, number = current_staff(), found.thread.number or ""
    return render_template(
        "threads/number.html",
        open=found,
        thread=found.thread,
        staff=staff,
        hand=blank(),
        takers=queries.list_takers(staff=staff, person=None),
        deeds=queries.list_deeds(found.thread.id),
        sharing=queries.list_sharing(staff=staff, number=number),
        helping=queries.list_helping(staff=staff, number=number),
        received=list(reversed(list_received(number, limit=queries.A_SCREENFUL))),
        labels=labels,
        phone=pretty(number),
        is_telephone=number.startswith("+"),
        waited=labels.waited_in_words(found.thread, team_hours.team_hours().open, utc_now()),
    )


def _lock(staff: Staff, thread_id: uuid.UUID) -> Thread:
    queries.get_thread(staff=staff, thread_id=thread_id)  # whether they may
    return operations.lock(thread_id)


def _back(thread_id: uuid.UUID) -> ResponseReturnValue:
    back = request.form.get("back", "")
    return redirect(back if is_local(back) else url_for("threads.thread", thread_id=thread_id), 303)
