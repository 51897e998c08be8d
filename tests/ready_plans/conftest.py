"""For the tests of ready plans: browsers of Ben, of Carys in another team and of a volunteer, and a goal of Amina's."""

from datetime import datetime

import pytest
from flask import Flask

from navigator.conversations.operations import open_conversation
from navigator.db import db
from navigator.people.models import Role
from navigator.steps import operations as steps
from navigator.steps.models import Goal
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
def asha(app: Flask, cast: Cast, now: datetime) -> StrictClient:
    """A browser of Asha, who looks after the service and not after people."""
    staff = make_staff(team=cast.ben.team, name="Asha Patel", role=Role.ADMINISTRATOR, now=now)
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
