"""Localities, teams, programmes and staff, set up and changed; each change is kept, with the way back. Callers commit."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from navigator.db import db
from navigator.people import giving, signals
from navigator.people.access import WORKS_WITH_PEOPLE
from navigator.people.models import Locality, Person, Role, Staff, Team
from navigator.people.staff_operations import StillSupportsPeople
from navigator.people.support_models import Programme
from navigator.teams import changes, cover, rules
from navigator.teams.models import Change, Subject
from navigator.times import LONDON

LOCALITY_FIELDS = ("name", "phone", "opening_words", "skills")
TEAM_FIELDS = ("name", "phone", "email")
PROGRAMME_FIELDS = ("name", "words", "who_for", "is_open")
STAFF_FIELDS = ("name", "phone", "role", "team_id", "languages", "skills", "areas", "works")


Thing = TypeVar("Thing", Locality, Team, Programme)


class NameTaken(Exception):
    """There is one of this name already."""


class CoversSomebody(Exception):
    """They answer for a colleague who is or will be away: whose name this is."""


class TeamClosed(Exception):
    """Nobody comes into a team that is closed."""


class LastAdministrator(Exception):
    """Without them nobody could look after the service."""


class CannotGoBack(Exception):
    """The change cannot be taken back: something came after it, or what it needs is not there any more."""


def save_locality(*, locality: Locality | None, by: Staff | None, now: datetime, **values: Any) -> Locality:
    """A new locality, or another name, number, hours or list of skills for one. Raises `NameTaken`."""
    return _save(locality or Locality(), Subject.LOCALITY, LOCALITY_FIELDS, values, by=by, now=now)


def save_team(*, team: Team | None, locality: Locality, by: Staff | None, now: datetime, **values: Any) -> Team:
    """A new team of a locality, or another name, number or address for one. Raises `NameTaken`, however it is written."""
    same = select(Team.id).where(func.lower(Team.name) == values["name"].lower())
    if team is not None:
        same = same.where(Team.id != team.id)
    if db.session.scalar(same.limit(1)):
        raise NameTaken(values["name"])
    return _save(team or Team(locality=locality), Subject.TEAM, TEAM_FIELDS, values, by=by, now=now)


def save_programme(
    *, programme: Programme | None, locality: Locality, by: Staff | None, now: datetime, **values: Any
) -> Programme:
    """A new programme of a locality, or other words for one; closed, nobody new comes into it. Raises `NameTaken`."""
    made = programme or Programme(locality_id=locality.id)
    return _save(made, Subject.PROGRAMME, PROGRAMME_FIELDS, values, by=by, now=now)


def change_staff(*, staff: Staff, by: Staff | None, now: datetime, **values: Any) -> bool:
    """What we know of a colleague: name, number, role, team, languages, skills, areas, working pattern. False: as it was.

    Another team or role ends their sessions. Raises `StillSupportsPeople`, `CoversSomebody` or `LastAdministrator` when
    somebody would be left with nobody by it, and `TeamClosed`.
    """
    _lock_staff(staff)
    before = values_of(staff, STAFF_FIELDS)
    role, team_id = Role(values.get("role", staff.role)), _as_uuid(values.get("team_id", staff.team_id))
    if role is not staff.role or team_id != staff.team_id:
        _check_nobody_is_left(staff, role=role, moves=team_id != staff.team_id, now=now)
        giving.take_all_back(volunteer_id=staff.id, by=by, now=now)
        if team_id != staff.team_id:
            signals.staff_leaving.send("teams", staff=staff, by=by, now=now)
            staff.team = _open_team(team_id)
        staff.role = role
        staff.session_epoch += 1
    for name in ("name", "phone", "languages", "skills", "areas", "works"):
        if name in values:
            setattr(staff, name, values[name])
    db.session.flush()
    made = changes.record(
        subject=Subject.STAFF,
        subject_id=staff.id,
        team_id=staff.team_id,
        name=staff.name,
        before=before,
        after=values_of(staff, STAFF_FIELDS),
        by=by,
        now=now,
    )
    return made is not None


def note_taken_on(*, staff: Staff, by: Staff | None, now: datetime) -> None:
    """Somebody was taken on."""
    _note_of_staff(staff, {}, {"role": staff.role.value, "team_id": str(staff.team_id)}, by=by, now=now)


def note_left(*, staff: Staff, by: Staff | None, now: datetime) -> None:
    """Somebody left."""
    _note_of_staff(staff, {"left": None}, {"left": now.isoformat()}, by=by, now=now)


def check_not_last_administrator(staff: Staff) -> None:
    """Raises `LastAdministrator`."""
    if staff.role is not Role.ADMINISTRATOR or staff.left_at is not None:
        return
    others = select(Staff.id).where(Staff.role == Role.ADMINISTRATOR, Staff.left_at.is_(None), Staff.id != staff.id)
    if db.session.scalar(others.limit(1)) is None:
        raise LastAdministrator


def can_go_back(change: Change) -> bool:
    """Whether there is a way back from a change of this kind; whether it is still open, `go_back` finds out."""
    is_once_only = "left" in change.after or "closed" in change.after  # a team or a locality is opened again on its own page
    return bool(change.before) and change.subject in _WAYS_BACK and not is_once_only


def go_back(*, change: Change, by: Staff, now: datetime) -> None:
    """Make what was changed as it was before, when nobody has changed the same since. That is a change like any other.

    Raises `CannotGoBack`, and what the change back itself may raise.
    """
    if not can_go_back(change):
        raise CannotGoBack
    _WAYS_BACK[change.subject](change, by, now)


def _go_back_for(
    kind: type[Locality] | type[Team] | type[Programme], fields: tuple[str, ...], save: Callable[..., Any], word: str
) -> Callable[[Change, Staff, datetime], None]:
    def go(change: Change, by: Staff, now: datetime) -> None:
        standing = db.session.get(kind, change.subject_id)
        if not isinstance(standing, Locality | Team | Programme):
            raise CannotGoBack
        values = _merged(change, values_of(standing, fields))
        if isinstance(standing, Locality):
            save(**{word: standing}, by=by, now=now, **values)
            return
        locality = db.session.get_one(Locality, standing.locality_id)
        save(**{word: standing}, locality=locality, by=by, now=now, **values)

    return go


def _go_back_for_staff(change: Change, by: Staff, now: datetime) -> None:
    staff = db.session.get(Staff, change.subject_id)
    if staff is None or staff.left_at is not None:
        raise CannotGoBack
    change_staff(staff=staff, by=by, now=now, **_merged(change, values_of(staff, STAFF_FIELDS)))


def _go_back_for_settings(change: Change, by: Staff, now: datetime) -> None:
    locality = db.session.get(Locality, change.subject_id)
    if locality is None:
        raise CannotGoBack
    standing = rules.as_values(rules.get_rules(locality.id))
    rules.change_rules(locality=locality, rules=rules.Rules(**_merged(change, standing)), by=by, now=now)


_WAYS_BACK: Mapping[Subject, Callable[[Change, Staff, datetime], None]] = {
    Subject.LOCALITY: _go_back_for(Locality, LOCALITY_FIELDS, save_locality, "locality"),
    Subject.TEAM: _go_back_for(Team, TEAM_FIELDS, save_team, "team"),
    Subject.PROGRAMME: _go_back_for(Programme, PROGRAMME_FIELDS, save_programme, "programme"),
    Subject.STAFF: _go_back_for_staff,
    Subject.SETTINGS: _go_back_for_settings,
}


def _merged(change: Change, standing: Mapping[str, Any]) -> dict[str, Any]:
    """What stands now, with what the change replaced put back. Raises `CannotGoBack` when somebody changed it since."""
    if any(standing.get(name) != value for name, value in change.after.items()):
        raise CannotGoBack
    return {**standing, **change.before}


def _save(
    thing: Thing, subject: Subject, fields: tuple[str, ...], values: Mapping[str, Any], *, by: Staff | None, now: datetime
) -> Thing:
    is_new = thing.id is None
    if not is_new:  # one change after another, so that each says what was truly there before
        kind = type(thing)
        db.session.execute(select(kind.id).where(kind.id == thing.id).with_for_update()).one()
        db.session.refresh(thing)
    before = {} if is_new else values_of(thing, fields)
    try:
        with db.session.begin_nested():
            for name in fields:
                if name in values:
                    setattr(thing, name, values[name])
            db.session.add(thing)
    except IntegrityError:
        raise NameTaken(values.get("name")) from None
    changes.record(
        subject=subject,
        subject_id=thing.id,
        team_id=thing.id if subject is Subject.TEAM else None,
        name=thing.name,
        before=before,
        after=values_of(thing, fields),
        by=by,
        now=now,
    )
    return thing


def values_of(thing: Any, fields: tuple[str, ...]) -> dict[str, Any]:
    """What stands in these fields, as a change keeps it."""
    return {name: str(value) if isinstance(value := getattr(thing, name), (uuid.UUID, Role)) else value for name in fields}


def _as_uuid(value: Any) -> uuid.UUID:
    return value if isinstance(value, uuid.UUID) else uuid.UUID(str(value))


def _open_team(team_id: uuid.UUID) -> Team:
    """The team somebody comes into, which nobody closes meanwhile."""
    db.session.execute(select(Team.id).where(Team.id == team_id).with_for_update()).one()
    team = db.session.get_one(Team, team_id, populate_existing=True)
    if team.closed_at is not None:
        raise TeamClosed(team.name)
    return team


def _lock_staff(staff: Staff) -> None:
    db.session.execute(select(Staff.id).where(Staff.id == staff.id).with_for_update()).one()
    db.session.refresh(staff)


def _check_nobody_is_left(staff: Staff, *, role: Role, moves: bool, now: datetime) -> None:
    if role is not Role.ADMINISTRATOR:
        check_not_last_administrator(staff)
    if moves or role not in WORKS_WITH_PEOPLE:
        supported = select(func.count()).select_from(Person).where(Person.navigator_id == staff.id, Person.closed_at.is_(None))
        if how_many := db.session.scalar(supported) or 0:
            raise StillSupportsPeople(how_many)
    if moves or role not in cover.MAY_COVER:
        duties = cover.list_cover_duties(staff.id, today=now.astimezone(LONDON).date())
        if duties:
            raise CoversSomebody(duties[0].staff.name)


def _note_of_staff(staff: Staff, before: dict[str, Any], after: dict[str, Any], *, by: Staff | None, now: datetime) -> None:
    changes.record(
        subject=Subject.STAFF,
        subject_id=staff.id,
        team_id=staff.team_id,
        name=staff.name,
        before=before,
        after=after,
        by=by,
        now=now,
    )


def list_teams(*, with_closed: bool = False) -> list[Team]:
    """Every team that works, by locality and name; closed ones too when asked."""
    wanted = select(Team).join(Locality).order_by(Locality.name, Team.name, Team.id)
    return list(db.session.scalars(wanted if with_closed else wanted.where(Team.closed_at.is_(None))))


def list_localities(*, with_closed: bool = False) -> list[Locality]:
    """Every locality that is served, the first one made first; closed ones too when asked."""
    wanted = select(Locality).order_by(Locality.id)
    return list(db.session.scalars(wanted if with_closed else wanted.where(Locality.closed_at.is_(None))))


def add_usual_programmes(*, locality: Locality, by: Staff, now: datetime, words: Mapping[str, tuple[str, str]]) -> int:
    """The programmes many localities have, where this one has none of the name yet. `words`: name → (what, who for)."""
    standing = set(db.session.scalars(select(Programme.name).where(Programme.locality_id == locality.id)))
    missing = [name for name in words if name not in standing]
    for name in missing:
        what, who_for = words[name]
        save_programme(programme=None, locality=locality, by=by, now=now, name=name, words=what, who_for=who_for, is_open=True)
    return len(missing)
