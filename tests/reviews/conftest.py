"""For the tests of reviews: browsers of Ben, of Carys in another team and of a volunteer, and a goal of Amina's."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from navigator.conversations.operations import open_conversation
from navigator.db import db
from navigator.people.models import Role
from navigator.steps import goals
from navigator.steps import operations as steps
from navigator.steps.models import Goal, HowOften, ToldBy
from navigator.times import utc_now
from tests.cast import Cast, make_staff
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient


@pytest.fixture
def ben(app: Flask, cast: Cast) -> StrictClient:
    return browser_of_staff(app, cast.ben)


@pytest.fixture
def carys(app: Flask, cast: Cast) -> StrictClient:
    return browser_of_staff(app, cast.carys)


@pytest.fixture
def volunteer(app: Flask, cast: Cast, now: datetime) -> StrictClient:
    """A browser of Vi, a volunteer of Ben's team to whom nobody was given."""
    staff = make_staff(team=cast.ben.team, name="Vi Lane", role=Role.VOLUNTEER, now=now)
    db.session.commit()
    return browser_of_staff(app, staff)


@pytest.fixture
def goal(cast: Cast, now: datetime) -> Goal:
    """Amina would like company once a week."""
    conversation = open_conversation(person_id=cast.amina.id, staff_id=cast.ben.id, now=now)
    priority = steps.add_priority(person_id=cast.amina.id, conversation_id=conversation.id, words="Seeing people again", now=now)
    goal = steps.add_goal(priority=priority, words="Have company once a week", now=now)
    db.session.commit()
    return goal


@pytest.fixture
def with_levels(cast: Cast, goal: Goal) -> Goal:
    """The goal with levels, from much less than expected, and one step that was done."""
    levels = {-2: "Alone all week", 0: "Tea every week"}
    about: dict[str, Any] = {"importance": None, "review_on": None, "baseline": -2, "levels": levels, "staff_id": cast.ben.id}
    goals.change_goal(goal=goal, words=goal.words, now=utc_now(), **about)
    do_a_step(goal, "Walk to the harbour")
    return goal


def do_a_step(goal: Goal, what: str) -> None:
    about: dict[str, Any] = {"when_words": "", "due_on": None, "how_often": HowOften.ONCE, "confidence": None}
    step = steps.plan_step(goal=goal, what=what, now=utc_now(), **about)
    steps.mark_step_done(step=step, told_by=ToldBy.CONVERSATION, now=utc_now())
    db.session.commit()
