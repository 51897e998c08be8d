"""Who wrote a priority and when the person agreed; what became of a step, told in one line of time."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from messaging.models import Asks, OutgoingMessage, ReceivedMessage
from messaging.sending import outbox
from messaging.sending.outbox import Recipient
from navigator.db import db
from navigator.referrals.models import ReferralEvent, ReferralStatus
from navigator.steps import operations, queries
from navigator.steps.chart import draw
from navigator.steps.models import Goal, Happening, HowOften, Step, StepEvent, StepStatus, ToldBy
from navigator.times import utc_now
from tests.cast import Cast
from tests.form_filling import fill
from tests.plan.conftest import refer
from tests.pressing import press
from tests.signed_in import browser_of_person
from tests.strict_client import StrictClient


def step_page(browser: StrictClient, cast: Cast, step: Step) -> str:
    return browser.get(f"/people/{cast.amina.id}/steps/{step.id}").get_data(as_text=True)


class TestPriorities:
    def test_say_who_wrote_them_and_when_she_agreed(self, ben: StrictClient, cast: Cast) -> None:
        address = f"/people/{cast.amina.id}/priorities"

        fill(ben, address, words_1="Somebody to talk to", then="save")
        before = ben.get(address).get_data(as_text=True)
        fill(ben, address, then="agreed")
        after = ben.get(address).get_data(as_text=True)

        assert "Written down by Ben Carter on" in before
        assert "Amina has not agreed to these words yet." in before
        assert "Amina agreed on" in after

    def test_reworded_keep_what_stood_before_and_ask_for_her_yes_again(self, ben: StrictClient, cast: Cast) -> None:
        address = f"/people/{cast.amina.id}/priorities"
        fill(ben, address, words_1="Loneliness", then="agreed")

        fill(ben, address, words_1="Having somebody to talk to", then="save")

        [priority] = queries.list_priorities(cast.amina.id)
        assert [one.words for one in priority.earlier] == ["Loneliness"]
        assert (priority.earlier[0].agreed_at is not None, priority.agreed_at) == (True, None)
        assert "Loneliness" in ben.get(address).get_data(as_text=True)

    def test_can_be_agreed_to_on_her_own_plan(self, app: Flask, cast: Cast, goal: Goal) -> None:
        amina = browser_of_person(app, cast.amina)

        fill(amina, "/my/plan", to="/priorities/agree")

        assert queries.list_priorities(cast.amina.id)[0].agreed_at is not None
        assert "/priorities/agree" not in amina.get("/my/plan").get_data(as_text=True)

    def test_taken_away_are_gone_from_the_page_and_the_plan(self, app: Flask, ben: StrictClient, cast: Cast) -> None:
        address = f"/people/{cast.amina.id}/priorities"
        fill(ben, address, words_1="Company", words_2="The damp wall", then="save")

        fill(ben, address, words_2="", then="save")

        assert [priority.words for priority in queries.list_priorities(cast.amina.id)] == ["Company"]
        assert "damp" not in browser_of_person(app, cast.amina).get("/my/plan").get_data(as_text=True)


class TestChangingAStep:
    def test_keeps_what_it_was_in_its_history(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        address = f"/people/{cast.amina.id}/steps/{step.id}"

        fill(ben, f"{address}/change", who_with="Joe", what="Walk to the harbour gate", how_often="weekly")

        page = step_page(ben, cast, step)
        assert "Walk to the harbour gate" in page
        assert "Walk to the harbour · after breakfast" in page
        assert "Joe" in page

    def test_that_is_done_is_not_offered(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        operations.mark_step_done(step=step, told_by=ToldBy.CONVERSATION, now=utc_now())
        db.session.commit()

        assert ben.get(f"/people/{cast.amina.id}/steps/{step.id}/change").status_code == 303
        with pytest.raises(operations.StepCannotMove):
            operations.change_step(
                step=step,
                what="x",
                when_words="",
                who_with="",
                due_on=None,
                how_often=HowOften.ONCE,
                staff_id=cast.ben.id,
                now=utc_now(),
            )

    def test_keeps_everything_typed_when_something_is_missing(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        answer = fill(ben, f"/people/{cast.amina.id}/steps/{step.id}/change", what="", who_with="Joe", how_often="daily")

        assert answer.status_code == 422
        assert "Joe" in answer.get_data(as_text=True)


class TestTheHistoryOfAStep:
    def test_has_replies_the_plan_page_contacts_and_referrals_in_one_line(
        self, app: Flask, ben: StrictClient, cast: Cast, step: Step
    ) -> None:
        press(browser_of_person(app, cast.amina), f"/my/steps/{step.id}/not-yet", on="/my")
        fill(ben, f"/people/{cast.amina.id}/steps/{step.id}", to="/note", words="She went as far as the gate")
        refer(cast, step=step, now=utc_now())
        self.answer_by_text(cast, step, "slowly slowly")
        db.session.commit()

        page = step_page(ben, cast, step)

        history = page.split("What happened so far")[1]
        for told in (
            "Not yet",
            "on their plan",
            "She went as far as the gate",
            "told to Ben Carter",
            "slowly slowly",
            "The step was agreed.",
        ):
            assert told in history, told
        assert "How confident: 4 out of 10" in history

    def answer_by_text(self, cast: Cast, step: Step, body: str) -> None:
        question = outbox.plan_text(
            template="step_nudge",
            to=Recipient(id=cast.amina.id, address=cast.amina.mobile or "", locale="en"),
            values={"navigator_name": "Ben"},
            dedupe_key="a nudge",
            about_id=step.id,
            asks=Asks.STEP,
            now=utc_now(),
        )
        db.session.flush()
        message = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.id == question.id)).one()
        db.session.add(
            ReceivedMessage(
                provider_id="SM1",
                from_number=cast.amina.mobile,
                to_number="+447700900000",
                body=body,
                received_at=utc_now(),
                answers_id=message.id,
            )
        )

    def test_of_a_referral_leads_to_it(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        referral = refer(cast, step=step, now=utc_now())
        db.session.add(
            ReferralEvent(referral_id=referral.id, happened_at=utc_now(), to_status=ReferralStatus.SENT, who="Ben Carter")
        )

        page = step_page(ben, cast, step)

        assert f'href="/referrals/{referral.id}"' in page
        assert "Tea &amp; Talk: Waiting for an answer" in page

    def test_takes_a_double_press_for_one(self, cast: Cast, step: Step, now: datetime) -> None:
        for seconds in (0, 2):
            operations.note(step=step, what=Happening.NOT_YET, told_by=ToldBy.PLAN, now=now + timedelta(seconds=seconds))
        operations.note(step=step, what=Happening.NOT_YET, told_by=ToldBy.PLAN, now=now + timedelta(days=1))

        assert step_events(step) == [Happening.NOT_YET, Happening.NOT_YET]

    def test_says_by_whom_it_was_done(self, cast: Cast, step: Step, now: datetime) -> None:
        for _ in range(2):
            operations.mark_step_done(step=step, told_by=ToldBy.TEXT, now=now)

        assert step_events(step) == [Happening.DONE]
        assert step.status is StepStatus.DONE


def step_events(step: Step) -> list[Happening]:
    return list(db.session.scalars(select(StepEvent.what).where(StepEvent.step_id == step.id)))


class TestConfidenceOverTime:
    def test_is_drawn_with_the_bigger_step_it_was_cut_from(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        smaller = operations.make_smaller(
            step=step,
            what="Walk to the corner",
            when_words="",
            due_on=None,
            how_often=HowOften.DAILY,
            confidence=8,
            now=utc_now(),
        )
        db.session.commit()

        page = step_page(ben, cast, smaller)

        assert page.count("<circle") >= 2
        table = page.split("app-chart__table")[1].split("</table>")[0]
        assert "<td>4</td>" in table
        assert "<td>8</td>" in table

    def test_is_a_table_alone_while_there_is_one_answer(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        page = step_page(ben, cast, step)

        assert "app-chart__point" not in page
        assert "<td>4</td>" in page

    def test_rises_with_the_score_and_goes_on_with_time(self, now: datetime) -> None:
        chart = draw([(now, 4), (now + timedelta(days=1), 4), (now + timedelta(days=4), 8)], enough=7)

        assert chart is not None
        first, second, third = chart.points
        assert first.y == second.y > third.y
        assert (second.x - first.x) * 3 == pytest.approx(third.x - second.x, abs=0.5)
        assert third.y < chart.enough < first.y

    def test_of_answers_at_one_moment_still_has_its_points_apart(self, now: datetime) -> None:
        chart = draw([(now, 4), (now, 8)], enough=7)

        assert chart is not None
        assert len({point.x for point in chart.points}) == 2
