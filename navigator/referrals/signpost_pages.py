"""Writing down, in one tap, that somebody was told of a service without being referred."""

import uuid
from secrets import token_urlsafe

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from directory.queries import ListingNotFound, get_service
from navigator.db import db
from navigator.people import staff_sessions
from navigator.people.access import get_person
from navigator.people.operations import record_audit
from navigator.referrals import signposts
from navigator.steps.queries import StepNotFound, get_step_of
from navigator.times import utc_now


def signpost(person_id: uuid.UUID, service_id: uuid.UUID) -> ResponseReturnValue:
    """They were told of it. We ask a week later whether they tried it, where a text reaches them."""
    staff, now = staff_sessions.current_staff(), utc_now()
    person = get_person(staff=staff, person_id=person_id)
    named = request.form.get("step", "")
    try:
        service = get_service(service_id)
        step = get_step_of(person_id=person.id, step_id=uuid.UUID(named)) if named else None
        told = signposts.signpost(
            person=person,
            service=service,
            staff=staff,
            step=step,
            idempotency_key=request.form.get("idempotency_key", "")[:64] or token_urlsafe(24),
            now=now,
        )
    except (ListingNotFound, StepNotFound, ValueError):
        abort(404)
    except signposts.KeyReused:
        abort(400)
    if told.told_at == now:
        record_audit(action="signposted", staff_id=staff.id, person_id=person.id, detail=service.name, now=now)
    db.session.commit()
    said = gettext("Written down: you told them about %(service)s. We ask in a week if they tried it.", service=service.name)
    flash(said, "success")
    return redirect(url_for("person_page.person", person_id=person_id), 303)
