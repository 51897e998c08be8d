"""One coordinator hands a person over to another, who reads why; and the way back. Callers commit."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select

from messaging.sending import outbox
from navigator.db import db
from navigator.people import coordinations, giving, signals
from navigator.people.access import WORKS_WITH_PEOPLE
from navigator.people.models import Person, Purpose, Role, Staff, Team
from navigator.people.operations import record_audit, withdraw_consents
from navigator.people.support_models import Coordination, WhyCoordinates
from navigator.people.texting import NotTexted, text_person

UNDONE_WITHIN = timedelta(days=1)
MAY_HAND_OVER = (Role.NAVIGATOR, Role.TEAM_LEAD)  # a volunteer helps, and decides nothing about who does


class CannotTakeOver(Exception):
    """People are handed over to somebody else of the same team who works with people and has not left."""


class HandedOverMeanwhile(Exception):
    """Somebody else handed them over in the meantime: `to` is their coordinator now."""

    def __init__(self, to: Staff) -> None:
        super().__init__(to.name)
        self.to = to


class TooLateToUndo(Exception):
    """It was longer ago than `UNDONE_WITHIN`, something came after it, or whoever it was before cannot take them back."""


def hand_over(
    *,
    person_id: uuid.UUID,
    to: Staff,
    by: Staff | None,
    now: datetime,
    from_id: uuid.UUID | None = None,
    note: str = "",
    why: WhyCoordinates = WhyCoordinates.HANDED_OVER,
    tells: bool = True,
) -> Coordination:
    """From now on `to` is the coordinator, and reads `note`. The person is told, the way that reaches them, when `tells`.

    `from_id`: who was it when somebody decided this. `by` None: a command. Doing it twice does it once. Raises
    `CannotTakeOver` and `HandedOverMeanwhile`.
    """
    person = lock(person_id)
    _check(to, team_id=person.team_id)
    if person.navigator_id == to.id and why is not WhyCoordinates.STANDING_IN:
        is_already = coordinations.find_open(person_id)
        if is_already is not None and is_already.why is not WhyCoordinates.STANDING_IN:
            return is_already
    elif from_id is not None and person.navigator_id != from_id:
        raise HandedOverMeanwhile(person.navigator)
    return _change(person, to=to, by=by, note=note, why=why, tells=tells, now=now)


def let_wait(
    *, person_id: uuid.UUID, by: Staff | None, now: datetime, from_id: uuid.UUID | None = None, note: str = ""
) -> Coordination:
    """Put a person on their team's waiting list for a coordinator: somebody stands in until one is found.

    Raises `coordinations.NobodyToStandIn` and `HandedOverMeanwhile`.
    """
    person = lock(person_id)
    if from_id is not None and person.navigator_id != from_id:
        raise HandedOverMeanwhile(person.navigator)
    to = coordinations.find_stand_in(team_id=person.team_id)
    return _change(person, to=to, by=by, note=note, why=WhyCoordinates.STANDING_IN, tells=to.id != person.navigator_id, now=now)


def move_to_team(
    *, person_id: uuid.UUID, team: Team, by: Staff, now: datetime, note: str = "", to: Staff | None = None
) -> Coordination:
    """Another team supports this person from now on: `to` does, or they wait there for a coordinator, and somebody stands in.

    Raises `coordinations.NobodyToStandIn`, and `CannotTakeOver` when `to` does not work in that team.
    """
    person = lock(person_id)
    why = WhyCoordinates.MOVED_TEAM if to else WhyCoordinates.STANDING_IN
    if to is not None:
        _check(to, team_id=team.id)
    to = to or coordinations.find_stand_in(team_id=team.id)
    giving.take_all_back(person_id=person.id, by=by, now=now)  # by volunteers of the team they leave
    withdraw_consents(person_id=person.id, purpose=Purpose.TEAM_MEETING, how="another team", now=now, staff_id=by.id)
    person.team = team
    return _change(person, to=to, by=by, note=note, why=why, tells=True, now=now)


def undo(*, coordination_id: uuid.UUID, by: Staff, now: datetime) -> Coordination:
    """Take back a hand-over: whoever it was before is the coordinator again. The person is told again if they were told.

    Raises `TooLateToUndo`.
    """
    made = db.session.get_one(Coordination, coordination_id)
    person = lock(made.person_id)
    before = find_undoable(person, made, now=now)
    if before is None:
        raise TooLateToUndo
    not_gone_yet = outbox.cancel_planned(about_id=made.id, cause="handed_back", now=now) > 0
    return _change(
        person,
        to=before.staff,
        by=by,
        note=before.note,
        why=WhyCoordinates.STANDING_IN if before.why is WhyCoordinates.STANDING_IN else WhyCoordinates.UNDONE,
        tells=made.is_told and not not_gone_yet,
        now=now,
    )


def find_undoable(person: Person, made: Coordination, *, now: datetime) -> Coordination | None:
    """The time to which `made` would be taken back; None when it cannot be."""
    db.session.refresh(made)
    if made.until is not None or made.made_by_id is None or made.why is WhyCoordinates.UNDONE or now - made.since > UNDONE_WITHIN:
        return None
    before = db.session.scalars(
        select(Coordination)
        .where(Coordination.person_id == person.id, Coordination.id != made.id)
        .order_by(Coordination.until.desc(), Coordination.since.desc(), Coordination.id.desc())
        .limit(1)
    ).first()
    is_able = before is not None and may_coordinate(before.staff, team_id=person.team_id)
    return before if is_able else None


def mark_seen(*, staff: Staff, now: datetime) -> int:
    """The new coordinator has read who came to them, and why. Says how many."""
    unseen = db.session.scalars(
        select(Coordination).where(
            Coordination.staff_id == staff.id, Coordination.until.is_(None), Coordination.seen_at.is_(None)
        )
    ).all()
    for coordination in unseen:
        coordination.seen_at = now
    db.session.flush()
    return len(unseen)


def may_coordinate(staff: Staff, *, team_id: uuid.UUID) -> bool:
    """Whether people of this team may be handed over to `staff`."""
    return staff.team_id == team_id and staff.left_at is None and staff.role in WORKS_WITH_PEOPLE


def lock(person_id: uuid.UUID) -> Person:
    """One person, whose coordinator nobody else changes meanwhile.

    The row is locked by itself first: joined to staff, PostgreSQL would look for the staff of before once the lock is ours.
    """
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update()).one()
    return db.session.get_one(Person, person_id, populate_existing=True)


def _check(to: Staff, *, team_id: uuid.UUID) -> None:
    """Whoever takes over works there now, and does not leave before this is done."""
    db.session.execute(select(Staff.id).where(Staff.id == to.id).with_for_update(read=True)).one()
    db.session.refresh(to)
    if not may_coordinate(to, team_id=team_id):
        raise CannotTakeOver


def _change(
    person: Person, *, to: Staff, by: Staff | None, note: str, why: WhyCoordinates, tells: bool, now: datetime
) -> Coordination:
    before = person.navigator
    if (standing := coordinations.find_open(person.id)) is not None:
        standing.until = now
        db.session.flush()  # the database holds that only one is open
    person.navigator = to
    made = coordinations.begin(person=person, why=why, made_by_id=by.id if by else None, now=now, note=note)
    if before.id != to.id:
        signals.coordinator_changed.send("people", person=person, before=before, after=to, note=note, now=now)
        if tells:
            text = text_person(
                person=person,
                template="new_navigator",
                values={
                    "navigator_name": to.name,
                    "before_name": before.first_name,
                    "team_phone": to.phone or person.team.phone,
                },
                dedupe_key=f"new-navigator {made.id}",
                about_id=made.id,
                now=now,
            )
            made.is_told = not isinstance(text, NotTexted)
    detail = f"from {before.email} to {to.email}"
    record_audit(action="handed_over", staff_id=by.id if by else None, person_id=person.id, detail=detail, now=now)
    return made
