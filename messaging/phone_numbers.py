"""Telephone numbers as people type them, parsed once, at the edge, into E.164. Pure rules; codes, not sentences.

A text to a UK landline is not refused by the provider but read aloud by a machine, so we tell the kinds apart ourselves.
"""

import re
import unicodedata
from enum import StrEnum

import phonenumbers
from phonenumbers import PhoneNumberType, ValidationResult

UNITED_KINGDOM = 44
# Ofcom keeps 07700 900000 to 900999 for drama: nobody has them, so everybody may test with them.
DRAMA_MOBILE = re.compile(r"\+447700900\d{3}")
DRAMA_LANDLINE = re.compile(r"\+44(1632960|2079460|1174960)\d{3}")
CAN_BE_TEXTED = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")


class Wrong(StrEnum):
    EMPTY = "empty"
    LETTERS = "letters"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    IMPOSSIBLE = "impossible"  # the right length, and no such number
    LANDLINE = "landline"
    NOT_MOBILE = "not_mobile"  # a free, premium or special number
    TEST_NUMBER = "test_number"  # a drama number, where real people are texted


class PhoneNumberWrong(Exception):
    """What was typed is not a mobile we can text. `code` says why; the page has the words for it."""

    def __init__(self, code: Wrong) -> None:
        super().__init__(code.value)
        self.code = code


def parse_mobile(text: str, *, allows_test_numbers: bool) -> str:
    """The number as E.164 ("+447700900123"); numbers without a country are British. Raises `PhoneNumberWrong`."""
    typed = _tidy(text)
    if not typed:
        raise PhoneNumberWrong(Wrong.EMPTY)
    if re.search(r"[^\d+]", typed):
        raise PhoneNumberWrong(Wrong.LETTERS)
    try:
        number = phonenumbers.parse(typed, "GB")
    except phonenumbers.NumberParseException as problem:
        codes = {
            phonenumbers.NumberParseException.TOO_SHORT_NSN: Wrong.TOO_SHORT,
            phonenumbers.NumberParseException.TOO_SHORT_AFTER_IDD: Wrong.TOO_SHORT,
            phonenumbers.NumberParseException.TOO_LONG: Wrong.TOO_LONG,
        }
        short = len(re.sub(r"\D", "", typed)) < 5
        raise PhoneNumberWrong(codes.get(problem.error_type, Wrong.TOO_SHORT if short else Wrong.IMPOSSIBLE)) from None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if DRAMA_MOBILE.fullmatch(e164):
        if allows_test_numbers:
            return e164
        raise PhoneNumberWrong(Wrong.TEST_NUMBER)
    if DRAMA_LANDLINE.fullmatch(e164):
        raise PhoneNumberWrong(Wrong.LANDLINE)
    if number.country_code == UNITED_KINGDOM and e164.startswith("+447"):
        # The library calls a mobile a digit short "possible", because some landlines are that long.
        if len(e164) < len("+447700900123"):
            raise PhoneNumberWrong(Wrong.TOO_SHORT)
        if len(e164) > len("+447700900123"):
            raise PhoneNumberWrong(Wrong.TOO_LONG)
    length = phonenumbers.is_possible_number_with_reason(number)
    if length in (ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY):
        raise PhoneNumberWrong(Wrong.TOO_SHORT)
    if length == ValidationResult.TOO_LONG:
        raise PhoneNumberWrong(Wrong.TOO_LONG)
    if not phonenumbers.is_valid_number(number):
        raise PhoneNumberWrong(Wrong.IMPOSSIBLE)
    kind = phonenumbers.number_type(number)
    if kind == PhoneNumberType.FIXED_LINE:
        raise PhoneNumberWrong(Wrong.LANDLINE)
    if kind not in CAN_BE_TEXTED:
        raise PhoneNumberWrong(Wrong.NOT_MOBILE)
    return e164


def pretty(number: str) -> str:
    """An E.164 number as people here write it: "07700 900123", or with its country when that is another."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    if DRAMA_MOBILE.fullmatch(number):
        return f"0{number[3:7]} {number[7:]}"
    british = parsed.country_code == UNITED_KINGDOM
    form = phonenumbers.PhoneNumberFormat.NATIONAL if british else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def _tidy(text: str) -> str:
    """Digits of any script as 0 to 9, a leading +, and nothing of the spaces, brackets and dashes people put between."""
    text = unicodedata.normalize("NFKC", text).translate(DASHES)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc"))
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)
    text = re.sub(r"^\s*(tel|phone|mobile|mob)\s*[:.]?\s*", "", text, flags=re.IGNORECASE)
    text = re.sub(r"[\s().\-/]+", "", text.replace("(0)", ""))
    return re.sub(r"^00", "+", text)
