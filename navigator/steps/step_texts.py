"""The texts that go round a step by themselves, as the locality's reminder plans say, and their end. These flush."""

from datetime import datetime, time

from messaging.models import Asks
from messaging.plans import operations as plans
from messaging.plans.rules import Event
from messaging.sending import outbox
from messaging.sending.preferred_times import read_times
from navigator.people.models import Person
from navigator.people.queries import get_person_by_id
from navigator.people.texting import text_person
from navigator.steps import nudges
from navigator.steps.models import Step
from navigator.steps.nudge_models import WhyEnded
from navigator.times import LONDON

MORNING = time(9)  # a step is due on a day: its moment is that day's morning


def plan_around(step: Step, *, is_first: bool, now: datetime) -> None:
    """Plan what the locality's plans say for a step that was agreed, and (`is_first`) for the plan it begins."""
    person = get_person_by_id(step.person_id)
    if step.due_on is not None:
        _plan(Event.STEP_DUE, step, person, at=datetime.combine(step.due_on, MORNING, LONDON), now=now)
    if is_first:
        _plan(Event.PLAN_MADE, step, person, at=now, now=now)


def move_with(step: Step, *, now: datetime) -> None:
    """A step has another day: what was planned about the old one does not go, and what the plans say of the new one does.

    Where a friendly word goes on certain days, that goes on instead.
    """
    if nudges.find_standing(step.id) is not None:
        return
    outbox.cancel_planned(about_id=step.id, cause="step_moved", now=now)
    if step.due_on is not None:
        at = datetime.combine(step.due_on, MORNING, LONDON)
        _plan(Event.STEP_DUE, step, get_person_by_id(step.person_id), at=at, now=now, moved=f" moved {now:%Y-%m-%dT%H:%M:%S}")


def end_around(step: Step, *, now: datetime) -> None:
    """A step is finished or was made smaller: nothing that was planned about it goes."""
    nudges.stop(step_id=step.id, why=WhyEnded.STEP_FINISHED, now=now)
    outbox.cancel_planned(about_id=step.id, cause="step_finished", now=now)


def _plan(event: Event, step: Step, person: Person, *, at: datetime, now: datetime, moved: str = "") -> None:
    for due in plans.come_to(event, event_at=at, now=now, times=read_times(person.at_times)):
        text_person(
            person=person,
            template=due.line.template,
            values={"navigator_name": person.navigator.first_name},
            dedupe_key=f"{event.value}:{step.id}:{due.key}{moved}",
            about_id=step.id,
            asks=Asks.STEP if due.line.template == "step_nudge" else None,
            not_before=due.not_before,
            expires_at=due.expires_at,
            now=now,
        )
