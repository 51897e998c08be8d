"""The team's inbox: who sees a referral in, and what comes of deciding about it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from messaging.models import OutgoingMessage
from navigator.conversations.models import Conversation
from navigator.db import db, new_id
from navigator.people.models import AuditEntry, Consent, Person, Purpose, Role
from navigator.referring_in import operations, queries
from navigator.referring_in.models import Basis, ReferralIn, Source, State
from navigator.visits.models import Kind, LoggedContact, Outcome
from tests.cast import Cast, make_person
from tests.pressing import press
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient

Outbox = Callable[..., list[OutgoingMessage]]
Receive = Callable[..., ReferralIn]


@pytest.fixture
def receive(app: Flask, cast: Cast, now: datetime) -> Receive:
    """A referral in to Ben's team, as a nurse would send it; what matters to the test is said."""

    def receive(**differently: Any) -> ReferralIn:
        at = differently.pop("at", now)
        values: dict[str, Any] = {
            "given_name": "Zofia",
            "family_name": "Nowak",
            "birth_date": date(1961, 11, 2),
            "phone": "07700 900124",
            "mobile": "+447700900124",
            "language": "pl",
            "reason": "Alone since the operation.",
            "no_risks": True,
            "basis": Basis.AGREED,
            "basis_words": "They agree to be referred.",
            "person_knows": "We talked.",
            "may_text": True,
            "tells_referrer": True,
            "referrer_name": "Sue Hart",
            "referrer_email": "sue@surgery.example",
        } | differently
        referral, _ = operations.receive(
            referral_id=new_id(),
            team=cast.ben.team,
            source=values.pop("source", Source.LINK),
            values=values,
            key=app.extensions["settings"].secret_key,
            public_url="http://localhost",
            now=at,
        )
        db.session.commit()
        return referral

    return receive


@contextmanager
def counting_queries() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def address(referral: ReferralIn, what: str = "") -> str:
    return f"/referrals-in/{referral.id}{what}"


def accept(browser: StrictClient, referral: ReferralIn, cast: Cast, **more: str) -> Any:
    page = address(referral)
    return press(browser, f"{page}/accept", on=page, follow=True, coordinator=str(cast.ben.id), **more)


def again(referral: ReferralIn) -> ReferralIn:
    db.session.expire_all()
    found = db.session.get(ReferralIn, referral.id)
    assert found
    return found


class TestSeeing:
    def test_is_the_teams_alone(self, app: Flask, ben: StrictClient, cast: Cast, receive: Receive) -> None:
        referral = receive()
        carys = browser_of_staff(app, cast.carys)

        assert "Zofia" in ben.get("/referrals-in").get_data(as_text=True)
        assert "Zofia" not in carys.get("/referrals-in").get_data(as_text=True)
        assert carys.get(address(referral)).status_code == 404
        assert press(carys, address(referral, "/accept"), on="/desk", coordinator=str(cast.carys.id)).status_code == 404
        assert again(referral).state is State.RECEIVED

    @pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.ADMINISTRATOR])
    def test_is_not_for_volunteers_and_administrators(
        self, receive: Receive, staff: Callable[[str, Role], StrictClient], role: Role
    ) -> None:
        browser = staff("Viv Nance", role)

        assert browser.get("/referrals-in").status_code == 403
        assert browser.get(address(receive())).status_code == 403

    def test_puts_urgent_and_home_from_hospital_first_then_the_oldest(self, cast: Cast, receive: Receive, now: datetime) -> None:
        receive(family_name="Newest")
        receive(family_name="Oldest", at=now - timedelta(days=3))
        receive(family_name="Urgent", is_urgent=True)
        receive(family_name="Home", from_hospital=True, at=now - timedelta(hours=1))

        rows = queries.list_shelf(cast.ben, shelf=queries.Shelf.NEW, today=now.date()).rows

        assert [row.family_name for row in rows] == ["Home", "Urgent", "Oldest", "Newest"]

    def test_says_urgent_and_risks_on_the_page(self, ben: StrictClient, receive: Receive) -> None:
        page = ben.get(address(receive(is_urgent=True, risks="A dog", no_risks=False))).get_data(as_text=True)

        assert "Urgent" in page
        assert "A dog" in page

    def test_stands_at_the_top_of_the_desk(self, ben: StrictClient, receive: Receive) -> None:
        receive(is_urgent=True)

        page = ben.get("/desk").get_data(as_text=True)

        assert "1 new referral" in page
        assert "urgent" in page

    def test_takes_as_many_queries_for_many_as_for_few(self, ben: StrictClient, receive: Receive) -> None:
        receive()
        with counting_queries() as few:
            ben.get("/referrals-in")
        for number in range(12):
            receive(family_name=f"Nowak{number}")

        with counting_queries() as many:
            ben.get("/referrals-in")

        assert len(many) == len(few)

    def test_is_written_down(self, ben: StrictClient, receive: Receive) -> None:
        from_page = receive()

        ben.get(address(from_page))

        details = db.session.scalars(select(AuditEntry.detail)).all()
        assert any(from_page.reference in detail for detail in details)


