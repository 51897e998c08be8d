"""An administrator makes one listing of two that look alike."""

from datetime import datetime

import pytest
from sqlalchemy import select

from directory.models import Phone, Service
from directory.upkeep.models import ListingPair, PairState
from navigator.db import db
from tests.directory.listings import HAYLE, make_service
from tests.form_filling import fill
from tests.strict_client import StrictClient


@pytest.fixture
def pair(office: StrictClient, now: datetime) -> str:
    """The same lunch club, listed by two organisations and found by looking: its address."""
    for name, owner in (("Hayle Lunch Club", "Neighbours"), ("Lunch Club Hayle", "The Parish")):
        make_service(name, at=HAYLE, organization=owner, description=f"Soup by {owner}.").phones.append(
            Phone(number="01632 960210")
        )
    fill(office, "/admin/duplicates", to="/look")
    return f"/admin/duplicates/{the_pair().id}"


def the_pair() -> ListingPair:
    db.session.expire_all()
    return db.session.scalars(select(ListingPair)).one()


class TestAPair:
    def test_is_listed_with_why(self, office: StrictClient, pair: str) -> None:
        page = office.get("/admin/duplicates").text

        assert all(words in page for words in ("Hayle Lunch Club", "Lunch Club Hayle", "same phone"))

    def test_stands_side_by_side_in_every_language(self, office: StrictClient, pair: str) -> None:
        for language in ("en", "pl", "ur"):
            assert "Soup by The Parish." in office.get(f"{pair}?lang={language}").text

    def test_becomes_one_and_every_old_address_leads_to_it(self, office: StrictClient, pair: str) -> None:
        kept, old = the_pair().first_id, the_pair().second_id

        fill(office, pair, to="/merge", kept="first", about="second")

        assert the_pair().state is PairState.MERGED
        assert db.session.get_one(Service, kept).description == "Soup by The Parish."
        answer = office.get(f"/services/{old}?near=Hayle")
        assert (answer.status_code, answer.location) == (301, f"/services/{kept}?near=Hayle")
        assert office.get(f"/api/v1/services/{old}").location.endswith(f"/api/v1/services/{kept}")

    def test_is_taken_apart_again(self, office: StrictClient, pair: str) -> None:
        old = the_pair().second_id
        fill(office, pair, to="/merge", kept="first")

        fill(office, pair, to="/undo")

        assert the_pair().state is PairState.ALIKE
        assert office.get(f"/services/{old}").status_code == 200

    def test_can_be_two_and_is_not_shown_again(self, office: StrictClient, pair: str) -> None:
        fill(office, pair, to="/different")

        assert the_pair().state is PairState.DIFFERENT
        assert "Lunch Club Hayle" not in office.get("/admin/duplicates").text
