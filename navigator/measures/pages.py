"""For the navigator: asking now, inviting, the scores of licensed instruments, and how everything changed."""

import uuid

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from navigator import forms
from navigator.config import Settings
from navigator.db import db
from navigator.forms import Form
from navigator.measures import asking_pages, operations, queries
from navigator.measures.charts import draw_course
from navigator.measures.instruments import INSTRUMENTS, Instrument
from navigator.measures.models import Asking
from navigator.people.access import get_person
from navigator.people.arrivals import send_plan_link
from navigator.people.models import Person
from navigator.people.staff_sessions import current_staff
from navigator.people.texting import NotTexted
from navigator.people.trail import looked_at
from navigator.steps import goals
from navigator.steps.queries import list_priorities
from navigator.times import LONDON, utc_now

blueprint = Blueprint("measures", __name__, template_folder="templates")


class LicensedScoreForm(forms.FormSchema):
    instrument = forms.Text(missing=lazy_gettext("Choose which one"), longest=36)
    score = forms.Decimal(-100_000, 100_000, wrong=lazy_gettext("Write the score as a number"))
    on_day = forms.Day(missing=lazy_gettext("Write the day"))


@blueprint.get("/<uuid:person_id>/measures")
def measures(person_id: uuid.UUID) -> ResponseReturnValue:
    """What was answered, and how it changed."""
    person = get_person(staff=current_staff(), person_id=person_id)
    page = _show(person, forms.blank(on_day=utc_now().astimezone(LONDON).date()))
    looked_at(staff_id=current_staff().id, person_id=person_id, page="measures")
    return page