class TestAccepting:
    def test_makes_the_person_with_what_they_agreed_to(
        self, ben: StrictClient, cast: Cast, receive: Receive, outbox: Outbox
    ) -> None:
        referral = receive()

        accept(ben, referral, cast)

        person = db.session.get(Person, again(referral).person_id)
        assert person is not None
        assert (person.full_name, person.navigator_id, person.mobile) == ("Zofia Nowak", cast.ben.id, "+447700900124")
        purposes = set(db.session.scalars(select(Consent.purpose).where(Consent.person_id == person.id)))
        assert purposes == {Purpose.SUPPORT, Purpose.TEXTS}
        assert [text.locale for text in outbox(template="welcome")] == ["pl"]
        assert len(outbox(template="referral_in_accepted")) == 1

    def test_twice_makes_one_person(self, ben: StrictClient, cast: Cast, receive: Receive, outbox: Outbox) -> None:
        referral = receive()

        accept(ben, referral, cast)
        second = accept(ben, referral, cast)

        assert "decided already" in second.get_data(as_text=True)
        assert len(db.session.scalars(select(Person).where(Person.family_name == "Nowak")).all()) == 1
        assert len(outbox(template="referral_in_accepted")) == 1

    def test_asks_first_when_we_may_know_them(self, ben: StrictClient, cast: Cast, receive: Receive) -> None:
        referral = receive(given_name="Amina", family_name="Husain", birth_date=date(1948, 3, 27))

        page = accept(ben, referral, cast)

        assert page.status_code == 409
        assert "It is Amina Hussain" in page.get_data(as_text=True)
        assert again(referral).state is State.RECEIVED
        accept(ben, referral, cast, answer=str(cast.amina.id))
        assert again(referral).person_id == cast.amina.id

    def test_shows_nothing_of_another_teams_person(self, ben: StrictClient, cast: Cast, receive: Receive, now: datetime) -> None:
        theirs = make_person(navigator=cast.carys, now=now, given_name="Zofia", family_name="Nowak", birth_date=date(1961, 11, 2))
        theirs.postcode = "TR27 4AB"
        referral = receive()

        page = accept(ben, referral, cast).get_data(as_text=True)
        accept(ben, referral, cast, answer=str(theirs.id))

        assert "Another team supports somebody" in page
        assert "TR27 4AB" not in page
        assert again(referral).person_id is None

    def test_in_their_best_interest_writes_down_no_consent(self, ben: StrictClient, cast: Cast, receive: Receive) -> None:
        referral = receive(basis=Basis.BEST_INTEREST, basis_words="Cannot decide.", may_text=False)

        accept(ben, referral, cast)

        assert again(referral).person_id is not None
        assert list(db.session.scalars(select(Consent).where(Consent.person_id == again(referral).person_id))) == []

    def test_starts_clocks_that_what_is_logged_stops(
        self, ben: StrictClient, cast: Cast, receive: Receive, now: datetime
    ) -> None:
        referral = receive()
        accept(ben, referral, cast)
        person_id = again(referral).person_id
        assert person_id
        common: dict[str, Any] = {"person_id": person_id, "staff_id": cast.ben.id, "kind": Kind.CALL, "written_at": now}
        hours = [now + timedelta(hours=number) for number in range(4)]
        db.session.add_all(
            [
                LoggedContact(outcome=Outcome.NO_ANSWER, happened_at=hours[0], **common),
                LoggedContact(outcome=Outcome.TALKED, happened_at=hours[1], taken_back_at=hours[2], **common),
                LoggedContact(outcome=Outcome.TALKED, happened_at=hours[2], **common),
                Conversation(person_id=person_id, staff_id=cast.ben.id, started_at=hours[3], saved_at=hours[3]),
            ]
        )
        db.session.commit()

        clocks = queries.read_clocks(again(referral))

        assert (clocks.accepted_at, clocks.first_contact_at, clocks.conversation_at) == (now, hours[2], hours[3])


