"""Texts about a step, "every Tuesday and Friday until the review". One is planned at a time, and they end by themselves.

The functions flush; `continue_one`, a job, commits.
"""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from messaging import opt_outs
from messaging import queries as messaging_queries
from messaging.models import Asks, OutgoingMessage
from messaging.purposes import Purpose as TextPurpose
from messaging.sending import hours_here, outbox
from messaging.sending.preferred_times import PreferredTimes, read_times
from messaging.states import NOT_HANDED_OVER, State
from navigator.db import db, only_reading
from navigator.people.models import Person
from navigator.people.texting import NotTexted, text_person
from navigator.steps import signals
from navigator.steps.models import Step, StepStatus
from navigator.steps.nudge_models import StepNudge, WhyEnded
from navigator.times import LONDON

USUAL_CLOCK = time(10)  # for somebody who likes any time
OF_USE_FOR = timedelta(hours=12)  # "how is it going?" the next day would meet the next one
LOOK_AGAIN = timedelta(minutes=10)  # when a text that is due has not gone yet


def find_standing(step_id: uuid.UUID) -> StepNudge | None:
    """The nudges that go on about a step."""
    return db.session.scalar(
        select(StepNudge)
        .where(StepNudge.step_id == step_id, StepNudge.ended_at.is_(None))
        .order_by(StepNudge.started_at.desc(), StepNudge.id.desc())
        .limit(1)
    )


def find_latest(step_id: uuid.UUID) -> StepNudge | None:
    """The nudges chosen last for a step, whether they go on or have ended."""
    return db.session.scalar(
        select(StepNudge).where(StepNudge.step_id == step_id).order_by(StepNudge.started_at.desc(), StepNudge.id.desc()).limit(1)
    )


def find_next(nudge: StepNudge) -> datetime | None:
    """When the next text goes; None when none is planned."""
    message = db.session.get(OutgoingMessage, nudge.message_id) if nudge.message_id else None
    return message.not_before if message is not None and message.state in NOT_HANDED_OVER else None


def choose(
    *, step: Step, person: Person, days: Sequence[int], until: date | None, staff_id: uuid.UUID, now: datetime
) -> StepNudge | NotTexted:
    """Nudge `person` about `step` on these weekdays, in place of whatever stood. The reason why not, when they take no texts."""
    stop(step_id=step.id, why=WhyEnded.STOPPED, now=now)
    nudge = StepNudge(
        step_id=step.id,
        person_id=person.id,
        days=",".join(str(day) for day in sorted(set(days))),
        until=until,
        started_by_id=staff_id,
        started_at=now,
    )
    db.session.add(nudge)
    db.session.flush()
    refused = _plan_next(nudge, step, person, now=now)
    if refused is not None:
        db.session.delete(nudge)
        db.session.flush()
        return refused
    return nudge


def stop(*, step_id: uuid.UUID, why: WhyEnded, now: datetime) -> bool:
    """No more nudges about a step; the planned one does not go. False when none stood."""
    nudge = find_standing(step_id)
    if nudge is None:
        return False
    _end(nudge, why, now=now)
    return True


def stop_for_person(sender: object, *, person: Person, now: datetime) -> None:
    """None about any step of theirs. Hears `people.signals.support_ended`."""
    for nudge in db.session.scalars(select(StepNudge).where(StepNudge.person_id == person.id, StepNudge.ended_at.is_(None))):
        _end(nudge, WhyEnded.CLOSED, now=now)


def continue_one(now: datetime) -> bool:
    """See what became of one nudge that was due, and plan the next, or end them. False when none is due. Commits."""
    due = select(StepNudge).where(StepNudge.ended_at.is_(None), StepNudge.look_at <= now)
    with only_reading():
        anything = db.session.scalar(due.limit(1))
        db.session.commit()
    if anything is None:
        return False
    nudge = db.session.scalar(due.order_by(StepNudge.look_at, StepNudge.id).limit(1).with_for_update(skip_locked=True))
    if nudge is not None:
        _continue(nudge, now=now)
    db.session.commit()
    return nudge is not None


def _continue(nudge: StepNudge, *, now: datetime) -> None:
    step, person = db.session.get_one(Step, nudge.step_id), db.session.get_one(Person, nudge.person_id)
    message = db.session.get(OutgoingMessage, nudge.message_id) if nudge.message_id else None
    if step.status is not StepStatus.PLANNED:
        _end(nudge, WhyEnded.STEP_FINISHED, now=now)
    elif message is not None and message.state in (*NOT_HANDED_OVER, State.HANDING_OVER):
        nudge.look_at = max(now + LOOK_AGAIN, message.not_before)
    elif messaging_queries.count_unanswered(step.id, template="step_nudge", since=nudge.started_at) < nudge.most_unanswered:
        if _plan_next(nudge, step, person, now=now) is not None:
            _end(nudge, WhyEnded.NOT_TEXTED, now=now)
    elif message is not None:  # they have until the day of the next one to answer the last
        nudge.message_id, nudge.look_at = None, _next_moment(nudge, person, now=now) or now + timedelta(days=1)
    else:
        _end(nudge, WhyEnded.UNANSWERED, now=now)
        signals.nudges_unanswered.send("conversations", person=person, step=step, now=now)


def _plan_next(nudge: StepNudge, step: Step, person: Person, *, now: datetime) -> NotTexted | None:
    """Plan the next text, or end the nudges when their time is over. Gives the reason why the person cannot be texted."""
    moment = _next_moment(nudge, person, now=now)
    if moment is None:
        _end(nudge, WhyEnded.UNTIL, now=now)
        return None
    if person.mobile and opt_outs.is_stopped(person.mobile, TextPurpose.CHECK_IN):
        _end(nudge, WhyEnded.NOT_TEXTED, now=now)
        return None
    text = text_person(
        person=person,
        template="step_nudge",
        values={"navigator_name": person.navigator.first_name},
        dedupe_key=f"nudge:{nudge.id}:{moment.astimezone(LONDON).date()}",
        about_id=step.id,
        asks=Asks.STEP,
        not_before=moment,
        expires_at=moment + OF_USE_FOR,
        now=now,
    )
    if isinstance(text, NotTexted):
        return text
    nudge.message_id, nudge.look_at = text.id, text.not_before
    db.session.flush()
    return None


def _next_moment(nudge: StepNudge, person: Person, *, now: datetime) -> datetime | None:
    """The next decent moment on one of the weekdays, as the person likes it; None when that is after the end. In UTC."""
    times, until = read_times(person.at_times), nudge.until or person.review_on
    clock = times.opens or USUAL_CLOCK
    hours = hours_here.hours_here().kept_to(PreferredTimes(times.opens, times.closes, times.not_on))
    today = now.astimezone(LONDON).date()
    for day in (today + timedelta(days=n) for n in range(60)):
        if until is not None and day > until:
            return None
        moment = datetime.combine(day, clock, LONDON)
        if day.weekday() in nudge.weekdays and moment > now and hours.is_open_on(day):
            goes = hours.next_allowed(moment)
            if goes.astimezone(LONDON).date() == day:
                return goes
    return None


def _end(nudge: StepNudge, why: WhyEnded, *, now: datetime) -> None:
    nudge.ended_at, nudge.why_ended, nudge.look_at = now, why, None
    if nudge.message_id is not None:
        for message in outbox.list_planned_about(nudge.step_id, template="step_nudge"):
            if message.id == nudge.message_id:
                outbox.cancel_one(message=message, cause=f"nudges_{why.value}", now=now)
    db.session.flush()
