"""Somebody of a circle sees and does what they were given, and every page but those is not there for them."""

import pytest

from navigator.people.circle_models import Scope
from tests.access.doors import fill_in, read_table
from tests.access.world import COUNTERS, World

pytestmark = pytest.mark.walk

# Address → the scopes with which it opens; at every one of them the page that says what one may.
GIVEN_BY: dict[tuple[str, str], set[Scope | None]] = {
    ("GET", "/helping/<member_id>"): {*Scope, None},
    ("POST", "/helping/<member_id>/confirm"): {*Scope, None},
    ("POST", "/helping/<member_id>/leave"): {*Scope, None},
    ("POST", "/helping/<member_id>/check-in"): {*Scope, None},  # how they are themselves
    ("POST", "/helping/<member_id>/my-plan"): {*Scope, None},  # a link to their own plan, to their own phone
    ("GET", "/helping/<member_id>/plan"): {Scope.PLAN},
    ("GET", "/helping/<member_id>/messages"): {Scope.MESSAGES},
    ("POST", "/helping/<member_id>/write"): {Scope.TEAM},
    ("POST", "/helping/<member_id>/answer/<referral_id>"): {Scope.ANSWER},
    ("GET", "/helping/<member_id>/prepare"): {Scope.PREPARE},
    ("GET", "/helping/<member_id>/prepare/<question>"): {Scope.PREPARE},
    ("POST", "/helping/<member_id>/prepare/<question>"): {Scope.PREPARE},
    ("POST", "/helping/<member_id>/prepare/<question>/autosave"): {Scope.PREPARE},
    ("POST", "/helping/<member_id>/show-prepared"): {Scope.PREPARE},
}
# What a carer with this scope may read, by the table whose words may stand there.
MAY_READ: dict[Scope | None, set[str]] = {
    Scope.APPOINTMENT: {"referrals", "visits"},
    Scope.STEPS: {"steps"},
    Scope.PLAN: {"priorities", "goals", "steps", "referrals", "visits"},
    Scope.MESSAGES: {"outgoing_messages", "referrals"},
    Scope.ANSWER: {"referrals"},
    Scope.VISITS: {"visits"},
    Scope.TEAM: set(),
    Scope.PREPARE: set(),
    None: set(),
}


class TestCarersDoors:
    def test_each_have_a_line(self) -> None:
        assert set(GIVEN_BY) == {door for door, row in read_table().items() if row.startswith("her carer")}

    @pytest.mark.parametrize("scope", [*Scope, None])
    def test_open_by_the_scope_they_belong_to_and_show_no_more_than_it(self, world: World, scope: Scope | None) -> None:
        if world.kept is None:
            return  # nothing could be put back: this is walked on SQLite
        who = f"carer {scope.value if scope else 'of nothing'}"
        wrong = []
        for (method, address), scopes in GIVEN_BY.items():
            here = fill_in(address, world.amina, {"member_id": world.amina.ids[who]})
            answer = world.ask(who, method, here)
            if answer.status >= 500 or (answer.is_refused and scope in scopes and scope is not Scope.ANSWER):
                wrong.append(f"{method} {address}: {answer.status} {answer.problem}")
            if scope not in scopes and (answer.status != 404 or answer.wrote - COUNTERS):
                wrong.append(f"{method} {address} opened with {scope}: {answer.status}")
            if more := {word for word in world.amina.read_in(answer.body) if word.islower()} - MAY_READ[scope]:
                wrong.append(f"{method} {address} shows {sorted(more)} with {scope}")

        assert wrong == []

    def test_of_another_in_the_same_circle_are_not_there(self, world: World) -> None:
        for (method, address), _ in GIVEN_BY.items():
            answer = world.ask("carer of nothing", method, fill_in(address, world.amina))

            assert (answer.status, answer.wrote - COUNTERS) == (404, set()), (method, address)
