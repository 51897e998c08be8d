"""Amina asks to be told on her phone: in a real browser, the permission, the notification shown, what a press on it opens, and
that we hear of it. Only the way between us and the browser is not its maker's own, which no test can reach: a push service
of ours takes what is sealed for her browser, and the browser's own tools (DevTools) hand over what was in it.
"""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from messaging.gateways.push import make_key
from messaging.models import AwaitedNotice, Channel, OutgoingMessage, State
from messaging.sending import outbox
from navigator.config import Settings
from navigator.db import db
from navigator.people.texting import text_person
from navigator.times import utc_now
from tests.cast import Cast
from tests.fake_push_service import push_service
from tests.journeys.conftest import look
from tests.plan.conftest import agree_to_texts
from tests.signed_in import browser_of_person

pytestmark = pytest.mark.browser
NEWS = {"navigator_name": "Ben", "service_name": "Tea & Talk"}
SHOWN = """navigator.serviceWorker.ready.then(one => one.getNotifications()).then(all => all.map(
  one => ({title: one.title, body: one.body, lang: one.lang, dir: one.dir, opens: one.data.opens})))"""
# The browser's maker cannot be reached: its answer is one of our push service's.
SUBSCRIBED = "PushManager.prototype.subscribe = async options => (window.asked = options, {toJSON: () => (%s)})"
SIZE_OF = """src => new Promise((done, fail) => {
  const icon = Object.assign(new Image(), {onload: () => done(`${icon.naturalWidth}x${icon.naturalHeight}`), onerror: fail, src})
})"""
# What a finger does: an event that only a real press may carry further, so that much is let through here.
PRESSED = """async () => {
  const [one] = await registration.getNotifications(), waits = []
  WindowClient.prototype.focus = async function () { return this }
  const event = new NotificationEvent("notificationclick", {notification: one})
  event.waitUntil = promise => waits.push(promise)
  dispatchEvent(event)
  await Promise.all(waits)
}"""


@pytest.fixture
def key(app: Flask, address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The service can notify browsers, those of this machine too."""
    key, settings = make_key(), app.extensions["settings"]
    more = {"push_key": key, "push_contact": "mailto:it@care.example", "push_inside": "allow"}
    monkeypatch.setitem(app.extensions, "settings", Settings(**{**settings.__dict__, **more}))
    return key


def sign_in(phone: BrowserContext, app: Flask, cast: Cast, address: str, language: str) -> None:
    """Amina's plan is open in this browser, in her language, and she agreed to texts."""
    agree_to_texts(cast, now=utc_now())
    cast.amina.language = language
    db.session.commit()
    client = browser_of_person(app, cast.amina)
    client.get(f"/my?lang={language}")
    cookie = client.get_cookie("care_navigator")
    assert cookie is not None
    phone.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    db.session.remove()  # or the service waits for us to let go of the database


def ask(page: Page, address: str) -> None:
    page.goto(f"{address}/my/texts")
    page.locator("form[data-notices] button").click()


class Deliverer:
    """The browser's own tools, which hand it a push as its maker's service would."""

    def __init__(self, phone: BrowserContext, page: Page) -> None:
        self.tools, self.registrations = phone.new_cdp_session(page), dict[str, str]()
        self.tools.on("ServiceWorker.workerRegistrationUpdated", self._note)
        self.tools.send("ServiceWorker.enable")

    def _note(self, told: dict[str, Any]) -> None:
        for one in told["registrations"]:
            self.registrations[one["scopeURL"]] = one["registrationId"]

    def deliver(self, page: Page, address: str, data: str) -> None:
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        known = self.registrations[f"{address}/"]
        self.tools.send("ServiceWorker.deliverPushMessage", {"origin": address, "registrationId": known, "data": data})


def until(page: Page, look_for: Callable[[], Any]) -> Any:
    """What is found, as soon as there is anything."""
    for _ in range(100):
        if found := look_for():
            return found
        page.wait_for_timeout(100)
    return None


def state_of(message_id: uuid.UUID) -> State:
    state = db.session.get_one(OutgoingMessage, message_id).state
    db.session.remove()
    return state


@pytest.mark.parametrize(
    ("language", "words", "direction"),
    [("en", "There is something new in your plan.", "ltr"), ("ur", "آپ کے منصوبے میں کچھ نیا ہے۔", "rtl")],
)
def test_is_told_on_her_phone(
    app: Flask,
    phone: BrowserContext,
    address: str,
    key: str,
    cast: Cast,
    go_round: Callable[[], None],
    language: str,
    words: str,
    direction: str,
) -> None:
    sign_in(phone, app, cast, address, language)
    phone.grant_permissions(["notifications"], origin=address)
    with push_service() as service:
        hers = service.subscribe()
        phone.add_init_script(
            SUBSCRIBED % json.dumps({"endpoint": hers.endpoint, "keys": {"p256dh": hers.p256dh, "auth": hers.auth}})
        )
        page = phone.new_page()
        page.goto(f"{address}/my/texts")
        look(page, f"{language}-texts-before-notices")
        tools = Deliverer(phone, page)

        ask(page, address)
        expect(page.locator(f"form[action^='{address}/my/texts/notices/'], form[action^='/my/texts/notices/']")).to_be_visible()
        look(page, f"{language}-texts-with-notices")
        message = text_person(
            person=db.session.merge(cast.amina), template="referral_no_room", values=NEWS, dedupe_key="news", now=utc_now()
        )
        assert isinstance(message, OutgoingMessage)
        assert message.channel is Channel.PUSH
        message_id = message.id
        outbox.bring_forward(message_id=message_id, now=utc_now())  # whatever the hour is where this test runs
        db.session.commit()
        go_round()
        waits = db.session.get(AwaitedNotice, message_id) is not None
        db.session.remove()
        tools.deliver(page, address, json.dumps(hers.open(service.calls[0].body)))

        assert waits
        assert until(page, lambda: page.evaluate(SHOWN)) == [
            {"title": "Care Navigator", "body": words, "lang": language, "dir": direction, "opens": "/my"}
        ]
        assert until(page, lambda: state_of(message_id) is State.DELIVERED)

        phone.service_workers[0].evaluate(PRESSED)
        page.wait_for_url(f"{address}/my")
        assert page.evaluate(SHOWN) == []


def test_is_told_that_she_gets_texts_where_the_browser_cannot(
    app: Flask, phone: BrowserContext, address: str, key: str, cast: Cast
) -> None:
    sign_in(phone, app, cast, address, "en")
    phone.grant_permissions([], origin=address)
    page = phone.new_page()
    page.add_init_script("Notification.requestPermission = async () => 'denied'")

    ask(page, address)

    expect(page.get_by_text("This browser may not show notifications from us.")).to_be_visible()
    look(page, "en-texts-notices-refused")


def test_finds_an_app_for_the_home_screen(app: Flask, phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    page.goto(f"{address}/?lang=ur")
    tools = phone.new_cdp_session(page)

    found = tools.send("Page.getAppManifest")

    assert found["errors"] == []
    about = json.loads(found["data"])
    assert (about["lang"], about["dir"], about["start_url"]) == ("ur", "rtl", "/my")
    for icon in about["icons"]:
        size = page.evaluate(SIZE_OF, icon["src"])
        assert size == icon["sizes"]
