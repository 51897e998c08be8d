"""An administrator and the organisations: finding one, letting somebody keep its listings, trusting it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event

from directory.models import Organization
from directory.upkeep import editors
from directory.upkeep.models import ListingEditor
from navigator.db import db
from tests.cast import Cast
from tests.form_filling import fill
from tests.signed_in import browser_of_editor, browser_of_staff
from tests.strict_client import StrictClient
from tests.upkeep.conftest import list_messages, make_editor

JAN: dict[str, Any] = {"name": "Jan Trewhella", "email": "Jan@TeaAndTalk.example", "mobile": "07700 900 345", "language": "pl"}


@pytest.fixture
def address(cast: Cast) -> str:
    """Tea & Talk's page."""
    return f"/admin/organizations/{cast.tea_and_talk.organization_id}"


def the_editor() -> ListingEditor:
    db.session.expire_all()
    [editor] = editors.list_all()
    return editor


class TestFindingAnOrganisation:
    def test_is_by_words_of_its_name(self, office: StrictClient, cast: Cast) -> None:
        db.session.add(Organization(name="Hayle Harriers"))

        page = office.get("/admin/organizations?q=talk+tea").text

        assert "Tea &amp; Talk" in page
        assert "Hayle Harriers" not in page

    def test_takes_a_percent_sign_for_itself(self, office: StrictClient, cast: Cast) -> None:
        assert "No organisation has these words" in office.get("/admin/organizations?q=%25").text

    def test_asks_the_same_number_of_questions_however_many_there_are(self, office: StrictClient, cast: Cast) -> None:
        asked: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        office.get("/admin/organizations")
        first = len(asked)
        db.session.add_all([Organization(name=f"Group {number}") for number in range(40)])
        db.session.commit()
        asked.clear()

        office.get("/admin/organizations")

        assert len(asked) == first

    def test_is_for_administrators_alone(self, app: Flask, cast: Cast, address: str, jan: ListingEditor) -> None:
        assert browser_of_staff(app, cast.ben).get(address).status_code == 403
        assert browser_of_editor(app, jan).get(address).location.startswith("/sign-in?then=")


class TestInviting:
    def test_writes_an_email_in_their_language(self, office: StrictClient, address: str) -> None:
        page = fill(office, address, to="/editors", follow=True, **JAN).text

        assert "We are writing to Jan Trewhella now." in page
        assert "has not signed in yet" in page
        [email] = list_messages(template="editor_invitation")
        assert (email.to_address, email.locale) == ("jan@teaandtalk.example", "pl")
        assert "/listings/open/" in email.values["link"]
        assert the_editor().phone == "+447700900345"

    def test_says_what_is_wrong_and_keeps_what_was_typed(self, office: StrictClient, address: str) -> None:
        answer = fill(office, address, to="/editors", **(JAN | {"email": "jan at home", "mobile": "01632 960123"}))

        assert answer.status_code == 422
        assert "This does not look like an e-mail address" in answer.text
        assert "This is a landline" in answer.text
        assert 'value="jan at home"' in answer.text
        assert editors.list_all() == []

    def test_asks_for_a_name_and_an_address(self, office: StrictClient, address: str) -> None:
        answer = fill(office, address, to="/editors", name="", email="")

        assert answer.status_code == 422
        assert "Write their name." in answer.text
        assert "Write their e-mail address." in answer.text

    def test_the_same_address_twice_is_told(self, office: StrictClient, address: str, jan: ListingEditor) -> None:
        answer = fill(office, address, to="/editors", **JAN)

        assert answer.status_code == 422
        assert "keeps these listings already" in answer.text

    def test_again_ends_the_old_link_and_every_session(
        self,
        app: Flask,
        office: StrictClient,
        address: str,
        clock: time_machine.Traveller,
        now: datetime,
        link_in: Callable[[str], str],
    ) -> None:
        fill(office, address, to="/editors", **JAN)
        old_link, old_phone = link_in("editor_invitation"), browser_of_editor(app, the_editor())
        clock.move_to(now + timedelta(minutes=5))

        fill(office, address, to="/again", follow=True)

        assert office.get(old_link).status_code == 404
        assert old_phone.get("/listings/sign-in").status_code == 200  # it would lead to the listings, were it signed in
        assert [email.state for email in list_messages(template="editor_invitation")] == ["cancelled", "planned"]


class TestRemoving:
    def test_ends_their_session_and_can_be_undone(
        self, app: Flask, office: StrictClient, address: str, jan: ListingEditor
    ) -> None:
        phone = browser_of_editor(app, jan)

        page = fill(office, address, to="/remove", follow=True)

        assert "does not keep these listings any more" in page.text
        assert editors.list_all() == []
        assert phone.get("/listings/sign-in").status_code == 200
        fill(office, page.request.full_path, to="/put-back")
        assert the_editor().name == "Jan Trewhella"
        assert phone.get("/listings/sign-in").location == "/listings"

    def test_lets_nobody_remove_another_organisations_editor(
        self, office: StrictClient, address: str, jan: ListingEditor, now: datetime
    ) -> None:
        other = Organization(name="Hayle Harriers")
        db.session.add(other)
        stranger = make_editor(other, now=now, name="Col Hayes")
        office.get(address)
        token = fill(office, address, to="/trust", trusted="yes")
        assert token.status_code == 303

        answer = fill(office, address, to="/remove")

        assert answer.status_code == 303
        assert stranger.removed_at is None
        assert jan.removed_at is not None

    def test_they_can_be_invited_anew(self, office: StrictClient, address: str, jan: ListingEditor) -> None:
        fill(office, address, to="/remove")

        fill(office, address, to="/editors", **JAN)

        assert the_editor().language == "pl"


class TestTrust:
    def test_is_given_and_taken_with_one_button(self, office: StrictClient, address: str, cast: Cast) -> None:
        assert "is looked at before it goes live" in office.get(address).text

        page = fill(office, address, to="/trust", trusted="yes", follow=True).text

        assert "goes live at once" in page
        assert editors.is_trusted(cast.tea_and_talk.organization_id)
        fill(office, address, to="/trust", trusted="no")
        db.session.expire_all()
        assert not editors.is_trusted(cast.tea_and_talk.organization_id)
