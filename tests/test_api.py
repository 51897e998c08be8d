"""A walk through every operation of the API that needs a key: who may, what it says, and what it makes of nonsense."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event

from navigator.db import db
from navigator.people.models import Role
from navigator.people.token_labels import SCOPES
from navigator.people.token_scopes import MAY_HOLD, TokenScope
from tests.api_walk import MOMENTS, NONSENSE, QUERIES, STANDS_OTHERWISE, VALUES, Operation, call, is_in_shape, list_operations
from tests.api_world import World, add_more, build, key_of, receive
from tests.cast import Cast, make_person
from tests.strict_client import StrictClient


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def world(app: Flask, cast: Cast, now: datetime) -> Iterator[World]:
    """Something of everything; and keys that may call as often as they like."""
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, api_calls_a_minute=1_000_000)
    yield build(cast, now=now)
    app.extensions["settings"] = settings


@pytest.fixture
def operations(client: StrictClient) -> list[Operation]:
    """Every operation that needs a key."""
    return list_operations(client)


class TestTheDocument:
    def test_describes_each_operation_with_examples_and_what_goes_wrong(self, operations: list[Operation]) -> None:
        lacking = []
        for one in operations:
            answers = one.said["responses"]
            wanted = (
                {"401", "403", "429"} | ({"404"} if "_id}" in one.path else set()) | ({"422"} if one.body is not None else set())
            )
            success = [said for code, said in answers.items() if code.startswith("2")]
            shown = [said for code, said in answers.items() if code.isdecimal() and code != "204"]
            if (
                not one.said.get("summary")
                or not wanted <= set(answers)
                or len(success) != 1
                or not all("example" in said["content"]["application/json"] for said in shown)
                or (one.method == "POST" and one.said["parameters"][0]["name"] != "Idempotency-Key")
            ):
                lacking.append(one.name)

        assert lacking == []

    def test_has_something_that_every_offered_scope_opens(self, operations: list[Operation]) -> None:
        opened = {(role, one.scope) for one in operations for role in one.roles}

        assert opened == {(role, scope) for role, scopes in MAY_HOLD.items() for scope in scopes}
        assert set(SCOPES) == {scope for _, scope in opened} == set(TokenScope)

    def test_names_each_operation_as_the_readme_does(self, operations: list[Operation]) -> None:
        readme = (Path(__file__).parents[1] / "README.md").read_text("utf-8").split("| API | |")[1].split("| commands | |")[0]

        assert {one.path.split("/")[3] for one in operations} - set(re.findall(r"`/api/v1/([\w-]+)", readme)) == set()


class TestWhoMay:
    def test_nobody_without_a_key(self, client: StrictClient, world: World, operations: list[Operation]) -> None:
        answers = {one.name: call(client, one, one.address(world), {}, one.filled(world)) for one in operations}

        assert {name: answer.status_code for name, answer in answers.items() if answer.status_code != 401} == {}
        assert all(is_in_shape(answer) for answer in answers.values())

    def test_no_key_that_was_not_made_for_it(self, client: StrictClient, world: World, operations: list[Operation]) -> None:
        let_in = []
        keys = {
            (role, scope): key_of(staff, *(MAY_HOLD[role] - {scope}))
            for role, staff in world.here.items()
            for scope in MAY_HOLD[role]
        }
        for one in operations:
            answer = call(client, one, one.address(world), keys[one.holder, one.scope], one.filled(world))
            if answer.status_code != 403 or answer.get_json()["errors"] != {"scope": [one.scope.value]}:
                let_in.append((one.name, answer.status_code))

        assert let_in == []

    def test_nobody_in_another_role(self, client: StrictClient, world: World, operations: list[Operation]) -> None:
        keys = {role: key_of(staff) for role, staff in world.here.items()}
        let_in = [
            (one.name, role, answer.status_code)
            for one in operations
            for role in set(Role) - set(one.roles)
            if (answer := call(client, one, one.address(world), keys[role], one.filled(world))).status_code != 403
        ]

        assert let_in == []

    def test_nobody_of_another_team_who_learns_nothing_either(
        self, client: StrictClient, world: World, operations: list[Operation]
    ) -> None:
        """What is another team's and what never was are answered alike, to the word."""
        keys = {role: key_of(staff) for role, staff in world.elsewhere.items()}
        told = []
        for one in operations:
            body, named = one.filled(world), re.findall(r"{(\w+_id)}", one.path)
            is_about_somebody = bool((body or {}).get("person_id"))
            if not named and not is_about_somebody:
                continue
            theirs = call(client, one, one.address(world), keys[one.holder], body)
            nothing = {name: uuid.uuid4() for name in named}
            if is_about_somebody:
                body = {**(body or {}), "person_id": str(uuid.uuid4())}
            never = call(client, one, one.address(world, **nothing), keys[one.holder], body)
            if theirs.status_code != 404 or theirs.get_json() != never.get_json():
                told.append((one.name, theirs.status_code, never.status_code, theirs.get_json()))

        assert told == []

    def test_of_another_team_finds_its_lists_empty(self, client: StrictClient, world: World, operations: list[Operation]) -> None:
        keys = {role: key_of(staff) for role, staff in world.elsewhere.items()}
        ours, of_nobody = {TokenScope.TEAMS_READ}, {"GET /api/v1/ready-plans", "GET /api/v1/needs"}
        found = []
        for one in operations:
            if not one.is_list or one.scope in ours or one.name in of_nobody or "{" in one.path:
                continue
            for asked in ("", f"?person_id={world.ids['person_id']}"):
                answer = client.get(one.address(world) + asked, headers=keys[one.holder])
                if answer.status_code == 200 and answer.get_json()["total_items"]:
                    found.append(one.name)

        assert found == []


