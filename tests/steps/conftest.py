"""For the tests of steps: Ben's and Carys's browsers, and a step that is a lot to take on."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from navigator.conversations.operations import open_conversation
from navigator.db import db
from navigator.people.models import Role
from navigator.steps import operations
from navigator.steps.models import Goal, HowOften, Step
from navigator.times import utc_now
from tests.cast import Cast, make_staff
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient


@pytest.fixture
def ben(app: Flask, cast: Cast) -> StrictClient:
    """A browser on which Ben is signed in."""
    return browser_of_staff(app, cast.ben)


@pytest.fixture
def carys(app: Flask, cast: Cast) -> StrictClient:
    """A browser on which Carys, of another team, is signed in."""
    return browser_of_staff(app, cast.carys)


@pytest.fixture
def before() -> datetime:
    """An hour ago: what the pages do now comes after it."""
    return utc_now() - timedelta(hours=1)


@pytest.fixture
def goal(cast: Cast, before: datetime) -> Goal:
    """Amina would like company once a week."""
    conversation = open_conversation(person_id=cast.amina.id, staff_id=cast.ben.id, now=before)
    priority = operations.add_priority(
        person_id=cast.amina.id, conversation_id=conversation.id, words="Seeing people again", now=before
    )
    goal = operations.add_goal(priority=priority, words="Have company once a week", now=before)
    db.session.commit()
    return goal


@pytest.fixture
def step(goal: Goal, before: datetime) -> Step:
    """Walking to the harbour, of which Amina is 4 out of 10 confident."""
    step = operations.plan_step(
        goal=goal,
        what="Walk to the harbour",
        when_words="after breakfast",
        due_on=None,
        how_often=HowOften.DAILY,
        confidence=4,
        now=before,
    )
    db.session.commit()
    return step


@pytest.fixture
def asha(app: Flask, cast: Cast, now: datetime) -> StrictClient:
    """A browser of Asha, who looks after the service and not after people."""
    staff = make_staff(team=cast.ben.team, name="Asha Patel", role=Role.ADMINISTRATOR, now=now)
    db.session.commit()
    return browser_of_staff(app, staff)
