"""Referring, and every move of a referral after it. Each flushes; whoever calls commits."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from secrets import choice, token_urlsafe
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError

from directory.finding.gaps import note_no_room
from directory.models import Service, ServiceStatus
from messaging.sending import outbox
from navigator.db import db
from navigator.people import operations as people_operations
from navigator.people.models import Consent, ConsentHow, Person, Purpose, Staff
from navigator.people.texting import NotTexted
from navigator.referrals import moves, queries, sharing, signals, texts
from navigator.referrals.models import Attention, Reason, Referral, ReferralEvent, ReferralStatus, ReplyLink
from navigator.steps.models import Step

LINK_LASTS = timedelta(days=30)
WAITING_LASTS = timedelta(days=182)  # how long an organisation with a waiting list may take to say yes or no
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels, so that no reference is a word


class NoAddress(Exception):
    """The organisation has no e-mail address, so nothing can be sent to it: somebody has to ring."""


class ServiceClosed(Exception):
    """The service is not running now."""


class KeyReused(Exception):
    """This idempotency key stood for another referral."""


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
) -> tuple[Referral, texts.Told]:
    """Refer `person` to `service`, sharing the ticked parts alone, and say whether the person is told of it by text.

    The same key again gives the referral that stands. Raises `NoAddress`, `ServiceClosed`, `KeyReused` and
    `sharing.NothingToCallThemBy`.
    """
    standing = queries.find_by_key(idempotency_key)
    if standing is not None:
        return _same(standing, person=person, service=service), None
    address = queries.address_of(service)
    if not address:
        raise NoAddress(service.id)
    if service.status is not ServiceStatus.ACTIVE:
        raise ServiceClosed(service.id)
    known = sharing.describe(person=person, step=step, matters=queries.find_what_matters(person_id=person.id, step=step))
    shared = sharing.choose(known, shared_parts)
    organization = service.organization.name
    try:
        with db.session.begin_nested():
            consent = people_operations.record_consent(
                person_id=person.id,
                purpose=Purpose.REFERRAL,
                wording=wording,
                how=how,
                recorded_by_id=staff.id,
                now=now,
                shared_parts=",".join(part.value for part in shared),
                shared_with=organization,
            )
            referral = Referral(
                reference="".join(choice(LETTERS) for _ in range(10)),
                person_id=person.id,
                staff_id=staff.id,
                step_id=step.id if step else None,
                service_id=service.id,
                consent_id=consent.id,
                idempotency_key=idempotency_key,
                service_name=service.name,
                organization_name=organization,
                sent_to=address,
                reason=reason,
                shared=sharing.write(shared),
                sent_at=now,
            )
            db.session.add(referral)
            db.session.flush()
    except IntegrityError:
        standing = queries.find_by_key(idempotency_key)  # the other click was quicker
        if standing is None:
            raise
        return _same(standing, person=person, service=service), None
    _note(referral, origin=None, who=staff.name, note="", now=now)
    send_link(referral=referral, staff=staff, public_url=public_url, now=now)
    return referral, texts.tell_of_sending(referral=referral, person=person, now=now)


def send_link(*, referral: Referral, staff: Staff, public_url: str, now: datetime) -> ReplyLink:
    """Plan the e-mail with a new link to answer by. Any earlier link of this referral stops working."""
    moves.check(referral.status, ReferralStatus.ACCEPTED)
    revoke_links(referral=referral, now=now)
    token = token_urlsafe(32)
    link = ReplyLink(referral=referral, digest=queries.digest_of(token), created_at=now, expires_at=now + LINK_LASTS)
    db.session.add(link)
    db.session.flush()
    texts.write_to_organization(referral=referral, link=link, address=f"{public_url}/reply/{token}", staff=staff, now=now)
    return link


def revoke_links(*, referral: Referral, now: datetime) -> int:
    """Take back every link of this referral that still works, and its e-mail if it has not left; how many links there were."""
    working = [link for link in queries.list_links(referral.id) if link.used_at is None and link.revoked_at is None]
    for link in working:
        db.session.execute(update(ReplyLink).where(ReplyLink.id == link.id, ReplyLink.used_at.is_(None)).values(revoked_at=now))
        outbox.cancel_planned(about_id=link.id, cause="link_revoked", now=now)
    return len(working)


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

    Of two answers at once the first wins. Raises `LinkSpent` and `moves.MoveNotAllowed`.
    """
    referral, waits = link.referral, answer is ReferralStatus.WAITING_LIST
    taken = db.session.execute(
        update(ReplyLink)
        .where(ReplyLink.id == link.id, ReplyLink.used_at.is_(None), ReplyLink.revoked_at.is_(None), ReplyLink.expires_at > now)
        .values(**({"expires_at": now + WAITING_LASTS} if waits else {"used_at": now}))
    )
    if cast(CursorResult[Any], taken).rowcount != 1:
        raise LinkSpent(link.id)
    if answer not in moves.ANSWERS:
        raise moves.MoveNotAllowed(referral.status, answer)
    facts: dict[str, Any] = {"answered_at": now, "answer_note": note}
    if answer is ReferralStatus.ACCEPTED:
        facts |= {"appointment_at": appointment_at, "appointment_place": place, "ask_for": ask_for}
    _move(referral, answer, who=referral.organization_name, note=note, now=now, **facts)
    if waits:
        told = texts.tell_of_waiting(referral=referral, person=person, now=now)
        if isinstance(told, NotTexted):
            call_to_tell(referral=referral, person=person, now=now)
        return told
    texts.confirm_to_organization(referral=referral, link=link, now=now)
    if answer is ReferralStatus.ACCEPTED:
        told = texts.tell_of_acceptance(referral=referral, person=person, now=now)
        signals.appointment_news.send("referrals", referral=referral, person=person, news=signals.News.MADE, now=now)
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
    staff: Staff,
    appointment_at: datetime,
    place: str,
    ask_for: str = "",
    note: str = "",
    now: datetime,
) -> texts.Told:
    """Another day, time or place for what was arranged. What was planned for the old one is not sent; the person is told.

    Raises `NothingToChange`, and `moves.MoveNotAllowed` when the referral is not accepted, or no longer.
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
        raise moves.MoveNotAllowed(referral.status, ReferralStatus.ACCEPTED)
    event = _note(referral, origin=ReferralStatus.ACCEPTED, who=staff.name, note=note, now=now)
    _cancel_planned(referral, cause="appointment_changed", now=now)
    signals.appointment_news.send("referrals", referral=referral, person=person, news=signals.News.CHANGED, now=now)
    return texts.tell_of_change(referral=referral, person=person, change_id=event.id, now=now)


def withdraw(*, referral: Referral, staff: Staff, note: str = "", now: datetime) -> None:
    """Take a referral back: its link stops working, what is planned about it is not sent, and the consent has ended.

    Raises `moves.MoveNotAllowed`.
    """
    _move(referral, ReferralStatus.WITHDRAWN, who=staff.name, note=note, now=now)
    revoke_links(referral=referral, now=now)
    _cancel_planned(referral, cause="referral_withdrawn", now=now)
    consent = db.session.get_one(Consent, referral.consent_id)
    people_operations.withdraw_consent(consent=consent, how="referral withdrawn", now=now, staff_id=staff.id)
    if referral.appointment_at is not None and referral.appointment_at > now:
        _tell_of(referral, signals.News.CANCELLED, now=now)


def _cancel_planned(referral: Referral, *, cause: str, now: datetime) -> None:
    """What is planned about a referral is not sent: to the person, nor (a copy of their answer) to the organisation."""
    outbox.cancel_planned(about_id=referral.id, cause=cause, now=now)
    for link in queries.list_links(referral.id):
        outbox.cancel_planned(about_id=link.id, cause=cause, now=now)


def mark_attended(*, referral: Referral, who: str, note: str = "", now: datetime) -> bool:
    """They got there. False when that was known already. Raises `moves.MoveNotAllowed`."""
    is_news = _move_once(referral, ReferralStatus.ATTENDED, who=who, note=note, now=now)
    if is_news:
        _tell_of(referral, signals.News.TOOK_PLACE, now=now)
    return is_news


def mark_did_not_attend(*, referral: Referral, who: str, note: str = "", now: datetime) -> bool:
    """They did not get there. False when that was known already. Raises `moves.MoveNotAllowed`."""
    return _move_once(referral, ReferralStatus.DID_NOT_ATTEND, who=who, note=note, now=now)


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


def _tell_of(referral: Referral, news: signals.News, *, now: datetime) -> None:
    person = db.session.get_one(Person, referral.person_id)
    signals.appointment_news.send("referrals", referral=referral, person=person, news=news, now=now)


def _move_once(referral: Referral, target: ReferralStatus, *, who: str, note: str, now: datetime) -> bool:
    if referral.status is target:
        return False
    _move(referral, target, who=who, note=note, now=now)
    outbox.cancel_planned(about_id=referral.id, cause="outcome_known", now=now)
    return True


def _move(referral: Referral, target: ReferralStatus, *, who: str, note: str, now: datetime, **facts: Any) -> None:
    """`facts`: what else is known of it from then on, written in the same breath, before anybody hears of the move."""
    origin = referral.status
    moves.check(origin, target)
    changed = db.session.execute(
        update(Referral)
        .where(Referral.id == referral.id, Referral.status == origin)
        .values(status=target, closed_at=now if target in moves.ENDS else None, **facts)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(referral)
    if cast(CursorResult[Any], changed).rowcount != 1:
        raise moves.MoveNotAllowed(referral.status, target)  # somebody else was quicker
    _note(referral, origin=origin, who=who, note=note, now=now)


def _note(referral: Referral, *, origin: ReferralStatus | None, who: str, note: str, now: datetime) -> ReferralEvent:
    event = ReferralEvent(
        referral_id=referral.id, happened_at=now, from_status=origin, to_status=referral.status, who=who[:120], note=note
    )
    db.session.add(event)
    db.session.flush()
    db.session.expire(referral, ["events"])
    signals.referral_moved.send("referrals", referral=referral, event=event, now=now)
    return event


def _same(standing: Referral, *, person: Person, service: Service) -> Referral:
    if standing.person_id != person.id or standing.service_id != service.id:
        raise KeyReused(standing.idempotency_key)
    return standing
