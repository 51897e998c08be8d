"""For staff: sending a person a page to read, with the text and its cost shown before."""

import uuid

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext

from messaging.models import Channel
from messaging.sending import hours_here
from navigator import forms
from navigator.config import Settings
from navigator.db import db
from navigator.people.access import get_person
from navigator.people.models import Person
from navigator.people.staff_sessions import current_staff
from navigator.people.texting import NotTexted, Way, choose_way
from navigator.people.trail import looked_at
from navigator.selfcare import library, operations, queries
from navigator.times import utc_now
from translations.locales import DEFAULT, language

blueprint = Blueprint("self_care_sending", __name__, template_folder="templates")


class SendForm(forms.FormSchema):
    topic = forms.OneOf(frozenset(topic.name for topic in library.TOPICS), missing=lazy_gettext("Choose the page to send."))


@blueprint.get("/<uuid:person_id>/self-care")
def choose(person_id: uuid.UUID) -> ResponseReturnValue:
    """Which page? `?topic=` has chosen one already."""
    person = get_person(staff=current_staff(), person_id=person_id)
    page = _page(person, forms.blank(topic=request.args.get("topic", "")))
    looked_at(staff_id=current_staff().id, person_id=person_id, page="self_care")
    return page


@blueprint.post("/<uuid:person_id>/self-care")
def send(person_id: uuid.UUID) -> ResponseReturnValue:
    """Send it, or say why it does not go."""
    person, now = get_person(staff=current_staff(), person_id=person_id), utc_now()
    form = forms.read(SendForm(), request.form)
    if not form.is_valid:
        return _page(person, form), 422
    topic = library.get_topic(form.data["topic"])
    text = operations.send_page(person=person, topic=topic, staff=current_staff(), public_url=_settings().public_url, now=now)
    if isinstance(text, NotTexted):
        db.session.rollback()
        person = get_person(staff=current_staff(), person_id=person_id)
        message = gettext("Nothing was sent: they get no such message from us. You can print the page for them.")
        return _page(person, form.with_error("topic", message)), 422
    db.session.commit()
    name = person.given_name
    if text.channel is Channel.TEXT and not hours_here.is_allowed(now):
        flash(gettext("It goes to %(name)s in the morning.", name=name), "success")
    else:
        flash(gettext("It is on its way to %(name)s.", name=name), "success")
    return redirect(url_for(".choose", person_id=person_id), 303)


def _page(person: Person, form: forms.Form) -> str:
    code = str(get_locale() or DEFAULT)
    settings, way = _settings(), choose_way(person)
    return render_template(
        "selfcare/send.html",
        person=person,
        form=form,
        spoken=language(person.language),
        pages=library.list_pages(code),
        sent=queries.list_sent(person.id, language=code),
        way=way if isinstance(way, Way) else None,
        preview=operations.preview_page(
            person=person, staff=current_staff(), public_url=settings.public_url, pence_per_segment=settings.sms_pence_per_segment
        ),
    )


def _settings() -> Settings:
    settings = current_app.extensions["settings"]
    assert isinstance(settings, Settings)  # noqa: S101 - told to mypy: create_app put it there
    return settings
