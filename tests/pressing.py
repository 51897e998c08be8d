"""Sending one form of a page with what a test says, and the token a browser would carry along."""

from typing import Any

from werkzeug.test import TestResponse

from tests.strict_client import StrictClient


def press(browser: StrictClient, address: str, *, on: str, follow: bool = False, **fields: Any) -> TestResponse:
    """Send `fields` to `address`, from the page `on` (any that shows a form)."""
    token = browser.get(on).get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    return browser.post(address, data={"csrf_token": token, **fields}, follow_redirects=follow)
