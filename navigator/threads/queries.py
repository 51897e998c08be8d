"""Which conversations there are, who may see them, and what stands in one. No list asks more for many rows than for one."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union_all
from sqlalchemy.orm import aliased

from messaging.models import Channel, OutgoingMessage
from messaging.queries import Line, list_answers_about, list_planned, list_received, list_thread
from messaging.sending import hours_here
from messaging.sending.preferred_times import read_times
from messaging.wording import one_way
from messaging.wording import texts as wording
from messaging.wording.speaking import Words, WordsMissing
from messaging.wording.texts import Preview
from navigator.circle.queries import list_by_mobile
from navigator.db import db
from navigator.paging import PER_PAGE, Part
from navigator.people import loading
from navigator.people.access import WORKS_WITH_PEOPLE, list_ids_seen_by, seen_by
from navigator.people.circle_models import CircleMember
from navigator.people.models import Person, Role, Staff
from navigator.people.queries import find_person_by_mobile
from navigator.people.support_models import Given
from navigator.people.texting import WRITTEN_BY_STAFF, WhyNot, find_obstacle, preview_text
from navigator.teams.caseloads import Whose
from navigator.teams.cover import answered_by, whom_they_answer_for
from navigator.threads.models import Thread, ThreadEvent
from navigator.times import LONDON

A_SCREENFUL = 20
ALL_KEPT = 500
SHARES_NUMBERS = (Role.NAVIGATOR, Role.TEAM_LEAD)  # who reads what comes from numbers that are not one person's

Rows: TypeAlias = Select[*tuple[Any, ...]]  # as `Open` takes them

_Holder, _Giver = aliased(Staff), aliased(Staff)
_Sharer = aliased(Person)


class ThreadNotFound(Exception):
    """There is no such conversation, or this member of staff may not know of it: the two look the same from outside."""


@dataclass(frozen=True)
class Open:
    """A conversation, whose it is, who sees to it, and who handed it to them. `person` None: a number, not one person's."""

    thread: Thread
    person: Person | None
    holder_id: uuid.UUID | None
    holder: str | None
    handed_by: str | None


@dataclass(frozen=True)
class Deed:
    """One thing done with a conversation, by whom, and to whom it was handed."""

    event: ThreadEvent
    by: str | None
    to: str | None


@dataclass(frozen=True)
class Texts:
    """What a person and the team texted each other, what is still to go, and what keeps us from texting."""

    lines: Sequence[Line]
    planned: Sequence[tuple[OutgoingMessage, Words | None]]
    not_texted: WhyNot | None
    has_more: bool


def list_waiting(staff: Staff, *, whose: Whose, now: datetime, page: int = 1, per_page: int = PER_PAGE) -> Part[Open]:
    """Conversations that wait for an answer: danger first, then what the team was told of, then the longest waiting."""
    wanted = _threads(staff, whose, now=now).where(Thread.waiting_since.is_not(None))
    return _cut(
        wanted.order_by(Thread.is_urgent.desc(), Thread.escalated_at.is_(None), Thread.waiting_since, Thread.id), page, per_page
    )


def list_answered(staff: Staff, *, whose: Whose, now: datetime, page: int = 1, per_page: int = PER_PAGE) -> Part[Open]:
    """Conversations we answered last and nobody has marked as done, the latest first."""
    wanted = _threads(staff, whose, now=now).where(Thread.waiting_since.is_(None))
    return _cut(wanted.order_by(Thread.is_urgent.desc(), Thread.last_at.desc(), Thread.id), page, per_page)


def list_too_long(staff: Staff, *, now: datetime, limit: int) -> Part[Open]:
    """What the whole team should know of, whoever's it is: unanswered too long, or words of danger that nobody has taken."""
    nobodys_danger = and_(Thread.is_urgent, _Holder.id.is_(None))
    wanted = _threads(staff, Whose.TEAM, now=now).where(
        Thread.waiting_since.is_not(None), or_(Thread.escalated_at.is_not(None), nobodys_danger)
    )
    return _cut(wanted.order_by(Thread.is_urgent.desc(), Thread.waiting_since, Thread.id), 1, limit)


def get_thread(*, staff: Staff, thread_id: uuid.UUID) -> Open:
    """One conversation, if this member of staff may see it. Raises `ThreadNotFound`."""
    return _get(_joined().where(Thread.id == thread_id, _visible_to(staff)), thread_id)


def find_thread(person_id: uuid.UUID) -> Open | None:
    """The conversation with a person whom the caller may see; None when they have never written."""
    row = db.session.execute(_joined().where(Thread.person_id == person_id)).first()
    return Open(*row) if row else None


