"""May this message go now, and in which words? What may not is put off, or never goes, and says why."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from messaging.models import ON_THE_PHONE, Channel
from messaging.sending import hours_here
from messaging.sending.claiming import Claimed
from messaging.sending.preferred_times import read_times
from messaging.states import State
from messaging.subscriptions import Target
from messaging.wording import notices, one_way, segments
from messaging.wording import texts as wording
from messaging.wording.speaking import WordsMissing

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
MOST_DEATHS = 8


@dataclass(frozen=True)
class Ready:
    """A message in its words, which may go now."""

    claimed: Claimed
    subject: str
    body: str
    segments: int
    cause: str  # what was wrong with its words, if anything: see `speaking.Words`
    provider: str = ""  # who is to carry it: written down with the mark that its call begins
    targets: tuple[Target, ...] = ()  # the browsers to notify, found at the last look


@dataclass(frozen=True)
class KeptBack:
    """A message that does not go now; `until` None: nor ever."""

    claimed: Claimed
    state: State
    cause: str
    until: datetime | None = None


def prepare(message: Claimed, *, now: datetime, stop_link: Callable[[UUID], str] | None = None) -> Ready | KeptBack:
    """Decide about a claimed message, by itself and the clock. Touches no table but a locality's own words.

    `stop_link` where nobody can answer our texts (see `Gateway`).
    """
    if message.deaths >= MOST_DEATHS or message.attempts >= MOST_ATTEMPTS:
        return KeptBack(message, State.FAILED, "gave_up")
    if message.expires_at is not None and message.expires_at <= now:
        return KeptBack(message, State.EXPIRED, "too_late")
    if (later := wait_for_day(message, now=now)) is not None:
        if message.expires_at is not None and later >= message.expires_at:  # the morning would be too late
            return KeptBack(message, State.EXPIRED, "too_late")
        cause = "preferred_times" if hours_here.is_allowed(now) else "quiet_hours"
        return KeptBack(message, State.PLANNED, cause, later)
    if message.body:  # written for an earlier try: it stays the same, so that the provider's copy is recognised
        return Ready(message, message.subject, message.body, _size(message.channel, message.body), message.cause)
    try:
        if message.channel is Channel.PUSH:
            written = notices.notice(locale=message.locale, purpose=message.purpose)
        elif message.channel is Channel.TEXT and stop_link is not None:
            written = one_way.render(message.template, message.values, message.locale, link=stop_link(message.id))
        elif message.channel is not wording.CHANNELS.get(message.template, message.channel):  # a text, for who prefers e-mail
            written = one_way.as_email(message.template, message.values, message.locale)
        else:
            written = wording.render(message.template, message.values, message.locale)
    except one_way.NeedsReply:
        return KeptBack(message, State.SUPPRESSED, "cannot_be_answered")
    except WordsMissing as problem:
        log.error("message %s cannot be written: %s", message.id, problem)
        return KeptBack(message, State.FAILED, "blank_words")
    body = segments.safe_downgrade(written.body) if message.channel is Channel.TEXT else written.body
    return Ready(message, written.subject, body, _size(message.channel, body), written.cause)


def wait_for_day(message: Claimed, *, now: datetime) -> datetime | None:
    """Until when a text waits that may not arrive at this hour, or not as its reader likes; None when it may."""
    if message.channel not in ON_THE_PHONE or message.any_hour:
        return None
    later = hours_here.moment_for(now, times=read_times(message.at_times), before=message.expires_at)
    return later if later > now else None


def _size(channel: Channel, body: str) -> int:
    return segments.count(body).segments if channel is Channel.TEXT else 0
