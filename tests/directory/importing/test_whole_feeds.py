"""Feeds to their very end: pages that lie about their number, runs that break off, summaries, and only what changed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from directory.importing import sources
from directory.importing.fetching import Fetcher
from directory.importing.rows import SourceUnreadable
from directory.importing.run import import_portions
from directory.models import Organization, Service
from navigator.db import db
from tests.directory.importing.publisher import Publisher, names, service

Query = dict[str, str]
Said = tuple[int, Any]


def page_of(query: Query) -> int:
    return int(query.get("page", 1))


class TestAFeedThatLies:
    def test_about_fewer_pages_is_fetched_to_its_end(self, publisher: Publisher, fetcher: Fetcher) -> None:
        def answer(query: Query) -> Said:
            number = page_of(query)
            page = {"total_pages": 1, "total_items": 9, "page_number": number, "last_page": number == 3}
            return 200, page | {"contents": [service(number)]}

        publisher.answer = answer

        reading = sources.read(publisher.address, fetcher=fetcher)

        assert names(reading) == ["Listing 1", "Listing 2", "Listing 3"]
        assert reading.notes == ["services says it has 9 listings; its pages held 3."]

    def test_about_more_pages_ends_where_it_is_empty(self, publisher: Publisher, fetcher: Fetcher) -> None:
        def answer(query: Query) -> Said:
            number = page_of(query)
            return 200, {"total_pages": 900, "page_number": number, "contents": [service(number)] if number < 3 else []}

        publisher.answer = answer

        assert names(sources.read(publisher.address, fetcher=fetcher)) == ["Listing 1", "Listing 2"]
        assert len(publisher.asked) == 3

    def test_and_never_ends_is_given_up(self, publisher: Publisher, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("directory.importing.feeds.MOST_PAGES", 20)
        publisher.answer = lambda query: (
            200,
            {"page_number": page_of(query), "last_page": False, "contents": [service(page_of(query))]},
        )

        with pytest.raises(SourceUnreadable, match="does not end: 20 pages were fetched and there is always another"):
            sources.read(publisher.address, fetcher=fetcher)


class TestARunThatBrokeOff:
    def test_goes_on_from_there(self, publisher: Publisher, fetcher: Fetcher, tmp_path: Path) -> None:
        def answer(query: Query) -> Said:
            return 200, {"total_pages": 4, "page_number": page_of(query), "contents": [service(page_of(query))]}

        publisher.answer = lambda query: (404, b"") if page_of(query) == 3 else answer(query)
        with pytest.raises(SourceUnreadable, match="404 Not Found"):
            list(sources.portions(publisher.address, fetcher=fetcher, keep=tmp_path))
        publisher.asked.clear()
        publisher.answer = answer

        (reading,) = sources.portions(publisher.address, fetcher=fetcher, keep=tmp_path)

        assert names(reading) == [f"Listing {number}" for number in range(1, 5)]
        assert [query.get("page") for _, query in publisher.asked] == [None, "3", "4"]
        assert reading.notes == ["1 pages of services were kept from a run that broke off, and not fetched again."]
        assert list(tmp_path.iterdir()) == []  # nothing is kept of a run that has ended

    def test_of_a_feed_that_has_changed_begins_anew(self, publisher: Publisher, fetcher: Fetcher, tmp_path: Path) -> None:
        publisher.answer = lambda query: (
            (404, b"") if "page" in query else (200, {"total_pages": 2, "page_number": 1, "contents": [service(1)]})
        )
        with pytest.raises(SourceUnreadable):
            list(sources.portions(publisher.address, fetcher=fetcher, keep=tmp_path))
        publisher.answer = lambda _query: (200, {"total_pages": 1, "page_number": 1, "contents": [service(7)]})

        (reading,) = sources.portions(publisher.address, fetcher=fetcher, keep=tmp_path)

        assert names(reading) == ["Listing 7"]


class TestSummaries:
    def test_are_followed_to_each_whole_listing(self, publisher: Publisher, fetcher: Fetcher) -> None:
        def answer(query: Query) -> Said:
            number = query["path"].removeprefix("/services").strip("/")
            if number:
                return 200, service(int(number)) | {"phones": [{"id": number, "number": f"01632 96000{number}"}]}
            short = [{"id": "1", "name": "Listing 1"}, {"id": "2", "name": "Listing 2"}]
            return 200, {"total_pages": 1, "page_number": 1, "contents": short}

        publisher.answer = answer

        reading = sources.read(publisher.address, fetcher=fetcher)

        assert [row.values["number"] for row in reading.rows if row.table == "phones"] == ["01632 960001", "01632 960002"]
        assert [query["path"] for _, query in publisher.asked] == ["/services", "/services/1", "/services/2"]

    def test_that_are_all_there_is_are_not_asked_for_each(self, publisher: Publisher, fetcher: Fetcher) -> None:
        listings = [{"id": str(n), "name": f"Listing {n}", "organization": {"id": "1", "name": "Us"}} for n in range(1, 10)]
        publisher.answer = lambda query: (
            (200, {"total_pages": 1, "page_number": 1, "contents": listings}) if query["path"] == "/services" else (404, b"")
        )

        reading = sources.read(publisher.address, fetcher=fetcher)

        assert len(names(reading)) == 9
        assert len(publisher.asked) == 1 + 3


class TestOnlyWhatChanged:
    def test_is_asked_for_by_the_standards_own_word(self, publisher: Publisher, fetcher: Fetcher) -> None:
        listing = service(1) | {"phones": [], "last_modified": "2026-01-05T09:00:00Z"}
        publisher.answer = lambda _query: (200, {"total_pages": 1, "page_number": 1, "contents": [listing]})

        (reading,) = sources.portions(publisher.address, fetcher=fetcher, changed_since=datetime(2026, 11, 1, tzinfo=UTC))

        assert publisher.asked[0][1]["modified_after"] == "2026-11-01T00:00:00Z"
        assert reading.notes == ["services gives older listings, too: it does not know modified_after."]

    def test_since_last_time_is_asked_by_the_command(self, run: Any, publisher: Publisher) -> None:
        publisher.answer = lambda _query: (200, {"total_pages": 1, "page_number": 1, "contents": [service(1)]})
        run("import", publisher.address, "--allow-private", "--changed-since", "last")

        run("import", publisher.address, "--allow-private", "--changed-since", "last")

        first, second = (query for _, query in publisher.asked)
        assert "modified_after" not in first
        assert second["modified_after"].startswith("20")

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["nowhere", "--changed-since", "2026-11-01"], "--changed-since is for feeds"),
            (["https://council.example", "--changed-since", "soon"], "it should be a date such as 2026-11-23, or the word last"),
        ],
    )
    def test_must_be_of_a_feed_and_a_date(self, run: Any, words: list[str], message: str) -> None:
        assert message in run("import", *words).stderr


class TestPortions:
    def answer(self, query: Query) -> Said:
        """Ten pages, one listing each. All are of one organization, of which only the third tells the e-mail address."""
        number = page_of(query)
        organization = {"id": "1", "name": "Tea & Talk"} | ({"email": "hello@tea.example"} if number == 3 else {})
        listing = {"id": str(number), "name": f"Listing {number}", "phones": [], "organization": organization}
        return 200, {"total_pages": 10, "page_number": number, "contents": [listing]}

    def bring_in(self, publisher: Publisher, fetcher: Fetcher) -> Any:
        portions = sources.portions(publisher.address, fetcher=fetcher, size=2)
        report = import_portions(session=db.session(), portions=portions, source="feed", now=datetime.now(UTC))
        db.session.commit()
        return report

    def test_come_in_as_one(self, app: Any, publisher: Publisher, fetcher: Fetcher) -> None:
        publisher.answer = self.answer

        report = self.bring_in(publisher, fetcher)

        assert len(db.session.scalars(select(Service)).all()) == 10
        assert db.session.scalars(select(Organization.email)).one() == "hello@tea.example"
        assert (report.of("services").created, report.of("organizations").created) == (10, 1)

    def test_change_nothing_the_second_time(self, app: Any, publisher: Publisher, fetcher: Fetcher) -> None:
        publisher.answer = self.answer
        self.bring_in(publisher, fetcher)

        again = self.bring_in(publisher, fetcher)

        assert again.changes_nothing
        assert (again.of("services").unchanged, again.of("organizations").unchanged) == (10, 1)

    def test_take_away_what_none_of_them_says_any_more(self, app: Any, publisher: Publisher, fetcher: Fetcher) -> None:
        publisher.answer = self.answer
        self.bring_in(publisher, fetcher)
        publisher.answer = lambda query: (
            self.answer(query)
            if page_of(query) != 3
            else (
                200,
                {"total_pages": 10, "page_number": 3, "contents": [service(3)]},
            )
        )

        report = self.bring_in(publisher, fetcher)

        assert db.session.scalars(select(Organization.email)).one() is None
        assert [str(change).split(": ")[-1] for change in report.changes] == ["email"]
