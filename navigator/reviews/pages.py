"""The page to walk through together at a review."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import MultiDict

from navigator import forms
from navigator.db import db
from navigator.forms import Form
from navigator.people.access import get_person
from navigator.people.models import Person, WhyClosed
from navigator.people.pages import WHY_CLOSED
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_at
from navigator.reviews import drafts, operations, queries
from navigator.reviews.models import NextStep
from navigator.reviews.operations import Lacking
from navigator.reviews.queries import Since
from navigator.steps.goal_labels import LEVEL_NAMES
from navigator.steps.goal_models import LEVELS
from navigator.steps.goals import Attained
from navigator.times import LONDON, utc_now

blueprint = Blueprint("reviews", __name__, template_folder="templates")

NOT_RATED = {"": None} | {str(level): level for level in LEVELS}
REASONS = {why.value: words for why, words in WHY_CLOSED.items() if why in operations.MAY_END}


class ReviewForm(forms.FormSchema):
    key = forms.Text(missing=lazy_gettext("Open the page again, please."), longest=36)
    words = forms.Text(longest=4000)
    next_step = forms.Choice(NextStep, missing=lazy_gettext("Choose whether you go on"))
    next_on = forms.Day()
    why = forms.Text(longest=40)
    reason = forms.Text(longest=200)


@blueprint.get("/<uuid:person_id>/review")
@blueprint.get("/<uuid:person_id>/review/held", endpoint="held")
def review(person_id: uuid.UUID) -> ResponseReturnValue:
    """What changed, where the goals stand, and what comes next; also at the address where an error was shown."""
    person = get_person(staff=current_staff(), person_id=person_id)
    draft = drafts.find(person_id=person.id, staff_id=current_staff().id)
    if draft is None or person.closed_at is not None:
        page = _show(person, forms.blank(key=str(uuid.uuid4())))
    else:  # with what was wrong, in the language the page is read in now
        found = queries.look_back(person, queries.list_reviews(person.id))
        page = _show(person, _read(MultiDict(draft.typed), found), found, is_kept=True)
    looked_at(staff_id=current_staff().id, person_id=person_id, page="review")
    return page


@blueprint.post("/<uuid:person_id>/review/anew")
def begin_anew(person_id: uuid.UUID) -> ResponseReturnValue:
    """Throw away what was typed."""
    person = get_person(staff=current_staff(), person_id=person_id)
    drafts.forget(person_id=person.id, staff_id=current_staff().id)
    db.session.commit()
    return redirect(url_for(".review", person_id=person_id), 303)


@blueprint.post("/<uuid:person_id>/review/held")
def hold(person_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the review; go on until a day, or end our support with a reason."""
    person, now = get_person(staff=current_staff(), person_id=person_id), utc_now()
    if person.closed_at is not None:
        return redirect(url_for(".review", person_id=person_id), 303)
    found = queries.look_back(person, queries.list_reviews(person.id))
    form = _read(request.form, found)
    if not form.is_valid:
        typed = {name: value for name, value in request.form.items() if name != "csrf_token"}
        drafts.keep(person_id=person.id, staff_id=current_staff().id, typed=typed, now=now)
        db.session.commit()
        return _show(person, form, found, is_kept=True), 422
    levels = {one.goal: level for one in found.to_rate if (level := NOT_RATED[form.data[_field(one)]]) is not None}
    operations.hold(
        person=person,
        words=form.data["words"],
        levels=levels,
        next_step=form.data["next_step"],
        next_on=form.data.get("next_on"),
        why=_why(form),
        reason=form.data["reason"],
        key=form.data["key"],
        staff=current_staff(),
        now=now,
    )
    drafts.forget(person_id=person.id, staff_id=current_staff().id)
    db.session.commit()
    flash(gettext("The review is kept."), "success")
    return redirect(url_for("person_page.person", person_id=person_id), 303)


def _read(typed: MultiDict[str, str], found: Since) -> Form:
    """What was typed, and what is wrong with it."""
    where = lazy_gettext("Choose where they are now")
    fields: dict[str, Any] = {_field(one): forms.OneOf(NOT_RATED, missing=where) for one in found.to_rate}
    return _whole(forms.read(ReviewForm.from_dict(fields, name="ReviewOfGoals")(), typed))


LACKING = {
    Lacking.NEXT_ON: ("next_on", lazy_gettext("Write the day of the next review")),
    Lacking.DAY_TO_COME: ("next_on", lazy_gettext("Write a day to come.")),
    Lacking.WHY: ("why", lazy_gettext("Choose why our support ends.")),
    Lacking.REASON: ("reason", lazy_gettext("Write in a few words why.")),
}


def _whole(form: Form) -> Form:
    if not isinstance(form.data.get("next_step"), NextStep):
        return form
    lacking = operations.find_lacking(
        next_step=form.data["next_step"],
        next_on=form.data.get("next_on"),
        why=_why(form),
        reason=form.data.get("reason") or "",
        today=utc_now().astimezone(LONDON).date(),
    )
    if lacking is None or LACKING[lacking][0] in form.errors:
        return form
    return form.with_error(*LACKING[lacking])


def _why(form: Form) -> WhyClosed | None:
    return WhyClosed(form.data["why"]) if form.data.get("why") in REASONS else None


def _field(one: Attained) -> str:
    return f"goal_{one.goal.id.hex}"


def _show(person: Person, form: Form, found: Since | None = None, *, is_kept: bool = False) -> str:
    reviews = queries.list_reviews(person.id)
    return render_template(
        "reviews/review.html",
        person=person,
        form=form,
        reviews=reviews,
        is_kept=is_kept,
        found=found or queries.look_back(person, reviews),
        field=_field,
        levels=[("", gettext("Not asked"))] + [(str(level), LEVEL_NAMES[level]) for level in LEVELS],
        reasons=[("", gettext("Choose"))] + list(REASONS.items()),
        why_words=WHY_CLOSED,
        next_steps=[
            (NextStep.GO_ON.value, gettext("We go on together")),
            (NextStep.CLOSE.value, gettext("It is a good time to end")),
        ],
    )
