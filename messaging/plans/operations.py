"""Changing and reading reminder plans, and what they come to for one event of one person. Callers commit."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from messaging.models import OutgoingMessage, ReceivedMessage
from messaging.plans.models import ReminderPlan
from messaging.plans.rules import Due, Event, Line, Stop, check, list_due, read_line
from messaging.plans.usual import USUAL
from messaging.replies.meaning import Reply
from messaging.sending import hours_here, outbox
from messaging.sending.preferred_times import ANY_TIME, PreferredTimes
from messaging.wording import texts as wording
from navigator.db import db


class LineNotFound(Exception):
    """No line of this plan has this id, or there is no such version of it."""


class ChangedMeanwhile(Exception):
    """Somebody else saved this plan at the same moment."""


def get_lines(event: Event) -> list[Line]:
    """The plan of an event as it stands: the locality's, or the usual one."""
    standing = _latest(event)
    return [read_line(line) for line in standing.lines] if standing else list(USUAL.get(event, ()))


def list_versions(*, limit: int = 30) -> Sequence[ReminderPlan]:
    """Who left which plan, and when, the latest first."""
    return db.session.scalars(
        select(ReminderPlan).order_by(ReminderPlan.made_at.desc(), ReminderPlan.id.desc()).limit(limit)
    ).all()


def save_line(*, event: Event, line: Line, made_by: str, now: datetime) -> Line:
    """Put a line into the plan: in place of the one with its id, or (id "") as a new one. Raises `LineWrong`, `LineNotFound`."""
    check(line, event)
    lines = get_lines(event)
    if not line.id:
        line = replace(line, id=uuid.uuid4().hex[:12])
        lines.append(line)
    elif all(other.id != line.id for other in lines):
        raise LineNotFound(line.id)
    else:
        lines = [line if other.id == line.id else other for other in lines]
    _keep(event, lines, made_by=made_by, now=now)
    return line


def remove_line(*, event: Event, line_id: str, made_by: str, now: datetime) -> None:
    """Take a line out of the plan. What it planned already still goes. Raises `LineNotFound`."""
    lines = get_lines(event)
    if all(line.id != line_id for line in lines):
        raise LineNotFound(line_id)
    _keep(event, [line for line in lines if line.id != line_id], made_by=made_by, now=now)


def go_back(*, version_id: uuid.UUID, made_by: str, now: datetime) -> Event:
    """Make a plan what it was before a version of it was saved. Raises `LineNotFound`."""
    version = db.session.get(ReminderPlan, version_id)
    if version is None:
        raise LineNotFound(version_id)
    before = db.session.scalar(
        select(ReminderPlan).where(ReminderPlan.event == version.event, ReminderPlan.version == version.version - 1)
    )
    lines = [read_line(line) for line in before.lines] if before else list(USUAL.get(version.event, ()))
    _keep(version.event, lines, made_by=made_by, now=now)
    return version.event


def come_to(
    event: Event,
    *,
    event_at: datetime,
    now: datetime,
    heard_at: datetime | None = None,
    ends_at: datetime | None = None,
    times: PreferredTimes = ANY_TIME,
    lines: Sequence[Line] | None = None,
) -> list[Due]:
    """The texts the plan of `event` comes to. See `rules.list_due`. `lines`: instead of those that stand, to try them out."""
    return list_due(
        get_lines(event) if lines is None else lines,
        event_at=event_at,
        now=now,
        hours=hours_here.hours_here(),
        purposes=wording.PURPOSES,
        heard_at=heard_at,
        ends_at=ends_at,
        times=times,
    )


def stop_when_answered(
    sender: object, *, received: ReceivedMessage, reply: Reply, asked: OutgoingMessage | None, now: datetime
) -> None:
    """A question was answered: what its plan would ask again about the same thing is not sent. Hears `signals.reply_received`.

    Only what a line of a plan planned: what a navigator asked for by hand goes on.
    """
    if asked is None or asked.about_id is None or asked.answered_at is None:
        return
    ends = {line.id for event in Event for line in get_lines(event) if Stop.ANSWERED in line.stops}
    for message in outbox.list_planned_about(asked.about_id, template=asked.template):
        if any(f":{line_id}:" in message.dedupe_key for line_id in ends):
            outbox.cancel_one(message=message, cause="answered", now=now)


def _latest(event: Event) -> ReminderPlan | None:
    return db.session.scalar(
        select(ReminderPlan).where(ReminderPlan.event == event).order_by(ReminderPlan.version.desc()).limit(1)
    )


def _keep(event: Event, lines: Sequence[Line], *, made_by: str, now: datetime) -> None:
    standing = _latest(event)
    version = (standing.version if standing else 0) + 1
    try:
        with db.session.begin_nested():
            db.session.add(
                ReminderPlan(
                    event=event, version=version, lines=[line.as_json() for line in lines], made_by=made_by[:120], made_at=now
                )
            )
    except IntegrityError:
        raise ChangedMeanwhile(event) from None
