"""A person's circle of care, for programs acting for a member of staff."""

from typing import Any

import pytest
from sqlalchemy import select

from messaging.models import OutgoingMessage
from navigator.circle import operations
from navigator.db import db
from navigator.people.access import scopes_at
from navigator.people.circle_models import CircleMember, Scope
from navigator.people.models import Consent, Purpose
from navigator.times import utc_now
from tests.api_world import key_of
from tests.cast import AMINA_MOBILE, Cast
from tests.circle.conftest import JOE_MOBILE, MakeJoe
from tests.strict_client import StrictClient

JOE: dict[str, Any] = {"name": "Joe Hussain", "relation": "brother", "mobile": "07700 900200", "scopes": ["plan"], "agreed": True}


def circle(cast: Cast, rest: str = "") -> str:
    return f"/api/v1/people/{cast.amina.id}/circle{rest}"


class TestInviting:
    def test_texts_them_and_shows_them_nothing_yet(self, client: StrictClient, cast: Cast) -> None:
        invited = client.post(circle(cast), json=JOE, headers=key_of(cast.ben))
        listed = client.get(circle(cast), headers=key_of(cast.ben)).get_json()

        assert (invited.status_code, invited.get_json()["confirmed_at"]) == (201, None)
        assert [(one["name"], [grant["scope"] for grant in one["grants"]]) for one in listed] == [("Joe Hussain", ["plan"])]
        texts = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.to_address == JOE_MOBILE)).all()
        assert [text.template for text in texts] == ["carer_invitation"]

    def test_keeps_the_words_that_were_read_out_in_the_persons_language(self, client: StrictClient, cast: Cast) -> None:
        words = client.get(circle(cast, "/words"), headers=key_of(cast.ben)).get_json()
        client.post(circle(cast), json=JOE, headers=key_of(cast.ben))

        kept = db.session.scalars(select(Consent).where(Consent.purpose == Purpose.CIRCLE)).one()
        read_out = next(one["words"] for one in words if one["scope"] == "plan")
        assert kept.wording == read_out.replace("…", "Joe Hussain")
        assert kept.recorded_by_id == cast.ben.id

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"agreed": False}, "agreed"),
            ({"mobile": ""}, "mobile"),
            ({"mobile": AMINA_MOBILE}, "mobile"),
            ({"mobile": "01632 960000"}, "mobile"),
            ({"email": "not an address"}, "email"),
            ({"scopes": []}, "scopes"),
            ({"language": "xx"}, "language"),
            ({"name": "x" * 81}, "name"),
        ],
    )
    def test_with_something_wrong_says_where(self, client: StrictClient, cast: Cast, said: dict[str, Any], field: str) -> None:
        answer = client.post(circle(cast), json=JOE | said, headers=key_of(cast.ben))

        assert (answer.status_code, list(answer.get_json()["errors"]["json"])) == (422, [field])
        assert client.get(circle(cast), headers=key_of(cast.ben)).get_json() == []

    def test_somebody_who_is_there_already_is_refused(self, client: StrictClient, cast: Cast) -> None:
        first, second = (client.post(circle(cast), json=JOE, headers=key_of(cast.ben)).status_code for _ in range(2))

        assert (first, second) == (201, 409)

    def test_is_not_done_for_whom_we_no_longer_support(self, client: StrictClient, cast: Cast) -> None:
        cast.amina.closed_at = utc_now()
        db.session.commit()

        assert client.post(circle(cast), json=JOE, headers=key_of(cast.ben)).status_code == 409


