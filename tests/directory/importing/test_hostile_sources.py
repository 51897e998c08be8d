"""Sources made to hurt: fields without measure, packages that unpack to more than anybody has. The process lives on."""

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from directory.importing import hsds_tables
from directory.importing.rows import SourceUnreadable
from directory.importing.spreadsheets import workbooks
from directory.models import Service
from navigator.db import db

TEN_MEGABYTES = 10 * 1024 * 1024
ORGANIZATION = {"id": "1", "name": "Tea & Talk"}


def names() -> list[str]:
    return sorted(db.session.scalars(select(Service.name)))


class TestAFieldOfTenMegabytes:
    @pytest.mark.parametrize("filling", ["tea and talk ", "<p>tea</p>", "&amp;", "é ", "<"])
    def test_of_prose_is_cut_to_what_anybody_reads(self, run: Any, tmp_path: Path, filling: str) -> None:
        document = {"id": "1", "name": "Tuesday Table", "organization": ORGANIZATION}
        document["description"] = filling * (TEN_MEGABYTES // len(filling))
        (tmp_path / "long.json").write_text(json.dumps([document]), encoding="utf-8")

        result = run("import", tmp_path / "long.json")

        assert "too long, shortened (1)" in result.stdout
        assert len(db.session.scalars(select(Service.description)).one()) <= 20_000

    def test_of_a_table_spoils_its_own_row_alone(self, run: Any, folder: Path) -> None:
        file = folder / "services.csv"
        text = file.read_text(encoding="utf-8").replace("Harbour Walk", "Harbour " * (TEN_MEGABYTES // 8))
        file.write_text(text, encoding="utf-8")

        result = run("import", folder)

        assert "services.csv line 3: name is 10,485,759 characters long, which cannot be meant" in result.stderr
        assert names() == ["Tuesday Table"]

    @pytest.mark.parametrize("column", ["email", "url", "status", "assured_date", "minimum_age"])
    def test_of_any_other_column_is_told_and_left(self, run: Any, tmp_path: Path, column: str) -> None:
        document = {"id": "1", "name": "Tuesday Table", "organization": ORGANIZATION, column: "a" * TEN_MEGABYTES}
        (tmp_path / "long.json").write_text(json.dumps([document]), encoding="utf-8")

        result = run("import", tmp_path / "long.json")

        assert "far too long" in result.stdout or "which cannot be meant" in result.stderr


class TestABombInAZip:
    def test_is_told_by_what_it_says_of_itself(self, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(hsds_tables, "LARGEST_PACKAGE", TEN_MEGABYTES)
        with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("services.csv", b" " * (2 * TEN_MEGABYTES))

        assert "bomb.zip is too large: at most 200 files and 10 MB once unpacked" in run("import", tmp_path / "bomb.zip").stderr

    def test_that_lies_about_itself_is_damaged(self, run: Any, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "sly.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("services.csv", b" " * TEN_MEGABYTES)
        size = TEN_MEGABYTES.to_bytes(4, "little")
        (tmp_path / "sly.zip").write_bytes((tmp_path / "sly.zip").read_bytes().replace(size, (10).to_bytes(4, "little")))

        assert "sly.zip is not a whole zip package" in run("import", tmp_path / "sly.zip").stderr

    def test_may_hold_too_many_files(self, run: Any, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
            for number in range(300):
                archive.writestr(f"{number}.csv", b"id\n")

        assert "many.zip is too large: at most 200 files" in run("import", tmp_path / "many.zip").stderr


class TestAWorkbook:
    def book(self, *rows: list[Any]) -> bytes:
        book, content = Workbook(), io.BytesIO()
        for row in rows:
            book.active.append(row)
        book.save(content)
        return content.getvalue()

    def spoilt(self, part: str, change: Any) -> bytes:
        content, out = io.BytesIO(self.book(["Name"], ["Sea Choir"])), io.BytesIO()
        with zipfile.ZipFile(content) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for member in old.namelist():
                new.writestr(member, change(old.read(member)) if member == part else old.read(member))
        return out.getvalue()

    def test_that_unpacks_to_more_than_anybody_has_is_not_unpacked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbooks, "LARGEST_UNPACKED", TEN_MEGABYTES)
        bomb = self.spoilt("xl/worksheets/sheet1.xml", lambda _old: b" " * (2 * TEN_MEGABYTES))

        with pytest.raises(SourceUnreadable, match="unpacks to more than 10 MB"):
            workbooks.read_grid(bomb, name="bomb.xlsx")

    def test_with_words_that_multiply_themselves_is_damaged(self) -> None:
        laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        bomb = self.spoilt("xl/worksheets/sheet1.xml", lambda old: laughs + old)

        with pytest.raises(SourceUnreadable, match="is damaged"):
            workbooks.read_grid(bomb, name="laughs.xlsx")

    def test_gives_what_a_formula_shows_and_never_the_formula(self) -> None:
        grid = workbooks.read_grid(self.book(["Name", "Cost"], ["Sea Choir", '=HYPERLINK("http://evil.example")']), name="f.xlsx")

        assert grid.rows == [(2, ["Sea Choir", ""])]  # it was never calculated, so it shows nothing

    @pytest.mark.parametrize(
        ("rows", "message"), [([["Name"], *[["x"]] * 60], "more than 50 rows"), ([["x"] * 300], "more than 200 columns")]
    )
    def test_beyond_measure_is_refused(self, monkeypatch: pytest.MonkeyPatch, rows: list[list[str]], message: str) -> None:
        monkeypatch.setattr(workbooks, "MOST_ROWS", 50)

        with pytest.raises(SourceUnreadable, match=message):
            workbooks.read_grid(self.book(*rows), name="large.xlsx")


def test_a_folder_survives_all_of_it_at_once(run: Any, folder: Path) -> None:
    bad = Path(__file__).parent / "bad"
    for file in sorted(bad.glob("*--*.csv")):
        if not file.name.startswith("services"):
            shutil.copy(file, folder / f"{file.name.split('--')[0]}.csv")

    result = run("import", folder)

    assert result.exit_code == 0
    assert names() == ["Harbour Walk", "Tuesday Table"]
