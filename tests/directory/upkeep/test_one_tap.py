"""What one tap writes, and that it goes out and comes back with the rest of the listing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select

from directory.importing import sources
from directory.importing.fetching import Fetcher
from directory.importing.run import import_listings
from directory.importing.tables import TABLES
from directory.models import Service, ServiceCapacity
from directory.publishing.exporting import export_listings
from directory.queries import find_room, get_service
from directory.room import Room, Wait
from directory.upkeep import one_tap
from navigator.db import db

GOOD = Path(__file__).parents[1] / "importing" / "good"


def bring_in(source: Path) -> None:
    import_listings(
        session=db.session(), reading=sources.read(str(source), fetcher=Fetcher()), source=str(source), now=datetime.now(UTC)
    )
    db.session.commit()


@pytest.fixture
def table(app: Flask) -> Service:
    """The Tuesday Table, which has three places."""
    bring_in(GOOD)
    return db.session.scalars(select(Service).where(Service.name == "Tuesday Table")).one()


class TestRoom:
    @pytest.mark.parametrize("room", list(Room))
    def test_survives_a_file(self, table: Service, room: Room, tmp_path: Path, now: datetime) -> None:
        wait = Wait.MONTH if room is Room.WAITING_LIST else None
        one_tap.set_room(service=table, room=room, wait=wait, by_name="Jan", now=now)
        identity = table.id
        export_listings(session=db.session(), folder=tmp_path, today=now.date())
        for each in reversed(TABLES):
            db.session.execute(delete(each.model))
        db.session.commit()

        bring_in(tmp_path)

        said = find_room(get_service(identity), now=now)
        assert said is not None
        assert (said.room, said.said_at, said.wait) == (room, now, "about a month" if wait else "")

    def test_is_one_row_however_often_it_is_said(self, table: Service, now: datetime) -> None:
        [before] = [capacity.id for capacity in table.capacities]

        for room in Room:
            one_tap.set_room(service=table, room=room, by_name="Jan", now=now)

        assert db.session.scalars(select(ServiceCapacity.id).where(ServiceCapacity.service_id == table.id)).all() == [before]

    def test_keeps_a_number_that_was_told(self, table: Service, now: datetime) -> None:
        one_tap.set_room(service=table, room=Room.HAS_ROOM, by_name="Jan", now=now)

        assert [capacity.available for capacity in table.capacities] == [3]

    def test_our_own_word_is_not_overwritten_by_an_older_one_from_the_source(self, table: Service, now: datetime) -> None:
        one_tap.set_room(service=table, room=Room.FULL, by_name="Jan", now=now)
        db.session.commit()

        bring_in(GOOD)

        said = find_room(get_service(table.id), now=now)
        assert said is not None
        assert said.room is Room.FULL


class TestEveryTap:
    def test_raises_the_revision_so_that_a_search_knows_it(self, table: Service, now: datetime) -> None:
        taps = (
            lambda: one_tap.set_room(service=table, room=Room.FULL, by_name="Jan", now=now),
            lambda: one_tap.confirm(service=table, by_name="Jan", by_email="jan@teaandtalk.example", now=now),
            lambda: one_tap.close(service=table, by_name="Jan", now=now),
            lambda: one_tap.open_again(service=table, by_name="Jan", now=now),
        )
        for tap in taps:
            before = table.revision
            tap()
            assert table.revision > before
            assert table.last_modified == now
