"""How alike two listings are, from what identifies a group. Pure.

Each sign that both listings have is compared, and the score is what agrees of what could be compared, by these weights. A sign
that one of them lacks says nothing. What one organisation's listings share by nature (its number, its web address) says nothing
about two listings of the same one. Without names that are something alike, it is not the same group, whatever else they share.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from directory.words import fold

ALIKE_FROM = 75  # of 100: two of the same name in different towns, with nothing else to compare, have 73
NAMES_AT_LEAST = 62  # of 100, as RapidFuzz compares words in any order
PART_OF_A_NAME = 0.92  # "Tea & Talk" within "Tea & Talk Hayle" counts nearly as much as the same name
SHARED_HOSTS = frozenset(
    {"facebook.com", "instagram.com", "twitter.com", "x.com", "linktr.ee", "eventbrite.co.uk", "sites.google.com", "meetup.com"}
)


class Sign(StrEnum):
    NAME = "name"
    NUMBER = "number"
    PHONE = "phone"
    POSTCODE = "postcode"
    WEB = "web"


WEIGHTS = {Sign.NAME: 40, Sign.NUMBER: 25, Sign.PHONE: 20, Sign.POSTCODE: 15, Sign.WEB: 10}
OF_THE_ORGANIZATION = frozenset({Sign.NUMBER, Sign.WEB})


@dataclass(frozen=True)
class Marks:
    """What identifies a listing, made comparable. `owner`: anything that is the same for one organisation's listings."""

    owner: object
    names: frozenset[str]  # folded
    numbers: frozenset[str] = field(default_factory=frozenset)
    phones: frozenset[str] = field(default_factory=frozenset)
    postcodes: frozenset[str] = field(default_factory=frozenset)
    hosts: frozenset[str] = field(default_factory=frozenset)

    def of(self, sign: Sign) -> frozenset[str]:
        return {
            Sign.NAME: self.names,
            Sign.NUMBER: self.numbers,
            Sign.PHONE: self.phones,
            Sign.POSTCODE: self.postcodes,
            Sign.WEB: self.hosts,
        }[sign]


@dataclass(frozen=True)
class Likeness:
    """`score` of 100, and the signs that agree."""

    score: int
    agree: tuple[Sign, ...]

    @property
    def is_probable(self) -> bool:
        return self.score >= ALIKE_FROM


def make_marks(
    *,
    owner: object,
    names: Iterable[str | None],
    numbers: Iterable[str | None] = (),
    phones: Iterable[str | None] = (),
    postcodes: Iterable[str | None] = (),
    addresses: Iterable[str | None] = (),
) -> Marks:
    """Marks from things as they are written. `addresses`: of websites and e-mail."""
    return Marks(
        owner=owner,
        names=frozenset(told for name in names if (told := fold(name or ""))),
        numbers=frozenset(told for number in numbers if (told := fold(number or "").replace(" ", "").lstrip("0"))),
        phones=frozenset(told for phone in phones if (told := _digits(phone or ""))),
        postcodes=frozenset(told for code in postcodes if (told := fold(code or "").replace(" ", ""))),
        hosts=frozenset(told for address in addresses if (told := _host(address or "")) and told not in SHARED_HOSTS),
    )


def compare(one: Marks, other: Marks) -> Likeness:
    """How alike they are."""
    names = likeness_of_names(one.names, other.names)
    if names < NAMES_AT_LEAST:
        return Likeness(0, ())
    agreed, possible, agree = 0.0, 0, []
    for sign, weight in WEIGHTS.items():
        if sign in OF_THE_ORGANIZATION and one.owner == other.owner:
            continue
        here, there = one.of(sign), other.of(sign)
        if not here or not there:
            continue
        part = (names - 50) / 50 if sign is Sign.NAME else 1.0 if here & there else 0.0
        possible += weight
        agreed += weight * part
        if part > 0:
            agree.append(sign)
    return Likeness(round(100 * agreed / possible) if possible else 0, tuple(agree))


def likeness_of_names(names: Iterable[str], others: Iterable[str]) -> float:
    """Of 100: the likest two of them, their words in any order; 0 for anything below `NAMES_AT_LEAST`."""
    others = list(others)
    return max((_likeness_of_two(name, other) for name in names for other in others), default=0.0)


def _likeness_of_two(name: str, other: str) -> float:
    here, there = name.split(), other.split()
    in_order = fuzz.ratio(" ".join(sorted(here)), " ".join(sorted(there)), score_cutoff=NAMES_AT_LEAST)
    if set(here).isdisjoint(there):  # then no part of one can be the other
        return in_order
    within = PART_OF_A_NAME * fuzz.token_set_ratio(name, other)
    return max(in_order, within if within >= NAMES_AT_LEAST else 0.0)


def _digits(phone: str) -> str:
    """A number without its country and its leading nought; "" for those too short to be one group's own (999, 116 123)."""
    digits = "".join(character for character in phone if character.isdigit())
    if digits.startswith("44") and len(digits) > 10:
        digits = digits[2:]
    digits = digits.lstrip("0")
    return digits if len(digits) >= 9 else ""


def _host(address: str) -> str:
    if "@" in address and "/" not in address:
        return ""  # an e-mail's host is most often a provider's
    host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    return host.removeprefix("www.")
