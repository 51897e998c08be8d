"""Every way to be wrong, one small file each, named for its fault: what is said of it, and what comes in all the same."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import select

from directory.models import Phone, Service
from navigator.db import db

BAD = Path(__file__).parent / "bad"
TUESDAY_TABLE = "bbbbbbbb-0000-4000-8000-000000000001"
BOTH, TEA, WALK, NONE = ["Harbour Walk", "Tuesday Table"], ["Tuesday Table"], ["Harbour Walk"], list[str]()

Run = Callable[..., Result]

# The row is refused with its file and line, and the others come in: file, what standard error says, the listings there are then.
REFUSED: list[tuple[str, str, list[str]]] = [
    ("addresses--nothing-in-it.csv", "addresses.csv line 2: there is no street, town or postcode", BOTH),
    (
        "addresses--of-a-place-that-is-not-there.csv",
        "addresses.csv line 2: there is no location cccccccc-0000-4000-8000-000000000009",
        BOTH,
    ),
    ("attributes--of-nobody.csv", "attributes.csv line 2: there is no link_id", BOTH),
    (
        "attributes--term-that-is-not-there.csv",
        "attributes.csv line 2: there is no taxonomy term dddddddd-0000-4000-8000-000000000099",
        BOTH,
    ),
    (
        "cost_options--price-in-words.csv",
        'cost_options.csv line 2: amount is "a fiver"; it should be a number from 0 to 1e+06',
        BOTH,
    ),
    ("phones--no-digits.csv", 'phones.csv line 2: number is "ask for Jan", which is no telephone number', BOTH),
    (
        "phones--of-a-service-that-is-not-there.csv",
        "phones.csv line 2: there is no service bbbbbbbb-0000-4000-8000-000000000009",
        BOTH,
    ),
    ("schedules--25-oclock.csv", 'schedules.csv line 2: opens_at is "25:00", which is no time of day such as 09:30', BOTH),
    (
        "schedules--ends-before-it-begins.csv",
        "schedules.csv line 2: valid_to 2026-09-01 is before valid_from 2026-10-01",
        BOTH,
    ),
    ("schedules--every-day.csv", 'schedules.csv line 2: freq is "DAILY"; the standard knows WEEKLY and MONTHLY only', BOTH),
    (
        "schedules--every-other-week-since-when.csv",
        "schedules.csv line 2: interval is 2 but there is no dtstart to count from",
        BOTH,
    ),
    (
        "schedules--first-tuesday-of-the-week.csv",
        'schedules.csv line 2: byday is "1TU", which only a MONTHLY schedule can have',
        BOTH,
    ),
    ("schedules--no-such-day.csv", 'schedules.csv line 2: byday is "XX"; days are written MO,TU,WE,TH,FR,SA,SU', BOTH),
    (
        "schedules--of-nothing.csv",
        "schedules.csv line 2: it belongs to nothing: service_id and service_at_location_id are empty",
        BOTH,
    ),
    (
        "schedules--time-in-words.csv",
        'schedules.csv line 2: opens_at is "after lunch", which is no time of day such as 09:30',
        BOTH,
    ),
    (
        "schedules--two-digit-year.csv",
        'schedules.csv line 2: valid_from is "01/10/26": a year of two digits could be of either century',
        BOTH,
    ),
    ("second-line-cut-off.jsonl", "second-line-cut-off.jsonl line 2: this line is not whole JSON", TEA),
    ("service-of-nobody.json", "service-of-nobody.json item 2: there is no organization_id", TEA),
    (
        "service_at_location--of-a-place-that-is-not-there.csv",
        "service_at_location.csv line 2: there is no location cccccccc-0000-4000-8000-000000000009",
        BOTH,
    ),
    (
        "service_capacities--more-than-the-maximum.csv",
        "service_capacities.csv line 2: available is 30, more than the maximum of 12",
        BOTH,
    ),
    (
        "services--column-name-missing.csv",
        "services.csv line 1: there is no column name; none of its 2 rows can be read",
        NONE,
    ),
    (
        "services--column-twice.csv",
        "services.csv line 1: the column name stands there twice; none of its 2 rows can be read",
        NONE,
    ),
    ("services--empty.csv", "services.csv line 1: the file is empty: not even its columns are named", NONE),
    (
        "services--formula.csv",
        "services.csv line 3: name is \"=cmd|' /C calc'!A0\", which is a formula of a spreadsheet",
        TEA,
    ),
    ("services--line-end-in-quotes.csv", "services.csv line 5: there is no name", TEA),
    ("services--no-id.csv", "services.csv line 3: there is no id", TEA),
    ("services--no-name.csv", "services.csv line 3: there is no name", TEA),
    ("services--only-a-heading.csv", f"phones.csv line 2: there is no service {TUESDAY_TABLE}", NONE),
    ("services--only-blanks-for-a-name.csv", "services.csv line 3: there is no name", TEA),
    (
        "services--organization-that-is-not-there.csv",
        "services.csv line 3: there is no organization aaaaaaaa-0000-4000-8000-000000000009",
        TEA,
    ),
    (
        "services--quotation-never-closed.csv",
        "services.csv line 3: a quotation mark is opened here and never closed, so 2 lines cannot be told apart",
        TEA,
    ),
    ("services--same-id-twice.csv", f"services.csv line 3: the id {TUESDAY_TABLE} is already on line 2", TEA),
    (
        "services--status-unknown.csv",
        'services.csv line 3: status is "on a break"; it can be active, inactive, defunct, temporarily closed',
        TEA,
    ),
    ("services--too-many-cells.csv", "services.csv line 3: there are 11 cells where the first line names 10", TEA),
    ("taxonomies--taxonomy-without-a-name.csv", "taxonomies.csv line 2: there is no name", BOTH),
    ("words-instead-of-objects.json", "words-instead-of-objects.json item 2: this is not an object", TEA),
]

# The row comes in, and what was put right or dropped is counted: file, what the report says was mended, the listings there are.
MENDED: list[tuple[str, str, list[str]]] = [
    ("addresses--country-in-words.csv", "country dropped: not readable", BOTH),
    ("half-a-character.json", "control characters removed", TEA),
    ("lists-instead-of-words.json", "description dropped: not readable", TEA),
    ("locations--coordinates-in-words.csv", "latitude dropped: not readable", BOTH),
    ("locations--half-a-coordinate.csv", "one coordinate without the other dropped", BOTH),
    ("locations--kind-unknown.csv", "location_type dropped: not readable", BOTH),
    ("locations--not-on-earth.csv", "coordinates 501.187, -5.5376 dropped: they are not on the earth", BOTH),
    ("locations--nought-nought.csv", "coordinates 0, 0 dropped", BOTH),
    ("locations--swapped.csv", "latitude and longitude swapped back", BOTH),
    ("not-a-number.json", "minimum_age dropped: not readable", TEA),
    ("not-utf-8.json", "not-utf-8.json not UTF-8, read as Windows-1252", ["Tuesday Café"]),
    ("organizations--its-own-parent.csv", "parent_organization_id dropped: it closed a circle", BOTH),
    ("organizations--parent-that-is-not-there.csv", "parent_organization_id dropped: it led nowhere", BOTH),
    ("organizations--parents-in-a-circle.csv", "parent_organization_id dropped: it closed a circle", BOTH),
    ("schedules--ten-am.csv", "time written the standard's way", BOTH),
    ("services--addresses-broken.csv", "url dropped: not readable", BOTH),
    ("services--ages-the-wrong-way-round.csv", "minimum and maximum age swapped back", BOTH),
    ("services--cells-missing.csv", "cells missing at the end of the row, taken as empty", BOTH),
    ("services--control-characters.csv", "control characters removed", ["Harbour Walk", "Tuesday [31mTable"]),
    ("services--date-in-words.csv", "date written the standard's way", BOTH),
    ("services--email-with-a-line-end.csv", "email dropped: not readable", BOTH),
    ("services--escaped-twice.csv", "HTML made plain text", ["Harbour Walk", "Tea & Talk"]),
    ("services--formula.csv", "description dropped: a formula of a spreadsheet", TEA),
    ("services--html.csv", "HTML made plain text", ["Harbour & Hill", "Tuesday Table"]),
    ("services--link-that-is-a-script.csv", "url dropped: not readable", BOTH),
    ("services--mojibake.csv", "broken characters mended", ["Harbour Walk", "Tuesday Café"]),
    (
        "services--name-too-long.csv",
        "too long, shortened",
        [f"{'Harbour walk and talk ' * 11}Harbour…", "Tuesday Table"],
    ),
    ("services--negative-age.csv", "minimum_age dropped: not readable", BOTH),
    ("services--no-such-day.csv", "assured_date dropped: not readable", BOTH),
    ("services--nul-characters.csv", "services.csv NUL characters removed", BOTH),
    ("services--refuge.csv", "address of a refuge left out", ["Women’s Refuge"]),
    ("services--script.csv", "HTML made plain text", BOTH),
    ("services--semicolons.csv", "services.csv parted by something other than commas", BOTH),
    ("services--two-digit-year.csv", "assured_date dropped: a year of two digits", BOTH),
    ("services--windows-1252.csv", "services.csv not UTF-8, read as Windows-1252", ["Café Walk", "Tuesday Table"]),
    (
        "services--writing-turned-about.csv",
        "marks that turn the direction of writing removed",
        ["Harbour Walk", "Tuesday elbaT"],
    ),
    ("services--year-of-the-romans.csv", "assured_date dropped: a year that cannot be meant", BOTH),
    ("taxonomy_terms--of-an-unknown-taxonomy.csv", "taxonomy_id dropped: it led nowhere", BOTH),
    ("taxonomy_terms--parent-that-is-not-there.csv", "parent_id dropped: it led nowhere", BOTH),
    ("taxonomy_terms--parents-in-a-circle.csv", "parent_id dropped: it closed a circle", BOTH),
]

# It looks wrong and is not: nothing is refused, and the listings are as they should be.
FINE: list[tuple[str, list[str]]] = [
    ("services--byte-order-mark.csv", BOTH),
    ("services--emoji.csv", ["Harbour Walk", "Tea ☕ & Talk 👩🏽‍🦽"]),
    ("services--invisible-characters.csv", BOTH),
    ("services--mixed-line-ends.csv", BOTH),
    ("services--number-instead-of-uuid.csv", BOTH),
    ("services--utf-16.csv", ["Harbour Walk", "Tuesday Café"]),
]

# The source as a whole cannot be read: one line says why, the exit code is 1, and nothing is written.
STOPS: list[tuple[str, str]] = [
    (
        "datapackage--names-a-file-that-is-not-there.json",
        "datapackage--names-a-file-that-is-not-there.json names services-2027.csv, which is not there",
    ),
    (
        "datapackage--reaches-outside.json",
        "datapackage--reaches-outside.json names ../../../etc/services.csv, which lies outside its folder",
    ),
    ("empty.json", "empty.json is empty"),
    ("nested-too-deep.json", "nested-too-deep.json is nested too deeply"),
    ("not-a-list.json", "not-a-list.json should hold a list of services, and holds something else in its place"),
    ("number-too-long.json", "number-too-long.json holds a number of thousands of digits"),
    ("page-of-html.html", "page-of-html.html is in no form that can be read: it should be a folder or zip of HSDS tables"),
    ("pages-of-what.json", "pages-of-what.json should hold a list of services, and holds something else in its place"),
    ("phones--no-digits.csv", "phones--no-digits.csv is one table; give the folder that holds it and the others"),
    ("taxonomy-only.json", "taxonomy-only.json is in no form that can be read"),
    ("truncated.json", "truncated.json is not whole JSON: Unterminated string starting at line 1 column"),
    ("two-documents.json", "two-documents.json is not whole JSON: Extra data at line 1 column 158"),
    ("nowhere", "nowhere cannot be opened: No such file or directory"),
]


def spoilt(folder: Path, bad: str) -> Path:
    """The file itself, or, of a table, the good folder with this one table in place of its own."""
    if not bad.endswith(".csv"):
        return BAD / bad
    shutil.copy(BAD / bad, folder / f"{bad.split('--')[0]}.csv")
    return folder


def listings() -> list[str]:
    return sorted(db.session.scalars(select(Service.name)))


def report_of(result: Result) -> dict[str, Any]:
    report = json.loads(result.stdout)
    assert isinstance(report, dict)
    return report


class TestABadFile:
    @pytest.mark.parametrize(("bad", "message", "came_in"), REFUSED, ids=[row[0] for row in REFUSED])
    def test_has_its_row_refused_and_the_others_come_in(
        self, run: Run, folder: Path, bad: str, message: str, came_in: list[str]
    ) -> None:
        result = run("import", spoilt(folder, bad))

        assert [line for line in result.stderr.splitlines() if line.startswith(message)] != []
        assert listings() == came_in
        assert result.exit_code == (1 if not came_in and "only-a-heading" not in bad else 0)

    @pytest.mark.parametrize(("bad", "mended", "came_in"), MENDED, ids=[row[0] for row in MENDED])
    def test_is_mended_and_counted(self, run: Run, folder: Path, bad: str, mended: str, came_in: list[str]) -> None:
        report = report_of(run("import", spoilt(folder, bad), "--json"))

        assert mended in [mend["what"] for mend in report["mended"]]
        assert listings() == came_in

    @pytest.mark.parametrize(("bad", "came_in"), FINE, ids=[row[0] for row in FINE])
    def test_may_only_look_wrong(self, run: Run, folder: Path, bad: str, came_in: list[str]) -> None:
        result = run("import", spoilt(folder, bad))

        assert (result.exit_code, result.stderr) == (0, "")
        assert listings() == came_in

    @pytest.mark.parametrize(("bad", "message"), STOPS, ids=[row[0] for row in STOPS])
    def test_that_cannot_be_read_is_one_plain_line(self, run: Run, bad: str, message: str) -> None:
        result = run("import", BAD / bad)

        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 1
        assert message in result.stderr
        assert listings() == []

    def test_changes_nothing_the_second_time(self, run: Run, folder: Path) -> None:
        for bad in [*(row[0] for row in MENDED), *(row[0] for row in FINE)]:
            source = spoilt(folder, bad)
            run("import", source)

            assert report_of(run("import", source, "--json"))["nothing_changed"] is True, bad

    def test_stands_in_one_of_these_tables(self) -> None:
        told = {row[0] for row in (*REFUSED, *MENDED, *FINE, *STOPS)}

        assert {path.name for path in BAD.iterdir()} - told == set()
        assert len(list(BAD.iterdir())) >= 40


class TestWhatComesOfIt:
    def test_script_is_gone_and_its_words_stay(self, run: Run, folder: Path) -> None:
        run("import", spoilt(folder, "services--script.csv"))

        assert db.session.scalars(select(Service.description).where(Service.name == "Tuesday Table")).one() == "Tea and talk"

    def test_link_that_is_a_script_leads_nowhere(self, run: Run, folder: Path) -> None:
        run("import", spoilt(folder, "services--link-that-is-a-script.csv"))

        table = db.session.scalars(select(Service).where(Service.name == "Tuesday Table")).one()
        assert (table.url, table.description) == (None, "Tea")

    def test_line_end_in_quotes_stays_in_the_text(self, run: Run, folder: Path) -> None:
        run("import", spoilt(folder, "services--line-end-in-quotes.csv"))

        assert db.session.scalars(select(Service.description)).one() == 'Tea,\n\ntalk, "and" cake'

    @pytest.mark.parametrize("bad", ["phones--no-digits.csv", "phones--of-another-shape.csv", "phones--empty.csv"])
    def test_what_cannot_be_read_takes_nothing_away(self, run: Run, folder: Path, bad: str) -> None:
        run("import", folder)
        broken = {"phones--of-another-shape.csv": "id;tel\n1;2\n", "phones--empty.csv": ""}
        if bad in broken:
            (folder / "phones.csv").write_text(broken[bad], encoding="utf-8")
        else:
            spoilt(folder, bad)

        run("import", folder)

        assert db.session.scalars(select(Phone.number)).all() == ["01632 960001"]
