from flask import Flask

from directory.operations import hold_revision, next_revision
from navigator.db import db


class TestTheNextRevision:
    def test_is_always_one_higher(self, app: Flask) -> None:
        numbers = [next_revision(db.session()) for _ in range(3)]

        assert numbers == [1, 2, 3]

    def test_is_not_used_up_by_waiting_for_it(self, app: Flask) -> None:
        hold_revision(db.session())
        hold_revision(db.session())

        assert next_revision(db.session()) == 1
