"""Everybody who may stand before a door: each a cookie or a key, and what of Amina's they may know."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Flask, session

from directory.models import Organization
from directory.upkeep.models import ListingEditor
from navigator.db import db
from navigator.people import carer_sessions, person_sessions, staff_sessions
from navigator.people.circle_models import CircleGrant, CircleMember, Scope
from navigator.people.models import Consent, ConsentHow, Person, Purpose, Role, Staff
from navigator.people.staff_operations import make_token
from navigator.people.support_models import Given
from navigator.referrals.dealing_models import InboxLink
from navigator.referrals.models import Referral, ReplyLink
from navigator.referrals.queries import digest_of
from navigator.upkeep import editor_sessions
from tests.cast import Cast, make_person, make_staff


@dataclass(frozen=True)
class Walker:
    """One of those who walk.

    `staff`: the role they sign in with. `own`: somebody they may see by right, to whose pages they add Amina's ids.
    `links`: secrets they were really sent, by the blueprint that opens them.
    """

    cookie: str = ""
    key: str = ""
    staff: Role | None = None
    is_amina: bool = False
    sees_amina: bool = False
    is_own_team: bool = False
    is_ben: bool = False
    scopes: frozenset[Scope] | None = None
    keeps: str = ""  # whose listings: "ours" are Tea & Talk's
    own: uuid.UUID | None = None
    links: dict[str, str] = field(default_factory=dict)

    @property
    def may_know_of_amina(self) -> bool:
        """Whether a page that names her may be theirs at all."""
        return self.is_amina or self.sees_amina or bool(self.scopes) or self.keeps == "ours" or "referral_reply" in self.links


CARERS = {f"carer for {scope.value}": frozenset({scope}) for scope in Scope} | {"carer for nothing": frozenset[Scope]()}
STAFF = {
    "navigator": (Role.NAVIGATOR, True),
    "navigator of the same team": (Role.NAVIGATOR, True),
    "navigator of another team": (Role.NAVIGATOR, False),
    "volunteer who is given her": (Role.VOLUNTEER, True),
    "volunteer who is not": (Role.VOLUNTEER, True),
    "volunteer no longer": (Role.VOLUNTEER, True),
    "team lead": (Role.TEAM_LEAD, True),
    "team lead of another team": (Role.TEAM_LEAD, False),
    "administrator": (Role.ADMINISTRATOR, True),
}
ENDED_KEY = "key that has ended"
NAMES = (
    "anyone",
    "the person",
    "another person",
    *CARERS,
    "carer of another person",
    "carer no longer",
    "editor",
    "editor of another group",
    "receiver by link",
    "receiver of another referral",
    *STAFF,
    *(f"key of {name}" for name in STAFF),
    ENDED_KEY,
)
NOT_HERS = frozenset({"volunteer who is not", "volunteer no longer", "administrator"})


class Everybody:
    """Makes who is asked for, in the world that is planted."""

    def __init__(self, app: Flask, cast: Cast, *, now: datetime) -> None:
        self.app, self.cast, self.now = app, cast, now
        self.bola = make_person(navigator=cast.carys, now=now, given_name="Bola", family_name="Adeyemi", mobile="+447700900555")
        self.other_group = Organization(name="Hayle Singers", email="hello@singers.example")
        db.session.add(self.other_group)
        db.session.commit()

    def make(self, name: str) -> Walker:
        """The walker of this name. Commits."""
        walker = self._make(name)
        db.session.commit()
        return walker

    def _make(self, name: str) -> Walker:
        if name in STAFF:
            return self._staff(name)
        if name.startswith("key"):
            return self._key(name)
        if name in CARERS:
            return self._carer(self.cast.amina, CARERS[name])
        match name:
            case "the person":
                return Walker(cookie=self._cookie(lambda: person_sessions.begin(self.cast.amina)), is_amina=True)
            case "another person":
                return Walker(cookie=self._cookie(lambda: person_sessions.begin(self.bola)))
            case "carer of another person":
                walker = self._carer(self.bola, frozenset(Scope))
                return Walker(cookie=walker.cookie, own=walker.own)
            case "carer no longer":
                return self._carer(self.cast.amina, frozenset(Scope), ended=True)
            case "editor":
                return self._editor(self.cast.tea_and_talk.organization_id, "ours")
            case "editor of another group":
                return self._editor(self.other_group.id, "another's")
            case "receiver by link":
                return Walker(links=self._links(db.session.query(Referral).filter_by(person_id=self.cast.amina.id).one()))
            case "receiver of another referral":
                return Walker(links={"inbox_by_link": self._links_of_nobody()})
        return Walker()

    def _staff(self, name: str) -> Walker:
        staff = self._member(name)
        role, is_own_team = STAFF[name]
        return Walker(
            cookie=self._cookie(lambda: staff_sessions.sign_in(staff)),
            staff=role,
            sees_amina=is_own_team and name not in NOT_HERS,
            is_own_team=is_own_team,
            is_ben=staff is self.cast.ben,
            own=self.bola.id if not is_own_team and role is not Role.ADMINISTRATOR else None,
        )

    def _key(self, name: str) -> Walker:
        whose = name.removeprefix("key of ") if name != ENDED_KEY else "navigator"
        staff, (role, is_own_team) = self._member(whose), STAFF[whose]
        made_at = self.now if name != ENDED_KEY else self.now - timedelta(days=400)
        token = make_token(staff_id=staff.id, label="walk", now=made_at, lasts=timedelta(days=300))
        sees = is_own_team and whose not in NOT_HERS and name != ENDED_KEY
        return Walker(key=token, staff=role if name != ENDED_KEY else None, sees_amina=sees)

    def _member(self, name: str) -> Staff:
        if name == "navigator":
            return self.cast.ben
        if name == "navigator of another team":
            return self.cast.carys
        role, is_own_team = STAFF[name]
        team = (self.cast.ben if is_own_team else self.cast.carys).team
        staff = make_staff(team=team, name="Walker Smith", role=role, now=self.now)
        if name in ("volunteer who is given her", "volunteer no longer"):
            until = self.now if name == "volunteer no longer" else None
            given = Given(person_id=self.cast.amina.id, volunteer_id=staff.id, since=self.now - timedelta(days=3), until=until)
            db.session.add(given)
        return staff

    def _carer(self, person: Person, scopes: frozenset[Scope], *, ended: bool = False) -> Walker:
        since = self.now - timedelta(days=3)
        member = CircleMember(
            person=person, name="Joe Hussain", mobile="+447700900777", invited_at=since, confirmed_at=since, language="en"
        )
        db.session.add(member)
        db.session.flush()
        for scope in scopes:
            consent = Consent(person_id=person.id, purpose=Purpose.CIRCLE, wording=scope, how=ConsentHow.SPOKEN, given_at=since)
            db.session.add(consent)
            db.session.flush()
            db.session.add(CircleGrant(member_id=member.id, scope=scope, consent_id=consent.id, from_at=since))
        cookie = self._cookie(lambda: carer_sessions.begin(member))
        if ended:
            member.ended_at = self.now - timedelta(days=1)
        return Walker(cookie=cookie, scopes=frozenset() if ended else scopes, own=member.id)

    def _editor(self, organization_id: uuid.UUID, keeps: str) -> Walker:
        editor = ListingEditor(
            organization_id=organization_id,
            name="Ed Editor",
            email=f"ed-{keeps[:4]}@group.example",
            invited_at=self.now - timedelta(days=2),
            invited_by="Ann Admin",
            signed_in_at=self.now - timedelta(days=2),
        )
        db.session.add(editor)
        db.session.flush()
        return Walker(cookie=self._cookie(lambda: editor_sessions.begin(editor)), keeps=keeps)

    def _links(self, referral: Referral) -> dict[str, str]:
        until = self.now + timedelta(days=20)
        db.session.add(
            ReplyLink(referral=referral, digest=digest_of("receiver-reply"), created_at=self.now, expires_at=until)
        )
        inbox = InboxLink(
            digest=digest_of("receiver-inbox"),
            address=referral.sent_to,
            organization_name=referral.organization_name,
            created_at=self.now,
            expires_at=until,
        )
        db.session.add(inbox)
        return {"referral_reply": "receiver-reply", "inbox_by_link": "receiver-inbox"}

    def _links_of_nobody(self) -> str:
        inbox = InboxLink(
            digest=digest_of("other-inbox"),
            address="hello@singers.example",
            organization_name="Hayle Singers",
            created_at=self.now,
            expires_at=self.now + timedelta(days=20),
        )
        db.session.add(inbox)
        return "other-inbox"

    def _cookie(self, begin: Callable[[], None]) -> str:
        db.session.flush()
        with self.app.test_request_context():
            begin()
            kept = dict(session)
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]  # Flask's own
        return f"{self.app.config['SESSION_COOKIE_NAME']}={signer.dumps(kept)}"


def shared_words() -> str:
    """What was shared of Amina with Tea & Talk."""
    return json.dumps({"name": "Amina Hussain"})
