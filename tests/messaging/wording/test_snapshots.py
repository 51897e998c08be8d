"""Every text a person can receive, in every language, as it reached their phone last time somebody read it.

`snapshots/<locale>.txt` holds them. A change of words shows there, to be read by somebody who speaks the language. To renew:

    RENEW_SNAPSHOTS=1 .venv/bin/pytest tests/messaging/wording/test_snapshots.py
"""

import os
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from messaging.wording import texts as wording
from messaging.wording.samples import list_cases
from messaging.wording.segments import Encoding, count, safe_downgrade
from translations.locales import DEFAULT, LANGUAGES

SNAPSHOTS = Path(__file__).parent / "snapshots"
OTHERS = [code for code in LANGUAGES if code != DEFAULT]
# The most segments any case of a text may take. English fits two; the letters of the others take more room (70 to a segment).
# Who we are, whom to ring and how to stop cannot be said shorter there.
LONG = {
    "pl": ("welcome", "carer_welcome", "help", "safety", "stopped_or_appointment", "stopped_one", "no_pictures"),
    "ur": ("welcome", "carer_welcome", "stopped_or_appointment", "stopped_one", "no_pictures"),
}
CEILINGS = {DEFAULT: 2, "pl": 3, "ur": 3}
HIGHER = {("pl", name): 4 for name in LONG["pl"]} | {("ur", name): 4 for name in LONG["ur"]}
SAID_AS_IS = {"written_by_staff"}  # no words of ours
CHANGES_SHAPE = ("_at", "when", "asks", "purpose", "visit_kind")  # values that are written out otherwise than they came
INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def _cases() -> dict[str, tuple[str, dict[str, str]]]:
    """Each case by its heading: a template and its values; what is left out, or said otherwise, stands in the heading."""
    cases = {}
    for write in wording.TEXTS:
        full, *others = list_cases(write)
        cases[write.__name__] = (write.__name__, full)
        for values in others:
            changed = [f"{name} {value or 'unsaid'}" for name, value in values.items() if value != full[name]]
            cases[f"{write.__name__}, {', '.join(changed)}"] = (write.__name__, values)
    return cases


CASES = _cases()


@cache
def received(case: str, locale: str) -> str:
    """The text as it is handed over."""
    template, values = CASES[case]
    written = wording.compose(template, values, locale)
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


def segments_of(template: str, locale: str) -> int:
    """How many segments a text takes at most."""
    return max(count(received(case, locale)).segments for case, (name, _) in CASES.items() if name == template)


def table() -> str:
    """Every text by the most segments it takes in each language."""
    lines = [
        f"{write.__name__}: " + ", ".join(f"{code} {segments_of(write.__name__, code)}" for code in LANGUAGES)
        for write in wording.TEXTS
    ]
    return "\n".join(lines) + "\n"


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


def _kept(name: str, fresh: str) -> str:
    """What was kept last time; kept anew when that is asked for."""
    path = SNAPSHOTS / name
    if os.environ.get("RENEW_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(fresh, encoding="utf-8")
    return path.read_text(encoding="utf-8") if path.exists() else ""


class TestSnapshots:
    @pytest.mark.parametrize("locale", LANGUAGES)
    def test_are_what_people_receive(self, locale: str) -> None:
        kept = _kept(f"{locale}.txt", snapshot(locale))

        assert snapshot(locale) == kept, f"the texts changed: read them, then renew {locale}.txt with RENEW_SNAPSHOTS=1"

    def test_list_how_many_segments_each_text_takes(self) -> None:
        assert table() == _kept("segments.txt", table()), "read what became longer, then renew with RENEW_SNAPSHOTS=1"

    def test_are_of_languages_that_we_speak(self) -> None:
        assert {path.stem for path in SNAPSHOTS.iterdir()} == {*LANGUAGES, "segments"}


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

        assert 1 <= size.segments <= HIGHER.get((locale, CASES[case][0]), CEILINGS[locale])
        assert locale != DEFAULT or size.encoding is Encoding.GSM_7

    def test_is_in_its_language(self, case: str, locale: str) -> None:
        is_english = locale == DEFAULT or CASES[case][0] in SAID_AS_IS

        assert (received(case, locale) == received(case, DEFAULT)) is is_english

    def test_holds_all_that_it_was_given(self, case: str, locale: str) -> None:
        text = received(case, locale)

        for name, value in CASES[case][1].items():
            assert value in text or name.endswith(CHANGES_SHAPE) or _is_of_no_use(CASES[case][1], name)

    def test_keeps_digits_in_their_order(self, case: str, locale: str) -> None:
        assert swapped_digits(received(case, locale)) == []


def _is_of_no_use(values: dict[str, str], name: str) -> bool:
    """A value that only makes sense with another, which is not there."""
    return (name, "asks" in values and values["asks"] != "attended") == ("service_name", True) or (
        name in ("team_name", "navigator_name", "service_name") and "" in values.values()
    )


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
