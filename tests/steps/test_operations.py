"""Conversations, priorities, goals and steps."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from navigator.conversations.models import Conversation
from navigator.conversations.operations import open_conversation
from navigator.db import db
from navigator.steps import operations, queries
from navigator.steps.confidence import ScoreOffTheRuler
from navigator.steps.models import Goal, HowOften, Step, StepStatus, ToldBy
from tests.cast import Cast

WALK: dict[str, Any] = {
    "what": "Walk to the harbour",
    "when_words": "after breakfast",
    "due_on": None,
    "how_often": HowOften.DAILY,
}


@pytest.fixture
def conversation(cast: Cast, now: datetime) -> Conversation:
    return open_conversation(person_id=cast.amina.id, staff_id=cast.ben.id, now=now)


@pytest.fixture
def goal(cast: Cast, conversation: Conversation, now: datetime) -> Goal:
    priority = operations.add_priority(
        person_id=cast.amina.id, conversation_id=conversation.id, words="Seeing people again", now=now
    )
    return operations.add_goal(priority=priority, words="Have company once a week", now=now)


@pytest.fixture
def step(goal: Goal, now: datetime) -> Step:
    return operations.plan_step(goal=goal, confidence=4, now=now, **WALK)


class TestPriorities:
    def entries(self, cast: Cast) -> list[tuple[uuid.UUID | None, str]]:
        return [(priority.id, priority.words) for priority in queries.list_priorities(cast.amina.id)]

    def set_to(self, cast: Cast, conversation: Conversation, now: datetime, *words: str) -> list[str]:
        entries = self.entries(cast) + [(None, word) for word in words]
        operations.set_priorities(person_id=cast.amina.id, conversation_id=conversation.id, entries=entries, now=now)
        return [priority.words for priority in queries.list_priorities(cast.amina.id)]

    def test_stand_in_the_order_of_the_page(self, cast: Cast, conversation: Conversation, now: datetime) -> None:
        self.set_to(cast, conversation, now, "first", "second")

        entries = list(reversed(self.entries(cast)))
        operations.set_priorities(person_id=cast.amina.id, conversation_id=conversation.id, entries=entries, now=now)

        assert [words for _, words in self.entries(cast)] == ["second", "first"]

    def test_are_not_doubled_by_a_form_sent_twice(self, cast: Cast, conversation: Conversation, now: datetime) -> None:
        for _ in range(2):
            operations.set_priorities(
                person_id=cast.amina.id, conversation_id=conversation.id, entries=[(None, "first"), (None, "second")], now=now
            )

        assert [words for _, words in self.entries(cast)] == ["first", "second"]

    def test_are_five_at_most(self, cast: Cast, conversation: Conversation, now: datetime) -> None:
        self.set_to(cast, conversation, now, "1", "2", "3", "4", "5")

        with pytest.raises(operations.TooManyPriorities):
            self.set_to(cast, conversation, now, "6")
        with pytest.raises(operations.TooManyPriorities):
            operations.add_priority(person_id=cast.amina.id, conversation_id=conversation.id, words="6", now=now)

    def test_can_be_taken_away(self, cast: Cast, conversation: Conversation, now: datetime) -> None:
        self.set_to(cast, conversation, now, "first", "second")

        entries = [(priority_id, "" if words == "first" else words) for priority_id, words in self.entries(cast)]
        operations.set_priorities(person_id=cast.amina.id, conversation_id=conversation.id, entries=entries, now=now)

        assert [words for _, words in self.entries(cast)] == ["second"]

    def test_stay_once_there_is_a_goal(self, cast: Cast, goal: Goal, conversation: Conversation, now: datetime) -> None:
        with pytest.raises(operations.PriorityHasGoals):
            operations.set_priorities(
                person_id=cast.amina.id, conversation_id=conversation.id, entries=[(goal.priority_id, "")], now=now
            )


class TestAStep:
    def test_remembers_how_confident_they_were(self, step: Step) -> None:
        assert step.confidence == 4
        assert step.confidences[0].told_by is ToldBy.CONVERSATION

    def test_saved_twice_is_one_step(self, goal: Goal, step: Step, now: datetime) -> None:
        again = operations.plan_step(goal=goal, confidence=4, now=now, **WALK)

        assert again.id == step.id
        assert [answer.score for answer in again.confidences] == [4]

    def test_takes_no_confidence_off_the_ruler(self, goal: Goal, now: datetime) -> None:
        with pytest.raises(ScoreOffTheRuler):
            operations.plan_step(goal=goal, confidence=11, now=now, **WALK)

    def test_made_smaller_is_kept_beside_the_smaller_one(self, step: Step, now: datetime) -> None:
        smaller = operations.make_smaller(step=step, confidence=8, now=now, **WALK | {"what": "Walk to the corner"})

        assert (step.status, step.confidence) == (StepStatus.REPLACED, 4)
        assert (smaller.status, smaller.confidence, smaller.replaces_id) == (StepStatus.PLANNED, 8, step.id)
        assert smaller.goal_id == step.goal_id

    def test_can_be_made_smaller_again(self, step: Step, now: datetime) -> None:
        smaller = operations.make_smaller(step=step, confidence=5, now=now, **WALK | {"what": "Walk to the corner"})
        smallest = operations.make_smaller(step=smaller, confidence=9, now=now, **WALK | {"what": "Put my shoes on"})

        assert [queries.get_step(s.id).confidence for s in (step, smaller, smallest)] == [4, 5, 9]

    def test_is_replaced_once(self, step: Step, now: datetime) -> None:
        operations.make_smaller(step=step, confidence=8, now=now, **WALK)

        with pytest.raises(operations.StepCannotMove):
            operations.make_smaller(step=step, confidence=8, now=now, **WALK)

    def test_done_twice_is_done_the_first_time(self, step: Step, now: datetime) -> None:
        operations.mark_step_done(step=step, told_by=ToldBy.TEXT, now=now)
        operations.mark_step_done(step=step, told_by=ToldBy.PLAN, now=now + timedelta(hours=1))

        assert (step.status, step.finished_at) == (StepStatus.DONE, now)

    def test_done_by_mistake_can_be_not_done(self, step: Step, now: datetime) -> None:
        operations.mark_step_done(step=step, told_by=ToldBy.TEXT, now=now)
        operations.mark_step_not_done(step=step, told_by=ToldBy.TEXT, now=now)

        assert step.status is StepStatus.NOT_DONE

    @pytest.mark.parametrize("mark", [operations.mark_step_done, operations.mark_step_not_done])
    def test_that_was_replaced_does_not_move(self, step: Step, now: datetime, mark: Any) -> None:
        operations.make_smaller(step=step, confidence=8, now=now, **WALK)

        with pytest.raises(operations.StepCannotMove, match="replaced"):
            mark(step=step, told_by=ToldBy.TEXT, now=now)

    def test_every_status_has_its_moves(self) -> None:
        assert set(operations.MOVES) == set(StepStatus)

    def test_takes_the_same_answer_at_once_for_one_answer(self, step: Step, now: datetime) -> None:
        for seconds in (0, 5):
            operations.record_confidence(step=step, score=7, told_by=ToldBy.PLAN, now=now + timedelta(seconds=seconds))
        operations.record_confidence(step=step, score=7, told_by=ToldBy.PLAN, now=now + timedelta(days=1))

        assert [answer.score for answer in queries.get_step(step.id).confidences] == [4, 7, 7]


class TestTheCurrentStep:
    def test_is_the_one_due_soonest(self, cast: Cast, goal: Goal, step: Step, now: datetime) -> None:
        soon = operations.plan_step(goal=goal, confidence=8, now=now, **WALK | {"what": "Ring Mary", "due_on": now.date()})
        operations.plan_step(goal=goal, confidence=8, now=now, **WALK | {"what": "Bake", "due_on": now.date() + timedelta(1)})

        current = queries.find_current_step(cast.amina.id)

        assert current is not None
        assert current.id == soon.id

    def test_is_none_when_all_are_done(self, cast: Cast, step: Step, now: datetime) -> None:
        operations.mark_step_done(step=step, told_by=ToldBy.TEXT, now=now)

        assert queries.find_current_step(cast.amina.id) is None


class TestAStepForStaff:
    def test_is_found_by_her_own_navigator(self, cast: Cast, step: Step) -> None:
        assert queries.get_step_for(cast.ben, step.id).id == step.id

    def test_is_hidden_from_another_team(self, cast: Cast, step: Step) -> None:
        db.session.flush()

        with pytest.raises(queries.StepNotFound):
            queries.get_step_for(cast.carys, step.id)
