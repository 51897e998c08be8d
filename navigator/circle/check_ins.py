"""How are *you*? A text every few weeks to a carer who said yes to it themselves: chosen, ended, and sent when it is time.

Nothing is planned ahead: the text is made on the day it goes, so that nothing old can leave. One number is asked by one
circle alone, once in a while, whoever shares it and however often somebody chooses. The functions flush; `continue_one`, a
job, commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256

from sqlalchemy import select

from messaging import opt_outs
from messaging import queries as messaging_queries
from messaging.models import Asks, ReceivedMessage
from messaging.purposes import Purpose as TextPurpose
from messaging.sending import hours_here, outbox
from messaging.wording.texts import Preview, preview
from navigator.circle import labels, texts
from navigator.db import db, only_reading
from navigator.people import queries as people_queries
from navigator.people.circle_models import CarerCheckIn, CircleMember, WhyAskedNoMore
from navigator.people.models import ConsentHow, Person, Staff
from navigator.people.operations import record_audit
from navigator.referrals.models import Reason
from navigator.referrals.operations import call_for_attention
from navigator.times import LONDON

TEMPLATE = "carer_check_in"
EVERY = (2, 4, 8)  # weeks
USUAL = 4
CLOCK = time(10)
MOST_UNANSWERED = 3
MOST_SHOWN = 5


@dataclass(frozen=True)
class Asked:
    """How far we ask one carer how they are. `obstacle`: why we cannot now, whatever was chosen."""

    standing: CarerCheckIn | None
    ended: CarerCheckIn | None  # the last that ended, while none goes on
    obstacle: WhyAskedNoMore | None
    answers: Sequence[ReceivedMessage]  # the newest first


def look(member: CircleMember) -> Asked:
    """What stands with this carer, for the pages."""
    rows = db.session.scalars(
        select(CarerCheckIn)
        .where(CarerCheckIn.member_id == member.id)
        .order_by(CarerCheckIn.started_at.desc(), CarerCheckIn.id.desc())
    ).all()
    standing = next((row for row in rows if row.ended_at is None), None)
    return Asked(
        standing,
        rows[0] if rows and standing is None else None,
        find_obstacle(member),
        messaging_queries.list_answers_about(member.id, limit=MOST_SHOWN),
    )


def find_obstacle(member: CircleMember) -> WhyAskedNoMore | None:
    """Why this carer cannot be asked; None when they can, once they have said yes to it."""
    if member.ended_at is not None:
        return WhyAskedNoMore.LEFT
    if member.person.closed_at is not None:
        return WhyAskedNoMore.CLOSED
    if member.person.contact_prohibited:
        return WhyAskedNoMore.PROHIBITED
    if member.confirmed_at is None:
        return WhyAskedNoMore.NOT_CONFIRMED
    if not member.mobile:
        return WhyAskedNoMore.NO_MOBILE
    if people_queries.find_person_by_mobile(member.mobile):
        return WhyAskedNoMore.OWN_NUMBER
    if opt_outs.is_stopped(member.mobile, TextPurpose.CARER):
        return WhyAskedNoMore.STOPPED
    first = _list_standing(member.mobile)
    return WhyAskedNoMore.ASKED_ELSEWHERE if first and first[0].member_id != member.id else None


def choose(
    *, member: CircleMember, every_weeks: int, how: ConsentHow, now: datetime, staff: Staff | None = None
) -> CarerCheckIn | WhyAskedNoMore:
    """The carer said yes: they are asked every so many weeks, in place of whatever stood. Or the reason why not.

    The first text goes tomorrow, or so long after the last one. `staff`: who heard it, where they did not press it themselves.
    """
    db.session.execute(select(CircleMember.id).where(CircleMember.id == member.id).with_for_update())  # two presses choose once
    obstacle = find_obstacle(member)
    if obstacle is not None:
        return obstacle
    stop(member=member, why=WhyAskedNoMore.CHANGED, now=now)
    check_in = CarerCheckIn(
        member_id=member.id,
        every_weeks=every_weeks,
        wording=labels.check_in_words(member.language),
        how=how,
        recorded_by_id=staff.id if staff else None,
        started_at=now,
        next_at=_first_moment(member, every_weeks, now=now),
    )
    db.session.add(check_in)
    db.session.flush()
    _audit("carer_check_ins_chosen", member, staff, f"every {every_weeks} weeks", now)
    return check_in


def stop(*, member: CircleMember, why: WhyAskedNoMore, now: datetime, staff: Staff | None = None) -> bool:
    """This carer is asked no more, and what was about to go does not. False when nothing stood."""
    standing = db.session.scalars(
        select(CarerCheckIn).where(CarerCheckIn.member_id == member.id, CarerCheckIn.ended_at.is_(None)).with_for_update()
    ).all()
    for check_in in standing:
        _end(check_in, why, now=now)
    if standing and why is not WhyAskedNoMore.CHANGED:
        _audit("carer_check_ins_stopped", member, staff, why.value, now)
    return bool(standing)


def stop_when_prohibited(sender: object, *, person: Person, now: datetime) -> None:
    """Nobody may write to the person: nor do we to their circle about it. Hears `people.signals.safe_contact_changed`."""
    if person.contact_prohibited:
        stop_all(person=person, why=WhyAskedNoMore.PROHIBITED, now=now)


def stop_all(*, person: Person, why: WhyAskedNoMore, now: datetime) -> None:
    """Nobody of their circle is asked any more."""
    members = select(CircleMember.id).where(CircleMember.person_id == person.id)
    standing = select(CarerCheckIn).where(CarerCheckIn.member_id.in_(members), CarerCheckIn.ended_at.is_(None))
    for check_in in db.session.scalars(standing.with_for_update()).all():
        _end(check_in, why, now=now)


def preview_text(member: CircleMember, *, pence_per_segment: Decimal | None) -> Preview:
    """The text as this carer would get it, with what it costs each time."""
    return preview(TEMPLATE, _values(member), member.language, pence_per_segment=pence_per_segment)


def continue_one(now: datetime) -> bool:
    """Ask one carer whose time has come, or end it. False when there is none. Commits."""
    due = select(CarerCheckIn).where(CarerCheckIn.ended_at.is_(None), CarerCheckIn.next_at <= now)
    with only_reading():
        anything = db.session.scalar(due.limit(1))
        db.session.commit()
    if anything is None:
        return False
    check_in = db.session.scalar(due.order_by(CarerCheckIn.next_at, CarerCheckIn.id).limit(1).with_for_update(skip_locked=True))
    if check_in is not None:
        _ask(check_in, now=now)
    db.session.commit()
    return check_in is not None


def _ask(check_in: CarerCheckIn, *, now: datetime) -> None:
    member = db.session.get_one(CircleMember, check_in.member_id)
    obstacle = find_obstacle(member)
    if obstacle is not None:
        _end(check_in, obstacle, now=now)
        return
    if messaging_queries.count_unanswered(member.id, template=TEMPLATE, since=check_in.started_at) >= MOST_UNANSWERED:
        _end(check_in, WhyAskedNoMore.UNANSWERED, now=now)
        words = labels.say_who(member, "We asked three times how they are, and they have not answered.")
        call_for_attention(person_id=member.person_id, reason=Reason.CARER_QUIET, words=words, now=now)
        return
    number, day = member.mobile or "", now.astimezone(LONDON).date()
    texts.text_carer(
        member=member,
        template=TEMPLATE,
        values=_values(member),
        dedupe_key=f"carer-check-in:{sha256(number.encode()).hexdigest()[:32]}:{day}",  # by number: never two on a day
        about_id=member.id,
        asks=Asks.HOW_ARE_YOU,
        now=now,
    )
    check_in.next_at = _moment(now + timedelta(weeks=check_in.every_weeks))
    db.session.flush()


def _values(member: CircleMember) -> dict[str, str]:
    return {"navigator_name": member.person.navigator.first_name}


def _first_moment(member: CircleMember, every_weeks: int, *, now: datetime) -> datetime:
    tomorrow = _moment(now + timedelta(days=1))
    last = messaging_queries.find_last_of(TEMPLATE, to_address=member.mobile or "")
    return max(tomorrow, _moment(last + timedelta(weeks=every_weeks))) if last else tomorrow


def _moment(about: datetime) -> datetime:
    """In the morning of that day, or of the next on which texts may go. In UTC."""
    return hours_here.next_allowed(datetime.combine(about.astimezone(LONDON).date(), CLOCK, LONDON))


def _list_standing(number: str) -> list[CarerCheckIn]:
    """What stands with a number, whoever has it, the first chosen first."""
    return list(
        db.session.scalars(
            select(CarerCheckIn)
            .join(CircleMember, CircleMember.id == CarerCheckIn.member_id)
            .where(CircleMember.mobile == number, CarerCheckIn.ended_at.is_(None))
            .order_by(CarerCheckIn.started_at, CarerCheckIn.id)
        )
    )


def _end(check_in: CarerCheckIn, why: WhyAskedNoMore, *, now: datetime) -> None:
    check_in.ended_at, check_in.why_ended, check_in.next_at = now, why, None
    outbox.cancel_planned(recipient_id=check_in.member_id, template=TEMPLATE, cause=f"check_ins_{why.value}", now=now)
    db.session.flush()


def _audit(action: str, member: CircleMember, staff: Staff | None, detail: str, now: datetime) -> None:
    record_audit(
        action=action,
        staff_id=staff.id if staff else None,
        person_id=member.person_id,
        detail=f"{member.id} {detail}",
        now=now,
    )
