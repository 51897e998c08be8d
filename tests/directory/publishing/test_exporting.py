import csv
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from directory.commands import services
from directory.finding.models import ThesaurusGroup, ThesaurusWords
from directory.importing import sources
from directory.importing.fetching import Fetcher
from directory.importing.run import import_listings
from directory.importing.tables import TABLES
from directory.models import Address, Location, Service, ServiceAtLocation
from directory.publishing.exporting import FolderNotEmpty, export_listings
from navigator.db import db
from tests.conftest import MORNING, needs

GOOD = Path(__file__).parents[1] / "importing" / "good"
SEED = Path(__file__).parents[3] / "seed_services"


def bring_in(source: Path) -> None:
    report = import_listings(
        session=db.session(), reading=sources.read(str(source), fetcher=Fetcher()), source=str(source), now=MORNING
    )
    db.session.commit()
    assert report.refusals == []


def empty_the_directory() -> None:
    for table in reversed(TABLES):
        db.session.execute(delete(table.model))
    db.session.execute(delete(ThesaurusWords))
    db.session.execute(delete(ThesaurusGroup))
    db.session.commit()


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


class TestAnExport:
    @pytest.mark.parametrize("source", [GOOD, SEED], ids=["small", "demo locality"])
    def test_comes_back_the_same_to_the_byte(self, app: Flask, tmp_path: Path, source: Path) -> None:
        if not (source / "services.csv").exists():
            needs("the demo locality (seed_services)")
        bring_in(source)
        export_listings(session=db.session(), folder=tmp_path / "first", today=MORNING.date())
        empty_the_directory()

        bring_in(tmp_path / "first")
        export_listings(session=db.session(), folder=tmp_path / "second", today=MORNING.date())

        assert content(tmp_path / "first") == content(tmp_path / "second")
        assert len(content(tmp_path / "first")) == len(TABLES) + 3

    def test_gives_back_what_the_standard_is_giving_up(self, app: Flask, tmp_path: Path) -> None:
        bring_in(GOOD)

        export_listings(session=db.session(), folder=tmp_path, today=MORNING.date())

        with (tmp_path / "services.csv").open(encoding="utf-8") as file:
            table = next(row for row in csv.DictReader(file) if row["name"] == "Tuesday Table")
        with (tmp_path / "schedules.csv").open(encoding="utf-8") as file:
            schedule = next(csv.DictReader(file))
        assert (table["wait_time"], table["licenses"]) == ("Two weeks, as a rule", "Food registration 24/1234")
        assert schedule["timezone"] == "0"

    def test_leaves_out_who_checked_a_listing(self, app: Flask, tmp_path: Path) -> None:
        bring_in(GOOD)
        db.session.execute(update(Service).values(assurer_email="editor@tea.example"))

        export_listings(session=db.session(), folder=tmp_path, today=MORNING.date())

        assert not [name for name, found in content(tmp_path).items() if b"editor@tea.example" in found or b"assurer" in found]

    @pytest.mark.parametrize("column", ["name", "alternate_name"])
    def test_leaves_out_where_a_refuge_is(self, app: Flask, tmp_path: Path, column: str) -> None:
        bring_in(GOOD)
        db.session.execute(update(Service).where(Service.name == "Tuesday Table").values({column: "Women's Refuge"}))

        export_listings(session=db.session(), folder=tmp_path, today=MORNING.date())

        files = content(tmp_path)
        assert db.session.scalars(select(Address)).all()
        assert [len(files[f"{name}.csv"].splitlines()) for name in ("addresses", "locations", "service_at_location")] == [1, 1, 1]
        with (tmp_path / "schedules.csv").open(encoding="utf-8") as file:
            schedule = next(csv.DictReader(file))
        assert (schedule["service_id"], schedule["service_at_location_id"]) == ("bbbbbbbb-0000-4000-8000-000000000001", "")

    def test_keeps_a_hall_where_others_meet_too(self, app: Flask, tmp_path: Path) -> None:
        bring_in(GOOD)
        walk = db.session.scalars(select(Service).where(Service.name == "Harbour Walk")).one()
        db.session.add(ServiceAtLocation(service=walk, location=db.session.scalars(select(Location)).one()))
        db.session.execute(update(Service).where(Service.name == "Tuesday Table").values(name="Women's Refuge"))

        export_listings(session=db.session(), folder=tmp_path, today=MORNING.date())

        files = content(tmp_path)
        assert [len(files[f"{name}.csv"].splitlines()) for name in ("addresses", "service_at_location")] == [2, 2]

    def test_does_not_mix_with_other_files(self, app: Flask, tmp_path: Path) -> None:
        (tmp_path / "letters.txt").write_text("mine", encoding="utf-8")

        with pytest.raises(FolderNotEmpty, match="letters.txt"):
            export_listings(session=db.session(), folder=tmp_path, today=MORNING.date())

    def test_is_told_in_one_line(self, app: Flask, tmp_path: Path) -> None:
        bring_in(GOOD)

        result = app.test_cli_runner().invoke(services, ["export", str(tmp_path / "out")])

        assert result.exit_code == 0
        assert result.stdout.startswith("2 services of 2 organizations are in ")
