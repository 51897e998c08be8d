"""Where e-mails come back, nobody waits for three letters: the listing is rung about, and it says why."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory.models import Service
from directory.operations import next_revision
from directory.upkeep.models import ListingCheck, ListingEditor
from messaging import dead_addresses
from messaging.models import OutgoingMessage
from navigator.db import db
from navigator.upkeep import asking
from tests.cast import Cast
from tests.directory.listings import make_service, make_term
from tests.pressing import press
from tests.strict_client import StrictClient
from tests.upkeep.conftest import list_messages, make_editor

DUE = datetime(2026, 11, 23, 10, tzinfo=UTC)
ADDRESS = "hello@teaandtalk.example"


@pytest.fixture
def tea(cast: Cast) -> Service:
    """Tea & Talk, which nobody keeps, due, with its address in the listing as somebody typed it."""
    service = cast.tea_and_talk
    service.assured_date, service.email = date(2026, 8, 20), "Hello@TeaAndTalk.example "
    service.revision = next_revision(db.session())
    db.session.commit()
    return service


def comes_back(address: str = ADDRESS, *, now: datetime = DUE) -> None:
    dead_addresses.mark(address, code="5.1.1", now=now)
    db.session.commit()


def letters() -> list[OutgoingMessage]:
    return list_messages(template="still_correct_contact")


def work(now: datetime) -> None:
    while asking.ask_one(now, public_url="http://localhost") or asking.write_to_one(now, public_url="http://localhost"):
        pass


class TestListingWhoseAddressIsDead:
    def test_is_rung_at_once_and_no_letter_is_written(self, office: StrictClient, tea: Service) -> None:
        comes_back()

        work(DUE)
        page = office.get("/admin/to-be-rung").text

        assert letters() == []
        assert db.session.scalars(select(ListingCheck)).all() == []
        assert "Tea &amp; Talk" in page
        assert "E-mails to its address come back. Please ask for another:" in page
        assert ADDRESS in page

    def test_is_rung_when_its_letter_comes_back(self, office: StrictClient, tea: Service) -> None:
        work(DUE)
        before = office.get("/admin/to-be-rung").text
        comes_back()

        work(DUE + timedelta(days=14))

        assert "Tea &amp; Talk" not in before
        assert "Tea &amp; Talk" in office.get("/admin/to-be-rung").text
        assert len(letters()) == 1

    def test_waits_among_what_waits_for_administrators(self, office: StrictClient, tea: Service) -> None:
        before = office.get("/admin/listings").text.count("To be rung")
        comes_back()

        assert before == 1
        assert "Tea &amp; Talk" in office.get("/admin/to-be-rung").text

    def test_is_written_to_again_with_another_address(self, office: StrictClient, tea: Service) -> None:
        comes_back()
        tea.email = "tea@teaandtalk.example"
        db.session.commit()

        work(DUE)

        assert [letter.to_address for letter in letters()] == ["tea@teaandtalk.example"]
        assert "Tea &amp; Talk" not in office.get("/admin/to-be-rung").text

    def test_of_which_one_of_two_listings_has_another_address_is_written_to_there(
        self, office: StrictClient, tea: Service
    ) -> None:
        other = make_service("Singing", assured_date=date(2026, 8, 1), email="sing@teaandtalk.example")
        other.organization_id = tea.organization_id
        db.session.commit()
        comes_back()

        work(DUE)

        assert [letter.to_address for letter in letters()] == ["sing@teaandtalk.example"]
        assert "Tea &amp; Talk" in office.get("/admin/to-be-rung").text

    def test_says_of_each_other_why_it_is_rung(self, office: StrictClient, cast: Cast) -> None:
        make_service("Net Menders", assured_date=date(2026, 7, 1))
        make_service("Harbour House", terms=(make_term("refuge", "A kind"),), assured_date=date(2026, 7, 1), email="h@h.example")
        db.session.commit()

        page = office.get("/admin/to-be-rung").text

        assert "There is no e-mail address in it." in page
        assert "We write nothing about it: a letter may be read by others." in page


class TestEditorWhoseAddressIsDead:
    def test_is_named_at_the_organisation_and_its_listings_are_rung(
        self, office: StrictClient, tea: Service, jan: ListingEditor
    ) -> None:
        before = office.get("/admin/to-be-rung").text
        comes_back("jan@teaandtalk.example")

        rung = office.get("/admin/to-be-rung").text
        organisation = office.get(f"/admin/organizations/{tea.organization_id}").text

        assert "Tea &amp; Talk" not in before
        assert "E-mails to whoever keeps it come back." in rung
        assert "jan@teaandtalk.example" in rung
        assert "E-mails come back" in organisation

    @pytest.mark.parametrize("other", [{"name": "Meg Tonkin"}, {"name": "Jo Rowe", "phone": "+447700900345"}])
    def test_is_not_missed_where_somebody_else_can_be_asked(
        self, office: StrictClient, tea: Service, jan: ListingEditor, other: dict[str, str], now: datetime
    ) -> None:
        editor = make_editor(tea.organization, now=now, **other)
        comes_back("jan@teaandtalk.example")
        if editor.phone:
            comes_back(editor.email)  # they are asked by text

        assert "Tea &amp; Talk" not in office.get("/admin/to-be-rung").text

    def test_is_tried_again_when_an_administrator_invites_them_again(
        self, app: Flask, office: StrictClient, tea: Service, jan: ListingEditor
    ) -> None:
        comes_back("jan@teaandtalk.example")
        page = f"/admin/organizations/{tea.organization_id}"

        press(office, f"{page}/editors/{jan.id}/again", on=page)

        assert dead_addresses.all_dead(now=DUE) == frozenset()
        assert "E-mails come back" not in office.get(page).text
