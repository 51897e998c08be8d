"""What somebody may be about to type: needs, kinds of help, listings by name, and places. A few, and quickly."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import tantivy
from sqlalchemy import or_, select
from tantivy import Occur, Query

from directory.finding.index.documents import SCHEMA
from directory.finding.index.on_disk import card_at
from directory.finding.order.ranking import NEEDS_CODES
from directory.finding.words.danger import HELPLINES, danger_in
from directory.finding.words.stems import stem_of
from directory.finding.words.thesaurus import held_said, names_of_terms
from directory.models import Place, Service
from directory.needs import names_of_needs
from directory.places.gazetteer import PLACE, spellings
from directory.queries import FINDABLE
from directory.words import fold
from navigator.db import db
from translations.locales import words as words_of

LEAST = 2  # letters: one letter begins everything
MOST_TERMS, MOST_LISTINGS, MOST_PLACES = 4, 4, 6
LOOKED_AT = 20  # listings of a kind, for the need they meet


class What(StrEnum):
    """What a suggestion is."""

    NEED = "need"
    KIND = "kind"
    LISTING = "listing"
    PLACE = "place"


@dataclass(frozen=True)
class Suggestion:
    """`words` as shown; `address` where it leads, None when it only fills in the field. `language` of the words, or None."""

    words: str
    what: What
    address: str | None = None
    language: str | None = None


def suggest_help(typed: str, *, searcher: tantivy.Searcher, language: str) -> list[Suggestion]:
    """Needs and kinds of help: those whose name begins so, then those that the words begun may mean ("lonel": company,
    befriending). Then listings whose name has these words, the last of them begun."""
    folded = fold(typed)
    if len(folded) < LEAST:
        return []
    needs = names_of_needs(words_of(language))
    names = names_of_terms()
    called = [code for code, name in needs.items() if _begins(folded, [fold(name)])]
    called += sorted(
        (code for code, name in names.items() if code not in needs and _begins(folded, [fold(name)])),
        key=lambda code: names[code],
    )
    meant = [HELPLINES] if danger_in(typed) else [code for code in held_said().codes_for(folded) if code not in called]
    if not any(code in needs for code in (*called, *meant[:MOST_TERMS])) and (met := need_met_by((*called, *meant), searcher)):
        meant.insert(0, met)
    found = [
        Suggestion(needs[code], What.NEED, f"/needs/{code}")
        if code in needs
        else Suggestion(names[code], What.KIND, f"/services?kind={code}", "en")
        for code in [*called, *meant]
        if code in needs or code in names
    ][:MOST_TERMS]
    first = [one for one in found if one.what is What.NEED]
    return [*first, *(one for one in found if one.what is not What.NEED), *_listings(folded, searcher)]


def need_met_by(codes: Sequence[str], searcher: tantivy.Searcher) -> str | None:
    """The need that most listings of the likeliest of these kinds meet; None when none is known."""
    if not codes:
        return None
    query = Query.boolean_query(
        [(Occur.Must, Query.term_query(SCHEMA, "code", codes[0])), (Occur.Must, Query.term_query(SCHEMA, "is_main", True))]
    )
    cards = (card_at(searcher, address) for _, address in searcher.search(query, LOOKED_AT, count=False).hits)
    met = Counter(code for card in cards for code, _ in card.terms if code in NEEDS_CODES)
    return min(met, key=lambda code: (-met[code], code)) if met else None


def suggest_places(typed: str) -> list[Suggestion]:
    """Towns and villages whose name begins so."""
    folded = fold(typed)
    if len(folded) < LEAST:
        return []
    beginnings = spellings(folded)
    rows = db.session.scalars(
        select(Place.name)
        .where(Place.kind == PLACE, or_(*(Place.folded.startswith(text, autoescape=True) for text in beginnings)))
        .order_by(Place.folded)
        .limit(MOST_PLACES)
    )
    return [Suggestion(name, What.PLACE, language="en") for name in rows]


def _begins(folded: str, names: Iterable[str]) -> bool:
    """Whether what was typed begins one of the names, or a word in it."""
    return any(f" {name}".find(f" {folded}") >= 0 for name in names)


def _listings(folded: str, searcher: tantivy.Searcher) -> list[Suggestion]:
    *whole, begun = folded.split()
    clauses = [(Occur.Must, Query.term_query(SCHEMA, "name", stem_of(word))) for word in whole]
    clauses.append((Occur.Must, Query.fuzzy_term_query(SCHEMA, "every_word", begun, distance=0, prefix=True)))
    clauses.append((Occur.Must, Query.term_query(SCHEMA, "is_main", True)))
    # Those with it in their name come first, so that they are among the few looked at; names are kept by their stems.
    clauses.append((Occur.Should, Query.fuzzy_term_query(SCHEMA, "name", begun[:4], distance=0, prefix=True)))
    hits = searcher.search(Query.boolean_query(clauses), 60).hits
    ids = [uuid.UUID(str(searcher.doc(address).get_first("id"))) for _, address in hits]
    rows = db.session.execute(select(Service.id, Service.name).where(Service.id.in_(ids), Service.status.in_(FINDABLE)))
    named = sorted((row.name, row.id) for row in rows if _begins(folded, [fold(row.name)]))
    return [Suggestion(name, What.LISTING, f"/services/{identity}", "en") for name, identity in named[:MOST_LISTINGS]]
