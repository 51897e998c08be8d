"""Inviting somebody into a circle, giving and ending what they may see and do, and their own yes. Callers commit.

Each thing given is a line of the person's sharing ledger, and each ending takes that line back: at once, with what was
planned because of it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from messaging.sending import outbox
from navigator.circle import check_ins, keys, queries, texts
from navigator.circle.labels import consent_words
from navigator.db import db
from navigator.people import links
from navigator.people.circle_models import CircleGrant, CircleMember, EndedBy, Scope, WhyAskedNoMore
from navigator.people.models import Consent, ConsentHow, Person, Purpose, Staff
from navigator.people.operations import record_audit, record_consent, withdraw_consent
from navigator.people.texting import text_person


class NowhereToWrite(Exception):
    """Neither a mobile number nor an e-mail address was given."""


class OwnNumber(Exception):
    """It is the person's own number or address: two people on one phone cannot be told apart."""


class AlreadyInCircle(Exception):
    """Somebody with this number or address is in the circle."""


class OnlyWithNavigator(Exception):
    """The team ended this for safety: the person and their navigator talk before it is given again."""


@dataclass(frozen=True)
class Invited:
    """Who is to be invited. `mobile` E.164; one of `mobile` and `email`."""

    name: str
    relation: str = ""
    mobile: str | None = None
    email: str | None = None
    language: str = "en"


@dataclass(frozen=True)
class Told:
    """How the person said it: on their own page (`staff` None), or to a member of staff, in words read to them."""

    how: ConsentHow = ConsentHow.WRITTEN
    staff: Staff | None = None


def invite(*, person: Person, who: Invited, scopes: Collection[Scope], told: Told, now: datetime) -> CircleMember:
    """Somebody new for this person's circle: invited, and shown nothing until they confirm from their own phone.

    Raises `NowhereToWrite`, `OwnNumber`, `AlreadyInCircle`, and `OnlyWithNavigator` for whom the team stopped for safety.
    """
    if not (who.mobile or who.email):
        raise NowhereToWrite
    if (who.mobile and who.mobile == person.mobile) or (who.email and who.email == person.email):
        raise OwnNumber
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())  # two presses invite once
    for known in queries.list_circle(person.id, with_ended=True):
        if not _is_same(known.member, who):
            continue
        if known.member.ended_at is None:
            raise AlreadyInCircle(known.member.id)
        if told.staff is None and any(known.is_held_back(scope) for scope in Scope):
            raise OnlyWithNavigator(known.member.id)
    member = CircleMember(
        person_id=person.id,
        person=person,
        name=who.name,
        relation=who.relation,
        mobile=who.mobile,
        email=who.email,
        language=who.language,
        invited_at=now,
        invited_by_id=told.staff.id if told.staff else None,
    )
    db.session.add(member)
    db.session.flush()
    for scope in Scope:
        if scope in scopes:
            give(member=member, scope=scope, told=told, now=now)
    _audit("circle_invited", member, told, now)
    send_link(member=member, now=now)
    return member


def send_link(*, member: CircleMember, now: datetime) -> None:
    """The way in, by text or e-mail: an invitation until they have confirmed. At most one a minute."""
    template = "carer_link" if member.confirmed_at else "carer_invitation"
    texts.text_carer(
        member=member,
        template=template,
        values={"link": texts.link_for(member, now=now)},
        dedupe_key=f"{template}:{member.id}:{now:%Y-%m-%dT%H:%M}",
        now=now,
    )


def give(
    *,
    member: CircleMember,
    scope: Scope,
    told: Told,
    now: datetime,
    from_at: datetime | None = None,
    until_at: datetime | None = None,
) -> CircleGrant:
    """From `from_at` (now when not said) until `until_at`, this member may see or do one thing more. What stood is replaced.

    Raises `OnlyWithNavigator` when the person gives by themselves what the team ended for safety.
    """
    standing = queries.get_in_circle(person_id=member.person_id, member_id=member.id)
    if told.staff is None and standing.is_held_back(scope):
        raise OnlyWithNavigator(member.id)
    _end_grants(member, scope, ended_by=EndedBy.NAVIGATOR if told.staff else EndedBy.PERSON, reason="", told=told, now=now)
    consent = record_consent(
        person_id=member.person_id,
        purpose=Purpose.CIRCLE,
        wording=consent_words(scope=scope, name=member.name, locale=member.person.language),
        how=told.how,
        recorded_by_id=told.staff.id if told.staff else None,
        now=now,
        shared_parts=scope.value,
        shared_with=member.name,
    )
    grant = CircleGrant(
        member_id=member.id,
        scope=scope,
        consent_id=consent.id,
        given_by_id=told.staff.id if told.staff else None,
        from_at=from_at or now,
        until_at=until_at,
    )
    db.session.add(grant)
    db.session.flush()
    _audit("circle_given", member, told, now, detail=scope.value)
    texts.catch_up(member=member, grant=grant, now=now)
    if told.staff is not None and member.confirmed_at is not None:
        _tell_person(member, now)
    return grant


