"""What tests of keeping listings stand on: ten on a Monday, Jan of Tea & Talk, and Ada who looks after the service."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory.models import Organization
from directory.upkeep import editors
from directory.upkeep.models import ListingEditor
from messaging.models import OutgoingMessage
from navigator.db import db
from navigator.people.models import ConsentHow, Role, Staff
from navigator.referrals import operations
from navigator.referrals.models import Referral
from tests.cast import Cast, make_staff
from tests.signed_in import browser_of_editor, browser_of_staff
from tests.strict_client import StrictClient


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    """The time, standing still at `now`; `clock.move_to(…)` moves it."""
    with time_machine.travel(now, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def ada(cast: Cast, now: datetime) -> Staff:
    ada = make_staff(team=cast.ben.team, name="Ada Penrose", role=Role.ADMINISTRATOR, now=now)
    db.session.commit()
    return ada


@pytest.fixture
def office(app: Flask, ada: Staff) -> StrictClient:
    """Ada at her desk."""
    return browser_of_staff(app, ada)


def make_editor(organization: Organization, *, now: datetime, name: str = "Jan Trewhella", **details: str) -> ListingEditor:
    """Somebody who keeps this organisation's listings, at their first name at teaandtalk.example unless said otherwise."""
    about = {"email": f"{name.split()[0].lower()}@teaandtalk.example", "language": "en"} | details
    editor = editors.invite(
        organization=organization,
        name=name,
        email=about["email"],
        phone=about.get("phone"),
        language=about["language"],
        invited_by="Ada Penrose",
        now=now,
    )
    db.session.commit()
    return editor


@pytest.fixture
def jan(cast: Cast, now: datetime) -> ListingEditor:
    """Jan keeps Tea & Talk's listings."""
    return make_editor(cast.tea_and_talk.organization, now=now)


@pytest.fixture
def phone(app: Flask, jan: ListingEditor) -> StrictClient:
    """Jan's phone, signed in."""
    return browser_of_editor(app, jan)


@pytest.fixture
def refer(cast: Cast, now: datetime) -> Callable[..., Referral]:
    """Ben refers Amina to Tea & Talk. Two referrals need two `key`s."""

    def refer(key: str = "the first click") -> Referral:
        referral, _ = operations.refer(
            person=cast.amina,
            service=cast.tea_and_talk,
            staff=cast.ben,
            step=None,
            shared_parts=["name"],
            reason="She would like company.",
            how=ConsentHow.SPOKEN,
            wording="I agree.",
            idempotency_key=key,
            public_url="http://localhost",
            now=now,
        )
        db.session.commit()
        return referral

    return refer


def list_messages(**conditions: object) -> list[OutgoingMessage]:
    """What is in the outbox, oldest first."""
    db.session.expire_all()
    return list(db.session.scalars(select(OutgoingMessage).filter_by(**conditions).order_by(OutgoingMessage.id)))


@pytest.fixture
def link_in(app: Flask) -> Callable[[str], str]:
    """`link_in("editor_sign_in")`: the address in the one planned message of that kind, without the host."""

    def link_in(template: str) -> str:
        [message] = list_messages(template=template)
        found = re.search(r"/listings/\w+/[a-z0-9]{22}$", str(message.values["link"]))
        assert found
        return found[0]

    return link_in
