"""When we were last in touch with each person, kept on their row, so that a caseload asks one table.

The database session itself keeps it: whatever writes down a moment of contact, whichever page or job that is, moves the day
on. `MOMENTS` is the list of what counts. A text of ours is no contact, nor is a call that nobody answered.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, event, func, select, union_all, update
from sqlalchemy.orm import Mapper

from messaging.models import ReceivedMessage
from navigator.conversations.models import Conversation
from navigator.db import db
from navigator.people.models import Person
from navigator.referrals.models import Referral, ReferralEvent
from navigator.steps.models import Confidence, Step
from navigator.visits.models import IN_TOUCH, Kind, LoggedContact

PERSONS: Table = Person.__table__  # type: ignore[assignment]  # a mapped class has one


def _of_conversation(row: Conversation) -> tuple[ColumnElement[bool], datetime]:
    return PERSONS.c.id == row.person_id, row.saved_at


def _of_confidence(row: Confidence) -> tuple[ColumnElement[bool], datetime]:
    return PERSONS.c.id == select(Step.person_id).where(Step.id == row.step_id).scalar_subquery(), row.asked_at


def _of_referral(row: ReferralEvent) -> tuple[ColumnElement[bool], datetime]:
    return PERSONS.c.id == select(Referral.person_id).where(Referral.id == row.referral_id).scalar_subquery(), row.happened_at


def _of_text(row: ReceivedMessage) -> tuple[ColumnElement[bool], datetime]:
    return PERSONS.c.mobile == row.from_number, row.received_at  # a phone that two share counts for both


def _of_contact(row: LoggedContact) -> tuple[ColumnElement[bool], datetime] | None:
    if row.outcome not in IN_TOUCH or row.kind is Kind.OTHERS:
        return None
    return PERSONS.c.id == row.person_id, row.happened_at


MOMENTS: dict[type[Any], Any] = {
    Conversation: _of_conversation,
    Confidence: _of_confidence,
    ReferralEvent: _of_referral,
    ReceivedMessage: _of_text,
    LoggedContact: _of_contact,
}


def _note_moment(mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    found = MOMENTS[mapper.class_](row)
    if found is not None:
        who, at = found
        connection.execute(update(PERSONS).where(who, PERSONS.c.last_contact_at < at).values(last_contact_at=at))


for model in MOMENTS:
    event.listen(model, "after_insert", _note_moment)
event.listen(Conversation, "after_update", _note_moment)


def reckon_again(person: Person) -> datetime:
    """The last contact as the rows tell it, from nothing: after a contact was taken back, and to hold the rule against."""
    moments = union_all(
        select(Person.created_at.label("at")).where(Person.id == person.id),
        select(Conversation.saved_at).where(Conversation.person_id == person.id),
        select(Confidence.asked_at).join(Step, Step.id == Confidence.step_id).where(Step.person_id == person.id),
        select(ReferralEvent.happened_at)
        .join(Referral, Referral.id == ReferralEvent.referral_id)
        .where(Referral.person_id == person.id),
        select(ReceivedMessage.received_at).where(ReceivedMessage.from_number == person.mobile),
        select(LoggedContact.happened_at).where(
            LoggedContact.person_id == person.id,
            LoggedContact.taken_back_at.is_(None),
            LoggedContact.outcome.in_(IN_TOUCH),
            LoggedContact.kind != Kind.OTHERS,
        ),
    ).subquery()
    at: datetime | None = db.session.scalar(select(func.max(moments.c.at)))
    return at or person.created_at


def forget_contact(sender: object, *, person_id: uuid.UUID) -> None:
    """A contact was taken back. Hears `visits.signals.contact_taken_back`."""
    person = db.session.get_one(Person, person_id)
    person.last_contact_at = reckon_again(person)
