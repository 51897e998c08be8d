"""The conversation with one person: their texts both ways, and the box in which staff answer."""

import uuid
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from messaging.models import OutgoingMessage
from messaging.phone_numbers import pretty
from messaging.sending import hours_here
from messaging.sending.preferred_times import read_times
from messaging.wording.texts import Preview
from navigator.config import Settings
from navigator.db import db, new_id
from navigator.forms import Form, blank, read
from navigator.people.access import get_person
from navigator.people.models import Person, Role
from navigator.people.staff_sessions import current_staff
from navigator.people.texting import NotTexted, find_obstacle
from navigator.people.trail import looked_at
from navigator.threads import labels, operations, queries, ready, team_hours
from navigator.threads.schemas import AnswerForm
from navigator.times import utc_now
from translations.dates import day_and_time
from translations.locales import language

blueprint = Blueprint("person_thread", __name__, template_folder="templates")


@blueprint.get("/<uuid:person_id>/thread")
def thread(person_id: uuid.UUID) -> ResponseReturnValue:
    """The texts, and a box to answer in. `?ready=` puts a ready answer into the box, `?all=1` shows older texts too."""
    staff = current_staff()
    person = get_person(staff=staff, person_id=person_id)
    page = _show(person, blank(body=_find_words(person, request.args.get("ready", "")), key=str(new_id())))
    looked_at(staff_id=staff.id, person_id=person_id, page="texts")
    return page


@blueprint.post("/<uuid:person_id>/thread")
def answer(person_id: uuid.UUID) -> ResponseReturnValue:
    """`then`: look at what it would be, send it, send it and be done, or send it at once with a reason."""
    staff, now, then = current_staff(), utc_now(), request.form.get("then", "look")
    person = get_person(staff=staff, person_id=person_id)
    form = read(AnswerForm(), request.form)
    is_at_once = then == "at_once"
    if form.is_valid and is_at_once and not form.data["urgent_reason"]:
        form = form.with_error("urgent_reason", gettext("Write why it cannot wait. It is kept with the text."))
    if not form.is_valid:
        return _show(person, form), 422
    if then == "look":
        return _show(person, form, is_looked_at=True)
    found = queries.find_thread(person_id)
    kept = operations.lock(found.thread.id) if found else None
    said = operations.answer(
        thread=kept,
        person=person,
        staff=staff,
        body=form.data["body"],
        form_key=form.data["key"],
        urgent_reason=form.data["urgent_reason"] if is_at_once else "",
        now=now,
    )
    if isinstance(said, NotTexted):
        db.session.rollback()
        return _show(get_person(staff=staff, person_id=person_id), form), 422
    if then == "send_done" and kept is not None:
        operations.mark_done(thread=kept, staff=staff, now=now)
    words = _when_it_goes(said, now)
    db.session.commit()
    flash(words, "success")
    return redirect(url_for(".thread", person_id=person_id), 303)


@blueprint.post("/<uuid:person_id>/thread/count")
def count_parts(person_id: uuid.UUID) -> ResponseReturnValue:
    """For the page's script: what the words in the box would be sent as. JSON, `said`."""
    person = get_person(staff=current_staff(), person_id=person_id)
    form = read(AnswerForm(), request.form)
    if not form.is_valid:
        return {"said": str(form.errors.get("body", "")) if request.form.get("body", "").strip() else ""}
    preview = _preview(person, form.data["body"])
    return {"said": labels.cost_in_words(preview, locale=str(get_locale())) if preview else ""}


def _show(person: Person, form: Form, *, is_looked_at: bool = False) -> str:
    staff, now, locale = current_staff(), utc_now(), str(get_locale())
    found = queries.find_thread(person.id)
    texts = queries.get_texts(person=person, whole=bool(request.args.get("all")))
    values: dict[str, Any] = {}
    if texts.not_texted is None:
        goes_at = hours_here.moment_for(now, times=read_times(person.at_times))
        values["waits_until"] = goes_at if goes_at > now else None
        values["ready"] = ready.fill_all(person=person, locale=locale)
        if is_looked_at:
            preview = _preview(person, form.data["body"])
            values["preview"] = preview
            values["cost"] = labels.cost_in_words(preview, locale=locale) if preview else ""
    else:
        values["why_not"], values["instead"] = labels.why_not(texts.not_texted)
    return render_template(
        "threads/thread.html",
        person=person,
        staff=staff,
        open=found,
        thread=found.thread if found else None,
        waited=labels.waited_in_words(found.thread, team_hours.team_hours().open, now) if found else "",
        texts=texts,
        form=form,
        hand=blank(),
        takers=queries.list_takers(staff=staff, person=person) if found else [],
        deeds=queries.list_deeds(found.thread.id) if found else [],
        labels=labels,
        spoken=language(person.language),
        mobile=pretty(person.mobile) if person.mobile else "",
        may_write_ready=staff.role in (Role.NAVIGATOR, Role.TEAM_LEAD),
        **values,
    )


def _find_words(person: Person, key: str) -> str:
    """The ready answer of that key in the person's own language; nothing when there is none."""
    if not key or find_obstacle(person) is not None:
        return ""
    found = next((one for one in ready.fill_all(person=person, locale=person.language) if one.ready.key == key), None)
    return found.theirs or "" if found else ""


def _preview(person: Person, body: str) -> Preview | None:
    """The very text that would be sent, and what it takes; None when they get none."""
    settings: Settings = current_app.extensions["settings"]
    return queries.preview_answer(
        person=person, staff=current_staff(), body=body, pence_per_segment=settings.sms_pence_per_segment
    )


def _when_it_goes(said: OutgoingMessage, now: datetime) -> str:
    goes_at = queries.when_it_goes(said, now=now)
    if goes_at > now:
        return str(gettext("Your text goes on %(moment)s.", moment=day_and_time(goes_at, str(get_locale()))))
    return str(gettext("Your text is on its way."))
