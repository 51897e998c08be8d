"""What a stored value is in the standard's words; None when there is nothing to say. Pure.

A value that is there and cannot be said in the standard's form raises `Unsayable`: leaving it out would publish less than the
group told us, and nobody would notice.
"""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from math import isfinite

from email_validator import EmailNotValidError, validate_email
from rfc3986_validator import validate_rfc3986
from werkzeug.urls import iri_to_uri

# No reader of JSON, XML or a spreadsheet can do anything with these.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")  # readers of lines of JSON would break a line there
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00")
_DAY = re.compile(r"(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)")
_NUMBERS = re.compile(r"-?\d{1,3}(?:,-?\d{1,3})*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_HOST = re.compile(r"https?://(?:[^/?#@]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^/?#@:\[\]]+)(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
OLDEST = 150  # years


class Unsayable(ValueError):
    """There is something here, and the standard has no place for it as it is."""


def text(value: str | None) -> str | None:
    """Words, trimmed, with plain ends of lines and without the characters that no reader can show."""
    if not value:
        return None
    if value.isprintable():  # most are, and need no looking through
        return value.strip() or None
    return _LINE_ENDS.sub("\n", _UNWRITABLE.sub("", value)).strip() or None


def web_address(value: str | None) -> str | None:
    """An http or https address in plain letters, as RFC 3986 has it; one that starts at "www." is given its beginning."""
    said = text(value)
    return _web_address(said) if said else None


@lru_cache(maxsize=4096)
def _web_address(said: str) -> str:
    try:
        address = iri_to_uri(f"https://{said}" if said.lower().startswith("www.") else said)
    except ValueError:
        raise Unsayable("web address") from None
    if not _HOST.match(address) or not validate_rfc3986(address, rule="URI"):
        raise Unsayable("web address")
    return address


def identifier_address(value: str | None) -> str | None:
    """A URI that names a thing. Nobody is asked for one, so one that is none is left out."""
    said = text(value)
    if not said:
        return None
    try:
        address = iri_to_uri(said) if "://" in said else said
    except ValueError:
        return None
    return address if validate_rfc3986(address, rule="URI") else None


def email(value: str | None) -> str | None:
    """An e-mail address that letters can be sent to, as far as its form tells."""
    said = text(value)
    return _email(said) if said else None


@lru_cache(maxsize=4096)
def _email(said: str) -> str:
    try:
        return validate_email(said, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        raise Unsayable("e-mail address") from None


def telephone(value: str | None) -> str:
    """A number with at least three digits, as people would dial it."""
    said = text(value)
    if not said or sum(character.isdigit() for character in said) < 3:
        raise Unsayable("telephone number")
    return said


def number(value: float | None, *, lowest: float | None = None, highest: float | None = None) -> int | float | None:
    """A number, whole when it is whole."""
    if value is None:
        return None
    if not isfinite(value) or (lowest is not None and value < lowest) or (highest is not None and value > highest):
        raise Unsayable("number")
    return int(value) if float(value).is_integer() else value


def hours_from_utc(value: float | None) -> int | float | None:
    """Hours from UTC as the standard has them, from -12 to 14. Nobody is asked for them, so any other is left out."""
    return number(value) if value is not None and -12 <= value <= 14 else None


def day(value: date | None) -> str | None:
    """YYYY-MM-DD."""
    return value.isoformat() if value else None


def moment(value: datetime | None) -> str | None:
    """A moment in UTC with milliseconds and its zone: 2026-11-22T10:00:00.000Z."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if value else None


def time_of_day(value: str | None) -> str | None:
    """HH:MM on the clock in London. A weekly session keeps its hour when the clocks change, so no offset could be right."""
    said = text(value)
    if said and not _TIME.fullmatch(said):
        raise Unsayable("time of day")
    return "00:00" if said == "24:00" else said


def days_of_week(value: str | None, *, is_monthly: bool) -> str | None:
    """ "TU,TH", or for a monthly recurrence "1SA,-1FR"."""
    said = (text(value) or "").upper().replace(" ", "")
    if not said:
        return None
    for part in said.split(","):
        if not _DAY.fullmatch(part) or (len(part) > 2 and not is_monthly):
            raise Unsayable("days")
    return said


def numbers(value: str | None) -> str | None:
    """ "2,3,-1"."""
    said = (text(value) or "").replace(" ", "")
    if said and not _NUMBERS.fullmatch(said):
        raise Unsayable("numbers")
    return said or None


def language_code(value: str | None) -> str | None:
    """An ISO 639 code, with what may follow it in BCP 47."""
    said = text(value)
    if said and not _LANGUAGE.fullmatch(said):
        raise Unsayable("language")
    return said
