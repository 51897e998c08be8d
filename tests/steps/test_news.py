"""Something new in your plan: one text after a talk, for those who want no details on their phone."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from messaging import opt_outs
from messaging.models import OutgoingMessage
from messaging.purposes import Purpose as TextPurpose
from messaging.states import State
from messaging.wording.texts import preview
from navigator.db import db
from navigator.people.models import ConsentHow, ContactMethod, Purpose, TextDetail
from navigator.people.operations import record_consent
from navigator.steps import news, operations
from navigator.steps.models import Goal, HowOften, Step
from tests.cast import AMINA_MOBILE, Cast
from tests.strict_client import StrictClient


@pytest.fixture
def agreed(cast: Cast, before: datetime) -> None:
    """Amina agreed to texts."""
    record_consent(
        person_id=cast.amina.id,
        purpose=Purpose.TEXTS,
        wording="You may text me.",
        how=ConsentHow.SPOKEN,
        recorded_by_id=cast.ben.id,
        now=before - timedelta(days=1),
    )
    db.session.commit()


def plan(goal: Goal, what: str, now: datetime) -> Step:
    step = operations.plan_step(
        goal=goal, what=what, when_words="", due_on=None, how_often=HowOften.ONCE, confidence=None, now=now
    )
    db.session.commit()
    return step


def change(step: Step, what: str, cast: Cast, now: datetime) -> None:
    operations.change_step(
        step=step,
        what=what,
        when_words="",
        who_with="",
        due_on=None,
        how_often=HowOften.ONCE,
        staff_id=cast.ben.id,
        now=now,
    )


def texts() -> list[OutgoingMessage]:
    wanted = select(OutgoingMessage).where(OutgoingMessage.template == "something_new").order_by(OutgoingMessage.not_before)
    return list(db.session.scalars(wanted))


class TestSomethingNew:
    def test_goes_once_however_much_is_agreed_in_one_talk(self, cast: Cast, goal: Goal, agreed: None, before: datetime) -> None:
        plan(goal, "Ring Jo", before)
        plan(goal, "Ring Kit", before + timedelta(minutes=5))

        [text] = texts()
        assert (text.to_address, text.not_before) == (AMINA_MOBILE, before + news.AFTER)

    def test_says_nothing_of_what_it_is(self, cast: Cast, goal: Goal, agreed: None, before: datetime) -> None:
        plan(goal, "Ring the clinic", before)

        [text] = texts()
        said = preview("something_new", text.values, "en").body
        assert said.startswith("There is something new in your plan with Ben: http")
        assert "clinic" not in said

    def test_goes_again_after_an_hour_at_the_soonest(self, cast: Cast, goal: Goal, agreed: None, before: datetime) -> None:
        plan(goal, "Ring Jo", before)
        [first] = texts()
        first.state = State.DELIVERED
        db.session.commit()
        plan(goal, "Ring Kit", before + timedelta(minutes=20))

        assert [text.not_before for text in texts()] == [first.not_before, first.not_before + news.APART]

    def test_goes_when_a_step_is_changed(self, cast: Cast, goal: Goal, agreed: None, before: datetime) -> None:
        step = plan(goal, "Ring Jo", before)
        [first] = texts()
        first.state = State.DELIVERED
        later = before + timedelta(hours=3)
        change(step, "Ring Jo", cast, later)  # nothing is other than it was
        assert len(texts()) == 1
        change(step, "Write to Jo", cast, later)
        db.session.commit()

        assert [text.not_before for text in texts()] == [first.not_before, later + news.AFTER]

    def test_does_not_go_beside_another_text_about_the_same_step(
        self, cast: Cast, goal: Goal, agreed: None, before: datetime
    ) -> None:
        step = plan(goal, "Ring Jo", before)
        [text] = texts()
        text.state, text.template, text.about_id = State.PLANNED, "step_nudge", step.id
        db.session.commit()

        assert news.tell(person=cast.amina, about_id=step.id, now=before) is None
        assert news.tell(person=cast.amina, now=before) is not None  # of something else it is told

    def test_does_not_go_after_stop(self, cast: Cast, goal: Goal, agreed: None, before: datetime) -> None:
        opt_outs.stop(number=AMINA_MOBILE, purpose=TextPurpose.PLAN, how="text", now=before)
        plan(goal, "Ring Jo", before)

        assert texts() == []

    def test_does_not_go_to_who_agreed_to_no_texts(self, cast: Cast, goal: Goal, before: datetime) -> None:
        plan(goal, "Ring Jo", before)

        assert texts() == []

    def test_is_for_those_who_want_no_details(self, cast: Cast, goal: Goal, agreed: None, before: datetime) -> None:
        cast.amina.text_detail = TextDetail.FULL
        plan(goal, "Ring Jo", before)

        assert texts() == []

    def test_is_no_letter(self, cast: Cast, goal: Goal, agreed: None, before: datetime) -> None:
        cast.amina.contact_method, cast.amina.address = ContactMethod.LETTER, "1 Harbour Street\nPenzance"
        plan(goal, "Ring Jo", before)

        assert texts() == []


class TestWhoPlansAStep:
    def test_sees_the_text_and_what_it_costs_before(self, ben: StrictClient, cast: Cast, goal: Goal, agreed: None) -> None:
        page = ben.get(f"/people/{cast.amina.id}/goals/{goal.id}/step").text

        assert "The text that goes soon afterwards" in page
        assert "segment" in page

    def test_is_shown_none_when_none_goes(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        assert "The text that goes soon afterwards" not in ben.get(f"/people/{cast.amina.id}/goals/{goal.id}/step").text
