"""Things to do, for programs acting for a member of staff."""

from datetime import datetime

from navigator.db import db
from navigator.people.models import Role
from navigator.tasks import operations
from tests.api_world import key_of
from tests.cast import Cast, make_staff
from tests.strict_client import StrictClient


class TestTasks:
    def test_are_added_moved_done_and_opened_again(self, client: StrictClient, cast: Cast) -> None:
        bens = key_of(cast.ben)
        new = {"person_id": str(cast.amina.id), "what": "Ring about the bus pass", "due_on": "2026-11-27"}

        added = client.post("/api/v1/tasks", json=new, headers=bens).get_json()
        address = f"/api/v1/tasks/{added['id']}"
        moved = client.patch(address, json={"due_on": "2026-11-30"}, headers=bens).get_json()
        done = client.post(f"{address}/done", json={"note": "It came."}, headers=bens).get_json()
        again = client.post(f"{address}/open-again", headers=bens).get_json()

        assert (added["what"], added["whose"], moved["due_on"]) == ("Ring about the bus pass", "Ben Carter", "2026-11-30")
        assert (done["note"], done["ended_at"] is not None, again["ended_at"]) == ("It came.", True, None)

    def test_made_under_one_key_are_one_for_good(self, client: StrictClient, cast: Cast) -> None:
        headers = key_of(cast.ben) | {"Idempotency-Key": "bus pass 4711"}
        new = {"person_id": str(cast.amina.id), "what": "Ring about the bus pass", "due_on": "2026-11-27"}

        first, second = (client.post("/api/v1/tasks", json=new, headers=headers).get_json() for _ in range(2))

        assert first == second
        assert client.get("/api/v1/tasks", headers=headers).get_json()["total_items"] == 1

    def test_are_listed_mine_the_teams_and_those_that_ended(self, client: StrictClient, cast: Cast, now: datetime) -> None:
        dee = make_staff(team=cast.ben.team, name="Dee Pascoe", role=Role.NAVIGATOR, now=now)
        mine = operations.add_task(person=cast.amina, what="Mine", due_on=now.date(), staff=cast.ben, now=now)
        operations.add_task(person=cast.amina, what="Dee's", due_on=now.date(), staff=dee, now=now)
        done = operations.add_task(person=cast.amina, what="Done", due_on=now.date(), staff=cast.ben, now=now)
        operations.finish_task(task=done, staff=cast.ben, now=now)
        db.session.commit()
        bens = key_of(cast.ben)

        def listed(query: str) -> list[str]:
            return [one["what"] for one in client.get(f"/api/v1/tasks{query}", headers=bens).get_json()["contents"]]

        assert listed("") == [mine.what]
        assert sorted(listed("?whose=team")) == sorted(listed(f"?person_id={cast.amina.id}")) == ["Dee's", "Mine"]
        assert listed("?is_ended=true") == ["Done"]
