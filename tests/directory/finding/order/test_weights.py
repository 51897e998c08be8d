"""What counts in the order of results, and that an administrator can change it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from directory.finding.index.on_disk import listing_index
from directory.finding.models import RankingChange
from directory.finding.order import weighing
from directory.finding.order.weights import BOUNDS, NAMES, USUAL, Weights, weights_from
from directory.finding.results.search import Wanted, search
from directory.finding.tuning import judging
from directory.finding.tuning.comparing import compare
from directory.finding.words.danger import HELPLINES
from directory.places.gazetteer import rebuild_from_listings
from navigator.db import db
from navigator.upkeep.ranking_words import GROUPS, WORDS
from tests.directory.listings import HAYLE, make_service, make_term, teach

FAR_IS_FINE = Weights(nearness=0)


class Searches:
    """Searches as a page does, and gives names in their order."""

    def __init__(self, app: Flask, now: datetime) -> None:
        self.app, self.now = app, now

    def names(self, words: str, weights: Weights | None = None, **wishes: Any) -> list[str]:
        index = listing_index(self.app, now=self.now)
        found = search(Wanted(words=words, **wishes), index=index, now=self.now, language="en", weights=weights)
        return [result.service.name for result in found.results]


@pytest.fixture
def searches(app: Flask, now: datetime) -> Searches:
    """Two kinds of company: one near and checked, one six miles off that has room; and a line for when life is in danger."""
    befriending = make_term("befriending", "Befriending")
    teach("lonely", "befriending")
    make_service("Tea & Talk", terms=(befriending,), description="Company.", assured_date=now.date())
    make_service("Hayle Friends", at=HAYLE, terms=(befriending,), description="Company.", room=(2, now - timedelta(days=2)))
    make_service("Samaritans", at=None, terms=(make_term(HELPLINES, "Helplines"),), description="Somebody listens.")
    rebuild_from_listings()
    db.session.commit()
    return Searches(app, now)


def change(weights: Weights, now: datetime) -> RankingChange:
    changed = weighing.change_weights(weights=weights, made_by="Dee", now=now)
    db.session.commit()
    return changed


class TestEachWeight:
    def test_has_its_usual_value_within_its_bounds(self) -> None:
        assert all(lowest <= getattr(USUAL, name) <= highest for name, (lowest, highest) in BOUNDS.items())

    def test_is_told_in_words_once(self) -> None:
        assert [name for _, _, names in GROUPS for name in names] == list(NAMES)
        assert set(WORDS) == set(NAMES)

    def test_that_is_gone_or_out_of_bounds_does_no_harm(self) -> None:
        assert weights_from({"of_last_year": 3.0, "has_room": 900.0}) == Weights(has_room=5)


class TestTheOrder:
    def test_is_by_nearness_as_it_usually_is(self, searches: Searches) -> None:
        assert searches.names("lonely", near="Penzance")[:2] == ["Tea & Talk", "Hayle Friends"]

    def test_is_another_with_other_weights(self, searches: Searches) -> None:
        assert searches.names("lonely", FAR_IS_FINE, near="Penzance")[:2] == ["Hayle Friends", "Tea & Talk"]

    @pytest.mark.parametrize(("weights", "first"), [(Weights(has_room=0), "Tea & Talk"), (Weights(has_room=5), "Hayle Friends")])
    def test_without_a_place_minds_room_as_much_as_it_is_told(self, searches: Searches, weights: Weights, first: str) -> None:
        assert searches.names("lonely", weights)[0] == first

    def test_of_what_is_typed_in_danger_is_nobodys_to_change(self, searches: Searches, now: datetime) -> None:
        usual = searches.names("lonely and i want to kill myself", near="Penzance")
        change(Weights(nearness=2, room_nearby=1, in_name=20, in_description=20, anywhere=0), now)

        assert searches.names("lonely and i want to kill myself", near="Penzance") == usual
        assert usual[0] == "Samaritans"
        assert "Tea & Talk" in usual


class TestAChange:
    def test_counts_from_the_next_search_on(self, searches: Searches, now: datetime) -> None:
        searches.names("lonely", near="Penzance")

        change(FAR_IS_FINE, now)

        assert searches.names("lonely", near="Penzance")[0] == "Hayle Friends"

    def test_is_undone(self, searches: Searches, now: datetime) -> None:
        change(Weights(has_room=2), now)
        second = change(FAR_IS_FINE, now)

        weighing.undo(change_id=second.id, made_by="Dee", now=now)
        db.session.commit()

        assert weighing.current_weights() == Weights(has_room=2)
        assert searches.names("lonely", near="Penzance")[0] == "Tea & Talk"

    def test_is_told_with_what_stood_before(self, app: Flask, now: datetime) -> None:
        change(Weights(has_room=2), now)
        change(Weights(has_room=3, need=5), now)

        assert [told.differences for told in weighing.list_changes()] == [
            [("need", 4.0, 5.0), ("has_room", 2.0, 3.0)],
            [("has_room", 0.5, 2.0)],
        ]

    def test_that_changes_nothing_is_none(self, app: Flask, now: datetime) -> None:
        with pytest.raises(weighing.NothingChanged):
            weighing.change_weights(weights=USUAL, made_by="Dee", now=now)

    def test_costs_a_search_no_query(self, searches: Searches, now: datetime) -> None:
        change(FAR_IS_FINE, now)
        searches.names("lonely")
        said: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            said.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            searches.names("lonely")
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

        assert said
        assert not [statement for statement in said if "ranking_changes" in statement]


class TestATrial:
    def test_shows_both_orders_and_where_each_listing_came_from(self, searches: Searches, app: Flask, now: datetime) -> None:
        index = listing_index(app, now=now)

        seen = compare("lonely near Penzance", before=USUAL, after=FAR_IS_FINE, index=index, now=now, language="en")

        assert [one.name for one in seen.before][:2] == ["Tea & Talk", "Hayle Friends"]
        assert [(one.name, one.place, one.elsewhere) for one in seen.after][:2] == [("Hayle Friends", 1, 2), ("Tea & Talk", 2, 1)]
        assert seen.place_name == "Penzance"
        assert not seen.is_same

    def test_asks_the_judged_searches_both_ways(self, searches: Searches, app: Flask, now: datetime) -> None:
        make_service("Company Knitters", terms=(make_term("crafts", "Crafts"),), description="Wool.")
        judging.add_judged(typed="company", right=["befriending"])
        judging.add_judged(typed="lonely", right=["befriending"])
        db.session.commit()
        index = listing_index(app, now=now)

        trial = judging.try_weights(Weights(in_name=0, in_description=20), before=USUAL, near="", index=index, now=now)

        assert [(one.typed, one.before, one.after) for one in trial.better] == [("company", 2, 1)]
        assert (trial.worse, trial.same) == ([], 1)
