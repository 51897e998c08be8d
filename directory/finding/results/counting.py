"""How many each further wish would leave of a search: counted in sets, without asking anybody.

A wish that is added to the others (free, step-free) is counted among what was found. A wish of which one is chosen (a day,
a language, a distance) is counted among what would be found without that choice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from directory.finding.index import facets
from directory.finding.index.bits import Bits
from directory.finding.index.listing_sets import ListingSets
from directory.finding.narrowing.filters import earliest_check
from directory.finding.narrowing.wanted import AREA, CHECKED_WITHIN, DISTANCES, EVENING, NATIONAL, NOW, WAYS
from directory.finding.narrowing.wishes import in_the_evening, open_now
from directory.finding.order.matching import Question, count, find_all

MOST_KINDS = 300


@dataclass(frozen=True)
class Counts:
    """Listings each choice would leave, by the wish's name in `Wanted` and the choice ("yes" for a wish that is yes or no, a
    number of miles as `f"{miles:g}"`)."""

    by: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def of(self, name: str, choice: str = "yes") -> int:
        """How many there are; 0 for a choice that nobody has."""
        return self.by.get(name, {}).get(choice, 0)


def count_choices(question: Question, sets: ListingSets) -> Counts:
    """What each choice would leave of this search. Remembered, as what it finds is."""
    return sets.remembered(("counts", question.key), _Counting(question, sets).counts)


@dataclass(frozen=True)
class _Counting:
    question: Question
    sets: ListingSets

    def counts(self) -> Counts:
        today = self.question.today
        day = today.toordinal()
        found, sets, free_of = self._present, self.sets, self._without
        other_times, evening = free_of("when"), self.question.wanted.when == EVENING
        spoken = free_of("language", "interpreter") if self.question.wanted.language else found
        return Counts(
            {
                "need": self._of_group("need", facets.NEEDS, among=free_of("need")),
                "kind": self._of_group("kind", self._codes("code"), among=free_of("kind")),
                "free": {"yes": self._both(found, sets.group("flag", "free"))},
                "self_referral": {"yes": self._both(found, sets.group("flag", "self_referral"))},
                "mark": {"yes": self._both(found, sets.reach("mark_until", day))},
                "has_room": {"yes": self._both(found, sets.reach("room_until", day))},
                "remote": {"yes": self._both(found, sets.are("is_anywhere"))},
                "open_on": {
                    one: self._both(free_of("open_on"), sets.open_on(f"{one}-evening" if evening else one, day))
                    for one in facets.DAYS
                },
                "when": {
                    NOW: self._both(other_times, open_now(sets, today=today, now=self.question.now)),
                    EVENING: self._in_the_evening(),
                },
                "circumstances": self._of_group("circumstance", facets.CIRCUMSTANCES, among=free_of("circumstances")),
                "access": self._of_group("access", facets.ACCESS, among=found),
                "language": self._of_group("language", self._codes("language"), among=spoken),
                "interpreter": {"yes": self._through_somebody()},
                "ways": self._of_group("flag", WAYS, among=free_of("ways")),
                "checked": {
                    str(months): self._both(
                        free_of("checked"), sets.reach("assured_day", earliest_check(months, today).toordinal())
                    )
                    for months in CHECKED_WITHIN
                },
                "area": {area: self._instead(area=area) for area in self._areas()},
                "within": {f"{miles:g}": self._instead(within=miles, area=None) for miles in self._distances()},
            }
        )

    @cached_property
    def _present(self) -> Bits:
        return find_all(self.question, self.sets)[1]

    def _without(self, *names: str) -> Bits:
        """What would be found without these wishes, or what was found when none of them was made."""
        wanted = self.question.wanted
        if not set(names) & set(wanted.chosen):
            return self._present
        return find_all(self.question.instead(wanted.without(*names)), self.sets)[1]

    def _instead(self, **wishes: Any) -> int:
        """How many would be found with these wishes instead."""
        return count(self.question.instead(replace(self.question.wanted, **wishes)), self.sets)

    def _in_the_evening(self) -> int:
        return self._both(
            self._without("when"), in_the_evening(self.sets, self.question.wanted.open_on, today=self.question.today)
        )

    def _through_somebody(self) -> int:
        if self.question.wanted.language:
            return self._instead(interpreter=True)
        return self._both(self._present, self.sets.group("flag", "interpreter"))

    def _areas(self) -> tuple[str, ...]:
        return (AREA, NATIONAL) if self.question.place else (NATIONAL,)

    def _distances(self) -> Iterable[float]:
        """None when no place is known: then nothing is far or near."""
        if self.question.place is None:
            return ()
        chosen = self.question.wanted.within
        return {*DISTANCES, chosen} if chosen else DISTANCES

    def _codes(self, of: str) -> list[str]:
        """The codes that any listing has."""
        known = self.sets.searcher.terms_with_prefix(of, "", limit=MOST_KINDS)
        return [code for code, _ in known if code not in facets.NEEDS]

    def _of_group(self, said: str, codes: Iterable[str], *, among: Bits) -> dict[str, int]:
        return {code: self._both(among, self.sets.group(said, code)) for code in codes}

    @staticmethod
    def _both(one: Bits, other: Bits) -> int:
        return (one & other).bit_count()
