"""What tests of referrals stand on: the clock stopped at ten on a Monday, Ben at his desk, and a referral on its way."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from messaging.models import OutgoingMessage
from navigator.conversations.models import Conversation
from navigator.db import db
from navigator.people import token_scopes
from navigator.people.models import ApiToken, ConsentHow, Purpose, Staff
from navigator.people.operations import record_consent
from navigator.referrals import operations
from navigator.referrals.models import Referral
from navigator.steps.models import Goal, Priority, Step
from tests.cast import Cast
from tests.strict_client import StrictClient


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    """The time, standing still at `now`; `clock.move_to(…)` moves it."""
    with time_machine.travel(now, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def signed_in(app: Flask, now: datetime) -> Callable[[Staff], StrictClient]:
    """A browser somebody of the staff has signed in on."""

    def sign_in(staff: Staff) -> StrictClient:
        browser = app.test_client()
        assert isinstance(browser, StrictClient)
        with browser.session_transaction() as cookie:  # the sign-in page has its own tests; a password takes long to check
            began = now.timestamp()
            cookie.update(
                _user_id=str(staff.id), _fresh=True, staff_began=began, staff_seen=began, staff_epoch=staff.session_epoch
            )
        return browser

    return sign_in


@pytest.fixture
def ben(signed_in: Callable[[Staff], StrictClient], cast: Cast) -> StrictClient:
    """Ben at his desk."""
    return signed_in(cast.ben)


@pytest.fixture
def step(cast: Cast, now: datetime) -> Step:
    """What Amina and Ben agreed on: company, and one small step towards it."""
    conversation = Conversation(person_id=cast.amina.id, staff_id=cast.ben.id, started_at=now, saved_at=now)
    db.session.add(conversation)
    db.session.flush()
    priority = Priority(person_id=cast.amina.id, conversation_id=conversation.id, words="Somebody to talk to", position=1)
    goal = Goal(person_id=cast.amina.id, priority=priority, words="Know three people by name", created_at=now)
    step = Step(person_id=cast.amina.id, goal=goal, what="Go to one tea afternoon", created_at=now)
    db.session.add_all([priority, goal, step])
    db.session.commit()
    return step


@pytest.fixture
def agrees_to_texts(cast: Cast, now: datetime) -> None:
    """Amina has agreed to be texted."""
    record_consent(
        person_id=cast.amina.id,
        purpose=Purpose.TEXTS,
        wording="You may text me.",
        how=ConsentHow.SPOKEN,
        recorded_by_id=cast.ben.id,
        now=now,
    )
    db.session.commit()


@pytest.fixture
def refer(cast: Cast, step: Step, now: datetime) -> Callable[..., Referral]:
    """Refer Amina to Tea & Talk, sharing her name and her mobile, unless the test says otherwise."""

    def refer(**differences: Any) -> Referral:
        details: dict[str, Any] = {
            "person": cast.amina,
            "service": cast.tea_and_talk,
            "staff": cast.ben,
            "step": step,
            "shared_parts": ["name", "mobile"],
            "reason": "She would like company on Tuesdays.",
            "how": ConsentHow.SPOKEN,
            "wording": "I agree.",
            "idempotency_key": "the first click",
            "public_url": "http://localhost",
            "now": now,
        } | differences
        referral, _ = operations.refer(**details)
        db.session.commit()
        return referral

    return refer


def list_messages(**conditions: Any) -> list[OutgoingMessage]:
    """What is in the outbox, oldest first."""
    db.session.expire_all()
    return list(db.session.scalars(select(OutgoingMessage).filter_by(**conditions).order_by(OutgoingMessage.id)))


@pytest.fixture
def outbox(app: Flask) -> Callable[..., list[OutgoingMessage]]:
    """`outbox(template="reminder")`: the messages there."""
    return list_messages


@pytest.fixture
def link(refer: Callable[..., Referral]) -> str:
    """The address in the e-mail to Tea & Talk about Amina, without the host."""
    refer()
    [email] = list_messages(template="referral_email")
    found = re.search(r"/reply/[\w-]{32,}$", str(email.values["link"]))
    assert found
    return found[0]


@pytest.fixture
def as_staff(client: StrictClient, now: datetime) -> Callable[[Staff], dict[str, str]]:
    """The headers of a program that acts for somebody."""

    def make(staff: Staff) -> dict[str, str]:
        token = f"a token of {staff.name}"
        db.session.add(
            ApiToken(
                staff_id=staff.id,
                label="test",
                digest=sha256(token.encode()).hexdigest(),
                scopes=token_scopes.write(token_scopes.MAY_HOLD[staff.role]),
                created_at=now,
                expires_at=now + timedelta(days=1),
            )
        )
        db.session.commit()
        return {"Authorization": f"Bearer {token}"}

    return make
