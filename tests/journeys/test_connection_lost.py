"""The connection is lost while Ben writes down what Amina says: nothing is lost, and nobody else finds it on the computer."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from navigator.conversations import queries
from navigator.db import db
from tests.cast import PASSWORD, Cast
from tests.journeys.conftest import look

pytestmark = pytest.mark.browser
WORDS = "I miss having people round my table."


def sign_in(page: Page, address: str, path: str, email: str = "ben@care.example") -> None:
    page.goto(f"{address}/sign-in?then={path}")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(address + path)


def drafts(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries(Object.entries(localStorage).filter(([k]) => k.startsWith('draft ')))"
    )
    return found


def kept(person_id: object) -> str:
    db.session.remove()
    conversation = queries.find_latest_conversation(person_id)  # type: ignore[arg-type]
    words = conversation.matters if conversation else ""
    db.session.remove()
    return words


def write_without_connection(page: Page) -> None:
    page.context.set_offline(True)
    page.fill("#matters", WORDS)
    expect(page.locator("[data-autosave-status]")).to_contain_text("No connection. Your words are kept on this device")
    page.wait_for_function("Object.keys(localStorage).some(k => k.startsWith('draft '))")


def test_words_come_back_after_the_page_was_closed(phone: BrowserContext, address: str, cast: Cast) -> None:
    path, amina_id = f"/people/{cast.amina.id}/conversation", cast.amina.id
    db.session.remove()
    page = phone.new_page()
    sign_in(page, address, path)

    write_without_connection(page)
    assert WORDS not in "".join(drafts(page).values())  # sealed: whoever looks into the browser reads nothing
    page.close()
    phone.set_offline(False)
    again = phone.new_page()
    again.goto(address + path)

    expect(again.locator("#matters")).to_have_value(WORDS)
    expect(again.locator("[data-autosave-status]")).to_contain_text("We brought back what you wrote here at")
    look(again, "en-brought-back")
    assert kept(amina_id) == WORDS
    assert drafts(again) == {}


def test_words_are_saved_as_soon_as_it_is_back(phone: BrowserContext, address: str, cast: Cast) -> None:
    path, amina_id = f"/people/{cast.amina.id}/conversation", cast.amina.id
    db.session.remove()
    page = phone.new_page()
    sign_in(page, address, path)

    write_without_connection(page)
    phone.set_offline(False)

    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved ")
    assert kept(amina_id) == WORDS
    assert drafts(page) == {}


def test_nobody_else_is_given_them(phone: BrowserContext, address: str, cast: Cast) -> None:
    path, amina_id = f"/people/{cast.amina.id}/conversation", cast.amina.id
    cast.carys.team = cast.ben.team  # a colleague who may see Amina, at the same computer
    db.session.commit()
    db.session.remove()
    page = phone.new_page()
    sign_in(page, address, path)
    write_without_connection(page)
    page.close()
    phone.set_offline(False)
    phone.clear_cookies()  # Ben's session is gone

    colleague = phone.new_page()
    sign_in(colleague, address, path, "carys@care.example")

    expect(colleague.locator("#matters")).to_have_value("")
    assert kept(amina_id) == ""
    assert len(drafts(colleague)) == 1  # still Ben's, and still sealed


def test_signing_out_leaves_nothing_behind(phone: BrowserContext, address: str, cast: Cast) -> None:
    path = f"/people/{cast.amina.id}/conversation"
    db.session.remove()
    page = phone.new_page()
    sign_in(page, address, path)
    write_without_connection(page)
    page.close()
    phone.set_offline(False)

    desk = phone.new_page()
    desk.goto(f"{address}/desk")
    assert len(drafts(desk)) == 1
    desk.click("header form button")
    expect(desk.locator("main h1")).to_have_text("Staff sign in")

    assert drafts(desk) == {}
