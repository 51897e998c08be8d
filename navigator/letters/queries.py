"""Reading the letters that wait to be printed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from messaging.models import Channel, OutgoingMessage
from messaging.states import WAITING
from messaging.wording import one_way
from navigator.db import db
from navigator.people.access import seen_by
from navigator.people.models import Need, Person, Staff
from translations import dates
from translations.locales import Language, language, words


@dataclass(frozen=True)
class Letter:
    """A letter in its words. `dated` today in its language; `size`: normal, large (18 point) or giant (24 point)."""

    message: OutgoingMessage
    person: Person
    dated: str
    greeting: str
    body: str
    warning: str
    language: Language
    size: str


def list_waiting(*, staff: Staff, now: datetime, only: Sequence[uuid.UUID] | None = None) -> list[Letter]:
    """Letters that are to go now, to people this member of staff may see, oldest first. `only`: those of them."""
    wanted = (
        select(OutgoingMessage, Person)
        .join(Person, Person.id == OutgoingMessage.recipient_id)
        .where(
            OutgoingMessage.channel == Channel.LETTER,
            OutgoingMessage.state.in_(WAITING),
            OutgoingMessage.not_before <= now,
            or_(OutgoingMessage.expires_at.is_(None), OutgoingMessage.expires_at > now),
            Person.contact_prohibited.is_(False),
            seen_by(staff),
        )
        .order_by(OutgoingMessage.not_before, OutgoingMessage.id)
    )
    if only is not None:
        wanted = wanted.where(OutgoingMessage.id.in_(only))
    return [_write(message, person, now) for message, person in db.session.execute(wanted)]


def _write(message: OutgoingMessage, person: Person, now: datetime) -> Letter:
    written = one_way.without_reply(message.template, message.values, message.locale)
    _ = words(written.locale).gettext
    return Letter(
        message=message,
        person=person,
        dated=dates.long_date(now, written.locale),
        greeting=_("Dear %(name)s,") % {"name": person.given_name},
        body=written.body,
        warning=_("We are not an emergency service. In danger ring 999, for medical help ring 111."),
        language=language(written.locale),
        size=_size(person.needs),
    )


def _size(needs: frozenset[Need]) -> str:
    if Need.GIANT_PRINT in needs:
        return "giant"
    return "large" if Need.LARGE_PRINT in needs else "normal"
