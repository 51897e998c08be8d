"""The best of what matches are the same whether or not all that only helps is looked at."""

from dataclasses import replace
from datetime import datetime
from random import Random

import pytest
from flask import Flask
from tantivy import Query

from directory.finding.index.on_disk import listing_index
from directory.finding.narrowing.wanted import Wanted
from directory.finding.order import best as best_of_it
from directory.finding.order.best import best
from directory.finding.order.ranking import Box, Part, Strictness, listings_query
from directory.finding.order.weights import USUAL, Weights
from directory.finding.words.lexicon import Unit
from navigator.db import db
from navigator.times import LONDON
from tests.directory.listings import PENZANCE, ST_IVES, make_service, make_term

LUNCH = Unit(words=("lunch", "club"), means=("lunch-club",), also=frozenset({"company", "food"}))


@pytest.fixture
def listings(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eighty listings by chance: some are lunch clubs, some only say so, and most are merely company."""
    monkeypatch.setattr(best_of_it, "MANY", 0)
    chance = Random(5)
    lunch, company, food = make_term("lunch-club", "Lunch club"), make_term("company", "Company"), make_term("food", "Food")
    for number in range(80):
        terms = [company, *([lunch] if number % 6 == 0 else []), *([food] if chance.random() < 0.3 else [])]
        name = chance.choice(("Lunch club", "The Wednesday lunch", "Club", "Chair yoga", "A place for lunch"))
        make_service(
            f"{name} {number}",
            at=chance.choice((PENZANCE, ST_IVES)),
            terms=tuple(terms),
            assured_date=chance.choice((now.date(), None)),
        )
    db.session.commit()


@pytest.mark.usefixtures("listings")
class TestTheBest:
    @pytest.mark.parametrize("most", [3, 10, 40])
    @pytest.mark.parametrize("near", [False, True])
    @pytest.mark.parametrize(
        "weights",
        [USUAL, replace(USUAL, kind_of_help=1.0), replace(USUAL, has_room=0.0, in_name=0.0), replace(USUAL, in_name=20.0)],
        ids=["usual", "kinds hardly count", "names do not count", "names count most"],
    )
    def test_are_those_of_the_whole_question(self, app: Flask, now: datetime, most: int, near: bool, weights: Weights) -> None:
        searcher = listing_index(app, now=now).searcher
        where = Box(50.1, -5.5, 12).query() if near else None
        asked: list[Part] = []

        def ask(part: Part) -> Query:
            asked.append(part)
            return listings_query(
                Wanted(words="lunch club"),
                [LUNCH],
                searcher,
                strictness=Strictness.ALL,
                where=where,
                today=now.astimezone(LONDON).date(),
                weights=weights,
                part=part,
            )

        found = best(ask, LUNCH, searcher, weights, most=most, with_standing=where is None)

        whole = searcher.search(ask(Part.ALL), most, count=False).hits
        assert [(round(score, 3), at.doc) for score, at in found] == [(round(score, 3), at.doc) for score, at in whole]

    def test_are_found_without_looking_at_what_only_helps(self, app: Flask, now: datetime) -> None:
        supper = replace(LUNCH, words=("supper",))  # which no listing says
        searcher = listing_index(app, now=now).searcher
        asked: list[Part] = []

        def ask(part: Part) -> Query:
            asked.append(part)
            return listings_query(
                Wanted(words="supper"),
                [supper],
                searcher,
                strictness=Strictness.ALL,
                where=Box(50.1, -5.5, 12).query(),
                today=now.date(),
                part=part,
            )

        best(ask, supper, searcher, USUAL, most=3, with_standing=False)

        assert Part.ALL not in asked
