"""The caseload, for programs acting for a member of staff."""

from datetime import datetime, timedelta

from navigator.db import db
from navigator.people.models import Role
from tests.api_world import key_of
from tests.cast import Cast, make_person, make_staff
from tests.strict_client import StrictClient


class TestCaseload:
    def test_says_why_somebody_stands_out(self, client: StrictClient, cast: Cast, now: datetime) -> None:
        cast.amina.last_contact_at = now - timedelta(days=60)
        make_person(navigator=cast.ben, now=now, given_name="Zoe", family_name="Zennor", mobile=None)
        db.session.commit()
        bens = key_of(cast.ben)

        everybody = client.get("/api/v1/caseload", headers=bens).get_json()
        quiet = client.get("/api/v1/caseload?flag=quiet", headers=bens).get_json()

        assert [row["person"]["given_name"] for row in everybody["contents"]] == ["Amina", "Zoe"]
        assert [(row["person"]["id"], row["flags"]) for row in quiet["contents"]] == [(str(cast.amina.id), ["quiet"])]

    def test_is_narrowed_down_ordered_and_paged(self, client: StrictClient, cast: Cast, now: datetime) -> None:
        later = now + timedelta(hours=1)
        make_person(navigator=cast.ben, now=later, given_name="Zoe", family_name="Zennor", mobile=None, language="pl")
        db.session.commit()
        bens = key_of(cast.ben)

        def names(query: str) -> list[str]:
            page = client.get(f"/api/v1/caseload?{query}", headers=bens).get_json()
            return [row["person"]["given_name"] for row in page["contents"]]

        assert names("language=pl") == ["Zoe"]
        assert names("place=Penzance") == ["Amina"]
        assert names("order=newest&per_page=1") == ["Zoe"]
        assert names("order=newest&per_page=1&page=2") == ["Amina"]

    def test_of_the_team_is_for_a_volunteer_only_whom_they_are_given(
        self, client: StrictClient, cast: Cast, now: datetime
    ) -> None:
        vera = make_staff(team=cast.ben.team, name="Vera Voss", role=Role.VOLUNTEER, now=now)

        assert client.get("/api/v1/caseload?whose=team", headers=key_of(vera)).get_json()["empty"] is True
