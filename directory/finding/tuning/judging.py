"""Searches somebody has judged: what is typed, and the kinds of help that answer it. A change of words
or of weights is tried on them first."""

import csv
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from directory.finding.index.on_disk import ListingIndex
from directory.finding.models import JudgedSearch
from directory.finding.order.weights import Weights
from directory.finding.results.search import Wanted, codes_in_orders, search
from directory.finding.words.lexicon import Lexicon
from directory.finding.words.thesaurus import known_codes, understand
from directory.words import fold
from navigator.db import db

FIRST = 5  # a right listing among these is a right answer


@dataclass(frozen=True)
class Difference:
    """What a change does to one judged search: the place of its first right listing before and after, from 1; None: not found."""

    typed: str
    before: int | None
    after: int | None

    @property
    def is_better(self) -> bool:
        return _order(self.after) < _order(self.before)

    @property
    def is_worse(self) -> bool:
        return _order(self.after) > _order(self.before)


@dataclass(frozen=True)
class Trial:
    """What a change does to all judged searches. `same` counts those whose answer stays as good as it was."""

    better: Sequence[Difference]
    worse: Sequence[Difference]
    same: int


@dataclass
class JudgedReport:
    """What an import of judged searches did, and each refusal with its line and why."""

    created: int
    changed: int
    refused: list[str]


def try_out(after: Lexicon, *, before: Lexicon, index: ListingIndex, now: datetime) -> Trial:
    """Ask every judged search that the two understand differently by the one and by the other."""
    differences, same = [], 0
    for judged in list_judged():
        if understand(judged.typed, lexicon=before) == understand(judged.typed, lexicon=after):
            same += 1
            continue
        places = [place_of_the_right(judged.typed, judged.right, index=index, now=now, lexicon=one) for one in (before, after)]
        differences.append(Difference(judged.typed, *places))
    return _trial(differences, same=same)


def try_weights(after: Weights, *, before: Weights, near: str, index: ListingIndex, now: datetime) -> Trial:
    """Ask every judged search in the order of the one and of the other: near a place, or, with "", without one."""
    differences = []
    for judged in list_judged():
        found = codes_in_orders(Wanted(words=judged.typed, near=near), index=index, now=now, orders=(before, after))
        differences.append(Difference(judged.typed, *(_first_right(codes, judged.right) for codes in found)))
    return _trial(differences, same=0)


def place_of_the_right(
    typed: str, right: Collection[str], *, index: ListingIndex, now: datetime, lexicon: Lexicon | None = None
) -> int | None:
    """The place, from 1, of the first listing on the first page that is of a right kind."""
    found = search(Wanted(words=typed), index=index, now=now, language="en", lexicon=lexicon)
    return _first_right([{code for code, _ in result.service.terms if code} for result in found.results], right)


def _first_right(there: Iterable[set[str]], right: Collection[str]) -> int | None:
    return next((number for number, codes in enumerate(there, 1) if not codes.isdisjoint(right)), None)


def list_judged() -> Sequence[JudgedSearch]:
    """Every judged search, in order of its words."""
    return db.session.scalars(select(JudgedSearch).order_by(JudgedSearch.folded)).all()


def find_judged(judged_id: uuid.UUID) -> JudgedSearch | None:
    return db.session.get(JudgedSearch, judged_id)


def add_judged(*, typed: str, right: Sequence[str]) -> JudgedSearch:
    """Judge a search, or judge it anew. Raises ValueError when it has no words, or no right answer that exists."""
    folded, codes = fold(typed)[:300], [code for code in dict.fromkeys(right) if code in known_codes()]
    if not folded or not codes:
        raise ValueError("no words" if not folded else "no right answer")
    judged = db.session.scalar(select(JudgedSearch).where(JudgedSearch.folded == folded))
    if judged is None:
        judged = JudgedSearch(folded=folded)
        db.session.add(judged)
    judged.typed, judged.right = typed.strip()[:300], codes
    db.session.flush()
    return judged


def remove_judged(judged: JudgedSearch) -> None:
    """Forget a judged search."""
    db.session.delete(judged)
    db.session.flush()


def import_judged(lines: Iterable[str], *, name: str = "judged.csv") -> JudgedReport:
    """Judged searches from a CSV with the columns typed and right (codes parted by spaces). Those there already are changed.

    Raises ValueError when the columns are not there.
    """
    reader = csv.DictReader(lines)
    if not {"typed", "right"} <= set(reader.fieldnames or ()):
        raise ValueError(f"{name}: the first line must name the columns typed and right")
    there = {judged.folded: judged for judged in list_judged()}
    known, report = known_codes(), JudgedReport(0, 0, [])
    for row in reader:
        typed, right = (row["typed"] or "").strip(), (row["right"] or "").split()
        unknown = next((code for code in right if code not in known), None)
        folded = fold(typed)
        if not folded or not right or len(typed) > 300 or len(folded) > 300:
            report.refused.append(f"{name} line {reader.line_num}: it needs words, of at most 300 letters, and a right answer")
        elif unknown is not None:
            report.refused.append(f"{name} line {reader.line_num}: no taxonomy has a term with the code {unknown!r}")
        elif (judged := there.get(folded)) is not None:
            report.changed += judged.right != right
            judged.typed, judged.right = typed, right
        else:
            there[folded] = JudgedSearch(typed=typed, folded=folded, right=right)
            db.session.add(there[folded])
            report.created += 1
    db.session.flush()
    return report


def _trial(differences: Sequence[Difference], *, same: int) -> Trial:
    better = [one for one in differences if one.is_better]
    worse = [one for one in differences if one.is_worse]
    return Trial(better, worse, same + len(differences) - len(better) - len(worse))


def _order(place: int | None) -> int:
    """Being among the first five counts, and how far up; beyond them only whether it is found at all."""
    return place if place is not None and place <= FIRST else 100 if place is not None else 1000
