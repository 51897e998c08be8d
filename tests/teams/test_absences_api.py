"""Who is away, for programs acting for a member of staff."""

from typing import Any

from navigator.people.models import Staff
from tests.api_world import key_of
from tests.cast import Cast
from tests.strict_client import StrictClient

ABSENCES = "/api/v1/absences"


def away(client: StrictClient, who: Staff, by: Staff, **said: Any) -> Any:
    body = {"covered_by_id": str(by.id), "starts_on": "2026-12-01", "back_on": "2026-12-08", "note": "Ring Mrs Nowak.", **said}
    return client.post(ABSENCES, json=body, headers=key_of(who))


class TestAnAbsence:
    def test_is_written_down_changed_and_taken_back(self, client: StrictClient, cast: Cast, dee: Staff, lou: Staff) -> None:
        bens = key_of(cast.ben)
        made = away(client, cast.ben, dee)
        one = f"{ABSENCES}/{made.get_json()['id']}"

        instead = client.put(f"{one}/cover", json={"covered_by_id": str(lou.id)}, headers=bens).get_json()
        longer = client.put(f"{one}/back", json={"back_on": "2026-12-12"}, headers=bens).get_json()
        listed = client.get(ABSENCES, headers=bens).get_json()["contents"]
        not_at_all = client.put(f"{one}/back", json={"back_on": "2026-11-30"}, headers=bens).get_json()

        assert (made.status_code, made.get_json()["covered_by"]) == (201, "Dee Pascoe")
        assert (instead["covered_by"], longer["back_on"]) == ("Lou Hocking", "2026-12-12")
        assert [(absence["name"], absence["note"]) for absence in listed] == [("Ben Carter", "Ring Mrs Nowak.")]
        assert not_at_all["cancelled_at"] is not None
        assert client.get(ABSENCES, headers=bens).get_json()["empty"]

    def test_of_somebody_else_is_for_their_lead(self, client: StrictClient, cast: Cast, dee: Staff, lou: Staff) -> None:
        refused = away(client, dee, lou, staff_id=str(cast.ben.id))
        done = away(client, lou, dee, staff_id=str(cast.ben.id))

        assert (refused.status_code, refused.get_json()["errors"]) == (403, {"role": ["navigator"]})
        assert (done.status_code, done.get_json()["name"]) == (201, "Ben Carter")

    def test_names_nobody_of_another_team(self, client: StrictClient, cast: Cast, lou: Staff, dee: Staff) -> None:
        for wrong in ({"covered_by_id": str(cast.carys.id)}, {"staff_id": str(cast.carys.id)}):
            answer = away(client, lou, dee, **wrong)
            assert (answer.status_code, list(answer.get_json()["errors"]["json"])) == (422, list(wrong))
            assert "Carys" not in answer.text

    def test_leaves_nobody_to_cover_who_is_away_too(self, client: StrictClient, cast: Cast, dee: Staff, lou: Staff) -> None:
        away(client, dee, lou)

        clash, again = away(client, cast.ben, dee), away(client, dee, lou)

        assert (clash.status_code, clash.get_json()["message"]) == (409, "Dee Pascoe is away then too.")
        assert again.status_code == 409

    def test_ends_after_it_begins(self, client: StrictClient, cast: Cast, dee: Staff) -> None:
        answer = away(client, cast.ben, dee, back_on="2026-12-01")

        assert (answer.status_code, list(answer.get_json()["errors"]["json"])) == (422, ["back_on"])

    def test_keeps_its_note_for_whom_it_is(self, client: StrictClient, cast: Cast, dee: Staff, lou: Staff, viv: Staff) -> None:
        away(client, cast.ben, dee)

        notes = {
            who.name: client.get(ABSENCES, headers=key_of(who)).get_json()["contents"][0]["note"]
            for who in (cast.ben, dee, lou, viv)
        }

        assert {name for name, note in notes.items() if note} == {"Ben Carter", "Dee Pascoe", "Lou Hocking"}

    def test_is_changed_by_whom_it_concerns_and_by_nobody_else(
        self, client: StrictClient, cast: Cast, dee: Staff, viv: Staff, wyn: Staff
    ) -> None:
        one = f"{ABSENCES}/{away(client, cast.ben, dee).get_json()['id']}"

        answers = [client.put(f"{one}/back", json={"back_on": "2026-12-12"}, headers=key_of(who)) for who in (dee, viv, wyn)]

        assert [answer.status_code for answer in answers] == [200, 404, 404]
