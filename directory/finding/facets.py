"""What listings can be narrowed down by, as numbers that the index keeps in columns and that are counted quickly.

A set of codes from a short vocabulary is a number with one bit a code. Kinds of help and languages are open vocabularies:
each is a number made of its code, and a column holds two of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
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

_HALF = 31  # bits of a number; two make a column
_LOW = (1 << _HALF) - 1


def mask(codes: Iterable[str], vocabulary: tuple[str, ...]) -> int:
    """These codes as one number; those outside the vocabulary are left out."""
    bits = _bits(vocabulary)
    number = 0
    for code in codes:
        number |= bits.get(code, 0)
    return number


def count_bits(tally: Mapping[int, int], vocabulary: tuple[str, ...]) -> dict[str, int]:
    """How many listings have each code. `tally`: how many have each number that `mask` made."""
    counts = dict.fromkeys(vocabulary, 0)
    for number, code in enumerate(vocabulary):
        bit = 1 << number
        counts[code] = sum(count for mask_, count in tally.items() if mask_ & bit)
    return counts


def pack(codes: Iterable[str]) -> tuple[int, int]:
    """Up to four codes as two columns."""
    first, second, third, fourth, *_ = *map(_number, codes), 0, 0, 0, 0
    return first | second << _HALF, third | fourth << _HALF


def count_packed(tallies: Iterable[Mapping[int, int]], codes: Iterable[str]) -> dict[str, int]:
    """How many listings have each of these codes. `tallies`: how many have each number, of each column that `pack` made."""
    counted: Counter[int] = Counter()
    for tally in tallies:
        for pair, count in tally.items():
            counted[pair & _LOW] += count
            counted[pair >> _HALF] += count
    return {code: counted.get(_number(code), 0) for code in codes}


@lru_cache(maxsize=16)
def _bits(vocabulary: tuple[str, ...]) -> dict[str, int]:
    return {code: 1 << number for number, code in enumerate(vocabulary)}


@lru_cache(maxsize=4096)
def _number(code: str) -> int:
    return crc32(code.encode()) & _LOW or 1  # 0 is an empty place
