"""What a text that came in does to its conversation; and the one text back at night. Connected to signals by navigator.app."""

import uuid
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from messaging import opt_outs
from messaging import queries as messaging_queries
from messaging.models import OutgoingMessage, ReceivedMessage
from messaging.replies.answering import can_be_answered
from messaging.replies.meaning import Meaning, Reply
from messaging.sending import outbox
from messaging.sending.calm import calm_until
from messaging.sending.outbox import Recipient
from navigator.circle import replies as circle_replies
from navigator.circle.queries import list_by_mobile
from navigator.db import db
from navigator.people import queries as people_queries
from navigator.people.models import Person, Staff
from navigator.referrals.models import Attention
from navigator.teams import cover
from navigator.threads import operations, team_hours
from navigator.threads.models import Thread
from translations.locales import DEFAULT

# What the service itself has answered or acted upon. Everything else is words that a human has to read.
NEEDS_NOBODY = frozenset(
    {
        Meaning.YES,
        Meaning.NO,
        Meaning.SCORE,
        Meaning.STOP,
        Meaning.START,
        Meaning.THANKS,
        Meaning.CAN_COME,
        Meaning.WHO,
        Meaning.MACHINE,
        Meaning.WELL,
        Meaning.SO_SO,
    }
)


def note_reply(sender: object, *, received: ReceivedMessage, reply: Reply, asked: OutgoingMessage | None, now: datetime) -> None:
    """A text came in: the conversation it belongs to waits for an answer, unless it needs none."""
    if circle_replies.act_on_reply(received=received, reply=reply, asked=asked, now=now):
        return
    has_picture = bool(received.media) and reply.meaning is not Meaning.MACHINE  # somebody has to ask what it was
    if reply.meaning in NEEDS_NOBODY and not has_picture:
        return
    person, thread = _find_or_begin(received, asked, now)
    thread.last_words, thread.last_at = received.body, received.received_at
    operations.wait(thread=thread, since=received.received_at, now=now, is_urgent=reply.meaning is Meaning.DISTRESS)
    is_answered = reply.late_to is not None or received.media  # with words of its own: one text back is enough
    if reply.meaning is not Meaning.UNCLEAR or is_answered:
        return
    if not team_hours.team_hours().open.allow(now):
        _say_nobody_reads_now(received, person, now)
    elif person is not None and cover.tell_who_writes(person=person, now=now):
        outbox.take_back(to_address=received.from_number, template="unclear", cause="away", now=now)


def note_taken(sender: object, *, attention: Attention, staff: Staff, now: datetime) -> None:
    """Somebody says on the desk that they are at it: they have the conversation too, unless a colleague has it."""
    for thread in _threads_of(attention):
        try:
            operations.take(thread=thread, staff=staff, now=now)
        except operations.HeldAlready:
            continue


def note_settled(sender: object, *, attention: Attention, staff: Staff, now: datetime) -> None:
    """Somebody has dealt with it from the desk: when that was the last of it, the conversation is done too."""
    for thread in _threads_of(attention):
        if thread.done_at is None and not operations.list_open_calls(thread):
            operations.mark_done(thread=thread, staff=staff, now=now)


def note_opened_again(sender: object, *, attention: Attention, staff: Staff, now: datetime) -> None:
    """It was not dealt with after all, so the conversation waits again."""
    for thread in _threads_of(attention):
        operations.open_again(thread=thread, since=attention.opened_at, staff=staff, now=now)


def _find_or_begin(received: ReceivedMessage, asked: OutgoingMessage | None, now: datetime) -> tuple[Person | None, Thread]:
    """Whose conversation a text belongs to: theirs who were asked, else theirs whose phone it is alone; else the number's."""
    person = people_queries.find_person_by_id(asked.recipient_id) if asked and asked.recipient_id else None
    if person is None:
        sharing = people_queries.find_person_by_mobile(received.from_number)
        person = sharing[0] if len(sharing) == 1 else None
    whose = Thread.person_id == person.id if person else Thread.number == received.from_number
    wanted = select(Thread).where(whose).with_for_update()
    if thread := db.session.scalar(wanted):
        return person, thread
    thread = Thread(last_at=received.received_at)
    if person is not None:
        thread.person_id = person.id
    else:
        thread.number, thread.team_id = received.from_number, _find_last_team(received.from_number)
    try:
        with db.session.begin_nested():
            db.session.add(thread)
    except IntegrityError:  # two texts came at once: the other began it
        return person, db.session.scalars(wanted).one()
    return person, thread


def _find_last_team(number: str) -> uuid.UUID | None:
    """The team of whom a carer with this number helps, else of whomever we last texted there: the words may be about them."""
    if people_queries.find_person_by_mobile(number):
        return None
    if helping := list_by_mobile(number):
        return helping[0].person.team_id
    last = messaging_queries.find_last_recipient(number)
    person = people_queries.find_person_by_id(last) if last else None
    return person.team_id if person else None


def _say_nobody_reads_now(received: ReceivedMessage, person: Person | None, now: datetime) -> None:
    """Once a night: from when somebody reads again, and whom to ring. It takes the place of the answer of the day."""
    number = received.from_number
    if opt_outs.is_stopped(number) or not can_be_answered(received) or calm_until(number, now=now) is not None:
        return
    reads_at = team_hours.team_hours().open.next_allowed(now)
    outbox.take_back(to_address=number, template="unclear", cause="out_of_hours", now=now)
    last = messaging_queries.find_last_to(number)
    whose = sha256(number.encode()).hexdigest()[:32]
    outbox.plan_text(
        to=Recipient(
            id=person.id if person else None,
            address=number,
            locale=person.language if person else last.locale if last else DEFAULT,
        ),
        template="out_of_hours",
        values={"reads_at": reads_at.isoformat()},
        dedupe_key=f"out-of-hours:{whose}:{reads_at:%Y-%m-%d}",
        now=now,
    )


def _threads_of(attention: Attention) -> list[Thread]:
    """The conversations a call for attention came from: its person's, and the shared number's it was written from."""
    if attention.received_id is None or attention.reason not in operations.ABOUT_WORDS:
        return []
    number = select(ReceivedMessage.from_number).where(ReceivedMessage.id == attention.received_id).scalar_subquery()
    return list(
        db.session.scalars(
            select(Thread)
            .where((Thread.person_id == attention.person_id) | (Thread.number == number))
            .order_by(Thread.id)
            .with_for_update()
        )
    )
