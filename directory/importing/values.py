"""One value at a time: what a source wrote, read as what it means. Each reader gives the value and what it had to mend."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from directory.importing import cleaning


class ValueUnreadable(Exception):
    """The value cannot be understood. The message says what is wrong with it, for the person who keeps the source.

    `in_short` is what the report counts where the row comes in without the value.
    """

    def __init__(self, message: str, *, in_short: str = "not readable") -> None:
        super().__init__(message)
        self.in_short = in_short


Read = tuple[Any, list[str]]
Reader = Callable[[str], Read]

LONGEST_PROSE = 20_000  # characters: some eight pages, more than anybody reads of a listing
LONGEST_VALUE = 10_000  # of any value that is no prose; each has its own, lower limit as well
# What a spreadsheet would run and not show: =1+1, =HYPERLINK(…), @SUM(…), +cmd|'/C calc'!A0. "- Boots" and "+44 1736" are none.
_FORMULA = re.compile(r"=[A-Z0-9$\"'(+\-]|[=+\-@]{1,2}[A-Z][A-Z0-9.]+\(|[=+\-@][^\n]*\|[^\n]*![A-Z]+\d")
_DATE_FORMS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%d %B %Y", "%d %b %Y", "%d %B, %Y", "%B %d, %Y")
_CLOCK = re.compile(r"^(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_TWELVE_HOURS = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?\s*m\.?$", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>,;:\"'()\[\]\\]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.IGNORECASE)
_UK_POSTCODE = re.compile(r"^(GIR|[A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})$")
_WEEKDAYS = {
    "MO": "monday",
    "TU": "tuesday",
    "WE": "wednesday",
    "TH": "thursday",
    "FR": "friday",
    "SA": "saturday",
    "SU": "sunday",
}
_UNITED_KINGDOM = frozenset({"uk", "united kingdom", "great britain", "england", "wales", "scotland", "northern ireland", "gbr"})


def prose(raw: str) -> Read:
    """Paragraphs of plain text; over LONGEST_PROSE characters it is shortened, and says so."""
    is_cut = len(raw) > 4 * LONGEST_PROSE  # mark-up takes room, too
    text, mends = cleaning.plain_text(raw[: 4 * LONGEST_PROSE])
    if is_cut or len(text) > LONGEST_PROSE:
        return cleaning.shortened(f"{text} …", LONGEST_PROSE), [*mends, cleaning.SHORTENED]
    return text, mends


def refuse_what_is_no_words(raw: str, *, is_prose: bool) -> None:
    """Raises ValueUnreadable for what no column should hold: a spreadsheet's formula, or more than anybody would write."""
    if _FORMULA.match(raw):
        raise ValueUnreadable(f"is {_quoted(raw)}, which is a formula of a spreadsheet", in_short="a formula of a spreadsheet")
    if len(raw) > LONGEST_VALUE and not is_prose:
        raise ValueUnreadable(f"is {len(raw):,} characters long, which cannot be meant", in_short="far too long")


def name(limit: int) -> Reader:
    """One line for a person to read; over `limit` characters it is shortened, and says so."""

    def read(raw: str) -> Read:
        text, mends = cleaning.one_line(raw)
        if len(text) > limit:
            return cleaning.shortened(text, limit), [*mends, cleaning.SHORTENED]
        return text, mends

    return read


def code(limit: int) -> Reader:
    """One line for a machine to compare: it is never shortened."""

    def read(raw: str) -> Read:
        text, mends = cleaning.one_line(raw)
        if len(text) > limit:
            raise ValueUnreadable(f"is {len(text)} characters long; at most {limit} can be kept")
        return text, mends

    return read


def one_of(kind: type[StrEnum]) -> Reader:
    """One of a few words, in any case."""

    def read(raw: str) -> Read:
        plain = " ".join(raw.replace("_", " ").lower().split())
        try:
            return kind(plain), ([] if plain == raw.strip() else ["words of a choice tidied"])
        except ValueError:
            raise ValueUnreadable(f"is {_quoted(raw)}; it can be {', '.join(kind)}") from None

    return read


def telephone(raw: str) -> Read:
    """A number as people would dial it."""
    text, mends = cleaning.one_line(raw)
    bare = text.strip("\"' ").removeprefix("tel:").strip()
    if not re.search(r"\d{3}", bare):
        raise ValueUnreadable(f"is {_quoted(raw)}, which is no telephone number")
    if len(bare) > 60:
        raise ValueUnreadable(f"is {len(bare)} characters long; at most 60 can be kept")
    return bare, [*mends, "telephone number tidied"] if bare != text else mends


