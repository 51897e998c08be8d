"""Plan checks, and the needs people come with, for programs acting for a member of staff."""

from datetime import datetime

from navigator.conversations import own_lines
from navigator.conversations.line_models import About
from navigator.conversations.own_lines import Line
from navigator.db import db
from navigator.people.models import Role
from tests.api_world import key_of
from tests.cast import Cast, make_staff
from tests.strict_client import StrictClient


class TestPlanChecks:
    def test_are_written_down_and_listed(self, client: StrictClient, cast: Cast) -> None:
        address, bens = f"/api/v1/people/{cast.amina.id}/plan-checks", key_of(cast.ben)
        said = {"knows": "yes", "is_right": "partly", "would_change": "Rather mornings"}

        kept = client.post(address, json=said, headers=bens)
        listed = client.get(address, headers=bens).get_json()

        assert kept.status_code == 201
        assert [{name: check[name] for name in said} for check in listed] == [said]
        assert (listed[0]["told_by"], listed[0]["asked_by"]) == ("conversation", "Ben Carter")

    def test_say_what_is_no_answer(self, client: StrictClient, cast: Cast) -> None:
        answer = client.post(f"/api/v1/people/{cast.amina.id}/plan-checks", json={"knows": "perhaps"}, headers=key_of(cast.ben))

        assert (answer.status_code, set(answer.get_json()["errors"]["json"])) == (422, {"knows", "is_right"})


class TestNeeds:
    def test_come_with_ideas_in_the_language_that_is_asked_for(self, client: StrictClient, cast: Cast) -> None:
        listed = client.get("/api/v1/needs?language=pl&per_page=100", headers=key_of(cast.ben)).get_json()["contents"]

        [company] = [need for need in listed if need["code"] == "company"]
        assert company["name"] == "Towarzystwo"
        assert {(idea["language"], idea["source"]) for idea in company["ideas"]} == {("pl", "ours")}

    def test_come_in_a_localitys_own_words(self, client: StrictClient, cast: Cast, now: datetime) -> None:
        asha = make_staff(team=cast.ben.team, name="Asha Patel", role=Role.ADMINISTRATOR, now=now)
        own = [Line("bench", {"en": "Sit on the bench by the chapel"})]
        own_lines.save(about=About.COMMUNITY, topic="company", lines=own, seen=None, staff=asha, now=now)
        db.session.commit()

        listed = client.get("/api/v1/needs?language=ur", headers=key_of(cast.ben)).get_json()["contents"]

        ideas = next(need["ideas"] for need in listed if need["code"] == "company")
        assert {"about": "community", "key": "bench", "words": "Sit on the bench by the chapel"}.items() <= ideas[-1].items()
        assert (ideas[-1]["language"], ideas[-1]["source"]) == ("en", "own_english")
