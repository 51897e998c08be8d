"""For the tests of conversations: Ben's and Carys's browsers, and a step that is a lot to take on."""

import pytest
from flask import Flask

from tests.cast import Cast
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient


@pytest.fixture
def ben(app: Flask, cast: Cast) -> StrictClient:
    """A browser on which Ben is signed in."""
    return browser_of_staff(app, cast.ben)


@pytest.fixture
def carys(app: Flask, cast: Cast) -> StrictClient:
    """A browser on which Carys, of another team, is signed in."""
    return browser_of_staff(app, cast.carys)