def email(raw: str) -> Read:
    """An e-mail address in small letters. Of several, the first; of "Ann <ann@hall.example>", what is in the brackets."""
    first = re.split(r"[;,]|\s+or\s+|\s/\s", unescape(raw))[0]
    within = re.search(r"<([^<>]*)>", first)
    address = re.sub(r"^mailto:", "", (within[1] if within else first).strip(), flags=re.IGNORECASE).strip(" .").lower()
    if not _EMAIL.fullmatch(address) or len(address) > 254 or ".." in address:
        raise ValueUnreadable(f"is {_quoted(raw)}, which is no e-mail address")
    return address, ([] if address == raw.strip() else ["e-mail address tidied"])


def web_address(raw: str) -> Read:
    """An http or https address; one that starts at "www" is given its beginning."""
    text = re.sub(r"^<|>$", "", unescape(cleaning.one_line(raw)[0]).strip())
    address = re.sub(r"^https?:/{1,2}(?=https?:/)", "", text, flags=re.IGNORECASE).lstrip("/")
    address = re.sub(
        r"^(ht+ps?|hppts?|htpps?)[:;]?/{1,2}(?!/)",
        lambda m: "https://" if "s" in m[1].lower() else "http://",
        address,
        flags=re.IGNORECASE,
    )
    if not re.match(r"^https?://", address, re.IGNORECASE):
        if re.match(r"^[a-z][a-z0-9+-]*:(?!\d)", address, re.IGNORECASE) or "@" in address:
            raise ValueUnreadable(f"is {_quoted(raw)}, which is no web address")
        address = f"https://{address}"
    try:
        host = urlsplit(address).hostname or ""
        wrong = bool(re.search(r"\s", address)) or not re.fullmatch(r"[^\s.:@/]+(\.[^\s.:@/]+)+\.?", host)
    except ValueError:
        wrong = True
    if wrong:
        raise ValueUnreadable(f"is {_quoted(raw)}, which is no web address")
    return address, ([] if address == raw.strip() else ["web address tidied"])


def identifier_address(raw: str) -> Read:
    """The address that names a thing; it need not lead anywhere."""
    text, mends = cleaning.one_line(raw)
    if " " in text:
        raise ValueUnreadable(f"is {_quoted(raw)}, which is no address")
    return text, mends


def day(raw: str) -> Read:
    """A day. Where a source wrote numbers with strokes they are day, month, year, as people here write them."""
    text = raw.strip()
    try:
        if re.match(r"^\d{4}-\d{2}-\d{2}$", text):
            return _believable(date.fromisoformat(text), raw), []
        if re.match(r"^\d{4}-\d{2}-\d{2}[T ]", text):
            return _believable(datetime.fromisoformat(text).date(), raw), []
    except ValueError:
        pass
    if re.match(r"^\d{1,2}[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2}$", text):
        raise ValueUnreadable(
            f"is {_quoted(raw)}: a year of two digits could be of either century", in_short="a year of two digits"
        )
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text, flags=re.IGNORECASE)
    for form in _DATE_FORMS:
        try:
            return _believable(datetime.strptime(plain, form).replace(tzinfo=UTC).date(), raw), [
                "date written the standard's way"
            ]
        except ValueError:
            continue
    raise ValueUnreadable(f"is {_quoted(raw)}, which is no date such as 2026-11-23")


def _believable(found: date, raw: str) -> date:
    if not 1900 <= found.year <= 2200:
        raise ValueUnreadable(f"is {_quoted(raw)}: the year {found.year} cannot be meant", in_short="a year that cannot be meant")
    return found


def moment(raw: str) -> Read:
    """A moment; without a zone it is taken as UTC."""
    text = raw.strip()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        on, mends = day(text)
        return datetime(on.year, on.month, on.day, tzinfo=UTC), mends
    _believable(found.date(), raw)
    return (found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)), []


def time_of_day(raw: str) -> Read:
    """A time on the clock on the wall there, as "HH:MM".

    The standard advises a zone ("09:00Z"), yet feeds add the Z to what the clock in the hall says: believing it would open
    every group an hour late from March to October. So a zone is dropped and the clock believed.
    """
    text = raw.strip()
    if found := _TWELVE_HOURS.match(text):
        hour, minute = int(found[1]), int(found[2] or 0)
        if not 1 <= hour <= 12 or minute > 59:
            raise ValueUnreadable(f"is {_quoted(raw)}, which is no time of day")
        return f"{hour % 12 + (12 if found[3].lower() == 'p' else 0):02}:{minute:02}", ["time written the standard's way"]
    if re.match(r"^\d{4}$", text):
        text = f"{text[:2]}:{text[2:]}"
    if text.lower() in {"noon", "midday", "12 noon"}:
        return "12:00", ["time written the standard's way"]
    found = _CLOCK.match(text)
    if not found or int(found[2]) > 59 or int(found[1]) > 24 or (int(found[1]) == 24 and int(found[2])):
        raise ValueUnreadable(f"is {_quoted(raw)}, which is no time of day such as 09:30")
    if int(found[1]) == 24:
        return "23:59", ["time written the standard's way"]
    plain = f"{int(found[1]):02}:{found[2]}"
    return plain, [] if raw.strip().startswith(plain) else ["time written the standard's way"]


