"""The outbox, what came back, who said stop, and the simulator's phones."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from messaging.purposes import Purpose
from messaging.states import State as State
from navigator.db import Base, Id, by_value

_UNASKED = text("answers_id IS NULL")


class Channel(StrEnum):
    TEXT = "text"
    PUSH = "push"  # a notification on the phone, instead of a text: `to_address` is the number all the same
    EMAIL = "email"
    LETTER = "letter"  # printed and posted by staff: no worker hands it over


# What arrives on somebody's phone: the same hours, limits and STOP hold for it.
ON_THE_PHONE = frozenset({Channel.TEXT, Channel.PUSH})


class Asks(StrEnum):
    """A question a message asks, so that a reply can be matched to it."""

    ATTENDED = "attended"  # 1 yes, 2 no, 3 I need help
    CONFIDENCE = "confidence"  # 0 to 10
    STEP = "step"  # yes, no, I need help
    CONSENT = "consent"  # 1 yes 2 no: may we tell this group?
    PROPOSAL = "proposal"  # 1 yes 2 no: could you come then?
    TRIED = "tried"  # 1 yes, 2 no, 3 I need help: did you try what we told you of?
    HOW_ARE_YOU = "how_are_you"  # to a carer, in whatever words


class EventKind(StrEnum):
    """What a provider calls us about."""

    TEXT = "text"  # a text from a phone
    NEWS = "news"  # what became of a text of ours


class OutgoingMessage(Base):
    """A text or an e-mail, from the moment it is meant to be sent. The table is the truth; workers only act on it."""

    __tablename__ = "outgoing_messages"
    __table_args__ = (
        Index(None, "state", "any_hour", "not_before"),
        Index(None, "recipient_id", "created_at"),
        Index(None, "to_address", "sent_at"),
    )

    id: Mapped[Id]
    channel: Mapped[Channel] = mapped_column(by_value(Channel), default=Channel.TEXT)
    recipient_id: Mapped[uuid.UUID | None] = mapped_column(default=None)  # whose it is; None for an organisation
    to_address: Mapped[str] = mapped_column(String(254))  # E.164, or an e-mail address
    locale: Mapped[str] = mapped_column(String(12))
    template: Mapped[str] = mapped_column(String(60))  # a name in wording.TEMPLATES
    purpose: Mapped[Purpose] = mapped_column(by_value(Purpose))
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    about_id: Mapped[uuid.UUID | None] = mapped_column(index=True, default=None)  # the referral or step it is about
    asks: Mapped[Asks | None] = mapped_column(by_value(Asks), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    dedupe_key: Mapped[str] = mapped_column(String(160), unique=True)
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    any_hour: Mapped[bool] = mapped_column(default=False)  # the person is waiting for it now: a sign-in code
    at_times: Mapped[str] = mapped_column(String(60), default="")  # when its reader likes to be texted: `preferred_times`
    urgent_reason: Mapped[str] = mapped_column(String(300), default="")  # why staff sent it outside decent hours
    state: Mapped[State] = mapped_column(by_value(State), default=State.PLANNED)
    cause: Mapped[str] = mapped_column(String(200), default="")  # why it is in this state, in a code
    attempts: Mapped[int] = mapped_column(default=0)
    deaths: Mapped[int] = mapped_column(default=0)  # of workers that held it and did not get as far as handing it over
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    lease_holder: Mapped[str] = mapped_column(String(80), default="")
    provider: Mapped[str] = mapped_column(String(20), default="")  # who carried it, or was asked to; a gateway's name
    provider_id: Mapped[str | None] = mapped_column(String(64), unique=True, default=None)
    subject: Mapped[str] = mapped_column(String(255), default="")
    body: Mapped[str] = mapped_column(Text, default="")  # written when it is handed over
    segments: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(default=None)

    events: Mapped[list["MessageEvent"]] = relationship(
        back_populates="message", order_by="MessageEvent.happened_at, MessageEvent.id"
    )


class MessageEvent(Base):
    """One change of state, when and why."""

    __tablename__ = "message_events"

    id: Mapped[Id]
    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("outgoing_messages.id"), index=True)
    happened_at: Mapped[datetime]
    state: Mapped[State] = mapped_column(by_value(State))
    cause: Mapped[str] = mapped_column(String(200), default="")

    message: Mapped[OutgoingMessage] = relationship(back_populates="events")


class ReceivedMessage(Base):
    """A text that came in, stored before anything is made of it. `provider_id` unique: a repeated webhook is one text."""

    __tablename__ = "received_messages"
    __table_args__ = (
        Index(None, "from_number", "received_at"),
        # every desk looks through a fortnight of what answered no question for numbers that nobody knows: in the index alone
        Index(
            "ix_received_messages_unasked",
            "received_at",
            "from_number",
            "meaning",
            "id",
            sqlite_where=_UNASKED,
            postgresql_where=_UNASKED,
        ),
    )

    id: Mapped[Id]
    provider_id: Mapped[str] = mapped_column(String(64), unique=True)
    from_number: Mapped[str] = mapped_column(String(20))
    to_number: Mapped[str] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(Text)
    media: Mapped[int] = mapped_column(default=0)  # pictures and recordings that came with it; they are never fetched
    received_at: Mapped[datetime]
    meaning: Mapped[str] = mapped_column(String(40), default="")  # replies.Meaning, once interpreted
    answers_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("outgoing_messages.id"), default=None)
    handled_at: Mapped[datetime | None] = mapped_column(index=True, default=None)


class ProviderEvent(Base):
    """A provider's call to us, word for word, stored before anything is made of it. `digest` unique: told twice is told once."""

    __tablename__ = "provider_events"
    __table_args__ = (Index(None, "handled_at", "received_at"), Index(None, "received_at"))

    id: Mapped[Id]
    provider: Mapped[str] = mapped_column(String(20))
    kind: Mapped[EventKind] = mapped_column(by_value(EventKind))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    query: Mapped[str] = mapped_column(String(500), default="")
    content_type: Mapped[str] = mapped_column(String(80), default="")
    body: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome: Mapped[str] = mapped_column(String(40), default="")  # what it came to, in a code
    tries: Mapped[int] = mapped_column(default=0)


