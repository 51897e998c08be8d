"""The API: a key does what its scopes and its holder's role allow, for the people its holder sees, and nothing else."""

import re
import uuid

import pytest

from tests.access.doors import fill_in, read_table
from tests.access.world import COUNTERS, Answer, World

pytestmark = pytest.mark.walk

TABLE = [door for door, row in sorted(read_table().items()) if row == "a key"]
SEES_HER = {"ben": True, "kit": False, "carys": False, "asha": False}

# The start of an address → who may ask at all; the longest start that fits counts.
WITH_PEOPLE, IN_A_TEAM = {"ben", "kit", "carys"}, {"ben", "carys"}
MAY_ASK = {
    "": WITH_PEOPLE,
    "/api/v1/colleagues": IN_A_TEAM | {"asha"},
    "/api/v1/localities": IN_A_TEAM | {"asha"},
    "/api/v1/programmes": IN_A_TEAM | {"asha"},
    "/api/v1/teams": IN_A_TEAM | {"asha"},
    "/api/v1/webhooks": {"asha"},
    "/api/v1/proposals": set[str](),  # team leads, who walk through tests/test_api.py
    "/api/v1/referrals-in": IN_A_TEAM,
    "POST /api/v1/people/<person_id>/coordinators": IN_A_TEAM,
    "POST /api/v1/people/<person_id>/team": IN_A_TEAM,
    "POST /api/v1/people/<person_id>/volunteers": IN_A_TEAM,
    "DELETE /api/v1/people/<person_id>/volunteers": IN_A_TEAM,
}
BODIES = {"/api/v1/steps/<step_id>/confidence": {"score": 5}}  # else nothing: what is missing is said to whoever may ask


def _may_ask(holder: str, method: str, address: str) -> bool:
    fits = [start for start in MAY_ASK if address.startswith(start) or f"{method} {address}".startswith(start)]
    return holder in MAY_ASK[max(fits, key=len)]


def _names_a_record(address: str) -> bool:
    return "_id>" in address


def _without_ids(body: str) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", body)


class TestKeys:
    @pytest.mark.parametrize("holder", ["ben", "asha"])
    def test_made_for_nothing_do_nothing(self, world: World, holder: str) -> None:
        for method, address in TABLE:
            answer = world.ask(f"empty key of {holder}", method, fill_in(address, world.amina), json={})

            assert (answer.status, answer.wrote - COUNTERS) == (403, set()), (method, address)

    @pytest.mark.parametrize("holder", SEES_HER)
    def test_that_may_all_their_holders_role_allows_show_only_whom_the_holder_sees(self, world: World, holder: str) -> None:
        if world.kept is None:
            return  # nothing could be put back: this is walked on SQLite
        wrong = []
        for method, address in TABLE:
            where, body = f"{holder} at {method} {address}", BODIES.get(address, {})
            answer = world.ask(f"key of {holder}", method, fill_in(address, world.amina), json=body)
            if answer.status >= 500:
                wrong.append(f"{where} fell over: {answer.problem}")
            if not SEES_HER[holder] and (read := world.amina.read_in(answer.body)):
                wrong.append(f"{where} read {sorted(read)}")
            if holder != "carys" and (read := world.bola.read_in(answer.body)):
                wrong.append(f"{where} read {sorted(read)}")
            if not _may_ask(holder, method, address):
                wrong += [f"{where} came in: {answer.status}"] * (answer.status != 403)
            elif SEES_HER[holder] or holder == "asha" or not _names_a_record(address):
                wrong += [f"{where} was refused: {answer.status}"] * (answer.status in (401, 403, 404))
            elif answer.status not in (403, 404) and not self._is_answered_alike_for_nobody(
                world, holder, method, address, answer
            ):
                wrong.append(f"{where} found something: {answer.status}")

        assert wrong == []

    def _is_answered_alike_for_nobody(self, world: World, holder: str, method: str, address: str, answer: Answer) -> bool:
        """Whether what was sent makes no sense, whatever the record: so nothing was said of this one."""
        nowhere = world.ask(f"key of {holder}", method, re.sub(r"<\w+>", str(uuid.UUID(int=1)), address), json={})
        return answer.status == nowhere.status == 422 and _without_ids(answer.body) == _without_ids(nowhere.body)

    def test_name_no_person_step_or_listing_of_somebody_else_in_what_they_send(self, world: World) -> None:
        good = {
            "person_id": str(world.amina.ids["persons"]),
            "service_id": str(world.amina.ids["services"]),
            "step_id": str(world.amina.ids["steps"]),
            "wording": "Amina agreed.",
            "shared_parts": ["name"],
            "reason": "Company",
            "how": "spoken",
            "idempotency_key": "one-of-ours-and-new",
        }
        made = world.ask("key of ben", "POST", "/api/v1/referrals", json=good)
        assert made.status == 201, made.body

        for name, table in (("person_id", "persons"), ("step_id", "steps")):
            answer = world.ask("key of ben", "POST", "/api/v1/referrals", json=good | {name: str(world.bola.ids[table])})
            assert (answer.status, world.bola.read_in(answer.body)) == (404, set()), name

    def test_are_not_told_of_anothers_referral_by_its_idempotency_key(self, world: World) -> None:
        anothers = f"{world.bola.word} referrals idempotency_key"
        told = {
            "person_id": str(world.amina.ids["persons"]),
            "service_id": str(world.amina.ids["services"]),
            "wording": "Amina agreed.",
            "shared_parts": ["name"],
            "reason": "Company",
            "how": "spoken",
            "idempotency_key": anothers,
        }

        answer = world.ask("key of ben", "POST", "/api/v1/referrals", json=told)

        assert (answer.status, str(world.bola.ids["referrals"]) in answer.body) == (409, False)

    @pytest.mark.parametrize("query", ["person_id", "step_id"])
    @pytest.mark.parametrize("address", ["/api/v1/steps", "/api/v1/referrals"])
    def test_list_nothing_of_a_person_the_holder_does_not_see(self, world: World, address: str, query: str) -> None:
        theirs = world.bola.ids["persons" if query == "person_id" else "steps"]

        answer = world.ask("key of ben", "GET", f"{address}?{query}={theirs}")

        assert answer.status in (200, 404, 422)
        assert world.bola.read_in(answer.body) == set()

    def test_open_no_page(self, world: World) -> None:
        for method, address in (("GET", "/desk"), ("GET", "/people/<person_id>"), ("POST", "/people/<person_id>/close")):
            answer = world.ask("key of ben", method, fill_in(address, world.amina))

            assert answer.is_refused
            assert world.amina.read_in(answer.body) == set()