class TestWhatIsSent:
    def test_as_in_the_example_is_done(self, client: StrictClient, world: World, operations: list[Operation]) -> None:
        keys = {role: key_of(staff) for role, staff in world.here.items()}
        otherwise = {}
        for number, one in enumerate(operations):
            again = {"Idempotency-Key": f"the walk, {number}"} if one.method == "POST" else {}
            answer = call(client, one, one.address(world), {**keys[one.holder], **again}, one.filled(world))
            documented = answer.status_code < 300 and str(answer.status_code) in one.said["responses"]
            if not documented and (answer.status_code, one.name in STANDS_OTHERWISE) != (409, True):
                otherwise[one.name] = (answer.status_code, answer.get_data(as_text=True)[:300])

        assert "\n".join(f"{name} {said}" for name, said in otherwise.items()) == ""

    def test_twice_under_one_key_is_answered_alike(self, client: StrictClient, world: World, operations: list[Operation]) -> None:
        keys = {role: key_of(staff) for role, staff in world.here.items()}
        differ = []
        for number, one in enumerate(operations):
            if one.method != "POST" or one.name in STANDS_OTHERWISE:
                continue
            headers = {**keys[one.holder], "Idempotency-Key": f"the walk, {number}"}
            first, second = (call(client, one, one.address(world), headers, one.filled(world)) for _ in range(2))
            if first.status_code < 300 and (first.data, second.headers.get("Idempotent-Replayed")) != (second.data, "true"):
                differ.append((one.name, first.status_code, second.status_code))

        assert differ == []

    def test_and_makes_no_sense_is_refused_in_the_one_shape(
        self, app: Flask, client: StrictClient, world: World, operations: list[Operation]
    ) -> None:
        keys = {role: key_of(staff) for role, staff in world.here.items()}
        wrong = []
        for one in operations:
            if one.body is None:
                continue
            for sent in NONSENSE:
                headers = {**keys[one.holder], "Content-Type": "application/json"}
                answer = client.open(one.address(world), method=one.method, headers=headers, data=sent)
                may_be_empty = sent == b"" and answer.status_code in (200, 201, 409)  # nothing in it is needed
                if not may_be_empty and (not 400 <= answer.status_code < 500 or not is_in_shape(answer)):
                    wrong.append((one.name, sent[:20], answer.status_code))
            form = client.open(one.address(world), method=one.method, headers=keys[one.holder], data={"a": "b"})
            if form.status_code != 415 or not is_in_shape(form):
                wrong.append((one.name, "a form", form.status_code))

        assert wrong == []

    def test_with_one_field_wrong_never_breaks_anything(
        self, client: StrictClient, world: World, operations: list[Operation]
    ) -> None:
        keys = {role: key_of(staff) for role, staff in world.here.items()}
        broken = []
        for one in operations:
            for name in one.body or {}:
                for value in (*VALUES, *(MOMENTS if name.endswith("_at") else ())):
                    body = {**(one.filled(world) or {}), name: value}
                    answer = call(client, one, one.address(world), keys[one.holder], body)
                    if answer.status_code >= 500 or (answer.status_code >= 400 and not is_in_shape(answer)):
                        broken.append((one.name, name, str(value)[:20], answer.status_code))

        assert broken == []

    def test_that_is_too_large_is_refused(self, client: StrictClient, world: World, operations: list[Operation]) -> None:
        keys = {role: key_of(staff) for role, staff in world.here.items()}
        large = b'{"words": "' + b"x" * (3 * 1024 * 1024) + b'"}'
        answers = {
            one.name: client.open(
                one.address(world),
                method=one.method,
                headers={**keys[one.holder], "Content-Type": "application/json"},
                data=large,
            )
            for one in operations
            if one.body is not None
        }

        assert {name: answer.status_code for name, answer in answers.items() if answer.status_code != 413} == {}
        assert all(is_in_shape(answer) for answer in answers.values())

    def test_in_a_query_that_makes_no_sense_is_refused(
        self, client: StrictClient, world: World, operations: list[Operation]
    ) -> None:
        keys = {role: key_of(staff) for role, staff in world.here.items()}
        wrong = []
        for one in operations:
            for asked in QUERIES if one.is_list else ():
                answer = client.get(f"{one.address(world)}?{asked}", headers=keys[one.holder])
                is_sense = asked.startswith("q=") and answer.status_code == 200  # signs nobody can see are left out
                if not is_sense and (answer.status_code != 422 or not is_in_shape(answer)):
                    wrong.append((one.name, asked, answer.status_code))

        assert wrong == []