class OptOut(Base):
    """A number that said stop: to everything, or to what is for one purpose. Kept by digest (see `opt_outs`), so that it
    outlives the person's record.
    """

    __tablename__ = "opt_outs"
    __table_args__ = (UniqueConstraint("number_digest", "purpose"),)

    id: Mapped[Id]
    number_digest: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(40), default="")  # one of `purposes.STOPPABLE`; empty: everything
    stopped_at: Mapped[datetime]
    how: Mapped[str] = mapped_column(String(40))  # text, page, navigator, carrier
    started_at: Mapped[datetime | None] = mapped_column(default=None)  # said start again; None while stopped


class ContactBan(Base):
    """One thing nobody may be written to by: a recipient, what a message is about, an address (see `contact_bans`)."""

    __tablename__ = "contact_bans"
    __table_args__ = (UniqueConstraint("whose_id", "key"), Index(None, "key"))

    id: Mapped[Id]
    whose_id: Mapped[uuid.UUID]  # the person, or the referral, that the ban protects
    key: Mapped[str] = mapped_column(String(80))
    since: Mapped[datetime]


class PushSubscription(Base):
    """A browser that somebody lets us notify. `endpoint` is its maker's address for it; the keys seal what we say to it."""

    __tablename__ = "push_subscriptions"
    __table_args__ = (Index(None, "recipient_id", "gone_at"),)

    id: Mapped[Id]
    recipient_id: Mapped[uuid.UUID]
    endpoint: Mapped[str] = mapped_column(String(1000), unique=True)
    p256dh: Mapped[str] = mapped_column(String(100))
    auth: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    gone_at: Mapped[datetime | None] = mapped_column(default=None)
    why_gone: Mapped[str] = mapped_column(String(40), default="")  # asked, stopped, refused, another


class DeadAddress(Base):
    """An e-mail address that does not work, as its mail server said last."""

    __tablename__ = "dead_addresses"

    id: Mapped[Id]
    address: Mapped[str] = mapped_column(String(254), unique=True)  # in small letters
    since: Mapped[datetime]
    code: Mapped[str] = mapped_column(String(40))


class BounceMailbox(Base):
    """How far we have read a mailbox that e-mails come back to, and how it stands with it (see `bounce_mailbox`)."""

    __tablename__ = "bounce_mailboxes"

    name: Mapped[str] = mapped_column(String(300), primary_key=True)
    uid_validity: Mapped[int] = mapped_column(BigInteger, default=0)  # another: its messages are numbered anew
    last_uid: Mapped[int] = mapped_column(BigInteger, default=0)  # read so far
    to_delete: Mapped[list[int]] = mapped_column(JSON)  # read, and not yet deleted there
    counts: Mapped[dict[str, int]] = mapped_column(JSON)  # how many e-mails were what (`bounces.Came`)
    next_look_at: Mapped[datetime]
    holder: Mapped[str] = mapped_column(String(80), default="")  # the worker that looks now
    looked_at: Mapped[datetime | None] = mapped_column(default=None)  # the last time that it could be read
    failing_since: Mapped[datetime | None] = mapped_column(default=None)
    failures: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(String(40), default="")
    told_at: Mapped[datetime | None] = mapped_column(default=None)  # administrators, of this failing


class AwaitedNotice(Base):
    """A notification that was handed over and that no browser has said it showed: then, a text says it (see `sending.unseen`)."""

    __tablename__ = "awaited_notices"

    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("outgoing_messages.id"), primary_key=True)
    text_at: Mapped[datetime] = mapped_column(index=True)


class Rewording(Base):
    """A locality's own words for one part of a message, in one language. Never edited: another version ends this one.

    `part` names the sentence (see `wording.parts`) and `source` keeps its English as it was then. An empty `body`: back to ours.
    """

    __tablename__ = "rewordings"
    __table_args__ = (UniqueConstraint("template", "locale", "part", "version"), Index(None, "template", "replaced_at"))

    id: Mapped[Id]
    template: Mapped[str] = mapped_column(String(60))
    locale: Mapped[str] = mapped_column(String(12))
    part: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text, default="")  # with {navigator_name} where a value goes
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None] = mapped_column(default=None)


class SimulatedText(Base):
    """A text on one of the simulator's phones, either way. The provider's side of things: the service never reads it."""

    __tablename__ = "simulated_texts"
    __table_args__ = (Index(None, "phone", "happened_at"),)

    id: Mapped[Id]
    sid: Mapped[str] = mapped_column(String(64), unique=True)
    phone: Mapped[str] = mapped_column(String(254))  # the person's number, or an e-mail address for the simulated inbox
    from_person: Mapped[bool]
    subject: Mapped[str] = mapped_column(String(255), default="")
    body: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime]
    client_reference: Mapped[str] = mapped_column(String(64), default="", index=True)


class WorkerBeat(Base):
    """The last sign of life of each worker."""

    __tablename__ = "worker_beats"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[datetime]
