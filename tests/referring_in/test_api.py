"""Referrals in and lists of proposed people, for programs acting for a member of staff."""

from datetime import date, datetime

from sqlalchemy import select

from navigator.db import db
from navigator.people.models import Person, Role
from tests.api_world import key_of, receive
from tests.cast import Cast, make_person, make_staff
from tests.strict_client import StrictClient

LIST = "first name,family name,date of birth,reason\nOlwen,Trewin,5/11/1951,Three falls\nJory,,5/11/1951,\n"


class TestReferralsIn:
    def test_are_accepted_and_then_decided(self, client: StrictClient, cast: Cast, now: datetime) -> None:
        referral, bens = receive(cast.ben.team, now=now), key_of(cast.ben)
        [listed] = client.get("/api/v1/referrals-in", headers=bens).get_json()["contents"]
        address = f"/api/v1/referrals-in/{listed['id']}"

        accepted = client.post(f"{address}/accept", json={"coordinator_id": str(cast.ben.id)}, headers=bens)
        again = client.post(f"{address}/decline", json={"why": "not_right"}, headers=bens)

        dorota = db.session.scalars(select(Person).where(Person.given_name == "Dorota")).one()
        assert (listed["id"], accepted.status_code, accepted.get_json()["person_id"]) == (
            str(referral.id), 200, str(dorota.id)
        )  # fmt: skip
        assert (again.status_code, again.get_json()["errors"]) == (409, {"state": ["accepted"]})

    def test_ask_first_when_we_may_know_them(self, client: StrictClient, cast: Cast, now: datetime) -> None:
        about = {"given_name": "Dorota", "family_name": "Nowak", "birth_date": date(1951, 11, 5)}
        known = make_person(navigator=cast.ben, now=now, **about)
        address, bens = f"/api/v1/referrals-in/{receive(cast.ben.team, now=now).id}/accept", key_of(cast.ben)
        who = {"coordinator_id": str(cast.ben.id)}

        asked = client.post(address, json=who, headers=bens)
        theirs = client.post(address, json=who | {"person_id": str(known.id)}, headers=bens)

        assert (asked.status_code, asked.get_json()["errors"]) == (409, {"duplicates": [str(known.id)]})
        assert theirs.get_json()["person_id"] == str(known.id)

    def test_are_declined_with_words_or_parked_for_a_while(self, client: StrictClient, cast: Cast, now: datetime) -> None:
        address, bens = f"/api/v1/referrals-in/{receive(cast.ben.team, now=now).id}", key_of(cast.ben)

        past = client.post(f"{address}/park", json={"until": "2026-11-23"}, headers=bens)
        parked = client.post(f"{address}/park", json={"until": "2026-12-01"}, headers=bens)
        declined = client.post(f"{address}/decline", json={"why": "elsewhere", "words": "Try Hayle."}, headers=bens)

        assert (past.status_code, parked.get_json()["state"]) == (422, "parked")
        assert (declined.get_json()["state"], declined.get_json()["events"][-1]["words"]) == ("declined", "Try Hayle.")


class TestProposals:
    def test_are_handed_in_looked_at_and_added_once(self, client: StrictClient, cast: Cast, now: datetime) -> None:
        tess = make_staff(team=cast.ben.team, name="Tess Lead", role=Role.TEAM_LEAD, now=now)
        leads = key_of(tess)

        handed_in = client.post("/api/v1/proposals", json={"file_name": "a.csv", "csv": LIST}, headers=leads).get_json()
        address = f"/api/v1/proposals/{handed_in['id']}"
        first, second = (client.post(f"{address}/add", headers=leads).get_json() for _ in range(2))

        shelf = client.get("/api/v1/referrals-in?shelf=proposed", headers=leads).get_json()
        assert (handed_in["ready"], [one["number"] for one in handed_in["to_mend"]]) == (1, [3])
        assert (first["added"], second["added"], shelf["total_items"]) == (1, 1, 1)

    def test_are_for_team_leads(self, client: StrictClient, cast: Cast) -> None:
        answer = client.post("/api/v1/proposals", json={"file_name": "a.csv", "csv": LIST}, headers=key_of(cast.ben))

        assert answer.status_code == 403

    def test_say_what_is_wrong_with_a_file(self, client: StrictClient, cast: Cast, now: datetime) -> None:
        tess = make_staff(team=cast.ben.team, name="Tess Lead", role=Role.TEAM_LEAD, now=now)

        answer = client.post("/api/v1/proposals", json={"file_name": "a.csv", "csv": "name\nx"}, headers=key_of(tess))

        assert (answer.status_code, list(answer.get_json()["errors"]["json"])) == (422, ["csv"])
