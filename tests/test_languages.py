"""Every language offered is whole: each string translated, placeholders equal, plurals its own, direction right."""

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


class TestLanguages:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_are_written_in_the_direction_babel_says(self, code: str) -> None:
        assert LANGUAGES[code].direction == Locale.parse(code).text_direction
