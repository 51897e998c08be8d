"""Reading circles: a person's members with what each is given, and whom a number or an address belongs to."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from navigator.db import db
from navigator.people.circle_models import CircleGrant, CircleMember, EndedBy, Scope


class MemberNotFound(Exception):
    """There is nobody of this id in this person's circle."""


@dataclass(frozen=True)
class InCircle:
    """A member and every grant there ever was, the newest first."""

    member: CircleMember
    grants: Sequence[CircleGrant]

    def find_open(self, scope: Scope, now: datetime) -> CircleGrant | None:
        """The grant of `scope` that holds now or will."""
        standing = (grant for grant in self.grants if grant.scope is scope and grant.ended_at is None)
        return next((grant for grant in standing if grant.until_at is None or grant.until_at > now), None)

    def is_held_back(self, scope: Scope) -> bool:
        """Whether the team ended this scope for safety and has not given it again since."""
        last = next((grant for grant in self.grants if grant.scope is scope), None)
        return last is not None and last.ended_by is EndedBy.SAFETY


def list_circle(person_id: uuid.UUID, *, with_ended: bool = False) -> list[InCircle]:
    """Who is in a person's circle, by when they were invited. Two queries."""
    wanted = select(CircleMember).where(CircleMember.person_id == person_id)
    if not with_ended:
        wanted = wanted.where(CircleMember.ended_at.is_(None))
    members = db.session.scalars(wanted.order_by(CircleMember.invited_at, CircleMember.id)).all()
    grants: dict[uuid.UUID, list[CircleGrant]] = {member.id: [] for member in members}
    for grant in db.session.scalars(
        select(CircleGrant).where(CircleGrant.member_id.in_(grants)).order_by(CircleGrant.from_at.desc(), CircleGrant.id.desc())
    ):
        grants[grant.member_id].append(grant)
    return [InCircle(member, grants[member.id]) for member in members]


def get_in_circle(*, person_id: uuid.UUID, member_id: uuid.UUID) -> InCircle:
    """One member of this person's circle. Raises `MemberNotFound`."""
    found = next((one for one in list_circle(person_id) if one.member.id == member_id), None)
    if found is None:
        raise MemberNotFound(member_id)
    return found


def list_by_mobile(number: str, *, confirmed: bool = True) -> list[CircleMember]:
    """Everybody with this number who helps somebody we support and, unless not `confirmed`, has said so from their phone."""
    wanted = select(CircleMember).where(CircleMember.mobile == number, CircleMember.ended_at.is_(None))
    if confirmed:
        wanted = wanted.where(CircleMember.confirmed_at.is_not(None))
    found = db.session.scalars(wanted.order_by(CircleMember.invited_at, CircleMember.id))
    return [member for member in found if member.person.closed_at is None]


def list_given(person_id: uuid.UUID, scope: Scope, *, now: datetime) -> list[tuple[CircleMember, CircleGrant]]:
    """Who has confirmed and is given `scope` by this person at this moment."""
    rows = db.session.execute(
        select(CircleMember, CircleGrant)
        .join(CircleGrant, CircleGrant.member_id == CircleMember.id)
        .where(
            CircleMember.person_id == person_id,
            CircleMember.ended_at.is_(None),
            CircleMember.confirmed_at.is_not(None),
            CircleGrant.scope == scope,
            CircleGrant.ended_at.is_(None),
        )
        .order_by(CircleMember.invited_at, CircleMember.id)
    )
    given: dict[uuid.UUID, tuple[CircleMember, CircleGrant]] = {}
    for member, grant in rows:
        if grant.holds_at(now):
            given.setdefault(member.id, (member, grant))
    return list(given.values())
