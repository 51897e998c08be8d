"""Arranging a visit or a call, writing down a contact in seconds, and the list of both."""

import uuid
from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from navigator.db import db, new_id
from navigator.forms import Form, blank, read
from navigator.local_times import NotATime, read_clock
from navigator.paging import PER_PAGE
from navigator.people import texting
from navigator.people.access import get_person
from navigator.people.models import Person, Staff
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_at
from navigator.times import LONDON, utc_now
from navigator.typed_moments import read_appointment
from navigator.visits import labels, operations, queries, round_pages, texts
from navigator.visits.models import Kind, Outcome, Visit
from navigator.visits.schemas import LogForm, SafetyForm, VisitForm

blueprint = Blueprint("visits", __name__, template_folder="templates")
blueprint.add_url_rule("/round", view_func=round_pages.day_round)
blueprint.add_url_rule("/round/calendar", view_func=round_pages.calendar_address, methods=["POST"])
blueprint.add_url_rule("/visits/<uuid:visit_id>/out", view_func=round_pages.out_safe, methods=["POST"])

A_FEW = 5
FOR_EXAMPLE = timedelta(days=3)  # ahead: how the texts would be, while no day is written


@blueprint.get("/people/<uuid:person_id>/visits")
def visits(person_id: uuid.UUID) -> ResponseReturnValue:
    """What is arranged with a person, and every contact there was."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    page = min(max(request.args.get("page", 1, type=int), 1), 5000)
    found = queries.list_contacts(person_id, page=page)
    shown = render_template(
        "visits/visits.html",
        person=person,
        arranged=queries.list_arranged(person_id, now=now) if page == 1 else [],
        found=found,
        tally=queries.count_contacts(person_id),
        safety=queries.find_safety_note(person_id),
        labels=labels,
        now=now,
        may_be_taken_back=lambda contact: now - contact.written_at <= operations.MAY_BE_TAKEN_BACK_FOR,
        page=page,
        pages=-(-found.total // PER_PAGE),
        page_address=lambda number: url_for("visits.visits", person_id=person_id, page=number),
    )
    looked_at(staff_id=staff.id, person_id=person_id, page="visits")
    return shown


@blueprint.route("/people/<uuid:person_id>/visits/new", methods=["GET", "POST"])
def new_visit(person_id: uuid.UUID) -> ResponseReturnValue:
    """Arrange a visit or a call."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    if person.closed_at is not None:
        abort(404)
    if request.method != "POST":
        start = blank(visit_id=str(new_id()), kind=Kind.CALL.value, minutes=30, tells="yes")
        return _visit_page(person, start, visit=None)
    form, moment = read_appointment(read(VisitForm(), request.form), now=now)
    form = _with_place(form)
    if not form.is_valid or moment is None:
        return _visit_page(person, form, visit=None), 422
    if request.form.get("then") == "look":
        return _visit_page(person, form, visit=None, starts_at=moment)
    told = operations.arrange(
        visit_id=_id(form, "visit_id"),
        person=person,
        staff=staff,
        kind=Kind(form.data["kind"]),
        starts_at=moment,
        minutes=form.data["minutes"],
        place=form.data["place"],
        note=form.data["note"],
        tells=form.data["tells"],
        now=now,
    )
    db.session.commit()
    flash(gettext("It is arranged."), "success")
    _say_what_was_told(person, told, wanted=form.data["tells"])
    return redirect(url_for("visits.visits", person_id=person_id), 303)


