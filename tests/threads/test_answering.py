"""Writing back to somebody: what they get, when, and when they get nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from messaging import opt_outs
from messaging.models import Channel
from messaging.states import State
from navigator.db import db
from navigator.people.models import AuditEntry, Consent, ContactMethod, Staff
from tests.cast import AMINA_MOBILE, Cast
from tests.messaging.recording import RecordingGateway, deliver_all, plan
from tests.pressing import press
from tests.strict_client import StrictClient
from tests.threads.conftest import planned, send, text_us, thread_of

SignIn = Callable[[Staff], StrictClient]
NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)


def page_of(browser: StrictClient, cast: Cast, rest: str = "") -> str:
    return browser.get(f"/people/{cast.amina.id}/thread{rest}").get_data(as_text=True)


class TestAnswer:
    def test_goes_as_it_was_typed_with_a_name_under_it(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        text_us("Is the bus free?")

        page = send(ben, cast.amina, "جی ہاں، مفت ہے۔")

        assert "Your text is on its way." in page
        gateway = RecordingGateway()
        deliver_all(gateway, now)
        assert "جی ہاں، مفت ہے۔\nBen" in [sent.body for sent in gateway.taken]
        assert thread_of(cast.amina).waiting_since is None
        assert thread_of(cast.amina).holder_id == cast.ben.id

    def test_is_in_the_audit(self, ben: StrictClient, cast: Cast) -> None:
        send(ben, cast.amina, "Hello")

        [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "text_written")).all()
        assert (entry.staff_id, entry.person_id) == (cast.ben.id, cast.amina.id)

    def test_pressed_twice_goes_once_and_other_words_go_as_well(self, ben: StrictClient, cast: Cast) -> None:
        for body in ("Hello", "Hello", "Hello again"):
            send(ben, cast.amina, body, key="one page")

        assert [message.values["body"] for message in planned("written_by_staff")] == ["Hello", "Hello again"]

    def test_needs_words(self, ben: StrictClient, cast: Cast) -> None:
        assert "Write what you want to say." in send(ben, cast.amina, "  ")
        assert planned("written_by_staff") == []

    def test_may_not_be_a_letter(self, ben: StrictClient, cast: Cast) -> None:
        page = send(ben, cast.amina, "x" * 901)

        assert "This is too long by 1 characters." in page
        assert "x" * 901 in page

    def test_can_be_looked_at_first_with_what_it_takes(self, ben: StrictClient, cast: Cast) -> None:
        page = send(ben, cast.amina, "جی ہاں" * 20, then="look")

        assert "This is what arrives" in page
        assert "This goes as 2 texts joined together." in page
        assert planned("written_by_staff") == []

    def test_is_counted_while_it_is_typed_for_the_pages_script(self, ben: StrictClient, cast: Cast) -> None:
        on, address = f"/people/{cast.amina.id}/thread", f"/people/{cast.amina.id}/thread/count"

        assert press(ben, address, on=on, body="Hello", key="x").get_json() == {"said": "This goes as 1 text."}
        assert press(ben, address, on=on, body="", key="x").get_json() == {"said": ""}

    def test_by_the_api_of_the_script_is_counted_for_those_who_may_see_alone(self, carys: StrictClient, cast: Cast) -> None:
        assert press(carys, f"/people/{cast.amina.id}/thread/count", on="/desk", body="Hello", key="x").status_code == 404


class TestAtNight:
    def test_it_says_when_it_goes(self, signed_in: SignIn, cast: Cast, clock: time_machine.Traveller) -> None:
        clock.move_to(NIGHT, tick=False)
        ben = signed_in(cast.ben)

        assert "your text goes on Tuesday 24 November, 9am" in page_of(ben, cast)
        assert "Your text goes on Tuesday 24 November, 9am." in send(ben, cast.amina, "Hello")
        gateway = RecordingGateway()
        deliver_all(gateway, NIGHT)
        assert gateway.taken == []

    def test_it_goes_at_once_only_with_a_reason_which_is_kept(
        self, signed_in: SignIn, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(NIGHT, tick=False)
        ben = signed_in(cast.ben)

        assert "Write why it cannot wait." in send(ben, cast.amina, "The bus is cancelled.", then="at_once")
        assert planned("written_by_staff") == []
        send(ben, cast.amina, "The bus is cancelled.", then="at_once", urgent_reason="It leaves at seven.")

        [message] = planned("written_by_staff")
        assert (message.any_hour, message.urgent_reason) == (True, "It leaves at seven.")
        [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "texted_at_night")).all()
        assert (entry.staff_id, entry.detail) == (cast.ben.id, "It leaves at seven.")
        gateway = RecordingGateway()
        deliver_all(gateway, NIGHT)
        assert [sent.body for sent in gateway.taken] == ["The bus is cancelled.\nBen"]

    def test_a_reason_left_in_the_box_does_not_make_an_ordinary_text_urgent(
        self, signed_in: SignIn, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(NIGHT, tick=False)
        send(signed_in(cast.ben), cast.amina, "Hello", urgent_reason="It leaves at seven.")

        [message] = planned("written_by_staff")
        assert (message.any_hour, message.urgent_reason) == (False, "")


class TestNoTextGoes:
    def test_after_stop_and_the_page_says_why_and_what_else_to_do(self, ben: StrictClient, cast: Cast) -> None:
        text_us("Is the bus free?")
        text_us("STOP")

        page = page_of(ben, cast)

        assert "To get our texts again they text START from their own phone." in page or "have not agreed" in page
        assert "<textarea" not in page.split("Hand over")[0]

    @pytest.mark.parametrize(
        ("what", "said"),
        [
            ("no mobile", "We cannot text them: we have no mobile number."),
            ("no consent", "We do not text them: they have not agreed to texts."),
            ("stopped", "We do not text them: they asked us to stop."),
            ("closed", "We do not text them: we no longer support them."),
        ],
    )
    def test_when_something_came_between_the_page_and_the_button(
        self, ben: StrictClient, cast: Cast, now: datetime, what: str, said: str
    ) -> None:
        if what == "no mobile":
            cast.amina.mobile = None
        elif what == "no consent":
            db.session.scalars(select(Consent)).one().withdrawn_at = now
        elif what == "stopped":
            opt_outs.stop(number=AMINA_MOBILE, how="text", now=now)
        else:
            cast.amina.closed_at = now
        db.session.commit()

        answer = press(ben, f"/people/{cast.amina.id}/thread", on="/desk", body="Hello dear", key="x", then="send")

        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert said in page
        assert "Hello dear" in page
        assert planned("written_by_staff") == []

    def test_and_the_conversation_goes_on_waiting(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        text_us("Is the bus free?")
        opt_outs.stop(number=AMINA_MOBILE, how="carrier", now=now)

        press(ben, f"/people/{cast.amina.id}/thread", on="/desk", body="Hello", key="x", then="send_done")

        kept = thread_of(cast.amina)
        assert kept.waiting_since == now
        assert kept.done_at is None


class TestThePage:
    def test_shows_both_ways_with_what_became_of_each(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        text_us("Is the bus free?")
        send(ben, cast.amina, "Yes")
        [message] = planned("written_by_staff")
        for state, cause, words in (
            (State.SENT, "", "Sent"),
            (State.DELIVERED, "", "Arrived"),
            (State.UNDELIVERED, "30005", "Nobody has that number"),
            (State.FAILED, "30006", "it may be a landline"),
            (State.SUPPRESSED, "stopped", "They asked us to stop texting."),
        ):
            message.state, message.cause, message.body, message.sent_at = state, cause, "Yes\nBen", now
            db.session.commit()

            page = page_of(ben, cast)

            assert "Is the bus free?" in page
            assert words in page

    def test_shows_the_last_screenful_and_more_on_request(
        self, ben: StrictClient, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        for number in range(30):
            clock.shift(timedelta(seconds=1))
            text_us(f"Question number {number}?")

        assert "Question number 3?" not in page_of(ben, cast)
        assert "Question number 29?" in page_of(ben, cast)
        assert "Question number 3?" in page_of(ben, cast, "?all=1")

    def test_is_where_the_texts_used_to_be(self, ben: StrictClient, cast: Cast) -> None:
        answer = ben.get(f"/people/{cast.amina.id}/texts")

        assert (answer.status_code, answer.location) == (301, f"/people/{cast.amina.id}/thread")

    def test_writes_down_who_looked(self, ben: StrictClient, cast: Cast) -> None:
        page_of(ben, cast)

        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "looked_at")).one()
        assert (entry.staff_id, entry.person_id, entry.detail) == (cast.ben.id, cast.amina.id, "texts")

    def test_holds_no_secret_of_what_is_still_to_go(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        send(ben, cast.amina, "Hello")
        [message] = planned("written_by_staff")
        message.template, message.values = "plan_link", {"navigator_name": "Ben", "link": "http://localhost/t/secretsecret"}
        db.session.commit()

        page = page_of(ben, cast)

        assert "Still to go" in page
        assert "secretsecret" not in page


class TestTheWay:
    def test_of_an_answer_is_a_text_also_to_somebody_who_likes_letters(self, ben: StrictClient, cast: Cast) -> None:
        cast.amina.contact_method, cast.amina.address = ContactMethod.LETTER, "1 Harbour Lane"

        send(ben, cast.amina, "Yes.")

        [message] = planned("written_by_staff")
        assert (message.channel, message.to_address) == (Channel.TEXT, AMINA_MOBILE)


class TestNotification:
    """What went as one is told apart from a text: staff know what the person saw."""

    def test_is_marked_in_the_thread_and_on_the_persons_page(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        gone = plan(
            "referral_no_room", now=now, values={"navigator_name": "Ben", "service_name": "Tea"}, recipient_id=cast.amina.id
        )
        gone.channel, gone.state, gone.sent_at = Channel.PUSH, State.UNDELIVERED, now
        gone.cause, gone.body = "not_shown", "There is something new in your plan."
        waits = plan(
            "referral_no_room", now=now, values={"navigator_name": "Ben", "service_name": "Two"}, recipient_id=cast.amina.id
        )
        waits.channel = Channel.PUSH
        db.session.commit()

        pages = (page_of(ben, cast), ben.get(f"/people/{cast.amina.id}").get_data(as_text=True))

        for page in pages:
            assert "From us, as a notification on their phone" in page
            assert "as a notification, which says only that there is something new" in page
        assert "Their phone did not show it within half an hour" in pages[0]