class TestWhatEachMaySee:
    def test_is_given_and_ended_one_thing_at_a_time(self, client: StrictClient, cast: Cast, make_joe: MakeJoe) -> None:
        joe, bens = make_joe(Scope.APPOINTMENT), key_of(cast.ben)

        client.post(circle(cast, f"/{joe.id}/given"), json={"scope": "steps", "agreed": True}, headers=bens)
        given = scopes_at(joe.id, now=utc_now())
        client.post(circle(cast, f"/{joe.id}/ended"), json={"scope": "appointment"}, headers=bens)

        assert given == {Scope.APPOINTMENT, Scope.STEPS}
        assert scopes_at(joe.id, now=utc_now()) == {Scope.STEPS}

    def test_is_given_only_with_the_persons_yes(self, client: StrictClient, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.APPOINTMENT)

        for body in ({"scope": "steps"}, {"scope": "steps", "agreed": False}, {"scope": "everything", "agreed": True}):
            answer = client.post(circle(cast, f"/{joe.id}/given"), json=body, headers=key_of(cast.ben))
            assert answer.status_code == 422
        assert scopes_at(joe.id, now=utc_now()) == {Scope.APPOINTMENT}

    def test_ended_for_safety_says_why_and_the_person_cannot_give_it_alone(
        self, client: StrictClient, cast: Cast, make_joe: MakeJoe
    ) -> None:
        joe, bens = make_joe(Scope.PLAN), key_of(cast.ben)
        ended = circle(cast, f"/{joe.id}/ended")

        without = client.post(ended, json={"scope": "plan", "is_for_safety": True}, headers=bens)
        done = client.post(ended, json={"scope": "plan", "is_for_safety": True, "reason": "She is afraid of him."}, headers=bens)

        assert (without.status_code, list(without.get_json()["errors"]["json"])) == (422, ["reason"])
        assert [(grant["ended_by"], grant["reason"]) for grant in done.get_json()["grants"]] == [
            ("safety", "She is afraid of him.")
        ]
        with pytest.raises(operations.OnlyWithNavigator):
            operations.give(
                member=db.session.get_one(CircleMember, joe.id), scope=Scope.PLAN, told=operations.Told(), now=utc_now()
            )

    def test_ends_altogether_when_they_are_taken_away(self, client: StrictClient, cast: Cast, make_joe: MakeJoe) -> None:
        joe, bens = make_joe(Scope.PLAN, Scope.STEPS), key_of(cast.ben)

        answers = [client.delete(circle(cast, f"/{joe.id}"), headers=bens).status_code for _ in range(2)]

        [kept] = client.get(circle(cast), headers=bens).get_json()
        assert (answers, scopes_at(joe.id, now=utc_now()), kept["ended_at"] is not None) == ([204, 204], frozenset(), True)
        assert client.post(circle(cast, f"/{joe.id}/again"), headers=bens).status_code == 404

    def test_is_another_teams_business_alone(self, client: StrictClient, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.PLAN)

        answer = client.post(circle(cast, f"/{joe.id}/ended"), json={"scope": "plan"}, headers=key_of(cast.carys))

        assert (answer.status_code, scopes_at(joe.id, now=utc_now())) == (404, frozenset({Scope.PLAN}))


class TestALinkAgain:
    def test_goes_to_them_once_a_minute(self, client: StrictClient, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.PLAN)

        for _ in range(2):
            assert client.post(circle(cast, f"/{joe.id}/again"), headers=key_of(cast.ben)).status_code == 200

        links = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.template == "carer_link")).all()
        assert len({f"{link.created_at:%H:%M}" for link in links}) == len(links)


class TestAskingACarerHowTheyAre:
    def test_goes_on_as_often_as_they_say_until_it_is_stopped(self, client: StrictClient, cast: Cast, make_joe: MakeJoe) -> None:
        address, bens = circle(cast, f"/{make_joe(Scope.PLAN).id}/check-in"), key_of(cast.ben)

        first, again = (client.put(address, json={"every_weeks": 4, "agreed": True}, headers=bens).get_json() for _ in range(2))
        stopped = [client.delete(address, headers=bens).status_code for _ in range(2)]

        after = client.get(address, headers=bens).get_json()
        assert (first["every_weeks"], first) == (4, again)
        assert (stopped, after["every_weeks"], after["why_ended"]) == ([204, 204], None, "staff")

    def test_is_not_done_before_they_said_yes_to_the_circle(self, client: StrictClient, cast: Cast, make_joe: MakeJoe) -> None:
        address = circle(cast, f"/{make_joe(Scope.PLAN, confirms=False).id}/check-in")

        answer = client.put(address, json={"every_weeks": 4, "agreed": True}, headers=key_of(cast.ben))

        assert (answer.status_code, answer.get_json()["errors"]) == (409, {"obstacle": ["not_confirmed"]})

    @pytest.mark.parametrize("said", [{"every_weeks": 3}, {"every_weeks": "4"}, {"agreed": False}, {"often": True}])
    def test_needs_a_rhythm_there_is_and_their_yes(
        self, client: StrictClient, cast: Cast, make_joe: MakeJoe, said: dict[str, Any]
    ) -> None:
        address = circle(cast, f"/{make_joe(Scope.PLAN).id}/check-in")

        answer = client.put(address, json={"every_weeks": 4, "agreed": True, **said}, headers=key_of(cast.ben))

        assert (answer.status_code, list(answer.get_json()["errors"]["json"])) == (422, list(said))
