"""Bringing listings in, as the command does it."""

import csv
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import func, select, text

from directory.models import Address, DirectoryRevision, Location, Organization, Phone, Schedule, Service, ServiceCapacity
from navigator.db import db
from tests.conftest import needs

HERE = Path(__file__).parent
GOOD, BAD = HERE / "good", HERE / "bad"
SHARED = Path(__file__).parents[3].parent / "shared" / "data"
TUESDAY_TABLE = "bbbbbbbb-0000-4000-8000-000000000001"

Run = Callable[..., Result]


def spoilt(folder: Path, bad: str) -> Path:
    """The folder with the one table replaced that is wrong in the way the file's name says."""
    shutil.copy(BAD / bad, folder / f"{bad.split('--')[0]}.csv")
    return folder


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def services_by_name() -> dict[str, Service]:
    return {service.name: service for service in db.session.scalars(select(Service))}


def report_of(result: Result) -> dict[str, Any]:
    report = json.loads(result.stdout)
    assert isinstance(report, dict)
    return report


class TestAFolderOfTables:
    def test_comes_in_whole(self, run: Run, folder: Path) -> None:
        result = run("import", folder)

        assert result.exit_code == 0
        assert result.stderr == ""
        table = services_by_name()["Tuesday Table"]
        place = table.service_at_locations[0]
        assert table.organization.name == "Tea & Talk"
        assert (place.location.addresses[0].postal_code, place.schedules[0].opens_at) == ("TR18 2QR", "10:00")
        assert (table.capacities[0].unit, table.capacities[0].available) == ("place", 3)
        assert table.attributes[0].term.code == "company"
        assert table.program is not None
        assert (table.program.name, table.program.organization_id) == ("Open Doors", table.organization_id)
        assert [funding.source for funding in table.funding] == ["A collection at the door"]
        assert [document.document for document in table.required_documents] == ["A note of who to ring"]
        assert [area.name for area in table.service_areas] == ["Penzance and Newlyn"]  # said of its place

    def test_says_what_it_brings_that_we_have_no_place_for(self, run: Run, folder: Path) -> None:
        (folder / "metadata.csv").write_text("id,resource_id\n1,2\n", encoding="utf-8")
        file = folder / "taxonomies.csv"
        rows = [line + more for line, more in zip(file.read_text("utf-8").splitlines(), (",owner", ",us", ","), strict=False)]
        file.write_text("\n".join(rows), encoding="utf-8")

        report = report_of(run("import", folder, "--json"))

        assert report["left_out"] == [
            {"what": "metadata.csv: we keep a history of our own", "rows": 1},
            {"what": "taxonomies.csv owner: we have no place for this column", "rows": 1},
        ]

    def test_changes_nothing_the_second_time_and_says_so(self, run: Run, folder: Path) -> None:
        run("import", folder)
        revision = db.session.scalar(select(DirectoryRevision.number))

        again = run("import", folder)

        assert "Nothing changed: the listings were already as the source has them." in again.stdout
        assert db.session.scalar(select(DirectoryRevision.number)) == revision

    def test_changes_only_what_changed_and_gives_it_the_next_revision(self, run: Run, folder: Path) -> None:
        run("import", folder)
        before = {name: service.revision for name, service in services_by_name().items()}
        file = folder / "addresses.csv"
        file.write_text(file.read_text(encoding="utf-8").replace("Alverton Street", "Alverton Road"), encoding="utf-8")

        report = report_of(run("import", folder, "--json"))

        after = {name: service.revision for name, service in services_by_name().items()}
        assert report["tables"]["addresses"]["changed"] == 1
        assert report["total"]["changed"] == 1
        assert after["Tuesday Table"] > before["Tuesday Table"]
        assert after["Harbour Walk"] == before["Harbour Walk"]

    def test_takes_away_what_the_source_took_away(self, run: Run, folder: Path) -> None:
        run("import", folder)
        file = folder / "phones.csv"
        file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")

        report = report_of(run("import", folder, "--json"))

        assert report["tables"]["phones"]["removed"] == 1
        assert count(Phone) == 0
        assert services_by_name()["Tuesday Table"].revision == 2

    def test_keeps_what_the_source_does_not_speak_of(self, run: Run, folder: Path) -> None:
        run("import", folder)
        (folder / "phones.csv").unlink()
        (folder / "schedules.csv").unlink()

        run("import", folder)

        assert (count(Phone), count(Schedule)) == (1, 1)

    def test_does_not_overwrite_what_an_organisation_said_later_about_its_room(self, run: Run, folder: Path) -> None:
        run("import", folder)
        db.session.execute(text("UPDATE service_capacities SET available = 0, updated = '2026-11-20 09:00:00+00:00'"))
        db.session.commit()

        run("import", folder)

        assert db.session.scalar(select(ServiceCapacity.available)) == 0

    def test_may_be_a_zip_or_be_named_by_its_package(self, run: Run, folder: Path, tmp_path: Path) -> None:
        package = tmp_path / "listings.zip"
        with zipfile.ZipFile(package, "w") as archive:
            for file in folder.iterdir():
                archive.write(file, f"export/{file.name}")
        resources = [{"name": file.stem, "path": f"listings/{file.name}"} for file in sorted(folder.iterdir())]
        (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")

        zipped, described = run("import", package), run("import", tmp_path / "datapackage.json")

        assert (zipped.exit_code, described.exit_code) == (0, 0)
        assert "Nothing changed" in described.stdout

    def test_teaches_the_words_people_use_and_never_unteaches_them(self, run: Run, folder: Path) -> None:
        (folder / "thesaurus.csv").write_text("words,language,term\nlonely,en,company\nlost,en,nowhere\n", encoding="utf-8")

        first = run("import", folder)
        (folder / "thesaurus.csv").write_text("words,language,term\n", encoding="utf-8")
        run("import", folder)

        assert "thesaurus.csv line 3: no taxonomy has a term with the code 'nowhere'" in first.stderr
        assert db.session.scalar(text("SELECT count(*) FROM thesaurus_words")) == 1


class TestABadRow:
    def test_takes_its_children_with_it(self, run: Run, folder: Path) -> None:
        file = folder / "services.csv"
        file.write_text(file.read_text(encoding="utf-8").replace("Tuesday Table", ""), encoding="utf-8")

        result = run("import", folder)

        assert f"phones.csv line 2: its service {TUESDAY_TABLE} was refused" in result.stderr.splitlines()
        assert list(services_by_name()) == ["Harbour Walk"]
        assert count(Phone) == 0

    def test_stops_everything_when_strict(self, run: Run, folder: Path) -> None:
        result = run("import", spoilt(folder, "services--no-name.csv"), "--strict")

        assert result.exit_code == 1
        assert result.stderr.splitlines()[-1] == "Error: 1 row was refused and --strict takes all or nothing; nothing was written"
        assert (count(Organization), count(Service)) == (0, 0)


class TestAWrongValue:
    def test_of_html_comes_out_as_text(self, run: Run, folder: Path) -> None:
        run("import", spoilt(folder, "services--html.csv"))

        assert services_by_name()["Harbour & Hill"].description == "A slow walk\n\n- Boots\n- £2"

    def test_of_another_encoding_is_read_right(self, run: Run, folder: Path) -> None:
        run("import", spoilt(folder, "services--windows-1252.csv"))

        assert services_by_name()["Café Walk"].description == "It’s £2 a walk"

    def test_of_swapped_coordinates_puts_the_hall_back_in_penzance(self, run: Run, folder: Path) -> None:
        run("import", spoilt(folder, "locations--swapped.csv"))

        assert db.session.execute(select(Location.latitude, Location.longitude)).one() == (50.1187, -5.5376)

    def test_an_id_that_is_no_uuid_is_known_again(self, run: Run, folder: Path) -> None:
        run("import", spoilt(folder, "services--number-instead-of-uuid.csv"))

        again = run("import", folder)

        assert "Nothing changed" in again.stdout
        assert count(Service) == 2


class TestARefuge:
    def test_comes_in_without_its_address(self, run: Run, folder: Path) -> None:
        result = run("import", spoilt(folder, "services--refuge.csv"))

        refuge = services_by_name()["Women’s Refuge"]
        assert "address of a refuge left out" in result.stdout
        assert (refuge.service_at_locations, count(Location), count(Address)) == ([], 0, 0)
        assert refuge.schedules[0].opens_at == "10:00"

    def test_loses_the_address_that_an_earlier_import_brought(self, run: Run, folder: Path) -> None:
        run("import", folder)

        run("import", spoilt(folder, "services--refuge.csv"))

        assert (count(Location), count(Address)) == (0, 0)

    def test_may_say_so_in_its_other_name_alone(self, run: Run, folder: Path) -> None:
        file = folder / "services.csv"
        with file.open(encoding="utf-8", newline="") as opened:
            rows = [{**row, "alternate_name": "Rosevean women's refuge"} for row in csv.DictReader(opened)]
        with file.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

        run("import", folder)

        assert count(Address) == 0

    def test_may_say_so_in_its_description_alone(self, run: Run, folder: Path) -> None:
        file = folder / "services.csv"
        file.write_text(
            file.read_text(encoding="utf-8").replace("A weekly table", "The address is kept confidential."), encoding="utf-8"
        )

        run("import", folder)

        assert count(Address) == 0


class TestADryRun:
    def test_says_exactly_what_would_change_and_writes_nothing(self, run: Run, folder: Path) -> None:
        run("import", folder)
        file = folder / "services.csv"
        file.write_text(file.read_text(encoding="utf-8").replace("A weekly table", "A table twice a week"), encoding="utf-8")

        result = run("import", folder, "--dry-run")

        assert f'change services {TUESDAY_TABLE} "Tuesday Table": description' in result.stdout
        assert "Dry run: nothing was written." in result.stdout
        assert services_by_name()["Tuesday Table"].description == "A weekly table"

    def test_agrees_with_the_run_that_follows(self, run: Run, folder: Path) -> None:
        foreseen = report_of(run("import", folder, "--dry-run", "--json"))

        done = report_of(run("import", folder, "--json"))

        assert foreseen["changes"] == done["changes"]
        assert (foreseen["written"], done["written"]) == (False, True)


class TestASourceThatCannotBeRead:
    def test_may_be_of_another_scheme(self, run: Run) -> None:
        result = run("import", "ftp://council.example/services")

        assert "is neither a file nor an http or https address" in result.stderr

    @pytest.mark.parametrize("name", ["../services.csv", "/etc/services.csv", "C:\\services.csv"])
    def test_may_be_a_zip_that_reaches_outside_itself(self, run: Run, tmp_path: Path, name: str) -> None:
        with zipfile.ZipFile(tmp_path / "sly.zip", "w") as archive:
            archive.writestr(name, "id,name\n")

        result = run("import", tmp_path / "sly.zip")

        assert "points outside the package" in result.stderr

    def test_may_be_a_damaged_zip(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04 and then nothing")

        assert "cut.zip is not a whole zip package" in run("import", tmp_path / "cut.zip").stderr


class TestJsonLines:
    def test_come_in_but_for_the_one_cut_off(self, run: Run) -> None:
        result = run("import", BAD / "second-line-cut-off.jsonl")

        assert result.exit_code == 0
        assert "second-line-cut-off.jsonl line 2: this line is not whole JSON" in result.stderr
        assert list(services_by_name()) == ["Tuesday Table"]


class TestTheStandardsOwnExamples:
    @pytest.mark.parametrize(
        "name", ["csv", "service_full.json", "service_list.json", "organization_full.json", "service_at_location_full.json"]
    )
    def test_come_in_and_then_change_nothing(self, run: Run, name: str) -> None:
        source = SHARED / "hsds-3.0-examples" / name
        if not source.exists():
            needs("the standard's examples (../shared/data/hsds-3.0-examples)")

        first, again = run("import", source), run("import", source)

        assert (first.exit_code, first.stderr) == (0, "")
        assert "Nothing changed" in again.stdout

    def test_may_be_an_organization_with_its_services(self, run: Run) -> None:
        source = SHARED / "hsds-3.0-examples" / "service_full.json"
        if not source.exists():
            needs("the standard's examples (../shared/data/hsds-3.0-examples)")

        run("import", source)

        service = services_by_name()["Community Counselling"]
        assert service.phones[0].number == "+44 1234 234567"
        assert service.service_at_locations[0].location.addresses[0].city == "MyCity"
        assert service.assurer_email == "email@example.com"
        assert service.program is not None
        assert service.program.name == "Community Mental Health Support"
        assert service.funding[0].source is not None
        assert service.required_documents[0].uri == "http://example.com"


class TestTheRealFeedOfVersion1:
    @pytest.fixture
    def feed(self) -> Path:
        feed = SHARED / "oruk-v1-feed" / "services-page-1.json"
        if not feed.exists():
            needs("the version 1 feed (../shared/data/oruk-v1-feed)")
        return feed

    def test_comes_in_with_all_fifty_services(self, run: Run, feed: Path) -> None:
        result = run("import", feed, "--strict")

        listed = services_by_name().values()
        assert (result.exit_code, result.stderr) == (0, "")
        assert len(listed) == 50
        for service in listed:
            for words in (service.name, service.description, service.organization.description):
                assert not re.search(r"</?[a-z]+[ >]|&nbsp;|&amp;|â€|Â", words)
        assert not [service for service in listed if service.url == "" or service.email == ""]

    def test_changes_nothing_the_second_time(self, run: Run, feed: Path) -> None:
        run("import", feed)

        again = report_of(run("import", feed, "--json"))

        assert again["nothing_changed"] is True
        assert again["tables"]["services"]["unchanged"] == 50
