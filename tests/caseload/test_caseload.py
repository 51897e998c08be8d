"""The caseload on one screen."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from messaging.models import ReceivedMessage
from messaging.replies.meaning import Meaning
from navigator.caseload import in_touch
from navigator.conversations.models import Conversation
from navigator.db import db, new_id
from navigator.people.models import Person, Role, Staff
from navigator.referrals import operations as referrals
from navigator.referrals.models import Reason, Referral
from navigator.steps.models import Confidence, Step, ToldBy
from navigator.tasks import operations as tasks
from navigator.visits import operations as visits
from navigator.visits.models import Kind, Outcome
from tests.caseload.test_desk import counting_queries
from tests.cast import AMINA_MOBILE, Cast, make_person, make_staff
from tests.pressing import press
from tests.strict_client import StrictClient

SignIn = Callable[[Staff], StrictClient]


def names(browser: StrictClient, query: str = "") -> list[str]:
    page = BeautifulSoup(browser.get(f"/caseload?{query}").get_data(as_text=True), "html.parser")
    return [link.get_text(strip=True) for link in page.select("a.app-person")]


def log(person: Person, staff: Staff, outcome: Outcome, at: datetime, kind: Kind = Kind.CALL) -> None:
    visits.log_contact(
        contact_id=new_id(),
        person=person,
        staff=staff,
        happened=visits.Happened(kind=kind, outcome=outcome, happened_at=at),
        now=at,
    )
    db.session.commit()


@pytest.fixture
def jo(cast: Cast, now: datetime) -> Person:
    """Somebody else of Ben's."""
    person = make_person(
        navigator=cast.ben, now=now, given_name="Jo", family_name="Rowe", mobile=None, place_name="Hayle", language="pl"
    )
    db.session.commit()
    return person


class TestCaseload:
    def test_has_everybody_of_mine_by_name(self, ben: StrictClient, jo: Person) -> None:
        assert names(ben) == ["Amina Hussain", "Jo Rowe"]

    def test_says_who_asked_for_help(self, ben: StrictClient, cast: Cast, jo: Person, now: datetime) -> None:
        referrals.call_for_attention(person_id=jo.id, reason=Reason.NEEDS_HELP, words="", now=now)
        db.session.commit()

        assert names(ben, "flag=help") == ["Jo Rowe"]

    def test_says_who_has_gone_quiet(self, ben: StrictClient, cast: Cast, jo: Person, now: datetime) -> None:
        cast.amina.last_contact_at = now - timedelta(days=22)
        db.session.commit()

        assert names(ben, "flag=quiet") == ["Amina Hussain"]
        assert names(ben, "order=silence") == ["Amina Hussain", "Jo Rowe"]

    def test_says_what_is_overdue(self, ben: StrictClient, cast: Cast, jo: Person, now: datetime) -> None:
        tasks.add_task(person=jo, what="Ring", due_on=now.date() - timedelta(days=1), staff=cast.ben, now=now)
        db.session.commit()

        assert names(ben, "flag=overdue") == ["Jo Rowe"]

    def test_says_who_is_visited_today(self, ben: StrictClient, cast: Cast, jo: Person, now: datetime) -> None:
        visits.arrange(
            visit_id=jo.id, person=jo, staff=cast.ben, kind=Kind.CALL, starts_at=now + timedelta(hours=3), minutes=20, now=now
        )
        db.session.commit()

        assert names(ben, "flag=today") == ["Jo Rowe"]
        assert names(ben, "order=next") == ["Jo Rowe", "Amina Hussain"]

    def test_says_who_doubts_their_step_by_the_latest_answer(
        self, ben: StrictClient, step: Step, jo: Person, now: datetime
    ) -> None:
        for minutes, score in ((1, 9), (2, 4)):
            at = now + timedelta(minutes=minutes)
            db.session.add(Confidence(step_id=step.id, score=score, told_by=ToldBy.PLAN, asked_at=at))
        db.session.commit()
        assert names(ben, "flag=unsure") == ["Amina Hussain"]

        db.session.add(Confidence(step_id=step.id, score=8, told_by=ToldBy.TEXT, asked_at=now + timedelta(minutes=3)))
        db.session.commit()
        assert names(ben, "flag=unsure") == []

    def test_says_whose_group_has_not_answered(self, ben: StrictClient, refer: Callable[..., Referral], jo: Person) -> None:
        refer()

        assert names(ben, "flag=waiting") == ["Amina Hussain"]

    def test_narrows_down_by_language_place_and_navigator(self, ben: StrictClient, cast: Cast, jo: Person, now: datetime) -> None:
        dee = make_staff(team=cast.ben.team, name="Dee Pascoe", role=Role.NAVIGATOR, now=now)
        make_person(navigator=dee, now=now, given_name="Zofia", family_name="Nowak", mobile=None)
        db.session.commit()

        assert names(ben, "language=pl") == ["Jo Rowe"]
        assert names(ben, "place=Hayle") == ["Jo Rowe"]
        assert names(ben, f"whose=team&coordinator={dee.id}") == ["Zofia Nowak"]

    def test_counts_beside_each_filter_what_it_would_show(self, ben: StrictClient, cast: Cast, jo: Person, now: datetime) -> None:
        tasks.add_task(person=jo, what="Ring", due_on=now.date() - timedelta(days=1), staff=cast.ben, now=now)
        db.session.commit()

        page = BeautifulSoup(ben.get("/caseload?language=pl").get_data(as_text=True), "html.parser")
        chips = dict(chip.get_text("|", strip=True).split("|") for chip in page.select("a.app-chip"))

        assert (chips["Everybody"], chips["Something is overdue"], chips["Gone quiet"]) == ("1", "1", "0")

    def test_shows_no_other_team(self, signed_in: SignIn, cast: Cast, jo: Person) -> None:
        assert names(signed_in(cast.carys), "whose=team") == []
        assert names(signed_in(cast.carys), f"whose=team&coordinator={cast.ben.id}") == []

    def test_gives_a_volunteer_only_their_own(self, signed_in: SignIn, cast: Cast, now: datetime) -> None:
        vic = make_staff(team=cast.ben.team, name="Vic Jelbert", role=Role.VOLUNTEER, now=now)
        make_person(navigator=vic, now=now, given_name="Jo", mobile=None, family_name="Rowe")
        db.session.commit()

        assert names(signed_in(vic), "whose=team") == ["Jo Rowe"]

    def test_asks_the_database_as_often_for_forty_as_for_two(
        self, ben: StrictClient, cast: Cast, jo: Person, now: datetime
    ) -> None:
        with counting_queries() as for_two:
            ben.get("/caseload")
        for number in range(38):
            make_person(navigator=cast.ben, now=now, given_name="Jo", family_name=f"Rowe {number:02}", mobile=None)
        db.session.commit()
        with counting_queries() as for_forty:
            assert len(names(ben)) == 20

        assert len(for_forty) == len(for_two)

    @pytest.mark.parametrize(
        "query", ["flag=x", "order=x", "whose=x", "coordinator=x", "language=xx", "page=-4", "page=99999999"]
    )
    def test_forgives_an_odd_address(self, ben: StrictClient, query: str) -> None:
        assert ben.get(f"/caseload?{query}").status_code == 200

    @pytest.mark.parametrize("language", ["pl", "ur"])
    def test_stands_in_every_language(self, ben: StrictClient, jo: Person, language: str) -> None:
        assert ben.get(f"/caseload?lang={language}").status_code == 200


