"""Reading what we know of people and staff. What a member of staff asks for is kept to the people they may see."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from navigator.db import db
from navigator.people import duplicates
from navigator.people.access import PersonNotFound, seen_by
from navigator.people.models import Consent, Locality, Person, Purpose, Staff
from navigator.people.names import fold

PER_PAGE = 20
MOST_CANDIDATES = 500  # 1 January is the birthday of everybody whose birthday nobody wrote down


@dataclass(frozen=True)
class ProbableDuplicate:
    """Somebody we know who may be the one being added: why we think so, and how likely (0 to 100, for ordering)."""

    person: Person
    why: tuple[duplicates.Why, ...]
    score: float


@dataclass(frozen=True)
class Found:
    """One page of people, and how many there are in all."""

    people: Sequence[Person]
    total: int


def get_person_by_id(person_id: uuid.UUID) -> Person:
    """One person, for jobs and for what a person does themselves: nobody's right to see is asked. Raises `PersonNotFound`."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise PersonNotFound(person_id)
    return person


def find_person_by_id(person_id: uuid.UUID) -> Person | None:
    """As `get_person_by_id`; None when there is no such person."""
    return db.session.get(Person, person_id)


def find_person_by_mobile(number: str) -> list[Person]:
    """Everybody we support whose mobile is `number` (E.164): two may share a phone. The one added last comes first."""
    return list(
        db.session.scalars(
            select(Person)
            .where(Person.mobile == number, Person.closed_at.is_(None))
            .order_by(Person.created_at.desc(), Person.id.desc())
        )
    )


def find_consent(*, person_id: uuid.UUID, purpose: Purpose) -> Consent | None:
    """What the person last agreed to for `purpose`, while it stands; None when they never did or have withdrawn it."""
    return db.session.scalars(
        select(Consent)
        .where(Consent.person_id == person_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
        .order_by(Consent.given_at.desc(), Consent.id.desc())
        .limit(1)
    ).first()


def list_consents(*, person_id: uuid.UUID) -> list[Consent]:
    """The person's sharing ledger, newest first, with what was withdrawn."""
    return list(
        db.session.scalars(
            select(Consent).where(Consent.person_id == person_id).order_by(Consent.given_at.desc(), Consent.id.desc())
        )
    )


def list_colleagues(*, staff: Staff) -> list[Staff]:
    """Everybody in the same team who has not left, by name, `staff` among them."""
    return list(
        db.session.scalars(select(Staff).where(Staff.team_id == staff.team_id, Staff.left_at.is_(None)).order_by(Staff.name))
    )


def list_staff() -> list[Staff]:
    """Everybody who ever signed in to work, by name."""
    return list(db.session.scalars(select(Staff).order_by(Staff.name, Staff.email)))


def find_staff_by_email(email: str) -> Staff | None:
    """The member of staff with this e-mail address, however it is written, who has not left."""
    return db.session.scalar(select(Staff).where(Staff.email == email.strip().lower(), Staff.left_at.is_(None)))


def find_locality() -> Locality | None:
    """The locality this installation serves: the first one made."""
    return db.session.scalars(select(Locality).order_by(Locality.id).limit(1)).first()


def list_probable_duplicates(
    *, given_name: str, family_name: str, birth_date: date, mobile: str | None, except_id: uuid.UUID | None = None
) -> list[ProbableDuplicate]:
    """Everybody, in any team, who is likely the same person, likeliest first. The caller shows only those staff may see.

    Candidates come by the indexes (birth date, mobile, folded name), and only those are compared.
    """
    given, family = fold(given_name), fold(family_name)
    swapped = duplicates.swapped_day(birth_date)
    conditions: list[ColumnElement[bool]] = [
        Person.birth_date.in_([birth_date, swapped] if swapped else [birth_date]),
        _begins(family, given),
        _begins(given, family),
    ]
    if mobile:
        conditions.append(Person.mobile == mobile)
    found: dict[uuid.UUID, Person] = {}
    for condition in conditions:  # one look-up an index: the planner would give up on them joined by OR
        found.update({p.id: p for p in db.session.scalars(select(Person).where(condition).limit(MOST_CANDIDATES))})
    found.pop(except_id, None) if except_id else None
    asked = duplicates.Particulars(given_name, family_name, birth_date, mobile)
    likely = []
    for person in found.values():
        why, score = duplicates.compare(
            asked, duplicates.Particulars(person.given_name, person.family_name, person.birth_date, person.mobile)
        )
        if why:
            likely.append(ProbableDuplicate(person, why, score))
    return sorted(likely, key=lambda d: (-d.score, d.person.full_name, str(d.person.id)))


def search(*, staff: Staff, words: str, mobile: str | None = None, page: int = 1, per_page: int = PER_PAGE) -> Found:
    """One page of the people this member of staff may see who match `words`: names in any order, or a birth date.

    `mobile` is what the words come to when read as a number (E.164); then it decides. No words: everybody.
    """
    condition = and_(seen_by(staff), *_matching(words, mobile))
    total = db.session.scalar(select(func.count()).select_from(Person).where(condition)) or 0
    people = db.session.scalars(
        select(Person)
        .where(condition)
        .order_by(Person.closed_at.is_not(None), Person.family_name_folded, Person.given_name_folded, Person.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    ).all()
    return Found(people, total)


def read_day(words: str) -> date | None:
    """A date written as 27/3/1948, 27.3.1948, 27 3 48 or 1948-03-27; None when `words` are not one."""
    if year_first := re.fullmatch(r"\s*(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})\s*", words):
        year, month, day = map(int, year_first.groups())
    elif day_first := re.fullmatch(r"\s*(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})\s*", words):
        day, month, year = map(int, day_first.groups())
        year += 1900 if year < 100 else 0
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _matching(words: str, mobile: str | None) -> list[ColumnElement[bool]]:
    if mobile:
        return [Person.mobile == mobile]
    if day := read_day(words):
        return [Person.birth_date == day]
    given, family = Person.given_name_folded, Person.family_name_folded
    return [
        or_(
            family.startswith(word, autoescape=True),
            given.startswith(word, autoescape=True),
            family.contains(f" {word}", autoescape=True),
            given.contains(f" {word}", autoescape=True),
        )
        for word in fold(words).split()
    ]


def _begins(family: str, given: str) -> ColumnElement[bool]:
    """Names that begin alike, as a range that the index on folded names can walk."""
    start = family[:3]
    return and_(
        Person.family_name_folded >= start,
        Person.family_name_folded <= f"{start}\uffff",
        Person.given_name_folded >= given[:1],
        Person.given_name_folded <= f"{given[:1]}\uffff",
    )
