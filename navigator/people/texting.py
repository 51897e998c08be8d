"""The one gate between people and the outbox: which way a message reaches somebody, if any, and why that way.

A message is a text, for those who agreed to texts and can use them. It is an e-mail or a letter for those who like that
better, and nothing at all where neither they nor we would be helped by it: then a human is told to bring the news.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from messaging import contact_bans, opt_outs, subscriptions
from messaging.contact_bans import Ban
from messaging.models import Asks, Channel, OutgoingMessage
from messaging.purposes import Purpose as MessagePurpose
from messaging.sending import outbox
from messaging.sending.preferred_times import read_times
from messaging.wording import one_way
from messaging.wording import texts as wording
from messaging.wording.texts import Preview, preview
from navigator.people import queries
from navigator.people.discretion import say_no_more_than_chosen
from navigator.people.models import ContactMethod, Need, Person, Purpose
from navigator.people.operations import record_audit

CANNOT_USE_WORDS = frozenset({Need.BRAILLE, Need.CANNOT_READ})
WRITTEN = frozenset({Channel.EMAIL, Channel.LETTER})
# What a notification may stand for: the plan says the rest. A code or a question must be a text.
NEWS = frozenset({MessagePurpose.REFERRAL, MessagePurpose.REMINDER, MessagePurpose.PLAN})
IN_FULL = frozenset({"welcome", "someone_new"})  # who we are; and what somebody should know wherever they are
CANNOT_BE_RUNG = frozenset({Need.BSL, Need.NO_TELEPHONE})
WRITTEN_BY_STAFF = "written_by_staff"  # in a conversation by text, which paper would end
POST_TAKES = timedelta(days=3)  # from the desk to the door mat, a Sunday among them
PRINTED_BEFORE = timedelta(days=5)  # a text would go at a moment; its letter is printed so long before


class WhyNot(StrEnum):
    """What keeps us from writing to a person."""

    NO_MOBILE = "no_mobile"
    NO_CONSENT = "no_consent"  # they never agreed to texts, or took it back
    STOPPED = "stopped"  # their number said stop
    PROHIBITED = "prohibited"  # nobody may write to them: it could put them in danger
    CLOSED = "closed"  # we no longer support them
    CANNOT_READ = "cannot_read"  # they need Braille, or somebody to tell them
    NEEDS_ANSWER = "needs_answer"  # it asks for an answer, which paper and e-mail cannot take
    TOO_LATE_FOR_POST = "too_late_for_post"


class Because(StrEnum):
    """Why a message goes the way it goes."""

    AGREED = "agreed"  # to texts
    LIKES_EMAIL = "likes_email"
    LIKES_LETTERS = "likes_letters"
    ASKED_FOR_NOTICES = "asked_for_notices"  # on a phone of theirs, by themselves


@dataclass(frozen=True)
class Way:
    """How messages reach a person now."""

    channel: Channel
    because: Because


@dataclass(frozen=True)
class Reach:
    """How far messages reach a person now: what keeps us from texting them, and which way news goes."""

    obstacle: WhyNot | None
    way: Way | WhyNot


@dataclass(frozen=True)
class NotTexted:
    """Nothing was planned, and why."""

    reason: WhyNot


def cannot_be_rung(needs: Collection[Need]) -> bool:
    """Whether somebody with these needs cannot be telephoned, so that a call is not what they like best."""
    return bool(CANNOT_BE_RUNG.intersection(needs))


def find_obstacle(person: Person) -> WhyNot | None:
    """What keeps us from texting this person now; None when nothing does."""
    if person.contact_prohibited:
        return WhyNot.PROHIBITED
    if person.closed_at is not None:
        return WhyNot.CLOSED
    if person.needs & CANNOT_USE_WORDS:
        return WhyNot.CANNOT_READ
    if not person.mobile:
        return WhyNot.NO_MOBILE
    if queries.find_consent(person_id=person.id, purpose=Purpose.TEXTS) is None:
        return WhyNot.NO_CONSENT
    if opt_outs.is_stopped(person.mobile):
        return WhyNot.STOPPED
    return None


def choose_way(person: Person) -> Way | WhyNot:
    """How news reaches this person; or what keeps us from writing at all.

    Whoever likes e-mails has a machine that reads them out or shows them large, so needs do not stand against those. Who
    needs Braille, or somebody to tell them, is helped neither by a text nor by paper. Somebody who prefers a call still gets
    the texts they agreed to.
    """
    return find_reach(person).way


def find_reach(person: Person) -> Reach:
    """Both at once, for a page that needs them more than once."""
    obstacle = find_obstacle(person)
    return Reach(obstacle, _choose_way(person, obstacle))


def _choose_way(person: Person, obstacle: WhyNot | None) -> Way | WhyNot:
    if person.contact_prohibited:
        return WhyNot.PROHIBITED
    if person.closed_at is not None:
        return WhyNot.CLOSED
    if person.contact_method is ContactMethod.EMAIL and person.email:
        return Way(Channel.EMAIL, Because.LIKES_EMAIL)
    if person.needs & CANNOT_USE_WORDS:
        return WhyNot.CANNOT_READ
    if person.contact_method is ContactMethod.LETTER and person.address:
        return Way(Channel.LETTER, Because.LIKES_LETTERS)
    if obstacle:
        return obstacle
    if subscriptions.has_any(person.id):
        return Way(Channel.PUSH, Because.ASKED_FOR_NOTICES)
    return Way(Channel.TEXT, Because.AGREED)


def preview_text(
    *,
    person: Person,
    template: str,
    values: Mapping[str, Any],
    pence_per_segment: Decimal | None = None,
    reach: Reach | None = None,
) -> Preview | None:
    """The text that `text_person` would send them, with its segments and cost.

    None when they get none, or what costs no text: a notification, an e-mail, a letter. `reach`: what the page has asked already.
    """
    reach = reach or find_reach(person)
    if reach.obstacle is not None:
        return None
    way, waits = reach.way, template in wording.ANSWERS or template == WRITTEN_BY_STAFF
    is_written = isinstance(way, Way) and way.channel in WRITTEN and not waits
    if is_written and _can_be_said_without_reply(template, dict(values)):
        return None
    if _on_the_phone(way, template, dict(values), asks=None, waits=waits) is Channel.PUSH:
        return None
    kept = say_no_more_than_chosen(person, values)
    return preview(template, kept, person.language, pence_per_segment=pence_per_segment)


def text_person(
    *,
    person: Person,
    template: str,
    values: dict[str, Any],
    dedupe_key: str,
    now: datetime,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    about_id: uuid.UUID | None = None,
    asks: Asks | None = None,
    any_hour: bool = False,
    urgent_reason: str = "",
    staff_id: uuid.UUID | None = None,
) -> OutgoingMessage | NotTexted:
    """Plan a message to `person`, in their language, the way that reaches them; or the reason why not.

    The options are those of `outbox.plan_text`. What somebody waits for with the phone in their hand (a code, the answer to
    what they wrote) is a text whatever they like best; and so is what asks for an answer, where they take texts.
    A text that goes outside decent hours because `staff_id` said so, for `urgent_reason`, is in the audit with that reason.
    """
    addresses = (person.mobile or "", person.email or "")  # somebody they share a phone with may be the one nobody may write to
    if person.contact_prohibited or contact_bans.is_banned(Ban(about_id=about_id, addresses=addresses)):
        return NotTexted(WhyNot.PROHIBITED)
    reach = find_reach(person)
    way, obstacle = reach.way, reach.obstacle
    waits = any_hour or template in wording.ANSWERS or template == WRITTEN_BY_STAFF
    if isinstance(way, Way) and way.channel in WRITTEN and not waits:
        if way.channel is Channel.EMAIL and opt_outs.is_stopped((person.email or "").lower(), wording.PURPOSES.get(template)):
            return NotTexted(WhyNot.STOPPED)
        if asks is None and _can_be_said_without_reply(template, values):
            return _write_instead(
                way.channel,
                person=person,
                template=template,
                values=values,
                dedupe_key=dedupe_key,
                now=now,
                not_before=not_before,
                expires_at=expires_at,
                about_id=about_id,
            )
        if obstacle:
            return NotTexted(WhyNot.NEEDS_ANSWER)
    if obstacle or not person.mobile:
        return NotTexted(obstacle or WhyNot.NO_MOBILE)
    if opt_outs.is_stopped(person.mobile, wording.PURPOSES.get(template)):
        return NotTexted(WhyNot.STOPPED)  # what is for this purpose
    if urgent_reason:
        record_audit(action="texted_at_night", staff_id=staff_id, person_id=person.id, detail=urgent_reason, now=now)
    return outbox.plan_text(
        to=outbox.Recipient(person.id, person.mobile, person.language, read_times(person.at_times)),
        template=template,
        values=say_no_more_than_chosen(person, values),
        dedupe_key=dedupe_key,
        now=now,
        not_before=not_before,
        expires_at=expires_at,
        about_id=about_id,
        asks=asks,
        any_hour=any_hour,
        urgent_reason=urgent_reason,
        channel=_on_the_phone(way, template, values, asks=asks, waits=waits),
    )


def _on_the_phone(way: Way | WhyNot, template: str, values: dict[str, Any], *, asks: Asks | None, waits: bool) -> Channel:
    """As a notification, when they asked for those, and it is news that the plan holds; else as a text."""
    is_news = not waits and asks is None and wording.PURPOSES.get(template) in NEWS and template not in IN_FULL
    if isinstance(way, Way) and way.channel is Channel.PUSH and is_news and _can_be_said_without_reply(template, values):
        return Channel.PUSH
    return Channel.TEXT


def _write_instead(
    channel: Channel,
    *,
    person: Person,
    now: datetime,
    not_before: datetime | None,
    expires_at: datetime | None,
    **what: Any,
) -> OutgoingMessage | NotTexted:
    address = person.email or ""
    if channel is Channel.LETTER:
        address = person.full_name
        not_before = max(now, (not_before or now) - PRINTED_BEFORE)
        expires_at = expires_at and expires_at - POST_TAKES
        if expires_at and expires_at <= now:
            return NotTexted(WhyNot.TOO_LATE_FOR_POST)
    to = outbox.Recipient(person.id, address, person.language)
    return outbox.plan_instead_of_text(channel, to=to, now=now, not_before=not_before, expires_at=expires_at, **what)


def _can_be_said_without_reply(template: str, values: dict[str, Any]) -> bool:
    try:
        one_way.without_reply(template, values, "en")
    except one_way.NeedsReply:
        return False
    return True
