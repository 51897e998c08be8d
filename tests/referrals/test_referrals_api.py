"""The API of referrals, as a program acting for Ben calls it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from navigator.db import db
from navigator.referrals.models import Referral
from navigator.steps.models import Step
from tests.cast import Cast
from tests.strict_client import StrictClient

ADDRESS = "/api/v1/referrals"
Call = Callable[..., Any]


def new_referral(cast: Cast, **differences: Any) -> dict[str, Any]:
    return {
        "person_id": str(cast.amina.id),
        "service_id": str(cast.tea_and_talk.id),
        "shared_parts": ["name", "mobile"],
        "reason": "Company on Tuesdays",
        "how": "spoken",
        "wording": "I agree.",
        "idempotency_key": "a key of a program",
    } | differences


class TestReferralsApi:
    def test_lists_in_the_one_page_shape(
        self, client: StrictClient, as_staff: Call, cast: Cast, refer: Callable[..., Referral]
    ) -> None:
        referral = refer()
        page = client.get(ADDRESS, headers=as_staff(cast.ben)).get_json()

        assert {name: page[name] for name in page if name != "contents"} == {
            "page_number": 1,
            "size": 1,
            "total_items": 1,
            "total_pages": 1,
            "first_page": True,
            "last_page": True,
            "empty": False,
        }
        assert page["contents"][0]["reference"] == referral.reference
        assert page["contents"][0]["shared_parts"] == ["name", "mobile"]

    def test_filters_by_status_and_person(
        self, client: StrictClient, as_staff: Call, cast: Cast, refer: Callable[..., Referral]
    ) -> None:
        refer()
        headers = as_staff(cast.ben)

        totals = [
            client.get(f"{ADDRESS}?{query}", headers=headers).get_json()["total_items"]
            for query in ("status=sent", "status=accepted", f"person_id={cast.amina.id}", f"person_id={cast.ben.id}")
        ]
        assert totals == [1, 0, 1, 0]

    def test_gives_one_with_its_story(
        self, client: StrictClient, as_staff: Call, cast: Cast, refer: Callable[..., Referral]
    ) -> None:
        referral = refer()
        given = client.get(f"{ADDRESS}/{referral.id}", headers=as_staff(cast.ben)).get_json()

        assert given["status"] == "sent"
        assert [event["who"] for event in given["events"]] == ["Ben Carter"]

    def test_refers_once_for_one_key(self, client: StrictClient, as_staff: Call, cast: Cast, step: Step) -> None:
        headers = as_staff(cast.ben)
        body = new_referral(cast, step_id=str(step.id))
        first, second = (client.post(ADDRESS, json=body, headers=headers) for _ in range(2))

        assert (first.status_code, second.status_code) == (201, 201)
        assert first.get_json()["id"] == second.get_json()["id"]
        assert db.session.scalar(select(func.count(Referral.id))) == 1

    @pytest.mark.parametrize(
        ("differences", "status"),
        [
            ({"shared_parts": ["mobile"]}, 422),
            ({"shared_parts": ["shoe size"]}, 422),
            ({"how": "text"}, 422),
            ({"reason": ""}, 422),
            ({"surprise": 1}, 422),
            ({"service_id": "00000000-0000-0000-0000-000000000000"}, 404),
            ({"step_id": "00000000-0000-0000-0000-000000000000"}, 404),
        ],
    )
    def test_refuses_what_makes_no_sense(
        self, client: StrictClient, as_staff: Call, cast: Cast, differences: dict[str, Any], status: int
    ) -> None:
        answer = client.post(ADDRESS, json=new_referral(cast, **differences), headers=as_staff(cast.ben))

        assert answer.status_code == status
        assert answer.get_json()["code"] == status

    def test_says_that_a_group_without_email_has_to_be_rung(self, client: StrictClient, as_staff: Call, cast: Cast) -> None:
        cast.tea_and_talk.email = cast.tea_and_talk.organization.email = None
        db.session.commit()
        answer = client.post(ADDRESS, json=new_referral(cast), headers=as_staff(cast.ben))

        assert answer.status_code == 409
        assert "ring them" in answer.get_json()["message"]

    def test_knows_a_key_that_stood_for_another_referral(
        self, client: StrictClient, as_staff: Call, cast: Cast, refer: Callable[..., Referral], now: datetime
    ) -> None:
        refer(idempotency_key="a key of a program")
        other = type(cast.tea_and_talk)(organization=cast.tea_and_talk.organization, name="Walks", revision=2)
        db.session.add(other)
        db.session.commit()
        answer = client.post(ADDRESS, json=new_referral(cast, service_id=str(other.id)), headers=as_staff(cast.ben))

        assert answer.status_code == 409

    def test_is_closed_to_carys_and_to_strangers(
        self, client: StrictClient, as_staff: Call, cast: Cast, refer: Callable[..., Referral]
    ) -> None:
        referral = refer()
        carys = as_staff(cast.carys)

        assert client.get(ADDRESS).status_code == 401
        assert client.get(ADDRESS, headers=carys).get_json()["empty"]
        assert client.get(f"{ADDRESS}/{referral.id}", headers=carys).status_code == 404
        assert client.post(ADDRESS, json=new_referral(cast), headers=carys).status_code == 404
