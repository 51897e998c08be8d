"""Reading what was asked and answered, and how it changed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from navigator.db import db
from navigator.measures.attainment import t_score
from navigator.measures.instruments import INSTRUMENTS, Instrument, Question
from navigator.measures.models import Answer, Asking, LicensedInstrument, LicensedScore
from navigator.steps.goals import Attained
from navigator.steps.models import GoalStatus, Priority, Step, StepStatus


class AskingNotFound(Exception):
    """There is no such asking of this person."""


@dataclass(frozen=True)
class Course:
    """How the answers to one question went, the oldest first. An answer without a number stands, and counts in no change."""

    question: Question
    answers: Sequence[tuple[Asking, Answer]]

    @property
    def scores(self) -> list[tuple[Asking, int]]:
        return [(asking, answer.score) for asking, answer in self.answers if answer.score is not None]

    @property
    def change(self) -> int | None:
        """From the first number to the latest; None with fewer than two."""
        scores = self.scores
        return scores[-1][1] - scores[0][1] if len(scores) > 1 else None


@dataclass(frozen=True)
class T:
    """T at the start and now, over the goals that have both. `by_importance`: so weighted, when all have one."""

    goals: int
    at_start: float
    now: float
    by_importance: tuple[float, float] | None


@dataclass(frozen=True)
class Sureness:
    """How confident somebody was about one open step, first and latest."""

    step: Step
    first: int
    latest: int


def get_asking(*, person_id: uuid.UUID, asking_id: uuid.UUID, by_themselves: bool) -> Asking:
    """One asking of this person that is not finished. Raises `AskingNotFound`."""
    asking = db.session.scalar(
        select(Asking).where(
            Asking.id == asking_id,
            Asking.person_id == person_id,
            Asking.by_themselves == by_themselves,
            Asking.finished_at.is_(None),
        )
    )
    if asking is None or asking.instrument not in INSTRUMENTS:
        raise AskingNotFound(asking_id)
    return asking


def list_open(person_id: uuid.UUID) -> Sequence[Asking]:
    """What was begun and is not finished, or what they were invited to answer. Two queries."""
    return db.session.scalars(
        select(Asking)
        .where(Asking.person_id == person_id, Asking.finished_at.is_(None), Asking.instrument.in_(INSTRUMENTS))
        .order_by(Asking.begun_at, Asking.id)
    ).all()


def list_courses(*, person_id: uuid.UUID, instrument: Instrument) -> list[Course]:
    """The finished answers to each question, in the instrument's order. Two queries."""
    askings = db.session.scalars(
        select(Asking)
        .where(
            Asking.person_id == person_id,
            Asking.instrument == instrument.code,
            Asking.version == instrument.version,
            Asking.finished_at.is_not(None),
        )
        .order_by(Asking.finished_at, Asking.id)
    ).all()
    return [
        Course(question, [(asking, answer) for asking in askings if (answer := asking.answer_to(question.code))])
        for question in instrument.questions
    ]


def score_goals(attained: Sequence[Attained]) -> T | None:
    """T at the start and now, of the goals with levels that were rated. A goal set aside counts for nothing. None without any."""
    counted = [
        one for one in attained if one.is_scaled and one.latest is not None and one.goal.status is not GoalStatus.SET_ASIDE
    ]
    first = [one.goal.baseline for one in counted if one.goal.baseline is not None]
    latest = [one.latest for one in counted if one.latest is not None]
    weights = [one.goal.importance for one in counted]
    start, now = t_score([(1, level) for level in first]), t_score([(1, level) for level in latest])
    if start is None or now is None:
        return None
    weighted = None
    known = [weight for weight in weights if weight is not None]
    if len(known) == len(counted):
        before, after = t_score(list(zip(known, first, strict=True))), t_score(list(zip(known, latest, strict=True)))
        weighted = (before, after) if before is not None and after is not None else None
    return T(len(counted), start, now, weighted)


def list_sureness(priorities: Sequence[Priority]) -> list[Sureness]:
    """Confidence in each step still to do, of priorities that were read with their steps. No query."""
    return [
        Sureness(step, step.confidences[0].score, step.confidences[-1].score)
        for priority in priorities
        for goal in priority.goals
        for step in goal.steps
        if step.status is StepStatus.PLANNED and step.confidences
    ]


def list_licensed(*, also_ended: bool = False) -> Sequence[LicensedInstrument]:
    """The licensed instruments scores may be written down of, by name; with `also_ended`, all there were."""
    wanted = select(LicensedInstrument).order_by(LicensedInstrument.name, LicensedInstrument.id)
    return db.session.scalars(wanted if also_ended else wanted.where(LicensedInstrument.ended_at.is_(None))).all()


def find_licensed(instrument_id: uuid.UUID) -> LicensedInstrument | None:
    return db.session.get(LicensedInstrument, instrument_id)


def list_licensed_scores(person_id: uuid.UUID) -> Sequence[LicensedScore]:
    """The scores of licensed instruments, by instrument, the newest first. One query."""
    return db.session.scalars(
        select(LicensedScore)
        .join(LicensedInstrument, LicensedInstrument.id == LicensedScore.instrument_id)
        .where(LicensedScore.person_id == person_id)
        .order_by(LicensedInstrument.name, LicensedScore.on_day.desc(), LicensedScore.id)
    ).all()