@blueprint.route("/visits/<uuid:visit_id>", methods=["GET", "POST"])
def visit(visit_id: uuid.UUID) -> ResponseReturnValue:
    """Another time for a visit or a call, or (`then=cancel`) none."""
    staff, now = current_staff(), utc_now()
    found, person = queries.get_visit(staff=staff, visit_id=visit_id)
    if request.method != "POST":
        local = found.starts_at.astimezone(LONDON)
        start = blank(
            kind=found.kind.value,
            day=local.date(),
            clock=f"{local:%H:%M}",
            minutes=found.minutes,
            place=found.place,
            note=found.note,
        )
        return _visit_page(person, start, visit=found)
    try:
        if request.form.get("then") == "cancel":
            told = operations.cancel(visit=found, person=person, staff=staff, now=now)
            said = gettext("It is off.")
        else:
            form, moment = read_appointment(read(VisitForm(), request.form), now=now)
            form = _with_place(form)
            if not form.is_valid or moment is None:
                return _visit_page(person, form, visit=found), 422
            if request.form.get("then") == "look":
                return _visit_page(person, form, visit=found, starts_at=moment)
            facts = {name: form.data[name] for name in ("minutes", "place", "note")}
            told = operations.move(visit=found, person=person, staff=staff, starts_at=moment, now=now, **facts)
            said = gettext("It is changed.")
    except operations.NotNow:
        db.session.rollback()
        flash(gettext("Somebody has cancelled it, or written down how it went, in the meantime."), "info")
        return redirect(url_for("visits.visits", person_id=person.id), 303)
    wanted = found.is_told and told is not None
    db.session.commit()
    flash(said, "success")
    _say_what_was_told(person, told, wanted=wanted)
    return redirect(url_for("visits.visits", person_id=person.id), 303)


@blueprint.route("/people/<uuid:person_id>/visits/log", methods=["GET", "POST"])
def log(person_id: uuid.UUID) -> ResponseReturnValue:
    """Write down a contact: two presses, and as many words as there is time for. `?visit=` names what was arranged."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    visit = _visit_asked_for(person)
    if request.method != "POST":
        local = (visit.starts_at if visit else now).astimezone(LONDON)
        start = blank(
            contact_id=str(new_id()),
            kind=visit.kind.value if visit else "",
            day=local.date(),
            clock=f"{local:%H:%M}",
            minutes=visit.minutes if visit else "",
            place=visit.place if visit else "",
        )
        return _log_page(person, start, visit)
    form = read(LogForm(), request.form)
    form, happened_at = _when_it_was(form, now=now)
    if form.data.get("next_action") and form.data.get("next_on") is None and "next_on" not in form.errors:
        form = form.with_error("next_on", gettext("Write the day it is due."))
    if not form.is_valid:
        return _log_page(person, form, visit), 422
    facts = ("kind", "outcome", "minutes", "place", "with_whom", "words", "next_action", "next_on")
    happened = operations.Happened(happened_at=happened_at, **{name: form.data[name] for name in facts})
    try:
        operations.log_contact(
            contact_id=_id(form, "contact_id"), person=person, staff=staff, happened=happened, visit=visit, now=now
        )
    except operations.NotNow:
        form = form.with_error("kind", gettext("Somebody has cancelled this visit, or written it down, in the meantime."))
        return _log_page(person, form, None), 422
    db.session.commit()
    flash(gettext("It is written down."), "success")
    tries = queries.count_tries_without_answer(person_id) if happened.outcome is not Outcome.TALKED else 0
    if tries >= 3:
        said = ngettext(
            "That was %(num)s try in a row without an answer. Perhaps there is another way to reach them.",
            "Those were %(num)s tries in a row without an answer. Perhaps there is another way to reach them.",
            tries,
        )
        flash(said, "warning")
    return redirect(url_for("person_page.person", person_id=person_id), 303)


@blueprint.post("/visits/contacts/<uuid:contact_id>/take-back")
def take_back(contact_id: uuid.UUID) -> ResponseReturnValue:
    """It was written down by mistake."""
    staff = current_staff()
    contact, person = queries.get_contact(staff=staff, contact_id=contact_id)
    try:
        operations.take_back(contact=contact, staff=staff, now=utc_now())
    except operations.NotNow:
        db.session.rollback()
        flash(gettext("It cannot be taken back any more."), "info")
    else:
        db.session.commit()
        flash(gettext("It is taken back. It counts no more, and stays to be read."), "success")
    return redirect(url_for("visits.visits", person_id=person.id), 303)


@blueprint.route("/people/<uuid:person_id>/visits/safety", methods=["GET", "POST"])
def safety(person_id: uuid.UUID) -> ResponseReturnValue:
    """What whoever visits should know first."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    if request.method != "POST":
        standing = queries.find_safety_note(person_id)
        return render_template("visits/safety.html", person=person, form=blank(words=standing.words if standing else ""))
    form = read(SafetyForm(), request.form)
    if not form.is_valid:
        return render_template("visits/safety.html", person=person, form=form), 422
    operations.write_safety_note(person=person, words=form.data["words"], staff=staff, now=now)
    db.session.commit()
    flash(gettext("Saved."), "success")
    return redirect(url_for("visits.visits", person_id=person_id), 303)


