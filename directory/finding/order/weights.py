"""The weights of a search that an administrator sees and changes: what each does, its usual value and its bounds. Pure.

What holds the search together without being anybody's taste (the rest of the weights) is in `directory.finding.order.ranking`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


def _weight(usual: float, lowest: float, highest: float) -> Any:
    return field(default=usual, metadata={"lowest": lowest, "highest": highest})


@dataclass(frozen=True)
class Weights:
    """What each thing counts for, with the usual values as defaults.

    Without a place, points are added up: for where a word is found, then for what is known of the listing. With a place,
    that relevance is made a number from 0 to 1 (1: the best found), and what nearness and the rest say is added to it.
    """

    # A word or phrase, by the best place it is found in.
    in_name: float = _weight(8.0, 0, 20)
    kind_of_help: float = _weight(7.0, 0, 20)  # the thesaurus says the words first of all mean this kind
    in_organisation: float = _weight(5.0, 0, 20)
    need: float = _weight(4.0, 0, 20)  # … or this need, which is wider than a kind
    in_description: float = _weight(3.0, 0, 20)
    in_place: float = _weight(1.5, 0, 20)  # the town or the hall
    misspelt: float = _weight(0.7, 0, 1)  # by one letter: of what the right word would count

    # What a listing adds to that when no place is known.
    has_room: float = _weight(0.5, 0, 5)
    checked_lately: float = _weight(0.8, 0, 5)
    is_open: float = _weight(1.0, 0, 5)  # not closed for now
    complete: float = _weight(0.2, 0, 5)  # answers most of what people ask first
    community: float = _weight(0.1, 0, 5)  # not run by the NHS or a council: as it is, only ever decides between equals

    # When a place is known.
    nearness: float = _weight(0.6, 0, 2)  # at the very place; half of it at `half_way_miles`
    half_way_miles: float = _weight(3.0, 0.1, 50)
    anywhere: float = _weight(0.08, 0, 1)  # online or by telephone: as if a long way off, so that local help comes first
    room_nearby: float = _weight(0.08, 0, 1)
    checked_nearby: float = _weight(0.05, 0, 1)
    complete_nearby: float = _weight(0.02, 0, 1)
    community_nearby: float = _weight(0.01, 0, 1)
    closed_nearby: float = _weight(0.3, 0, 1)  # taken away while it is closed for now

    def changed(self) -> dict[str, float]:
        """Those that are not as usual, by name."""
        return {name: value for name in NAMES if (value := getattr(self, name)) != getattr(USUAL, name)}


NAMES: tuple[str, ...] = tuple(one.name for one in fields(Weights))
BOUNDS: Mapping[str, tuple[float, float]] = {
    one.name: (one.metadata["lowest"], one.metadata["highest"]) for one in fields(Weights)
}
USUAL = Weights()


def weights_from(changed: Mapping[str, float]) -> Weights:
    """The usual weights with these instead. A name no weight has any more is passed over; a value is kept in its bounds."""
    known = {name: bounds for name, bounds in BOUNDS.items() if name in changed}
    return Weights(**{name: min(max(float(changed[name]), lowest), highest) for name, (lowest, highest) in known.items()})
