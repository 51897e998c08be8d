"""Localities, teams, programmes and colleagues, a page at a time, as far as a member of staff may know of them."""

import uuid

from sqlalchemy import select

from navigator.paging import PER_PAGE, Part, cut
from navigator.people.models import Locality, Role, Staff, Team
from navigator.people.support_models import Programme


def list_localities(*, page: int = 1, per_page: int = PER_PAGE) -> Part[Locality]:
    """Every locality, by name, those that are closed among them."""
    rows, total = cut(select(Locality).order_by(Locality.name, Locality.id), page, per_page)
    return Part([row[0] for row in rows], total)


def list_teams(*, page: int = 1, per_page: int = PER_PAGE) -> Part[Team]:
    """Every team, by name, those that are closed among them."""
    rows, total = cut(select(Team).order_by(Team.name, Team.id), page, per_page)
    return Part([row[0] for row in rows], total)


def list_programmes(staff: Staff, *, page: int = 1, per_page: int = PER_PAGE) -> Part[Programme]:
    """The programmes of one's own locality, those that are closed among them."""
    wanted = select(Programme).where(Programme.locality_id == staff.team.locality_id)
    rows, total = cut(wanted.order_by(Programme.name, Programme.id), page, per_page)
    return Part([row[0] for row in rows], total)


def list_colleagues(staff: Staff, *, team_id: uuid.UUID | None = None, page: int = 1, per_page: int = PER_PAGE) -> Part[Staff]:
    """Who works here, by name: in one's own team; for an administrator, everywhere."""
    wanted = select(Staff).where(Staff.left_at.is_(None))
    if staff.role is not Role.ADMINISTRATOR:
        wanted = wanted.where(Staff.team_id == staff.team_id)
    if team_id is not None:
        wanted = wanted.where(Staff.team_id == team_id)
    rows, total = cut(wanted.order_by(Staff.name, Staff.id), page, per_page)
    return Part([row[0] for row in rows], total)
