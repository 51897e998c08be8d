"""Texts and conversations, for programs acting for a member of staff."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from messaging import opt_outs
from navigator.circle import operations as circle
from navigator.db import db
from navigator.people import repeats
from navigator.people.circle_models import Scope
from navigator.people.models import Role, Staff
from tests.api_world import key_of
from tests.cast import AMINA_MOBILE, Cast, make_person, make_staff
from tests.strict_client import StrictClient
from tests.threads.conftest import planned, text_us, thread_of

NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
JOE_MOBILE = "+447700900200"


def texts(cast: Cast, rest: str = "") -> str:
    return f"/api/v1/people/{cast.amina.id}/texts{rest}"


def keyed(staff: Staff) -> dict[str, str]:
    return key_of(staff) | {"Idempotency-Key": "practice-4711"}


def write(client: StrictClient, cast: Cast, body: str, *, headers: dict[str, str] | None = None, **said: Any) -> Any:
    return client.post(texts(cast), json={"body": body, **said}, headers=headers or keyed(cast.ben))


def words_to_her() -> list[str]:
    return [str(message.values["body"]) for message in planned("written_by_staff")]


class TestWritingToSomebody:
    def test_goes_once_however_often_it_is_sent_under_one_key(self, client: StrictClient, cast: Cast) -> None:
        text_us("Is the bus free?")

        headers = keyed(cast.ben)
        sent = [write(client, cast, "Yes, it is.", headers=headers) for _ in range(2)]

        assert [answer.status_code for answer in sent] == [201, 201]
        assert words_to_her() == ["Yes, it is."]
        assert (thread_of(cast.amina).waiting_since, thread_of(cast.amina).holder_id) == (None, cast.ben.id)

    def test_goes_once_though_the_days_memory_has_gone(
        self, client: StrictClient, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        headers = keyed(cast.ben)
        write(client, cast, "Yes, it is.", headers=headers)
        clock.shift(timedelta(days=3))
        repeats.tidy(now=datetime.now(UTC))
        write(client, cast, "Yes, it is.", headers=headers)

        assert words_to_her() == ["Yes, it is."]

    def test_needs_a_key(self, client: StrictClient, cast: Cast) -> None:
        answer = client.post(texts(cast), json={"body": "Yes"}, headers=key_of(cast.ben))

        assert (answer.status_code, list(answer.get_json()["errors"]["headers"])) == (422, ["Idempotency-Key"])
        assert words_to_her() == []

    def test_waits_for_a_decent_hour_unless_there_is_a_reason(
        self, client: StrictClient, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(NIGHT, tick=False)

        waits = write(client, cast, "Until tomorrow").get_json()
        at_once = write(client, cast, "I am ringing you", urgent_reason="She is locked out.").get_json()

        assert waits["goes_at"].startswith("2026-11-24T09:00")
        assert datetime.fromisoformat(at_once["goes_at"]) == NIGHT
        assert planned("written_by_staff")[1].urgent_reason == "She is locked out."

    def test_may_end_the_conversation(self, client: StrictClient, cast: Cast) -> None:
        text_us("Is the bus free?")

        write(client, cast, "Yes, it is.", is_done=True)

        assert thread_of(cast.amina).done_at is not None

    @pytest.mark.parametrize(
        ("why", "prepare"),
        [
            ("stopped", lambda cast, now: opt_outs.stop(number=AMINA_MOBILE, how="text", now=now)),
            ("prohibited", lambda cast, now: setattr(cast.amina, "contact_prohibited", True)),
            ("no_mobile", lambda cast, now: setattr(cast.amina, "mobile", None)),
            ("closed", lambda cast, now: setattr(cast.amina, "closed_at", now)),
        ],
    )
    def test_is_refused_to_whom_nobody_may_text(
        self, client: StrictClient, cast: Cast, now: datetime, why: str, prepare: Any
    ) -> None:
        prepare(cast, now)
        db.session.commit()

        answers = [
            write(client, cast, "Hello"),
            client.post(texts(cast, "/preview"), json={"body": "x"}, headers=key_of(cast.ben)),
        ]

        assert [(answer.status_code, answer.get_json()["errors"]) for answer in answers] == [(409, {"not_texted": [why]})] * 2
        assert words_to_her() == []

    @pytest.mark.parametrize("body", ["", "  ", "x" * 901, 7, None])
    def test_needs_words_and_not_too_many(self, client: StrictClient, cast: Cast, body: Any) -> None:
        answer = write(client, cast, body)

        assert (answer.status_code, list(answer.get_json()["errors"]["json"])) == (422, ["body"])

    def test_is_looked_at_first_with_what_it_takes(self, client: StrictClient, cast: Cast) -> None:
        shown = client.post(texts(cast, "/preview"), json={"body": "جی ہاں"}, headers=key_of(cast.ben)).get_json()

        assert (shown["body"], shown["encoding"], shown["segments"]) == ("جی ہاں\nBen", "ucs-2", 1)
        assert words_to_her() == []

    def test_is_read_back_with_what_they_wrote(self, client: StrictClient, cast: Cast) -> None:
        text_us("Is the bus free?")
        write(client, cast, "Yes, it is.")

        found = client.get(texts(cast), headers=key_of(cast.ben)).get_json()

        assert ("Is the bus free?", True) in [(line["body"], line["from_person"]) for line in found["lines"]]
        assert "Yes, it is.\nBen" in [text["body"] for text in found["planned"]]
        assert found["not_texted"] is None

    def test_is_closed_to_another_team(self, client: StrictClient, cast: Cast) -> None:
        assert write(client, cast, "Hello", headers=keyed(cast.carys)).status_code == 404
        assert words_to_her() == []


class TestAConversation:
    def test_waits_in_the_list_until_it_is_done(self, client: StrictClient, cast: Cast) -> None:
        text_us("Can somebody ring me?")
        bens, thread = key_of(cast.ben), f"/api/v1/threads/{thread_of(cast.amina).id}"

        waiting = client.get("/api/v1/threads", headers=bens).get_json()["contents"]
        done = client.post(f"{thread}/done", headers=bens).get_json()
        after = client.get("/api/v1/threads", headers=bens).get_json()
        again = client.post(f"{thread}/open-again", headers=bens).get_json()

        assert [one["last_words"] for one in waiting] == ["Can somebody ring me?"]
        assert (done["done_at"] is not None, after["empty"], again["waiting_since"] is not None) == (True, True, True)
        assert {deed["what"] for deed in again["deeds"]} == {"opened_again", "done"}

    def test_is_taken_by_one_and_handed_to_another_with_a_note(self, client: StrictClient, cast: Cast, dee: Staff) -> None:
        text_us("Can somebody ring me?")
        thread = f"/api/v1/threads/{thread_of(cast.amina).id}"
        over = {"to_id": str(dee.id), "note": "You know the bus office."}

        taken = client.post(f"{thread}/take", headers=key_of(cast.ben)).get_json()
        late = client.post(f"{thread}/take", headers=key_of(dee))
        handed = client.post(f"{thread}/hand-over", json=over, headers=key_of(cast.ben)).get_json()

        assert taken["holder"] == "Ben Carter"
        assert (late.status_code, late.get_json()["message"]) == (409, "Ben Carter has taken it already.")
        assert (handed["holder"], handed["handed_by"], handed["note"]) == ("Dee Pascoe", "Ben Carter", "You know the bus office.")

    def test_is_handed_to_nobody_who_may_not_see_the_person(self, client: StrictClient, cast: Cast, now: datetime) -> None:
        text_us("Can somebody ring me?")
        viv = make_staff(team=cast.ben.team, name="Viv Nance", role=Role.VOLUNTEER, now=now)
        address = f"/api/v1/threads/{thread_of(cast.amina).id}/hand-over"

        for wrong in (viv, cast.carys):
            answer = client.post(address, json={"to_id": str(wrong.id), "note": "x"}, headers=key_of(cast.ben))
            assert (answer.status_code, list(answer.get_json()["errors"]["json"])) == (422, ["to_id"])

    def test_of_a_number_that_two_share_is_read_with_what_came(self, client: StrictClient, cast: Cast, now: datetime) -> None:
        make_person(navigator=cast.ben, now=now, given_name="Karim")
        text_us("Can somebody ring me?")
        [one] = client.get("/api/v1/threads?whose=team", headers=key_of(cast.ben)).get_json()["contents"]

        found = client.get(f"/api/v1/threads/{one['id']}", headers=key_of(cast.ben)).get_json()

        assert (found["person_id"], found["number"]) == (None, AMINA_MOBILE)
        assert [line["body"] for line in found["received"]] == ["Can somebody ring me?"]

    def test_is_nothing_to_a_volunteer_she_was_not_given_to(self, client: StrictClient, cast: Cast, now: datetime) -> None:
        text_us("Can somebody ring me?")
        vivs = key_of(make_staff(team=cast.ben.team, name="Viv Nance", role=Role.VOLUNTEER, now=now))

        assert client.get("/api/v1/threads?whose=team", headers=vivs).get_json()["empty"]
        assert client.get(f"/api/v1/threads/{thread_of(cast.amina).id}", headers=vivs).status_code == 404


class TestACarersTexts:
    def test_are_read_by_whoever_sees_the_person(self, client: StrictClient, cast: Cast, now: datetime) -> None:
        joe = circle.invite(
            person=cast.amina,
            who=circle.Invited("Joe Hussain", "brother", JOE_MOBILE),
            scopes=[Scope.PLAN],
            told=circle.Told(),
            now=now,
        )
        db.session.commit()
        text_us("I cannot come on Tuesday", number=JOE_MOBILE)
        address = f"/api/v1/people/{cast.amina.id}/circle/{joe.id}/texts"

        lines = client.get(address, headers=key_of(cast.ben)).get_json()

        assert "I cannot come on Tuesday" in [line["body"] for line in lines]
        assert client.get(address, headers=key_of(cast.carys)).status_code == 404
