"""Closing a team or a locality, once everything there is with somebody else; and the way back. Callers commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import ngettext
from sqlalchemy import func, select, update

from navigator.db import db
from navigator.people import coordinations, handing_over
from navigator.people.models import Locality, Person, Purpose, Staff, Team
from navigator.people.operations import withdraw_consents
from navigator.people.support_models import Programme
from navigator.teams import changes, invitations, signals, suggesting
from navigator.teams.administration import STAFF_FIELDS, save_programme, values_of
from navigator.teams.leaving import Holding
from navigator.teams.models import Subject
from navigator.times import LONDON


class StillInUse(Exception):
    """People, colleagues, teams or what waits are there still: `holdings` says which."""

    def __init__(self, holdings: Sequence[Holding]) -> None:
        super().__init__(", ".join(one.words for one in holdings))
        self.holdings = holdings


class LastOne(Exception):
    """Without it there would be no team, or no locality, at all."""


class LocalityClosed(Exception):
    """A team works in a locality: that has to be opened first."""


class NobodyThere(Exception):
    """Nobody works in that team who could support people."""


@dataclass(frozen=True)
class Standing:
    """What is in a team still. It can be closed when `holdings` is empty and it `is_last` not."""

    people: int
    colleagues: Sequence[Staff]
    holdings: Sequence[Holding]
    is_last: bool


def look(team: Team, *, now: datetime) -> Standing:
    """What would have to be with another team before this one is closed."""
    people = db.session.scalar(select(func.count(Person.id)).where(Person.team_id == team.id, Person.closed_at.is_(None))) or 0
    colleagues = db.session.scalars(
        select(Staff).where(Staff.team_id == team.id, Staff.left_at.is_(None)).order_by(Staff.name, Staff.id)
    ).all()
    known = [
        (ngettext("%(num)s person supported by it", "%(num)s people supported by it", people), people),
        (ngettext("%(num)s colleague", "%(num)s colleagues", len(colleagues)), len(colleagues)),
    ]
    said = [answer for _, answer in signals.closing_looked_at.send("teams", team=team, now=now) if answer]
    others = db.session.scalar(select(Team.id).where(Team.id != team.id, Team.closed_at.is_(None)).limit(1))
    return Standing(people, colleagues, [Holding(str(words), total) for words, total in (*known, *said) if total], others is None)


def hand_people_over(*, team: Team, to: Team, by: Staff, now: datetime) -> int:
    """Everybody of `team` goes to the colleagues of `to`, by language, area and load; each is told. Says how many.

    What waits in the team goes along. Raises `NobodyThere`, before anything is changed.
    """
    _lock(team, to)
    people = db.session.scalars(
        select(Person).where(Person.team_id == team.id, Person.closed_at.is_(None)).order_by(Person.id)
    ).all()
    takers = suggesting.spread(people, team=to, today=now.astimezone(LONDON).date(), except_ids=[])
    if people and not takers:
        raise NobodyThere(to.name)
    staff = {one.id: one for one in db.session.scalars(select(Staff).where(Staff.team_id == to.id))}
    for person in people:
        taker = staff[takers[person.id].candidate.id]
        handing_over.move_to_team(person_id=person.id, team=to, to=taker, by=by, now=now, note=team.name)
    _take_the_rest(team, to, by=by, now=now)
    return len(people)


def move_together(*, team: Team, to: Team, by: Staff, now: datetime) -> int:
    """The colleagues of `team` work in `to` from now on, and those they support stay with them. Says how many colleagues.

    Nobody is told: whom people turn to is the same. That the team may talk about them they agreed to for the other team.
    """
    _lock(team, to)
    people = db.session.scalars(
        select(Person).where(Person.team_id == team.id, Person.closed_at.is_(None)).order_by(Person.id)
    ).all()
    for person in people:
        moved = handing_over.lock(person.id)
        withdraw_consents(person_id=moved.id, purpose=Purpose.TEAM_MEETING, how="another team", now=now, staff_id=by.id)
        moved.team = to
    colleagues = db.session.scalars(
        select(Staff).where(Staff.team_id == team.id, Staff.left_at.is_(None)).with_for_update(of=Staff)
    ).all()
    for one in colleagues:
        before = values_of(one, STAFF_FIELDS)
        one.team = to
        one.session_epoch += 1
        db.session.flush()
        changes.record(
            subject=Subject.STAFF,
            subject_id=one.id,
            team_id=to.id,
            name=one.name,
            before=before,
            after=values_of(one, STAFF_FIELDS),
            by=by,
            now=now,
        )
    _take_the_rest(team, to, by=by, now=now)
    return len(colleagues)


def close_team(*, team: Team, by: Staff, now: datetime) -> None:
    """Nobody works there any more, and nothing comes in by it. Raises `StillInUse` and `LastOne`."""
    _lock(team)
    if team.closed_at is not None:
        return
    standing = look(team, now=now)
    if standing.is_last:
        raise LastOne(team.name)
    if standing.holdings:
        raise StillInUse(standing.holdings)
    for invitation in invitations.list_open(now=now, team_id=team.id):
        invitations.revoke(invitation=invitation, by=by, now=now)
    _mark(team, Subject.TEAM, now, by=by, now=now)


def open_team(*, team: Team, by: Staff, now: datetime) -> None:
    """It works again. Raises `LocalityClosed`."""
    if team.locality.closed_at is not None:
        raise LocalityClosed(team.locality.name)
    _mark(team, Subject.TEAM, None, by=by, now=now)


def look_at_locality(locality: Locality) -> tuple[list[Holding], bool]:
    """The teams that work there still; and whether it is the last locality there is."""
    teams = db.session.scalar(select(func.count(Team.id)).where(Team.locality_id == locality.id, Team.closed_at.is_(None)))
    others = db.session.scalar(select(Locality.id).where(Locality.id != locality.id, Locality.closed_at.is_(None)).limit(1))
    words = str(ngettext("%(num)s team", "%(num)s teams", teams or 0))
    return ([Holding(words, teams)] if teams else []), others is None


def close_locality(*, locality: Locality, by: Staff, now: datetime) -> None:
    """No team works there any more; its programmes take nobody new. Raises `StillInUse` and `LastOne`."""
    db.session.execute(select(Locality.id).where(Locality.id == locality.id).with_for_update()).one()
    db.session.refresh(locality)
    if locality.closed_at is not None:
        return
    holdings, is_last = look_at_locality(locality)
    if is_last:
        raise LastOne(locality.name)
    if holdings:
        raise StillInUse(holdings)
    wanted = select(Programme).where(Programme.locality_id == locality.id, Programme.is_open.is_(True))
    for programme in db.session.scalars(wanted).all():
        about = {"name": programme.name, "words": programme.words, "who_for": programme.who_for, "is_open": False}
        save_programme(programme=programme, locality=locality, by=by, now=now, **about)
    _mark(locality, Subject.LOCALITY, now, by=by, now=now)


def open_locality(*, locality: Locality, by: Staff, now: datetime) -> None:
    """It is served again; its programmes are opened one by one."""
    _mark(locality, Subject.LOCALITY, None, by=by, now=now)


def _mark(thing: Team | Locality, subject: Subject, closed_at: datetime | None, *, by: Staff, now: datetime) -> None:
    before = thing.closed_at
    thing.closed_at = closed_at
    db.session.flush()
    changes.record(
        subject=subject,
        subject_id=thing.id,
        team_id=thing.id if subject is Subject.TEAM else None,
        name=thing.name,
        before={"closed": before.isoformat() if before else None},
        after={"closed": closed_at.isoformat() if closed_at else None},
        by=by,
        now=now,
    )


def _take_the_rest(team: Team, to: Team, *, by: Staff, now: datetime) -> None:
    """Whom the team supported once, and what waits there or comes in by it."""
    once = update(Person).where(Person.team_id == team.id, Person.closed_at.is_not(None))
    stand_in = coordinations.find_stand_in(team_id=to.id)
    db.session.execute(once.values(team_id=to.id, navigator_id=stand_in.id))
    signals.team_taken_over.send("teams", team=team, to=to, by=by, now=now)
    db.session.flush()


def _lock(*teams: Team) -> None:
    """Nobody comes into these teams meanwhile: whoever moves somebody there locks the same rows."""
    ids = sorted(team.id for team in teams)
    db.session.execute(select(Team.id).where(Team.id.in_(ids)).order_by(Team.id).with_for_update()).all()
    for team in teams:
        db.session.refresh(team)
