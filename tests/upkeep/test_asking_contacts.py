"""Organisations without an editor are asked too: at the address in their listings, else by telephone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory.models import Phone, Service, ServiceStatus
from directory.operations import next_revision
from directory.queries import get_service
from directory.upkeep.contact_models import ContactLink
from directory.upkeep.models import ListingEditor
from directory.upkeep.report_models import ListingReport
from messaging.models import OutgoingMessage
from navigator.db import db
from navigator.people.models import Staff
from navigator.upkeep import asking
from tests.cast import Cast
from tests.directory.listings import make_service, make_term
from tests.form_filling import fill
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient
from tests.upkeep.conftest import list_messages

DUE = datetime(2026, 11, 23, 10, tzinfo=UTC)


def work(now: datetime) -> None:
    while asking.ask_one(now, public_url="http://localhost") or asking.write_to_one(now, public_url="http://localhost"):
        pass


def letters() -> list[OutgoingMessage]:
    return list_messages(template="still_correct_contact")


def link_of(message: OutgoingMessage) -> str:
    return str(message.values["link"]).removeprefix("http://localhost")


def again(service: Service) -> Service:
    db.session.expire_all()
    return get_service(service.id)


@pytest.fixture
def tea(cast: Cast) -> Service:
    """Tea & Talk, which nobody keeps, due since the twentieth of November, with its address in the listing."""
    service = cast.tea_and_talk
    service.assured_date, service.email = date(2026, 8, 20), "hello@teaandtalk.example"
    service.revision = next_revision(db.session())
    db.session.commit()
    return service


@pytest.fixture
def silent() -> Service:
    """The Net Menders, due, with a telephone and no address to write to."""
    service = make_service("Net Menders", assured_date=date(2026, 7, 1))
    service.phones.append(Phone(number="01632 960123"))
    db.session.commit()
    return service


class TestTheLetter:
    def test_goes_to_the_address_in_the_listing_three_times_at_most(self, tea: Service) -> None:
        for days in (0, 1, 14, 28, 60):
            work(DUE + timedelta(days=days))

        assert [message.to_address for message in letters()] == ["hello@teaandtalk.example"] * 3

    def test_is_answered_with_one_tap(self, client: StrictClient, tea: Service) -> None:
        work(DUE)

        fill(client, link_of(letters()[0]), answer="still_right")

        assert again(tea).assured_date == date(2026, 11, 23)
        assert "You said on" in client.get(link_of(letters()[0])).text

    def test_may_be_answered_with_closed_and_taken_back(self, client: StrictClient, tea: Service) -> None:
        work(DUE)
        page = link_of(letters()[0])

        fill(client, page, answer="closed")
        assert again(tea).status is ServiceStatus.DEFUNCT
        fill(client, page, answer="not_closed")

        assert again(tea).status is ServiceStatus.ACTIVE

    def test_leads_to_where_one_says_what_has_changed(self, client: StrictClient, tea: Service) -> None:
        work(DUE)

        assert fill(client, link_of(letters()[0]), answer="changed").location == f"/services/{tea.id}/something-wrong"

    def test_does_not_go_where_somebody_keeps_the_listing(self, tea: Service, jan: ListingEditor) -> None:
        work(DUE)

        assert letters() == []

    @pytest.mark.parametrize("kind", ["refuge", "domestic-abuse"])
    def test_is_never_written_about_what_must_stay_private(self, office: StrictClient, tea: Service, kind: str) -> None:
        private = make_service(
            "Harbour House",
            terms=(make_term(kind, "A kind"),),
            assured_date=date(2026, 7, 1),
            email="house@harbour.example",
        )
        private.phones.append(Phone(number="01632 960999"))
        db.session.commit()

        work(DUE)

        assert [message.to_address for message in letters()] == ["hello@teaandtalk.example"]
        assert "01632 960999" in office.get("/admin/to-be-rung").text  # it is rung

    def test_no_longer_works_once_an_editor_keeps_the_listing(
        self, client: StrictClient, tea: Service, request: pytest.FixtureRequest
    ) -> None:
        work(DUE)
        request.getfixturevalue("jan")

        assert client.get(link_of(letters()[0])).status_code == 404

    def test_opens_no_other_listing(self, client: StrictClient, tea: Service, silent: Service) -> None:
        work(DUE)
        page = link_of(letters()[0])

        token = client.get(page).text.split('name="csrf_token" value="')[1].split('"')[0]
        assert client.post(f"{page}/{silent.id}", data={"csrf_token": token, "answer": "closed"}).status_code == 404

    def test_keeps_no_token(self, tea: Service) -> None:
        work(DUE)

        assert link_of(letters()[0]).rsplit("/", 1)[1] not in str(
            db.session.execute(select(ContactLink.digest, ContactLink.email)).all()
        )


class TestTheListToRing:
    @pytest.fixture
    def say(self, office: StrictClient, tea: Service, silent: Service) -> Callable[..., str]:
        def say(said: str, words: str = "") -> str:
            return fill(office, "/admin/to-be-rung", to=str(silent.id), follow=True, said=said, words=words).text

        return say

    def test_has_whom_nobody_can_write_to_with_the_number(self, office: StrictClient, tea: Service, silent: Service) -> None:
        page = office.get("/admin/to-be-rung").text

        assert "Net Menders" in page
        assert "tel:01632960123" in page
        assert "Tea &amp; Talk" not in page
        assert "To be rung" in office.get("/admin/listings").text

    def test_has_whom_three_letters_brought_no_answer_from(
        self, app: Flask, ada: Staff, tea: Service, clock: time_machine.Traveller
    ) -> None:
        for days in (0, 14, 28):
            work(DUE + timedelta(days=days))

        clock.move_to(DUE + timedelta(days=29))
        assert "Tea &amp; Talk" in browser_of_staff(app, ada).get("/admin/to-be-rung").text

    def test_still_right_checks_it_today(self, say: Callable[..., str], silent: Service) -> None:
        assert "checked today" in say("still_right")
        assert again(silent).assured_date == date(2026, 11, 23)

    def test_closed_takes_it_out_of_the_search(self, say: Callable[..., str], silent: Service) -> None:
        say("closed")

        assert again(silent).status is ServiceStatus.DEFUNCT

    def test_changed_puts_what_they_said_before_whoever_mends_it(
        self, office: StrictClient, say: Callable[..., str], silent: Service
    ) -> None:
        assert "Write what has changed." in say("changed")

        say("changed", "They meet on Fridays now.")

        assert db.session.scalars(select(ListingReport.words)).all() == ["They meet on Fridays now."]
        assert "Net Menders" not in office.get("/admin/to-be-rung").text

    def test_no_answer_leaves_it_there_and_says_so(self, say: Callable[..., str]) -> None:
        assert "Ada Penrose rang on 23 November 2026: no answer." in say("no_answer")

    def test_is_empty_when_all_is_well(self, office: StrictClient) -> None:
        assert "Nobody has to be rung now." in office.get("/admin/to-be-rung").text
