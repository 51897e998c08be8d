"""Taking a conversation, handing it over, marking it done: each with who and when."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from navigator.db import db
from navigator.people.models import AuditEntry, Role, Staff
from navigator.referrals.models import Attention, Reason
from navigator.threads.models import Happened, ThreadEvent
from tests.cast import Cast, make_staff
from tests.pressing import press
from tests.strict_client import StrictClient
from tests.threads.conftest import names_in, send, text_us, thread_of

SignIn = Callable[[Staff], StrictClient]


def deed(browser: StrictClient, cast: Cast, name: str, **fields: str) -> str:
    address = f"/threads/{thread_of(cast.amina).id}/{name}"
    return press(browser, address, on=f"/people/{cast.amina.id}/thread", follow=True, **fields).get_data(as_text=True)


def audited(action: str) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.happened_at)))


def open_calls() -> list[Reason]:
    return list(db.session.scalars(select(Attention.reason).where(Attention.settled_at.is_(None))))


class TestTaking:
    def test_is_seen_by_colleagues_with_who_and_since_when(
        self, ben: StrictClient, signed_in: SignIn, dee: Staff, cast: Cast
    ) -> None:
        text_us("I want to kill myself")

        deed(ben, cast, "take")

        page = signed_in(dee).get("/threads?whose=team").get_data(as_text=True)
        assert "Ben Carter has taken it, on Monday 23 November, 10am." in page
        assert [entry.staff_id for entry in audited("thread_taken")] == [cast.ben.id]

    def test_is_the_first_ones(self, ben: StrictClient, signed_in: SignIn, dee: Staff, cast: Cast) -> None:
        text_us("Is the bus free?")
        deed(ben, cast, "take")

        assert "Ben Carter has taken it already." in deed(signed_in(dee), cast, "take")
        assert thread_of(cast.amina).holder_id == cast.ben.id

    def test_again_by_the_same_changes_nothing(self, ben: StrictClient, cast: Cast) -> None:
        text_us("Is the bus free?")
        deed(ben, cast, "take")
        deed(ben, cast, "take")

        assert len(audited("thread_taken")) == 1

    def test_by_somebody_who_has_left_holds_nobody_up(self, ben: StrictClient, dee: Staff, cast: Cast, now: datetime) -> None:
        text_us("Is the bus free?")
        kept = thread_of(cast.amina)
        kept.holder_id, kept.held_since, dee.left_at = dee.id, now, now
        db.session.commit()

        assert names_in(ben, "/threads") == ["Amina Hussain"]
        deed(ben, cast, "take")
        assert thread_of(cast.amina).holder_id == cast.ben.id


class TestHandingOver:
    def test_moves_it_to_the_colleagues_list_with_the_note(
        self, ben: StrictClient, signed_in: SignIn, dee: Staff, cast: Cast
    ) -> None:
        text_us("Is the bus free?")

        deed(ben, cast, "hand-over", to=str(dee.id), note="She speaks Urdu with you.")

        assert names_in(ben, "/threads") == []
        browser = signed_in(dee)
        assert names_in(browser, "/threads") == ["Amina Hussain"]
        page = browser.get(f"/people/{cast.amina.id}/thread").get_data(as_text=True)
        assert "Note from Ben Carter:" in page
        assert "She speaks Urdu with you." in page
        [entry] = audited("thread_handed_over")
        assert (entry.staff_id, entry.person_id) == (cast.ben.id, cast.amina.id)
        assert entry.detail.endswith("to dee@care.example")

    @pytest.mark.parametrize("who", ["carys", "volunteer"])
    def test_goes_to_nobody_who_may_not_see_the_person(self, ben: StrictClient, cast: Cast, now: datetime, who: str) -> None:
        vic = make_staff(team=cast.ben.team, name="Vic Tonkin", role=Role.VOLUNTEER, now=now)
        text_us("Is the bus free?")

        said = deed(ben, cast, "hand-over", to=str(cast.carys.id if who == "carys" else vic.id), note="Please")

        assert "It was not handed over" in said
        assert thread_of(cast.amina).holder_id is None

    def test_needs_a_note(self, ben: StrictClient, dee: Staff, cast: Cast) -> None:
        text_us("Is the bus free?")

        assert "It was not handed over" in deed(ben, cast, "hand-over", to=str(dee.id), note=" ")


class TestMarkingDone:
    def test_takes_it_off_the_lists_and_settles_what_the_desk_says_of_it(self, ben: StrictClient, cast: Cast) -> None:
        text_us("Is the bus free?")
        assert open_calls() == [Reason.UNCLEAR_REPLY]

        deed(ben, cast, "done")

        assert names_in(ben, "/threads") == []
        assert open_calls() == []
        assert [entry.staff_id for entry in audited("thread_done")] == [cast.ben.id]

    def test_leaves_what_is_about_something_else(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        db.session.add(Attention(person_id=cast.amina.id, reason=Reason.DECLINED, opened_at=now))
        text_us("Is the bus free?")

        deed(ben, cast, "done")

        assert open_calls() == [Reason.DECLINED]

    def test_can_be_undone(self, ben: StrictClient, cast: Cast) -> None:
        text_us("Is the bus free?")
        deed(ben, cast, "done")

        deed(ben, cast, "done", undo="yes")

        assert names_in(ben, "/threads") == ["Amina Hussain"]

    def test_happens_too_when_the_desk_says_dealt_with_and_is_undone_with_it(self, ben: StrictClient, cast: Cast) -> None:
        text_us("Is the bus free?")
        [attention] = db.session.scalars(select(Attention)).all()

        press(ben, f"/attention/{attention.id}/settle", on="/desk")
        assert names_in(ben, "/threads") == []

        press(ben, f"/attention/{attention.id}/settle", on="/desk", undo="yes")
        assert names_in(ben, "/threads") == ["Amina Hussain"]

    def test_is_over_with_the_next_text_and_nobody_holds_it_then(
        self, ben: StrictClient, signed_in: SignIn, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        text_us("Is the bus free?")
        deed(ben, cast, "take")
        deed(ben, cast, "done")
        clock.shift(timedelta(days=1))
        ben = signed_in(cast.ben)
        text_us("And the train?")

        kept = thread_of(cast.amina)
        assert (kept.done_at, kept.holder_id, kept.is_urgent) == (None, None, False)
        assert names_in(ben, "/threads") == ["Amina Hussain"]

    def test_never_follows_from_an_answer_alone(self, ben: StrictClient, cast: Cast) -> None:
        text_us("I want to kill myself")

        send(ben, cast.amina, "I am ringing you now.")

        kept = thread_of(cast.amina)
        assert kept.is_urgent
        assert kept.done_at is None
        assert open_calls() == [Reason.DISTRESS]

    def test_comes_with_the_answer_when_that_button_is_pressed(self, ben: StrictClient, cast: Cast) -> None:
        text_us("Is the bus free?")

        send(ben, cast.amina, "Yes.", then="send_done")

        assert thread_of(cast.amina).done_at is not None
        assert open_calls() == []

    def test_tells_who_did_what(self, ben: StrictClient, cast: Cast) -> None:
        text_us("Is the bus free?")
        deed(ben, cast, "take")
        send(ben, cast.amina, "Yes.")
        page = deed(ben, cast, "done")

        happened = db.session.scalars(select(ThreadEvent.what).order_by(ThreadEvent.id)).all()
        assert happened == [Happened.TAKEN, Happened.ANSWERED, Happened.DONE]
        assert "Who did what" in page
        assert "Marked as done" in page


class TestDangerTaken:
    def test_on_the_desk_is_taken_in_the_conversation_and_the_other_way_round(
        self, ben: StrictClient, signed_in: SignIn, dee: Staff, cast: Cast
    ) -> None:
        text_us("I want to kill myself")
        [attention] = db.session.scalars(select(Attention)).all()

        press(ben, f"/attention/{attention.id}/take", on="/desk")

        assert thread_of(cast.amina).holder_id == cast.ben.id
        assert "Ben Carter has taken it already." in deed(signed_in(dee), cast, "take")

    def test_in_the_conversation_is_taken_on_the_desk(self, ben: StrictClient, cast: Cast) -> None:
        text_us("I want to kill myself")

        deed(ben, cast, "take")

        [attention] = db.session.scalars(select(Attention).execution_options(populate_existing=True)).all()
        assert attention.taken_by_id == cast.ben.id