def list_deeds(thread_id: uuid.UUID) -> list[Deed]:
    """What was done with a conversation, the latest first."""
    by, to = aliased(Staff), aliased(Staff)
    return [
        Deed(*row)
        for row in db.session.execute(
            select(ThreadEvent, by.name, to.name)
            .outerjoin(by, by.id == ThreadEvent.staff_id)
            .outerjoin(to, to.id == ThreadEvent.to_staff_id)
            .where(ThreadEvent.thread_id == thread_id)
            .order_by(ThreadEvent.happened_at.desc(), ThreadEvent.id.desc())
            .limit(A_SCREENFUL)
        )
    ]


def list_takers(*, staff: Staff, person: Person | None) -> list[Staff]:
    """To whom `staff` may hand a conversation: colleagues of the team who may see the person, by name.

    What is not one person's is for those who read such texts.
    """
    wanted = select(Staff).where(Staff.left_at.is_(None), Staff.id != staff.id)
    if person is None:
        wanted = wanted.where(Staff.team_id == staff.team_id, Staff.role.in_(SHARES_NUMBERS))
    else:
        given = select(Given.volunteer_id).where(Given.person_id == person.id, Given.until.is_(None))
        wanted = wanted.where(
            Staff.team_id == person.team_id,
            Staff.role.in_(WORKS_WITH_PEOPLE),
            or_(Staff.role != Role.VOLUNTEER, Staff.id == person.navigator_id, Staff.id.in_(given)),
        )
    return list(db.session.scalars(wanted.order_by(Staff.name, Staff.id)))


def list_sharing(*, staff: Staff, number: str) -> list[Person]:
    """The people with this number whom this member of staff may see."""
    return list(
        db.session.scalars(
            select(Person)
            .where(Person.mobile == number, Person.closed_at.is_(None), seen_by(staff))
            .order_by(Person.given_name_folded, Person.family_name_folded, Person.id)
        )
    )


def get_texts(*, person: Person, whole: bool = False) -> Texts:
    """The texts of a person whom the caller may see, oldest first: the last screenful, or with `whole` all we show."""
    limit = ALL_KEPT if whole else A_SCREENFUL
    lines = list_thread(recipient_id=person.id, number=person.mobile, limit=limit + 1)
    return Texts(
        lines=lines[-limit:],
        planned=[(message, preview_of(message)) for message in list_planned(person.id)],
        not_texted=find_obstacle(person),
        has_more=len(lines) > limit and not whole,
    )


def list_helping(*, staff: Staff, number: str) -> list[CircleMember]:
    """Whoever has this number and helps somebody whom this member of staff may see."""
    members = list_by_mobile(number, confirmed=False)
    seen = list_ids_seen_by(staff=staff, person_ids=[member.person_id for member in members])
    return [member for member in members if member.person_id in seen]


def list_lines_of_carer(member: CircleMember) -> list[Line]:
    """What somebody who helps and the team texted each other, oldest first: the last screenful.

    From a number that somebody else has too, we show only what answers a question to them: the rest may be another's.
    """
    number = member.mobile or ""
    others = [one.id for one in list_by_mobile(number, confirmed=False) if one.id != member.id]
    if not others and not find_person_by_mobile(number):
        came = [one for one in list_received(number, limit=A_SCREENFUL) if one.received_at >= member.invited_at]
    else:
        came = list_answers_about(member.id, limit=A_SCREENFUL)
    lines = list_thread(recipient_id=member.id, number=None, limit=A_SCREENFUL)
    lines += [Line(one.received_at, True, one.body, meaning=one.meaning) for one in came]
    return sorted(lines, key=lambda line: line.at)[-A_SCREENFUL:]


def find_thread_of_number(*, staff: Staff, number: str) -> Open | None:
    """The conversation with a number that is not one person's, if there is one and this member of staff may see it."""
    row = db.session.execute(_joined().where(Thread.number == number, _visible_to(staff))).first()
    return Open(*row) if row else None


def preview_answer(*, person: Person, staff: Staff, body: str, pence_per_segment: Decimal | None) -> Preview | None:
    """The very text that `operations.answer` would send, and what it takes; None when they get none."""
    values = {"body": body, "signature": staff.first_name}
    return preview_text(person=person, template=WRITTEN_BY_STAFF, values=values, pence_per_segment=pence_per_segment)


