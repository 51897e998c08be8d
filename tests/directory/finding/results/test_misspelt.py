"""A misspelt word may stand for several words of the listings: none of them is crowded out by those of a commoner one."""

from datetime import datetime

import pytest
from flask import Flask

from directory.finding.index.on_disk import listing_index
from directory.finding.results.search import Found, Wanted, search
from navigator.db import db
from tests.directory.listings import make_service

COMMON = 25  # listings of the word that is nearest to what is typed


@pytest.fixture
def farms(app: Flask) -> None:
    for number in range(COMMON):
        make_service(f"Nanmorith walkers {number}", description="We walk.")
    make_service("Nanmorarth choir", description="We sing.")
    make_service("Nanmorenth bakers", description="We bake.")
    db.session.commit()


def typed(app: Flask, now: datetime, words: str, page: int = 1) -> Found:
    wanted = Wanted(words=words, page=page, per_page=10)
    return search(wanted, index=listing_index(app, now=now), now=now, language="en")


@pytest.mark.usefixtures("farms")
class TestAMisspeltWord:
    def test_finds_each_word_it_may_stand_for_among_the_first_ten(self, app: Flask, now: datetime) -> None:
        names = [result.service.name for result in typed(app, now, "nanmorbth").results]

        assert names[0].startswith("Nanmorith")  # one letter is wrong, in the others two are
        assert {"Nanmorarth choir", "Nanmorenth bakers"} <= set(names)

    def test_shows_every_listing_once_from_page_to_page(self, app: Flask, now: datetime) -> None:
        pages = [typed(app, now, "nanmorbth", page) for page in (1, 2, 3)]
        names = [result.service.name for found in pages for result in found.results]

        assert [len(found.results) for found in pages] == [10, 10, 7]
        assert len(names) == len(set(names)) == pages[0].total == COMMON + 2

    def test_leaves_the_order_of_a_word_that_is_known_as_it_is(self, app: Flask, now: datetime) -> None:
        names = [result.service.name for result in typed(app, now, "nanmorith").results]

        assert all(name.startswith("Nanmorith") for name in names)
