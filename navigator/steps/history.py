"""What became of a step, in one line of time: the pages, texts, telephone calls and visits it was told by."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext, lazy_gettext
from sqlalchemy import select

from messaging.queries import list_answers_about
from navigator.db import db
from navigator.people.models import Person
from navigator.steps import signals
from navigator.steps.models import Happening, Step, StepEvent, ToldBy
from translations import dates


@dataclass(frozen=True)
class Line:
    """`what` in the page's language, `said` in somebody's own words, `how` we learned of it. `address`: where more stands."""

    at: datetime
    what: Any
    how: Any = ""
    said: str = ""
    address: str = ""


WHAT = {
    Happening.DONE: lazy_gettext("Did it"),
    Happening.NOT_DONE: lazy_gettext("Not this time"),
    Happening.NOT_YET: lazy_gettext("Not yet"),
    Happening.NOTE: lazy_gettext("How it goes"),
    Happening.CHANGED: lazy_gettext("The step was changed. Before, it was:"),
}


def list_history(step: Step, *, person: Person, code: str) -> list[Line]:
    """All there is, newest first, in a number of queries that never grows. `code`: the page's language."""
    events = db.session.scalars(select(StepEvent).where(StepEvent.step_id == step.id)).all()
    lines = [Line(step.created_at, gettext("The step was agreed."))]
    lines += [Line(event.happened_at, WHAT[event.what], _how(event, person), event.words) for event in events]
    lines += [
        Line(
            answer.asked_at,
            gettext("How confident: %(score)s out of 10", score=dates.number(answer.score, code)),
            _told(answer.told_by, person, ""),
        )
        for answer in step.confidences
    ]
    lines += [
        Line(answer.received_at, gettext("Answered by text"), "", answer.body) for answer in list_answers_about(step.id, limit=50)
    ]
    for _, more in signals.step_opened.send(None, step=step):
        lines += more or []
    return sorted(lines, key=lambda line: line.at, reverse=True)


def list_answers_with_bigger(step: Step, steps: Sequence[Step]) -> list[tuple[datetime, int]]:
    """Every answer about a step and about the bigger ones it was cut from, in order of time. `steps`: all of its goal's."""
    known: dict[uuid.UUID, Step] = {one.id: one for one in steps}
    answers: list[tuple[datetime, int]] = []
    at: Step | None = step
    while at is not None:
        answers += [(answer.asked_at, answer.score) for answer in at.confidences]
        at = known.pop(at.replaces_id, None) if at.replaces_id else None
    return sorted(answers)


def _how(event: StepEvent, person: Person) -> Any:
    return _told(event.told_by, person, event.staff.name if event.staff else "")


def _told(told_by: ToldBy, person: Person, staff_name: str) -> Any:
    match told_by:
        case ToldBy.TEXT:
            return gettext("by text")
        case ToldBy.PLAN:
            return gettext("on their plan's page")
        case _:
            return gettext("told to %(name)s", name=staff_name) if staff_name else gettext("told to their navigator")
