"""The one text back that a reply gets from the service itself, and when it gets none.

Nothing here answers a machine: a sender that is no telephone number, our own number, or whoever has had as many answers in an
hour as no person needs. What is not answered is counted, and stands where people read it all the same.
"""

import logging
import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import func, select

from messaging import contact_bans
from messaging.models import OutgoingMessage, ReceivedMessage
from messaging.purposes import Purpose
from messaging.sending import outbox
from messaging.sending.calm import calm_until as calm_until
from messaging.sending.calm import is_held
from messaging.sending.outbox import Recipient
from messaging.wording import texts as wording
from navigator.db import db
from navigator.times import LONDON

log = logging.getLogger(__name__)

TELEPHONE = re.compile(r"\+[1-9][0-9]{7,14}")  # E.164; a short code has fewer digits and no plus, an alphanumeric sender letters
MOST_AN_HOUR = 6  # answers to one number: two machines that thank each other would send thousands
SAFETY_AGAIN_AFTER = timedelta(minutes=15)  # somebody who writes five texts in a row needs the numbers once


class NotAnswered(StrEnum):
    """Why no text went back."""

    CANNOT_BE_ANSWERED = "cannot_be_answered"  # the sender is no telephone, or is ourselves
    TOO_MANY = "too_many"
    SAID_JUST_NOW = "said_just_now"
    PROHIBITED = "prohibited"  # nobody may write to that number: see `contact_bans`
    CALM = "calm"  # it would sound cheerful after words of danger


not_answered_counts: Counter[NotAnswered] = Counter()
"""What got no answer since this process began, for the metrics."""


def can_be_answered(received: ReceivedMessage) -> bool:
    """Whether a text came from a telephone that is not ours. Numbers are ours when texts have come in to them."""
    number = received.from_number
    if not TELEPHONE.fullmatch(number) or number == received.to_number:
        return False
    to_us = select(ReceivedMessage.id).where(ReceivedMessage.to_number == number).limit(1)
    return db.session.scalar(to_us) is None


def answer(
    *,
    received: ReceivedMessage,
    template: str,
    key: str,
    last: OutgoingMessage | None,
    locale: str,
    now: datetime,
    values: Mapping[str, str | int] | None = None,
) -> OutgoingMessage | NotAnswered:
    """Plan the text back to `received`, or say why not. `last`: the last text to that number, whose it is.

    The same `key` is answered once.
    """
    why_not = _why_not(received, template, now=now)
    if why_not is not None:
        not_answered_counts[why_not] += 1
        log.warning("received text %s gets no %s: %s", received.id, template, why_not)
        return why_not
    to = Recipient(id=last.recipient_id if last else None, address=received.from_number, locale=locale)
    return outbox.plan_text(to=to, template=template, values=values or {}, dedupe_key=key, now=now)


def once_a_day(template: str, number: str, now: datetime) -> str:
    """A key under which a number gets a template once on a day, London time."""
    return f"{template}:{sha256(number.encode()).hexdigest()[:32]}:{now.astimezone(LONDON).date()}"


def _why_not(received: ReceivedMessage, template: str, *, now: datetime) -> NotAnswered | None:
    if not can_be_answered(received):
        return NotAnswered.CANNOT_BE_ANSWERED
    number = received.from_number
    if contact_bans.is_banned(contact_bans.Ban(addresses=(number,))):
        return NotAnswered.PROHIBITED
    if template == "safety":  # no limit but its own: whoever is in danger gets it, however many texts came before
        return NotAnswered.SAID_JUST_NOW if _count(number, Purpose.SAFETY, since=now - SAFETY_AGAIN_AFTER) else None
    if is_held(template, wording.PURPOSES[template]) and calm_until(number, now=now) is not None:
        return NotAnswered.CALM
    return NotAnswered.TOO_MANY if _count(number, Purpose.ANSWER, since=now - timedelta(hours=1)) >= MOST_AN_HOUR else None


def _count(number: str, purpose: Purpose, *, since: datetime) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(OutgoingMessage)
            .where(OutgoingMessage.to_address == number, OutgoingMessage.purpose == purpose, OutgoingMessage.created_at > since)
        )
        or 0
    )
