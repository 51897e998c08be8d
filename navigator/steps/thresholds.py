"""From which confidence on a step is left as it is: the setting of the locality where somebody is supported."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from navigator.db import db
from navigator.people.models import Person, Team
from navigator.steps.confidence import is_too_big
from navigator.steps.models import Step, StepStatus
from navigator.teams.rules import get_rules


def confident_enough(person: Person) -> int:
    """The threshold that holds for one person. One query."""
    return get_rules(person.team.locality_id).confidence_threshold


def confident_enough_for(person_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """The same for several people. One query, and one for each locality."""
    rows = db.session.execute(
        select(Person.id, Team.locality_id).join(Team, Team.id == Person.team_id).where(Person.id.in_(person_ids))
    ).all()
    by_locality = {locality_id: get_rules(locality_id).confidence_threshold for locality_id in {row[1] for row in rows}}
    return {person_id: by_locality[locality_id] for person_id, locality_id in rows}


def is_to_be_made_smaller(step: Step, *, enough: int) -> bool:
    """Still to do, and the person doubts it."""
    return step.status is StepStatus.PLANNED and is_too_big(step.confidence, enough=enough)


@dataclass(frozen=True)
class StepHere:
    """A step beside the threshold that holds where the person is supported; whatever else is asked of it, the step answers."""

    step: Step
    confident_enough: int

    @property
    def is_doubted(self) -> bool:
        return is_to_be_made_smaller(self.step, enough=self.confident_enough)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.step, name)


def beside_thresholds(steps: Sequence[Step]) -> list[StepHere]:
    """Steps, of several people perhaps, each beside its threshold."""
    enough = confident_enough_for({step.person_id for step in steps})
    return [StepHere(step, enough[step.person_id]) for step in steps]
