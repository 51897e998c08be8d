"""What we mean to send. A message planned here is a row; a worker hands it over later (`delivery`)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from messaging.models import ON_THE_PHONE, Asks, Channel, MessageEvent, OutgoingMessage
from messaging.purposes import Purpose
from messaging.sending import awaiting, hours_here
from messaging.sending.lasting import OF_USE_FOR
from messaging.sending.preferred_times import ANY_TIME, PreferredTimes
from messaging.states import NOT_HANDED_OVER, State
from messaging.wording import texts as wording
from messaging.wording.speaking import WordsMissing as WordsMissing
from navigator.db import db

# Not handed over; or handed over as a notification that may have to become a text.
_IS_STILL_TO_GO = or_(OutgoingMessage.state.in_(NOT_HANDED_OVER), awaiting.may_become_a_text())


class AddressMissing(Exception):
    """A message needs a number or an e-mail address to go to."""


class NotPlanned(Exception):
    """There is no such message, or it has been handed over, cancelled or settled in another way."""


@dataclass(frozen=True)
class Recipient:
    """Who a message is for. `id` None for an organisation; `address` E.164 or an e-mail address; `locale` the reader's.

    `times`: when they like to be texted.
    """

    id: uuid.UUID | None
    address: str
    locale: str
    times: PreferredTimes = ANY_TIME


def plan_text(
    *,
    to: Recipient,
    template: str,
    values: Mapping[str, str | int],
    dedupe_key: str,
    now: datetime,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    about_id: uuid.UUID | None = None,
    asks: Asks | None = None,
    any_hour: bool = False,
    urgent_reason: str = "",
    channel: Channel = Channel.TEXT,
) -> OutgoingMessage:
    """Plan a text, to go at `not_before` (at once when not said) within decent hours, or not at all after `expires_at`.

    Without `expires_at` it is of use for as long as its purpose says (`lasting`). `urgent_reason`: why a member of staff
    sends it whatever the hour; it is kept with the message. `template` and `values` are those of `wording.TEMPLATES`;
    a moment is an ISO string with its zone. `channel` PUSH: as a notification, for whoever has a
    browser that takes those. The same `dedupe_key` again gives the row that is there. Raises `WordsMissing` and
    `AddressMissing`.
    """
    urgent_reason = urgent_reason.strip()[:300]
    any_hour = any_hour or template in wording.AT_ANY_HOUR or bool(urgent_reason)
    goes = not_before or now
    if expires_at is None and template in wording.PURPOSES:
        expires_at = goes + OF_USE_FOR[wording.PURPOSES[template]]
    if to.times != ANY_TIME and not any_hour:
        goes = hours_here.moment_for(goes, times=to.times, before=expires_at)
    return _plan(
        channel,
        to,
        template,
        values,
        dedupe_key,
        now,
        not_before=goes,
        expires_at=expires_at,
        about_id=about_id,
        written_for=Channel.TEXT,
        asks=asks,
        any_hour=any_hour,
        at_times=to.times.write(),
        urgent_reason=urgent_reason,
    )


def plan_email(
    *,
    to: Recipient,
    template: str,
    values: Mapping[str, str | int],
    dedupe_key: str,
    now: datetime,
    about_id: uuid.UUID | None = None,
) -> OutgoingMessage:
    """Plan an e-mail, to go at once. As `plan_text` otherwise."""
    return _plan(Channel.EMAIL, to, template, values, dedupe_key, now, not_before=now, about_id=about_id, any_hour=True)


def plan_instead_of_text(
    channel: Channel,
    *,
    to: Recipient,
    template: str,
    values: Mapping[str, str | int],
    dedupe_key: str,
    now: datetime,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    about_id: uuid.UUID | None = None,
) -> OutgoingMessage:
    """Plan what a text would have said, as an e-mail or a letter. As `plan_text` otherwise.

    A letter's `to.address` is the person's name for the list of letters; the envelope is addressed when it is printed.
    """
    return _plan(
        channel,
        to,
        template,
        values,
        dedupe_key,
        now,
        written_for=Channel.TEXT,
        not_before=not_before or now,
        expires_at=expires_at,
        about_id=about_id,
        any_hour=False,
    )


def cancel_planned(
    *,
    about_id: uuid.UUID | None = None,
    recipient_id: uuid.UUID | None = None,
    to_address: str | None = None,
    purpose: Purpose | None = None,
    template: str | None = None,
    cause: str,
    now: datetime,
) -> int:
    """Cancel what is planned and not yet handed over, about something, to somebody or to an address. Says how many.

    With a `purpose` or a `template`, what is for that alone. No notification that has gone becomes a text after that.

    A message that is being handed over may have gone; if it turns out that it has not, it is cancelled then.
    """
    by = {"about_id": about_id, "recipient_id": recipient_id, "to_address": to_address}
    asked: dict[str, object] = {name: value for name, value in by.items() if value is not None}
    if not asked:
        raise ValueError("say whose messages are to be cancelled")
    if purpose is not None:
        asked["purpose"] = purpose
    if template is not None:
        asked["template"] = template
    found = db.session.scalars(
        select(OutgoingMessage)
        .where(OutgoingMessage.state.in_((*NOT_HANDED_OVER, State.HANDING_OVER)))
        .filter_by(**asked)
        .with_for_update()
    ).all()
    leaving = [message for message in found if message.state is State.HANDING_OVER]
    for message in leaving:
        message.expires_at = now
        db.session.add(MessageEvent(message_id=message.id, happened_at=now, state=State.CANCELLED, cause=cause))
    planned = [message for message in found if message.state is not State.HANDING_OVER]
    for message in planned:
        cancel_one(message=message, cause=cause, now=now)
    awaiting.forget_where(**asked)
    db.session.flush()
    return len(planned)


def list_planned_about(about_id: uuid.UUID, *, template: str) -> Sequence[OutgoingMessage]:
    """What is still to go about something, of one template, soonest first; the rows are locked."""
    return db.session.scalars(
        select(OutgoingMessage)
        .where(
            OutgoingMessage.about_id == about_id,
            OutgoingMessage.template == template,
            OutgoingMessage.state.in_(NOT_HANDED_OVER),
        )
        .order_by(OutgoingMessage.not_before, OutgoingMessage.id)
        .with_for_update()
    ).all()


def take_back_waiting(*, template: str, now: datetime) -> int:
    """Cancel every message of a template whose time has come and that has not been handed over. Says how many."""
    waiting = db.session.scalars(
        select(OutgoingMessage)
        .where(
            OutgoingMessage.template == template, OutgoingMessage.state.in_(NOT_HANDED_OVER), OutgoingMessage.not_before <= now
        )
        .with_for_update()
    ).all()
    for message in waiting:
        cancel_one(message=message, cause="taken_back", now=now)
    awaiting.forget_where(template=template)
    return len(waiting)


def cancel_one(*, message: OutgoingMessage, cause: str, now: datetime) -> None:
    """Cancel one message that has not been handed over. The caller holds its row's lock."""
    message.state, message.cause = State.CANCELLED, cause
    message.values, message.body = wording.without_secrets(message.template, message.values, message.body)
    db.session.add(MessageEvent(message_id=message.id, happened_at=now, state=State.CANCELLED, cause=cause))
    db.session.flush()


