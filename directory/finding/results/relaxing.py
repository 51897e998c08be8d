"""What to ask a little less of when nothing was found, and what that would give."""

from dataclasses import dataclass, replace

from directory.finding.index.listing_sets import ListingSets
from directory.finding.narrowing.wanted import Wanted
from directory.finding.order.matching import Question, count
from directory.finding.words.quotes import without_marks

FARTHER = (3.0, 5.0, 10.0, 15.0, 25.0, 50.0)  # miles
MOST = 8  # ways out shown; more would be a maze


@dataclass(frozen=True)
class Relaxation:
    """A wish to drop: its name in `Wanted` ("near" for the place, "within" for looking farther, "quotes" for the marks around
    words, "filters" for all that narrows down), how many listings that would give, and the search. `miles` for "within"."""

    name: str
    count: int
    wanted: Wanted
    miles: float | None = None


def relaxations(question: Question, sets: ListingSets) -> list[Relaxation]:
    """Each wish whose dropping gives something, with what it gives; words without their quotation marks come first, then
    looking farther, everything at once last."""
    wanted = replace(question.wanted, page=1)
    found = [*_unquoted(question, sets), *_farther(question, sets)]
    chosen = wanted.chosen
    for name in chosen:
        others = wanted.without(name)
        if number := count(question.instead(others), sets):
            found.append(Relaxation(name, number, others))
    if len(chosen) > 1:
        others = wanted.without(*(name for name in chosen if name != "need"))
        if number := count(question.instead(others), sets):
            found.append(Relaxation("filters", number, others))
    if question.place is not None:
        others = replace(wanted, near="", within=None, area=None)
        if number := count(replace(question, wanted=others, place=None), sets):
            found.append(Relaxation("near", number, others))
    return found[:MOST]


def _unquoted(question: Question, sets: ListingSets) -> list[Relaxation]:
    """The same words, wherever they stand."""
    if not question.phrases:
        return []
    others = replace(question.wanted, words=without_marks(question.wanted.words), page=1)
    number = count(replace(question, wanted=others, phrases=()), sets)
    return [Relaxation("quotes", number, others)] if number else []


def _farther(question: Question, sets: ListingSets) -> list[Relaxation]:
    """The next distance at which there is something."""
    if question.place is None or question.wanted.area:
        return []
    for miles in FARTHER:
        if miles > question.miles:
            others = replace(question.wanted, within=miles, page=1)
            if number := count(question.instead(others), sets):
                return [Relaxation("within", number, others, miles)]
    return []
