"""A session ends while Ben writes down what Amina says: the page tells him, and not a word is lost."""

import pytest
from playwright.sync_api import BrowserContext, expect

from navigator.db import db
from navigator.people.models import Staff
from tests.cast import PASSWORD, Cast
from tests.journeys.conftest import look

pytestmark = pytest.mark.browser
WORDS = "I miss having people round my table.\n\nMy sister, most of all."


def test_signed_out_while_writing(phone: BrowserContext, address: str, cast: Cast) -> None:
    path, ben_id = f"/people/{cast.amina.id}/conversation", cast.ben.id
    conversation = address + path
    db.session.remove()  # or the service waits for us to let go of the database
    page = phone.new_page()
    page.goto(f"{address}/sign-in?then={path}")
    page.fill("#email", "ben@care.example")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(conversation)

    db.session.get_one(Staff, ben_id).session_epoch += 1  # ends every session of his
    db.session.commit()
    db.session.remove()
    page.fill("#matters", WORDS)

    status = page.locator("[data-autosave-status]")
    expect(status).to_contain_text("Not saved yet: you have been signed out")
    assert page.input_value("#matters") == WORDS

    page.click("main button[value=stay]")
    expect(page.locator("main h1")).to_have_text("Staff sign in")
    look(page, "en-sign-in-again")
    page.fill("#email", "ben@care.example")
    page.fill("#password", PASSWORD)
    page.click("main button")
    expect(page.locator("main h1")).to_have_text("You are signed in again")
    look(page, "en-carry-on")
    page.click("main button")
    page.wait_for_url(conversation)

    assert page.input_value("#matters") == WORDS