@blueprint.post("/<uuid:person_id>/measures/<code>/ask")
def ask(person_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Begin to ask, or (`then=invite`) invite them to answer on their own phone."""
    person, staff, now = _supported(person_id), current_staff(), utc_now()
    instrument = _instrument(code)
    invite = request.form.get("then") == "invite"
    try:
        asking = operations.begin(person=person, instrument=instrument, staff=staff, by_themselves=invite, now=now)
    except operations.TooYoung:
        db.session.rollback()
        age = instrument.from_age
        flash(
            gettext("These questions are made for people from %(age)s years of age, so they are not asked here.", age=age),
            "warning",
        )
        return redirect(url_for(".measures", person_id=person_id), 303)
    asking_id = asking.id
    missing = next((one.code for one in instrument.questions if asking.answer_to(one.code) is None), instrument.questions[0].code)
    if not invite:
        db.session.commit()
        return redirect(url_for(".question", person_id=person_id, asking_id=asking_id, code=missing), 303)
    settings: Settings = current_app.extensions["settings"]
    sent = send_plan_link(person=person, public_url=settings.public_url, now=now, staff_id=staff.id)
    db.session.commit()
    if isinstance(sent, NotTexted):
        flash(
            gettext("It stands in their plan, but no text goes to them. Please tell them, or ask the questions yourself."),
            "warning",
        )
    else:
        flash(gettext("It stands in their plan, and a text with the link to it is on its way."), "success")
    return redirect(url_for(".measures", person_id=person_id), 303)


@blueprint.get("/<uuid:person_id>/measures/<uuid:asking_id>/<code>")
def question(person_id: uuid.UUID, asking_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """One question, to be read out."""
    person = get_person(staff=current_staff(), person_id=person_id)
    page = asking_pages.show(_asking(person, asking_id), code, _way(person, asking_id))
    looked_at(staff_id=current_staff().id, person_id=person_id, page="measure question")
    return page


@blueprint.post("/<uuid:person_id>/measures/<uuid:asking_id>/<code>")
def save(person_id: uuid.UUID, asking_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Keep the answer, and go on."""
    person = get_person(staff=current_staff(), person_id=person_id)
    asking = _asking(person, asking_id)

    def finish() -> None:
        operations.finish(asking=asking, staff_id=current_staff().id, now=utc_now())
        flash(gettext("All answers are saved."), "success")

    return asking_pages.save(asking, code, _way(person, asking_id), finish=finish)


@blueprint.post("/<uuid:person_id>/measures/<uuid:asking_id>/<code>/autosave")
def autosave(person_id: uuid.UUID, asking_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Keep the number that was pressed."""
    person = get_person(staff=current_staff(), person_id=person_id)
    return asking_pages.autosave(_asking(person, asking_id), code)


@blueprint.post("/<uuid:person_id>/measures/<uuid:asking_id>/finish")
def finish(person_id: uuid.UUID, asking_id: uuid.UUID) -> ResponseReturnValue:
    """It stays with the answers that are there."""
    person = get_person(staff=current_staff(), person_id=person_id)
    operations.finish(asking=_asking(person, asking_id), staff_id=current_staff().id, now=utc_now())
    db.session.commit()
    return redirect(url_for(".measures", person_id=person_id), 303)


@blueprint.post("/<uuid:person_id>/measures/licensed")
def save_licensed(person_id: uuid.UUID) -> ResponseReturnValue:
    """The score of a licensed instrument and its day; never its questions."""
    person, now = _supported(person_id), utc_now()
    form = forms.read(LicensedScoreForm(), request.form)
    instrument = next((one for one in queries.list_licensed() if str(one.id) == form.data.get("instrument")), None)
    if instrument is None and "instrument" not in form.errors:
        form = form.with_error("instrument", gettext("Choose which one"))
    on_day = form.data.get("on_day")
    if on_day is not None and on_day > now.astimezone(LONDON).date():
        form = form.with_error("on_day", gettext("This day has not come yet. Please check it."))
    if form.is_valid and instrument is not None and on_day is not None:
        try:
            operations.write_score(
                person=person, instrument=instrument, score=form.data["score"], on_day=on_day, staff=current_staff(), now=now
            )
        except operations.ScoreOutOfRange:
            message = gettext(
                "Its scores go from %(lowest)s to %(highest)s", lowest=f"{instrument.lowest:g}", highest=f"{instrument.highest:g}"
            )
            form = form.with_error("score", message)
    if not form.is_valid:
        return _show(person, form), 422
    db.session.commit()
    flash(gettext("Saved."), "success")
    return redirect(url_for(".measures", person_id=person_id), 303)


def _supported(person_id: uuid.UUID) -> Person:
    person = get_person(staff=current_staff(), person_id=person_id)
    if person.closed_at is not None:
        abort(404)
    return person


def _instrument(code: str) -> Instrument:
    if code not in INSTRUMENTS:
        abort(404)
    return INSTRUMENTS[code]


def _asking(person: Person, asking_id: uuid.UUID) -> Asking:
    try:
        return queries.get_asking(person_id=person.id, asking_id=asking_id, by_themselves=False)
    except queries.AskingNotFound:
        abort(404)


def _way(person: Person, asking_id: uuid.UUID) -> asking_pages.Way:
    person_id = person.id
    return asking_pages.Way(
        template="measures/question.html",
        question=lambda code: url_for(".question", person_id=person_id, asking_id=asking_id, code=code),
        autosave=lambda code: url_for(".autosave", person_id=person_id, asking_id=asking_id, code=code),
        end=url_for(".measures", person_id=person.id),
        values={"person": person},
    )


def _show(person: Person, form: Form) -> str:
    attained = goals.list_attained(person.id)
    today = utc_now().astimezone(LONDON).date()
    instruments = []
    for instrument in INSTRUMENTS.values():
        courses = queries.list_courses(person_id=person.id, instrument=instrument)
        instruments.append(
            (instrument, instrument.may_be_asked(person.birth_date, today), [(course, draw_course(course)) for course in courses])
        )
    return render_template(
        "measures/measures.html",
        person=person,
        form=form,
        instruments=instruments,
        standing=queries.list_open(person.id),
        attained=[one for one in attained if one.is_scaled],
        t=queries.score_goals(attained),
        sureness=queries.list_sureness(list_priorities(person.id)),
        licensed=[("", gettext("Choose"))] + [(str(one.id), one.name) for one in queries.list_licensed()],
        scores=queries.list_licensed_scores(person.id),
        left_out=asking_pages.LEFT_OUT,
    )
