"""A browser and a served application, with a worker that goes round when the test says so."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from navigator import jobs
from navigator.config import Settings
from navigator.db import db
from navigator.times import utc_now
from tests.conftest import needs

# Without these, a browser on a closed network spends its time calling home.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What sticks out of the page, the innermost last.
WIDEST = """[...document.querySelectorAll("body *")].filter(e => {
  const box = e.getBoundingClientRect(), wide = document.documentElement.clientWidth
  return box.right > wide + 1 || box.left < -1
}).slice(-3).map(e => e.outerHTML.slice(0, 200))"""
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium from the machine's own packages."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        needs("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Says nothing of each request: a failing test is told by its page."""


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application, served on a free port of this machine; links in texts and e-mails lead to it."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    settings: Settings = app.extensions["settings"]
    where = f"http://127.0.0.1:{server.server_port}"
    app.extensions["settings"] = type(settings)(**{**settings.__dict__, "public_url": where})
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield where
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
        app.extensions["settings"] = settings


@pytest.fixture
def go_round(app: Flask, address: str) -> Callable[[], None]:
    """Let the worker do all that is due now."""

    def work() -> None:
        db.session.remove()
        round_of_jobs = jobs.make_jobs(app.extensions["settings"], holder="the test's worker")
        jobs.beat(name="the test's worker", now=utc_now())
        while [True for job in round_of_jobs if job(utc_now())]:
            db.session.remove()
        db.session.remove()

    return work


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A browser the size of a phone."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(30_000)  # a busy machine is slow, not wrong
    yield context
    context.close()


def look(page: Page, name: str) -> None:
    """Read the page as an accessibility checker and a narrow screen would; keep a picture when SCREENSHOTS names a folder."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{name} ({page.url}): {found.generate_report()}"
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 1, f"{name} ({page.url}) is {overflow} pixels wider than the screen: {page.evaluate(WIDEST)}"
    folder = _screenshots()
    if folder:
        page.screenshot(path=folder / f"{name}.png", full_page=True)


def _screenshots() -> Path | None:
    folder = os.environ.get("SCREENSHOTS")
    return Path(folder) if folder else None