def when_it_goes(message: OutgoingMessage, *, now: datetime) -> datetime:
    """When a text that was just planned goes: now, or at the next decent hour that its person likes."""
    if message.any_hour:
        return now
    return hours_here.moment_for(max(message.not_before, now), times=read_times(message.at_times))


def preview_of(message: OutgoingMessage) -> Words | None:
    """The words a planned text will have, its secrets left out; None when there are none we may show."""
    try:
        write = wording.render if message.channel is Channel.TEXT else one_way.without_reply
        words = write(message.template, message.values, message.locale)
    except (WordsMissing, one_way.NeedsReply):
        return None
    _, body = wording.without_secrets(message.template, message.values, words.body)
    return Words(words.subject, body, words.locale) if body else None


def _get(wanted: Rows, thread_id: uuid.UUID) -> Open:
    row = db.session.execute(wanted).first()
    if row is None:
        raise ThreadNotFound(thread_id)
    return Open(*row)


def _joined() -> Rows:
    """Conversations with all that a list says of them, in one query. Whoever has left sees to nothing."""
    return (
        select(Thread, Person, _Holder.id, _Holder.name, _Giver.name)
        .outerjoin(Person, Person.id == Thread.person_id)
        .outerjoin(_Holder, and_(_Holder.id == Thread.holder_id, _Holder.left_at.is_(None)))
        .outerjoin(_Giver, _Giver.id == Thread.handed_by_id)
        .options(*loading.WITH_NAVIGATOR)
    )


def _threads(staff: Staff, whose: Whose, *, now: datetime) -> Rows:
    """Those open; of one member of staff, what they have in hand and what is of their people. Whoever covers a colleague sees
    what that colleague has in hand as well.

    Their ids are found first, each way by an index of its own: one condition with an OR across tables walks all there are.
    """
    is_open = Thread.done_at.is_(None)
    ids = select(Thread.id).outerjoin(Person, Person.id == Thread.person_id)
    if whose is Whose.TEAM:
        ways = [ids.where(is_open, visible) for visible in _ways_to_see(staff)]
    else:
        today = now.astimezone(LONDON).date()
        of_a_person = _of_people_seen_by(staff)
        held = Thread.holder_id.in_(whom_they_answer_for(staff.id, today=today))
        in_hand = ids.join(_Holder, and_(_Holder.id == Thread.holder_id, _Holder.left_at.is_(None)))
        in_nobodys = ids.outerjoin(_Holder, and_(_Holder.id == Thread.holder_id, _Holder.left_at.is_(None)))
        ways = [
            in_hand.where(is_open, held, _visible_to(staff)),
            *(
                in_nobodys.where(is_open, of_a_person, theirs, _Holder.id.is_(None))
                for theirs in (answered_by(staff.id, today=today), Person.id.in_(_given_to(staff)))
            ),
        ]
    return _joined().where(Thread.id.in_(union_all(*ways)))


def _given_to(staff: Staff) -> Select[uuid.UUID]:
    return select(Given.person_id).where(Given.volunteer_id == staff.id, Given.until.is_(None))


def _visible_to(staff: Staff) -> ColumnElement[bool]:
    """Who may see a person may see their conversation. A number that is not one person's: those who share such texts, unless
    it is known to another team alone.
    """
    return or_(*_ways_to_see(staff))


def _ways_to_see(staff: Staff) -> list[ColumnElement[bool]]:
    if staff.role not in SHARES_NUMBERS:
        return [_of_people_seen_by(staff)]
    has_it = and_(_Sharer.mobile == Thread.number, _Sharer.closed_at.is_(None))
    is_anybodys = exists(select(_Sharer.id).where(has_it))
    is_our_teams = exists(select(_Sharer.id).where(has_it, _Sharer.team_id == staff.team_id))
    of_a_number = and_(
        Thread.number.is_not(None),
        or_(Thread.team_id.is_(None), Thread.team_id == staff.team_id),
        or_(~is_anybodys, is_our_teams),
    )
    return [_of_people_seen_by(staff), of_a_number]


def _of_people_seen_by(staff: Staff) -> ColumnElement[bool]:
    return and_(Thread.person_id.is_not(None), seen_by(staff), Person.closed_at.is_(None))


def _cut(wanted: Rows, page: int, per_page: int) -> Part[Open]:
    how_many = wanted.order_by(None).with_only_columns(func.count(Thread.id), maintain_column_froms=True)
    total = db.session.scalar(how_many) or 0
    if not total:
        return Part([], 0)
    rows = db.session.execute(wanted.limit(per_page).offset((max(page, 1) - 1) * per_page)).all()
    return Part([Open(*row) for row in rows], total)
