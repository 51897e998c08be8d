"""What other weights would do to one search: its first results in the order of now, and in the order it would get."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from directory.finding.index.on_disk import ListingIndex
from directory.finding.order.weights import Weights
from directory.finding.results.search import Result, Wanted, search

FIRST = 10  # shown of each order
LOOKED_AT = 50  # where a listing came from is told when it was among so many


@dataclass(frozen=True)
class Placed:
    """A listing at its place, from 1, in one order. `elsewhere`: its place in the other; None: not among the first fifty."""

    id: uuid.UUID
    name: str
    organization_name: str
    miles: float | None
    place: int
    elsewhere: int | None


@dataclass(frozen=True)
class Comparison:
    """The first results of a search before and after. `place_name`: where they were looked for, "" for everywhere.

    `is_in_danger`: the words may mean that somebody is in danger, and for those the order is nobody's to change.
    """

    before: Sequence[Placed]
    after: Sequence[Placed]
    place_name: str
    is_in_danger: bool

    @property
    def is_same(self) -> bool:
        return [one.id for one in self.before] == [one.id for one in self.after]


def compare(words: str, *, before: Weights, after: Weights, index: ListingIndex, now: datetime, language: str) -> Comparison:
    """Search for the words, which may name a place, by the one and by the other."""
    wanted = Wanted(words=words, per_page=LOOKED_AT)
    was, becomes = (search(wanted, index=index, now=now, language=language, weights=one) for one in (before, after))
    return Comparison(
        before=_placed(was.results, becomes.results),
        after=_placed(becomes.results, was.results),
        place_name=was.place.name if was.place else "",
        is_in_danger=was.danger is not None,
    )


def _placed(results: Sequence[Result], others: Sequence[Result]) -> list[Placed]:
    elsewhere = {other.service.id: place for place, other in enumerate(others, 1)}
    return [
        Placed(
            id=result.service.id,
            name=result.service.name,
            organization_name=result.service.organization_name,
            miles=result.distance_miles,
            place=place,
            elsewhere=elsewhere.get(result.service.id),
        )
        for place, result in enumerate(results[:FIRST], 1)
    ]
