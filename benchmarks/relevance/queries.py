"""The queries and what is right for each, as `lay.csv` and `judged.csv` have them."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent
GRADES = {"best": 3, "good": 2, "fair": 1}


@dataclass(frozen=True)
class LayQuery:
    """What somebody without our words types; a listing of any of the `right` kinds answers it.

    Who tells of several needs in one breath has a set of right kinds for each of them in `needs`.
    """

    typed: str
    right: frozenset[str]
    needs: tuple[frozenset[str], ...] = ()

    @property
    def is_held_out(self) -> bool:
        """Half of them, the same half always: nobody looks at these while the thesaurus is written."""
        return sha256(self.typed.encode()).digest()[0] % 2 == 1


@dataclass(frozen=True)
class JudgedQuery:
    """A query with a grade for each listing that answers it: 3 what was asked for, 2 nearly, 1 worth showing."""

    sort: str
    typed: str
    grades: Mapping[str, int]  # by id


@dataclass(frozen=True)
class Listing:
    """As much of a listing as judging needs."""

    id: str
    name: str
    codes: frozenset[str]
    towns: frozenset[str]


def read_lay(name: str = "lay.csv") -> list[LayQuery]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return [_lay_query(row["typed"], row["right"]) for row in csv.DictReader(file)]


def _lay_query(typed: str, right: str) -> LayQuery:
    """`right`: kinds of help; " + " stands between those of one need and those of another."""
    needs = tuple(frozenset(codes.split()) for codes in right.split("+"))
    return LayQuery(typed, frozenset().union(*needs), needs)


def read_judged(listings: Iterable[Listing]) -> list[JudgedQuery]:
    """Each judged query with its grades. Raises ValueError for a judgement that fits no listing."""
    listings = list(listings)
    with (FOLDER / "judged.csv").open(encoding="utf-8", newline="") as file:
        return [
            JudgedQuery(row["sort"], row["typed"], _grades({name: row[name] for name in GRADES}, listings))
            for row in csv.DictReader(file)
        ]


def _grades(judgements: Mapping[str, str], listings: Iterable[Listing]) -> dict[str, int]:
    grades: dict[str, int] = {}
    for column, grade in GRADES.items():
        for said in filter(None, map(str.strip, judgements[column].split(";"))):
            meant = [listing for listing in listings if _is_meant(said, listing)]
            if not meant:
                raise ValueError(f"judged.csv: no listing is “{said}”")
            for listing in meant:
                grades.setdefault(listing.id, grade)
    return grades


def _is_meant(said: str, listing: Listing) -> bool:
    """ "Hayle Lunch Club" is that listing; "kind:lunch-club" every one of the kind; "kind:lunch-club@Hayle" those there."""
    sort, colon, code = said.partition(":")
    if colon and sort in ("kind", "need"):
        code, _, town = code.partition("@")
        return code in listing.codes and (not town or town in listing.towns)
    return listing.name == said
