"""Who is away, and who answers for their people meanwhile. A worker who is away leaves nobody unanswered. Callers commit."""

import uuid
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, CompoundSelect, Uuid, literal, or_, select

from messaging.models import OutgoingMessage
from messaging.sending import outbox
from navigator.db import db
from navigator.people.access import WORKS_WITH_PEOPLE
from navigator.people.models import Person, Role, Staff, Team
from navigator.people.texting import NotTexted, text_person
from navigator.teams import changes
from navigator.teams.models import Absence, Says, Subject
from navigator.times import LONDON

MAY_COVER = (Role.TEAM_LEAD, Role.NAVIGATOR)  # they see the whole team's people; a volunteer sees their own alone
NINE = time(9)
NEXT_YEARS = timedelta(days=366)


class CannotCover(Exception):
    """A navigator or a lead of the same team covers, who has not left, and is somebody else."""


class AbsenceEmpty(Exception):
    """They are back after they have gone, and within a year or so."""


class AwayAlready(Exception):
    """They are away at that time already."""


class CoverIsAwayToo(Exception):
    """Whoever was to answer is away themselves then: their name."""


def whom_they_answer_for(staff_id: uuid.UUID, *, today: date) -> CompoundSelect[uuid.UUID]:
    """The ids of those whose people `staff_id` answers for today: their own, and those of whoever they cover."""
    covered = select(Absence.staff_id).where(Absence.covered_by_id == staff_id, _is_on(today))
    return select(literal(staff_id, Uuid())).union_all(covered)


def answered_by(staff_id: uuid.UUID, *, today: date) -> ColumnElement[bool]:
    """The condition on `Person`: `staff_id` answers for them today, as their coordinator or for a colleague who is away."""
    return Person.navigator_id.in_(whom_they_answer_for(staff_id, today=today))


def find_absence(staff_id: uuid.UUID, *, today: date) -> Absence | None:
    """The absence of somebody who is away today."""
    return db.session.scalars(select(Absence).where(Absence.staff_id == staff_id, _is_on(today)).limit(1)).first()


def list_covered(staff_id: uuid.UUID, *, today: date) -> list[Absence]:
    """Whom somebody covers today."""
    wanted = select(Absence).where(Absence.covered_by_id == staff_id, _is_on(today))
    return list(db.session.scalars(wanted.order_by(Absence.starts_on, Absence.id)))


def list_away(team_id: uuid.UUID, *, today: date) -> list[Absence]:
    """Who of a team is away, or will be, the soonest first."""
    return list(
        db.session.scalars(
            select(Absence)
            .join(Staff, Staff.id == Absence.staff_id)
            .where(Staff.team_id == team_id, Staff.left_at.is_(None), _is_to_come(today))
            .order_by(Absence.starts_on, Absence.id)
        )
    )


def list_cover_duties(staff_id: uuid.UUID, *, today: date) -> list[Absence]:
    """Whose absences somebody covers, or will."""
    wanted = select(Absence).where(Absence.covered_by_id == staff_id, _is_to_come(today))
    return list(db.session.scalars(wanted.order_by(Absence.starts_on, Absence.id)))


def list_who_may_cover(staff: Staff) -> list[Staff]:
    """Colleagues who may answer for the people of `staff`, by name."""
    wanted = select(Staff).where(
        Staff.team_id == staff.team_id, Staff.id != staff.id, Staff.left_at.is_(None), Staff.role.in_(MAY_COVER)
    )
    return list(db.session.scalars(wanted.order_by(Staff.name, Staff.id)))


def list_may_be_away(team_id: uuid.UUID) -> list[Staff]:
    """Whose absences are written down: everybody of a team who supports people, by name."""
    wanted = select(Staff).where(Staff.team_id == team_id, Staff.left_at.is_(None), Staff.role.in_(WORKS_WITH_PEOPLE))
    return list(db.session.scalars(wanted.order_by(Staff.name, Staff.id)))


