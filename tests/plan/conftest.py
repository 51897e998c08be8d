"""For the tests of plans: Amina's own phone, Ben's and Carys's browsers, and Amina's story so far."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from flask import Flask

from navigator.conversations.operations import open_conversation
from navigator.db import db
from navigator.people.models import Consent, ConsentHow, Person, Purpose
from navigator.people.operations import record_consent
from navigator.referrals.models import Attention, Reason, Referral, ReferralStatus
from navigator.steps import operations
from navigator.steps.models import Goal, HowOften, Step
from navigator.times import utc_now
from tests.cast import Cast
from tests.signed_in import browser_of_person, browser_of_staff
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
def amina(app: Flask, cast: Cast) -> StrictClient:
    """Amina's phone, with her plan open, in English for the tests' sake."""
    client = browser_of_person(app, cast.amina)
    client.get("/my?lang=en")
    return client


@dataclass
class Story:
    """What became of a conversation."""

    goal: Goal
    step: Step
    referral: Referral
    attention: Attention
    texts: Consent


@pytest.fixture
def story(cast: Cast) -> Story:
    """Amina agreed to texts, doubts a step, was referred to Tea & Talk, and has asked for help."""
    before = utc_now() - timedelta(hours=1)
    return Story(
        goal=(goal := plan_goal(cast, words="Seeing people again", now=before)),
        step=(step := plan_step(goal, what="Walk to the harbour", confidence=4, now=before)),
        texts=agree_to_texts(cast, now=before),
        referral=refer(cast, step=step, now=before),
        attention=ask_for_help(cast.amina, now=before),
    )


def agree_to_texts(cast: Cast, *, now: datetime) -> Consent:
    """Amina says that we may text her."""
    return record_consent(
        person_id=cast.amina.id,
        purpose=Purpose.TEXTS,
        wording="You may text me.",
        how=ConsentHow.SPOKEN,
        recorded_by_id=cast.ben.id,
        now=now,
    )


def plan_goal(cast: Cast, *, words: str, now: datetime) -> Goal:
    conversation = open_conversation(person_id=cast.amina.id, staff_id=cast.ben.id, now=now)
    priority = operations.add_priority(person_id=cast.amina.id, conversation_id=conversation.id, words=words, now=now)
    return operations.add_goal(priority=priority, words=f"A goal for {words}", now=now)


def plan_step(goal: Goal, *, what: str, confidence: int, now: datetime) -> Step:
    return operations.plan_step(
        goal=goal,
        what=what,
        when_words="after breakfast",
        due_on=None,
        how_often=HowOften.DAILY,
        confidence=confidence,
        now=now,
    )


def refer(cast: Cast, *, step: Step | None, now: datetime, status: ReferralStatus = ReferralStatus.SENT) -> Referral:
    """Amina is referred to Tea & Talk, and has agreed to it."""
    consent = record_consent(
        person_id=cast.amina.id,
        purpose=Purpose.REFERRAL,
        wording="You may tell Tea & Talk my name.",
        how=ConsentHow.SPOKEN,
        recorded_by_id=cast.ben.id,
        now=now,
        shared_parts="name,mobile",
        shared_with="Tea & Talk",
    )
    referral = Referral(
        reference=f"BCDFGHJ{consent.id.hex[-3:]}".upper(),
        person_id=cast.amina.id,
        staff_id=cast.ben.id,
        step_id=step.id if step else None,
        service_id=cast.tea_and_talk.id,
        consent_id=consent.id,
        idempotency_key=consent.id.hex,
        service_name="Tea & Talk",
        organization_name="Tea & Talk",
        sent_to="hello@teaandtalk.example",
        reason="Company",
        shared="{}",
        sent_at=now,
        status=status,
    )
    db.session.add(referral)
    db.session.flush()
    return referral


def ask_for_help(person: Person, *, now: datetime) -> Attention:
    attention = Attention(person_id=person.id, reason=Reason.NEEDS_HELP, words="3 please ring", opened_at=now)
    db.session.add(attention)
    db.session.flush()
    return attention
