"""The service with two people's everything in it, everybody who may come to its doors, and what each of them finds there."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Flask, session
from sqlalchemy import event, text

from directory.models import Organization, Service
from directory.upkeep.models import ListingEditor
from navigator.conversations.preparing_models import Preparation
from navigator.db import db
from navigator.measures.models import Asking
from navigator.people import carer_sessions, person_sessions, staff_sessions
from navigator.people.circle_models import CircleGrant, CircleMember, Scope
from navigator.people.models import ApiToken, Consent, ConsentHow, Locality, Person, Purpose, Role, Staff
from navigator.people.support_models import Coordination, Given
from navigator.people.token_scopes import MAY_HOLD, write
from navigator.upkeep import editor_sessions
from tests.access.planting import LATER, Planted, digest, plant
from tests.cast import Cast, make_person, make_staff
from tests.strict_client import StrictClient

WRITES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)", re.IGNORECASE)
COUNTERS = {"attempts", "api_tokens"}  # how often somebody tried, and when a key called last


@dataclass
class Answer:
    """What came back: `problem` when it was an exception that nobody caught."""

    status: int
    location: str
    body: str
    wrote: set[str]
    problem: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether it is the answer to somebody who may not come in, whatever the door."""
        doors = ("/sign-in", "/plan-link", "/listings/sign-in")
        return self.status in (401, 403, 404) or (self.status in (302, 303) and self.location.split("?")[0] in doors)


