"""Letters as one PDF for the printer: A4, the address where the envelope's window is, every language shaped as it is read.

Typst sets them (`sheets.typ`). What people wrote is handed to it as data and never as markup.
"""

import json
import re
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from navigator.letters.queries import Letter
from translations.locales import words

SHEETS = Path(__file__).parent.resolve() / "sheets.typ"
TYPEFACES = ("NotoSans_400Regular.ttf", "NotoNastaliqUrdu_400Regular.ttf")
POINTS = {"normal": 12, "large": 18, "giant": 24}
MOST_LINES = 7  # of an address, in the envelope's window
_SPACE_IN_NUMBER = re.compile(r"(?<=\d) (?=\d)")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff]")


class TypefacesMissing(Exception):
    """The typefaces are not where setting up puts them. The message names the folder."""


class NotPrintable(Exception):
    """These letters hold letters that none of our typefaces has, or cannot be set for another reason."""

    def __init__(self, letters: Sequence[uuid.UUID], why: str) -> None:
        super().__init__(why)
        self.letters = letters


def make_pdf(letters: Sequence[Letter], *, title: str, typefaces: Path) -> bytes:
    """One PDF of all these letters (at least one), each beginning on a page of its own.

    `title` is what a screen reader announces; `typefaces` is the folder that holds `TYPEFACES`. It is a PDF/UA: tagged, and
    refused rather than made with boxes in it. Raises `TypefacesMissing` and `NotPrintable`, which names the letters.
    """
    if not all((typefaces / name).is_file() for name in TYPEFACES):
        raise TypefacesMissing(str(typefaces))
    sheets = [_sheet(letter) for letter in letters]
    try:
        return _set(sheets, title, typefaces)
    except typst.TypstError as problem:
        refused = [one.message.id for one, sheet in zip(letters, sheets, strict=True) if not _can_be_set(sheet, title, typefaces)]
        raise NotPrintable(refused or [letter.message.id for letter in letters], str(problem)) from None


def _set(sheets: list[dict[str, Any]], title: str, typefaces: Path) -> bytes:
    made: bytes = typst.compile(
        SHEETS,
        font_paths=[typefaces],
        ignore_system_fonts=True,
        sys_inputs={"letters": json.dumps(sheets), "title": title},
        format="pdf",
        pdf_standards=["ua-1"],
    )
    return made


def _can_be_set(sheet: dict[str, Any], title: str, typefaces: Path) -> bool:
    try:
        _set([sheet], title, typefaces)
    except typst.TypstError:
        return False
    return True


def _sheet(letter: Letter) -> dict[str, Any]:
    """A letter as `sheets.typ` reads it."""
    person, _ = letter.person, words(letter.language.code).gettext
    return {
        "language": letter.language.code,
        "rtl": letter.language.is_right_to_left,
        "size": POINTS[letter.size],
        "sender": [_plain(person.team.name), _plain(person.navigator.phone or person.team.phone)],
        "address": _shortened(
            [_plain(person.full_name), *map(_plain, person.address.splitlines()), _plain(person.postcode or "")]
        ),
        "date": _plain(letter.dated),
        "greeting": _plain(letter.greeting),
        "paragraphs": [_plain(part) for part in letter.body.splitlines() if part.strip()],
        "signature": [_plain(person.navigator.first_name), _plain(person.team.name)],
        "warning": _plain(letter.warning),
        "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
    }


def _plain(text: str) -> str:
    """What can be printed of a text. The halves of a number stay together: apart, they change places between Urdu words."""
    return _SPACE_IN_NUMBER.sub("\u00a0", _UNPRINTABLE.sub("", text)).strip()


def _shortened(lines: list[str]) -> list[str]:
    """An address in so many lines as the window has: the shortest in the middle share one, the name and the postcode do not."""
    kept = [line for line in lines if line]
    while len(kept) > MOST_LINES:
        at = min(range(1, len(kept) - 2), key=lambda n: len(kept[n]) + len(kept[n + 1]))
        kept[at : at + 2] = [f"{kept[at]}, {kept[at + 1]}"]
    return kept
