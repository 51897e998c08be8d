"""Ben hears that what was arranged is on another day."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from messaging.models import OutgoingMessage
from messaging.sending.outbox import cancel_planned
from messaging.states import State
from navigator.db import db
from navigator.people.models import AuditEntry, Staff
from navigator.referrals import endings, operations, texts
from navigator.referrals.models import Referral, ReferralStatus, ReplyLink
from tests.cast import Cast
from tests.strict_client import StrictClient

Outbox = Callable[..., list[OutgoingMessage]]
TEXTS = ("referral_accepted", "appointment_changed", "reminder", "did_you_get_there")
OTHER: dict[str, Any] = {
    "day-day": "3",
    "day-month": "12",
    "day-year": "2026",
    "clock": "2:30pm",
    "place": "The library, Hayle",
    "ask_for": "Jenna",
    "note": "They rang: the hall is being painted.",
}


@pytest.fixture
def accepted(cast: Cast, refer: Callable[..., Referral], now: datetime) -> Referral:
    """Thursday at half past ten, in St John's Hall."""
    referral = refer()
    operations.answer(
        link=db.session.scalars(select(ReplyLink)).one(),
        person=cast.amina,
        answer=ReferralStatus.ACCEPTED,
        appointment_at=datetime(2026, 11, 26, 10, 30, tzinfo=UTC),
        place="St John’s Hall, Penzance",
        ask_for="Morwenna",
        now=now,
    )
    db.session.commit()
    return referral


@pytest.fixture
def address(accepted: Referral) -> str:
    return f"/referrals/{accepted.id}/appointment"


def planned(outbox: Outbox) -> list[OutgoingMessage]:
    return [message for name in TEXTS for message in outbox(template=name, state=State.PLANNED)]


def the_referral() -> Referral:
    db.session.expire_all()
    return db.session.scalars(select(Referral)).one()


class TestAnotherDay:
    def test_begins_with_what_is_arranged(self, ben: StrictClient, address: str, accepted: Referral) -> None:
        page = ben.get(address).get_data(as_text=True)

        assert f'href="{address}"' in ben.get(f"/referrals/{accepted.id}").get_data(as_text=True)
        assert all(f'value="{value}"' in page for value in ("26", "11", "2026", "10:30", "St John’s Hall, Penzance", "Morwenna"))

    def test_is_kept_and_told_in_the_story(self, ben: StrictClient, address: str) -> None:
        page = ben.submit(address, **OTHER).get_data(as_text=True)

        referral = the_referral()
        assert referral.appointment_at == datetime(2026, 12, 3, 14, 30, tzinfo=UTC)
        assert (referral.appointment_place, referral.ask_for) == ("The library, Hayle", "Jenna")
        assert referral.status is ReferralStatus.ACCEPTED
        assert "Ben Carter changed the appointment." in page
        assert "the hall is being painted" in page
        assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == "appointment_changed")).one()

    def test_takes_the_place_of_every_text_planned_for_the_old_one(
        self, ben: StrictClient, agrees_to_texts: None, address: str, outbox: Outbox
    ) -> None:
        old = {message.id for message in planned(outbox)}
        ben.submit(address, **OTHER)

        new = planned(outbox)
        assert [message.template for message in new] == ["appointment_changed", "reminder", "did_you_get_there"]
        assert not old & {message.id for message in new}
        assert {str(message.values.get("appointment_at", "2026-12-03")) for message in new} == {
            "2026-12-03T14:30:00+00:00",
            "2026-12-03",
        }
        assert new[1].not_before == datetime(2026, 12, 2, 18, 0, tzinfo=UTC)

    def test_can_be_changed_once_more(self, ben: StrictClient, agrees_to_texts: None, address: str, outbox: Outbox) -> None:
        ben.submit(address, **OTHER)
        ben.submit(address, **OTHER | {"day-day": "4"})

        assert [message.template for message in planned(outbox)] == ["appointment_changed", "reminder", "did_you_get_there"]
        assert planned(outbox)[1].not_before == datetime(2026, 12, 3, 18, 0, tzinfo=UTC)

    def test_sent_twice_happens_once(self, ben: StrictClient, agrees_to_texts: None, address: str, outbox: Outbox) -> None:
        ben.submit(address, **OTHER)
        ben.submit(address, **OTHER)

        assert len(the_referral().events) == 3
        assert len(outbox(template="appointment_changed")) == 1

    def test_is_told_again_to_who_stopped_the_texts_before_they_heard(
        self, ben: StrictClient, agrees_to_texts: None, address: str, cast: Cast, outbox: Outbox, now: datetime
    ) -> None:
        for message in outbox(template="referral_accepted"):
            message.state = State.DELIVERED
        ben.submit(address, **OTHER)
        cancel_planned(recipient_id=cast.amina.id, cause="consent_withdrawn", now=now)

        texts.tell_again(referral=the_referral(), person=cast.amina, reply_id="START", now=now)

        assert [message.template for message in planned(outbox)] == ["appointment_changed", "reminder", "did_you_get_there"]

    def test_says_when_no_text_tells_of_it(self, ben: StrictClient, address: str) -> None:
        page = ben.submit(address, **OTHER).get_data(as_text=True)

        assert "they have not agreed to texts" in page

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"clock": "2:30"}, "Do you mean the afternoon? Write 2:30pm."),
            ({"clock": "soon"}, "Write the time like 10:30am or 14:30."),
            ({"day-year": "2025"}, "That day and time have gone by."),
            ({"day-day": "", "day-month": "", "day-year": ""}, "Write the day of the appointment."),
            ({"place": ""}, "Write where they should come."),
        ],
    )
    def test_with_something_wrong_says_so_and_keeps_the_rest(
        self, ben: StrictClient, address: str, typed: dict[str, Any], message: str
    ) -> None:
        answer = ben.submit(address, **OTHER | typed)

        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert message in page
        assert "the hall is being painted" in page
        assert the_referral().ask_for == "Morwenna"

    def test_is_not_for_what_has_ended(self, ben: StrictClient, cast: Cast, address: str, now: datetime) -> None:
        endings.withdraw(referral=the_referral(), staff=cast.ben, now=now)
        db.session.commit()

        assert ben.get(address).status_code == 303

    def test_is_not_for_carys(self, signed_in: Callable[[Staff], StrictClient], cast: Cast, address: str) -> None:
        assert signed_in(cast.carys).get(address).status_code == 404

    @pytest.mark.parametrize("language", ["pl", "ur"])
    def test_stands_in_every_language(self, ben: StrictClient, address: str, language: str) -> None:
        assert ben.get(f"{address}?lang={language}").status_code == 200
