"""Taking on staff and letting them go, and their keys for the API. Callers commit."""

import uuid
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import func, select, update

from navigator.db import db
from navigator.people import queries
from navigator.people.access import WORKS_WITH_PEOPLE
from navigator.people.models import ApiToken, Locality, Person, Role, Staff, Team
from navigator.people.operations import record_audit
from navigator.people.passwords import hash_password
from navigator.people.texting import text_person

SHORTEST_PASSWORD = 12  # NCSC: three random words, not odd characters
TOKEN_LASTS = timedelta(days=365)


class EmailTaken(Exception):
    """Somebody signs in with this e-mail address already."""


class EmailWrong(Exception):
    """This is not an e-mail address."""


class PasswordTooShort(Exception):
    """A password needs at least `SHORTEST_PASSWORD` characters."""


class StillSupportsPeople(Exception):
    """They support people still: `how_many`."""

    def __init__(self, how_many: int) -> None:
        super().__init__(how_many)
        self.how_many = how_many


class CannotTakeOver(Exception):
    """People are handed over to somebody else of the same team who works with people."""


class TokenNotFound(Exception):
    """There is no such key."""


class TeamNotFound(Exception):
    """There is no team of this name."""


def get_team(name: str) -> Team:
    """The team of this name, in whatever case it is typed. Raises `TeamNotFound`."""
    team = db.session.scalars(select(Team).where(func.lower(Team.name) == name.strip().lower()).order_by(Team.id)).first()
    if team is None:
        raise TeamNotFound(name)
    return team


def ensure_team(*, name: str, phone: str, locality_name: str | None = None) -> Team:
    """The team of this name, made now when there is none; in the locality named, or the one there is."""
    try:
        return get_team(name)
    except TeamNotFound:
        pass
    locality = (
        db.session.scalar(select(Locality).where(Locality.name == locality_name)) if locality_name else queries.find_locality()
    )
    if locality is None:
        locality = Locality(name=locality_name or name, phone=phone)
        db.session.add(locality)
    team = Team(locality=locality, name=name.strip(), phone=phone)
    db.session.add(team)
    db.session.flush()
    return team


def add_staff(*, team: Team, name: str, email: str, password: str, role: Role, now: datetime, phone: str = "") -> Staff:
    """Somebody who may sign in from now on. Raises `EmailWrong`, `EmailTaken` or `PasswordTooShort`."""
    address = read_email(email)
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort
    if db.session.scalar(select(Staff.id).where(Staff.email == address)):
        raise EmailTaken(address)
    staff = Staff(
        team=team, name=name.strip(), email=address, password_hash=hash_password(password), role=role, phone=phone, created_at=now
    )
    db.session.add(staff)
    db.session.flush()
    return staff


def read_email(typed: str) -> str:
    """An e-mail address as we keep it. Raises `EmailWrong`. Asks no other machine."""
    try:
        return validate_email(typed.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise EmailWrong(typed) from None


def record_leaving(*, staff: Staff, now: datetime, hand_over_to: Staff | None = None) -> int:
    """They left: their sessions end, their keys are revoked, and they cannot sign in. Says how many people were handed over.

    Everybody they support, and what those people need today, goes to `hand_over_to`; who gets texts is told.
    Raises `StillSupportsPeople` when that is nobody, and `CannotTakeOver`.
    """
    theirs = list(db.session.scalars(select(Person).where(Person.navigator_id == staff.id)))
    supported = sum(person.closed_at is None for person in theirs)
    if hand_over_to is None and supported:
        raise StillSupportsPeople(supported)
    if hand_over_to is not None:
        _hand_over(theirs, staff=staff, to=hand_over_to, now=now)
    staff.left_at = staff.left_at or now
    staff.session_epoch += 1
    db.session.execute(
        update(ApiToken).where(ApiToken.staff_id == staff.id, ApiToken.revoked_at.is_(None)).values(revoked_at=now)
    )
    db.session.flush()
    return len(theirs) if hand_over_to else 0


def _hand_over(people: list[Person], *, staff: Staff, to: Staff, now: datetime) -> None:
    if to.id == staff.id or to.team_id != staff.team_id or to.left_at is not None or to.role not in WORKS_WITH_PEOPLE:
        raise CannotTakeOver
    for person in people:
        person.navigator = to
        text_person(
            person=person,
            template="someone_new",
            values={"navigator_name": to.name, "team_name": to.team.name},
            dedupe_key=f"someone-new {person.id} {to.id} {now:%Y-%m-%d}",
            now=now,
        )
        record_audit(
            action="handed_over", staff_id=None, person_id=person.id, detail=f"from {staff.email} to {to.email}", now=now
        )


def change_password(*, staff: Staff, password: str) -> None:
    """A new password; every open session ends. Raises `PasswordTooShort`."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort
    staff.password_hash = hash_password(password)
    staff.session_epoch += 1
    db.session.flush()


def make_token(*, staff_id: uuid.UUID, label: str, now: datetime, lasts: timedelta = TOKEN_LASTS) -> str:
    """A new key for the API, shown this once: only its digest is kept."""
    token = f"cn_{token_urlsafe(32)}"
    digest = sha256(token.encode()).hexdigest()
    db.session.add(ApiToken(staff_id=staff_id, label=label, digest=digest, created_at=now, expires_at=now + lasts))
    db.session.flush()
    return token


def revoke_token(*, token_id: uuid.UUID, now: datetime) -> ApiToken:
    """End a key for the API; one that has ended stays as it is. Raises `TokenNotFound`."""
    token = db.session.get(ApiToken, token_id)
    if token is None:
        raise TokenNotFound(token_id)
    token.revoked_at = token.revoked_at or now
    db.session.flush()
    return token
