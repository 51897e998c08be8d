""" "Every Tuesday and Friday until the review": one text at a time, and every way in which they end."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select

from messaging import opt_outs
from messaging.models import OutgoingMessage
from messaging.plans import operations as plans
from messaging.plans.rules import Event, Line, Unit
from messaging.purposes import Purpose as TextPurpose
from messaging.replies import incoming
from messaging.states import State
from navigator.db import db
from navigator.people import closing
from navigator.people.models import ConsentHow, Person, Purpose, Staff, WhyClosed
from navigator.people.operations import record_consent, withdraw_consents
from navigator.people.texting import NotTexted
from navigator.referrals.models import Attention, Reason
from navigator.steps import nudges, operations
from navigator.steps.models import Goal, HowOften, Step, StepStatus, ToldBy
from navigator.steps.nudge_models import StepNudge, WhyEnded
from tests.cast import AMINA_MOBILE, Cast
from tests.messaging.recording import RecordingGateway, deliver_all
from tests.pressing import press
from tests.strict_client import StrictClient

TUESDAY, FRIDAY = 1, 4


def at(day: int, clock: int = 10, minute: int = 0) -> datetime:
    """November 2026: the 24th is a Tuesday."""
    return datetime(2026, 11, 1, clock, minute, tzinfo=UTC) + timedelta(days=day - 1)


@pytest.fixture
def before(now: datetime) -> datetime:
    return now


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now, tick=False) as moving:
        yield moving


@pytest.fixture
def nudged(cast: Cast, step: Step, now: datetime) -> StepNudge:
    """Amina agreed to texts, and Ben chose Tuesdays and Fridays for the walk to the harbour."""
    record_consent(
        person_id=cast.amina.id, purpose=Purpose.TEXTS, wording="Text me.", how=ConsentHow.SPOKEN, recorded_by_id=None, now=now
    )
    nudge = nudges.choose(step=step, person=cast.amina, days=[FRIDAY, TUESDAY], until=None, staff_id=cast.ben.id, now=now)
    assert isinstance(nudge, StepNudge)
    db.session.commit()
    return nudge


def waiting() -> list[datetime]:
    """When the nudges in the outbox go."""
    db.session.rollback()
    found = db.session.scalars(
        select(OutgoingMessage.not_before)
        .where(OutgoingMessage.template == "step_nudge", OutgoingMessage.state == State.PLANNED)
        .order_by(OutgoingMessage.not_before)
    )
    return list(found)


def fresh(nudge: StepNudge) -> StepNudge:
    db.session.rollback()
    return db.session.get_one(StepNudge, nudge.id, populate_existing=True)


def go_on(gateway: RecordingGateway, now: datetime) -> None:
    """The worker's round: send what is due, then see what became of it."""
    deliver_all(gateway, now)
    while nudges.continue_one(now):
        pass


def text_us(body: str, now: datetime) -> None:
    incoming.receive(provider_id=f"SM{now:%d%H%M}", from_number=AMINA_MOBILE, to_number="+447700900000", body=body, now=now)
    db.session.commit()
    assert incoming.interpret_one(now)
    db.session.rollback()


def attentions(reason: Reason) -> list[Attention]:
    return list(db.session.scalars(select(Attention).where(Attention.reason == reason)))


class TestTheNext:
    def test_is_planned_alone(self, nudged: StepNudge) -> None:
        assert waiting() == [at(24)]

    def test_is_planned_when_the_last_one_went(self, nudged: StepNudge) -> None:
        gateway = RecordingGateway()

        go_on(gateway, at(24, 10, 5))

        assert len(gateway.taken) == 1
        assert waiting() == [at(27)]

    def test_waits_while_the_last_one_has_not_gone(self, nudged: StepNudge) -> None:
        assert nudges.continue_one(at(24, 10, 5))

        assert waiting() == [at(24)]
        assert not nudges.continue_one(at(24, 10, 6))

    def test_comes_when_she_likes_to_be_texted(self, cast: Cast, nudged: StepNudge, step: Step, now: datetime) -> None:
        cast.amina.at_times = "17:00-20:00 not 1"

        nudges.choose(step=step, person=cast.amina, days=[TUESDAY, FRIDAY], until=None, staff_id=cast.ben.id, now=now)
        db.session.commit()

        assert waiting() == [at(27, 17)]

    def test_keeps_its_clock_when_the_clocks_change(self, cast: Cast, nudged: StepNudge, step: Step) -> None:
        march = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)  # the Saturday before

        nudges.choose(step=step, person=cast.amina, days=[6], until=None, staff_id=cast.ben.id, now=march)
        db.session.commit()

        assert waiting() == [datetime(2027, 3, 28, 9, 0, tzinfo=UTC)]  # ten by the clocks here

    def test_says_nothing_of_what_the_step_is(self, cast: Cast, nudged: StepNudge) -> None:
        gateway = RecordingGateway()
        cast.amina.language = "en"

        go_on(gateway, at(24))

        assert "harbour" not in gateway.bodies[0]


