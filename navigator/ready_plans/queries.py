"""The ready plans there are, their versions, and what was made of them for a person."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from navigator.db import db
from navigator.ready_plans.models import Kind, MadePlan, PlanVersion
from navigator.ready_plans.usual import USUAL, Line, ReadyPlan
from navigator.steps import nudges
from navigator.steps.models import HowOften
from navigator.times import LONDON


class PlanNotFound(Exception):
    """There is no such ready plan, or none was made that can be undone."""


def list_plans(*, with_withdrawn: bool = False) -> list[ReadyPlan]:
    """Every ready plan: the locality's newest version of it, else as it came; then its own. One query.

    One without a line is not offered any more: it comes only `with_withdrawn`.
    """
    place = func.row_number().over(partition_by=PlanVersion.code, order_by=(PlanVersion.made_at.desc(), PlanVersion.id.desc()))
    ranked = select(PlanVersion.id, place.label("place")).subquery()
    newest = db.session.scalars(select(PlanVersion).join(ranked, ranked.c.id == PlanVersion.id).where(ranked.c.place == 1))
    own = {version.code: read_version(version) for version in newest}
    usual = [own.pop(plan.code, plan) for plan in USUAL]
    plans = usual + sorted(own.values(), key=lambda plan: str(plan.name))
    return [plan for plan in plans if plan.lines or with_withdrawn]


def get_plan(code: str, *, with_withdrawn: bool = False) -> ReadyPlan:
    """One ready plan. Raises `PlanNotFound`."""
    plan = next((plan for plan in list_plans(with_withdrawn=with_withdrawn) if plan.code == code), None)
    if plan is None:
        raise PlanNotFound(code)
    return plan


def list_versions(code: str) -> Sequence[PlanVersion]:
    """Who saved it when, the newest first."""
    return db.session.scalars(
        select(PlanVersion).where(PlanVersion.code == code).order_by(PlanVersion.made_at.desc(), PlanVersion.id.desc())
    ).all()


def list_made(person_id: uuid.UUID) -> Sequence[MadePlan]:
    """What was made for a person, the newest first. Two queries."""
    return db.session.scalars(
        select(MadePlan).where(MadePlan.person_id == person_id).order_by(MadePlan.made_at.desc(), MadePlan.id.desc())
    ).all()


def may_be_undone(made: MadePlan, *, now: datetime) -> bool:
    """Until the end of the day, in London, on which it was made."""
    return made.undone_at is None and made.made_at.astimezone(LONDON).date() == now.astimezone(LONDON).date()


def lacks_nudges(made: MadePlan, lines: Sequence[Line]) -> bool:
    """Whether a friendly word that was wanted could not be planned: they take no such texts, or the step stood already."""
    wanted = sum(bool(line.nudge_days) for line in lines)
    return wanted > sum(part.about_id is not None and nudges.find_standing(part.about_id) is not None for part in made.parts)


def read_version(version: PlanVersion) -> ReadyPlan:
    """A version as the plan it was."""
    lines = tuple(
        Line(Kind(line["kind"]), line["what"], line["after_days"], HowOften(line["how_often"]), line.get("nudge_days", ""))
        for line in version.lines
    )
    return ReadyPlan(version.code, version.name, version.about, lines)
