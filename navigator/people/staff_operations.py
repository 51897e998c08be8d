"""Taking on staff and letting them go, and their keys for the API. Callers commit."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import func, select, update

from navigator.db import db
from navigator.people import giving, handing_over, queries, signals, token_scopes
from navigator.people.models import ApiToken, Locality, Person, Role, Staff, Team
from navigator.people.operations import record_audit
from navigator.people.passwords import hash_password
from navigator.people.support_models import WhyCoordinates
from navigator.people.token_scopes import TokenScope

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


class TokenNotFound(Exception):
    """There is no such key."""


class TeamNotFound(Exception):
    """There is no team of this name."""


def get_team(name: str) -> Team:
    """The team of this name that is not closed, in whatever case it is typed. Raises `TeamNotFound`."""
    named = select(Team).where(func.lower(Team.name) == name.strip().lower(), Team.closed_at.is_(None))
    team = db.session.scalars(named.order_by(Team.id)).first()
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


def record_leaving(
    *,
    staff: Staff,
    now: datetime,
    hand_over_to: Staff | None = None,
    takers: Mapping[uuid.UUID, Staff] | None = None,
    by: Staff | None = None,
    note: str = "",
) -> int:
    """They left: their sessions end, their keys are revoked, and they cannot sign in. Says how many people were handed over.

    First everybody they support, and what those people need today, goes to the colleague `takers` names for that person, or
    else to `hand_over_to`; the people are told. Whoever is given to them is taken back. Raises `StillSupportsPeople`, before
    anything is changed, when somebody would be left with nobody, and `handing_over.CannotTakeOver`.
    """
    db.session.execute(select(Staff.id).where(Staff.id == staff.id).with_for_update()).one()  # nobody comes to them meanwhile
    db.session.refresh(staff)
    takers = takers or {}
    theirs = list(db.session.scalars(select(Person).where(Person.navigator_id == staff.id).order_by(Person.id)))
    stranded = sum(person.closed_at is None and person.id not in takers for person in theirs)
    if hand_over_to is None and stranded:
        raise StillSupportsPeople(stranded)
    handed_over = 0
    for person in theirs:
        to = takers.get(person.id, hand_over_to)
        if to is None:
            continue  # closed: whoever supports them again finds somebody
        if to.id == staff.id:
            raise handing_over.CannotTakeOver
        handing_over.hand_over(person_id=person.id, to=to, by=by, note=note, why=WhyCoordinates.LEFT, now=now)
        handed_over += 1
    giving.take_all_back(volunteer_id=staff.id, by=by, now=now)
    signals.staff_leaving.send("people", staff=staff, by=by, now=now)
    staff.left_at = staff.left_at or now
    staff.session_epoch += 1
    db.session.execute(
        update(ApiToken).where(ApiToken.staff_id == staff.id, ApiToken.revoked_at.is_(None)).values(revoked_at=now)
    )
    db.session.flush()
    return handed_over


def change_password(*, staff: Staff, password: str) -> None:
    """A new password; every open session ends. Raises `PasswordTooShort`."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort
    staff.password_hash = hash_password(password)
    staff.session_epoch += 1
    db.session.flush()


def make_token(
    *,
    staff_id: uuid.UUID,
    label: str,
    now: datetime,
    lasts: timedelta = TOKEN_LASTS,
    scopes: Collection[TokenScope] | None = None,
) -> str:
    """A new key for the API, shown this once: only its digest is kept. `scopes` None: all that their role allows.

    Raises `token_scopes.ScopeNotAllowed`.
    """
    role = db.session.get_one(Staff, staff_id).role
    scopes = token_scopes.MAY_HOLD[role] if scopes is None else scopes
    token_scopes.check(role, scopes)
    token = f"cn_{token_urlsafe(32)}"
    digest = sha256(token.encode()).hexdigest()
    key = ApiToken(staff_id=staff_id, label=label, digest=digest, created_at=now, expires_at=now + lasts)
    key.scopes = token_scopes.write(scopes)
    db.session.add(key)
    record_audit(action="token_made", staff_id=staff_id, person_id=None, detail=f"{label}: {key.scopes}", now=now)
    db.session.flush()
    return token


def revoke_token(*, token_id: uuid.UUID, now: datetime, by: Staff | None = None) -> ApiToken:
    """End a key for the API; one that has ended stays as it is. `by` None: a command. Raises `TokenNotFound`."""
    token = db.session.get(ApiToken, token_id)
    if token is None or (by is not None and by.role is not Role.ADMINISTRATOR and token.staff_id != by.id):
        raise TokenNotFound(token_id)
    if token.revoked_at is None:
        token.revoked_at = now
        record_audit(
            action="token_revoked", staff_id=by.id if by else None, person_id=None, detail=f"{token.id} {token.label}", now=now
        )
    db.session.flush()
    return token
