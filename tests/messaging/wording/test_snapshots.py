"""Every text a person can receive, in every language, as it reached their phone last time somebody read it.

`snapshots/<locale>.txt` holds them. A change of words shows there, to be read by somebody who speaks the language. To renew:

    RENEW_SNAPSHOTS=1 .venv/bin/pytest tests/messaging/wording/test_snapshots.py
"""

import inspect
import os
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from messaging.wording import texts as wording
from messaging.wording.segments import Encoding, count, safe_downgrade
from translations.locales import DEFAULT, LANGUAGES

SNAPSHOTS = Path(__file__).parent / "snapshots"
OTHERS = [code for code in LANGUAGES if code != DEFAULT]
VALUES = {
    "first_name": "Amina",
    "navigator_name": "Ben",
    "team_name": "Penwith team",
    "team_phone": "01632 960101",
    "service_name": "Tea & Talk",
    "appointment_at": "2025-11-24T10:30:00+00:00",
    "place": "St John's Hall, Penzance",
    "ask_for": "Jo",
    "code": "482913",
    "link": "https://care.example/plan/3f9aK2mQ7xW1",
}
MOST_PIECES = {DEFAULT: 2}  # in others, whose letters take more room, four
INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def _values() -> dict[str, tuple[str, dict[str, str]]]:
    """Each case by its heading: a template and its values. Groups whose names say too much stay unnamed."""
    cases = {}
    for write in wording.TEXTS:
        wanted = inspect.signature(write).parameters
        values = {name: value for name, value in VALUES.items() if name in wanted}
        cases[write.__name__] = (write.__name__, values)
        if "service_name" in wanted:
            cases[f"{write.__name__}, group unnamed"] = (write.__name__, values | {"service_name": ""})
    return cases


CASES = _values()


@cache
def received(case: str, locale: str) -> str:
    """The text as it is handed over."""
    template, values = CASES[case]
    written = wording.render(template, values, locale)
    assert written.locale == locale, f"{template} has no words in {locale}: is its catalogue compiled (make ready)?"
    return safe_downgrade(written.body)


def snapshot(locale: str) -> str:
    entries = []
    for case in CASES:
        text = received(case, locale)
        size = count(text)
        pieces = "1 segment" if size.segments == 1 else f"{size.segments} segments"
        entries.append(f"== {case} · {size.encoding.value} · {pieces}\n{text}\n")
    return "\n".join(entries)


def swapped_digits(text: str) -> list[str]:
    """Groups of digits that change places on the screen: parted by a plain space, after right-to-left letters.

    By the Unicode bidirectional algorithm (UAX #9) such a space is read with the letters around it; digits that follow
    Latin letters are read with those, and a no-break space is read with the digits.
    """
    swapped = []
    for group in re.finditer(r"[\d+()-]*\d[)-]? [(]?\d[\d ]*", text):
        before = (unicodedata.bidirectional(sign) for sign in reversed(text[: group.start()]))
        if next((kind for kind in before if kind in ("L", "R", "AL")), "L") != "L":
            swapped.append(group[0])
    return swapped


class TestSnapshots:
    @pytest.mark.parametrize("locale", LANGUAGES)
    def test_are_what_people_receive(self, locale: str) -> None:
        path = SNAPSHOTS / f"{locale}.txt"
        if os.environ.get("RENEW_SNAPSHOTS"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(snapshot(locale), encoding="utf-8")

        kept = path.read_text(encoding="utf-8") if path.exists() else ""

        assert snapshot(locale) == kept, f"the texts changed: read them, then renew {path.name} with RENEW_SNAPSHOTS=1"

    def test_are_of_languages_that_we_speak(self) -> None:
        assert {path.stem for path in SNAPSHOTS.iterdir()} == set(LANGUAGES)


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
class TestEachText:
    def test_says_something_with_no_hole_in_it(self, case: str, locale: str) -> None:
        text = received(case, locale)

        assert text.strip() == text != ""
        assert not re.search(r"%\(|%[sd]|[{}]|  | [.,;!?۔،؟]", text)

    def test_holds_no_sign_that_cannot_be_seen(self, case: str, locale: str) -> None:
        assert not INVISIBLE.search(received(case, locale))

    def test_takes_few_pieces(self, case: str, locale: str) -> None:
        size = count(received(case, locale))

        assert 1 <= size.segments <= MOST_PIECES.get(locale, 4)
        assert locale != DEFAULT or size.encoding is Encoding.GSM_7

    def test_is_in_its_language(self, case: str, locale: str) -> None:
        assert (received(case, locale) == received(case, DEFAULT)) is (locale == DEFAULT)

    def test_holds_all_that_it_was_given(self, case: str, locale: str) -> None:
        text = received(case, locale)

        for name, value in CASES[case][1].items():
            assert (value in text) or name == "appointment_at"

    def test_keeps_digits_in_their_order(self, case: str, locale: str) -> None:
        assert swapped_digits(received(case, locale)) == []


class TestTheWelcome:
    @pytest.mark.parametrize("locale", LANGUAGES)
    def test_ends_with_how_to_stop(self, locale: str) -> None:
        last = re.split(r"[.?!۔؟] ", received("welcome", locale))[-1]

        assert "STOP" in last


class TestNumbers:
    def test_among_right_to_left_words_need_a_space_that_holds(self) -> None:
        assert swapped_digits("فون کریں: 01632 960101۔") == ["01632 960101"]
        assert swapped_digits(safe_downgrade("فون کریں: 01632\u00a0960101۔")) == []
        assert swapped_digits("فون کریں: Tel 01632 960101۔") == []
        assert swapped_digits("24 نومبر، 10:30 AM") == []
