"""The application as a whole: what it tells its log."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from navigator.db import db
from tests.cast import Cast


class TestDatabaseError:
    def test_does_not_say_whom_it_was_about(self, cast: Cast) -> None:
        with pytest.raises(SQLAlchemyError) as caught:
            db.session.execute(text("SELECT nothing FROM nowhere WHERE name = :name"), {"name": cast.amina.family_name})

        assert "Hussain" not in str(caught.value)
