"""Where help was looked for and was not there is counted, and nobody can be known by it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory.finding import gaps
from directory.finding.gaps import Gap, Tally
from directory.finding.models import SearchGap, Shortfall
from directory.places.gazetteer import rebuild_from_listings
from navigator.db import db
from navigator.people.models import Role
from tests.cast import Cast, make_staff
from tests.directory.listings import HAYLE, make_service, make_term, teach
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient


@pytest.fixture(autouse=True)
def fresh_tally(app: Flask) -> Iterator[None]:
    app.extensions.pop("gap_tally", None)
    yield
    app.extensions.pop("gap_tally", None)


@pytest.fixture
def listings(app: Flask) -> None:
    damp = make_term("damp", "Damp and mould")
    teach("black mould", "damp")
    make_service("Warm Home Visits", at=HAYLE, terms=(damp,))
    make_service("Tea & Talk")
    rebuild_from_listings()
    db.session.commit()


def noted() -> list[tuple[str, str, str, str, str, int]]:
    db.session.rollback()
    rows = db.session.scalars(select(SearchGap).order_by(SearchGap.needs, SearchGap.place))
    return [(row.shortfall.value, row.needs, row.place, row.language, row.filters, row.times) for row in rows]


class TestASearchThatFoundTooLittle:
    def test_is_noted_by_need_and_outward_code(self, app: Flask, client: StrictClient, listings: None) -> None:
        client.get("/services?q=black+mould&near=TR18+2AB&within=1&free=yes")

        assert noted() == [("nothing", "damp", "TR18", "en", "free", 1)]

    def test_leaves_no_word_that_was_typed(self, app: Flask, client: StrictClient, listings: None) -> None:
        client.get("/services?q=my+neighbour+Mrs+Trembath+shouts&near=12+Chapel+Street")

        assert "rembath" not in str(noted())
        assert [(needs, place) for _, needs, place, _, _, _ in noted()] == [("", "")]

    def test_is_not_noted_when_somebody_may_be_in_danger(self, app: Flask, client: StrictClient, listings: None) -> None:
        client.get("/services?q=i+want+to+kill+myself")

        assert noted() == []

    def test_that_found_enough_or_asked_nothing_is_not_noted(self, app: Flask, client: StrictClient, listings: None) -> None:
        for number in range(3):
            make_service(f"Walking {number}")
        db.session.commit()

        client.get("/services?q=walking")
        client.get("/services")

        assert noted() == []


class TestTheTally:
    def test_writes_at_most_every_few_seconds(self, app: Flask, now: datetime) -> None:
        tally, gap = Tally(), Gap("2026-11", Shortfall.NOTHING, "damp", "TR18", "en")

        tally.note(gap, now=now)
        tally.note(gap, now=now + timedelta(seconds=1))
        tally.note(gap, now=now + timedelta(seconds=2))
        assert noted() == [("nothing", "damp", "TR18", "en", "", 1)]

        tally.note(gap, now=now + timedelta(seconds=6))
        assert noted() == [("nothing", "damp", "TR18", "en", "", 4)]

    def test_holds_no_more_than_so_many(self, app: Flask, now: datetime) -> None:
        tally = Tally()
        for number in range(gaps.MOST + 50):
            tally.note(Gap("2026-11", Shortfall.NOTHING, f"need-{number}"), now=now)
        tally.write(now=now)

        assert len(noted()) == gaps.MOST + 1  # the first was written at once


class TestTheReport:
    def test_is_for_administrators(self, client: StrictClient, listings: None) -> None:
        assert client.get("/admin/gaps").status_code in (302, 303, 403)

    def test_tells_by_need_place_language_and_month(self, app: Flask, cast: Cast, listings: None, now: datetime) -> None:
        admin = make_staff(team=cast.ben.team, name="Dee Admin", role=Role.ADMINISTRATOR, now=now)
        db.session.commit()
        client = browser_of_staff(app, admin)
        tally = gaps.tally_of(app)
        tally.note(Gap("2026-11", Shortfall.NOTHING, "damp", "TR18", "ur"), now=now)
        tally.note(Gap("2026-10", Shortfall.LITTLE, "damp", "Hayle", "pl"), now=now)

        page = client.get("/admin/gaps").get_data(as_text=True)
        one_month = client.get("/admin/gaps?month=2026-10").get_data(as_text=True)
        table = client.get("/admin/gaps.csv").get_data(as_text=True)

        assert all(words in page for words in ("Damp and mould", "TR18", "Hayle", "Urdu", "2026-10"))
        assert "Urdu" not in one_month
        assert '"2026-11","nothing","damp","TR18","ur","","1"' in table


class TestAReferralThatMetNoRoom:
    def test_is_counted_by_the_needs_and_the_town_of_the_service(self, app: Flask, now: datetime) -> None:
        damp = make_term("damp", "Damp and mould")
        service = make_service("Warm Home Visits", at=HAYLE, terms=(damp,))

        gaps.note_no_room(service_id=service.id, language="ur", now=now)
        db.session.commit()

        assert noted() == [("no_room", "damp", "Hayle", "ur", "", 1)]

    def test_of_a_refuge_keeps_no_place(self, app: Flask, now: datetime) -> None:
        refuge = make_service("Haven", at=HAYLE, terms=(make_term("refuge", "Refuge"),))

        gaps.note_no_room(service_id=refuge.id, language="en", now=now)
        db.session.commit()

        assert noted() == [("no_room", "refuge", "", "en", "", 1)]
