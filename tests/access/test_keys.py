"""The API: a key does what its scopes and its holder's role allow, for the people its holder sees, and nothing else."""

import pytest

from tests.access.doors import fill_in, read_table
from tests.access.world import COUNTERS, World

TABLE = [door for door, row in sorted(read_table().items()) if row == "a key"]
HOLDERS = {"ben": True, "viv": True, "kit": False, "carys": False, "asha": False}  # whether they see Amina

BODIES = {"/api/v1/steps/<step_id>/confidence": {"score": 5}}  # else nothing: what is missing is said to whoever may ask


def _names_a_record(address: str) -> bool:
    return "_id>" in address


class TestKeys:
    @pytest.mark.parametrize("holder", HOLDERS)
    def test_made_for_nothing_do_nothing(self, world: World, holder: str) -> None:
        for method, address in TABLE:
            answer = world.ask(f"empty key of {holder}", method, fill_in(address, world.amina), json={})

            assert (answer.status, answer.wrote - COUNTERS) == (403, set()), (method, address)

    @pytest.mark.parametrize("holder", HOLDERS)
    def test_that_may_all_their_holders_role_allows_show_only_whom_the_holder_sees(self, world: World, holder: str) -> None:
        wrong = []
        for method, address in TABLE:
            answer = world.ask(f"key of {holder}", method, fill_in(address, world.amina), json=BODIES.get(address, {}))
            looks_after = address.startswith("/api/v1/webhooks")
            if answer.status >= 500:
                wrong.append(f"{holder} at {method} {address} fell over: {answer.problem}")
            if not HOLDERS[holder] and (read := world.amina.read_in(answer.body)):
                wrong.append(f"{holder} at {method} {address} read {sorted(read)}")
            if holder != "carys" and (read := world.bola.read_in(answer.body)):
                wrong.append(f"{holder} at {method} {address} read {sorted(read)}")
            if looks_after is (holder == "asha") and HOLDERS[holder] | looks_after and answer.status in (401, 403, 404):
                wrong.append(f"{holder} was refused at {method} {address}: {answer.status}")
            if looks_after is not (holder == "asha") and answer.status != 403:
                wrong.append(f"{holder} came in at {method} {address}: {answer.status}")
            if not HOLDERS[holder] and not looks_after and _names_a_record(address) and answer.status not in (403, 404):
                wrong.append(f"{holder} found something at {method} {address}: {answer.status}")

        assert wrong == []

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