def may_change(staff: Staff, absence: Absence) -> bool:
    """Their own, one that they cover; a team lead any of the team."""
    if absence.staff.team_id != staff.team_id:
        return False
    return staff.role is Role.TEAM_LEAD or staff.id in (absence.staff_id, absence.covered_by_id)


def record_absence(
    *,
    staff: Staff,
    covered_by: Staff,
    starts_on: date,
    back_on: date | None,
    says: Says,
    by: Staff,
    now: datetime,
    note: str = "",
) -> Absence:
    """`staff` is away from `starts_on` until the day before `back_on`; `covered_by` answers for their people.

    Whoever `staff` was to cover in that time is covered by `covered_by` as well. Raises `CannotCover`, `AbsenceEmpty`,
    `AwayAlready` and `CoverIsAwayToo`.
    """
    _one_after_another(staff.team_id)
    _check_cover(staff, covered_by)
    today = now.astimezone(LONDON).date()
    if (back_on is not None and (back_on <= starts_on or back_on <= today)) or starts_on > today + NEXT_YEARS:
        raise AbsenceEmpty
    if _find_overlapping(staff.id, starts_on, back_on):
        raise AwayAlready
    if _find_overlapping(covered_by.id, starts_on, back_on):
        raise CoverIsAwayToo(covered_by.name)
    absence = Absence(
        staff=staff,
        covered_by=covered_by,
        starts_on=starts_on,
        back_on=back_on,
        says=says,
        note=note,
        made_by_id=by.id,
        made_at=now,
    )
    db.session.add(absence)
    db.session.flush()
    _note(absence, before={}, by=by, now=now)
    for duty in list_cover_duties(staff.id, today=starts_on):
        if back_on is None or duty.starts_on < back_on:
            change_cover(absence=duty, covered_by=covered_by, by=by, now=now)
    if says is Says.EVERYBODY:
        for person in db.session.scalars(select(Person).where(Person.navigator_id == staff.id, Person.closed_at.is_(None))).all():
            _tell(person, absence, now=now)
    return absence


def change_cover(*, absence: Absence, covered_by: Staff, by: Staff | None, now: datetime) -> None:
    """Somebody else answers meanwhile. What is planned to be told says so. Raises `CannotCover` and `CoverIsAwayToo`."""
    if absence.covered_by_id == covered_by.id:
        return
    _one_after_another(absence.staff.team_id)
    _check_cover(absence.staff, covered_by)
    if _find_overlapping(covered_by.id, absence.starts_on, absence.back_on):
        raise CoverIsAwayToo(covered_by.name)
    before = _as_changed(absence)
    absence.covered_by = covered_by
    db.session.flush()
    for text in outbox.list_planned_about(absence.id, template="away"):
        text.values = text.values | {"cover_name": covered_by.name}
    _note(absence, before=before, by=by, now=now)


def come_back(*, absence: Absence, back_on: date, by: Staff | None, now: datetime) -> None:
    """They are back on another day than was thought; when that is before it begins, they are not away at all.

    What is planned to be told of it says the new day, or is not sent. Raises `AwayAlready` and `CoverIsAwayToo` when
    the longer time meets another absence.
    """
    if absence.cancelled_at is not None:
        return
    _one_after_another(absence.staff.team_id)
    before = _as_changed(absence)
    if back_on <= absence.starts_on:
        absence.cancelled_at = now
        outbox.cancel_planned(about_id=absence.id, cause="not_away_after_all", now=now)
    else:
        if _find_overlapping(absence.staff_id, absence.starts_on, back_on, except_id=absence.id):
            raise AwayAlready
        if _find_overlapping(absence.covered_by_id, absence.starts_on, back_on):
            raise CoverIsAwayToo(absence.covered_by.name)
        absence.back_on = back_on
        for text in outbox.list_planned_about(absence.id, template="away"):
            text.values = text.values | {"when": back_on.isoformat()}
    db.session.flush()
    _note(absence, before=before, by=by, now=now)


