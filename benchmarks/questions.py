"""What people would ask to find a listing they have heard of: made from the listings' own words, some of them misspelt."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from string import ascii_lowercase

from rapidfuzz.distance import OSA

from directory.finding.index.entries import Entry
from directory.finding.narrowing.wanted import Wanted
from directory.models import Place
from directory.places.gazetteer import miles_between
from directory.words import QUIET_WORDS

LONG = 8  # letters: from here on a search forgives two wrong ones
RARE = 3  # a word in the names of no more listings than this tells them from the others
KEPT = 4000  # entries to choose from; a fair sample of all
MILES = 10.0
USUAL = (
    "walking group",
    "lunch club",
    "carers",
    "debt advice",
    "choir",
    "damp",
    "men's shed",
    "coffee morning",
    "lonely",
    "toddlers",
)

Change = Callable[[Wanted, Entry], Wanted | None]


@dataclass(frozen=True)
class Question:
    """A search and the ids that would be right. None right: only its time is of interest."""

    wanted: Wanted
    right: frozenset[str] = frozenset()


class Asker:
    """Makes questions of several sorts about the listings it was shown."""

    def __init__(self, *, places: Sequence[Place], today: date, seed: int = 7) -> None:
        self._places = [place for place in places if place.kind == "place"]
        self._today = today.toordinal()
        self._chance = random.Random(seed)
        self._counts: Counter[str] = Counter()
        self._holders: dict[str, list[str]] = {}
        self._kept: list[Entry] = []
        self._seen = 0

    def see(self, entries: Iterable[Entry]) -> None:
        """Take note of more listings."""
        for entry in entries:
            for word in set(entry.name.split()):
                self._counts[word] += 1
                if self._counts[word] <= RARE:
                    self._holders.setdefault(word, []).append(str(entry.id))
            self._seen += 1
            if len(self._kept) < KEPT:
                self._kept.append(entry)
            elif (place := self._chance.randrange(self._seen)) < KEPT:
                self._kept[place] = entry

    def questions(self, count: int) -> dict[str, list[Question]]:
        """`count` questions of each sort, or fewer when there are too few listings."""
        return {
            "two of its words": self._about(count, lambda wanted, _: wanted),
            "two of its words, one misspelt": self._about(count, lambda wanted, _: wanted, misspelt=1),
            "one of its words, one letter wrong": self._about(count, lambda wanted, _: wanted, misspelt=1, alone=True),
            "one long word of it, two letters wrong": self._about(
                count, lambda wanted, _: wanted, misspelt=2, alone=True, longer_than=LONG - 1
            ),
            "two of its words near its place": self._about(count, self._nearby),
            "two of its words and two to four filters": self._about(count, self._filtered),
            "usual words (“lunch club”)": [Question(Wanted(words=self._chance.choice(USUAL))) for _ in range(count)],
            "usual words near a town": [
                Question(Wanted(words=self._chance.choice(USUAL), near=self._chance.choice(self._places).name))
                for _ in range(count)
            ],
        }

    def _about(
        self, count: int, change: Change, *, misspelt: int = 0, alone: bool = False, longer_than: int = 5
    ) -> list[Question]:
        """Questions for a listing each; `misspelt` letters of its own word are wrong."""
        found: list[Question] = []
        for entry in self._chance.sample(self._kept, len(self._kept)):
            pair = self._two_words(entry, longer_than)
            if pair is None:
                continue
            own, other = pair
            holders = self._holders[own]
            typed = self._misspell(own, times=misspelt) if misspelt else own
            words = typed if alone else self._chance.choice((f"{typed} {other}", f"{other} {typed}"))
            wanted = change(Wanted(words=words), entry)
            if wanted is not None:
                found.append(Question(wanted, frozenset(holders if alone else (str(entry.id),))))
            if len(found) == count:
                break
        return found

    def _two_words(self, entry: Entry, longer_than: int) -> tuple[str, str] | None:
        """The rarest word of its name and another one; None when none is rare."""
        words = [word for word in dict.fromkeys(entry.name.split()) if word.isascii() and word not in QUIET_WORDS]
        own = min((word for word in words if len(word) > longer_than), key=lambda word: self._counts[word], default=None)
        others = [word for word in words if word != own and len(word) > 2]
        if own is None or self._counts[own] > RARE or not others:
            return None
        return own, self._chance.choice(others)

    def _misspell(self, word: str, *, times: int) -> str:
        """`word` with so many times one letter wrong, missing, doubled or changed about; never a word some listing has, and
        never nearer to the word than that."""
        while True:
            typed = word
            for _ in range(times):
                typed = self._with_a_slip(typed)
            if typed not in self._counts and OSA.distance(word, typed) == times:
                return typed

    def _with_a_slip(self, word: str) -> str:
        place = self._chance.randrange(1, len(word) - 1)
        return self._chance.choice(
            (
                word[:place] + self._chance.choice(ascii_lowercase) + word[place + 1 :],
                word[:place] + word[place + 1 :],
                word[:place] + word[place] + word[place:],
                word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            )
        )

    def _nearby(self, wanted: Wanted, entry: Entry) -> Wanted | None:
        if not entry.points or not self._places:
            return None
        here = entry.points[0]
        town = min(self._places, key=lambda place: miles_between(*here, place.latitude, place.longitude))
        if miles_between(*here, town.latitude, town.longitude) > MILES / 2:
            return None
        return replace(wanted, near=town.name, within=MILES)

    def _filtered(self, wanted: Wanted, entry: Entry) -> Wanted | None:
        days = [day for day, until in entry.open_until.items() if until >= self._today]
        has_room = entry.room_until >= self._today
        if not days or not (entry.is_free or has_room):
            return None
        language = next((code for code in sorted(entry.languages) if code != "en"), None)
        return replace(wanted, free=entry.is_free, has_room=has_room, open_on=days[0], language=language)
