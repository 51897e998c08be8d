"""What nobody listed offers is said to be done elsewhere, and noted; what somebody offers never is."""

import csv
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from benchmarks.relevance import queries
from directory.finding.models import SearchGap, Shortfall
from directory.finding.words.elsewhere import elsewhere_in
from navigator.db import db
from tests.directory.listings import make_service, make_term, teach
from tests.strict_client import StrictClient

RELEVANCE = Path(queries.__file__).parent
ABSENT = [
    (row["typed"], row["name"]) for row in csv.DictReader((RELEVANCE / "absent.csv").read_text(encoding="utf-8").splitlines())
]
LAY = [
    query.typed
    for name in ("lay.csv", "voices.csv", "blind_a.csv", "blind_b.csv", "blind_c.csv")
    for query in queries.read_lay(name)
]


def nobody_lists(word: str) -> bool:
    return False


class TestWhatIsDoneElsewhere:
    @pytest.mark.parametrize(("typed", "name"), ABSENT)
    def test_is_known_by_name(self, typed: str, name: str) -> None:
        found = elsewhere_in(typed, is_listed=nobody_lists)

        assert (found.name if found else None) == (name or None)

    def test_is_believed_to_be_here_once_it_is_listed(self) -> None:
        assert elsewhere_in("toenail cutting", is_listed=lambda word: word in {"toenail", "cutting"}) is None

    def test_is_hardly_ever_taken_for_what_people_look_for(self) -> None:
        mistaken = [typed for typed in LAY if elsewhere_in(typed, is_listed=nobody_lists)]

        assert len(mistaken) < len(LAY) / 50, mistaken


class TestThePage:
    @pytest.fixture(autouse=True)
    def listings(self, app: Flask) -> None:
        feet = make_term("self-management", "Self-management")
        teach("toenails", "self-management")
        make_service("Pain Café", terms=(feet,))
        db.session.commit()
        app.extensions.pop("gap_tally", None)

    def test_says_so_and_shows_what_comes_nearest(self, client: StrictClient) -> None:
        page = client.get("/services?q=toenails").get_data(as_text=True)

        assert "Nobody listed here offers just this." in page
        assert "surgery can tell you" in page
        assert "Pain Café" in page

    def test_names_no_surgery_for_a_passport(self, client: StrictClient) -> None:
        page = client.get("/services?q=renew+my+passport").get_data(as_text=True)

        assert "GOV.UK" in page
        assert "surgery can tell you" not in page

    def test_says_nothing_of_the_sort_when_somebody_offers_it(self, client: StrictClient) -> None:
        make_service("Toenails Tuesday")
        db.session.commit()

        page = client.get("/services?q=toenails").get_data(as_text=True)

        assert "Toenails Tuesday" in page
        assert "Nobody listed here offers just this." not in page

    def test_notes_the_thing_and_no_words(self, client: StrictClient) -> None:
        client.get("/services?q=toenails+for+Trembath")

        db.session.rollback()
        gap = db.session.scalars(select(SearchGap)).one()
        assert (gap.shortfall, gap.needs) == (Shortfall.NOTHING, "toenails")

    def test_guesses_from_no_chance_words_without_saying_so(self, client: StrictClient) -> None:
        make_service("Harbour Lights Lunch")
        db.session.commit()

        page = client.get("/services?q=harbour+zeppelin").get_data(as_text=True)

        assert "Nobody listed here offers just this." in page
