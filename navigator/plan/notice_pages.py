"""Tell me on this phone: notifications instead of texts, switched on and off by the person on their own plan."""

import uuid

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from messaging import subscriptions
from messaging.gateways.push import public_key
from navigator.config import Settings
from navigator.db import db
from navigator.people.models import Person
from navigator.people.operations import record_audit
from navigator.people.person_sessions import current_person
from navigator.people.texting import find_obstacle
from navigator.times import utc_now


def subscribe() -> ResponseReturnValue:
    """This browser will be notified. In the demonstration a phone of the simulator's is."""
    settings: Settings = current_app.extensions["settings"]
    person, now = current_person(), utc_now()
    if find_obstacle(person) is not None or not is_offered(settings):
        return redirect(url_for("my.my_texts"), 303)
    pretended = is_pretended(settings)
    endpoint = f"{subscriptions.SIMULATED}{person.mobile}" if pretended else request.form.get("endpoint", "")
    try:
        subscriptions.subscribe(
            recipient_id=person.id,
            endpoint=endpoint,
            p256dh=request.form.get("p256dh", ""),
            auth=request.form.get("auth", ""),
            now=now,
            allows_inside=pretended or settings.push_inside == "allow",
        )
    except subscriptions.SubscriptionWrong as problem:
        current_app.logger.warning("a browser's address for notifications was refused: %s", problem)
        flash(gettext("That did not work with this browser, and nothing has changed: you get texts."), "error")
        return redirect(url_for("my.my_texts"), 303)
    record_audit(action="notices_asked_for", staff_id=None, person_id=person.id, now=now)
    db.session.commit()
    flash(gettext("Thank you. From now on we tell you on this phone."), "success")
    return redirect(url_for("my.my_texts"), 303)


def unsubscribe(subscription_id: uuid.UUID) -> ResponseReturnValue:
    """No more notifications there: texts again, unless another of their phones is told."""
    person, now = current_person(), utc_now()
    if subscriptions.end(recipient_id=person.id, why="asked", now=now, subscription_id=subscription_id):
        record_audit(action="notices_ended", staff_id=None, person_id=person.id, now=now)
        db.session.commit()
        flash(gettext("We do not tell you there any more."), "success")
    return redirect(url_for("my.my_texts"), 303)


def is_pretended(settings: Settings) -> bool:
    """Whether notifications go to the demonstration's phones: no browser is asked then."""
    return settings.is_demo and not settings.push_key


def is_offered(settings: Settings) -> bool:
    return bool(settings.push_key) or settings.is_demo


def describe(person: Person) -> dict[str, object]:
    """What the page of texts shows of this."""
    settings: Settings = current_app.extensions["settings"]
    return {
        "offers_notices": is_offered(settings),
        "pretends_notices": is_pretended(settings),
        "notices_key": public_key(settings.push_key) if settings.push_key else "",
        "notified": subscriptions.list_live(person.id),
    }