class TestTheEnd:
    @pytest.mark.parametrize("status", [StepStatus.DONE, StepStatus.NOT_DONE, StepStatus.REPLACED])
    def test_comes_with_the_end_of_the_step(self, nudged: StepNudge, step: Step, now: datetime, status: StepStatus) -> None:
        if status is StepStatus.REPLACED:
            smaller = {"when_words": "", "due_on": None, "how_often": HowOften.DAILY, "confidence": 9}
            operations.make_smaller(step=step, what="Walk to the gate", now=now, **smaller)  # type: ignore[arg-type]
        else:
            mark = operations.mark_step_done if status is StepStatus.DONE else operations.mark_step_not_done
            mark(step=step, told_by=ToldBy.PLAN, now=now)
        db.session.commit()
        gateway = RecordingGateway()

        go_on(gateway, at(28))

        assert [parcel for parcel in gateway.taken if "/t/" not in parcel.body] == []  # but that the plan has something new
        assert fresh(nudged).why_ended is WhyEnded.STEP_FINISHED

    @pytest.mark.parametrize("why", [WhyClosed.DIED, WhyClosed.DO_NOT_CONTACT, WhyClosed.MOVED_AWAY])
    def test_comes_with_our_support(self, cast: Cast, nudged: StepNudge, now: datetime, why: WhyClosed) -> None:
        ben, amina = db.session.get_one(Staff, cast.ben.id), db.session.get_one(Person, cast.amina.id)
        closing.close_person(person=amina, reason="", why=why, staff=ben, now=now)
        db.session.commit()
        gateway = RecordingGateway()

        go_on(gateway, at(28))

        assert gateway.taken == []
        assert fresh(nudged).why_ended is WhyEnded.CLOSED

    def test_comes_when_she_takes_back_her_consent(self, cast: Cast, nudged: StepNudge, now: datetime) -> None:
        withdraw_consents(person_id=cast.amina.id, purpose=Purpose.TEXTS, how="my plan", now=now)
        db.session.commit()
        gateway = RecordingGateway()

        go_on(gateway, at(28))

        assert gateway.taken == []
        assert fresh(nudged).why_ended is WhyEnded.NOT_TEXTED

    def test_comes_when_she_stops_such_texts_alone(self, nudged: StepNudge, now: datetime) -> None:
        opt_outs.stop(number=AMINA_MOBILE, how="page", purpose=TextPurpose.CHECK_IN, now=now)
        db.session.commit()
        gateway = RecordingGateway()

        go_on(gateway, at(28))

        assert gateway.taken == []
        assert fresh(nudged).why_ended is WhyEnded.NOT_TEXTED

    def test_comes_with_the_review(self, cast: Cast, nudged: StepNudge) -> None:
        db.session.get_one(Person, cast.amina.id).review_on = date(2026, 11, 26)
        db.session.commit()

        go_on(RecordingGateway(), at(24, 11))

        assert waiting() == []
        assert fresh(nudged).why_ended is WhyEnded.UNTIL

    def test_comes_when_three_had_no_answer_and_ben_is_told(self, nudged: StepNudge) -> None:
        gateway = RecordingGateway()

        for hour in range(24 * 30):
            go_on(gateway, at(23) + timedelta(hours=hour))

        assert len(gateway.taken) == 3
        assert fresh(nudged).why_ended is WhyEnded.UNANSWERED
        assert [one.words for one in attentions(Reason.QUIET)] == ["Walk to the harbour"]

    def test_does_not_come_while_she_answers(self, nudged: StepNudge) -> None:
        gateway = RecordingGateway()

        for hour in range(24 * 30):
            now = at(23) + timedelta(hours=hour)
            go_on(gateway, now)
            if now.weekday() == FRIDAY and now.hour == 12:
                text_us("yes", now)

        nudge_bodies = [parcel for parcel in gateway.taken if "?" in parcel.body or "؟" in parcel.body]
        assert len(nudge_bodies) >= 8
        assert fresh(nudged).ended_at is None
        assert attentions(Reason.QUIET) == []


class TestAnswer:
    @pytest.mark.parametrize(("how_often", "status"), [(HowOften.ONCE, StepStatus.DONE), (HowOften.DAILY, StepStatus.PLANNED)])
    def test_yes_finishes_a_step_to_be_done_once(
        self, nudged: StepNudge, step: Step, how_often: HowOften, status: StepStatus
    ) -> None:
        db.session.get_one(Step, step.id).how_often = how_often
        db.session.commit()
        go_on(RecordingGateway(), at(24))

        text_us("1", at(24, 12))

        assert db.session.get_one(Step, step.id, populate_existing=True).status is status

    def test_no_changes_nothing_and_is_seen_on_the_step(
        self, ben: StrictClient, cast: Cast, nudged: StepNudge, step: Step
    ) -> None:
        go_on(RecordingGateway(), at(24))

        text_us("no", at(24, 12))

        assert db.session.get_one(Step, step.id, populate_existing=True).status is StepStatus.PLANNED
        page = ben.get(f"/people/{cast.amina.id}/steps/{step.id}").text
        assert '<span class="app-said" dir="auto">no</span>' in page
        assert db.session.scalars(select(Attention)).all() == []

    def test_a_wish_for_help_calls_ben(self, nudged: StepNudge) -> None:
        go_on(RecordingGateway(), at(24))

        text_us("help", at(24, 12))

        assert [one.words for one in attentions(Reason.NEEDS_HELP)] == ["help"]


