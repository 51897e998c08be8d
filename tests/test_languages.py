"""Every language offered is whole: each string translated, placeholders equal, plurals its own, direction right."""

import ast
import re
from pathlib import Path

import polib
import pytest
from babel import Locale

from tests.catalogues import catalogue_path, extract, faults_of
from translations.locales import DEFAULT, LANGUAGES

TRANSLATED = [code for code in LANGUAGES if code != DEFAULT]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return extract(tmp_path_factory.mktemp("catalogue"))


OURS = ("navigator", "directory", "messaging", "translations")
SAID_BY = {"_", "gettext", "ngettext", "lazy_gettext"}


def _said_within_a_string(path: Path) -> list[str]:
    """Sentences translated inside an f-string: the catalogues' tool does not look there, so nobody would translate them."""
    return [
        f"{path}: {call.args[0].value!r}"
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in SAID_BY
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]


class TestSentences:
    def test_stand_where_the_catalogues_find_them(self) -> None:
        hidden = [said for part in OURS for path in Path(part).rglob("*.py") for said in _said_within_a_string(path)]

        assert hidden == []


class TestCatalogues:
    @pytest.mark.parametrize("code", TRANSLATED)
    def test_are_complete_and_current(self, code: str, template: Path) -> None:
        assert faults_of(code, template) == []

    @pytest.mark.parametrize("code", TRANSLATED)
    def test_count_as_their_language_does(self, code: str) -> None:
        header = polib.pofile(str(catalogue_path(code))).metadata["Plural-Forms"]

        forms = int(header.split("nplurals=")[1].split(";")[0])

        assert forms == len(Locale.parse(code).plural_form.tags | {"other"}) or (code, forms) in {
            ("pl", 3)
        }  # no fractions in our sentences

    @pytest.mark.parametrize("code", TRANSLATED)
    def test_hold_no_sentence_left_in_english(self, code: str) -> None:
        same = [
            entry.msgid
            for entry in polib.pofile(str(catalogue_path(code)))
            if not entry.obsolete and entry.msgstr == entry.msgid and len(entry.msgid.split()) > 3
        ]

        assert same == []

    def test_say_no_word_twice_for_men_and_for_women_in_urdu(self) -> None:
        slashed = re.compile(r"[\u0600-\u06ff]/[\u0600-\u06ff]")

        entries = polib.pofile(str(catalogue_path("ur")))

        assert [e.msgid for e in entries for said in (e.msgstr, *e.msgstr_plural.values()) if slashed.search(said)] == []


class TestLanguages:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_are_written_in_the_direction_babel_says(self, code: str) -> None:
        assert LANGUAGES[code].direction == Locale.parse(code).text_direction