@dataclass
class World:
    """Amina's and Bola's rows, the walkers by name (each a header to send), and a copy of the database to go back to."""

    app: Flask
    amina: Planted
    bola: Planted
    walkers: dict[str, dict[str, str]] = field(default_factory=dict)
    kept: sqlite3.Connection | None = None
    offered: dict[str, Any] = field(default_factory=dict)  # what the pages offer to a walker, once read
    _writes: list[str] = field(default_factory=list)
    _committed: set[str] = field(default_factory=set)

    def ask(
        self,
        walker: str,
        method: str,
        address: str,
        fields: Mapping[str, Any] | None = None,
        json: Any = None,
        keep: bool = False,
    ) -> Answer:
        """Send one request, and put the database back unless `keep`. Nothing is remembered from one request to the next."""
        self._writes.clear()
        self._committed.clear()
        client = self.app.test_client(use_cookies=False)
        assert isinstance(client, StrictClient)
        client.reads_strictly = False
        about: dict[str, Any] = {"json": json} if json is not None else {"data": fields or {}}
        try:
            answer = client.open(address, method=method, headers=self.walkers[walker], **about)
            wrote = set(self._committed)
            found = Answer(answer.status_code, answer.location or "", _read(answer.get_data()), wrote)
        except Exception as problem:  # noqa: BLE001 - whatever it is, the walk goes on and names the door
            found = Answer(500, "", "", set(self._committed), f"{type(problem).__name__}: {str(problem)[:300]}")
        if found.wrote and not keep:
            self.put_back()
        return found

    def put_back(self) -> None:
        """As it was when it was planted (on SQLite; elsewhere nothing that writes is walked)."""
        db.session.remove()
        if self.kept is not None:
            with db.engine.connect() as connection:
                raw = connection.connection.dbapi_connection
                assert isinstance(raw, sqlite3.Connection)
                connection.rollback()
                self.kept.backup(raw)

    def rows(self, tables: set[str]) -> dict[str, dict[Any, tuple[Any, ...]]]:
        """Every row of these tables, by its id."""
        with db.engine.connect() as connection:
            return {
                name: {row[0]: tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))}  # noqa: S608 - our tables
                for name in sorted(tables)
                if name in db.metadata.tables
            }

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Notice what is written, and whether it was kept."""

        def note(_c: Any, cursor: Any, statement: str, *_: Any) -> None:
            if (found := WRITES.match(statement.lstrip())) and cursor.rowcount != 0:
                self._writes.append(found[1])

        def keep(_c: Any) -> None:
            self._committed.update(self._writes)
            self._writes.clear()

        def drop(_c: Any) -> None:
            self._writes.clear()

        for name, act in (("after_cursor_execute", note), ("commit", keep), ("rollback", drop)):
            event.listen(db.engine, name, act)
        try:
            yield
        finally:
            for name, act in (("after_cursor_execute", note), ("commit", keep), ("rollback", drop)):
                event.remove(db.engine, name, act)


def _read(body: bytes) -> str:
    return body.decode("utf-8", errors="replace")


def settle(app: Flask, *, now: datetime) -> World:
    """Plant everything, let everybody sign in, and keep a copy."""
    cast = Cast.assemble(now=now)
    hayle = cast.carys.team
    cast.amina.mobile = "+447700900321"  # the usual one is the example on many a form
    bola = make_person(navigator=cast.carys, now=now, given_name="Bolaji", family_name="Adeyemi", mobile="+447700900322")
    staff = {
        "ben": cast.ben,
        "carys": cast.carys,
        "meera": make_staff(team=cast.ben.team, name="Meera Joshi", role=Role.NAVIGATOR, now=now),
        "viv": make_staff(team=cast.ben.team, name="Viv Nance", role=Role.VOLUNTEER, now=now),
        "kit": make_staff(team=cast.ben.team, name="Kit Bolitho", role=Role.VOLUNTEER, now=now),
        "tamsin": make_staff(team=cast.ben.team, name="Tamsin Hocking", role=Role.TEAM_LEAD, now=now),
        "wyn": make_staff(team=hayle, name="Wyn Tregenza", role=Role.TEAM_LEAD, now=now),
        "asha": make_staff(team=cast.ben.team, name="Asha Lloyd", role=Role.ADMINISTRATOR, now=now),
    }
    db.session.commit()
    hers = _about(cast.amina, cast.ben, cast.tea_and_talk.organization_id, cast.tea_and_talk.id)
    amina = plant("aminasecret", hers, now=now)
    amina.names = ("Hussain", "07700 900321", "7700900321", "TR18 2AB")  # six digits alone stand in a figure by chance
    other = _another_group(now)
    bolas = plant("bolasecret", _about(bola, cast.carys, *other), now=now)
    bolas.names = ("Adeyemi", "Bolaji", "900322")
    for whose, by in ((amina, cast.ben), (bolas, cast.carys)):  # beside the rows by themselves, one by somebody else
        asked = Asking(person_id=whose.ids["persons"], instrument="ons4", version="2018", asked_by_id=by.id, begun_at=now)
        db.session.add(asked)
        db.session.flush()
        whose.ids["asked by staff"] = asked.id
        shown = Preparation(person_id=asked.person_id, member_id=whose.ids["circle_members"], created_at=now, shown_at=now)
        db.session.add(shown)
        db.session.flush()
        whose.ids["shown by a carer"] = shown.id
    db.session.add(Given(person_id=cast.amina.id, volunteer_id=staff["viv"].id, since=now))
    db.session.commit()
    world = World(app=app, amina=amina, bola=bolas)
    world.walkers["nobody"] = {}
    for name, one in staff.items():
        world.walkers[name] = _cookie(app, lambda one=one: staff_sessions.sign_in(one))
    world.walkers["amina"] = _cookie(app, lambda: person_sessions.begin(cast.amina))
    world.walkers["bola"] = _cookie(app, lambda: person_sessions.begin(bola))
    for name, whose in (("jan", amina), ("rose", bolas)):
        editor = db.session.get_one(ListingEditor, whose.ids["listing_editors"])
        world.walkers[name] = _cookie(app, lambda editor=editor: editor_sessions.begin(editor))
    for name, whose in (("joe", amina), ("sola", bolas)):
        member = db.session.get_one(CircleMember, whose.ids["circle_members"])
        world.walkers[name] = _cookie(app, lambda member=member: carer_sessions.begin(member))
    for scope in (*Scope, None):
        _add_carer(world, cast.amina, scope, now)
    for name in ("ben", "carys", "viv", "kit", "asha"):
        _add_keys(world, staff[name], name, now)
    db.session.commit()
    db.session.remove()
    if db.engine.dialect.name == "sqlite":
        world.kept = sqlite3.connect(":memory:", check_same_thread=False)
        with db.engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert isinstance(raw, sqlite3.Connection)
            raw.backup(world.kept)
    return world


def _about(person: Person, staff: Staff, organization_id: Any, service_id: Any) -> dict[str, Any]:
    return {
        "localities": db.session.query(Locality).one().id,
        "teams": staff.team_id,
        "staff": staff.id,
        "persons": person.id,
        "mobile": person.mobile,
        "coordinations": db.session.query(Coordination).filter_by(person_id=person.id).one().id,
        "organizations": organization_id,
        "services": service_id,
    }


def _another_group(now: datetime) -> tuple[Any, Any]:
    group = Organization(name="Newlyn Shed", email="hello@shed.example")
    shed = Service(organization=group, name="Newlyn Shed", description="Tools and tea.", email="hello@shed.example", revision=2)
    db.session.add_all([group, shed])
    db.session.flush()
    return group.id, shed.id


def _add_carer(world: World, person: Person, scope: Scope | None, now: datetime) -> None:
    """Somebody of Amina's circle who is given this one thing, or nothing yet."""
    name = f"carer {scope.value if scope else 'of nothing'}"
    number = f"+4477009006{len(world.walkers):02}"
    member = CircleMember(person_id=person.id, name="Hira Malik", mobile=number, invited_at=now, confirmed_at=now)
    db.session.add(member)
    db.session.flush()
    if scope is not None:
        consent = Consent(person_id=person.id, purpose=Purpose.CIRCLE, wording="w", how=ConsentHow.SPOKEN, given_at=now)
        db.session.add(consent)
        db.session.flush()
        db.session.add(CircleGrant(member_id=member.id, scope=scope, consent_id=consent.id, from_at=now))
        db.session.flush()
    world.amina.ids[name] = member.id
    world.walkers[name] = _cookie(world.app, lambda: carer_sessions.begin(member))


def _add_keys(world: World, staff: Staff, name: str, now: datetime) -> None:
    """A key that may all its holder's role allows, and one that was made for nothing."""
    for kind, scopes in (("key", MAY_HOLD[staff.role]), ("empty key", frozenset())):
        token = f"{kind} of {name}".replace(" ", "-")
        db.session.add(
            ApiToken(
                staff_id=staff.id, label="x", digest=digest(token), scopes=write(scopes), created_at=now, expires_at=now + LATER
            )
        )
        world.walkers[f"{kind} of {name}"] = {"Authorization": f"Bearer {token}"}


def _cookie(app: Flask, begin: Any) -> dict[str, str]:
    """The header of a browser on which `begin` has just let somebody in."""
    with app.test_request_context():
        begin()
        kept = dict(session)
        permanent = session.permanent
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(kept)
        cookie.permanent = permanent
    found = client.get_cookie("care_navigator")
    assert found is not None
    return {"Cookie": f"care_navigator={found.value}"}
