"""For the tests of circles: Joe, Amina's brother, invited and come in; her phone, his phone, Ben's and Carys's browsers."""

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask, session
from sqlalchemy import select

from messaging.models import OutgoingMessage
from messaging.states import State
from navigator.circle import check_ins, operations
from navigator.circle.operations import Invited, Told
from navigator.db import db
from navigator.people import carer_sessions
from navigator.people.circle_models import CircleMember, Scope
from navigator.people.models import ConsentHow, Purpose
from navigator.people.operations import record_consent
from navigator.referrals.models import Referral, ReferralStatus
from navigator.times import utc_now
from tests.cast import Cast
from tests.plan.conftest import refer
from tests.signed_in import browser_of_person, browser_of_staff
from tests.strict_client import StrictClient

JOE_MOBILE = "+447700900200"

WEDNESDAY = datetime(2026, 11, 25, 14, tzinfo=UTC)

MakeJoe = Callable[..., CircleMember]


@pytest.fixture
def make_joe(app: Flask, cast: Cast) -> MakeJoe:
    """Invites Joe into Amina's circle with these scopes, and (unless `confirms` is False) lets him say yes."""

    def make(*scopes: Scope, confirms: bool = True, mobile: str = JOE_MOBILE) -> CircleMember:
        now = utc_now()
        member = operations.invite(
            person=cast.amina, who=Invited("Joe Hussain", "brother", mobile), scopes=scopes, told=Told(), now=now
        )
        if confirms:
            operations.confirm(member=member, now=now)
        db.session.commit()
        return member

    return make


def browser_of_carer(app: Flask, *members: CircleMember) -> StrictClient:
    """A browser on which a carer's code was right, reading English."""
    with app.test_request_context():
        for member in members:
            carer_sessions.begin(member)
        kept = dict(session)
    client = app.test_client()
    assert isinstance(client, StrictClient)
    with client.session_transaction() as cookie:
        cookie.update(kept | {"language": "en"})
    return client


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(WEDNESDAY, tick=False) as moving:
        yield moving


@pytest.fixture
def joe(cast: Cast, clock: time_machine.Traveller, make_joe: MakeJoe) -> CircleMember:
    """He said on the telephone that we may ask him every four weeks."""
    member = make_joe(Scope.APPOINTMENT)
    for message in db.session.scalars(select(OutgoingMessage)):
        message.state = State.EXPIRED  # what every carer gets on arriving is not looked at
    check_ins.choose(member=member, every_weeks=4, how=ConsentHow.SPOKEN, staff=cast.ben, now=WEDNESDAY)
    db.session.commit()
    return member


@pytest.fixture
def amina(app: Flask, cast: Cast) -> StrictClient:
    client = browser_of_person(app, cast.amina)
    client.get("/my?lang=en")
    return client


@pytest.fixture
def ben(app: Flask, cast: Cast) -> StrictClient:
    return browser_of_staff(app, cast.ben)


@pytest.fixture
def carys(app: Flask, cast: Cast) -> StrictClient:
    return browser_of_staff(app, cast.carys)


def agree_to_texts(cast: Cast) -> None:
    record_consent(
        person_id=cast.amina.id,
        purpose=Purpose.TEXTS,
        wording="You may text me.",
        how=ConsentHow.SPOKEN,
        recorded_by_id=None,
        now=utc_now(),
    )
    db.session.commit()


def arrange(cast: Cast, *, at: datetime | None = None) -> Referral:
    """Tea & Talk expects Amina, in three days when not said otherwise."""
    referral = refer(cast, step=None, now=utc_now() - timedelta(days=2), status=ReferralStatus.ACCEPTED)
    referral.appointment_at = at or utc_now() + timedelta(days=3)
    referral.appointment_place = "St John's Hall"
    db.session.commit()
    return referral


def names(scopes: Collection[Scope]) -> list[str]:
    return sorted(scope.value for scope in scopes)
