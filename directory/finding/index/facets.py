"""What listings can be narrowed down by, as numbers that the index keeps in columns and that are counted quickly.

A set of codes from a short vocabulary is a number with one bit a code. Kinds of help and languages are open vocabularies:
each is a number made of its code, and a column holds two of them.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from gettext import NullTranslations
from zlib import crc32

from directory.access_needs import names_of_access
from directory.circumstances import names_of_circumstances
from directory.needs import names_of_needs

_ENGLISH = NullTranslations()
NEEDS = tuple(names_of_needs(_ENGLISH))
ACCESS = tuple(names_of_access(_ENGLISH))
CIRCUMSTANCES = tuple(names_of_circumstances(_ENGLISH))
FLAGS = ("free", "online", "phone", "home", "self_referral", "interpreter")
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
TIMES = (*DAYS, *(f"{day}-evening" for day in DAYS))
VOCABULARIES = (NEEDS, ACCESS, CIRCUMSTANCES, FLAGS, TIMES)
SLOTS = 4  # kinds, and languages, of one listing that are counted; more than four are searched by, and not counted

FOR_EVER = date.max.toordinal()  # the last day of what does not end

_HALF = 31  # bits of a number; two make a column
_LOW = (1 << _HALF) - 1


def mask(codes: Iterable[str], vocabulary: tuple[str, ...]) -> int:
    """These codes as one number; those outside the vocabulary are left out."""
    bits = _bits(vocabulary)
    number = 0
    for code in codes:
        number |= bits.get(code, 0)
    return number


def pack(codes: Iterable[str]) -> tuple[int, int]:
    """Up to four codes as two columns."""
    first, second, third, fourth, *_ = *map(number_of, codes), 0, 0, 0, 0
    return first | second << _HALF, third | fourth << _HALF


def unpack(column: int) -> list[int]:
    """The numbers (`number_of`) of the codes in one of the columns that `pack` made."""
    return [number for number in (column & _LOW, column >> _HALF) if number]


@lru_cache(maxsize=16)
def _bits(vocabulary: tuple[str, ...]) -> dict[str, int]:
    return {code: 1 << number for number, code in enumerate(vocabulary)}


@lru_cache(maxsize=4096)
def number_of(code: str) -> int:
    """The number of a code of an open vocabulary."""
    return crc32(code.encode()) & _LOW or 1  # 0 is an empty place
