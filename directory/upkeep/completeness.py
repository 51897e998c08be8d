"""How complete a listing is, from 0 to 100, and what to say next. Pure; the weights stand in one table.

A point is worth what it does for somebody who decides whether to go: what it is, where, when and for whom come first, then how to
join and what it costs, then what keeps people away who are not told (steps, a toilet, a language). The standard (HSDS 3.0 as
Open Referral UK 3.0 uses it) demands little of that; what it demands before a listing goes out is the publishing gate's matter.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

ENOUGH_LETTERS = 120  # of a description: two sentences
MOST_GAPS = 3
_STEPS = re.compile(r"\b(steps?|stairs?|ramp(ed)?|level (access|entrance)|step-free|wheelchairs?)\b", re.IGNORECASE)
_TOILET = re.compile(r"\b(toilets?|loos?|wcs?|changing places)\b", re.IGNORECASE)


class Gap(StrEnum):
    """What a listing does not say yet."""

    TIMES = "times"
    KINDS = "kinds"
    PLACE = "place"
    DESCRIPTION = "description"
    COST = "cost"
    WHO_FOR = "who_for"
    JOINING = "joining"
    EMAIL = "email"
    PHONE = "phone"
    STEPS = "steps"
    ROOM = "room"
    LONGER_DESCRIPTION = "longer_description"
    TOILET = "toilet"
    POSTCODE = "postcode"
    LANGUAGES = "languages"


@dataclass(frozen=True)
class Facts:
    """What a listing says, as far as its score asks. `access`: the words about each place; None when nobody has to go there."""

    description: str = ""
    has_kinds: bool = False
    has_place: bool = False  # or needs none: online, by telephone, at home, or a secret
    has_postcode: bool = False  # likewise
    has_current_times: bool = False
    says_cost: bool = False
    says_who_for: bool = False
    says_how_to_join: bool = False
    has_phone: bool = False
    has_email: bool = False  # a referral can be sent
    access: Sequence[str] | None = ()
    has_languages: bool = False
    has_room_said: bool = False  # and not too long ago


@dataclass(frozen=True)
class Completeness:
    """The score, and the most useful gaps first, MOST_GAPS of them at most."""

    score: int
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class _Point:
    gap: Gap
    worth: int
    question: str  # the name of the question page that fills it: /listings/<service_id>/questions/<name>
    is_said: Callable[[Facts], bool]


def _speaks_of(words: re.Pattern[str]) -> Callable[[Facts], bool]:
    return lambda facts: facts.access is None or any(words.search(text) for text in facts.access)


POINTS: tuple[_Point, ...] = (
    _Point(Gap.TIMES, 12, "times", lambda facts: facts.has_current_times),
    _Point(Gap.KINDS, 10, "help", lambda facts: facts.has_kinds),
    _Point(Gap.PLACE, 10, "where", lambda facts: facts.has_place),
    _Point(Gap.DESCRIPTION, 9, "about", lambda facts: bool(facts.description.strip())),
    _Point(Gap.COST, 9, "cost", lambda facts: facts.says_cost),
    _Point(Gap.WHO_FOR, 8, "who", lambda facts: facts.says_who_for),
    _Point(Gap.JOINING, 8, "joining", lambda facts: facts.says_how_to_join),
    _Point(Gap.EMAIL, 6, "contact", lambda facts: facts.has_email),
    _Point(Gap.PHONE, 6, "contact", lambda facts: facts.has_phone),
    _Point(Gap.STEPS, 5, "access", _speaks_of(_STEPS)),
    _Point(Gap.ROOM, 5, "room", lambda facts: facts.has_room_said),
    _Point(Gap.LONGER_DESCRIPTION, 3, "about", lambda facts: len(facts.description.strip()) >= ENOUGH_LETTERS),
    _Point(Gap.TOILET, 3, "access", _speaks_of(_TOILET)),
    _Point(Gap.POSTCODE, 3, "where", lambda facts: facts.has_postcode),
    _Point(Gap.LANGUAGES, 3, "languages", lambda facts: facts.has_languages),
)
QUESTION_OF = {point.gap: point.question for point in POINTS}
_NOT_WITHOUT = {Gap.LONGER_DESCRIPTION: Gap.DESCRIPTION, Gap.POSTCODE: Gap.PLACE}  # nobody is asked for more of what is not there


def completeness_of(facts: Facts) -> Completeness:
    """How complete a listing with these facts is."""
    missing = [point for point in POINTS if not point.is_said(facts)]
    gaps = [point.gap for point in missing]
    telling = tuple(gap for gap in gaps if _NOT_WITHOUT.get(gap) not in gaps)
    return Completeness(sum(point.worth for point in POINTS) - sum(point.worth for point in missing), telling[:MOST_GAPS])
