"""For the tests of people: browsers on which the cast is signed in."""

import pytest
from flask import Flask

from tests.cast import PASSWORD, Cast
from tests.strict_client import StrictClient


def sign_in(client: StrictClient, email: str) -> StrictClient:
    """Sign in as a person would, by the page."""
    answer = client.submit("/sign-in", follow=False, email=email, password=PASSWORD)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return client


@pytest.fixture
def ben(app: Flask, cast: Cast) -> StrictClient:
    """A browser on which Ben is signed in."""
    client = app.test_client()
    assert isinstance(client, StrictClient)
    return sign_in(client, "ben@care.example")


@pytest.fixture
def carys(app: Flask, cast: Cast) -> StrictClient:
    """A browser on which Carys is signed in: another team."""
    client = app.test_client()
    assert isinstance(client, StrictClient)
    return sign_in(client, "carys@care.example")
