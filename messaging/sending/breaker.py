"""The circuit breaker: a template that runs away is stopped until an administrator lets it go on.

A scheduler's fault once sent thousands of texts to one person. What goes to one number is the guard's to watch; here the
texts of one template are counted by the hour. What waits is kept, not lost. The safety text is never stopped.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from messaging import signals
from messaging.models import OutgoingMessage
from messaging.sending.limits import Limits
from messaging.sending.models import StoppedTemplate, TemplateHour
from messaging.states import WAITING
from navigator.db import db

log = logging.getLogger(__name__)

EVERYTHING = "*"
NEVER_STOPPED = frozenset({"safety", "stopped"})
ENOUGH_TO_JUDGE = 50  # failures in an hour, when they are more than half of what went
TIMES_THE_BUSIEST = 3  # a locality that has grown is no fault: so much more than its busiest hour of late is one
OF_LATE = timedelta(days=28)


def list_stopped() -> frozenset[str]:
    """The templates of which nothing goes now; with EVERYTHING among them, nothing goes at all."""
    return frozenset(db.session.scalars(select(StoppedTemplate.template).where(StoppedTemplate.started_at.is_(None))))


def count_sent(sent: Mapping[str, int], *, limits: Limits, now: datetime) -> None:
    """Count texts that went, by template, and stop a template that has run away. Flushes only."""
    hour = _hour_of(now)
    for template, count in sorted(sent.items()):  # sorted: two workers must not wait for each other crosswise
        total = _add(template, hour, sent=count)
        limit = limits.of_a_template_an_hour
        if not limit or template in NEVER_STOPPED or total <= limit or total - count > limit:
            continue  # within the limit, or already judged when it was passed
        if total > TIMES_THE_BUSIEST * _busiest(template, before=hour):
            stop(template, why="too_many", sent=total, now=now)


def count_failed(template: str, *, now: datetime) -> None:
    """Count a text that failed, and stop a template of which most fail. Flushes only."""
    hour = _hour_of(now)
    _add(template, hour, failed=1)
    row = db.session.execute(
        select(TemplateHour.sent, TemplateHour.failed).where(TemplateHour.template == template, TemplateHour.hour == hour)
    ).one()
    if template not in NEVER_STOPPED and row.failed >= ENOUGH_TO_JUDGE and row.failed > row.sent:
        stop(template, why="too_many_failed", sent=row.sent, now=now)


def stop(template: str, *, why: str, now: datetime, sent: int = 0, by: str = "") -> None:
    """Let nothing more of a template go (EVERYTHING: nothing at all). Flushes only; whoever listens is told."""
    if template in list_stopped():
        return
    db.session.add(StoppedTemplate(template=template, stopped_at=now, why=why, sent=sent, stopped_by=by))
    db.session.flush()
    log.error("nothing more of %s goes (%s) until an administrator lets it", template, why)
    signals.template_stopped.send("messaging", template=template, why=why, sent=sent, now=now)


def let_go_on(template: str, *, by: str, now: datetime) -> None:
    """An administrator has looked. Flushes only."""
    standing = select(StoppedTemplate).where(StoppedTemplate.template == template, StoppedTemplate.started_at.is_(None))
    for stopped in db.session.scalars(standing):
        stopped.started_at, stopped.started_by = now, by
    db.session.flush()


def list_stops() -> list[StoppedTemplate]:
    """What is stopped now, newest first."""
    standing = select(StoppedTemplate).where(StoppedTemplate.started_at.is_(None))
    return list(db.session.scalars(standing.order_by(StoppedTemplate.stopped_at.desc(), StoppedTemplate.id.desc())))


def count_waiting(*, now: datetime) -> Mapping[str, int]:
    """How many messages wait of each stopped template; under EVERYTHING, of all together when everything is stopped."""
    held = list_stopped()
    rows = db.session.execute(
        select(OutgoingMessage.template, func.count())
        .where(OutgoingMessage.state.in_(WAITING), OutgoingMessage.not_before <= now)
        .group_by(OutgoingMessage.template)
    )
    counts: dict[str, int] = {row[0]: row[1] for row in rows} if held else {}
    return counts | {EVERYTHING: sum(counts.values())}


def list_lately(*, now: datetime) -> list[TemplateHour]:
    """What went in this hour and the one before, most first."""
    since = _hour_of(now) - timedelta(hours=1)
    rows = db.session.execute(
        select(TemplateHour.template, func.sum(TemplateHour.sent), func.sum(TemplateHour.failed))
        .where(TemplateHour.hour >= since)
        .group_by(TemplateHour.template)
        .order_by(func.sum(TemplateHour.sent).desc(), TemplateHour.template)
    )
    return [TemplateHour(template=template, hour=since, sent=sent, failed=failed) for template, sent, failed in rows]


def tidy(*, now: datetime) -> None:
    """Forget the hours that nothing is compared with any more. Flushes only."""
    db.session.execute(db.delete(TemplateHour).where(TemplateHour.hour < now - OF_LATE))


def _hour_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _busiest(template: str, *, before: datetime) -> int:
    earlier = (TemplateHour.template == template, TemplateHour.hour < before, TemplateHour.hour >= before - OF_LATE)
    return db.session.scalar(select(func.max(TemplateHour.sent)).where(*earlier)) or 0


def _add(template: str, hour: datetime, *, sent: int = 0, failed: int = 0) -> int:
    """Add to an hour's counts; gives how many went in it."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(TemplateHour).values(template=template, hour=hour, sent=sent, failed=failed)
    added = {"sent": TemplateHour.sent + sent, "failed": TemplateHour.failed + failed}
    counted = statement.on_conflict_do_update(index_elements=["template", "hour"], set_=added).returning(TemplateHour.sent)
    return db.session.scalar(counted) or 0
