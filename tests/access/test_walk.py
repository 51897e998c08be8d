"""Every address of the service, asked by everybody there is, with the ids of what is Amina's: nothing is found by guessing."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from navigator.app import DOORS
from navigator.db import db
from navigator.people.access import CARER_MAY, WORKS_WITH_PEOPLE, Part
from navigator.people.models import Role
from navigator.times import utc_now
from navigator.web import guards
from tests.access.addresses import AMINAS, GUESSED, Address, Whose, list_addresses, list_unknown
from tests.access.planted import PLANNED, SECRET, Planted, plant
from tests.access.roles import NAMES, Everybody, Walker, shared_words
from tests.cast import Cast

GUARDS = {door.blueprint.name: door.guard for door in DOORS}
ROLES = {
    guards.works_with_people: WORKS_WITH_PEOPLE,
    guards.leads_a_team: {Role.TEAM_LEAD},
    guards.looks_after_the_service: {Role.ADMINISTRATOR},
}
SIGN_IN = {
    guards.person_themselves: "/plan-link",
    guards.whoever_helps: "/plan-link",
    guards.keeps_listings: "/listings/sign-in",
} | dict.fromkeys(ROLES, "/sign-in")
PARTS = {"plan": Part.PLAN, "messages": Part.MESSAGES, "answer": Part.ANSWERING, "write": Part.TEAM}
"""What a carer must have been given for a page of theirs."""


@dataclass(frozen=True)
class World:
    app: Flask
    everybody: Everybody
    planted: Planted


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Everything is planted, and nothing that a walker sends stays: what would be committed is only flushed."""
    now = utc_now()
    cast = Cast.assemble(now=now - timedelta(days=9))
    cast.amina.contact_notes = SECRET
    everybody = Everybody(app, cast, now=now)
    planted = plant(cast, now=now - timedelta(hours=1), forms=_forms(cast, now))
    everybody.bola  # noqa: B018 - read while its session is open
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)  # the record itself must refuse, not only the missing token
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(app, "testing", False)
    yield World(app, everybody, planted)


def _forms(cast: Cast, now: datetime) -> dict[str, dict[str, Any]]:
    """What must stand in some columns for a row to be one that the service could have written."""
    return {
        "referrals": {"shared": shared_words(), "reason": PLANNED, "sent_to": "hello@teaandtalk.example", "sent_at": now},
        "circle_members": {"own_person_id": None},
    }


class TestAddresses:
    def test_have_a_record_for_every_id(self, app: Flask) -> None:
        assert list_unknown(app) == set()

    def test_find_what_is_planted(self, world: World) -> None:
        missing = {table for table in AMINAS.values() if table not in world.planted.ids}

        assert missing == set()


class TestNobody:
    @pytest.mark.parametrize("name", NAMES)
    def test_finds_what_is_not_theirs(self, world: World, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        walker = world.everybody.make(name)
        asked = [one for one in list_addresses(world.app, world.planted.ids, links=walker.links) if _is_for(walker, one)]

        found = _walk(world.app, walker, asked, monkeypatch)

        open("/tmp/n/found.txt", "a").write("\n".join(f"[{name}] {one}" for one in found) + "\n")  # TEMP
        assert found == []
        assert len(asked) > 250


def _is_for(walker: Walker, address: Address) -> bool:
    """What is public shows everybody the same: one walks it, and whoever was sent a link."""
    is_public = GUARDS[address.blueprint] in (guards.anyone, guards.anyone_in_moderation)
    return walker == Walker() or not is_public


def _walk(app: Flask, walker: Walker, asked: list[Address], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(Session, "commit", Session.flush)
    client = app.test_client(use_cookies=False)
    found = []
    for address in asked:
        answer = _ask(app, client, walker, address)
        wrong = _what_is_wrong(walker, address, answer)
        if wrong:
            found.append(f"{address}: {answer.status_code} {wrong}")
    return found


def _ask(app: Flask, client: FlaskClient, walker: Walker, address: Address) -> TestResponse:
    headers = {"Cookie": walker.cookie} if walker.cookie else {}
    if walker.key:
        headers["Authorization"] = f"Bearer {walker.key}"
    with app.app_context():
        answer = FlaskClient.open(client, address.path, method=address.method, headers=headers)
        db.session.rollback()
    return answer


def _what_is_wrong(walker: Walker, address: Address, answer: TestResponse) -> str:
    if answer.status_code >= 500 and address.path != "/readyz":  # which says that no worker runs here
        return "broke"
    body = answer.get_data().decode(errors="replace")
    refused = _must_be_refused(walker, address)
    if not walker.may_know_of_amina or refused:
        for word in (SECRET, PLANNED, "Amina", "Hussain"):
            if word in body and not (word == "Hussain" and walker.may_know_of_amina):
                return f"shows {word}"
    if not refused:
        return ""
    if answer.status_code in (401, 403, 404, 405):
        return ""
    door = SIGN_IN.get(GUARDS[address.blueprint], "")
    if answer.status_code in (302, 303) and door and answer.location.split("?")[0] == door:
        return ""
    return "lets in"


def _must_be_refused(walker: Walker, address: Address) -> bool:
    guard = GUARDS[address.blueprint]
    if guard in ROLES:
        if walker.key or walker.staff not in ROLES[guard]:
            return True
        if address.whose is Whose.AMINAS:
            return not walker.sees_amina
        if address.whose in (Whose.TEAMS, Whose.LEADS):
            return not walker.is_own_team
        return address.whose is Whose.BENS and not walker.is_ben
    if guard is guards.holder_of_an_api_token:
        return not walker.key or walker.staff not in WORKS_WITH_PEOPLE or (address.whose is Whose.AMINAS and not walker.sees_amina)
    if guard is guards.person_themselves:
        return not walker.is_amina
    return False