class TestLists:
    def test_ask_as_many_questions_however_long_they_are(
        self, client: StrictClient, cast: Cast, world: World, operations: list[Operation], now: datetime
    ) -> None:
        keys = {role: key_of(staff) for role, staff in world.here.items()}
        lists = [one for one in operations if one.method == "GET" and (one.is_list or one.path.endswith("s"))]
        _add_people(cast, 1, now=now)  # an empty list asks less
        few = {one.name: _count(client, one.address(world), keys[one.holder]) for one in lists}
        _add_people(cast, 8, now=now)
        for _ in range(3):
            add_more(cast, person=cast.amina, now=now)

        many = {one.name: _count(client, one.address(world), keys[one.holder]) for one in lists}

        assert {name: (few[name], many[name]) for name in few if few[name] != many[name]} == {}


def _add_people(cast: Cast, number: int, *, now: datetime) -> None:
    for _ in range(number):
        other = make_person(navigator=cast.ben, now=now, given_name="Zoe", family_name="Zennor", mobile=None)
        add_more(cast, person=other, now=now)
        receive(cast.ben.team, now=now)


def _count(client: StrictClient, address: str, headers: dict[str, str]) -> int:
    """How many questions the database is asked for this answer."""
    asked: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    db.session.rollback()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        answer = client.get(address, headers=headers)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert answer.status_code == 200, (address, answer.get_data(as_text=True)[:300])
    return len(asked)
