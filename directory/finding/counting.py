"""How many each further wish would leave: counted for the present search, from the columns of the index.

A wish that is added to the others (free, step-free) is counted among what was found. A wish of which one is chosen (a day,
a language) is counted among what would be found without that choice.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import tantivy

from directory.finding import facets
from directory.finding.entries import times_of
from directory.finding.filters import earliest_check
from directory.finding.index import COUNTED, card_at, column
from directory.finding.matching import (
    Address,
    Matches,
    Question,
    candidates,
    count_one_a_listing,
    every_address,
    find,
    one_a_listing,
)
from directory.finding.ranking import Strictness
from directory.finding.wanted import AREA, CHECKED_WITHIN, EVENING, NATIONAL, NOW

MOST_KINDS = 300


@dataclass(frozen=True)
class Counts:
    """Listings each choice would leave, by the wish's name in `Wanted` and the choice ("yes" for a wish that is yes or no)."""

    by: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def of(self, name: str, choice: str = "yes") -> int:
        """How many there are; 0 for a choice that nobody has."""
        return self.by.get(name, {}).get(choice, 0)


# Of each listing that choices are counted among.
TALLIED = (*COUNTED, "room_until", "mark_until", "assured_day", "is_anywhere")
MOST_DIFFERENT = 60_000  # values of one column


@dataclass(frozen=True)
class _Among:
    """The listings that choices are counted among: those that match a question."""

    searcher: tantivy.Searcher
    question: Question
    matches: Matches

    @cached_property
    def _tallies(self) -> Mapping[str, Mapping[int, int]]:
        """Of each column, how many listings have each number. The engine counts, unless nearness decided what was found."""
        if self.matches.ranked is not None:
            return {name: Counter(column(self.searcher, name, self.addresses)) for name in TALLIED}
        query = one_a_listing(self.question, self.matches.strictness, self.searcher)
        asked = {name: {"terms": {"field": name, "size": MOST_DIFFERENT}} for name in TALLIED}
        try:
            told = self.searcher.aggregate(query, asked)
        except ValueError:  # more different values than the engine counts at once
            return {name: Counter(column(self.searcher, name, self.addresses)) for name in TALLIED}
        return {name: {int(one["key"]): int(one["doc_count"]) for one in told[name]["buckets"]} for name in TALLIED}

    @cached_property
    def addresses(self) -> Sequence[Address]:
        return every_address(self.question, self.matches, self.searcher)

    @cached_property
    def keys(self) -> set[int]:
        return set(column(self.searcher, "key", self.addresses))

    def needs(self) -> dict[str, int]:
        return facets.count_bits(self._tallies["needs"], facets.NEEDS)

    def kinds(self) -> dict[str, int]:
        known = (code for code, _ in self.searcher.terms_with_prefix("code", "", limit=MOST_KINDS))
        codes = [code for code in known if code not in facets.NEEDS]
        return facets.count_packed((self._tallies["kinds_1"], self._tallies["kinds_2"]), codes)

    def languages(self) -> dict[str, int]:
        codes = [code for code, _ in self.searcher.terms_with_prefix("language", "", limit=MOST_KINDS)]
        return facets.count_packed((self._tallies["languages_1"], self._tallies["languages_2"]), codes)

    def flags(self) -> dict[str, int]:
        return facets.count_bits(self._tallies["flags"], facets.FLAGS)

    def access(self) -> dict[str, int]:
        return facets.count_bits(self._tallies["accesses"], facets.ACCESS)

    def circumstances(self) -> dict[str, int]:
        return facets.count_bits(self._tallies["circumstances"], facets.CIRCUMSTANCES)

    def anywhere(self) -> int:
        """How many are reached from anywhere."""
        return self._tallies["is_anywhere"].get(1, 0)

    @cached_property
    def times(self) -> Mapping[int, int]:
        """How many have each set of days and evenings. Those with hours that ran out are looked at again, from their cards."""
        tally, today = Counter(self._tallies["times"]), self.question.today
        first = today.toordinal()
        if min(self._tallies["times_good_until"], default=first) < first:
            good_until = zip(self.addresses, column(self.searcher, "times_good_until", self.addresses), strict=True)
            ran_out = [address for address, last in good_until if last < first]
            tally.subtract(column(self.searcher, "times", ran_out))
            for address in ran_out:
                card = card_at(self.searcher, address)
                good = [hours for hours in card.hours if not (hours.last_day and hours.last_day < today)]
                tally[facets.mask({name for hours in good for name in times_of(hours)}, facets.TIMES)] += 1
        return tally

    def evenings(self) -> int:
        """How many have an evening session on any day."""
        late = facets.mask((f"{day}-evening" for day in facets.DAYS), facets.TIMES)
        return sum(count for times, count in self.times.items() if times & late)

    def since(self, name: str, day: int) -> int:
        return sum(count for value, count in self._tallies[name].items() if value >= day)

    def also(self, other: Question, strictness: Strictness) -> int:
        """How many of these answer this question, too, with its further wishes."""
        if self.matches.ranked is None and self.matches.strictness is strictness:
            return count_one_a_listing(other, strictness, self.searcher)
        addresses = candidates(other, strictness, self.searcher)
        return len(self.keys & set(column(self.searcher, "key", addresses)))


