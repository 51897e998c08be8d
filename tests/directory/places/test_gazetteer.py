import os
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from directory.models import Place
from directory.places.files import PlacesUnreadable, import_places
from directory.places.gazetteer import find_place, miles_between, read_postcode, rebuild_from_listings
from navigator.db import db
from tests.conftest import needs
from tests.directory.listings import HAYLE, PENZANCE, ST_IVES, make_service, make_term

OUTCODES = Path(os.environ.get("SHARED_DATA", "../shared/data")) / "outcodes" / "outcodes.csv"


@pytest.fixture
def gazetteer(app: Flask) -> None:
    for at in (PENZANCE, HAYLE, ST_IVES):
        make_service(f"A group in {at[0]}", at=at)
    rebuild_from_listings()
    db.session.commit()


@pytest.mark.usefixtures("gazetteer")
class TestFindingAPlace:
    @pytest.mark.parametrize("typed", ["TR18 2AB", "tr182ab", " Tr18  2aB ", "1 High Street, Penzance TR18 2AB", "T R 1 8 2 A B"])
    def test_knows_a_postcode_in_any_spacing(self, typed: str) -> None:
        place = find_place(typed)

        assert place
        assert (place.name, place.kind) == ("TR18 2AB", "postcode")

    @pytest.mark.parametrize("typed", ["TR18", "tr 18", "TR18 9ZZ", "tr189zz", "TR18 9", "TR18 9Z"])
    def test_falls_back_to_the_outward_code(self, typed: str) -> None:
        place = find_place(typed)

        assert place
        assert (place.name, place.kind) == ("TR18", "outcode")

    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("penzance", "Penzance"),
            ("Penzanse", "Penzance"),
            ("penznace", "Penzance"),
            ("near Hayle", "Hayle"),
            ("Hayle, Cornwall", "Hayle"),
            ("hayle cornwall", "Hayle"),
            ("st. ives", "St Ives"),
            ("Saint Ives", "St Ives"),
        ],
    )
    def test_knows_a_town_misspelt_or_with_its_county(self, typed: str, name: str) -> None:
        place = find_place(typed)

        assert place
        assert place.name == name

    @pytest.mark.parametrize(
        "typed", ["", "  ", "xyz", "SW1A 1AA", "Ulaanbaatar", "%", "'; drop table places", "\x00", "a" * 500]
    )
    def test_says_when_it_does_not_know(self, typed: str) -> None:
        assert find_place(typed) is None


class TestThePlacesOfListings:
    def test_do_not_give_a_refuge_away(self, app: Flask) -> None:
        make_service("A safe place", at=HAYLE, terms=(make_term("refuge", "Refuge"),))
        make_service("Women's Refuge", at=ST_IVES)
        make_service("Rosevean", alternate_name="Rosevean women's refuge", at=PENZANCE)
        make_service("Advice", organization="Kerrier Refuge", at=PENZANCE)

        count = rebuild_from_listings()

        assert count == 0

    def test_give_way_to_what_was_imported(self, app: Flask, tmp_path: Path) -> None:
        (tmp_path / "towns.csv").write_text("name1,lat,long\nPenzance,50.1,-5.5\n")
        import_places(tmp_path / "towns.csv")
        make_service("Tea", at=PENZANCE)

        rebuild_from_listings()

        penzance = db.session.scalars(select(Place).where(Place.folded == "penzance")).one()
        assert (penzance.source, penzance.latitude) == ("towns.csv", 50.1)

    def test_are_made_again_without_doubling(self, app: Flask) -> None:
        make_service("Tea", at=PENZANCE)

        assert rebuild_from_listings() == rebuild_from_listings() == 3


class TestImportingPlaces:
    def test_reads_grid_references_and_reports_bad_rows(self, app: Flask, tmp_path: Path) -> None:
        file = tmp_path / "codepoint.csv"
        file.write_text("PCDS,OSEAST1M,OSNRTH1M\nTR18 2AB,147000,30500\nTR18 3AB,,\nTR18 4AB,9999999,1\n,147000,30500\n")

        report = import_places(file)

        place = find_place("tr182ab")
        assert place
        assert miles_between(place.latitude, place.longitude, 50.12, -5.54) < 1
        assert (report.written, report.refused) == (1, 3)
        assert report.refusals[0] == "codepoint.csv line 3: TR18 3AB: it has no position"

    def test_passes_over_roads(self, app: Flask, tmp_path: Path) -> None:
        file = tmp_path / "names.csv"
        file.write_text("NAME1,LOCAL_TYPE,GEOMETRY_X,GEOMETRY_Y\nHayle,Town,155800,37200\nHigh Street,Named Road,155800,37200\n")

        report = import_places(file)

        assert (report.written, report.passed_over) == (1, 1)

    def test_run_again_replaces(self, app: Flask, tmp_path: Path) -> None:
        file = tmp_path / "towns.csv"
        file.write_text("name,latitude,longitude\nHayle,50.1,-5.4\nhayle,50.2,-5.4\n")

        import_places(file)
        import_places(file)

        assert db.session.scalars(select(Place.latitude)).all() == [50.2]

    @pytest.mark.parametrize("text", ["", "town;lat\n", "name,longitude\nx,1\n", "latitude,longitude\n1,2\n"])
    def test_says_which_columns_are_missing(self, app: Flask, tmp_path: Path, text: str) -> None:
        (tmp_path / "odd.csv").write_text(text)

        with pytest.raises(PlacesUnreadable):
            import_places(tmp_path / "odd.csv")

    def test_takes_every_outward_code_of_the_kingdom(self, app: Flask) -> None:
        if not OUTCODES.exists():
            needs("the shared list of outward codes")

        report = import_places(OUTCODES)

        assert (report.written, report.refused) == (2856, 0)
        assert find_place("zz99") is None
        assert find_place("HS1") is not None


@pytest.mark.parametrize(
    ("typed", "read"), [("w1a 0ax", ("postcode", "w1a0ax")), ("W1A", ("outcode", "w1a")), ("Hayle", None), ("", None)]
)
def test_postcodes_are_told_from_names(typed: str, read: tuple[str, str] | None) -> None:
    assert read_postcode(typed) == read