class TestSearching:
    @pytest.mark.parametrize("words", ["amina", "Hussain", "07700 900123"])
    def test_goes_straight_to_the_one_person(self, ben: StrictClient, cast: Cast, jo: Person, words: str) -> None:
        assert ben.get("/caseload/search", query_string={"q": words}).location == f"/people/{cast.amina.id}"

    def test_forgives_a_slip(self, ben: StrictClient, cast: Cast) -> None:
        page = ben.get("/caseload/search", query_string={"q": "hussein"}, follow_redirects=True).get_data(as_text=True)

        assert "Amina Hussain" in page

    def test_knows_a_referral_by_its_reference(
        self, ben: StrictClient, signed_in: SignIn, cast: Cast, refer: Callable[..., Referral]
    ) -> None:
        referral = refer()
        typed = referral.reference.lower()

        assert ben.get(f"/caseload/search?q={typed}").location == f"/referrals/{referral.id}"
        assert f"/referrals/{referral.id}" not in (signed_in(cast.carys).get(f"/caseload/search?q={typed}").location or "")


class TestViewsIKeep:
    def test_come_back_as_they_were(self, ben: StrictClient, jo: Person) -> None:
        press(ben, "/caseload/views", on="/caseload", name="Polish, quiet", words="whose=mine&language=pl")

        page = BeautifulSoup(ben.get("/caseload").get_data(as_text=True), "html.parser")
        kept = page.find("a", string="Polish, quiet")
        assert kept is not None
        assert names(ben, str(kept.get("href") if hasattr(kept, "get") else "").split("?")[1]) == ["Jo Rowe"]

    def test_are_nobody_elses(self, ben: StrictClient, signed_in: SignIn, cast: Cast) -> None:
        press(ben, "/caseload/views", on="/caseload", name="Only mine", words="flag=quiet")

        assert "Only mine" not in signed_in(cast.carys).get("/caseload").get_data(as_text=True)

    def test_need_a_name(self, ben: StrictClient) -> None:
        answer = press(ben, "/caseload/views", on="/caseload", name=" ", words="flag=quiet", follow=True)

        assert "Write a name for it first." in answer.get_data(as_text=True)


class TestLastContact:
    def test_is_the_day_we_met(self, cast: Cast, now: datetime) -> None:
        assert cast.amina.last_contact_at == now

    def test_moves_on_with_each_moment_of_contact(
        self, cast: Cast, step: Step, refer: Callable[..., Referral], now: datetime
    ) -> None:
        amina, later = cast.amina, now
        moments = []

        def tick() -> datetime:
            nonlocal later
            later += timedelta(hours=1)
            return later

        def expect() -> None:
            db.session.commit()
            db.session.refresh(amina)
            moments.append(amina.last_contact_at == later)
            assert in_touch.reckon_again(amina) == amina.last_contact_at

        talk = Conversation(person_id=amina.id, staff_id=cast.ben.id, started_at=now, saved_at=tick())
        db.session.add(talk)
        expect()
        talk.matters, talk.saved_at = "Company", tick()
        expect()
        db.session.add(Confidence(step_id=step.id, score=5, told_by=ToldBy.TEXT, asked_at=tick()))
        expect()
        text = ReceivedMessage(
            from_number=AMINA_MOBILE,
            to_number="+447700900000",
            body="1",
            received_at=tick(),
            provider_id="SM1",
            meaning=Meaning.YES,
        )
        db.session.add(text)
        expect()
        log(amina, cast.ben, Outcome.TALKED, tick())
        expect()

        assert moments == [True] * 5

    def test_does_not_move_for_a_call_nobody_answered(self, cast: Cast, now: datetime) -> None:
        log(cast.amina, cast.ben, Outcome.NO_ANSWER, now + timedelta(hours=1))
        log(cast.amina, cast.ben, Outcome.TALKED, now + timedelta(hours=2), kind=Kind.OTHERS)

        db.session.refresh(cast.amina)
        assert cast.amina.last_contact_at == now
