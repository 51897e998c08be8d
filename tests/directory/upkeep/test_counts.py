"""How often listings are come across: added up, and lost by nobody but a process that is killed."""

import time
import uuid
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory.upkeep import counts
from directory.upkeep.counts import Seen, Tally
from directory.upkeep.models import ListingCount
from navigator.db import db
from navigator.upkeep import counting
from tests.cast import Cast

TODAY = date(2026, 11, 23)


class TestATally:
    def test_gives_what_it_counted_once(self) -> None:
        tally, tea, walk = Tally(), uuid.uuid4(), uuid.uuid4()
        tally.note_found([tea, walk], day=TODAY)
        tally.note_found([tea], day=TODAY)
        tally.note_shown(walk, day=TODAY)

        assert tally.take() == {(tea, TODAY): Seen(found=2), (walk, TODAY): Seen(found=1, shown=1)}
        assert tally.take() == {}


class TestWriting:
    def test_adds_to_what_is_there(self, cast: Cast) -> None:
        tea = cast.tea_and_talk.id

        for seen in (Seen(found=2, shown=1), Seen(found=3)):
            counts.write(db.session(), {(tea, TODAY): seen, (tea, TODAY - timedelta(days=1)): Seen(shown=1)})
        db.session.commit()

        assert counts.count_seen([tea], days=1, today=TODAY) == {tea: Seen(5, 1)}
        assert counts.count_seen([tea], days=30, today=TODAY) == {tea: Seen(5, 3)}

    def test_leaves_out_a_listing_that_is_gone(self, cast: Cast) -> None:
        tea = cast.tea_and_talk.id

        written = counts.write(db.session(), {(tea, TODAY): Seen(shown=1), (uuid.uuid4(), TODAY): Seen(shown=1)})

        assert written == 1

    def test_of_nothing_touches_nothing(self, app: Flask) -> None:
        assert counts.write(db.session(), {}) == 0


class TestCounting:
    def test_is_written_by_itself_soon_after(self, app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(counting, "WRITTEN_AFTER", 0.01)
        ours = counting.Counting(app, by_itself=True)
        ours.tally.note_shown(cast.tea_and_talk.id, day=TODAY)

        ours.write_soon()
        ours.write_soon()

        for _ in range(3000):  # a thread of its own writes it: on a busy machine that takes a while
            db.session.rollback()
            if found := db.session.scalar(select(ListingCount.shown)):
                break
            time.sleep(0.01)
        assert found == 1