def _visit_asked_for(person: Person) -> Visit | None:
    asked = request.args.get("visit", "")
    if not asked:
        return None
    try:
        found, whose = queries.get_visit(staff=current_staff(), visit_id=uuid.UUID(asked))
    except ValueError:
        abort(404)
    if whose.id != person.id:
        abort(404)
    return found


def _id(form: Form, name: str) -> uuid.UUID:
    """The id the page was made with, so that a second press does nothing; a new one where somebody changed it."""
    try:
        return uuid.UUID(form.data[name])
    except ValueError:
        return new_id()


def _with_place(form: Form) -> Form:
    if form.data.get("kind") == Kind.ELSEWHERE.value and not form.data.get("place") and "place" not in form.errors:
        return form.with_error("place", gettext("Write where you will meet."))
    return form


def _when_it_was(form: Form, *, now: datetime) -> tuple[Form, datetime]:
    """The moment in a form's `day` and `clock`; without them now, without a time the middle of the day."""
    day, typed = form.data.get("day"), form.data.get("clock") or ""
    if day is None and not typed:
        return form, now
    day = day or now.astimezone(LONDON).date()
    try:
        clock = read_clock(typed) if typed else time(12)
    except NotATime:
        return form.with_error("clock", gettext("Write the time like 10:30am or 14:30.")), now
    moment = datetime.combine(day, clock, LONDON).astimezone(UTC)
    if not typed and moment > now:
        moment = now
    if moment > now + operations.AHEAD_BY_A_SLIP:
        return form.with_error("day", gettext("This day has not come yet. Please check it.")), now
    if moment < now - operations.LONGEST_AGO:
        return form.with_error("day", gettext("That is more than a year ago. Please check the year.")), now
    return form, min(moment, now)


def _visit_page(person: Person, form: Form, *, visit: Visit | None, starts_at: datetime | None = None) -> str:
    """The form, and the texts that go with it: for `starts_at` when it was written, else as it stands, or for an example."""
    now, pence = utc_now(), current_app.extensions["settings"].sms_pence_per_segment
    standing = starts_at or (visit.starts_at if visit else None)
    by = db.session.get_one(Staff, visit.staff_id) if visit else current_staff()
    typed = form.value("kind")
    meant = Visit(  # as it would be; it is not kept
        kind=visit.kind if visit else Kind(typed) if typed in {kind.value for kind in labels.TO_ARRANGE} else Kind.CALL,
        starts_at=standing or datetime.combine(now.astimezone(LONDON).date() + FOR_EXAMPLE, time(10), LONDON),
        place=str(form.value("place") or ""),
    )
    is_texted = texting.find_obstacle(person) is None and (visit is None or visit.is_told)
    facts: dict[str, Any] = {"person": person, "by": by, "pence_per_segment": pence}
    return render_template(
        "visits/visit.html",
        person=person,
        form=form,
        visit=visit,
        kinds=[(kind.value, words) for kind, words in labels.TO_ARRANGE.items()],
        is_texted=texting.find_obstacle(person) is None,
        texts=texts.preview_of_visit(visit=meant, is_new=visit is None, now=now, **facts) if is_texted else None,
        if_off=texts.preview_of_cancelling(visit=visit, **facts) if visit and is_texted else None,
        is_example=standing is None,
        meant=meant,
        safety=queries.find_safety_note(person.id),
    )


def _log_page(person: Person, form: Form, visit: Visit | None) -> str:
    return render_template(
        "visits/log.html",
        person=person,
        form=form,
        visit=visit,
        kinds=[(kind.value, words) for kind, words in labels.KINDS.items()],
        outcomes=[(outcome.value, words) for outcome, words in labels.OUTCOMES.items()],
    )


def _say_what_was_told(person: Person, told: Any, *, wanted: bool) -> None:
    if not wanted:
        return
    if told is None:
        flash(gettext("No text can reach %(name)s before then. Please tell them yourself.", name=person.given_name), "warning")
    elif isinstance(told, texting.NotTexted):
        flash(gettext("%(name)s is not told by text. Please tell them yourself.", name=person.given_name), "warning")
