"""For administrators: what is going out now, and the switch that stops one message, or all of them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from messaging import bounce_mailbox, queries
from messaging.models import Channel
from messaging.sending import breaker, outbox
from messaging.wording.names import NAMES, REWORDED
from messaging.wording.texts import CHANNELS
from navigator.db import db
from navigator.messages import labels
from navigator.people import staff_sessions
from navigator.people.operations import record_audit
from navigator.times import utc_now

blueprint = Blueprint("sending_admin", __name__, template_folder="templates")


@blueprint.get("")
def sending() -> str:
    """What waits, what is late, what went in the last hour, and what is stopped."""
    now = utc_now()
    return render_template(
        "messages/sending.html",
        stops=breaker.list_stops(),
        waiting=breaker.count_waiting(now=now),
        overdue=queries.count_overdue(now=now),
        lately=breaker.list_lately(now=now),
        names=NAMES,
        why=labels.WHY_STOPPED,
        everything=breaker.EVERYTHING,
        mailbox=bounce_mailbox.find_mailbox(),
        mailbox_troubles=labels.MAILBOX_TROUBLES,
        came_back=labels.CAME_BACK,
        can_stop={name: label for name, label in REWORDED.items() if _can_be_stopped(name)},
    )


@blueprint.post("/stop")
def stop() -> ResponseReturnValue:
    """Let nothing more of a message go, or nothing at all."""
    template = request.form.get("message", "")
    if not template:
        flash(gettext("Choose a message first."), "error")
        return redirect(url_for(".sending"), 303)
    if template != breaker.EVERYTHING and not _can_be_stopped(template):
        abort(400)
    staff, now = staff_sessions.current_staff(), utc_now()
    breaker.stop(template, why="by_hand", by=staff.name, now=now)
    record_audit(action="sending_stopped", staff_id=staff.id, person_id=None, detail=template, now=now)
    db.session.commit()
    flash(gettext("Stopped. What waits is kept until you let it go, or take it back."), "success")
    return redirect(url_for(".sending"), 303)


@blueprint.post("/go")
def go() -> ResponseReturnValue:
    """Let a message go on."""
    template = request.form.get("message", "")
    staff, now = staff_sessions.current_staff(), utc_now()
    breaker.let_go_on(template, by=staff.name, now=now)
    record_audit(action="sending_started", staff_id=staff.id, person_id=None, detail=template, now=now)
    db.session.commit()
    flash(gettext("It goes on now."), "success")
    return redirect(url_for(".sending"), 303)


@blueprint.post("/take-back")
def take_back() -> ResponseReturnValue:
    """Cancel what waits of a stopped message: it should never have been planned."""
    template = request.form.get("message", "")
    if template not in breaker.list_stopped() or template == breaker.EVERYTHING:
        abort(400)
    staff, now = staff_sessions.current_staff(), utc_now()
    count = outbox.take_back_waiting(template=template, now=now)
    record_audit(action="sending_taken_back", staff_id=staff.id, person_id=None, detail=f"{template} {count}", now=now)
    db.session.commit()
    flash(gettext("Taken back: %(count)s messages. They will not go.", count=count), "success")
    return redirect(url_for(".sending"), 303)


def _can_be_stopped(template: str) -> bool:
    return CHANNELS.get(template) is Channel.TEXT and template not in breaker.NEVER_STOPPED
