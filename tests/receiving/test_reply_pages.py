"""The page an organisation answers on, as somebody at Tea & Talk opens it on a phone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from directory.models import Address, Location, ServiceAtLocation
from messaging.models import Asks, OutgoingMessage
from navigator.db import db
from navigator.people.models import Consent, Purpose
from navigator.referrals import operations, queries
from navigator.referrals.models import Attention, Reason, Referral, ReferralStatus, ReplyLink
from tests.cast import Cast
from tests.strict_client import StrictClient

Outbox = Callable[..., list[OutgoingMessage]]
YES: dict[str, Any] = {
    "day-day": "24",
    "day-month": "11",
    "day-year": "2026",
    "clock": "10:30am",
    "place": "St John’s Hall, Penzance",
    "ask_for": "Morwenna",
    "note": "",
}


def the_referral() -> Referral:
    db.session.expire_all()
    return db.session.scalars(select(Referral)).one()


class TestReplyPage:
    def test_shows_what_was_shared_and_no_more(self, client: StrictClient, link: str) -> None:
        page = client.get(link).get_data(as_text=True)

        assert "Amina Hussain" in page
        assert "07700 900123" in page
        assert "She would like company on Tuesdays." in page
        assert "1948" not in page
        assert "Somebody to talk to" not in page

    def test_is_changed_by_no_number_of_looks(self, client: StrictClient, link: str) -> None:
        for address in (link, f"{link}?answer=accepted", f"{link}?answer=no_room", link):
            assert client.get(address).status_code == 200
            client.reads_strictly = False  # a HEAD has no page to read
            assert client.head(address).status_code == 200
            client.reads_strictly = True

        used = db.session.scalars(select(ReplyLink.used_at)).one()
        assert used is None
        assert the_referral().status is ReferralStatus.SENT

    @pytest.mark.parametrize("language", ["en", "pl", "ur"])
    def test_stands_in_every_language(self, client: StrictClient, link: str, language: str) -> None:
        page = client.get(f"{link}?lang={language}").get_data(as_text=True)

        assert f'lang="{language}"' in page
        assert "Amina Hussain" in page

    def test_is_kept_out_of_search_engines_and_caches(self, client: StrictClient, link: str) -> None:
        headers = client.get(link).headers

        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Cache-Control"] == "no-store"

    def test_proposes_the_place_of_the_listing(self, client: StrictClient, link: str, cast: Cast) -> None:
        hall = Location(name="St John’s Hall")
        hall.addresses.append(
            Address(address_1="Alverton Street", city="Penzance", state_province="Cornwall", postal_code="TR18 2QP", country="GB")
        )
        db.session.add(ServiceAtLocation(service=cast.tea_and_talk, location=hall))
        db.session.commit()
        page = client.get(f"{link}?answer=accepted").get_data(as_text=True)

        assert "St John’s Hall, Alverton Street, Penzance, TR18 2QP" in page


class TestYes:
    def test_arranges_the_day(self, client: StrictClient, link: str) -> None:
        answer = client.submit(f"{link}?answer=accepted", follow=False, **YES)

        referral = the_referral()
        assert answer.status_code == 303
        assert referral.status is ReferralStatus.ACCEPTED
        assert referral.appointment_at == datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
        assert (referral.appointment_place, referral.ask_for) == ("St John’s Hall, Penzance", "Morwenna")
        assert [event.who for event in referral.events] == ["Ben Carter", "Tea & Talk"]

    def test_plans_the_text_the_reminder_and_the_question(
        self, client: StrictClient, agrees_to_texts: None, link: str, outbox: Outbox
    ) -> None:
        client.submit(f"{link}?answer=accepted", **YES | {"day-day": "26"})

        [accepted], [reminder], [question] = (
            outbox(template=name) for name in ("referral_accepted", "reminder", "did_you_get_there")
        )
        assert accepted.values == {
            "navigator_name": "Ben",
            "service_name": "Tea & Talk",
            "appointment_at": "2026-11-26T10:30:00+00:00",
            "place": "St John’s Hall, Penzance",
            "ask_for": "Morwenna",
        }
        assert reminder.not_before == datetime(2026, 11, 25, 18, 0, tzinfo=UTC)  # six in the evening
        assert question.not_before == datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
        assert (question.asks, question.about_id) == (Asks.ATTENDED, the_referral().id)

    def test_reminds_at_six_by_the_clocks_of_summer(
        self, client: StrictClient, agrees_to_texts: None, link: str, outbox: Outbox
    ) -> None:
        client.submit(f"{link}?answer=accepted", **YES | {"day-day": "1", "day-month": "6", "day-year": "2027"})

        [reminder] = outbox(template="reminder")
        assert reminder.not_before == datetime(2027, 5, 31, 17, 0, tzinfo=UTC)

    def test_asks_nothing_at_night(self, client: StrictClient, agrees_to_texts: None, link: str, outbox: Outbox) -> None:
        client.submit(f"{link}?answer=accepted", **YES | {"day-day": "26", "clock": "8pm"})

        [question] = outbox(template="did_you_get_there")
        assert 8 <= question.not_before.hour < 20
        assert question.not_before.day == 27

    def test_that_comes_the_evening_before_reminds_nobody_twice(
        self, client: StrictClient, agrees_to_texts: None, link: str, outbox: Outbox, clock: Any
    ) -> None:
        clock.move_to(datetime(2026, 11, 23, 17, 30, tzinfo=UTC))
        client.submit(f"{link}?answer=accepted", **YES)

        assert outbox(template="reminder") == []
        assert len(outbox(template="referral_accepted")) == 1

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"day-year": "2025"}, "That day and time have gone by."),
            ({"day-year": "2028"}, "That is more than a year away."),
            ({"day-day": "31"}, "That day does not exist."),
            ({"day-day": "", "day-month": "", "day-year": ""}, "Write the day they can come."),
            ({"clock": "soon"}, "Write the time like 10:30am or 14:30."),
            ({"clock": "2:30"}, "Do you mean the afternoon? Write 2:30pm. For the early morning, write 02:30."),
            ({"clock": ""}, "Write the time, for example 10:30am."),
            ({"place": ""}, "Write where they should come."),
            ({"day-day": "28", "day-month": "3", "day-year": "2027", "clock": "1:30am"}, "skip this time"),
        ],
    )
    def test_with_something_wrong_says_so_and_keeps_the_rest(
        self, client: StrictClient, link: str, typed: dict[str, Any], message: str
    ) -> None:
        answer = client.submit(f"{link}?answer=accepted", **YES | typed)

        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert message in page
        assert "Morwenna" in page
        assert the_referral().status is ReferralStatus.SENT

    def test_sends_them_a_copy_that_names_nobody(self, client: StrictClient, link: str, outbox: Outbox) -> None:
        client.submit(f"{link}?answer=accepted", **YES)

        [copy] = outbox(template="referral_answer_copy")
        assert "Amina" not in str(copy.values)


class TestNo:
    @pytest.mark.parametrize(("answer", "template"), [("no_room", "referral_no_room"), ("not_right", "referral_not_right")])
    def test_tells_the_person_kindly_and_calls_the_navigator(
        self, client: StrictClient, agrees_to_texts: None, link: str, outbox: Outbox, answer: str, template: str
    ) -> None:
        client.submit(f"{link}?answer={answer}", note="Full until spring")

        attention = db.session.scalars(select(Attention)).one()
        assert the_referral().status == answer
        assert (attention.reason, attention.words) == (Reason.DECLINED, "Full until spring")
        assert len(outbox(template=template)) == 1
        assert outbox(template="reminder") == []

    def test_takes_two_taps(self, client: StrictClient, link: str) -> None:
        page = client.get(link).get_data(as_text=True)
        client.submit(f"{link}?answer=no_room")

        assert f'href="{link}?answer=no_room"' in page
        assert the_referral().status is ReferralStatus.NO_ROOM


class TestLink:
    def test_works_once(self, client: StrictClient, link: str) -> None:
        client.submit(f"{link}?answer=accepted", **YES)
        page = client.get(link).get_data(as_text=True)
        again = client.get(f"{link}?answer=no_room").get_data(as_text=True)

        assert "Thank you: this has been answered" in page
        assert "Thank you: this has been answered" in again
        for secret in ("Amina", "Hussain", "7700", "Tuesdays"):
            assert secret not in page

    def test_gives_the_first_of_two_answers_at_once(self, client: StrictClient, link: str, app: Any, now: datetime) -> None:
        page_opened_before = client.get(f"{link}?answer=no_room").get_data(as_text=True)
        token = page_opened_before.split('name="csrf_token" value="')[1].split('"')[0]
        colleague = app.test_client()
        colleague.submit(f"{link}?answer=accepted", **YES)
        late = client.post(f"{link}?answer=no_room", data={"csrf_token": token, "note": ""})

        assert "this has been answered" in late.get_data(as_text=True)
        assert the_referral().status is ReferralStatus.ACCEPTED

    def test_is_claimed_in_the_database_and_not_in_memory(self, link: str, cast: Cast, now: datetime) -> None:
        found = queries.find_link(link.removeprefix("/reply/"))
        assert found is not None
        db.session.expunge_all()  # two processes that both read the link as unused
        stale = db.session.get_one(ReplyLink, found.id)
        db.session.execute(ReplyLink.__table__.update().values(used_at=now))  # type: ignore[attr-defined]  # it is a Table

        with pytest.raises(operations.LinkSpent):
            operations.answer(link=stale, person=cast.amina, answer=ReferralStatus.NO_ROOM, now=now)

    def test_expires(self, client: StrictClient, link: str, clock: Any, now: datetime) -> None:
        clock.move_to(now + timedelta(days=30))
        answer = client.get(link)

        assert answer.status_code == 410
        assert "This link does not work any more" in answer.get_data(as_text=True)
        assert "Amina" not in answer.get_data(as_text=True)

    def test_can_be_taken_back(self, client: StrictClient, ben: StrictClient, link: str) -> None:
        address = f"/referrals/{the_referral().id}"
        ben.submit(address, then="revoke")
        answer = client.get(link)

        assert answer.status_code == 410
        assert "01632 960100" in answer.get_data(as_text=True)

    def test_is_replaced_by_a_new_one(self, client: StrictClient, ben: StrictClient, link: str, outbox: Outbox) -> None:
        ben.submit(f"/referrals/{the_referral().id}", then="send_link")
        newer = outbox(template="referral_email", state="planned")

        assert client.get(link).status_code == 410
        assert len(newer) == 1
        assert client.get(str(newer[0].values["link"]).removeprefix("http://localhost")).status_code == 200

    def test_that_never_was_says_whom_to_ring(self, client: StrictClient, cast: Cast) -> None:
        answer = client.get("/reply/no-such-link")

        assert answer.status_code == 404
        assert "01632 960100" in answer.get_data(as_text=True)

    def test_cannot_be_guessed_at_leisure(self, client: StrictClient, link: str) -> None:
        statuses = [client.get(f"/reply/guess-{n}").status_code for n in range(21)]

        assert statuses == [404] * 20 + [429]

    def test_is_not_used_up_by_guesses_even_from_the_same_address(self, client: StrictClient, link: str) -> None:
        for n in range(21):
            client.get(f"/reply/guess-{n}")

        assert client.get(link).status_code == 200


class TestTakingBack:
    def test_stops_the_link_the_texts_and_the_consent(
        self, client: StrictClient, ben: StrictClient, agrees_to_texts: None, link: str, outbox: Outbox
    ) -> None:
        client.submit(f"{link}?answer=accepted", **YES | {"day-day": "26"})
        ben.submit(f"/referrals/{the_referral().id}", then="withdraw", note="She would rather walk")

        consent = db.session.scalars(select(Consent).where(Consent.purpose == Purpose.REFERRAL)).one()
        planned = {message.template for message in outbox(state="planned", recipient_id=the_referral().person_id)}
        assert the_referral().status is ReferralStatus.WITHDRAWN
        assert consent.withdrawn_at is not None
        assert planned == set()

    def test_before_an_answer_stops_the_link(self, client: StrictClient, ben: StrictClient, link: str, outbox: Outbox) -> None:
        ben.submit(f"/referrals/{the_referral().id}", then="withdraw")

        assert client.get(link).status_code == 410
        assert outbox(template="referral_email", state="planned") == []

    def test_of_what_was_answered_meanwhile_says_so(self, ben: StrictClient, client: StrictClient, link: str) -> None:
        address = f"/referrals/{the_referral().id}"
        token = ben.get(address).get_data(as_text=True).split('name="csrf_token" value="')[-1].split('"')[0]
        client.submit(f"{link}?answer=no_room")
        answer = ben.post(address, data={"csrf_token": token, "then": "withdraw"}, follow_redirects=True)

        assert "Something happened to this referral in the meantime" in answer.get_data(as_text=True)
