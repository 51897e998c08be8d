"""Changing what we know of people: adding, correcting, what they agree to; and who looked. Callers commit."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from directory.places import gazetteer
from messaging import subscriptions
from messaging.queries import list_planned
from messaging.sending import outbox
from navigator.db import db
from navigator.people import bans, coordinations, links, queries
from navigator.people.discretion import say_no_more_than_chosen
from navigator.people.models import AuditEntry, Consent, ConsentHow, ContactMethod, Need, Person, Purpose, Staff, TextDetail
from navigator.people.names import fold
from navigator.people.support_models import WhyCoordinates


class AlreadyAdded(Exception):
    """This very form was sent before, and the person it added is there: `person_id`."""

    def __init__(self, person_id: uuid.UUID) -> None:
        super().__init__(person_id)
        self.person_id = person_id


@dataclass(frozen=True)
class PersonDetails:
    """What is written down about a person. `mobile` is E.164; absent contact details are None or ""."""

    given_name: str
    family_name: str
    birth_date: date
    mobile: str | None = None
    email: str | None = None
    language: str = "en"
    contact_method: ContactMethod = ContactMethod.TEXT
    contact_notes: str = ""
    address: str = ""
    postcode: str | None = None
    place_name: str | None = None


def add_person(
    *,
    details: PersonDetails,
    navigator: Staff,
    now: datetime,
    person_id: uuid.UUID | None = None,
    why: WhyCoordinates = WhyCoordinates.TAKEN_ON,
    added_by: Staff | None = None,
) -> Person:
    """A new person, supported by `navigator`. The place they live in gets coordinates when the gazetteer knows it.

    `added_by`: who adds them, when that is not `navigator`. Somebody who is to wait for a coordinator is added for whoever
    stands in (`coordinations.find_stand_in`), with `why` STANDING_IN.

    `person_id`, when given, names the person to be: sending one form twice adds nobody twice. Raises `AlreadyAdded`.
    """
    if person_id:
        refuse_if_added(person_id)
    person = Person(team=navigator.team, navigator=navigator, created_at=now)
    if person_id:
        person.id = person_id
    _write(person, details)
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError:
        if person_id is None:
            raise
        raise AlreadyAdded(person_id) from None  # the same form, sent twice at once: the other one was quicker
    by = added_by or navigator
    coordinations.begin(person=person, why=why, made_by_id=by.id, now=now)
    record_audit(action="person_added", staff_id=by.id, person_id=person.id, now=now)
    return person


def refuse_if_added(person_id: uuid.UUID) -> None:
    """Raises `AlreadyAdded` when the person to be is there already."""
    if db.session.get(Person, person_id):
        raise AlreadyAdded(person_id)


def change_details(*, person: Person, details: PersonDetails, staff: Staff, now: datetime) -> list[str]:
    """Correct what is written down about `person`; the names of the fields that changed, which the audit keeps too."""
    changed = [name for name, value in asdict(details).items() if getattr(person, name) != value]
    if not changed:
        return []
    old_mobile = person.mobile
    _write(person, details)
    db.session.flush()
    if person.contact_prohibited:
        bans.keep(person=person, now=now)
    if old_mobile and old_mobile != person.mobile:
        links.end_access(person=person, now=now)  # the old phone may be in other hands
        _follow_number(person=person, now=now)
    if "language" in changed:
        outbox.follow_language(recipient_id=person.id, locale=person.language)
    record_audit(action="details_changed", staff_id=staff.id, person_id=person.id, detail=", ".join(changed), now=now)
    return changed


def record_needs(*, person: Person, needs: frozenset[Need], staff: Staff, now: datetime) -> None:
    """What `person` needs so that information reaches them; nothing else of what was recorded before."""
    value = ",".join(sorted(needs))
    if value == person.communication_needs:
        return
    person.communication_needs = value
    db.session.flush()
    record_audit(action="needs_changed", staff_id=staff.id, person_id=person.id, detail=value, now=now)


def choose_text_detail(*, person: Person, detail: TextDetail, staff_id: uuid.UUID | None, now: datetime) -> bool:
    """How much texts to this person may say from now on, those that are planned among them. False when it was so already.

    `staff_id` None: they chose it themselves. What was planned with less does not say more.
    """
    if person.text_detail is detail:
        return False
    person.text_detail = detail
    db.session.flush()
    for text in list_planned(person.id):
        text.values = say_no_more_than_chosen(person, text.values)
    record_audit(action="text_detail_chosen", staff_id=staff_id, person_id=person.id, detail=detail.value, now=now)
    return True


def record_consent(
    *,
    person_id: uuid.UUID,
    purpose: Purpose,
    wording: str,
    how: ConsentHow,
    recorded_by_id: uuid.UUID | None,
    now: datetime,
    shared_parts: str = "",
    shared_with: str = "",
) -> Consent:
    """A new line in the person's sharing ledger. `wording`: the very words they agreed to, in the language they heard or read."""
    consent = Consent(
        person_id=person_id,
        purpose=purpose,
        wording=wording,
        how=how,
        shared_parts=shared_parts,
        shared_with=shared_with,
        recorded_by_id=recorded_by_id,
        given_at=now,
    )
    db.session.add(consent)
    db.session.flush()
    record_audit(action="consent_recorded", staff_id=recorded_by_id, person_id=person_id, detail=purpose.value, now=now)
    return consent


