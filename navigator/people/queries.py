"""Reading what we know of people and staff. What a member of staff asks for is kept to the people they may see."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, extract, func, or_, select

from navigator.db import db
from navigator.people import duplicates
from navigator.people.access import PersonNotFound, seen_by
from navigator.people.models import ApiToken, Consent, Locality, Person, Purpose, Staff
from navigator.people.names import fold, word_likeness

PER_PAGE = 20
MOST_LIKELY = 20
MOST_ALIKE = 10
MOST_SEARCHED = 5000  # people whose names are compared one by one; beyond it only names that begin like the words
ALIKE_ENOUGH = 75.0  # zofja for zofia is 80, kowalski for o'kowalski 94; jan for jon, 67, is somebody else
MOST_CANDIDATES = 2000  # 1 January is the birthday of everybody whose birthday nobody wrote down


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


def list_staff() -> list[Staff]:
    """Everybody who ever signed in to work, by name."""
    return list(db.session.scalars(select(Staff).order_by(Staff.name, Staff.email)))


def find_staff_by_email(email: str) -> Staff | None:
    """The member of staff with this e-mail address, however it is written, who has not left."""
    return db.session.scalar(select(Staff).where(Staff.email == email.strip().lower(), Staff.left_at.is_(None)))


def list_tokens() -> list[ApiToken]:
    """Every key for the API there ever was, by whose it is, the newest first."""
    return list(
        db.session.scalars(select(ApiToken).join(Staff).order_by(Staff.email, ApiToken.created_at.desc(), ApiToken.id.desc()))
    )


def find_locality() -> Locality | None:
    """The locality this installation serves: the first one made that is not closed."""
    return db.session.scalars(select(Locality).where(Locality.closed_at.is_(None)).order_by(Locality.id).limit(1)).first()


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
        and_(_begins(family, given), _born_near(birth_date)),
        and_(_begins(given, family), _born_near(birth_date)),
    ]
    if mobile:
        conditions.append(Person.mobile == mobile)
    compared = (Person.id, Person.given_name, Person.family_name, Person.birth_date, Person.mobile)
    candidates: dict[uuid.UUID, duplicates.Particulars] = {}
    for condition in conditions:  # one look-up an index: the planner would give up on them joined by OR
        rows = db.session.execute(select(*compared).where(condition).limit(MOST_CANDIDATES))
        candidates.update({row[0]: duplicates.Particulars(*row[1:]) for row in rows})
    if except_id:
        candidates.pop(except_id, None)
    asked = duplicates.Particulars(given_name, family_name, birth_date, mobile)
    compared_all = ((person_id, *duplicates.compare(asked, other)) for person_id, other in candidates.items())
    likely = sorted(((score, person_id, why) for person_id, why, score in compared_all if why), reverse=True)[:MOST_LIKELY]
    people = {
        person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_([found[1] for found in likely])))
    }
    return [ProbableDuplicate(people[person_id], why, score) for score, person_id, why in likely]


def search(*, staff: Staff, words: str, mobile: str | None = None, page: int = 1, per_page: int = PER_PAGE) -> Found:
    """One page of the people we support, whom this member of staff may see and who match `words`: names, or a birth date.

    `mobile` is what the words come to when read as a number (E.164); then it decides. No words: everybody.
    """
    condition = and_(seen_by(staff), Person.closed_at.is_(None), *_matching(words, mobile))
    total = db.session.scalar(select(func.count()).select_from(Person).where(condition)) or 0
    people = db.session.scalars(
        select(Person)
        .where(condition)
        .order_by(Person.family_name_folded, Person.given_name_folded, Person.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    ).all()
    return Found(people, total)


def list_alike(*, staff: Staff, words: str) -> list[Person]:
    """People we support, whom this member of staff may see, whose names are written much like `words`; likeliest first.

    For when `search` finds nobody. A few thousand names at most are compared, whatever the number of people.
    """
    typed = fold(words).split()
    if not typed or read_day(words):
        return []
    seen = (seen_by(staff), Person.closed_at.is_(None))
    names = select(Person.id, Person.given_name_folded, Person.family_name_folded)
    rows = db.session.execute(names.where(*seen).limit(MOST_SEARCHED + 1)).all()
    if len(rows) > MOST_SEARCHED:
        rows = [
            row
            for word in typed[:4]
            for column in (Person.family_name_folded, Person.given_name_folded)
            for row in db.session.execute(
                names.where(*seen, column >= word[:2], column <= f"{word[:2]}\uffff").limit(MOST_CANDIDATES)
            )
        ]
    likeness: dict[tuple[str, str], float] = {}  # the same names come again and again: each is compared once
    scores: dict[uuid.UUID, float] = {}
    for person_id, given, family in rows:
        parts = {*given.split(), *family.split(), family.replace(" ", "")}
        for pair in ((word, part) for word in typed for part in parts):
            if pair not in likeness:
                likeness[pair] = word_likeness(*pair)
        best = [max((likeness[word, part] for part in parts), default=0.0) for word in typed]
        if min(best) >= ALIKE_ENOUGH:
            scores[person_id] = sum(best) / len(best)
    likely = sorted(scores, key=lambda person_id: (-scores[person_id], person_id))[:MOST_ALIKE]
    people = {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(likely)))}
    return [people[person_id] for person_id in likely]


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


def _born_near(day: date) -> ColumnElement[bool]:
    """Born on a date that differs from `day` in one of its three parts at most, as `duplicates.compare` forgives."""
    month, of_month = extract("month", Person.birth_date), extract("day", Person.birth_date)
    same_year = and_(Person.birth_date >= date(day.year, 1, 1), Person.birth_date <= date(day.year, 12, 31))
    return or_(
        and_(same_year, or_(month == day.month, of_month == day.day)),
        and_(month == day.month, of_month == day.day),
    )


def _begins(family: str, given: str) -> ColumnElement[bool]:
    """Names that begin alike, as a range that the index on folded names can walk."""
    start = family[:3]
    return and_(
        Person.family_name_folded >= start,
        Person.family_name_folded <= f"{start}\uffff",
        Person.given_name_folded >= given[:1],
        Person.given_name_folded <= f"{given[:1]}\uffff",
    )
