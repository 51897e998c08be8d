"""What tests of conversations stand on: the clock at ten on a Monday, Amina who agreed to texts, and what she writes."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import select

from messaging.models import OutgoingMessage, ReceivedMessage
from messaging.replies import incoming
from navigator.db import db
from navigator.people.models import ConsentHow, Person, Purpose, Role, Staff
from navigator.people.operations import record_consent
from navigator.threads.models import Thread
from navigator.times import utc_now
from tests.cast import AMINA_MOBILE, Cast, make_staff
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    """The time, standing still at `now`; `clock.move_to(…)` moves it."""
    with time_machine.travel(now, tick=False) as coordinates:
        yield coordinates


@pytest.fixture(autouse=True)
def agreed(cast: Cast, now: datetime) -> None:
    """Amina has agreed to texts."""
    agree_to_texts(cast.amina, cast.ben, now)
    db.session.commit()


@pytest.fixture
def ben(app: Flask, cast: Cast) -> StrictClient:
    return browser_of_staff(app, cast.ben)


@pytest.fixture
def carys(app: Flask, cast: Cast) -> StrictClient:
    return browser_of_staff(app, cast.carys)


@pytest.fixture
def dee(cast: Cast, now: datetime) -> Staff:
    """A navigator of Ben's team."""
    return make_staff(team=cast.ben.team, name="Dee Pascoe", role=Role.NAVIGATOR, now=now)


@pytest.fixture
def signed_in(app: Flask) -> Callable[[Staff], StrictClient]:
    return lambda staff: browser_of_staff(app, staff)


def agree_to_texts(person: Person, by: Staff, now: datetime) -> None:
    record_consent(
        person_id=person.id,
        purpose=Purpose.TEXTS,
        wording="You may text me.",
        how=ConsentHow.SPOKEN,
        recorded_by_id=by.id,
        now=now,
    )


def text_us(body: str, *, number: str = AMINA_MOBILE) -> ReceivedMessage:
    """A text comes in now, and the worker goes round."""
    now = utc_now()
    received = incoming.receive(provider_id=uuid.uuid4().hex, from_number=number, to_number="+447700900000", body=body, now=now)
    db.session.commit()
    while incoming.interpret_one(now):
        pass
    return received


def thread_of(person: Person) -> Thread:
    return db.session.scalars(select(Thread).where(Thread.person_id == person.id).execution_options(populate_existing=True)).one()


def planned(template: str) -> list[OutgoingMessage]:
    """The texts of one template that were planned and not cancelled."""
    return list(
        db.session.scalars(
            select(OutgoingMessage)
            .where(OutgoingMessage.template == template, OutgoingMessage.state != "cancelled")
            .order_by(OutgoingMessage.created_at, OutgoingMessage.id)
            .execution_options(populate_existing=True)
        )
    )


def names_in(browser: StrictClient, address: str, section: str = "waiting") -> list[str]:
    """Whose conversations stand in a section of the list."""
    page = BeautifulSoup(browser.get(address).get_data(as_text=True), "html.parser")
    found = page.select_one(f"section[aria-labelledby={section}]")
    return [link.get_text(strip=True) for link in found.select("h3 a")] if isinstance(found, Tag) else []


def send(browser: StrictClient, person: Person, body: str, *, then: str = "send", **fields: str) -> str:
    """Write in the box of a person's conversation and press a button; the page that follows."""
    address = f"/people/{person.id}/thread"
    page = BeautifulSoup(browser.get(address).get_data(as_text=True), "html.parser")
    form = page.select_one("form[data-count]")
    assert isinstance(form, Tag), "there is no box to answer in"
    data = {str(i["name"]): str(i.get("value", "")) for i in form.select("input[type=hidden]")}
    answer = browser.post(
        address, data={**data, "body": body, "urgent_reason": "", "then": then, **fields}, follow_redirects=True
    )
    return answer.get_data(as_text=True)
