"""The desk, as Ben opens it in the morning."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event, select

from messaging.models import ReceivedMessage
from navigator.db import db
from navigator.people.models import Person, Role, Staff
from navigator.referrals import operations
from navigator.referrals.models import Attention, Reason, Referral, ReferralStatus
from navigator.referrals.queries import ORDER_OF_REASONS
from tests.cast import Cast, make_person, make_staff
from tests.strict_client import StrictClient

SignIn = Callable[[Staff], StrictClient]


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


def call(person: Person, reason: Reason, at: datetime, words: str = "") -> Attention:
    attention = operations.call_for_attention(person_id=person.id, reason=reason, words=words, now=at)
    db.session.commit()
    return attention


def names_under(browser: StrictClient, heading: str, address: str = "/desk") -> list[str]:
    page = BeautifulSoup(browser.get(address).get_data(as_text=True), "html.parser")
    section = page.select_one(f"section[aria-labelledby={heading}]")
    if section is None:
        return []
    return [link.get_text(strip=True) for link in section.select("a[href^='/people/']")]


class TestDesk:
    def test_is_friendly_when_nobody_needs_anything(self, ben: StrictClient) -> None:
        page = ben.get("/desk").get_data(as_text=True)

        assert "Nobody is waiting for you" in page

    def test_is_friendly_to_somebody_new(self, signed_in: SignIn, cast: Cast, now: datetime) -> None:
        dee = make_staff(team=cast.ben.team, name="Dee Pascoe", role=Role.NAVIGATOR, now=now)
        db.session.commit()
        page = signed_in(dee).get("/desk").get_data(as_text=True)

        assert "When you add a person, they appear here." in page

    def test_puts_the_most_pressing_first_and_the_longest_waiting_among_equals(
        self, ben: StrictClient, cast: Cast, now: datetime
    ) -> None:
        people = {
            reason: make_person(navigator=cast.ben, now=now, given_name=reason.value, family_name="Rowe", mobile=None)
            for reason in Reason
        }
        for age, (reason, person) in enumerate(people.items()):
            call(person, reason, now - timedelta(hours=age))
        call(cast.amina, Reason.DISTRESS, now - timedelta(days=1))

        in_order = ["Amina Hussain", *(f"{reason.value} Rowe" for reason in ORDER_OF_REASONS)]
        seen = names_under(ben, "needs") + names_under(ben, "needs", "/desk?list=needs&page=2")
        assert seen == in_order

    def test_shows_each_person_once_the_gravest_reason_first_and_the_others_below(
        self, ben: StrictClient, cast: Cast, now: datetime
    ) -> None:
        joe = make_person(navigator=cast.ben, now=now, given_name="Joe", family_name="Rowe", mobile=None)
        call(joe, Reason.NEEDS_HELP, now - timedelta(hours=1))
        calls = {reason: call(cast.amina, reason, now) for reason in (Reason.DECLINED, Reason.DISTRESS, Reason.STOPPED_TEXTS)}

        page = BeautifulSoup(ben.get("/desk").get_data(as_text=True), "html.parser")

        card = page.select("section[aria-labelledby=needs] .nhsuk-card")[0]
        tags = [tag.get_text(strip=True) for tag in card.select(".nhsuk-tag")]
        assert names_under(ben, "needs") == ["Amina Hussain", "Joe Rowe"]
        assert tags == ["May be in danger: ring now", "A group could not say yes", "Asked us to stop texting"]
        assert {str(form["action"]) for form in card.select("form")} == {
            *(f"/attention/{a.id}/settle" for a in calls.values()),
            f"/attention/{calls[Reason.DISTRESS].id}/take",
        }

    def test_says_why_in_the_persons_own_words(
        self, ben: StrictClient, cast: Cast, refer: Callable[..., Referral], now: datetime
    ) -> None:
        referral = refer()
        operations.call_for_attention(
            person_id=cast.amina.id, reason=Reason.NEEDS_HELP, words="bus is <late>", referral_id=referral.id, now=now
        )
        db.session.commit()
        page = ben.get("/desk").get_data(as_text=True)

        assert "Asked for help" in page
        assert "bus is &lt;late&gt;" in page
        assert f"/referrals/{referral.id}" in page

    def test_says_how_many_working_days_a_group_has_been_silent(
        self, ben: StrictClient, refer: Callable[..., Referral], now: datetime
    ) -> None:
        refer(now=now - timedelta(days=7))

        assert names_under(ben, "waiting") == ["Amina Hussain"]
        assert "asked 5 working days ago" in ben.get("/desk").get_data(as_text=True)

    def test_shows_what_happens_next(self, ben: StrictClient, refer: Callable[..., Referral], now: datetime) -> None:
        referral = refer()
        referral.status, referral.appointment_at = ReferralStatus.ACCEPTED, now + timedelta(days=1, minutes=30)
        db.session.commit()

        assert names_under(ben, "appointments") == ["Amina Hussain"]
        assert "Tuesday 24 November, 10:30am" in ben.get("/desk").get_data(as_text=True)

    def test_notices_who_has_gone_quiet(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        make_person(navigator=cast.ben, now=now - timedelta(days=22), given_name="Quiet", mobile=None)
        make_person(navigator=cast.ben, now=now - timedelta(days=20), given_name="Recent", mobile=None)
        db.session.commit()

        assert names_under(ben, "quiet") == ["Quiet Hussain"]

    def test_does_not_call_somebody_quiet_whom_we_wrote_about_yesterday(
        self, ben: StrictClient, cast: Cast, refer: Callable[..., Referral], now: datetime
    ) -> None:
        cast.amina.created_at = now - timedelta(days=60)
        refer(now=now - timedelta(days=1), step=None)
        db.session.commit()

        assert names_under(ben, "quiet") == []

    def test_leaves_out_those_no_longer_supported(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        call(cast.amina, Reason.NEEDS_HELP, now)
        cast.amina.closed_at = now
        db.session.commit()

        assert names_under(ben, "needs") == []
        assert names_under(ben, "all-people") == []

    def test_shows_a_teams_people_when_asked(self, signed_in: SignIn, cast: Cast, now: datetime) -> None:
        dee = make_staff(team=cast.ben.team, name="Dee Pascoe", role=Role.NAVIGATOR, now=now)
        call(cast.amina, Reason.NEEDS_HELP, now)
        browser = signed_in(dee)

        assert names_under(browser, "needs") == []
        assert names_under(browser, "needs", "/desk?whose=team") == ["Amina Hussain"]

    def test_opens_on_the_teams_people_for_a_team_lead(self, signed_in: SignIn, cast: Cast, now: datetime) -> None:
        tamsin = make_staff(team=cast.ben.team, name="Tamsin Hocking", role=Role.TEAM_LEAD, now=now)
        call(cast.amina, Reason.NEEDS_HELP, now)
        browser = signed_in(tamsin)

        [current] = BeautifulSoup(browser.get("/desk").get_data(as_text=True), "html.parser").select(".app-tabs [aria-current]")
        assert (current["href"], current.get_text()) == ("/desk", "My team’s people")
        assert names_under(browser, "needs") == ["Amina Hussain"]
        assert names_under(browser, "needs", "/desk?whose=mine") == []

    def test_shows_a_volunteer_their_own_people_only(self, signed_in: SignIn, cast: Cast, now: datetime) -> None:
        vic = make_staff(team=cast.ben.team, name="Vic Tonkin", role=Role.VOLUNTEER, now=now)
        call(cast.amina, Reason.NEEDS_HELP, now)
        browser = signed_in(vic)

        assert names_under(browser, "needs", "/desk?whose=team") == []
        assert "whose=team" not in browser.get("/desk").get_data(as_text=True)

    def test_shows_carys_nothing_of_amina(self, signed_in: SignIn, cast: Cast, now: datetime) -> None:
        call(cast.amina, Reason.NEEDS_HELP, now)

        for address in ("/desk", "/desk?whose=team", "/desk?list=people&whose=team"):
            assert "Amina" not in signed_in(cast.carys).get(address).get_data(as_text=True)

    def test_asks_the_database_as_much_for_fifty_people_as_for_five(
        self, ben: StrictClient, cast: Cast, refer: Callable[..., Referral], now: datetime
    ) -> None:
        def add(how_many: int, label: str) -> None:
            for number in range(how_many):
                person = make_person(navigator=cast.ben, now=now - timedelta(days=30), given_name=f"{label}{number}", mobile=None)
                operations.call_for_attention(person_id=person.id, reason=Reason.NEEDS_HELP, words="please", now=now)
                refer(person=person, step=None, idempotency_key=f"{label}{number}")
            db.session.commit()

        add(5, "few")
        with counting_queries() as for_five:
            ben.get("/desk")
        add(45, "many")
        with counting_queries() as for_fifty:
            page = ben.get("/desk").get_data(as_text=True)

        assert len(for_fifty) == len(for_five)
        assert page.count("Dealt with<") == 20

    def test_leads_on_to_everybody(self, ben: StrictClient) -> None:
        page = ben.get("/desk").get_data(as_text=True)

        assert 'href="/caseload?whose=mine"' in page
        assert ben.get("/desk?list=people&whose=team").location == "/caseload?whose=team"

    @pytest.mark.parametrize("query", ["list=waiting&page=99999999999", "list=nonsense", "page=x", "settled=nonsense", "page=-1"])
    def test_forgives_an_odd_address(self, ben: StrictClient, query: str) -> None:
        assert ben.get(f"/desk?{query}").status_code == 200

    @pytest.mark.parametrize("language", ["pl", "ur"])
    def test_stands_in_every_language(self, ben: StrictClient, cast: Cast, now: datetime, language: str) -> None:
        call(cast.amina, Reason.CANNOT_BE_TEXTED, now, "+447700900123")

        assert ben.get(f"/desk?lang={language}").status_code == 200


class TestDealtWith:
    def test_takes_it_off_the_list_and_can_be_undone(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        attention = call(cast.amina, Reason.NEEDS_HELP, now)
        page = ben.post(f"/attention/{attention.id}/settle", data={"csrf_token": token_of(ben)}, follow_redirects=True)
        after = names_under(ben, "needs")
        ben.post(f"/attention/{attention.id}/settle", data={"csrf_token": token_of(ben), "undo": "yes"})

        assert "Undo" in page.get_data(as_text=True)
        assert after == []
        assert names_under(ben, "needs") == ["Amina Hussain"]

    def test_remembers_who_dealt_with_it(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        attention = call(cast.amina, Reason.NEEDS_HELP, now)
        ben.post(f"/attention/{attention.id}/settle", data={"csrf_token": token_of(ben)})

        db.session.expire_all()
        assert db.session.scalars(select(Attention.settled_by_id)).one() == cast.ben.id

    @pytest.mark.parametrize("away", ["//evil.example/", "///evil.example/", "/\\evil.example", "https://evil.example/", ""])
    def test_goes_back_where_it_was_pressed_and_nowhere_else(
        self, ben: StrictClient, cast: Cast, now: datetime, away: str
    ) -> None:
        attention = call(cast.amina, Reason.NEEDS_HELP, now)
        address = f"/attention/{attention.id}/settle"
        back = ben.post(address, data={"csrf_token": token_of(ben), "back": f"/people/{cast.amina.id}"})
        elsewhere = ben.post(address, data={"csrf_token": token_of(ben), "back": away})

        assert back.location == f"/people/{cast.amina.id}"
        assert elsewhere.location.startswith("/desk")

    def test_is_not_for_carys(self, signed_in: SignIn, cast: Cast, now: datetime) -> None:
        attention = call(cast.amina, Reason.NEEDS_HELP, now)
        carys = signed_in(cast.carys)

        assert carys.post(f"/attention/{attention.id}/settle", data={"csrf_token": token_of(carys)}).status_code == 404


def token_of(browser: StrictClient) -> str:
    field = BeautifulSoup(browser.get("/desk").get_data(as_text=True), "html.parser").select_one("input[name=csrf_token]")
    assert field is not None
    return str(field["value"])


def text_from(number: str, body: str, at: datetime) -> None:
    db.session.add(
        ReceivedMessage(
            provider_id=f"SM{body}", from_number=number, to_number="+441632960100", body=body, received_at=at, meaning="unclear"
        )
    )
    db.session.commit()


class TestTextsFromUnknownNumbers:
    def test_stand_newest_first_for_every_team(self, signed_in: SignIn, cast: Cast, now: datetime) -> None:
        text_from("+447700900777", "who is this", now - timedelta(days=2))
        text_from("+447700900778", "please help me", now - timedelta(hours=1))

        for staff in (cast.ben, cast.carys):
            page = signed_in(staff).get("/desk").get_data(as_text=True)
            assert page.index("please help me") < page.index("who is this")
            assert 'href="tel:07700900777"' in page

    def test_are_gone_when_they_are_old_or_somebodys(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        text_from("+447700900777", "who is this", now - timedelta(days=15))
        text_from(str(cast.amina.mobile), "hello Ben", now)

        assert "Texts from numbers we do not know" not in ben.get("/desk").get_data(as_text=True)

    def test_are_not_shown_to_volunteers(self, signed_in: SignIn, cast: Cast, now: datetime) -> None:
        vic = make_staff(team=cast.ben.team, name="Vic Rowe", role=Role.VOLUNTEER, now=now)
        text_from("+447700900777", "who is this", now)

        for address in ("/desk", "/desk?list=unknown"):
            assert "who is this" not in signed_in(vic).get(address).get_data(as_text=True)

    def test_have_a_list_of_their_own(self, ben: StrictClient, now: datetime) -> None:
        for number in range(7):
            text_from("+447700900777", f"text {number}", now - timedelta(hours=number))

        assert "text 6" not in ben.get("/desk").get_data(as_text=True)
        assert "text 6" in ben.get("/desk?list=unknown").get_data(as_text=True)
