"""Another day, time or place for what a group has arranged, as the navigator heard it from them."""

import uuid
from datetime import datetime
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator.db import db
from navigator.forms import Form, blank, read
from navigator.people import staff_sessions, texting
from navigator.people.models import Person
from navigator.people.operations import record_audit
from navigator.people.trail import looked_at
from navigator.referrals import labels, operations, previews, queries, states
from navigator.referrals.models import Referral, ReferralStatus
from navigator.referrals.schemas import AppointmentForm
from navigator.times import LONDON, utc_now
from navigator.typed_moments import read_appointment


def change_appointment(referral_id: uuid.UUID) -> ResponseReturnValue:
    """The form with what is arranged now; sent, the new arrangement."""
    staff, now = staff_sessions.current_staff(), utc_now()
    found, person = queries.get_referral(staff=staff, referral_id=referral_id)
    back = redirect(url_for("referrals.referral", referral_id=referral_id), 303)
    if found.status is not ReferralStatus.ACCEPTED or found.appointment_at is None:
        return back
    if request.method != "POST":
        page = _show(found, person, _as_it_stands(found))
        looked_at(staff_id=staff.id, person_id=person.id, page=f"referral {found.reference}")
        return page
    form, moment = read_appointment(read(AppointmentForm(), request.form), now=now)
    if not form.is_valid or moment is None:
        return _show(found, person, form), 422
    if request.form.get("then") == "look":
        return _show(found, person, form, appointment_at=moment)
    before = found.appointment_at
    facts: dict[str, Any] = {name: form.data[name] for name in ("place", "ask_for", "note")}
    try:
        facts |= {"who": staff.name, "appointment_at": moment}
        told = operations.change_appointment(referral=found, person=person, now=now, **facts)
    except operations.NothingToChange:
        return back
    except states.MoveNotAllowed:
        db.session.rollback()
        flash(gettext("Something happened to this referral in the meantime. This is how it stands now."), "info")
        return back
    detail = f"{found.reference}: was {before.isoformat()}, is {moment.isoformat()}"
    record_audit(action="appointment_changed", staff_id=staff.id, person_id=person.id, detail=detail, now=now)
    name, why_not = person.given_name, labels.why_not_texted(told)
    db.session.commit()
    flash(gettext("The appointment is changed. Please make sure that the group knows of it too."), "success")
    if told is None:
        flash(gettext("No text can reach %(name)s before then. Please tell them yourself.", name=name), "warning")
    elif why_not:
        flash(why_not, "warning")
    return back


def _as_it_stands(referral: Referral) -> Form:
    assert referral.appointment_at is not None  # noqa: S101 - told to mypy: the page asked before
    local = referral.appointment_at.astimezone(LONDON)
    return blank(day=local.date(), clock=f"{local:%H:%M}", place=referral.appointment_place, ask_for=referral.ask_for)


def _show(referral: Referral, person: Person, form: Form, *, appointment_at: datetime | None = None) -> str:
    """The form, and the texts that go with it: for what was written, or as it stands while nothing (or something wrong) is."""
    at = appointment_at or referral.appointment_at
    assert at is not None  # noqa: S101 - told to mypy: the page asked before
    texts = previews.preview_of_change(
        referral=referral,
        person=person,
        appointment_at=at,
        place=str(form.value("place") or referral.appointment_place),
        ask_for=str(form.value("ask_for") or ""),
        pence_per_segment=current_app.extensions["settings"].sms_pence_per_segment,
        now=utc_now(),
    )
    is_texted = texting.find_obstacle(person) is None and not referral.contact_prohibited
    return render_template(
        "referrals/appointment.html", referral=referral, person=person, form=form, texts=texts, at=at, is_texted=is_texted
    )
