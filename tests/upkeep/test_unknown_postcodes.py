"""A postcode that nobody here knows: the editor is told kindly, may put it right, and may keep it."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from directory.models import Address, Service
from directory.places.gazetteer import rebuild_from_listings
from directory.upkeep import editors
from navigator.db import db
from navigator.times import utc_now
from tests.cast import Cast
from tests.directory.listings import make_service
from tests.form_filling import fill
from tests.strict_client import StrictClient

HALL: dict[str, Any] = {
    "name_1": "Foundry Hall",
    "address_1_1": "1 Low Road",
    "city_1": "Hayle",
    "directions_1": "Behind the chapel",
}


@pytest.fixture
def where(cast: Cast) -> str:
    make_service("A club in Penzance")
    rebuild_from_listings()
    editors.set_trust(organization_id=cast.tea_and_talk.organization_id, is_trusted=True, decided_by="Ada Penrose", now=utc_now())
    db.session.commit()
    return f"/listings/{cast.tea_and_talk.id}/questions/where"


class TestAPostcodeWeDoNotKnow:
    def test_is_asked_about_and_nothing_typed_is_lost(self, phone: StrictClient, where: str) -> None:
        answer = fill(phone, where, then="next", **HALL, postal_code_1="zz99 9zz")

        page = BeautifulSoup(answer.text, "html.parser")
        assert answer.status_code == 422
        assert "We do not know the postcode ZZ99 9ZZ" in page.get_text()
        kept = {str(box["name"]): box.get("value") for box in page.select("main input[type=text]")}
        assert kept | HALL | {"postal_code_1": "zz99 9zz"} == kept
        assert page.select_one("input[name=sure_1][value='ZZ99 9ZZ']") is not None

    def test_stands_when_the_editor_says_so_and_its_page_says_what_follows(
        self, cast: Cast, phone: StrictClient, where: str
    ) -> None:
        fill(phone, where, then="next", **HALL, postal_code_1="ZZ99 9ZZ")

        answer = fill(phone, where, then="next", sure_1="ZZ99 9ZZ")

        assert answer.status_code == 303
        review = where.removesuffix("/questions/where") + "/review"
        assert "We do not know where ZZ99 9ZZ is, so no search near it finds this place." in phone.get(review).text
        fill(phone, review, to="/send")
        assert db.session.scalars(select(Address.postal_code).where(Address.city == "Hayle")).all() == ["ZZ99 9ZZ"]
        assert fill(phone, where, then="next").status_code == 303  # it is not asked about again

    def test_is_asked_about_anew_when_it_was_changed_to_another(self, phone: StrictClient, where: str) -> None:
        fill(phone, where, then="next", **HALL, postal_code_1="ZZ99 9ZZ")

        answer = fill(phone, where, then="next", sure_1="ZZ99 9ZZ", postal_code_1="ZZ98 9ZZ")

        assert answer.status_code == 422
        assert "We do not know the postcode ZZ98 9ZZ" in answer.text

    @pytest.mark.parametrize("known", ["TR18 2AB", "tr182zz"])
    def test_is_not_one_whose_beginning_we_know(self, phone: StrictClient, where: str, known: str) -> None:
        assert fill(phone, where, then="next", **HALL, postal_code_1=known).status_code == 303

    def test_goes_with_the_whereabouts_when_the_address_must_not_be_public(
        self, cast: Cast, phone: StrictClient, where: str
    ) -> None:
        fill(phone, where, then="next", **HALL, postal_code_1="ZZ99 9ZZ", sure_1="ZZ99 9ZZ")

        fill(phone, where, then="next", withheld="yes", sure_1="ZZ99 9ZZ", postal_code_1="ZZ99 9ZZ")

        assert "ZZ99" not in phone.get(where).text
        assert db.session.get_one(Service, cast.tea_and_talk.id) is not None