class TestThePage:
    def test_chooses_days_and_shows_the_next(self, ben: StrictClient, cast: Cast, nudged: StepNudge, step: Step) -> None:
        here = f"/people/{cast.amina.id}/steps/{step.id}"
        press(ben, f"{here}/nudges", on=f"{here}/nudges", days=["2"])

        page = ben.get(here).text

        assert "On: Wednesday." in page
        assert "The next goes on Wednesday 25 November, 10am." in page
        assert waiting() == [at(25)]

    def test_ends_them(self, ben: StrictClient, cast: Cast, nudged: StepNudge, step: Step) -> None:
        here = f"/people/{cast.amina.id}/steps/{step.id}"
        press(ben, f"{here}/nudges/stop", on=f"{here}/nudges")

        assert "The texts about this step were ended." in ben.get(here).text
        assert waiting() == []

    def test_needs_a_day(self, ben: StrictClient, cast: Cast, nudged: StepNudge, step: Step) -> None:
        here = f"/people/{cast.amina.id}/steps/{step.id}/nudges"

        assert press(ben, here, on=here).status_code == 422

    def test_says_so_when_she_takes_no_texts(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        here = f"/people/{cast.amina.id}/steps/{step.id}/nudges"

        answer = press(ben, here, on=here, days=["1"], follow=True)

        assert "We cannot text them now" in answer.text
        assert db.session.scalars(select(StepNudge)).all() == []

    def test_is_not_for_another_team(self, carys: StrictClient, cast: Cast, step: Step) -> None:
        assert carys.get(f"/people/{cast.amina.id}/steps/{step.id}/nudges").status_code == 404

    def test_takes_no_end_that_has_gone_by(self, ben: StrictClient, cast: Cast, nudged: StepNudge, step: Step) -> None:
        here = f"/people/{cast.amina.id}/steps/{step.id}/nudges"
        day = {"until-day": "1", "until-month": "11", "until-year": "2026"}

        assert press(ben, here, on=here, follow=False, days=["1"], **day).status_code == 422


class TestStepsByThePlan:
    @pytest.fixture
    def by_plan(self, cast: Cast, now: datetime) -> None:
        """The locality writes at ten on the day a step is due, and a week after the first step."""
        record_consent(
            person_id=cast.amina.id, purpose=Purpose.TEXTS, wording="Yes.", how=ConsentHow.SPOKEN, recorded_by_id=None, now=now
        )
        for event, line in (
            (Event.STEP_DUE, Line("", "step_nudge", 0, Unit.DAYS, clock=time(10))),
            (Event.PLAN_MADE, Line("", "step_nudge", 1, Unit.WEEKS, clock=time(11))),
        ):
            plans.save_line(event=event, line=line, made_by="Asha", now=now)
        db.session.commit()

    def test_are_nudged_and_left_alone_when_done(
        self, by_plan: None, goal: Goal, plan_step: Callable[..., Step], now: datetime
    ) -> None:
        first = plan_step(goal, "Ring Jo", date(2026, 11, 26))
        assert waiting() == [at(26), at(30, 11)]

        second = plan_step(goal, "Visit Jo", date(2026, 12, 3))
        assert waiting() == [at(26), at(30, 11), at(33)]

        for step in (first, second):
            operations.mark_step_done(step=db.session.get_one(Step, step.id), told_by=ToldBy.PLAN, now=now)
        db.session.commit()
        assert waiting() == []

    @pytest.fixture
    def plan_step(self, now: datetime) -> Callable[..., Step]:
        def plan_step(goal: Goal, what: str, due_on: date) -> Step:
            step = operations.plan_step(
                goal=db.session.get_one(Goal, goal.id),
                what=what,
                when_words="",
                due_on=due_on,
                how_often=HowOften.ONCE,
                confidence=8,
                now=now,
            )
            db.session.commit()
            return step

        return plan_step


def test_nobody_is_nudged_who_did_not_agree(cast: Cast, step: Step, now: datetime) -> None:
    refused = nudges.choose(step=step, person=cast.amina, days=[TUESDAY], until=None, staff_id=cast.ben.id, now=now)

    assert isinstance(refused, NotTexted)
    assert waiting() == []
