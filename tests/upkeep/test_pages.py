"""Jan and her listings: what she sees, what one tap says, and that nobody else's can be touched."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import event, select

from directory.models import Organization, Service, ServiceStatus
from directory.operations import next_revision
from directory.queries import find_room, get_service
from directory.room import Room
from directory.upkeep.models import EditState, ListingEdit, ListingEditor
from navigator.db import db
from navigator.referrals import endings
from navigator.referrals.models import Attention, Reason, Referral, ReferralEvent, ReferralStatus
from navigator.upkeep.counting import counting
from tests.cast import Cast
from tests.directory.listings import make_service
from tests.form_filling import fill
from tests.signed_in import browser_of_editor, browser_of_staff
from tests.strict_client import StrictClient
from tests.upkeep.conftest import make_editor


@pytest.fixture
def tea(cast: Cast) -> Service:
    cast.tea_and_talk.revision = next_revision(db.session())
    db.session.commit()
    return cast.tea_and_talk


@pytest.fixture
def address(tea: Service) -> str:
    """Jan's page of Tea & Talk."""
    return f"/listings/{tea.id}"


@pytest.fixture
def harriers(cast: Cast) -> Service:
    """A listing of another organisation."""
    harriers = make_service("Hayle Harriers", organization="Hayle Harriers")
    db.session.commit()
    return harriers


