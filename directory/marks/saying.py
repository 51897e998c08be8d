"""Quality marks as text for others: a line each in the `accreditations` of the standard, which has no place of its own. Pure."""

from collections.abc import Collection, Iterable
from datetime import date

from directory.marks.models import AwardedMark


def with_marks(text: str | None, held: Iterable[AwardedMark]) -> str | None:
    """What is said of a listing's accreditations, with a line for each mark that it does not name already.

    A line says until when the mark holds, so that a copy somebody keeps does not become wrong.
    """
    lines = (text or "").splitlines()
    lines += [line for line in map(_line_of, held) if line not in lines]
    return "\n".join(lines) or None


def without_marks(text: str, names: Collection[str]) -> str | None:
    """The same without the lines about marks of these names, as `with_marks` writes them; None when nothing is left."""
    ours = tuple(_beginning(name) for name in names)
    kept = "\n".join(line for line in text.splitlines() if not line.startswith(ours)).strip()
    return kept or None


def may_name_marks(text: str | None) -> bool:
    """Whether there may be such a line in it."""
    return _BEGINNING in (text or "")


_BEGINNING = "Quality mark: "


def _beginning(name: str) -> str:
    return f"{_BEGINNING}{name}, awarded by "


def _line_of(award: AwardedMark) -> str:
    mark, until = award.mark, f" until {_day(award.ends_on)}" if award.ends_on else ""
    return f"{_beginning(mark.name)}{mark.awarded_by}, from {_day(award.awarded_on)}{until}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
