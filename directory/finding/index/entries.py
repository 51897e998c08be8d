"""One listing as the search index knows it."""

import uuid
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from directory import ways_in
from directory.finding.index.cards import write_facts

OLDEST = 200.0  # years: where there is no highest age


@dataclass(slots=True)
class Entry:
    """One listing as the index knows it. Words are folded; days are ordinal numbers; points are (latitude, longitude)."""

    id: uuid.UUID
    name: str
    organisation: str
    text: str
    is_paused: bool
    assured_day: int
    card: dict[str, Any]
    is_secret: bool
    is_statutory: bool
    application_process: str | None
    interpretation: str | None
    term_names: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    kinds: list[str] = field(default_factory=list)
    circumstances: set[str] = field(default_factory=set)
    access: set[str] = field(default_factory=set)
    areas: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    points: list[tuple[float, float]] = field(default_factory=list)
    place_words: set[str] = field(default_factory=set)
    sessions: set[str] = field(default_factory=set)
    has_place: bool = False
    is_virtual: bool = False
    has_phone: bool = False
    is_free: bool = False
    room_until: int = 0
    mark_until: int = 0  # the last day its organisation holds a quality mark; 0: it holds none
    open_until: dict[str, int] = field(default_factory=dict)  # by day, and by day-evening

    @property
    def key(self) -> int:
        return key_of(self.id)

    @property
    def is_anywhere(self) -> bool:
        """Reached from anywhere: online, by telephone, or coming to you."""
        return self.is_virtual or not self.has_place

    @property
    def ages(self) -> tuple[float, float]:
        """The lowest and the highest age it is for; an end that is open is 0 or OLDEST."""
        highest = self.card["maximum_age"]
        return self.card["minimum_age"] or 0.0, OLDEST if highest is None else highest

    @property
    def flags(self) -> set[str]:
        """Of `facets.FLAGS`. By telephone is what has a number and no place, and is not only for people who come to a place."""
        found = set()
        if self.is_free:
            found.add("free")
        if self.is_virtual:
            found.add("online")
        if self.has_phone and not self.has_place and not self.is_secret:
            found.add("phone")
        if ways_in.visits_homes(self.card["description"], self.application_process, kinds=self.codes):
            found.add("home")
        if _takes_self_referral(self.application_process):
            found.add("self_referral")
        if self.interpretation and self.interpretation.strip():
            found.add("interpreter")
        return found

    @property
    def completeness(self) -> int:
        """How much of what people ask first it answers, of 100."""
        card = self.card
        answered = (
            len(card["description"]) >= 80,
            bool(card["hours"]),
            bool(self.points or self.is_virtual or self.is_secret),
            bool(card["costs"] or card["fees"]),
            bool(card["who_for"] or card["minimum_age"] or card["maximum_age"]),
            bool(self.application_process),
            self.has_phone,
            bool(self.access),
        )
        return round(100 * sum(answered) / len(answered))

    def written_card(self) -> str:
        """What results say of it, as the index keeps it."""
        return write_facts({**self.card, "points": self.points, "is_anywhere": self.is_anywhere})


def key_of(service_id: uuid.UUID) -> int:
    """A listing's number in the index: 63 bits of a digest, because an id of version 7 begins like its neighbours."""
    return int.from_bytes(blake2b(service_id.bytes, digest_size=8).digest(), "big") >> 1


@lru_cache(maxsize=4096)
def _takes_self_referral(words: str | None) -> bool:
    return ways_in.takes_self_referral(words)
