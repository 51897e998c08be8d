"""The best of what matches, without looking at all that only helps too.

"Lunch club" means lunch clubs, and helps with company, which every third listing does. Those that are meant come first
nearly always: they are asked for alone, and all of the others only when one of them might come before the last of these.
"""

from collections.abc import Callable, Sequence

import tantivy
from tantivy import Query

from directory.finding.order.ranking import Part, most_of_others
from directory.finding.order.weights import Weights
from directory.finding.words.lexicon import Unit

MANY = 2000  # listings that only help too: below, looking at them is quicker than avoiding it

Scored = list[tuple[float, tantivy.DocAddress]]


def best(
    ask: Callable[[Part], Query],
    idea: Unit | None,
    searcher: tantivy.Searcher,
    weights: Weights,
    *,
    most: int,
    with_standing: bool,
) -> Scored:
    """The `most` best documents with their scores. `ask` makes the question, of a part or of all; `idea`: the only one that was
    typed, None when there are several, or none, and all are asked for."""
    if idea is not None and _is_worth_it(idea, searcher, most):
        others = most_of_others(idea, weights, with_standing=with_standing)
        meant: Scored = searcher.search(ask(Part.MEANT), most, count=False).hits
        if others is not None and len(meant) == most:
            said: Scored = searcher.search(ask(Part.SAID), 1, count=False).hits
            if meant[-1][0] > others + sum(score for score, _ in said):
                return meant
    hits: Scored = searcher.search(ask(Part.ALL), most, count=False).hits
    return hits


def only_idea(units: Sequence[Unit]) -> Unit | None:
    """The one thing that was typed, when the thesaurus knows it."""
    return units[0] if len(units) == 1 and units[0].is_understood else None


def _is_worth_it(idea: Unit, searcher: tantivy.Searcher, most: int) -> bool:
    meant, too = (sum(searcher.doc_freq("code", code) for code in codes) for codes in (idea.means, idea.also))
    return bool(meant >= most and too > MANY and too > 2 * meant)
