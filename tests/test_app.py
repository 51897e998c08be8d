"""The application as a whole: what it tells its log."""

import logging
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from navigator.app import create_app
from navigator.config import Settings
from navigator.db import db
from tests.cast import Cast


class TestDatabaseError:
    def test_does_not_say_whom_it_was_about(self, cast: Cast) -> None:
        with pytest.raises(SQLAlchemyError) as caught:
            db.session.execute(text("SELECT nothing FROM nowhere WHERE name = :name"), {"name": cast.amina.family_name})

        assert "Hussain" not in str(caught.value)


class TestServing:
    @pytest.mark.parametrize(
        ("public_url", "proxies", "warned"),
        [("https://care.example", 0, True), ("https://care.example", 1, False), ("http://127.0.0.1:8000", 0, False)],
    )
    def test_over_https_warns_when_it_may_not_see_who_visits(
        self, settings: Settings, caplog: pytest.LogCaptureFixture, public_url: str, proxies: int, warned: bool
    ) -> None:
        with caplog.at_level(logging.WARNING):
            create_app(replace(settings, public_url=public_url, proxies=proxies), serving=True)

        assert ("NAVIGATOR_PROXIES" in caplog.text) is warned
