"""Referring, and what an organisation answers. Each flushes; whoever calls commits.

Sending links: `reply_links`. Who came: `hearing`. Taking back, recalling, opening again: `endings`.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from secrets import choice
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError

from directory.finding.gaps import note_no_room
from directory.models import Service, ServiceStatus
from messaging import contact_bans
from messaging.contact_bans import Ban
from messaging.sending import outbox
from navigator.db import db
from navigator.people import operations as people_operations
from navigator.people.models import Consent, ConsentHow, Person, Purpose, Staff
from navigator.people.texting import NotTexted
from navigator.referrals import chase_times, moving, proposals, queries, sharing, signals, states, texts
from navigator.referrals.models import Attention, Reason, Referral, ReferralStatus, ReplyLink
from navigator.referrals.reply_links import send_link
from navigator.steps.models import Step

WAITING_LASTS = timedelta(days=182)  # how long an organisation with a waiting list may take to say yes or no
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels, so that no reference is a word


class NoAddress(Exception):
    """The organisation has no e-mail address, so nothing can be sent to it: somebody has to ring."""


class ServiceClosed(Exception):
    """The service is not running now."""


class KeyReused(Exception):
    """This idempotency key stood for another referral."""


class CannotBeAsked(Exception):
    """Whether we may tell a group was to be asked by text, and no text reaches this person: `why_not`."""

    def __init__(self, why_not: NotTexted) -> None:
        self.why_not = why_not
        super().__init__(why_not.reason)


class NothingToChange(Exception):
    """The appointment is at that time and place already."""


class LinkSpent(Exception):
    """The link was used, has expired or was taken back."""


def refer(
    *,
    person: Person,
    service: Service,
    staff: Staff,
    step: Step | None,
    shared_parts: Iterable[str],
    reason: str,
    how: ConsentHow,
    wording: str,
    idempotency_key: str,
    public_url: str,
    now: datetime,
    contact_prohibited: bool = False,
    together_id: uuid.UUID | None = None,
) -> tuple[Referral, texts.Told]:
    """Refer `person` to `service`, sharing the ticked parts alone, and say whether the person is told of it by text.

    With `how` TEXT nothing goes to anybody yet: the person is asked by text, and their yes sends it (`agree_by_text`).
    The same key again gives the referral that stands. `contact_prohibited`: nobody may contact them about it.
    `together_id`: that of the others made from the same summary. Raises `NoAddress`, `ServiceClosed`, `KeyReused`,
    `CannotBeAsked` and `sharing.NothingToCallThemBy`.
    """
    standing = queries.find_by_key(idempotency_key)
    if standing is not None:
        return _same(standing, person=person, service=service), None
    address = queries.address_of(service)
    if not address:
        raise NoAddress(service.id)
    if service.status is not ServiceStatus.ACTIVE:
        raise ServiceClosed(service.id)
    matters = queries.find_what_matters(person_id=person.id, step=step)
    known = sharing.describe(person=person, step=step, matters=matters, prohibited=contact_prohibited)
    shared = sharing.choose(known, shared_parts)
    organization = service.organization.name
    is_asked_first = how is ConsentHow.TEXT
    try:
        with db.session.begin_nested():
            consent = None if is_asked_first else _record_consent(person, shared, organization, wording, how, staff.id, now)
            referral = Referral(
                reference="".join(choice(LETTERS) for _ in range(10)),
                person_id=person.id,
                staff_id=staff.id,
                step_id=step.id if step else None,
                service_id=service.id,
                organization_id=service.organization_id,
                consent_id=consent.id if consent else None,
                together_id=together_id,
                contact_prohibited=contact_prohibited,
                status=ReferralStatus.DRAFT if is_asked_first else ReferralStatus.SENT,
                idempotency_key=idempotency_key,
                service_name=service.name,
                organization_name=organization,
                sent_to=address,
                reason=reason,
                shared=sharing.write(shared),
                sent_at=now,
                chase_at=None if is_asked_first else chase_times.first_after(now),
            )
            db.session.add(referral)
            db.session.flush()
    except IntegrityError:
        standing = queries.find_by_key(idempotency_key)  # the other click was quicker
        if standing is None:
            raise
        return _same(standing, person=person, service=service), None
    moving.note_event(referral, origin=None, who=staff.name, note="", now=now)
    if contact_prohibited:
        contact_bans.put(whose=referral.id, ban=Ban(about_id=referral.id), now=now)
    if is_asked_first:
        told = texts.ask_consent(referral=referral, person=person, now=now)
        if isinstance(told, NotTexted):
            raise CannotBeAsked(told)
        return referral, told
    send_link(referral=referral, staff=staff, public_url=public_url, now=now)
    return referral, texts.tell_of_sending(referral=referral, person=person, now=now)


def agree_by_text(*, referral: Referral, person: Person, wording: str, now: datetime) -> texts.Told:
    """The person said yes to `wording`, the very text they were sent: the consent is kept, and the referral goes.

    The e-mail itself is written by the worker (`chasing.do_one`), which knows our address. Raises `MoveNotAllowed`.
    """
    moving.move(referral, ReferralStatus.SENT, who=f"{person.given_name}, by text", now=now)
    shared = sharing.read(referral.shared)
    consent = _record_consent(person, shared, referral.organization_name, wording, ConsentHow.TEXT, None, now)
    referral.consent_id, referral.sent_at, referral.chase_at = consent.id, now, now
    db.session.flush()
    return texts.tell_of_sending(referral=referral, person=person, now=now)


def refuse_by_text(*, referral: Referral, person: Person, now: datetime) -> None:
    """The person said no: nobody is told anything. Raises `MoveNotAllowed`."""
    moving.move(referral, ReferralStatus.WITHDRAWN, who=f"{person.given_name}, by text", now=now)
    call_for_attention(
        person_id=person.id, reason=Reason.DID_NOT_AGREE, words=referral.service_name, referral_id=referral.id, now=now
    )


def _record_consent(
    person: Person,
    shared: Mapping[sharing.SharedPart, str],
    organization: str,
    wording: str,
    how: ConsentHow,
    recorded_by_id: uuid.UUID | None,
    now: datetime,
) -> Consent:
    return people_operations.record_consent(
        person_id=person.id,
        purpose=Purpose.REFERRAL,
        wording=wording,
        how=how,
        recorded_by_id=recorded_by_id,
        now=now,
        shared_parts=",".join(part.value for part in shared),
        shared_with=organization,
    )


def answer(
    *,
    link: ReplyLink,
    person: Person,
    answer: ReferralStatus,
    appointment_at: datetime | None = None,
    place: str = "",
    ask_for: str = "",
    note: str = "",
    now: datetime,
) -> texts.Told:
    """What the organisation says: yes (with a date), no room, or not right for them. Uses the link up.

    A place on the waiting list leaves the link open, for `WAITING_LASTS`: they say yes or no by it when they know.

    Of two answers at once the first wins. Raises `LinkSpent` and `states.MoveNotAllowed`.
    """
    referral, waits = link.referral, answer is ReferralStatus.WAITING_LIST
    taken = db.session.execute(
        update(ReplyLink)
        .where(ReplyLink.id == link.id, ReplyLink.used_at.is_(None), ReplyLink.revoked_at.is_(None), ReplyLink.expires_at > now)
        .values(**({"expires_at": now + WAITING_LASTS} if waits else {"used_at": now}))
    )
    if cast(CursorResult[Any], taken).rowcount != 1:
        raise LinkSpent(link.id)
    facts: dict[str, Any] = {"appointment_at": appointment_at, "place": place, "ask_for": ask_for, "note": note}
    return answer_by(referral=referral, person=person, answer=answer, who=referral.organization_name, link=link, now=now, **facts)


def acknowledge(*, referral: Referral, who: str, now: datetime) -> bool:
    """They have it and will answer. False when they had said so, or have answered."""
    if referral.status is not ReferralStatus.SENT:
        return False
    moving.move(referral, ReferralStatus.RECEIVED, who=who, now=now)
    return True


def answer_by(
    *,
    referral: Referral,
    person: Person,
    answer: ReferralStatus,
    who: str,
    appointment_at: datetime | None = None,
    place: str = "",
    ask_for: str = "",
    note: str = "",
    link: ReplyLink | None = None,
    now: datetime,
) -> texts.Told:
    """As `answer`, by whoever may answer for the organisation without a link of this referral. Raises `MoveNotAllowed`."""
    if answer not in states.ANSWERS:
        raise states.MoveNotAllowed(referral.status, answer)
    facts: dict[str, Any] = {"answered_at": now, "answer_note": note}
    if answer is ReferralStatus.ACCEPTED:
        facts |= {"appointment_at": appointment_at, "appointment_place": place, "ask_for": ask_for}
    moving.move(referral, answer, who=who, note=note, now=now, **facts)
    if answer in states.DECLINED:
        outbox.cancel_planned(about_id=referral.id, cause="declined", now=now)
    db.session.flush()
    proposals.end_all(referral=referral, now=now)
    if answer is ReferralStatus.WAITING_LIST:
        told = texts.tell_of_waiting(referral=referral, person=person, now=now)
        if isinstance(told, NotTexted):
            call_to_tell(referral=referral, person=person, now=now)
        return told
    texts.confirm_to_organization(referral=referral, about=link or referral, now=now)
    if answer is ReferralStatus.ACCEPTED:
        told = texts.tell_of_acceptance(referral=referral, person=person, now=now)
        tell_circle(referral, person, signals.News.MADE, now=now)
        is_late = appointment_at is not None and texts.comes_too_late(appointment_at=appointment_at, now=now)
    else:
        if answer is ReferralStatus.NO_ROOM:
            note_no_room(service_id=referral.service_id, language=person.language, now=now)
        call_for_attention(person_id=referral.person_id, reason=Reason.DECLINED, words=note, referral_id=referral.id, now=now)
        told, is_late = texts.tell_of_refusal(referral=referral, person=person, now=now), False
    if is_late or isinstance(told, NotTexted):
        call_to_tell(referral=referral, person=person, now=now)
    return told


def call_to_tell(*, referral: Referral, person: Person, now: datetime) -> Attention:
    """Put it before the navigator that no text brings the person this referral's news, or none in time: they have to ring."""
    return call_for_attention(
        person_id=person.id,
        reason=Reason.CANNOT_BE_TEXTED,
        words=texts.what_was_not_told(referral=referral, person=person),
        referral_id=referral.id,
        now=now,
    )


