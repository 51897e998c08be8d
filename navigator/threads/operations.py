"""What staff do with a conversation: take it, hand it over, answer, mark it done; kept with who and when. Callers commit."""

import uuid
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from messaging.models import OutgoingMessage, ReceivedMessage
from navigator.db import db
from navigator.people import texting
from navigator.people.models import Person, Staff
from navigator.people.operations import record_audit
from navigator.people.texting import WRITTEN_BY_STAFF, NotTexted
from navigator.referrals import operations as referral_operations
from navigator.referrals.models import Attention, Reason
from navigator.threads import team_hours
from navigator.threads.models import Happened, Thread, ThreadEvent

# What somebody wrote, and so what is settled when their conversation is. The others end with what they are about.
ABOUT_WORDS = (Reason.DISTRESS, Reason.NEEDS_HELP, Reason.UNCLEAR_REPLY, Reason.CANNOT_COME, Reason.CHANGE_DAY)


class HeldAlready(Exception):
    """Somebody else sees to it."""


def wait(*, thread: Thread, since: datetime, now: datetime, is_urgent: bool) -> None:
    """A text came that a human has to answer. What waits already waits on from its first text."""
    if thread.done_at is not None:
        thread.done_at = None
        let_go(thread=thread)
    thread.is_urgent = thread.is_urgent or is_urgent
    if thread.waiting_since is None:
        hours = team_hours.team_hours()
        thread.waiting_since, thread.escalated_at = since, None
        thread.due_at = team_hours.add(hours.open, since, worked=hours.answer_within)
    db.session.flush()


def take(*, thread: Thread, staff: Staff, now: datetime) -> None:
    """`staff` sees to it from now on. Raises `HeldAlready` when somebody else, who has not left, said so first."""
    holder = db.session.get(Staff, thread.holder_id) if thread.holder_id else None
    if holder is not None and holder.id == staff.id:
        return
    if holder is not None and holder.left_at is None:
        raise HeldAlready(holder.name)
    _hold(thread, staff, now)
    _note(thread, Happened.TAKEN, staff=staff, now=now)
    for attention in list_open_calls(thread):
        if attention.reason is Reason.DISTRESS:
            referral_operations.take(attention=attention, staff=staff, now=now)


def hand_over(*, thread: Thread, staff: Staff, to: Staff, note: str, now: datetime) -> None:
    """From now on `to` sees to it, and reads `note` beside it. Whether `to` may know of it the caller has asked."""
    _hold(thread, to, now)
    thread.handed_by_id, thread.note = staff.id, note
    _note(thread, Happened.HANDED_OVER, staff=staff, to=to, note=note, now=now)


def answer(
    *, thread: Thread | None, person: Person, staff: Staff, body: str, form_key: str, urgent_reason: str = "", now: datetime
) -> OutgoingMessage | NotTexted:
    """Plan a text in the words of `staff`, signed with their first name; or the reason why the person is not texted.

    The same page (`form_key`) sends the same words once. With `urgent_reason` it goes at any hour; the reason is kept.
    """
    key = f"staff:{form_key}:{sha256(f'{staff.id} {body}'.encode()).hexdigest()[:24]}"
    again = db.session.scalar(select(OutgoingMessage).where(OutgoingMessage.dedupe_key == key))
    if again is not None:  # the second press of one button
        return again
    said = texting.text_person(
        person=person,
        template=WRITTEN_BY_STAFF,
        values={"body": body, "signature": staff.first_name},
        dedupe_key=key,
        urgent_reason=urgent_reason,
        staff_id=staff.id,
        now=now,
    )
    if isinstance(said, NotTexted):
        return said
    record_audit(action="text_written", staff_id=staff.id, person_id=person.id, detail=str(said.id), now=now)
    if thread is not None and thread.done_at is None:
        _stop_waiting(thread)
        if thread.holder_id is None:
            _hold(thread, staff, now)
        _note(thread, Happened.ANSWERED, staff=staff, now=now)
    return said


def mark_done(*, thread: Thread, staff: Staff, now: datetime) -> bool:
    """Nothing in it needs anybody now: it leaves the lists, and what the desk says of it is settled. False when it was so."""
    if thread.done_at is not None:
        return False
    thread.done_at, thread.is_urgent = now, False
    _stop_waiting(thread)
    let_go(thread=thread)
    _note(thread, Happened.DONE, staff=staff, now=now)
    for attention in list_open_calls(thread):
        referral_operations.settle(attention=attention, staff=staff, now=now)
    return True


def open_again(*, thread: Thread, since: datetime, staff: Staff, now: datetime) -> None:
    """It was not done after all."""
    if thread.done_at is None:
        return
    is_urgent = any(attention.reason is Reason.DISTRESS for attention in list_open_calls(thread))
    wait(thread=thread, since=since, now=now, is_urgent=is_urgent)
    _note(thread, Happened.OPENED_AGAIN, staff=staff, now=now)


def escalate(*, thread: Thread, now: datetime) -> None:
    """It has waited too long: the whole team sees it first on their desks until somebody answers."""
    thread.escalated_at = now
    _note(thread, Happened.ESCALATED, staff=None, now=now)


def list_open_calls(thread: Thread) -> list[Attention]:
    """What the desk says about the words of this conversation and nobody has settled."""
    wanted = select(Attention).where(Attention.settled_at.is_(None), Attention.reason.in_(ABOUT_WORDS))
    if thread.person_id is not None:
        wanted = wanted.where(Attention.person_id == thread.person_id, Attention.received_id.is_not(None))
    else:
        wanted = wanted.join(ReceivedMessage, ReceivedMessage.id == Attention.received_id).where(
            ReceivedMessage.from_number == thread.number
        )
    return list(db.session.scalars(wanted.order_by(Attention.opened_at, Attention.id)))


def lock(thread_id: uuid.UUID) -> Thread:
    """One conversation, to be changed: nobody else changes it meanwhile."""
    return db.session.scalars(
        select(Thread).where(Thread.id == thread_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def _stop_waiting(thread: Thread) -> None:
    thread.waiting_since = thread.due_at = thread.escalated_at = None


def _hold(thread: Thread, staff: Staff, now: datetime) -> None:
    thread.holder_id, thread.held_since, thread.handed_by_id, thread.note = staff.id, now, None, ""


def let_go(*, thread: Thread) -> None:
    """Nobody sees to it any more, and no note is left for anybody."""
    thread.holder_id = thread.held_since = thread.handed_by_id = None
    thread.note = ""


def _note(thread: Thread, what: Happened, *, staff: Staff | None, now: datetime, to: Staff | None = None, note: str = "") -> None:
    db.session.add(
        ThreadEvent(
            thread_id=thread.id,
            happened_at=now,
            what=what,
            staff_id=staff.id if staff else None,
            to_staff_id=to.id if to else None,
            note=note,
        )
    )
    detail = f"{thread.id} to {to.email}" if to else str(thread.id)
    record_audit(
        action=f"thread_{what.value}", staff_id=staff.id if staff else None, person_id=thread.person_id, detail=detail, now=now
    )