def frequency(raw: str) -> Read:
    plain = raw.strip().upper()
    if plain not in {"WEEKLY", "MONTHLY"}:
        raise ValueUnreadable(f"is {_quoted(raw)}; the standard knows WEEKLY and MONTHLY only")
    return plain, [] if plain == raw.strip() else ["recurrence tidied"]


def days_of_week(raw: str) -> Read:
    """Days as an iCalendar rule names them: "MO,WE", or "1SA" and "-1FR" in a month."""
    out = []
    for part in re.split(r"[,;\s]+", raw.strip().strip("[]").replace("'", "").replace('"', "")):
        if not part:
            continue
        found = re.match(r"^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)$", part.upper())
        named = next((short for short, long in _WEEKDAYS.items() if long == part.lower() or long[:3] == part.lower()), None)
        if found:
            out.append(f"{(found[1] or '').lstrip('+')}{found[2]}")
        elif named:
            out.append(named)
        else:
            raise ValueUnreadable(f"is {_quoted(raw)}; days are written MO,TU,WE,TH,FR,SA,SU")
    plain = ",".join(out)
    return plain, [] if plain == raw.strip() else ["recurrence tidied"]


def day_of_week(raw: str) -> Read:
    plain, mends = days_of_week(raw)
    if plain not in _WEEKDAYS:
        raise ValueUnreadable(f"is {_quoted(raw)}; it can be MO, TU, WE, TH, FR, SA or SU")
    return plain, mends


def numbers(raw: str) -> Read:
    """Several whole numbers parted by commas, each counted from the start or, negative, from the end."""
    plain = ",".join(part for part in re.split(r"[,;\s]+", raw.strip().strip("[]")) if part)
    if not re.fullmatch(r"[+-]?\d{1,3}(,[+-]?\d{1,3})*", plain) or len(plain) > 120:
        raise ValueUnreadable(f"is {_quoted(raw)}; it should be whole numbers parted by commas")
    return plain, []


def whole_number(lowest: int, highest: int) -> Reader:
    def read(raw: str) -> Read:
        text = raw.strip()
        if not re.fullmatch(r"[+-]?\d{1,9}(\.0+)?", text) or not lowest <= int(float(text)) <= highest:
            raise ValueUnreadable(f"is {_quoted(raw)}; it should be a whole number from {lowest} to {highest}")
        return int(float(text)), []

    return read


def number(lowest: float, highest: float) -> Reader:
    def read(raw: str) -> Read:
        plain = raw.strip().replace(",", "") if re.fullmatch(r"\s*-?\d{1,3}(,\d{3})+(\.\d+)?\s*", raw) else raw.strip()
        bare = plain.lstrip("£").strip()
        if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", bare) or not lowest <= float(bare) <= highest:
            raise ValueUnreadable(f"is {_quoted(raw)}; it should be a number from {lowest:g} to {highest:g}")
        return float(bare) + 0.0, [] if bare == raw.strip() else ["number tidied"]

    return read


def postcode(raw: str) -> Read:
    """A postcode; one of the United Kingdom is spaced as it should be, another country's is left alone."""
    text, mends = cleaning.one_line(raw)
    if len(text) > 20:
        raise ValueUnreadable(f"is {_quoted(raw)}, which is no postcode")
    found = _UK_POSTCODE.match(re.sub(r"\s+", "", text).upper())
    plain = f"{found[1]} {found[2]}" if found else text
    return plain, [*mends, "postcode tidied"] if plain != text else mends


def country(raw: str) -> Read:
    """A country's two letters."""
    plain = " ".join(raw.lower().replace(".", "").split())
    if plain in _UNITED_KINGDOM:
        return "GB", ["country written the standard's way"]
    if not re.fullmatch(r"[a-z]{2}", plain):
        raise ValueUnreadable(f"is {_quoted(raw)}; a country is two letters, such as GB")
    return plain.upper(), [] if plain.upper() == raw.strip() else ["country written the standard's way"]


def currency(raw: str) -> Read:
    plain = raw.strip().upper()
    plain = "GBP" if plain == "£" else plain
    if not re.fullmatch(r"[A-Z]{3}", plain):
        raise ValueUnreadable(f"is {_quoted(raw)}; a currency is three letters, such as GBP")
    return plain, []


def _quoted(raw: str) -> str:
    text = " ".join(cleaning.one_line(raw)[0].split())
    return f'"{cleaning.shortened(text, 60)}"'
