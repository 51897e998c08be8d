"""For the navigator: one person's year of contacts, each day to be moved or dropped, and the day of the review."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from navigator import forms
from navigator.contacts import plan_words, reviews, schedules
from navigator.contacts.models import PlannedContact
from navigator.db import db
from navigator.people.access import get_person
from navigator.people.models import Person
from navigator.people.operations import record_audit
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_at
from navigator.times import LONDON, utc_now

blueprint = Blueprint("contacts", __name__, template_folder="templates")

TEXTS = {"plan_link": lazy_gettext("The link to their plan"), "review_due": plan_words.TEMPLATES["review_due"]}


class ReviewForm(forms.FormSchema):
    review_on = forms.Day()


class MoveForm(forms.FormSchema):
    on_day = forms.Day(missing=lazy_gettext("Write a day to come."))


@blueprint.get("/<uuid:person_id>/contacts")
def show(person_id: uuid.UUID) -> ResponseReturnValue:
    """All dates; or the schedules there are to choose from."""
    person = get_person(staff=current_staff(), person_id=person_id)
    page = _page(person, forms.blank(review_on=person.review_on))
    looked_at(staff_id=current_staff().id, person_id=person_id, page="contacts")
    return page


@blueprint.post("/<uuid:person_id>/contacts")
def choose(person_id: uuid.UUID) -> ResponseReturnValue:
    """Put the person on a schedule from today."""
    person = _supported(person_id)
    try:
        schedules.choose(person=person, name=request.form.get("schedule", ""), staff=current_staff(), now=utc_now())
    except schedules.ScheduleNotFound:
        flash(gettext("Choose one of the schedules."), "warning")
    except schedules.AlreadyOnOne:
        flash(gettext("They are on a schedule already. End it first."), "warning")
    else:
        db.session.commit()
        flash(gettext("Here are all its dates. Move or drop what does not suit."), "success")
    return redirect(url_for(".show", person_id=person_id), 303)


@blueprint.post("/<uuid:person_id>/contacts/end")
def end(person_id: uuid.UUID) -> ResponseReturnValue:
    """No more contacts by this schedule."""
    person = get_person(staff=current_staff(), person_id=person_id)
    standing = schedules.find_standing(person.id)
    if standing is not None:
        schedules.end(standing=standing, now=utc_now())
        _commit(person, "schedule_ended", standing.name)
    flash(gettext("The schedule has ended."), "success")
    return redirect(url_for(".show", person_id=person_id), 303)


@blueprint.post("/<uuid:person_id>/review")
def set_review(person_id: uuid.UUID) -> ResponseReturnValue:
    """The day of the review; empty for none."""
    person, now = _supported(person_id), utc_now()
    form = forms.read(ReviewForm(), request.form)
    on = form.data.get("review_on")
    if on and on < now.astimezone(LONDON).date():
        form = form.with_error("review_on", gettext("That day has gone by. Write a day to come, or leave it empty."))
    if not form.is_valid:
        return _page(person, form), 422
    reviews.set_review(person=person, on=on, staff=current_staff(), now=now)
    db.session.commit()
    flash(gettext("Saved."), "success")
    return redirect(url_for(".show", person_id=person_id), 303)


@blueprint.get("/<uuid:person_id>/contacts/<uuid:contact_id>")
def contact(person_id: uuid.UUID, contact_id: uuid.UUID) -> ResponseReturnValue:
    """One contact, to be moved or dropped."""
    person = get_person(staff=current_staff(), person_id=person_id)
    shown = _contact(person, contact_id)
    return _contact_page(person, shown, forms.blank(on_day=shown.on_day))


@blueprint.post("/<uuid:person_id>/contacts/<uuid:contact_id>")
def change(person_id: uuid.UUID, contact_id: uuid.UUID) -> ResponseReturnValue:
    """Move it, or (`then=drop`) drop it."""
    person, now = get_person(staff=current_staff(), person_id=person_id), utc_now()
    shown = _contact(person, contact_id)
    if request.form.get("then") == "drop":
        schedules.drop(contact=shown, now=now)
        _commit(person, "contact_dropped", str(contact_id))
        return redirect(url_for(".show", person_id=person_id), 303)
    form = forms.read(MoveForm(), request.form)
    if form.is_valid and form.data["on_day"] < now.astimezone(LONDON).date():
        form = form.with_error("on_day", gettext("Write a day to come."))
    if not form.is_valid:
        return _contact_page(person, shown, form), 422
    schedules.move(contact=shown, to=form.data["on_day"])
    _commit(person, "contact_moved", str(contact_id))
    return redirect(url_for(".show", person_id=person_id), 303)


def _supported(person_id: uuid.UUID) -> Person:
    person = get_person(staff=current_staff(), person_id=person_id)
    if person.closed_at is not None:
        abort(404)
    return person


def _contact(person: Person, contact_id: uuid.UUID) -> PlannedContact:
    try:
        return schedules.get_contact(person_id=person.id, contact_id=contact_id)
    except schedules.ScheduleNotFound:
        abort(404)


def _commit(person: Person, action: str, detail: str) -> None:
    record_audit(action=action, staff_id=current_staff().id, person_id=person.id, detail=detail, now=utc_now())
    db.session.commit()


def _contact_page(person: Person, shown: PlannedContact, form: forms.Form) -> str:
    return render_template("contacts/contact.html", person=person, contact=shown, form=form, texts=TEXTS)


def _page(person: Person, form: forms.Form) -> str:
    standing = schedules.find_standing(person.id)
    return render_template(
        "contacts/contacts.html",
        person=person,
        form=form,
        standing=standing,
        contacts=schedules.list_contacts(standing) if standing else [],
        choices=[(one.name, one.name, one.about) for one in schedules.list_schedules()],
        texts=TEXTS,
    )