class TestAnswering:
    def test_a_declined_one_says_why_behind_the_link_and_not_in_the_email(
        self, client: StrictClient, ben: StrictClient, cast: Cast, receive: Receive, outbox: Outbox
    ) -> None:
        referral = receive()

        page = address(referral)
        press(ben, f"{page}/decline", on=page, why="elsewhere", decline_words="Zofia lives in Truro.")

        [email] = outbox(template="referral_in_declined")
        assert "Zofia" not in str(email.values)
        behind = client.get(str(email.values["link"]).removeprefix("http://localhost")).get_data(as_text=True)
        assert "Zofia lives in Truro." in behind
        assert "They live where another team works" in behind
        assert "Nowak" not in behind

    def test_says_no_more_than_the_person_allows(
        self, client: StrictClient, ben: StrictClient, cast: Cast, receive: Receive, outbox: Outbox
    ) -> None:
        referral = receive(tells_referrer=False)

        accept(ben, referral, cast)

        assert outbox(template="referral_in_accepted") == []
        [email] = outbox(template="referral_in_received")
        behind = client.get(str(email.values["link"]).removeprefix("http://localhost")).get_data(as_text=True)
        assert "has not agreed that we say more" in behind
        assert "Accepted" not in behind

    def test_a_parked_one_comes_back_on_its_day(self, ben: StrictClient, cast: Cast, receive: Receive, now: datetime) -> None:
        referral = receive()
        until: dict[str, Any] = {"until-day": "30", "until-month": "11", "until-year": "2026"}

        page = address(referral)
        press(ben, f"{page}/park", on=page, **until)

        assert again(referral).state is State.PARKED
        today, then = now.date(), date(2026, 11, 30)
        assert queries.count_shelves(cast.ben, today=today)[queries.Shelf.NEW] == 0
        assert queries.count_shelves(cast.ben, today=then)[queries.Shelf.NEW] == 1

    def test_a_question_goes_there_and_its_answer_comes_back(
        self, client: StrictClient, ben: StrictClient, receive: Receive, outbox: Outbox
    ) -> None:
        referral = receive()
        page = address(referral)

        press(ben, f"{page}/ask", on=page, words="Which ward was Zofia on?")
        [email] = outbox(template="referral_in_question")
        client.submit(str(email.values["link"]).removeprefix("http://localhost"), words="Ward 4.")

        assert "Zofia" not in str(email.values)
        assert "Ward 4." in ben.get(page).get_data(as_text=True)
        assert "Answered" in ben.get("/referrals-in").get_data(as_text=True)

    def test_a_link_that_is_guessed_leads_nowhere(self, client: StrictClient, receive: Receive) -> None:
        referral = receive()

        for guess in (referral.reference, str(referral.id), "x" * 32):
            assert client.get(f"/referred/{guess}").status_code == 404

    def test_a_declined_one_can_be_taken_up_after_all(self, ben: StrictClient, cast: Cast, receive: Receive) -> None:
        referral = receive()
        page = address(referral)
        press(ben, f"{page}/decline", on=page, why="cannot_reach")

        press(ben, f"{page}/open-again", on=page)

        assert again(referral).state is State.RECEIVED
        assert again(referral).why_declined is None
