"""What a person said about being talked about when the team meets: agreed to, and taken back."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator import forms
from navigator.db import db
from navigator.people import arrivals, operations, queries
from navigator.people.access import get_person
from navigator.people.models import ConsentHow, Purpose
from navigator.people.schemas import MeetingForm
from navigator.people.staff_sessions import current_staff
from navigator.times import utc_now


def agree_to_meeting(person_id: uuid.UUID) -> ResponseReturnValue:
    """Record that somebody agreed to be talked about, in the words they heard."""
    staff, now = current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    form = forms.read(MeetingForm(), request.form)
    if not form.is_valid:
        flash(gettext("Choose how they told you, and the language you asked in."), "warning")
        return redirect(url_for("people.details", person_id=person_id, _anchor="team-meeting"), 303)
    if queries.find_consent(person_id=person.id, purpose=Purpose.TEAM_MEETING) is None:
        arrivals.write_down_consent(
            person=person,
            purpose=Purpose.TEAM_MEETING,
            how=ConsentHow(form.data["meeting_how"]),
            language=form.data["meeting_language"],
            staff=staff,
            now=now,
        )
        db.session.commit()
        flash(gettext("It is written down that they agreed to be talked about when the team meets."), "success")
    return redirect(url_for("people.details", person_id=person_id), 303)


def withdraw_meeting(person_id: uuid.UUID) -> ResponseReturnValue:
    """They do not want to be talked about any more: the next list shows their initials alone."""
    staff = current_staff()
    person = get_person(staff=staff, person_id=person_id)
    operations.withdraw_consents(
        person_id=person.id, purpose=Purpose.TEAM_MEETING, how="told a navigator", now=utc_now(), staff_id=staff.id
    )
    db.session.commit()
    flash(gettext("Written down. From now on the team’s list shows their initials alone."), "success")
    return redirect(url_for("people.details", person_id=person_id), 303)
