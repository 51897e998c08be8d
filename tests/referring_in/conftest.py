"""What tests of referring in stand on: the clock stopped at ten on a Monday, and the outbox."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from flask import Flask

from messaging.models import OutgoingMessage
from navigator.db import db
from navigator.people.models import Role, Staff
from navigator.referring_in import operations
from tests.cast import Cast, make_staff
from tests.referrals.conftest import list_messages
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    """The time, standing still at `now`; `clock.move_to(…)` moves it."""
    with time_machine.travel(now, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def ben(app: Flask, cast: Cast) -> StrictClient:
    """Ben at his desk; his team is the first of the locality, and so its front desk."""
    return browser_of_staff(app, cast.ben)


@pytest.fixture
def staff(app: Flask, cast: Cast, now: datetime) -> Callable[[str, Role], StrictClient]:
    """A colleague of Ben's, by name and role, at their desk."""

    def sit_down(name: str, role: Role) -> StrictClient:
        colleague = make_staff(team=cast.ben.team, name=name, role=role, now=now)
        db.session.commit()
        return browser_of_staff(app, colleague)

    return sit_down


@pytest.fixture
def link(cast: Cast, now: datetime) -> str:
    """The surgery's own link to Ben's team."""
    asha: Staff = make_staff(team=cast.ben.team, name="Asha Lloyd", role=Role.ADMINISTRATOR, now=now)
    _, token = operations.make_link(organization_name="Harbour Surgery", team=cast.ben.team, by=asha, now=now)
    db.session.commit()
    return f"/refer/{token}"


@pytest.fixture
def outbox(app: Flask) -> Callable[..., list[OutgoingMessage]]:
    """`outbox(template="request_received")`: the messages there."""
    return list_messages