def pass_on_duties(*, staff: Staff, by: Staff | None, now: datetime) -> int:
    """`staff` leaves: colleagues cover whom they were to cover, and they are away no more. Says how many. Raises `CannotCover`
    when there is no colleague who could.
    """
    today = now.astimezone(LONDON).date()
    duties = list_cover_duties(staff.id, today=today)
    for duty in duties:
        free = [
            one
            for one in list_who_may_cover(duty.staff)
            if one.id != staff.id and not _find_overlapping(one.id, duty.starts_on, duty.back_on)
        ]
        if not free:
            raise CannotCover(duty.staff.name)
        change_cover(absence=duty, covered_by=min(free, key=lambda one: one.role is not Role.TEAM_LEAD), by=by, now=now)
    for absence in db.session.scalars(select(Absence).where(Absence.staff_id == staff.id, _is_to_come(today))).all():
        come_back(absence=absence, back_on=today, by=by, now=now)
    return len(duties)


def tell_who_writes(*, person: Person, now: datetime) -> bool:
    """Somebody wrote whose coordinator is away: say who answers, once for each absence. False when there is nothing to say."""
    absence = find_absence(person.navigator_id, today=now.astimezone(LONDON).date())
    if absence is None or absence.says is Says.NOTHING:
        return False
    if db.session.scalar(select(OutgoingMessage.id).where(OutgoingMessage.dedupe_key == _key(person, absence))):
        return False
    return not isinstance(_tell(person, absence, now=now), NotTexted)


def _tell(person: Person, absence: Absence, *, now: datetime) -> OutgoingMessage | NotTexted:
    begins = datetime.combine(absence.starts_on, NINE, LONDON)
    return text_person(
        person=person,
        template="away",
        values={
            "navigator_name": absence.staff.first_name,
            "cover_name": absence.covered_by.name,
            "when": absence.back_on.isoformat() if absence.back_on else "",
        },
        dedupe_key=_key(person, absence),
        not_before=max(now, begins),
        about_id=absence.id,
        now=now,
    )


def _key(person: Person, absence: Absence) -> str:
    return f"away {absence.id} {person.id}"


def _is_on(day: date) -> ColumnElement[bool]:
    return _is_to_come(day) & (Absence.starts_on <= day)


def _is_to_come(day: date) -> ColumnElement[bool]:
    """On that day, or after it."""
    return Absence.cancelled_at.is_(None) & or_(Absence.back_on.is_(None), Absence.back_on > day)


def _find_overlapping(
    staff_id: uuid.UUID, starts_on: date, back_on: date | None, *, except_id: uuid.UUID | None = None
) -> Absence | None:
    wanted = select(Absence).where(Absence.staff_id == staff_id, _is_to_come(starts_on))
    if back_on is not None:
        wanted = wanted.where(Absence.starts_on < back_on)
    if except_id is not None:
        wanted = wanted.where(Absence.id != except_id)
    return db.session.scalars(wanted.limit(1)).first()


def _check_cover(staff: Staff, covered_by: Staff) -> None:
    is_able = covered_by.role in MAY_COVER and covered_by.left_at is None and covered_by.team_id == staff.team_id
    if not is_able or covered_by.id == staff.id:
        raise CannotCover


def _one_after_another(team_id: uuid.UUID) -> None:
    """Absences of one team are changed one after another, so that no two colleagues are left to cover each other."""
    db.session.execute(select(Team.id).where(Team.id == team_id).with_for_update()).one()


def _as_changed(absence: Absence) -> dict[str, str | None]:
    return {
        "starts_on": absence.starts_on.isoformat(),
        "back_on": absence.back_on.isoformat() if absence.back_on else None,
        "covered_by": absence.covered_by.name,
        "cancelled": "yes" if absence.cancelled_at else None,
    }


def _note(absence: Absence, *, before: dict[str, str | None], by: Staff | None, now: datetime) -> None:
    changes.record(
        subject=Subject.ABSENCE,
        subject_id=absence.id,
        team_id=absence.staff.team_id,
        name=absence.staff.name,
        before=before,
        after=_as_changed(absence),
        by=by,
        now=now,
    )