def end_scope(
    *, member: CircleMember, scope: Scope, ended_by: EndedBy, now: datetime, staff: Staff | None = None, reason: str = ""
) -> None:
    """It ends at once, and so does what was planned because of it. `reason`: with `EndedBy.SAFETY`, for staff alone."""
    told = Told(staff=staff)
    _end_grants(member, scope, ended_by=ended_by, reason=reason, told=told, now=now)


def end_member(*, member: CircleMember, ended_by: EndedBy, now: datetime, staff: Staff | None = None, reason: str = "") -> None:
    """They are in the circle no more: nothing opens on any phone of theirs, and nothing that was planned goes."""
    if member.ended_at is not None:
        return
    for scope in Scope:
        end_scope(member=member, scope=scope, ended_by=ended_by, now=now, staff=staff, reason=reason)
    member.ended_at = now
    member.session_epoch += 1
    keys.revoke(member_id=member.id, now=now)
    check_ins.stop(member=member, why=WhyAskedNoMore.LEFT, staff=staff, now=now)
    outbox.cancel_planned(recipient_id=member.id, cause="circle_ended", now=now)
    _audit("circle_ended", member, Told(staff=staff), now, detail=ended_by.value)


def confirm(*, member: CircleMember, now: datetime) -> None:
    """Their own yes, from their own phone: from now on they see what they are given. The person is told. Twice is once."""
    if member.confirmed_at is not None:
        return
    member.confirmed_at = now
    db.session.flush()
    record_audit(action="circle_confirmed", staff_id=None, person_id=member.person_id, detail=str(member.id), now=now)
    person = member.person
    values = {
        "first_name": member.first_name,
        "navigator_name": person.navigator.first_name,
        "team_name": person.team.name,
    }
    texts.text_carer(member=member, template="carer_welcome", values=values, dedupe_key=f"carer-welcome:{member.id}", now=now)
    for grant in queries.get_in_circle(person_id=person.id, member_id=member.id).grants:
        if grant.ended_at is None:
            texts.catch_up(member=member, grant=grant, now=now)
    _tell_person(member, now)


def make_own_person(*, member: CircleMember, person: Person, staff: Staff | None, now: datetime) -> None:
    """This carer is supported in their own right: the same phone opens their own plan and the pages of whom they help.

    `staff`: who says so; None when it follows from the carer's own phone and name.
    """
    member.own_person_id = person.id
    db.session.flush()
    record_audit(action="carer_has_own_plan", staff_id=staff.id if staff else None, person_id=person.id, now=now)


def end_for_person(sender: object, *, person: Person, now: datetime) -> None:
    """Our support of the person ended: their circle is texted no more. Hears `people.signals.support_ended`."""
    check_ins.stop_all(person=person, why=WhyAskedNoMore.CLOSED, now=now)
    for one in queries.list_circle(person.id):
        outbox.cancel_planned(recipient_id=one.member.id, cause="no_longer_supported", now=now)


def _end_grants(member: CircleMember, scope: Scope, *, ended_by: EndedBy, reason: str, told: Told, now: datetime) -> None:
    grants = db.session.scalars(
        select(CircleGrant)
        .where(CircleGrant.member_id == member.id, CircleGrant.scope == scope, CircleGrant.ended_at.is_(None))
        .with_for_update()
    ).all()
    for grant in grants:
        grant.ended_at, grant.ended_by, grant.reason = now, ended_by, reason
        consent = db.session.get_one(Consent, grant.consent_id)
        withdraw_consent(consent=consent, how=ended_by.value, now=now, staff_id=told.staff.id if told.staff else None)
    if grants:
        db.session.flush()
        texts.cancel_brought_by(scope, member=member, now=now)
        _audit("circle_scope_ended", member, told, now, detail=f"{scope.value} {ended_by.value}")


def _tell_person(member: CircleMember, now: datetime) -> None:
    """Someone new can see your plan. Once an hour for one member, however much was given at once."""
    person = member.person
    link = f"{texts.public_url()}{links.path(links.make_link(person_id=person.id, now=now))}"
    text_person(
        person=person,
        template="someone_new_helps",
        values={"carer_name": member.first_name, "link": link},
        dedupe_key=f"someone-new:{member.id}:{now:%Y-%m-%dT%H}",
        now=now,
    )


def _is_same(member: CircleMember, who: Invited) -> bool:
    return bool((who.mobile and member.mobile == who.mobile) or (who.email and member.email == who.email))


def _audit(action: str, member: CircleMember, told: Told, now: datetime, detail: str = "") -> None:
    record_audit(
        action=action,
        staff_id=told.staff.id if told.staff else None,
        person_id=member.person_id,
        detail=f"{member.id} {detail}".strip(),
        now=now,
    )
