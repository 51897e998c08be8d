"""Quality marks that hold go out with the listings, and do not come back twice."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from directory.importing import sources
from directory.importing.fetching import Fetcher
from directory.importing.report import Report
from directory.importing.run import import_listings
from directory.marks import operations
from directory.marks.models import QualityMark
from directory.marks.saying import with_marks, without_marks
from directory.models import Service
from directory.places.gazetteer import rebuild_from_listings
from directory.publishing.exporting import export_listings
from navigator.db import db
from navigator.times import LONDON, utc_now
from tests.directory.listings import make_service
from tests.strict_client import StrictClient


@pytest.fixture
def today() -> date:
    return utc_now().astimezone(LONDON).date()


@pytest.fixture
def tea(app: Flask) -> Service:
    tea = make_service("Tea & Talk", description="Biscuits and company.", accreditations="Investors in Biscuits", byday="TH")
    rebuild_from_listings()
    db.session.commit()
    return tea


@pytest.fixture
def standard(app: Flask, now: datetime) -> QualityMark:
    return operations.define_mark(name="Safe Hands", text="Safe.", awarded_by="The council", months=None, now=now)


def award(standard: QualityMark, tea: Service, day: date) -> None:
    operations.award(mark=standard, organization_id=tea.organization_id, entered_by="Dee", today=day)
    db.session.commit()


def bring_back(folder: Path, now: datetime) -> Report:
    reading = sources.read(str(folder), fetcher=Fetcher())
    report = import_listings(session=db.session(), reading=reading, source="ours", now=now)
    db.session.commit()
    db.session.expire_all()
    return report


def exported(folder: Path) -> str:
    with (folder / "services.csv").open(encoding="utf-8") as file:
        return next(csv.DictReader(file))["accreditations"]


class TestTheFeed:
    def test_names_the_mark_beside_what_the_group_says_itself(
        self, client: StrictClient, tea: Service, standard: QualityMark, today: date
    ) -> None:
        award(standard, tea, today)

        document = client.get(f"/open-referral/services/{tea.id}").get_json()
        (listed,) = client.get("/open-referral/services").get_json()["contents"]

        said = f"Quality mark: Safe Hands, awarded by The council, from {today.day} {today:%B %Y}"
        assert document["accreditations"] == f"Investors in Biscuits\n{said}"
        assert listed["accreditations"] == document["accreditations"]

    def test_says_nothing_of_one_that_ended(self, client: StrictClient, tea: Service, standard: QualityMark, today: date) -> None:
        standard.months = 1
        award(standard, tea, today - timedelta(days=60))

        assert client.get(f"/open-referral/services/{tea.id}").get_json()["accreditations"] == "Investors in Biscuits"


class TestTheTables:
    def test_come_back_without_doubling_the_mark(
        self, tea: Service, standard: QualityMark, today: date, tmp_path: Path, now: datetime
    ) -> None:
        award(standard, tea, today)
        export_listings(session=db.session(), folder=tmp_path / "first", today=today)
        assert exported(tmp_path / "first").count("Quality mark: Safe Hands") == 1

        report = bring_back(tmp_path / "first", now)
        export_listings(session=db.session(), folder=tmp_path / "second", today=today)

        assert tea.accreditations == "Investors in Biscuits"
        assert report.total.changed == 0
        assert exported(tmp_path / "second") == exported(tmp_path / "first")

    def test_of_others_keep_their_marks(self, tea: Service, tmp_path: Path, today: date, now: datetime) -> None:
        tea.accreditations = "Quality mark: Theirs, awarded by Devon, from 1 May 2026"
        db.session.commit()
        export_listings(session=db.session(), folder=tmp_path, today=today)

        bring_back(tmp_path, now)

        assert tea.accreditations == "Quality mark: Theirs, awarded by Devon, from 1 May 2026"


class TestTheWords:
    def test_are_as_they_were_when_nothing_is_held(self) -> None:
        assert with_marks("Kitemark\nISO", []) == "Kitemark\nISO"
        assert with_marks(None, []) is None

    def test_are_taken_out_and_nothing_else(self) -> None:
        assert without_marks("Kitemark\nQuality mark: A, awarded by B, from 1 May 2026", ["A"]) == "Kitemark"
        assert without_marks("Quality mark: A, awarded by B, from 1 May 2026", ["A"]) is None
        assert without_marks("Quality mark: Another, awarded by B, from 1 May 2026", ["A"]) is not None
