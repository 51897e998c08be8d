"""What happens to a referral in: received, accepted, declined, parked, asked about. Callers commit."""

import uuid
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from secrets import choice, token_hex
from string import ascii_uppercase
from typing import Any

from sqlalchemy.exc import IntegrityError

from messaging import opt_outs
from navigator.db import db
from navigator.people import arrivals, closing, enrolments, operations
from navigator.people.access import list_ids_seen_by
from navigator.people.models import ConsentHow, ContactMethod, Person, Purpose, Staff, Team, WhyClosed
from navigator.people.names import fold
from navigator.people.operations import PersonDetails
from navigator.people.queries import find_consent, list_probable_duplicates
from navigator.people.support_models import Programme
from navigator.referring_in import queries, telling
from navigator.referring_in.models import (
    MOVES,
    Basis,
    FrontDesk,
    Happened,
    ReferralIn,
    ReferralInEvent,
    ReferrerLink,
    Source,
    State,
    WhyDeclined,
)
from navigator.times import LONDON


class CannotMove(Exception):
    """Somebody has decided about this referral already: `state`."""

    def __init__(self, state: State, to: State) -> None:
        super().__init__(f"{state} cannot become {to}")
        self.state = state


class MustNotBeSupported(Exception):
    """The person we know has died, or asked us not to be in touch."""


class ReferralTaken(Exception):
    """The form's id is another team's referral: nothing is told of it."""


def receive(
    *, referral_id: uuid.UUID, team: Team, source: Source, values: Mapping[str, Any], key: str, public_url: str, now: datetime
) -> tuple[ReferralIn, bool]:
    """A new referral, told to whoever sent it and to the person; and whether it is new: one form sent twice is one referral.

    `values` are columns of `ReferralIn`. `key` is the service's secret.
    """
    if standing := db.session.get(ReferralIn, referral_id):
        return _same(standing, team), False
    referral = _make(referral_id=referral_id, team=team, source=source, values=values, key=key, now=now)
    try:
        with db.session.begin_nested():
            db.session.add(referral)
    except IntegrityError:
        standing = db.session.get(ReferralIn, referral_id)  # the same form, sent twice at once: the other one was quicker
        if standing is None:
            raise
        return _same(standing, team), False
    _note(referral, Happened.RECEIVED, now=now)
    telling.tell_referrer(referral=referral, template="referral_in_received", key=key, public_url=public_url, now=now)
    telling.tell_person(referral=referral, now=now)
    return referral, True


def propose(*, list_id: uuid.UUID, team: Team, values: Mapping[str, Any], key: str, now: datetime) -> ReferralIn:
    """A name on a list becomes a proposal, for a human to decide about. Nobody is told."""
    more = {**values, "list_id": list_id, "basis": Basis.NOT_ASKED}
    referral = _make(referral_id=uuid.uuid4(), team=team, source=Source.LIST, values=more, key=key, now=now)
    db.session.add(referral)
    db.session.flush()
    _note(referral, Happened.RECEIVED, now=now)
    return referral


def accept(
    *,
    referral: ReferralIn,
    staff: Staff,
    coordinator: Staff,
    answer: str,
    agreed_words: str = "",
    programme: Programme | None = None,
    key: str,
    public_url: str,
    now: datetime,
) -> Person:
    """We support them from now on. `answer`: the id of the person they are, "new", or "" when nobody has been asked yet.

    `agreed_words`: for a name on a list, the words the person agreed to when somebody of the team asked them.
    Raises `arrivals.LikelyDuplicate` when we may know them and nobody has said, `MustNotBeSupported` and `CannotMove`.
    """
    _refuse_move(referral, State.ACCEPTED)
    likely = list_probable_duplicates(
        given_name=referral.given_name,
        family_name=referral.family_name,
        birth_date=referral.birth_date,
        mobile=referral.mobile,
    )
    ours = list_ids_seen_by(staff=staff, person_ids=[found.person.id for found in likely])
    known = next((found.person for found in likely if str(found.person.id) == answer and found.person.id in ours), None)
    if known is None and likely and answer != "new":
        raise arrivals.LikelyDuplicate(likely)
    if known is not None and known.closed_at is not None:
        if known.why_closed in (WhyClosed.DIED, WhyClosed.DO_NOT_CONTACT):
            raise MustNotBeSupported
        closing.reopen_person(person=known, staff=staff, now=now)
    person = known or operations.add_person(details=_details(referral), navigator=coordinator, now=now, added_by=staff)
    referral.state, referral.accepted_at, referral.person_id, referral.parked_until = State.ACCEPTED, now, person.id, None
    db.session.flush()
    if known is None and referral.communication:
        operations.record_needs(person=person, needs=referral.communication, staff=staff, now=now)
    _write_down_consents(referral, person, staff, agreed_words, is_new=known is None, now=now)
    if programme is not None:
        with suppress(enrolments.EnrolledAlready):  # somebody we know: they go on in it
            enrolments.enrol(person=person, programme=programme, starts_on=now.astimezone(LONDON).date(), staff=staff, now=now)
    _note(referral, Happened.ACCEPTED, by=staff, now=now)
    operations.record_audit(
        action="referral_in_accepted", staff_id=staff.id, person_id=person.id, detail=referral.reference, now=now
    )
    telling.tell_referrer(referral=referral, template="referral_in_accepted", key=key, public_url=public_url, now=now)
    if known is None:
        arrivals.welcome(person=person, public_url=public_url, now=now)
    return person


def decline(
    *, referral: ReferralIn, why: WhyDeclined, words: str, staff: Staff, key: str, public_url: str, now: datetime
) -> None:
    """We cannot support them; the referrer reads why. Raises `CannotMove`."""
    _refuse_move(referral, State.DECLINED)
    referral.state, referral.declined_at, referral.why_declined, referral.parked_until = State.DECLINED, now, why, None
    _note(referral, Happened.DECLINED, by=staff, words=words, now=now)
    telling.tell_referrer(referral=referral, template="referral_in_declined", key=key, public_url=public_url, now=now)


