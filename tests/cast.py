"""The cast, by name. Amina is supported by Ben; Carys works in another team and must not see her; Tea & Talk is a group."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from argon2 import PasswordHasher

from directory.models import Organization, Service
from navigator.db import db
from navigator.people import coordinations
from navigator.people.models import Locality, Person, Role, Staff, Team
from navigator.people.support_models import WhyCoordinates

PASSWORD = "tea at half past three"
# As cheap as can be, for thousands of tests that sign in; tests/people/test_commands.py keeps and checks one at the real cost.
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
AMINA_MOBILE = "+447700900123"


def make_person(*, navigator: Staff, now: datetime, **details: Any) -> Person:
    """A person supported by `navigator`; what matters to the test is said in `details`."""
    about: dict[str, Any] = {
        "given_name": "Amina",
        "family_name": "Hussain",
        "birth_date": date(1948, 3, 27),
        "mobile": AMINA_MOBILE,
    }
    about |= details
    about.setdefault("given_name_folded", about["given_name"].casefold())
    about.setdefault("family_name_folded", about["family_name"].casefold())
    person = Person(team=navigator.team, navigator=navigator, created_at=now, **about)
    db.session.add(person)
    db.session.flush()
    coordinations.begin(person=person, why=WhyCoordinates.TAKEN_ON, made_by_id=navigator.id, now=now)
    return person


def make_staff(*, team: Team, name: str, role: Role, now: datetime) -> Staff:
    """A member of staff whose e-mail address is their first name at care.example and whose password is PASSWORD."""
    staff = Staff(
        team=team,
        name=name,
        email=f"{name.split()[0].lower()}@care.example",
        password_hash=PASSWORD_HASH,
        role=role,
        phone="01632 960101",
        created_at=now,
    )
    db.session.add(staff)
    db.session.flush()
    return staff


@dataclass
class Cast:
    """Everybody, written down and committed."""

    ben: Staff
    carys: Staff
    amina: Person
    tea_and_talk: Service

    @classmethod
    def assemble(cls, *, now: datetime) -> "Cast":
        locality = Locality(name="West Cornwall", phone="01632 960100")
        penwith, hayle = (Team(locality=locality, name=name, phone="01632 960100") for name in ("Penwith team", "Hayle team"))
        db.session.add_all([locality, penwith, hayle])
        db.session.flush()
        ben = make_staff(team=penwith, name="Ben Carter", role=Role.NAVIGATOR, now=now)
        carys = make_staff(team=hayle, name="Carys Rowe", role=Role.NAVIGATOR, now=now)
        amina = make_person(
            navigator=ben, now=now, language="ur", postcode="TR18 2AB", place_name="Penzance", latitude=50.1188, longitude=-5.5376
        )
        group = Organization(name="Tea & Talk", email="hello@teaandtalk.example")
        tea_and_talk = Service(
            organization=group,
            name="Tea & Talk",
            description="A weekly table with tea, biscuits and company.",
            email="hello@teaandtalk.example",
            revision=1,
        )
        db.session.add_all([group, tea_and_talk])
        db.session.commit()
        return cls(ben=ben, carys=carys, amina=amina, tea_and_talk=tea_and_talk)
