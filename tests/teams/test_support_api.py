"""Who supports a person and which programmes they are in, for programs acting for a member of staff."""

from datetime import datetime

from navigator.db import db
from navigator.people.models import Staff
from navigator.people.support_models import Programme
from tests.api_world import key_of
from tests.cast import Cast
from tests.strict_client import StrictClient


class TestHandingOver:
    def test_gives_the_note_to_whoever_comes_next_and_can_be_undone(self, client: StrictClient, cast: Cast, dee: Staff) -> None:
        bens, address = key_of(cast.ben), f"/api/v1/people/{cast.amina.id}/coordinators"
        over = {"to_id": str(dee.id), "from_id": str(cast.ben.id), "note": "She likes to be rung after ten."}

        made = client.post(address, json=over, headers=bens).get_json()
        late = client.post(address, json=over | {"to_id": str(cast.ben.id)}, headers=bens)
        undone = client.post(f"{address}/{made['id']}/undo", headers=bens).get_json()

        assert (made["name"], made["note"], made["why"]) == ("Dee Pascoe", over["note"], "handed_over")
        assert (late.status_code, late.get_json()["message"]) == (409, "In the meantime they were handed over to Dee Pascoe.")
        assert (undone["name"], undone["why"]) == ("Ben Carter", "undone")

    def test_is_nothing_a_volunteer_does(self, client: StrictClient, cast: Cast, viv: Staff) -> None:
        address = f"/api/v1/people/{cast.amina.id}/coordinators"

        answer = client.post(address, json={"note": "x"}, headers=key_of(viv))

        assert (answer.status_code, answer.get_json()["errors"]) == (403, {"role": ["volunteer"]})

    def test_names_nobody_of_another_team(self, client: StrictClient, cast: Cast) -> None:
        over = {"to_id": str(cast.carys.id), "note": "x"}

        answer = client.post(f"/api/v1/people/{cast.amina.id}/coordinators", json=over, headers=key_of(cast.ben))

        assert answer.status_code == 422
        assert "Carys" not in answer.text

    def test_to_a_volunteer_lets_them_see_the_person_while_it_lasts(self, client: StrictClient, cast: Cast, viv: Staff) -> None:
        bens, vivs = key_of(cast.ben), key_of(viv)
        person = f"/api/v1/people/{cast.amina.id}"
        before = client.get(person, headers=vivs).status_code
        given = client.post(
            f"{person}/volunteers", json={"volunteer_id": str(viv.id), "helps_with": "Goes along"}, headers=bens
        ).get_json()
        meanwhile = client.get(person, headers=vivs).status_code

        client.delete(f"{person}/volunteers/{given['id']}", headers=bens)

        assert (before, meanwhile, client.get(person, headers=vivs).status_code) == (404, 200, 404)

    def test_to_another_team_takes_the_person_out_of_sight(self, client: StrictClient, cast: Cast) -> None:
        bens, person = key_of(cast.ben), f"/api/v1/people/{cast.amina.id}"

        moved = client.post(f"{person}/team", json={"team_id": str(cast.carys.team_id), "why": "She moved."}, headers=bens)

        assert (moved.status_code, moved.get_json()["why"]) == (201, "standing_in")
        assert client.get(person, headers=bens).status_code == 404
        assert client.get(person, headers=key_of(cast.carys)).status_code == 200


class TestProgrammes:
    def test_begin_and_end_with_a_reason(self, client: StrictClient, cast: Cast, now: datetime) -> None:
        programme = Programme(locality_id=cast.ben.team.locality_id, name="Welcome Home")
        db.session.add(programme)
        db.session.commit()
        bens, address = key_of(cast.ben), f"/api/v1/people/{cast.amina.id}/enrolments"
        begin = {"programme_id": str(programme.id), "starts_on": "2026-11-02"}

        made = client.post(address, json=begin, headers=bens).get_json()
        twice = client.post(address, json=begin, headers=bens)
        before = client.post(f"{address}/{made['id']}/end", json={"last_day": "2026-11-01", "why": "finished"}, headers=bens)
        ended = client.post(f"{address}/{made['id']}/end", json={"last_day": "2026-11-20", "why": "finished"}, headers=bens)
        goes_on = client.post(f"{address}/{made['id']}/go-on", headers=bens)

        assert (made["programme"], twice.status_code, before.status_code) == ("Welcome Home", 409, 422)
        assert (ended.get_json()["ends_on"], ended.get_json()["why_left"]) == ("2026-11-21", "finished")
        assert goes_on.get_json()["ends_on"] is None


class TestTeams:
    def test_are_read_with_colleagues_of_ones_own(self, client: StrictClient, cast: Cast, dee: Staff, ada: Staff) -> None:
        bens, adas = key_of(cast.ben), key_of(ada)

        teams = [one["name"] for one in client.get("/api/v1/teams", headers=bens).get_json()["contents"]]
        mine = [one["name"] for one in client.get("/api/v1/colleagues", headers=bens).get_json()["contents"]]
        everybody = [one["name"] for one in client.get("/api/v1/colleagues", headers=adas).get_json()["contents"]]

        assert teams == ["Hayle team", "Penwith team"]
        assert mine == ["Ada Penrose", "Ben Carter", "Dee Pascoe"]
        assert everybody == ["Ada Penrose", "Ben Carter", "Carys Rowe", "Dee Pascoe"]