def take_back(*, to_address: str, template: str, cause: str, now: datetime) -> int:
    """Cancel the texts of one template that wait to go to a number: another one says it better. Says how many."""
    found = db.session.scalars(
        select(OutgoingMessage)
        .where(
            OutgoingMessage.to_address == to_address,
            OutgoingMessage.template == template,
            OutgoingMessage.state.in_(NOT_HANDED_OVER),
        )
        .with_for_update()
    ).all()
    for message in found:
        cancel_one(message=message, cause=cause, now=now)
    awaiting.forget_where(to_address=to_address, template=template)
    return len(found)


def follow_address(*, recipient_id: uuid.UUID, address: str, now: datetime) -> None:
    """Somebody's texts go to another number from now on.

    One that is being handed over may have gone to the old number, so it is not written anew; nor does it go there again.
    """
    theirs = (OutgoingMessage.recipient_id == recipient_id, OutgoingMessage.channel.in_(ON_THE_PHONE))
    db.session.execute(update(OutgoingMessage).where(*theirs, _IS_STILL_TO_GO).values(to_address=address))
    db.session.execute(update(OutgoingMessage).where(*theirs, OutgoingMessage.state == State.HANDING_OVER).values(expires_at=now))


def follow_language(*, recipient_id: uuid.UUID, locale: str) -> None:
    """Somebody's texts are written in another language from now on."""
    db.session.execute(
        update(OutgoingMessage)
        .where(
            OutgoingMessage.recipient_id == recipient_id,
            OutgoingMessage.channel.in_(ON_THE_PHONE),
            _IS_STILL_TO_GO,
        )
        .values(locale=locale)
    )


def follow_times(*, recipient_id: uuid.UUID, times: PreferredTimes, now: datetime) -> None:
    """Somebody likes to be texted at other times from now on. What is planned moves there, a reminder to before its time."""
    planned = db.session.scalars(
        select(OutgoingMessage)
        .where(
            OutgoingMessage.recipient_id == recipient_id,
            OutgoingMessage.channel.in_(ON_THE_PHONE),
            _IS_STILL_TO_GO,
        )
        .with_for_update()
    )
    for message in planned:
        message.at_times = times.write()
        if message.any_hour:
            continue
        goes = max(message.not_before, now)
        earlier = hours_here.moment_before(goes, times=times)
        if message.purpose is Purpose.REMINDER and earlier >= now:
            message.not_before = earlier
        else:
            message.not_before = hours_here.moment_for(goes, times=times, before=message.expires_at)
    db.session.flush()


def bring_forward(*, message_id: uuid.UUID, now: datetime) -> OutgoingMessage:
    """Let a planned message go now, whatever the hour. Raises `NotPlanned`."""
    message = db.session.scalar(
        select(OutgoingMessage).where(OutgoingMessage.id == message_id, OutgoingMessage.state == State.PLANNED).with_for_update()
    )
    if message is None:
        raise NotPlanned(message_id)
    message.not_before, message.any_hour = now, True
    db.session.flush()
    return message


def _plan(
    channel: Channel,
    to: Recipient,
    template: str,
    values: Mapping[str, str | int],
    dedupe_key: str,
    now: datetime,
    *,
    written_for: Channel | None = None,
    **details: object,
) -> OutgoingMessage:
    wording.check_values(template, values, written_for or channel)
    if not to.address.strip():
        raise AddressMissing(f"nowhere to send {template}")
    same = select(OutgoingMessage).where(OutgoingMessage.dedupe_key == dedupe_key)
    if already := db.session.scalar(same):
        return already
    message = OutgoingMessage(
        channel=channel,
        recipient_id=to.id,
        to_address=to.address,
        locale=to.locale,
        template=template,
        purpose=wording.PURPOSES[template],
        values=dict(values),
        dedupe_key=dedupe_key,
        state=State.PLANNED,
        created_at=now,
        **details,
    )
    message.events.append(MessageEvent(happened_at=now, state=State.PLANNED))
    try:
        with db.session.begin_nested():
            db.session.add(message)
            db.session.flush()
    except IntegrityError:  # somebody else planned it between our look and our write
        return db.session.scalars(same).one()
    return message
