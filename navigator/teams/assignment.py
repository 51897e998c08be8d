"""Who would be the right coordinator for somebody, and why: by language, skill, area, availability and load. Pure.

Every reason for and against is kept, so that a page can say it. The human who assigns decides; this only puts in order.
"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from navigator.teams.working_times import Pattern, next_working_day, share_of_week, works_on

ENGLISH = "en"


class Kind(StrEnum):
    """What a reason is about."""

    SPEAKS = "speaks"
    DOES_NOT_SPEAK = "does_not_speak"
    GOOD_AT = "good_at"
    WORKS_IN = "works_in"
    WORKS_ELSEWHERE = "works_elsewhere"
    LOAD = "load"
    FULL = "full"
    AWAY = "away"
    WORKS_TODAY = "works_today"
    WORKS_NEXT = "works_next"
    VOLUNTEER = "volunteer"


FOR = frozenset({Kind.SPEAKS, Kind.GOOD_AT, Kind.WORKS_IN, Kind.WORKS_TODAY})

# What each counts. A language shared outweighs everything but absence (which outweighs all that speaks for somebody together):
# without it there is no conversation.
SPEAKS, DOES_NOT_SPEAK, GOOD_AT, WORKS_IN, WORKS_ELSEWHERE = 40.0, -20.0, 15.0, 12.0, -6.0
ROOM, FULL, WORKS_TODAY, AWAY, VOLUNTEER = 20.0, -30.0, 3.0, -120.0, -50.0


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be it. `people`: how many they support; `away_until`: the day they are back, when they are away."""

    id: uuid.UUID
    name: str
    people: int
    languages: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    areas: tuple[str, ...] = ()
    works: Pattern | None = None
    is_away: bool = False
    away_until: date | None = None
    covered_by: str = ""
    is_volunteer: bool = False


@dataclass(frozen=True)
class Wanted:
    """Whom it is for. `places`: the names of where they live and their postcode, whatever is known."""

    language: str = ENGLISH
    places: tuple[str, ...] = ()
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reason:
    """One reason for or against: its kind, and what to say with it (a language's code, a skill, a place, numbers, a day)."""

    kind: Kind
    what: str = ""
    people: int = 0
    limit: int = 0
    day: date | None = None

    @property
    def is_for(self) -> bool:
        return self.kind in FOR


@dataclass(frozen=True)
class Suggestion:
    """A candidate with the reasons, the best first among candidates."""

    candidate: Candidate
    reasons: tuple[Reason, ...]
    score: float


def rank(wanted: Wanted, candidates: Iterable[Candidate], *, load_limit: int, today: date) -> list[Suggestion]:
    """Every candidate with the reasons, the likeliest first; equals by how few people they have, then by name."""
    weighed = [_weigh(wanted, candidate, load_limit=load_limit, today=today) for candidate in candidates]
    return sorted(weighed, key=lambda one: (-one.score, one.candidate.people, one.candidate.name, str(one.candidate.id)))


def limit_of(works: Pattern | None, *, load_limit: int) -> int:
    """How many people somebody may have who works so much of the week; one at least."""
    return max(1, round(load_limit * share_of_week(works or {})))


def is_within(place: str, area: str) -> bool:
    """Whether a place is in an area as staff write it: its name, a postcode district (TR27), or a postcode's beginning."""
    here, there = _plain(place), _plain(area)
    if not here or not there:
        return False
    if here == there:
        return True
    if len(here) < 5 or not here[-3].isdigit():
        return False  # the name of a place
    district, begins, further = here[:-3], *area.casefold().partition(" ")[::2]  # of TR27 4AA: TR27
    return begins.strip() == district and here[-3:].startswith(_plain(further))


def split_areas(typed: str) -> tuple[str, ...]:
    """Areas as they are typed: with commas or line breaks between."""
    return tuple(part.strip() for part in typed.replace("\n", ",").split(",") if part.strip())


def _plain(words: str) -> str:
    return "".join(words.casefold().split())


def _weigh(wanted: Wanted, candidate: Candidate, *, load_limit: int, today: date) -> Suggestion:
    found = [
        *_language(wanted, candidate),
        *_skills(wanted.skills, candidate.skills),
        *_area(wanted.places, candidate.areas),
        *_availability(candidate, today),
        _load(candidate, load_limit),
    ]
    if candidate.is_volunteer:
        found.append((Reason(Kind.VOLUNTEER), VOLUNTEER))
    return Suggestion(candidate, tuple(reason for reason, _ in found), sum(counts for _, counts in found))


def _language(wanted: Wanted, candidate: Candidate) -> Sequence[tuple[Reason, float]]:
    if wanted.language == ENGLISH:
        return []
    if wanted.language in candidate.languages:
        return [(Reason(Kind.SPEAKS, wanted.language), SPEAKS)]
    return [(Reason(Kind.DOES_NOT_SPEAK, wanted.language), DOES_NOT_SPEAK)]


def _skills(wanted: Collection[str], theirs: Collection[str]) -> Sequence[tuple[Reason, float]]:
    return [(Reason(Kind.GOOD_AT, skill), GOOD_AT) for skill in sorted(set(wanted) & set(theirs))]


def _area(places: Sequence[str], areas: Sequence[str]) -> Sequence[tuple[Reason, float]]:
    """Somebody who says no areas works everywhere: neither for nor against."""
    if not places or not areas:
        return []
    here = next((area for area in areas if any(is_within(place, area) for place in places)), None)
    if here is not None:
        return [(Reason(Kind.WORKS_IN, here), WORKS_IN)]
    return [(Reason(Kind.WORKS_ELSEWHERE, ", ".join(areas)), WORKS_ELSEWHERE)]


def _availability(candidate: Candidate, today: date) -> Sequence[tuple[Reason, float]]:
    if candidate.is_away:
        return [(Reason(Kind.AWAY, candidate.covered_by, day=candidate.away_until), AWAY)]
    if not candidate.works:
        return []
    if works_on(candidate.works, today):
        return [(Reason(Kind.WORKS_TODAY), WORKS_TODAY)]
    return [(Reason(Kind.WORKS_NEXT, day=next_working_day(candidate.works, today)), 0.0)]


def _load(candidate: Candidate, load_limit: int) -> tuple[Reason, float]:
    limit = limit_of(candidate.works, load_limit=load_limit)
    if candidate.people >= limit:
        return Reason(Kind.FULL, people=candidate.people, limit=limit), FULL
    return Reason(Kind.LOAD, people=candidate.people, limit=limit), ROOM * (1 - candidate.people / limit)