def words(page: str) -> str:
    main = BeautifulSoup(page, "html.parser").find("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def again(service: Service) -> Service:
    """The listing as the database has it now."""
    db.session.expire_all()
    return get_service(service.id)


class TestTheHome:
    def test_shows_each_listing_with_its_score_and_room(self, phone: StrictClient, tea: Service) -> None:
        page = words(phone.get("/listings").text)

        assert "Tea & Talk" in page
        assert "15 of 100" in page
        assert "Nobody has told us lately" in page
        assert "Not checked yet" in page

    def test_shows_what_waits(self, phone: StrictClient, tea: Service, jan: ListingEditor, now: datetime) -> None:
        about: dict[str, Any] = {"organization_id": tea.organization_id, "service_id": tea.id, "editor_id": jan.id}
        db.session.add(ListingEdit(**about, state=EditState.ASKED, started_at=now, saved_at=now, note="Is it every week?"))
        db.session.commit()

        page = words(phone.get("/listings").text)

        assert "We have a question about what you sent:" in page
        assert "Is it every week?" in page

    def test_holds_the_listings_of_every_organisation_they_keep(
        self, phone: StrictClient, harriers: Service, now: datetime
    ) -> None:
        make_editor(harriers.organization, now=now)

        page = words(phone.get("/listings").text)

        assert "Tea & Talk" in page
        assert "Hayle Harriers" in page
        assert phone.get(f"/listings/{harriers.id}").status_code == 200

    def test_asks_the_same_number_of_questions_however_many_there_are(self, phone: StrictClient, tea: Service) -> None:
        asked: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        for _ in range(2):  # the first time warms what is remembered of the thesaurus and the like
            asked.clear()
            phone.get("/listings")
        few = len(asked)
        for number in range(10):
            service = make_service(f"Table {number}", byday="MO", amount=1.0, languages=("ur",))
            service.organization = again(tea).organization
        db.session.commit()
        asked.clear()

        phone.get("/listings")

        assert len(asked) <= few + 4  # a relation that had no rows asks nothing further

    def test_sends_others_to_the_door(self, app: Flask, client: StrictClient, cast: Cast) -> None:
        assert client.get("/listings").location == "/listings/sign-in"
        assert browser_of_staff(app, cast.ben).get("/listings").location == "/listings/sign-in"


class TestAnotherOrganisationsListing:
    @pytest.mark.parametrize("tap", ["", "/room", "/room/undo", "/still-right", "/closed", "/open-again"])
    def test_looks_as_if_there_were_none(self, phone: StrictClient, address: str, harriers: Service, tap: str) -> None:
        own = BeautifulSoup(phone.get(address).text, "html.parser")
        token = own.find("input", {"name": "csrf_token"})["value"]  # type: ignore[index]  # it is there

        theirs = f"/listings/{harriers.id}{tap}"
        answer = phone.post(theirs, data={"csrf_token": token, "room": "full"}) if tap else phone.get(theirs)

        assert answer.status_code == 404
        assert (again(harriers).status, again(harriers).assured_date) == (ServiceStatus.ACTIVE, None)
        assert again(harriers).capacities == []


class TestThePage:
    def test_names_the_three_gaps_as_links_to_their_questions(self, phone: StrictClient, address: str) -> None:
        page = BeautifulSoup(phone.get(address).text, "html.parser")

        steps = [(str(link["href"]), link.get_text()) for link in page.select("main ul.nhsuk-list--bullet a")]
        assert steps == [
            (f"{address}/questions/times", "Say when it happens"),
            (f"{address}/questions/help", "Choose what kinds of help it gives"),
            (f"{address}/questions/where", "Say where it is, or that nobody has to go anywhere"),
        ]

    def test_counts_what_people_did_and_not_what_staff_did(
        self, app: Flask, phone: StrictClient, client: StrictClient, cast: Cast, tea: Service, address: str
    ) -> None:
        for browser in (client, client, phone, browser_of_staff(app, cast.ben)):
            browser.get("/services?q=tea")
            browser.get(f"/services/{tea.id}")
        client.get(f"/services/{tea.id}", headers={"User-Agent": "Mozilla/5.0 (compatible; Examplebot/2.1)"})
        counting().write()

        page = words(phone.get(address).text)

        assert "Found in a search 2 2" in page
        assert "Opened 2 2" in page

    def test_counts_the_last_thirty_and_ninety_days(
        self, client: StrictClient, phone: StrictClient, tea: Service, address: str, clock: time_machine.Traveller, now: datetime
    ) -> None:
        for days in (90, 89, 30, 29, 0):
            clock.move_to(now - timedelta(days=days))
            client.get(f"/services/{tea.id}")
            counting().write()
        phone = browser_of_editor(client.application, db.session.scalars(select(ListingEditor)).one())

        assert "Opened 2 4" in words(phone.get(address).text)

    def test_never_says_how_few_were_referred(self, phone: StrictClient, refer: Any, address: str) -> None:
        refer()

        page = words(phone.get(address).text)

        assert "Referred to you fewer than 5 fewer than 5" in page
        assert "Amina" not in page

    def test_says_how_many_when_they_are_five(
        self,
        phone: StrictClient,
        cast: Cast,
        tea: Service,
        refer: Any,
        address: str,
        now: datetime,
    ) -> None:
        for number in range(5):
            referral = refer(f"click {number}")
            referral.status = ReferralStatus.ATTENDED
            about: dict[str, Any] = {"referral_id": referral.id, "to_status": ReferralStatus.ATTENDED, "who": "Amina"}
            db.session.add(ReferralEvent(**about, happened_at=now))
        db.session.commit()

        page = words(phone.get(address).text)

        assert "Referred to you 5 5" in page
        assert "Got there, as far as we heard 5 5" in page


class TestRoom:
    def test_is_said_with_one_tap_and_its_date(self, phone: StrictClient, address: str, tea: Service, now: datetime) -> None:
        page = fill(phone, address, to="/room", follow=True, room="has_room")

        assert "Has room (told us on 23 November)" in words(page.text)
        said = find_room(again(tea), now=now)
        assert said is not None
        assert (said.room, said.said_at) == (Room.HAS_ROOM, now)
        assert "has room (told us on 23 November)" in phone.get(f"/services/{tea.id}").text

    def test_waits_to_hear_how_long_the_list_is(self, phone: StrictClient, address: str, tea: Service, now: datetime) -> None:
        page = fill(phone, address, to="/room", follow=True, room="waiting_list")
        assert "About how long does one wait?" in page.text

        page = fill(phone, address, to="/room", follow=True, room="waiting_list", wait="about a month")

        assert "How long one waits: about a month" in words(page.text)
        assert [capacity.description for capacity in again(tea).capacities] == ["Waiting list: about a month"]

    @pytest.mark.parametrize("room", list(Room))
    def test_can_be_undone(self, phone: StrictClient, address: str, tea: Service, room: Room, now: datetime) -> None:
        page = fill(phone, address, to="/room", follow=True, room=room.value)
        assert "Undo" in page.text

        fill(phone, f"{address}?said=room", to="/room/undo")

        assert again(tea).capacities == []

    def test_undone_keeps_its_old_date(
        self, phone: StrictClient, address: str, tea: Service, clock: time_machine.Traveller, now: datetime
    ) -> None:
        fill(phone, address, to="/room", room="full")
        clock.move_to(now + timedelta(days=20))
        fill(phone, address, to="/room", room="waiting_list")
        fill(phone, address, to="/room", room="waiting_list", wait="about a month")

        fill(phone, f"{address}?said=room", to="/room/undo")

        said = find_room(again(tea), now=now + timedelta(days=20))
        assert said is not None
        assert (said.room, said.said_at) == (Room.FULL, now)

    def test_said_long_ago_is_unknown(
        self,
        app: Flask,
        phone: StrictClient,
        address: str,
        tea: Service,
        jan: ListingEditor,
        clock: time_machine.Traveller,
        now: datetime,
    ) -> None:
        fill(phone, address, to="/room", room="has_room")

        clock.move_to(now + timedelta(days=91))

        assert "Nobody has told us lately" in browser_of_editor(app, jan).get("/listings").text
        assert "We do not know if they have room" in phone.get(f"/services/{tea.id}").text

    def test_that_makes_no_sense_changes_nothing(self, phone: StrictClient, address: str, tea: Service) -> None:
        assert fill(phone, address, to="/room", room="plenty").status_code == 400
        assert again(tea).capacities == []

    def test_warns_whoever_refers_there(self, app: Flask, phone: StrictClient, address: str, cast: Cast, tea: Service) -> None:
        fill(phone, address, to="/room", room="not_taking_referrals")

        page = browser_of_staff(app, cast.ben).get(f"/people/{cast.amina.id}/refer/{tea.id}")

        assert "They told us that they are not taking referrals" in page.text
        assert page.status_code == 200

    def test_is_findable_at_once(self, client: StrictClient, phone: StrictClient, address: str) -> None:
        assert "Tea &amp; Talk" not in client.get("/services?q=tea&room=yes").text

        fill(phone, address, to="/room", room="has_room")

        assert "Tea &amp; Talk" in client.get("/services?q=tea&room=yes").text


class TestStillRight:
    def test_is_one_tap(self, phone: StrictClient, address: str, tea: Service, now: datetime) -> None:
        page = fill(phone, address, to="/still-right", follow=True)

        assert "Thank you. People now see that Tea & Talk was checked today." in words(page.text)
        assert (again(tea).assured_date, again(tea).assurer_email) == (now.date(), "jan@teaandtalk.example")
        assert "checked today" in phone.get(f"/services/{tea.id}").text

    def test_never_tells_who_checked(self, phone: StrictClient, client: StrictClient, address: str, tea: Service) -> None:
        fill(phone, address, to="/still-right")

        for public in (f"/services/{tea.id}", f"/api/v1/services/{tea.id}", "/services?q=tea"):
            told = client.get(public).text
            assert "jan@" not in told
            assert "Trewhella" not in told

    def test_from_the_list_leads_back_to_it(self, phone: StrictClient, tea: Service) -> None:
        tea.assured_date = date(2026, 8, 1)
        db.session.commit()

        answer = fill(phone, "/listings", to="/still-right")

        assert answer.location == "/listings"
        assert again(tea).assured_date == date(2026, 11, 23)


class TestClosing:
    def test_is_one_tap_and_can_be_undone(self, client: StrictClient, phone: StrictClient, address: str, tea: Service) -> None:
        page = fill(phone, address, to="/closed", follow=True)

        assert "It has closed." in words(page.text)
        assert client.get(f"/services/{tea.id}").status_code == 410
        assert "Tea &amp; Talk" not in client.get("/services?q=tea").text
        fill(phone, address, to="/open-again")
        assert client.get(f"/services/{tea.id}").status_code == 200
        assert "Tea &amp; Talk" in client.get("/services?q=tea").text

    def test_puts_everybody_on_their_way_before_their_navigator(
        self,
        app: Flask,
        phone: StrictClient,
        address: str,
        cast: Cast,
        refer: Any,
    ) -> None:
        referral: Referral = refer()

        fill(phone, address, to="/closed")

        [call] = db.session.scalars(select(Attention))
        assert (call.reason, call.referral_id, call.person_id) == (Reason.SERVICE_CLOSED, referral.id, cast.amina.id)
        assert "Where they are going has closed" in browser_of_staff(app, cast.ben).get("/desk").text
        fill(phone, address, to="/open-again")
        db.session.expire_all()
        assert call.settled_at is not None

    def test_troubles_nobody_whose_referral_is_over(
        self,
        phone: StrictClient,
        address: str,
        cast: Cast,
        refer: Any,
        now: datetime,
    ) -> None:
        endings.withdraw(referral=refer(), staff=cast.ben, now=now)
        db.session.commit()

        fill(phone, address, to="/closed")

        assert db.session.scalars(select(Attention)).all() == []


class TestARefuge:
    def test_hides_its_address_from_its_editors_page_too(
        self, app: Flask, phone: StrictClient, cast: Cast, now: datetime
    ) -> None:
        refuge = make_service("Harbour Refuge", organization="Harbour Refuge", description="A refuge for women.")
        keeper = make_editor(refuge.organization, now=now, name="Sal Berry", email="sal@harbour.example")
        browser = browser_of_editor(app, keeper)

        for page in ("/listings", f"/listings/{refuge.id}"):
            assert "High Street" not in browser.get(page).text
            assert "TR18" not in browser.get(page).text


class TestAnOrganisationWithoutListings:
    def test_is_told_whom_to_ring(self, app: Flask, cast: Cast, now: datetime) -> None:
        new = Organization(name="Hayle Knitters")
        db.session.add(new)
        keeper = make_editor(new, now=now, name="Wyn Pool")

        assert "There are no listings of yours yet." in browser_of_editor(app, keeper).get("/listings").text