def park(*, referral: ReferralIn, until: date, words: str, staff: Staff, key: str, public_url: str, now: datetime) -> None:
    """Not now: it comes back to the top of the inbox on the day `until`. Raises `CannotMove`."""
    _refuse_move(referral, State.PARKED)
    referral.state, referral.parked_until = State.PARKED, until
    _note(referral, Happened.PARKED, by=staff, words=words, now=now)
    telling.tell_referrer(referral=referral, template="referral_in_parked", key=key, public_url=public_url, now=now)


def open_again(*, referral: ReferralIn, staff: Staff, now: datetime) -> None:
    """It was declined or parked, and is to be looked at after all. Raises `CannotMove`."""
    _refuse_move(referral, State.RECEIVED)
    referral.state, referral.declined_at, referral.why_declined, referral.parked_until = State.RECEIVED, None, None, None
    _note(referral, Happened.OPENED_AGAIN, by=staff, now=now)


def ask_referrer(*, referral: ReferralIn, words: str, staff: Staff, key: str, public_url: str, now: datetime) -> None:
    """A question to whoever referred, to be answered behind their link."""
    referral.asked_at = now
    _note(referral, Happened.ASKED, by=staff, words=words, now=now)
    telling.tell_referrer(referral=referral, template="referral_in_question", key=key, public_url=public_url, now=now)


def answer_question(*, referral: ReferralIn, words: str, now: datetime) -> None:
    """The referrer answers, or adds something."""
    referral.answered_at = now
    _note(referral, Happened.ANSWERED, words=words, now=now)


def make_link(*, organization_name: str, team: Team, by: Staff, now: datetime) -> tuple[ReferrerLink, str]:
    """An organisation's link, and its token, which is known only now."""
    token = token_hex(12)
    link = ReferrerLink(
        organization_name=organization_name, team=team, digest=queries.digest(token), made_by_id=by.id, made_at=now
    )
    db.session.add(link)
    db.session.flush()
    return link, token


def revoke_link(*, link: ReferrerLink, now: datetime) -> None:
    """The link opens nothing any more; what came by it stays."""
    link.revoked_at = link.revoked_at or now
    db.session.flush()


def choose_front_desk(*, team: Team, by: Staff, now: datetime) -> None:
    """The team that gets what comes in by no link."""
    desk = db.session.get(FrontDesk, team.locality_id)
    if desk is None:
        desk = FrontDesk(locality_id=team.locality_id, team_id=team.id, chosen_by_id=by.id, chosen_at=now)
        db.session.add(desk)
    desk.team_id, desk.chosen_by_id, desk.chosen_at = team.id, by.id, now
    db.session.flush()


def _make(
    *, referral_id: uuid.UUID, team: Team, source: Source, values: Mapping[str, Any], key: str, now: datetime
) -> ReferralIn:
    return ReferralIn(
        id=referral_id,
        reference="".join(choice(ascii_uppercase) for _ in range(10)),
        token_digest=queries.digest(queries.token_of(referral_id, key=key)),
        team=team,
        source=source,
        received_at=now,
        name_folded=fold(f"{values['given_name']} {values['family_name']}"),
        **values,
    )


def _same(standing: ReferralIn, team: Team) -> ReferralIn:
    if standing.team_id != team.id:
        raise ReferralTaken
    return standing


def _refuse_move(referral: ReferralIn, to: State) -> None:
    if to not in MOVES[referral.state]:
        raise CannotMove(referral.state, to)


def _note(referral: ReferralIn, kind: Happened, *, now: datetime, by: Staff | None = None, words: str = "") -> None:
    event = ReferralInEvent(referral_id=referral.id, kind=kind, happened_at=now, by_id=by.id if by else None, words=words)
    db.session.add(event)
    db.session.flush()


def _details(referral: ReferralIn) -> PersonDetails:
    """What we were told about how to reach them; a number that cannot be texted is kept in the notes."""
    notes = [referral.phone] if referral.phone and not referral.mobile else []
    notes += [words for words in (referral.spoken, referral.should_know) if words]
    method = referral.contact_method
    if method is ContactMethod.TEXT and not referral.mobile:
        method = ContactMethod.CALL
    return PersonDetails(
        given_name=referral.given_name,
        family_name=referral.family_name,
        birth_date=referral.birth_date,
        mobile=referral.mobile,
        email=referral.email,
        language=referral.language,
        contact_method=method,
        contact_notes="\n".join(notes)[:2000],
        address=referral.address,
        postcode=referral.postcode,
    )


def _write_down_consents(
    referral: ReferralIn, person: Person, staff: Staff, agreed_words: str, *, is_new: bool, now: datetime
) -> None:
    """What the person agreed to, in the words of the form. In a best interest nobody agreed to anything, and it says so nowhere.

    A number that said STOP is not texted because somebody else ticked a box.
    """
    how = ConsentHow.WRITTEN if referral.source is Source.SELF else ConsentHow.SPOKEN
    words = agreed_words if referral.source is Source.LIST else referral.basis_words if referral.basis is Basis.AGREED else ""
    if not words:
        return
    purposes = [Purpose.SUPPORT]
    if is_new and referral.may_text and referral.mobile and not opt_outs.is_stopped(referral.mobile):
        purposes.append(Purpose.TEXTS)
    for purpose in purposes:
        if find_consent(person_id=person.id, purpose=purpose) is None:
            operations.record_consent(
                person_id=person.id, purpose=purpose, wording=words, how=how, recorded_by_id=staff.id, now=now
            )
