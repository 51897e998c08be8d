"""The browsers of people who help somebody: which circles each has confirmed a code for. As `person_sessions` otherwise."""

import uuid
from datetime import UTC, datetime, timedelta

from flask import session
from sqlalchemy import ColumnElement, or_, select

from navigator.db import db
from navigator.people.circle_models import CircleMember
from navigator.people.person_sessions import find_current_person

LASTS = timedelta(days=30)


def begin(member: CircleMember) -> None:
    """The code was right: this browser is this carer's. What it held of other circles stays, and their own plan if it is open."""
    held, chosen = dict(session.get("helping", {})), session.get("language")
    mine = find_current_person()
    kept = {name: session[name] for name in ("person_id", "person_epoch", "person_until") if name in session}
    session.clear()
    if mine is not None and mine.id == member.own_person_id:
        session.update(kept)
    held[str(member.id)] = [member.session_epoch, (datetime.now(UTC) + LASTS).timestamp()]
    session.update(helping=held, language=chosen or member.language)
    session.permanent = True


def end() -> None:
    session.clear()


def list_held() -> list[CircleMember]:
    """The circles this browser may open now, each as the member it is there; whoever has a plan of their own, by that too."""
    now = datetime.now(UTC).timestamp()
    held = {uuid.UUID(key): epoch for key, (epoch, until) in session.get("helping", {}).items() if until > now}
    mine = find_current_person()
    if not held and mine is None:
        return []
    whose: list[ColumnElement[bool]] = [CircleMember.id.in_(held)]
    if mine is not None:
        whose.append(CircleMember.own_person_id == mine.id)
    found = db.session.scalars(
        select(CircleMember)
        .where(or_(*whose), CircleMember.ended_at.is_(None))
        .order_by(CircleMember.invited_at, CircleMember.id)
    )
    return [
        member
        for member in found
        if held.get(member.id) == member.session_epoch or (mine is not None and member.own_person_id == mine.id)
    ]
