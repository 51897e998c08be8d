"""What becomes of a referral, for programs acting for a member of staff."""

from collections.abc import Callable
from typing import Any

import pytest

from messaging.models import OutgoingMessage
from navigator.referrals.models import Referral
from navigator.referrals.schemas import SAID
from navigator.referrals.states import MOVES
from tests.api_world import key_of
from tests.cast import Cast
from tests.strict_client import StrictClient

Refer = Callable[..., Referral]
Outbox = Callable[..., list[OutgoingMessage]]
ON_TUESDAY = {"appointment_at": "2026-11-24T14:00:00+00:00", "place": "St Mary's Hall"}
SAYS = {"accepted": ON_TUESDAY, "completed": {"outcome": "helped"}}


def say(client: StrictClient, cast: Cast, referral: Referral, to: str, **more: Any) -> Any:
    body = {"to": to, **SAYS.get(to, {}), **more}
    return client.post(f"/api/v1/referrals/{referral.id}/moves", json=body, headers=key_of(cast.ben))


class TestMoves:
    @pytest.mark.parametrize("to", [status.value for status in SAID])
    def test_from_where_it_was_sent_are_those_of_the_table(self, client: StrictClient, cast: Cast, refer: Refer, to: str) -> None:
        referral = refer()
        allowed = {status.value for status in MOVES[referral.status]}

        answer = say(client, cast, referral, to)

        if to in allowed:
            assert (answer.status_code, answer.get_json()["status"]) == (200, to)
        else:
            assert answer.status_code == 409
            assert answer.get_json()["message"] == f"A referral that is sent cannot become {to}."
            assert set(answer.get_json()["errors"]["allowed"]) == allowed

    def test_tell_the_person_as_if_the_organisation_had_answered(
        self, client: StrictClient, cast: Cast, refer: Refer, agrees_to_texts: None, outbox: Outbox
    ) -> None:
        answer = say(client, cast, refer(), "accepted").get_json()

        assert (answer["appointment_at"], answer["appointment_place"]) == (ON_TUESDAY["appointment_at"], "St Mary's Hall")
        assert answer["events"][-1]["who"] == "Tea & Talk (written down by Ben Carter)"
        assert len(outbox(template="referral_accepted")) == 1

    @pytest.mark.parametrize(("to", "lacks"), [("accepted", "place"), ("accepted", "appointment_at"), ("completed", "outcome")])
    def test_lack_nothing(self, client: StrictClient, cast: Cast, refer: Refer, to: str, lacks: str) -> None:
        whole = {"to": to, **SAYS[to]}
        del whole[lacks]

        answer = client.post(f"/api/v1/referrals/{refer().id}/moves", json=whole, headers=key_of(cast.ben))

        assert (answer.status_code, list(answer.get_json()["errors"]["json"])) == (422, [lacks])

    def test_go_on_through_the_whole_story(self, client: StrictClient, cast: Cast, refer: Refer) -> None:
        referral = refer()

        story = [say(client, cast, referral, to).status_code for to in ("received", "accepted", "started", "completed")]

        shown = client.get(f"/api/v1/referrals/{referral.id}", headers=key_of(cast.ben)).get_json()
        assert story == [200] * 4
        assert (shown["state"], shown["outcome"], shown["may_become"], shown["may_be_reopened"]) == (
            "completed", "helped", ["did_not_attend"], True
        )  # fmt: skip


class TestTakingBack:
    def test_ends_the_consent_so_that_opening_again_asks_for_it(self, client: StrictClient, cast: Cast, refer: Refer) -> None:
        referral, bens = refer(), key_of(cast.ben)
        say(client, cast, referral, "withdrawn")
        address = f"/api/v1/referrals/{referral.id}/reopen"

        unasked = client.post(address, json={"note": "She would like to go after all."}, headers=bens)
        asked = client.post(address, json={"note": "She would like to go after all.", "how": "spoken"}, headers=bens)

        assert (unasked.status_code, list(unasked.get_json()["errors"]["json"])) == (422, ["how"])
        assert (asked.status_code, asked.get_json()["status"]) == (200, "sent")

    def test_by_recall_is_for_good(self, client: StrictClient, cast: Cast, refer: Refer) -> None:
        referral, bens = refer(), key_of(cast.ben)
        address = f"/api/v1/referrals/{referral.id}"

        recalled = client.post(f"{address}/recall", json={"why": "wrong_person"}, headers=bens)
        again = client.post(f"{address}/recall", json={"why": "wrong_person"}, headers=bens)
        reopened = client.post(f"{address}/reopen", json={"note": "x", "how": "spoken"}, headers=bens)

        assert (recalled.status_code, recalled.get_json()["status"]) == (200, "recalled")
        assert (again.status_code, reopened.status_code) == (409, 409)


class TestAnAppointment:
    def test_is_changed_as_the_navigator_heard_it(self, client: StrictClient, cast: Cast, refer: Refer) -> None:
        referral, bens = refer(), key_of(cast.ben)
        address = f"/api/v1/referrals/{referral.id}/appointment"
        too_soon = client.put(address, json=ON_TUESDAY, headers=bens)
        say(client, cast, referral, "accepted")

        changed = client.put(address, json=ON_TUESDAY | {"place": "The Harbour Room"}, headers=bens)

        assert too_soon.status_code == 409
        assert changed.get_json()["appointment_place"] == "The Harbour Room"


class TestReferringUnderTheHeadersKey:
    def test_needs_no_key_in_the_body_and_refers_once_for_good(self, client: StrictClient, cast: Cast, outbox: Outbox) -> None:
        new = {
            "person_id": str(cast.amina.id),
            "service_id": str(cast.tea_and_talk.id),
            "shared_parts": ["name"],
            "reason": "Company on Tuesdays",
            "how": "spoken",
            "wording": "I agree.",
        }
        bens = key_of(cast.ben)

        keyless = client.post("/api/v1/referrals", json=new, headers=bens)
        first, second = (
            client.post("/api/v1/referrals", json=new, headers=bens | {"Idempotency-Key": "practice 4711"}) for _ in range(2)
        )

        assert (keyless.status_code, list(keyless.get_json()["errors"]["json"])) == (422, ["idempotency_key"])
        assert (first.status_code, first.get_json()) == (201, second.get_json())
        assert len(outbox(template="referral_email")) == 1


class TestSignposts:
    def test_are_written_down_once_and_asked_after(
        self, client: StrictClient, cast: Cast, agrees_to_texts: None, outbox: Outbox
    ) -> None:
        told = {"person_id": str(cast.amina.id), "service_id": str(cast.tea_and_talk.id)}
        headers = key_of(cast.ben) | {"Idempotency-Key": "told of Tea & Talk"}

        first, second = (client.post("/api/v1/signposts", json=told, headers=headers).get_json() for _ in range(2))
        tried = client.post(f"/api/v1/signposts/{first['id']}/tried", json={"tried": "tried"}, headers=key_of(cast.ben))

        assert first == second
        assert tried.get_json()["tried"] == "tried"
        assert len(outbox(template="did_you_try")) == 1
