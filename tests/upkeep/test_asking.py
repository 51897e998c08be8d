""" "Still correct?": who is asked when, what one tap says, and what becomes of a listing that nobody speaks for."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory.models import Service, ServiceStatus
from directory.operations import next_revision
from directory.queries import get_service
from directory.upkeep.models import CheckAnswer, ListingCheck, ListingEditor
from messaging import opt_outs
from messaging.models import Channel, OutgoingMessage
from navigator.db import db
from navigator.jobs import seldom
from navigator.upkeep import asking
from navigator.upkeep.telling import call_off
from tests.cast import Cast
from tests.directory.listings import make_service
from tests.form_filling import fill
from tests.signed_in import browser_of_editor
from tests.strict_client import StrictClient
from tests.upkeep.conftest import list_messages, make_editor

TEMPLATES = ("still_correct", "still_correct_email")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def work(now: datetime) -> None:
    """Let the worker do all that is due."""
    while asking.keep_search_honest(now) or asking.ask_one(now, public_url="http://localhost"):
        pass


def asked() -> list[OutgoingMessage]:
    """The questions planned so far, oldest first."""
    return [message for message in list_messages() if message.template in TEMPLATES]


def link_of(message: OutgoingMessage) -> str:
    return str(message.values["link"]).removeprefix("http://localhost")


def again(service: Service) -> Service:
    db.session.expire_all()
    return get_service(service.id)


@pytest.fixture
def tea(cast: Cast) -> Service:
    """Tea & Talk, last checked on the first of August: due on the first of November."""
    cast.tea_and_talk.assured_date = date(2026, 8, 1)
    cast.tea_and_talk.revision = next_revision(db.session())
    db.session.commit()
    return cast.tea_and_talk


class TestAsking:
    def test_is_after_three_months_then_two_and_four_weeks_and_then_never(self, tea: Service, jan: ListingEditor) -> None:
        days = [date(2026, 10, 30) + timedelta(days=number) for number in range(90)]

        asked_on = []
        for day in days:
            before = len(asked())
            work(noon(day))
            asked_on += [day] * (len(asked()) - before)

        assert asked_on == [date(2026, 11, 1), date(2026, 11, 15), date(2026, 11, 29)]

    def test_begins_anew_three_months_after_the_answer(self, client: StrictClient, tea: Service, jan: ListingEditor) -> None:
        work(noon(date(2026, 11, 1)))
        with time_machine.travel(noon(date(2026, 11, 1)), tick=False):
            fill(client, link_of(asked()[0]), answer="still_right")

        for day in (date(2026, 11, 15), date(2026, 11, 29), date(2027, 1, 31)):
            work(noon(day))
        assert len(asked()) == 1
        work(noon(date(2027, 2, 1)))
        work(noon(date(2027, 2, 14)))
        assert len(asked()) == 2
        work(noon(date(2027, 2, 15)))
        assert len(asked()) == 3

    def test_counts_from_when_it_was_listed_if_nobody_ever_checked_it(
        self, tea: Service, jan: ListingEditor, now: datetime
    ) -> None:
        tea.assured_date = None
        db.session.commit()

        for days in (0, 91):
            work(now + timedelta(days=days))
        assert asked() == []
        work(now + timedelta(days=92))  # 23 February

        assert len(asked()) == 1
        assert again(tea).listed_on == now.date()

    def test_is_one_message_for_all_the_listings_of_an_organisation(
        self, tea: Service, jan: ListingEditor, now: datetime
    ) -> None:
        for name, checked in (("Tea by Telephone", date(2026, 7, 1)), ("Tea on Sundays", date(2026, 11, 1))):
            make_service(name, assured_date=checked).organization = tea.organization
        db.session.commit()

        work(now)

        [email] = asked()
        assert email.values["listings"] == "Tea & Talk\nTea by Telephone"

    def test_is_never_twice_within_a_fortnight(self, tea: Service, jan: ListingEditor, now: datetime) -> None:
        make_service("Tea on Sundays", assured_date=date(2026, 8, 25)).organization = tea.organization  # due in two days
        db.session.commit()

        days = []
        for number in range(60):
            before = len(asked())
            work(now + timedelta(days=number))
            days += [number] * (len(asked()) - before)

        assert days == [0, 14, 28, 42]
        assert [message.values["listings"] for message in asked()] == [
            "Tea & Talk",
            "Tea & Talk\nTea on Sundays",
            "Tea & Talk\nTea on Sundays",
            "Tea on Sundays",
        ]

    def test_reaches_each_editor_in_their_way_and_language(self, tea: Service, jan: ListingEditor, now: datetime) -> None:
        make_editor(tea.organization, now=now, name="Amna Bibi", phone="+447700900346", language="ur")

        work(now)

        told = {message.to_address: (message.channel, message.locale, message.any_hour) for message in asked()}
        assert told == {
            "jan@teaandtalk.example": (Channel.EMAIL, "en", True),
            "+447700900346": (Channel.TEXT, "ur", False),  # so that quiet hours hold
        }

    def test_goes_by_email_to_a_phone_that_said_stop(self, tea: Service, jan: ListingEditor, now: datetime) -> None:
        jan.phone = "+447700900346"
        opt_outs.stop(number="+447700900346", how="text", now=now)
        db.session.commit()

        work(now)

        assert [message.channel for message in asked()] == [Channel.EMAIL]

    def test_names_no_listing_on_a_phone(self, tea: Service, jan: ListingEditor, now: datetime) -> None:
        jan.phone = "+447700900346"
        db.session.commit()

        work(now)

        assert set(asked()[0].values) == {"link"}

    @pytest.mark.parametrize("status", [ServiceStatus.DEFUNCT, ServiceStatus.INACTIVE])
    def test_leaves_alone_what_has_ended(self, tea: Service, jan: ListingEditor, status: ServiceStatus, now: datetime) -> None:
        tea.status = status
        db.session.commit()

        work(now)

        assert asked() == []

    def test_needs_somebody_to_ask(self, tea: Service, jan: ListingEditor, now: datetime) -> None:
        jan.removed_at = now
        db.session.commit()

        work(now)

        assert asked() == []
        assert db.session.scalars(select(ListingCheck)).all() == []

    def test_is_called_off_with_the_editor(self, tea: Service, jan: ListingEditor, now: datetime) -> None:
        work(now)

        call_off(editor=jan, now=now)

        assert [message.state for message in asked()] == ["cancelled"]


@pytest.fixture
def link(tea: Service, jan: ListingEditor, now: datetime) -> str:
    """The address in the question to Jan."""
    work(now)
    return link_of(asked()[0])


class TestTheLink:
    def test_takes_one_tap_and_no_password(self, client: StrictClient, link: str, tea: Service, now: datetime) -> None:
        page = fill(client, link, follow=True, answer="still_right")

        assert "You said on 23 November 2026 that it is still right." in page.text
        assert (again(tea).assured_date, again(tea).assurer_email) == (now.date(), "jan@teaandtalk.example")
        assert "checked today" in client.get(f"/services/{tea.id}").text

    def test_changes_nothing_by_being_opened(self, client: StrictClient, link: str, tea: Service) -> None:
        client.get(link)
        client.get(link)

        assert again(tea).assured_date == date(2026, 8, 1)

    def test_shows_afterwards_what_was_said(self, app: Flask, client: StrictClient, link: str) -> None:
        fill(client, link, answer="still_right")

        other = app.test_client().get(link)

        assert "This is what you told us." in other.text
        assert "We have closed" not in other.text

    def test_confirms_all_listings_at_once(self, client: StrictClient, tea: Service, jan: ListingEditor, now: datetime) -> None:
        phone = make_service("Tea by Telephone", assured_date=date(2026, 7, 1))
        phone.organization = tea.organization
        db.session.commit()
        work(now)

        page = fill(client, link_of(asked()[0]), follow=True)

        assert "This is what you told us." in page.text
        assert (again(tea).assured_date, again(phone).assured_date) == (now.date(), now.date())

    def test_says_that_it_has_closed_and_takes_it_back(self, client: StrictClient, link: str, tea: Service) -> None:
        page = fill(client, link, to=str(tea.id), follow=True, answer="closed")

        assert "that it has closed" in page.text
        assert client.get(f"/services/{tea.id}").status_code == 410
        fill(client, link, to=str(tea.id), answer="not_closed")
        assert again(tea).status is ServiceStatus.ACTIVE
        assert "We have closed" in client.get(link).text

    def test_that_something_changed_leads_on_to_signing_in(self, client: StrictClient, link: str, tea: Service) -> None:
        page = fill(client, link, to=str(tea.id), follow=True, answer="changed")

        assert "Look at your e-mail" in page.text
        assert len(list_messages(template="editor_sign_in")) == 1
        assert again(tea).assured_date == date(2026, 8, 1)
        assert db.session.scalars(select(ListingCheck.answer)).all() == [CheckAnswer.CHANGED]

    def test_that_something_changed_leads_on_to_the_listing_when_signed_in(
        self, app: Flask, link: str, tea: Service, jan: ListingEditor
    ) -> None:
        answer = fill(browser_of_editor(app, jan), link, to=str(tea.id), answer="changed")

        assert answer.location == f"/listings/{tea.id}"

    def test_signs_nobody_in(self, client: StrictClient, link: str, tea: Service) -> None:
        fill(client, link, answer="still_right")

        assert client.get(f"/listings/{tea.id}").location == "/listings/sign-in"

    def test_answers_for_no_other_listing(self, client: StrictClient, link: str, cast: Cast) -> None:
        harriers = make_service("Hayle Harriers", organization="Hayle Harriers")
        fresh = make_service("Tea on Sundays", assured_date=date(2026, 11, 20))
        fresh.organization = cast.tea_and_talk.organization
        db.session.commit()
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(link).text)
        assert token

        for service in (harriers, fresh):
            answer = client.post(f"{link}/{service.id}", data={"csrf_token": token[1], "answer": "closed"})

            assert answer.status_code == 404
            assert again(service).status is ServiceStatus.ACTIVE

    def test_works_for_two_months(self, client: StrictClient, link: str, clock: time_machine.Traveller, now: datetime) -> None:
        clock.move_to(now + timedelta(days=59))
        assert client.get(link).status_code == 200

        clock.move_to(now + timedelta(days=61))

        assert client.get(link).status_code == 404

    def test_ends_with_the_editor(self, client: StrictClient, link: str, jan: ListingEditor, now: datetime) -> None:
        jan.removed_at = now
        db.session.commit()

        assert client.get(link).status_code == 404


class TestAListingNobodySpeaksFor:
    def test_is_marked_and_sinks(self, client: StrictClient, tea: Service, clock: time_machine.Traveller) -> None:
        make_service(
            "Tea and Cakes",
            organization="Tea and Cakes",
            assured_date=date(2026, 11, 20),
            description="A weekly table with tea and company.",
        )
        db.session.commit()
        clock.move_to(noon(date(2026, 11, 28)))
        assert "not checked since" not in client.get("/services?q=tea").text

        clock.move_to(noon(date(2026, 11, 29)))

        page = client.get("/services?q=tea").text
        assert "not checked since August 2026" in page
        assert page.index("Tea and Cakes") < page.index("Tea &amp; Talk")

    def test_leaves_the_search_after_twelve_months_and_keeps_its_page(
        self, client: StrictClient, tea: Service, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(noon(date(2027, 7, 31)))
        work(noon(date(2027, 7, 31)))
        assert "Tea &amp; Talk" in client.get("/services?q=tea").text

        clock.move_to(noon(date(2027, 8, 1)))
        work(noon(date(2027, 8, 1)))

        assert "Tea &amp; Talk" not in client.get("/services?q=tea").text
        page = client.get(f"/services/{tea.id}")
        assert page.status_code == 200
        assert "Nobody has checked this for a year" in page.text

    def test_comes_back_with_one_tap(
        self, app: Flask, tea: Service, jan: ListingEditor, client: StrictClient, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(noon(date(2027, 8, 1)))
        work(noon(date(2027, 8, 1)))
        jan.invited_at = noon(date(2027, 8, 1))
        db.session.commit()

        fill(browser_of_editor(app, jan), f"/listings/{tea.id}", to="/still-right")

        assert "Tea &amp; Talk" in client.get("/services?q=tea").text

    def test_comes_back_when_an_import_says_that_it_was_checked(
        self, tea: Service, client: StrictClient, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(noon(date(2027, 8, 1)))
        work(noon(date(2027, 8, 1)))
        again(tea).assured_date = date(2027, 7, 30)
        db.session.commit()

        work(noon(date(2027, 8, 1)))

        assert "Tea &amp; Talk" in client.get("/services?q=tea").text

    def test_is_still_there_for_staff(
        self, office: StrictClient, tea: Service, clock: time_machine.Traveller, now: datetime
    ) -> None:
        work(noon(date(2027, 8, 1)))

        page = office.get(f"/admin/organizations/{tea.organization_id}").text

        assert "Tea &amp; Talk" in page
        assert "Not found in searches" in page


class TestLooking:
    def test_rests_after_there_was_nothing_to_do(self, app: Flask, now: datetime) -> None:
        looks: list[datetime] = []

        def job(moment: datetime) -> bool:
            looks.append(moment)
            return len(looks) < 3

        look: Callable[[datetime], bool] = seldom(job)

        for minutes in (0, 0, 0, 1, 9, 10, 11):
            look(now + timedelta(minutes=minutes))

        assert [moment - now for moment in looks] == [timedelta(minutes=minutes) for minutes in (0, 0, 0, 10)]

    def test_changes_nothing_where_nothing_is_due(self, app: Flask, tea: Service, now: datetime) -> None:
        work(now)
        revision = again(tea).revision

        assert not asking.keep_search_honest(now)
        assert again(tea).revision == revision
