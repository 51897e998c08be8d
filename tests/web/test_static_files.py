import re
from pathlib import Path

import pytest

from navigator.web import static_files
from tests.strict_client import StrictClient


class TestAddress:
    def test_holds_a_hash_of_the_content(self) -> None:
        assert re.fullmatch(r"/static/site\.js\?v=[0-9a-f]{12}", static_files.address("site.js"))

    def test_changes_with_the_content(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(static_files, "FOLDER", tmp_path)
        sheet = tmp_path / "site.css"
        sheet.write_text("a {}")
        before = static_files.address("site.css")

        sheet.write_text("b { color: red }")

        assert static_files.address("site.css") != before

    def test_is_plain_for_what_was_not_built(self) -> None:
        assert static_files.address("built/none.css") == "/static/built/none.css"


class TestFiles:
    def test_are_kept_by_browsers_and_carry_no_cookie(self, client: StrictClient) -> None:
        answer = client.get(static_files.address("site.js"))

        assert answer.status_code == 200
        assert "max-age=31536000" in answer.headers["Cache-Control"]
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

    def test_are_only_those_of_the_folder(self, client: StrictClient) -> None:
        assert client.get("/static/../frame.py").status_code == 404
        assert client.get("/static/%2e%2e/frame.py").status_code == 404


class TestBuiltSheets:
    @pytest.mark.parametrize("name", ["site.css", "site.rtl.css"])
    def test_name_no_other_host_and_no_typeface_of_anybody_elses(self, name: str) -> None:
        sheet = static_files.FOLDER / "built" / name
        if not sheet.is_file():
            pytest.skip("the style sheets, which `make test` builds,")

        words = sheet.read_text("utf-8")

        assert not re.findall(r"(?:https?:)?//[a-z]", words)
        assert "@font-face" not in words
        assert "Frutiger" not in words
