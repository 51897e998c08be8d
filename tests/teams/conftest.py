"""What tests of teams stand on: ten on a Monday; Dee, Lou the lead and Viv of the team of Ben; Ada; Wyn, another lead."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from flask import Flask

from navigator.db import db
from navigator.people.models import Role, Staff
from tests.cast import Cast, make_staff
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    """The time, standing still at `now`; `clock.move_to(…)` moves it."""
    with time_machine.travel(now, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def dee(cast: Cast, now: datetime) -> Staff:
    """A navigator of Ben's team."""
    return _somebody(cast, "Dee Pascoe", Role.NAVIGATOR, now)


@pytest.fixture
def lou(cast: Cast, now: datetime) -> Staff:
    """The lead of Ben's team."""
    return _somebody(cast, "Lou Hocking", Role.TEAM_LEAD, now)


@pytest.fixture
def viv(cast: Cast, now: datetime) -> Staff:
    """A volunteer of Ben's team."""
    return _somebody(cast, "Viv Nance", Role.VOLUNTEER, now)


@pytest.fixture
def ada(cast: Cast, now: datetime) -> Staff:
    """The administrator."""
    return _somebody(cast, "Ada Penrose", Role.ADMINISTRATOR, now)


@pytest.fixture
def wyn(cast: Cast, now: datetime) -> Staff:
    """The lead of another team."""
    staff = make_staff(team=cast.carys.team, name="Wyn Rowe", role=Role.TEAM_LEAD, now=now)
    db.session.commit()
    return staff


def _somebody(cast: Cast, name: str, role: Role, now: datetime) -> Staff:
    staff = make_staff(team=cast.ben.team, name=name, role=role, now=now)
    db.session.commit()
    return staff


def browser(app: Flask, staff: Staff) -> StrictClient:
    """A browser on which somebody is signed in."""
    return browser_of_staff(app, staff)