def withdraw_consent(*, consent: Consent, how: str, now: datetime, staff_id: uuid.UUID | None = None) -> None:
    """The person takes back what they agreed to. What was planned because of a consent to texts is not sent any more.

    `how` says the way it was told, such as "spoken". Withdrawing twice changes nothing.
    """
    if consent.withdrawn_at is not None:
        return
    consent.withdrawn_at, consent.withdrawn_how = now, how
    db.session.flush()
    agrees_still = queries.find_consent(person_id=consent.person_id, purpose=Purpose.TEXTS) is not None
    # said by text, messaging has emptied the outbox already, and the one answer that it owes must go
    if consent.purpose is Purpose.TEXTS and how != ConsentHow.TEXT and not agrees_still:
        outbox.cancel_planned(recipient_id=consent.person_id, cause="consent_withdrawn", now=now)
    if consent.purpose is Purpose.TEXTS and not agrees_still:
        subscriptions.end(recipient_id=consent.person_id, why="stopped", now=now)
    record_audit(
        action="consent_withdrawn", staff_id=staff_id, person_id=consent.person_id, detail=consent.purpose.value, now=now
    )


def withdraw_consents(
    *, person_id: uuid.UUID, purpose: Purpose, how: str, now: datetime, staff_id: uuid.UUID | None = None
) -> int:
    """Take back every standing consent of a person to one purpose; how many there were."""
    standing = db.session.scalars(
        select(Consent).where(Consent.person_id == person_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
    ).all()
    for consent in standing:
        withdraw_consent(consent=consent, how=how, now=now, staff_id=staff_id)
    return len(standing)


def record_audit(
    *, action: str, staff_id: uuid.UUID | None, person_id: uuid.UUID | None, detail: str = "", now: datetime
) -> None:
    """Write down who looked at or changed what about a person. `staff_id` None: the person themselves, or a job."""
    db.session.add(AuditEntry(happened_at=now, staff_id=staff_id, person_id=person_id, action=action, detail=detail))
    db.session.flush()


def _follow_number(*, person: Person, now: datetime) -> None:
    """What is planned goes to the new number, with links that work there; without one, nowhere."""
    if person.mobile is None:
        outbox.cancel_planned(recipient_id=person.id, cause="number_removed", now=now)
        return
    outbox.follow_address(recipient_id=person.id, address=person.mobile, now=now)
    for text in list_planned(person.id):
        if text.template != "plan_link":
            continue
        public_url = text.values["link"].rpartition("/t/")[0]
        text.values = text.values | {"link": f"{public_url}{links.path(links.make_link(person_id=person.id, now=now))}"}


def _write(person: Person, details: PersonDetails) -> None:
    for name, value in asdict(details).items():
        setattr(person, name, value)
    person.given_name_folded, person.family_name_folded = fold(details.given_name), fold(details.family_name)
    person.latitude = person.longitude = None
    for where in (details.postcode, details.place_name):
        place = gazetteer.find_place(where) if where else None
        if place:
            person.latitude, person.longitude = place.latitude, place.longitude
            return
