"""The planted service, once for all the tests of a file: it is put back after each request that changed it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from navigator.db import db
from navigator.times import utc_now
from navigator.web import moderation
from tests.access.world import World, settle


@pytest.fixture(scope="module")
def world(_app: Flask) -> Iterator[World]:
    """Amina, Bola, everybody who may come to the doors; without tokens against forgery, so that it is the guards who refuse."""
    _app.config["WTF_CSRF_ENABLED"] = False
    with _app.app_context():
        made = settle(_app, now=utc_now())
        try:
            with made.watched():
                yield made
        finally:
            _app.config["WTF_CSRF_ENABLED"] = True
            moderation.forget()
            made.put_back()
            db.session.remove()
            with db.engine.begin() as connection:
                for table in reversed(db.metadata.sorted_tables):
                    connection.execute(text(f'DELETE FROM "{table.name}"'))  # noqa: S608 - names of our own tables
    _app.extensions.pop("listing_index", None)
