"""Which texts I want: on the person's own plan, and for their navigator when they say it on the telephone."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from messaging.purposes import Purpose
from navigator import forms
from navigator.db import db
from navigator.people import text_choices
from navigator.people.access import get_person
from navigator.people.models import Person
from navigator.people.operations import record_audit
from navigator.people.person_sessions import current_person
from navigator.people.staff_sessions import current_staff
from navigator.people.texting import find_obstacle
from navigator.plan import notice_pages
from navigator.times import utc_now


def my_texts() -> ResponseReturnValue:
    """Which texts I get. Ticks, one for each kind."""
    person = current_person()
    if request.method == "POST":
        _keep(person, how="page", staff_id=None)
        flash(gettext("Thank you. From now on we text you what you ticked."), "success")
        return redirect(url_for("my.my_texts"), 303)
    return _show("plan/my_texts.html", person, **notice_pages.describe(person))


def choose_texts(person_id: uuid.UUID) -> ResponseReturnValue:
    """What the person told their navigator: which texts they want."""
    staff = current_staff()
    person = get_person(staff=staff, person_id=person_id)
    if request.method == "POST":
        _keep(person, how="navigator", staff_id=staff.id)
        flash(gettext("Written down. From now on they get what is ticked."), "success")
        return redirect(url_for("person_page.texts", person_id=person_id), 303)
    return _show("plan/text_choices.html", person)


def _keep(person: Person, *, how: str, staff_id: uuid.UUID | None) -> None:
    ticked = {purpose for purpose in text_choices.CHOICES if purpose.value in request.form.getlist("wanted")}
    now = utc_now()
    try:
        changed = text_choices.choose(person=person, wanted=ticked, how=how, now=now)
    except text_choices.NoNumber:
        return
    if changed:
        record_audit(action="texts_chosen", staff_id=staff_id, person_id=person.id, detail=" ".join(changed)[:200], now=now)
    db.session.commit()


def _show(template: str, person: Person, **more: object) -> str:
    wanted: list[Purpose] = text_choices.list_wanted(person)
    return render_template(
        template,
        person=person,
        navigator=person.navigator,
        team=person.team,
        form=forms.blank(wanted=[purpose.value for purpose in wanted]),
        choices={purpose.value: words for purpose, words in text_choices.CHOICES.items()},
        obstacle=find_obstacle(person),
        **more,
    )
