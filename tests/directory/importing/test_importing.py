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
from flask import Flask
from sqlalchemy import func, select, text

from directory.commands import services
from directory.models import Address, DirectoryRevision, Location, Organization, Phone, Schedule, Service, ServiceCapacity
from navigator.db import db
from tests.conftest import needs

HERE = Path(__file__).parent
GOOD, BAD = HERE / "good", HERE / "bad"
SHARED = Path(__file__).parents[3].parent / "shared" / "data"
TUESDAY_TABLE = "bbbbbbbb-0000-4000-8000-000000000001"

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    """Play `navigator services …` and give what it printed and its exit code."""

    def play(*words: str | Path) -> Result:
        result = app.test_cli_runner().invoke(services, [str(word) for word in words])
        db.session.rollback()
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return play


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the good tables, to spoil."""
    return Path(shutil.copytree(GOOD, tmp_path / "listings"))


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
        assert db.session.scalar(text("SELECT count(*) FROM thesaurus_entries")) == 1


class TestABadRow:
    @pytest.mark.parametrize(
        ("bad", "message"),
        [
            (
                "services--organization-that-is-not-there.csv",
                "services.csv line 3: there is no organization aaaaaaaa-0000-4000-8000-000000000009",
            ),
            ("services--no-name.csv", "services.csv line 3: there is no name"),
            ("services--no-id.csv", "services.csv line 3: there is no id"),
            ("services--same-id-twice.csv", f"services.csv line 3: the id {TUESDAY_TABLE} is already on line 2"),
            (
                "services--status-unknown.csv",
                'services.csv line 3: status is "on a break"; it can be active, inactive, defunct, temporarily closed',
            ),
            ("services--too-many-cells.csv", "services.csv line 3: there are 11 cells where the first line names 10"),
            ("addresses--nothing-in-it.csv", "addresses.csv line 2: there is no street, town or postcode"),
            ("schedules--every-day.csv", 'schedules.csv line 2: freq is "DAILY"; the standard knows WEEKLY and MONTHLY only'),
            (
                "schedules--time-in-words.csv",
                'schedules.csv line 2: opens_at is "after lunch", which is no time of day such as 09:30',
            ),
            ("schedules--no-such-day.csv", 'schedules.csv line 2: byday is "XX"; days are written MO,TU,WE,TH,FR,SA,SU'),
            (
                "schedules--of-nothing.csv",
                "schedules.csv line 2: it belongs to nothing: service_id and service_at_location_id are empty",
            ),
            ("phones--no-digits.csv", 'phones.csv line 2: number is "ask for Jan", which is no telephone number'),
            (
                "service_capacities--more-than-the-maximum.csv",
                "service_capacities.csv line 2: available is 30, more than the maximum of 12",
            ),
            (
                "cost_options--price-in-words.csv",
                'cost_options.csv line 2: amount is "a fiver"; it should be a number from 0 to 1e+06',
            ),
            (
                "attributes--term-that-is-not-there.csv",
                "attributes.csv line 2: there is no taxonomy term dddddddd-0000-4000-8000-000000000099",
            ),
        ],
    )
    def test_is_refused_with_its_place_and_the_others_come_in(self, run: Run, folder: Path, bad: str, message: str) -> None:
        result = run("import", spoilt(folder, bad), "--json")

        report = report_of(result)
        assert result.exit_code == 0
        assert message in result.stderr.splitlines()
        assert report["total"]["refused"] == 1
        assert "Tuesday Table" in services_by_name()

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

    def test_may_be_every_row_and_then_nothing_is_written(self, run: Run, folder: Path) -> None:
        result = run("import", spoilt(folder, "services--column-name-missing.csv"))

        assert result.exit_code == 1
        assert "services.csv line 1: there is no column name; none of its 2 rows can be read" in result.stderr
        assert count(Organization) == 0


class TestAWrongValue:
    @pytest.mark.parametrize(
        ("bad", "mended"),
        [
            ("services--windows-1252.csv", "services.csv not UTF-8, read as Windows-1252"),
            ("services--nul-characters.csv", "services.csv NUL characters removed"),
            ("services--semicolons.csv", "services.csv parted by something other than commas"),
            ("services--name-too-long.csv", "too long, shortened"),
            ("services--addresses-broken.csv", "url dropped: not readable"),
            ("services--date-in-words.csv", "date written the standard's way"),
            ("services--html.csv", "HTML made plain text"),
            ("organizations--parents-in-a-circle.csv", "parent_organization_id dropped: it closed a circle"),
            ("locations--swapped.csv", "latitude and longitude swapped back"),
            ("locations--not-on-earth.csv", "coordinates 501.187, -5.5376 dropped: they are not on the earth"),
            ("schedules--ten-am.csv", "time written the standard's way"),
        ],
    )
    def test_is_mended_and_counted(self, run: Run, folder: Path, bad: str, mended: str) -> None:
        report = report_of(run("import", spoilt(folder, bad), "--json"))

        assert mended in [mend["what"] for mend in report["mended"]]
        assert (report["total"]["refused"], report["tables"]["services"]["created"]) == (0, 2)

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
    @pytest.mark.parametrize(
        ("source", "message"),
        [
            ("truncated.json", r"truncated.json is not whole JSON: Unterminated string starting at at line 1 column \d+"),
            ("taxonomy-only.json", "taxonomy-only.json is in no form that can be read"),
            ("not-a-list.json", "not-a-list.json should hold a list of services"),
            ("page-of-html.html", "page-of-html.html is in no form that can be read"),
            ("empty.json", "empty.json is empty"),
            ("phones--no-digits.csv", "is one table; give the folder"),
            ("nowhere", "nowhere cannot be opened: No such file or directory"),
        ],
    )
    def test_is_one_plain_line(self, run: Run, source: str, message: str) -> None:
        result = run("import", BAD / source)

        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 1
        assert re.search(message, result.stderr)

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
