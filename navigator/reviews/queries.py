"""What changed since the last review, and the reviews there were."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from navigator.db import db
from navigator.measures.queries import T, score_goals
from navigator.people.models import Person
from navigator.referrals.models import Referral
from navigator.reviews.models import Review
from navigator.steps.goals import Attained, list_attained
from navigator.steps.models import GoalStatus, Step, StepStatus
from navigator.visits.models import IN_TOUCH, LoggedContact


@dataclass(frozen=True)
class Since:
    """What there is to look at together. `since`: the last review, or when we first knew them."""

    since: datetime
    steps_done: Sequence[Step]
    referrals: Sequence[Referral]
    contacts: Sequence[LoggedContact]
    goals: Sequence[Attained]
    t: T | None

    @property
    def to_rate(self) -> list[Attained]:
        """The goals that are worked on and have levels."""
        return [one for one in self.goals if one.is_scaled and one.goal.status is GoalStatus.ACTIVE]


def list_reviews(person_id: uuid.UUID) -> Sequence[Review]:
    """The newest first. One query."""
    return db.session.scalars(
        select(Review).where(Review.person_id == person_id).order_by(Review.held_at.desc(), Review.id.desc())
    ).all()


def find_held(person_id: uuid.UUID, *, key: str) -> Review | None:
    """The review that was held under this key: the same one, sent again."""
    return db.session.scalar(select(Review).where(Review.key == key, Review.person_id == person_id))


def look_back(person: Person, reviews: Sequence[Review]) -> Since:
    """Since the newest of `reviews`. Six queries, however much happened."""
    since = reviews[0].held_at if reviews else person.created_at
    done = select(Step).where(Step.person_id == person.id, Step.status == StepStatus.DONE, Step.finished_at > since)
    referred = select(Referral).where(Referral.person_id == person.id, Referral.sent_at > since)
    touched = select(LoggedContact).where(
        LoggedContact.person_id == person.id,
        LoggedContact.happened_at > since,
        LoggedContact.taken_back_at.is_(None),
        LoggedContact.outcome.in_(IN_TOUCH),
    )
    goals = list_attained(person.id)
    return Since(
        since=since,
        steps_done=db.session.scalars(done.order_by(Step.finished_at, Step.id)).all(),
        referrals=db.session.scalars(referred.order_by(Referral.sent_at, Referral.id)).all(),
        contacts=db.session.scalars(touched.order_by(LoggedContact.happened_at, LoggedContact.id)).all(),
        goals=goals,
        t=score_goals(goals),
    )