def change_appointment(
    *,
    referral: Referral,
    person: Person,
    who: str,
    appointment_at: datetime,
    place: str,
    ask_for: str = "",
    note: str = "",
    now: datetime,
) -> texts.Told:
    """Another day, time or place for what was arranged. What was planned for the old one is not sent; the person is told.

    Raises `NothingToChange`, and `states.MoveNotAllowed` when the referral is not accepted, or no longer.
    """
    facts = {"appointment_at": appointment_at, "appointment_place": place, "ask_for": ask_for}
    if all(getattr(referral, name) == value for name, value in facts.items()):
        raise NothingToChange(referral.id)
    changed = db.session.execute(
        update(Referral)
        .where(Referral.id == referral.id, Referral.status == ReferralStatus.ACCEPTED)
        .values(**facts)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(referral)
    if cast(CursorResult[Any], changed).rowcount != 1:
        raise states.MoveNotAllowed(referral.status, ReferralStatus.ACCEPTED)
    event = moving.note_event(referral, origin=ReferralStatus.ACCEPTED, who=who, note=note, now=now)
    cancel_planned(referral, cause="appointment_changed", now=now)
    tell_circle(referral, person, signals.News.CHANGED, now=now)
    return texts.tell_of_change(referral=referral, person=person, change_id=event.id, now=now)


def cancel_planned(referral: Referral, *, cause: str, now: datetime) -> None:
    """What is planned about a referral is not sent: to the person, nor (a copy of their answer) to the organisation."""
    outbox.cancel_planned(about_id=referral.id, cause=cause, now=now)
    for link in queries.list_links(referral.id):
        outbox.cancel_planned(about_id=link.id, cause=cause, now=now)


def call_for_attention(
    *,
    person_id: uuid.UUID,
    reason: Reason,
    words: str,
    now: datetime,
    referral_id: uuid.UUID | None = None,
    received_id: uuid.UUID | None = None,
) -> Attention:
    """Put a person before their navigator. The same text, or the same referral for the same reason, calls once."""
    same = select(Attention).where(Attention.person_id == person_id, Attention.reason == reason)
    if received_id is not None:
        same = same.where(Attention.received_id == received_id)
    elif referral_id is not None:
        same = same.where(Attention.referral_id == referral_id, Attention.settled_at.is_(None))
    else:
        same = same.where(Attention.words == words, Attention.settled_at.is_(None))
    standing = db.session.scalar(same.limit(1))
    if standing is not None:
        return standing
    attention = Attention(
        person_id=person_id, reason=reason, words=words, referral_id=referral_id, received_id=received_id, opened_at=now
    )
    db.session.add(attention)
    db.session.flush()
    return attention


def is_called_for(*, person_id: uuid.UUID, reason: Reason, words: str) -> bool:
    """Whether somebody is before their navigator already for this reason and in these words."""
    same = select(Attention.id).where(
        Attention.person_id == person_id, Attention.reason == reason, Attention.words == words, Attention.settled_at.is_(None)
    )
    return db.session.scalar(same.limit(1)) is not None


def call_about_closed_service(*, service: Service, now: datetime) -> int:
    """A service has closed: put everybody on their way there before their navigator. Says how many that were."""
    going = queries.list_open_to(service.id)
    for referral in going:
        call_for_attention(
            person_id=referral.person_id,
            reason=Reason.SERVICE_CLOSED,
            words=referral.service_name,
            referral_id=referral.id,
            now=now,
        )
    return len(going)


def settle_about_closed_service(*, service: Service, now: datetime) -> None:
    """It has not closed after all: nobody has to be told that it has."""
    theirs = select(Referral.id).where(Referral.service_id == service.id)
    db.session.execute(
        update(Attention)
        .where(Attention.reason == Reason.SERVICE_CLOSED, Attention.referral_id.in_(theirs), Attention.settled_at.is_(None))
        .values(settled_at=now)
        .execution_options(synchronize_session=False)
    )


def tell_circle(referral: Referral, person: Person, news: signals.News, *, now: datetime) -> None:
    """Whoever the person lets know of their days hears of this one; nobody does where nobody may be written to about it."""
    if not person.contact_prohibited and not referral.contact_prohibited:
        signals.appointment_news.send("referrals", referral=referral, person=person, news=news, now=now)


def settle_about(*, referral: Referral, reason: Reason, now: datetime) -> None:
    """What the navigator was asked to look at, for this reason about this referral, has been dealt with."""
    db.session.execute(
        update(Attention)
        .where(Attention.referral_id == referral.id, Attention.reason == reason, Attention.settled_at.is_(None))
        .values(settled_at=now)
        .execution_options(synchronize_session=False)
    )


def take(*, attention: Attention, staff: Staff, now: datetime) -> bool:
    """Somebody is at it now, and says so to the others. False when somebody had said so before, or it is dealt with."""
    taken = db.session.execute(
        update(Attention)
        .where(Attention.id == attention.id, Attention.taken_at.is_(None), Attention.settled_at.is_(None))
        .values(taken_at=now, taken_by_id=staff.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(attention)
    if cast(CursorResult[Any], taken).rowcount != 1:
        return False
    signals.attention_taken.send("referrals", attention=attention, staff=staff, now=now)
    return True


def settle(*, attention: Attention, staff: Staff, now: datetime) -> bool:
    """Somebody has dealt with it. False when somebody had already."""
    if attention.settled_at is not None:
        return False
    attention.settled_at, attention.settled_by_id = now, staff.id
    db.session.flush()
    signals.attention_settled.send("referrals", attention=attention, staff=staff, now=now)
    return True


def open_again(*, attention: Attention, staff: Staff, now: datetime) -> None:
    """It was not dealt with after all."""
    attention.settled_at = attention.settled_by_id = None
    db.session.flush()
    signals.attention_opened_again.send("referrals", attention=attention, staff=staff, now=now)


def _same(standing: Referral, *, person: Person, service: Service) -> Referral:
    if standing.person_id != person.id or standing.service_id != service.id:
        raise KeyReused(standing.idempotency_key)
    return standing
