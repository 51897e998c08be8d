"""Reading quality marks: which there are, and who holds them today."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, Date, and_, bindparam, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from directory.marks.models import AwardedMark, QualityMark
from directory.models import Organization, Service
from navigator.db import db

MOST_FOUND = 20


class MarkNotFound(Exception):
    """There is no such mark, or no such award."""


def list_marks() -> Sequence[QualityMark]:
    """Every mark, by name."""
    return db.session.scalars(select(QualityMark).order_by(QualityMark.name)).all()


def get_mark(mark_id: uuid.UUID) -> QualityMark:
    """One mark. Raises MarkNotFound."""
    found = db.session.get(QualityMark, mark_id)
    if found is None:
        raise MarkNotFound(mark_id)
    return found


def list_current_marks(organization_ids: Iterable[uuid.UUID], *, today: date) -> dict[uuid.UUID, list[AwardedMark]]:
    """The awards that hold today, each with its mark, by organisation; organisations without any are left out. One query."""
    wanted = set(organization_ids)
    return _by_organization(AwardedMark.organization_id.in_(wanted), today=today) if wanted else {}


def list_all_current_marks(*, today: date) -> dict[uuid.UUID, list[AwardedMark]]:
    """As `list_current_marks`, of every organisation."""
    return _by_organization(true(), today=today)


def _by_organization(condition: ColumnElement[bool], *, today: date) -> dict[uuid.UUID, list[AwardedMark]]:
    held: dict[uuid.UUID, list[AwardedMark]] = {}
    awards = select(AwardedMark).join(AwardedMark.mark).where(condition, _holds(today))
    for award in db.session.scalars(awards.order_by(QualityMark.name).options(joinedload(AwardedMark.mark))):
        held.setdefault(award.organization_id, []).append(award)
    return held


def _holds(today: date | BindParameter[date]) -> ColumnElement[bool]:
    has_not_ended = or_(AwardedMark.ends_on.is_(None), AwardedMark.ends_on >= today)
    return and_(AwardedMark.taken_back_at.is_(None), AwardedMark.awarded_on <= today, has_not_ended)


_OF_SERVICES = (  # made once: every page of results asks it
    select(Service.id, AwardedMark)
    .join(AwardedMark, AwardedMark.organization_id == Service.organization_id)
    .join(AwardedMark.mark)
    .where(Service.id.in_(bindparam("ids", expanding=True)), _holds(bindparam("today", type_=Date)))
    .order_by(QualityMark.name)
    .options(contains_eager(AwardedMark.mark))
)


def list_marks_of_services(service_ids: Iterable[uuid.UUID], *, today: date) -> dict[uuid.UUID, list[AwardedMark]]:
    """As `list_current_marks`, by listing."""
    wanted = list(service_ids)
    held: dict[uuid.UUID, list[AwardedMark]] = {}
    for service_id, award in db.session.execute(_OF_SERVICES, {"ids": wanted, "today": today}) if wanted else ():
        held.setdefault(service_id, []).append(award)
    return held


def list_holders(mark_id: uuid.UUID) -> Sequence[AwardedMark]:
    """Every award of a mark with its organisation, by the organisation's name; ended ones and those taken back, too."""
    awards = select(AwardedMark).join(AwardedMark.organization).where(AwardedMark.mark_id == mark_id)
    ordered = awards.order_by(Organization.name, AwardedMark.awarded_on.desc())
    return db.session.scalars(ordered.options(joinedload(AwardedMark.organization))).all()


def list_organizations_called(asked: str) -> Sequence[Organization]:
    """The first few organisations with these words in their names; none for no words."""
    if not asked:
        return []
    named = select(Organization).where(Organization.name.icontains(asked, autoescape=True)).order_by(Organization.name)
    return db.session.scalars(named.limit(MOST_FOUND)).all()
