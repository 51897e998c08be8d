"""Carers in their own right: who has a plan of their own reaches it from the pages of whom they help."""

from datetime import datetime

from navigator.circle import texts
from navigator.circle.operations import make_own_person
from navigator.db import db
from navigator.people import arrivals, person_sessions
from navigator.people.circle_models import CircleMember
from navigator.people.models import Person
from navigator.people.queries import find_person_by_mobile
from navigator.people.texting import NotTexted


def find_own(member: CircleMember) -> Person | None:
    """The person this carer is, when we support them too: as staff said, or by their number and their name.

    A shared telephone is no proof by itself: the name has to be the same, and nobody is their own carer.
    """
    if member.own_person_id is not None:
        own = db.session.get(Person, member.own_person_id)
        return own if own is not None and own.closed_at is None else None
    if not member.mobile or member.confirmed_at is None:
        return None
    name = member.name.casefold().split()
    found = [
        person
        for person in find_person_by_mobile(member.mobile)
        if person.id != member.person_id and person.full_name.casefold().split() == name
    ]
    return found[0] if len(found) == 1 else None


def is_open_here(member: CircleMember) -> bool:
    """Whether this browser shows their own plan already."""
    mine, own = person_sessions.find_current_person(), find_own(member)
    return mine is not None and own is not None and mine.id == own.id


def send_link(*, member: CircleMember, now: datetime) -> bool:
    """Text them a link to their own plan, where a code opens it; from then on the two belong together. Whether one goes."""
    own = find_own(member)
    if own is None:
        return False
    if member.own_person_id is None:
        make_own_person(member=member, person=own, staff=None, now=now)
    return not isinstance(arrivals.send_plan_link(person=own, public_url=texts.public_url(), now=now), NotTexted)
