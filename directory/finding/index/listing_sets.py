"""Which listings have what, held in memory as sets for as long as the index stays as it is.

The engine finds words and puts them in order; who has which need, flag, day or place is known here, so that what was found is
counted for every filter and every distance at once. Read once from the index's columns; after a change of some listings only
those are read again. What is rarely asked (words, a language, an age) the engine is asked for, and the answer is kept.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Self, TypeVar, cast

import numpy as np
import tantivy
from tantivy import FieldType, Query

from directory.finding.index import facets
from directory.finding.index.bits import BLOCK, Bits, Numbers, bits_of, bits_of_blocks, bits_where
from directory.finding.index.distances import Directions, Distances, directions_of
from directory.finding.index.documents import SCHEMA, until_field

Address = tantivy.DocAddress

# Columns whose numbers have a bit for each code of a vocabulary, by the name of what they say.
CODED = {
    "need": ("needs", facets.NEEDS),
    "access": ("accesses", facets.ACCESS),
    "circumstance": ("circumstances", facets.CIRCUMSTANCES),
    "flag": ("flags", facets.FLAGS),
    "time": ("times", facets.TIMES),
}
PACKED = {"kind": ("kinds_1", "kinds_2"), "language": ("languages_1", "languages_2")}
YES_OR_NO = ("is_anywhere", "is_paused", "is_statutory")
DAYS = ("room_until", "mark_until", "assured_day")  # ordinal days; what counts is whether they are reached
ONE_BY_ONE = ("key", *DAYS, "completeness", "is_paused", "is_statutory")  # looked up of one listing, too
HELD = ("number", *(name for name, _ in CODED.values()), *chain(*PACKED.values()), "is_anywhere", *ONE_BY_ONE)
MOST_PLACES = 128  # places whose distances are held: of a hundred thousand listings, 0.4 MB each
MOST_ANSWERS = 512  # answers of the engine that are kept: of a hundred thousand listings, 12 kB each
MOST_REMEMBERED = 512  # searches whose first results, or counts, are kept: some 10 kB each
MOST_DAYS = 24
MOST_LISTINGS = 100_000_000

_Made = TypeVar("_Made")
_Group = tuple[str, int]  # what is said, and the number of its code (`facets`)


class ListingSets:
    """What is known of the listings of one searcher. Threads share it; nothing in it changes but what it remembers.

    `folder` is the index's: two searchers of the same folder give an unchanged listing the same number. `known`: of each number
    the value of a column (ONE_BY_ONE).
    """

    def __init__(self, searcher: tantivy.Searcher, folder: str, earlier: Self | None = None) -> None:
        self.searcher, self.folder = searcher, folder
        self._answers: dict[Hashable, Bits] = {}
        self._remembered: dict[Hashable, object] = {}
        self._distances: dict[tuple[float, float], Distances] = {}
        self._reached: dict[tuple[str, int], Bits] = {}
        self._groups: dict[_Group, Bits] = {}
        # By number, like all that is a row or a value a listing. What an earlier searcher's sets hold is copied, never added to.
        self.known: Mapping[str, Numbers] = earlier.known if earlier else dict.fromkeys(ONE_BY_ONE, _NO_NUMBERS)
        self._points: Directions = earlier._points if earlier else _NO_POINTS
        self._other_points: Directions = earlier._other_points if earlier else _NO_POINTS
        self._others_of: Numbers = earlier._others_of if earlier else _NO_NUMBERS
        self._ending: dict[int, Mapping[str, int]] = dict(earlier._ending) if earlier else {}
        self.everyone: Bits = 0
        if earlier is None:
            self._take_in(Query.all_query())
            self.everyone = self.has("is_main", lambda: Query.term_query(SCHEMA, "is_main", True))
        else:
            first = len(earlier.known["key"])
            self._take_in(Query.range_query(SCHEMA, "number", FieldType.Integer, first, None))
            self.everyone = self.has("is_main", lambda: Query.term_query(SCHEMA, "is_main", True))
            for group, held in earlier._groups.items():
                self._groups[group] = held & self.everyone | self._groups.get(group, 0)
            for name, day in earlier._reached:
                self.reach(name, day)

    def group(self, said: str, code: str) -> Bits:
        """Listings of which a code is said: "need", "access", "circumstance" or "flag", a "time" (while any of its hours last),
        or one of their first four kinds of help ("kind") or languages but English ("language")."""
        number = facets.number_of(code) if said in PACKED else CODED[said][1].index(code)
        return self._groups.get((said, number), 0)

    def are(self, name: str) -> Bits:
        """Listings of which one of YES_OR_NO is true."""
        return self._groups.get((name, 1), 0)

    def reach(self, name: str, day: int) -> Bits:
        """Listings whose day (one of DAYS) is this one or later."""
        held = self._reached.get((name, day))
        if held is None:
            if len(self._reached) >= MOST_DAYS:
                self._reached.clear()
            held = self._reached[name, day] = bits_where(self.known[name] >= day) & self.everyone
        return held

    def open_on(self, time: str, today: int) -> Bits:
        """Listings with hours at this one of `facets.TIMES` that have not run out."""
        ran_out = bits_of([number for number, until in self._ending.items() if until.get(time, 0) < today])
        return self.group("time", time) & ~ran_out

    def has(self, asked: Hashable, query: Callable[[], Query]) -> Bits:
        """Listings that the engine finds, remembered under what was `asked`. Must hold of all places of a listing, or of none."""
        held = self._answers.get(asked)
        if held is None:
            while len(self._answers) >= MOST_ANSWERS:
                self._answers.pop(next(iter(self._answers)), None)
            held = self._answers[asked] = self._ask(query())
        return held

    def remembered(self, asked: Hashable, make: Callable[[], _Made]) -> _Made:
        """What was made before of what was `asked`, while the index stays as it is; else what `make` makes of it now."""
        held = self._remembered.get(asked)
        if held is None:
            while len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.pop(next(iter(self._remembered)), None)
            held = self._remembered[asked] = make()
        return cast(_Made, held)

    def distances(self, latitude: float, longitude: float) -> Distances:
        """From one place to all listings."""
        here = latitude, longitude
        held = self._distances.get(here)
        if held is None:
            while len(self._distances) >= MOST_PLACES:
                self._distances.pop(next(iter(self._distances)), None)
            held = self._distances[here] = Distances(self._points, self._other_points, self._others_of, *here)
        return held

    def _ask(self, query: Query) -> Bits:
        """The engine adds up the bits (`documents.bit_in_block`) of what it finds, block by block."""
        blocks = {
            "histogram": {"field": "number", "interval": BLOCK, "min_doc_count": 1},
            "aggs": {"bits": {"sum": {"field": "bit"}}},
        }
        found = self.searcher.aggregate(query, {"blocks": blocks})["blocks"]["buckets"]
        return bits_of_blocks({int(block["key"]) // BLOCK: int(block["bits"]["value"] or 0) for block in found})

    def _take_in(self, query: Query) -> None:
        """Read what the index says of the listings that this finds; all are numbered higher than those known."""
        main = Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, Query.term_query(SCHEMA, "is_main", True))])
        rows = self._columns(main, HELD)
        numbers = rows["number"]
        groups: dict[_Group, list[int]] = defaultdict(list)
        for said, several in self._said(rows):
            for group in several:
                groups[group].extend(said)
        self._groups.update({group: bits_of(listings) for group, listings in groups.items()})
        size = max(max(numbers, default=-1) + 1, len(self.known["key"]))
        self.known = {name: _with(held, numbers, rows[name], size) for name, held in self.known.items()}
        self._take_in_points(query, size)
        self._take_in_endings(main)

    def _said(self, rows: Mapping[str, Sequence[Any]]) -> Iterator[tuple[list[int], list[_Group]]]:
        """Listings that say the same in a column, and what that is."""
        numbers = rows["number"]

        def alike(column: str) -> Iterable[tuple[int, list[int]]]:
            listings: dict[int, list[int]] = defaultdict(list)
            for number, value in zip(numbers, rows[column], strict=True):
                listings[value].append(number)
            return listings.items()

        for said, (column, vocabulary) in CODED.items():
            for mask, listings in alike(column):
                yield listings, [(said, bit) for bit in range(len(vocabulary)) if mask >> bit & 1]
        for said, columns in PACKED.items():
            for column in columns:
                for pair, listings in alike(column):
                    yield listings, [(said, code) for code in facets.unpack(pair)]
        for name in YES_OR_NO:
            yield [number for number, value in zip(numbers, rows[name], strict=True) if value], [(name, 1)]

    def _take_in_points(self, query: Query, size: int) -> None:
        rows = self._columns(query, ("number", "is_main", "latitude", "longitude"))
        points = directions_of(rows["latitude"], rows["longitude"])
        numbers, is_main = np.asarray(rows["number"], dtype=np.int64), np.asarray(rows["is_main"], dtype=np.bool_)
        self._points = _with(self._points, numbers[is_main], points[is_main], size, empty=np.nan)
        self._other_points = np.concatenate((self._other_points, points[~is_main]))
        self._others_of = np.concatenate((self._others_of, numbers[~is_main]))

    def _take_in_endings(self, main: Query) -> None:
        """Hours that run out on some day, of those who have any: a few."""
        ending = Query.range_query(SCHEMA, "times_good_until", FieldType.Integer, None, facets.FOR_EVER, include_upper=False)
        both = Query.boolean_query([(tantivy.Occur.Must, main), (tantivy.Occur.Must, ending)])
        fields = [until_field(time) for time in facets.TIMES]
        rows = self._columns(both, ("number", *fields))
        for place, number in enumerate(rows["number"]):
            self._ending[number] = {time: rows[field][place] or 0 for time, field in zip(facets.TIMES, fields, strict=True)}

    def _columns(self, query: Query, names: Iterable[str]) -> dict[str, list[Any]]:
        hits = self.searcher.search(query, max(self.searcher.num_docs, 1), count=False).hits
        addresses = [address for _, address in hits]
        return {name: self.searcher.fast_field_values(name, addresses) if addresses else [] for name in names}


_NO_NUMBERS: Numbers = np.zeros(0, dtype=np.int64)
_NO_POINTS: Directions = np.zeros((0, 3))
_Rows = TypeVar("_Rows", Numbers, Directions)


def _with(held: _Rows, numbers: Any, values: Any, size: int, *, empty: float = 0) -> _Rows:
    """A copy of what is held by number, made longer, with these values at these numbers."""
    longer = np.full((size, *held.shape[1:]), empty, dtype=held.dtype)
    longer[: len(held)] = held
    if len(numbers):
        longer[numbers] = values
    return longer
