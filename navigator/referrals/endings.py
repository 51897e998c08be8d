"""Taking a referral back, recalling what should never have gone, and opening again what was closed by mistake. Callers commit."""

from datetime import datetime

from navigator.db import db
from navigator.people import operations as people_operations
from navigator.people.models import Consent, ConsentHow, Person, Purpose, Staff
from navigator.people.texting import NotTexted
from navigator.referrals import chase_times, moving, operations, proposals, reply_links, signals, states, texts
from navigator.referrals.models import Reason, Referral, ReferralEvent, ReferralStatus, Side, WhyRecalled


class ConsentNeeded(Exception):
    """The consent ended with the referral: to open it again, the person has to agree again."""


def withdraw(
    *, referral: Referral, staff: Staff, note: str = "", by: Side = Side.PERSON, person: Person | None = None, now: datetime
) -> texts.Told:
    """Take a referral back: by the person, who changed their mind, or by the team, who need it no more.

    Its link stops working, what is planned about it is not sent, the consent has ended, the organisation hears that nobody
    will come if it had heard of them, and the person (`person`, when they are to be told) that it has. Raises `MoveNotAllowed`.
    """
    target = ReferralStatus.WITHDRAWN if by is Side.PERSON else ReferralStatus.CANCELLED
    knows = _end(referral, target, who=staff.name, note=note, cause="referral_withdrawn", staff=staff, now=now)
    if not knows:
        return None
    texts.tell_of_end(referral=referral, why="taken_back", now=now)
    return texts.tell_of_taking_back(referral=referral, person=person, now=now) if person else None


def take_back(*, referral: Referral, person: Person, now: datetime) -> None:
    """The person themselves takes it back, on their own page: as `withdraw`, and their navigator sees it today.

    Raises `MoveNotAllowed`.
    """
    knows = _end(
        referral,
        ReferralStatus.WITHDRAWN,
        who=f"{person.given_name}, on their page",
        note="",
        cause="referral_withdrawn",
        staff=None,
        now=now,
    )
    if knows:
        texts.tell_of_end(referral=referral, why="taken_back", now=now)
    operations.call_for_attention(
        person_id=person.id, reason=Reason.TOOK_BACK, words=referral.service_name, referral_id=referral.id, now=now
    )


def recall(*, referral: Referral, person: Person, staff: Staff, why: WhyRecalled, note: str = "", now: datetime) -> texts.Told:
    """It went to the wrong place, or was about the wrong person: nobody can open it any more, and whoever had it is told to
    delete it. When it had been opened, that is kept as an incident. The person is told, or their navigator is to tell them.

    Raises `MoveNotAllowed`.
    """
    opened_at = reply_links.find_opened_at(referral)
    knows = _end(referral, ReferralStatus.RECALLED, who=staff.name, note=note, cause="referral_recalled", staff=staff, now=now)
    referral.recalled_why = why
    if opened_at is not None:
        referral.incident = {
            "opened_at": opened_at.isoformat(),
            "recalled_at": now.isoformat(),
            "recorded_by": staff.name,
            "seen": referral.shared_parts,
            "note": note,
        }
        detail = f"{referral.reference}: opened {opened_at.isoformat()} before it was recalled"
        people_operations.record_audit(action="referral_incident", staff_id=staff.id, person_id=person.id, detail=detail, now=now)
    db.session.flush()
    if not knows:
        return None
    texts.tell_of_end(referral=referral, why="recalled", now=now)
    told = texts.tell_of_recall(referral=referral, person=person, now=now)
    if isinstance(told, NotTexted):
        operations.call_to_tell(referral=referral, person=person, now=now)
    return told


def reopen(
    *, referral: Referral, person: Person, staff: Staff, note: str, how: ConsentHow | None, public_url: str, now: datetime
) -> texts.Told:
    """It was closed by mistake: back to where it stood, with the note that says so. An organisation that had not decided gets
    a new link. Where the consent had ended, `how` they agreed again is kept. Raises `MoveNotAllowed` and `ConsentNeeded`.
    """
    target = _where_it_stood(referral)
    states.check_reopening(referral.status, target)
    if referral.consent_id is None:
        raise states.MoveNotAllowed(referral.status, target)  # it never went anywhere: refer anew
    consent = db.session.get_one(Consent, referral.consent_id)
    if consent.withdrawn_at is not None:
        if how is None:
            raise ConsentNeeded(referral.id)
        consent = people_operations.record_consent(
            person_id=person.id,
            purpose=Purpose.REFERRAL,
            wording=consent.wording,
            how=how,
            recorded_by_id=staff.id,
            now=now,
            shared_parts=consent.shared_parts,
            shared_with=consent.shared_with,
        )
    event = moving.move(referral, target, who=staff.name, note=note, now=now, is_reopening=True)
    referral.consent_id, referral.outcome = consent.id, None
    referral.person_says = referral.receiver_says = None
    if target in states.NOT_ANSWERED:
        referral.sent_at, referral.chased, referral.chase_at = now, 0, chase_times.first_after(now)
    operations.settle_about(referral=referral, reason=Reason.DECLINED, now=now)
    db.session.flush()
    if target in states.NOT_DECIDED:
        reply_links.send_link(referral=referral, staff=staff, public_url=public_url, now=now)
    if target is ReferralStatus.ACCEPTED and referral.appointment_at is not None and referral.appointment_at > now:
        return texts.tell_again(referral=referral, person=person, reply_id=event.id, now=now)
    return texts.tell_of_reopening(referral=referral, person=person, event_id=event.id, now=now)


def _end(
    referral: Referral, target: ReferralStatus, *, who: str, note: str, cause: str, staff: Staff | None, now: datetime
) -> bool:
    """Close every door to it. Says whether the organisation knew of it."""
    knows = reply_links.has_reached_them(referral)
    moving.move(referral, target, who=who, note=note, now=now)
    reply_links.revoke_links(referral=referral, now=now)
    proposals.end_all(referral=referral, now=now)
    operations.cancel_planned(referral, cause=cause, now=now)
    if referral.consent_id is not None:
        consent = db.session.get_one(Consent, referral.consent_id)
        how = cause.replace("_", " ")
        people_operations.withdraw_consent(
            consent=consent, how="my plan" if staff is None else how, now=now, staff_id=staff.id if staff else None
        )
    if referral.appointment_at is not None and referral.appointment_at > now:
        person = db.session.get_one(Person, referral.person_id)
        operations.tell_circle(referral, person, signals.News.CANCELLED, now=now)
    return knows


def _where_it_stood(referral: Referral) -> ReferralStatus:
    """The last status it had while it was open."""
    before: list[ReferralEvent] = list(referral.events)
    for event in reversed(before):
        if event.from_status in states.OPENS_TO and event.to_status not in states.OPENS_TO:
            return event.from_status
    return ReferralStatus.SENT
