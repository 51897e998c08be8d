"""An organisation with a waiting list: the person hears of their place on it, and of the day when there is one."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from messaging.models import OutgoingMessage
from messaging.wording import texts
from navigator.db import db
from navigator.referrals.models import Referral, ReferralStatus, ReplyLink
from tests.form_filling import fill
from tests.strict_client import StrictClient

Outbox = Callable[..., list[OutgoingMessage]]
pytestmark = pytest.mark.usefixtures("agrees_to_texts")
YES: dict[str, Any] = {"day-day": "24", "day-month": "11", "day-year": "2026", "clock": "10:30am", "place": "St John’s Hall"}


def the_referral() -> Referral:
    db.session.expire_all()
    return db.session.scalars(select(Referral)).one()


class TestAPlaceOnTheWaitingList:
    def test_is_told_to_the_person_once(self, client: StrictClient, link: str, outbox: Outbox) -> None:
        fill(client, f"{link}?answer=waiting_list", follow=True)
        client.get(f"{link}?answer=waiting_list")

        assert the_referral().status is ReferralStatus.WAITING_LIST
        (message,) = outbox(template="referral_waiting")
        assert "You have a place on it." in texts.render(message.template, message.values, "en").body

    def test_leaves_the_link_open_for_a_yes(self, client: StrictClient, link: str, outbox: Outbox) -> None:
        page = fill(client, f"{link}?answer=waiting_list", follow=True).get_data(as_text=True)
        fill(client, f"{link}?answer=accepted", **YES)

        assert "They have a place on your waiting list" in page
        assert "answer=waiting_list" not in page
        assert the_referral().status is ReferralStatus.ACCEPTED
        assert len(outbox(template="referral_accepted")) == 1

    def test_leaves_it_open_for_half_a_year_and_a_no(self, client: StrictClient, link: str, outbox: Outbox) -> None:
        before = db.session.scalars(select(ReplyLink.expires_at)).one()
        fill(client, f"{link}?answer=waiting_list")
        after = db.session.scalars(select(ReplyLink.expires_at)).one()
        fill(client, f"{link}?answer=no_room")

        assert (after - before).days > 100
        assert the_referral().status is ReferralStatus.NO_ROOM
        assert len(outbox(template="referral_no_room")) == 1

    def test_is_still_open_on_the_desk(self, client: StrictClient, ben: StrictClient, link: str) -> None:
        fill(client, f"{link}?answer=waiting_list")

        assert "Tea &amp; Talk" in ben.get("/desk").get_data(as_text=True)
        assert "On their waiting list" in ben.get(f"/referrals/{the_referral().id}").get_data(as_text=True)