def count_choices(question: Question, matches: Matches, searcher: tantivy.Searcher) -> Counts:
    """What each choice would leave of this search. One pass over what was found, and one for each choice already made."""
    wanted, today = question.wanted, question.today
    present = _Among(searcher, question, matches)

    def among(*names: str) -> _Among:
        """What would be found without these wishes, or what was found when none of them was made."""
        if not set(names) & set(wanted.chosen):
            return present
        other = question.instead(wanted.without(*names))
        return _Among(searcher, other, find(other, searcher))

    def instead(**wishes: Any) -> Question:
        return question.instead(replace(wanted, **wishes))

    flags, checked, at_any_time = present.flags(), among("checked"), among("when")
    spoken = among("language", "interpreter") if wanted.language else present
    with_one = instead(interpreter=True)
    through_somebody = spoken.also(with_one, matches.strictness) if wanted.language else flags["interpreter"]
    areas = {NATIONAL: None, **({AREA: None} if question.place else {})}
    evenings = facets.count_bits(at_any_time.times, facets.TIMES) if wanted.open_on else {}
    return Counts(
        {
            "need": among("need").needs(),
            "kind": among("kind").kinds(),
            "free": {"yes": flags["free"]},
            "self_referral": {"yes": flags["self_referral"]},
            "mark": {"yes": present.since("mark_until", today.toordinal())},
            "has_room": {"yes": present.since("room_until", today.toordinal())},
            "remote": {"yes": present.anywhere()},
            "open_on": _days(among("open_on").times, evenings=wanted.when == EVENING),
            "when": {
                NOW: at_any_time.also(instead(when=NOW), matches.strictness),
                EVENING: evenings[f"{wanted.open_on}-evening"] if wanted.open_on else at_any_time.evenings(),
            },
            "circumstances": among("circumstances").circumstances(),
            "access": present.access(),
            "language": spoken.languages(),
            "interpreter": {"yes": through_somebody},
            "ways": among("ways").flags(),
            "checked": {
                str(months): checked.since("assured_day", earliest_check(months, today).toordinal()) for months in CHECKED_WITHIN
            },
            "area": {area: count_one_a_listing(instead(area=area), matches.strictness, searcher) for area in areas},
        }
    )


def _days(tally: Mapping[int, int], *, evenings: bool) -> dict[str, int]:
    counts = facets.count_bits(tally, facets.TIMES)
    return {day: counts[f"{day}-evening"] if evenings else counts[day] for day in facets.DAYS}
