"""The list for a team's meeting, and who waits for a coordinator."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from navigator.conversations.models import Conversation
from navigator.db import db
from navigator.people import arrivals, handing_over, queries
from navigator.people.models import AuditEntry, ConsentHow, Person, Purpose, Role, Staff
from navigator.referrals import operations as referrals
from navigator.referrals.models import Reason
from navigator.steps.models import Priority
from navigator.tasks import operations as tasks
from tests.caseload.test_caseload import names
from tests.caseload.test_desk import counting_queries
from tests.cast import Cast, make_person, make_staff
from tests.plan.test_pages import read
from tests.pressing import press
from tests.signed_in import browser_of_person, browser_of_staff
from tests.strict_client import StrictClient


def calls_for_help(person: Person, now: datetime) -> None:
    referrals.call_for_attention(person_id=person.id, reason=Reason.NEEDS_HELP, words="It is all too much", now=now)
    db.session.commit()


def agrees(person: Person, staff: Staff, now: datetime) -> None:
    arrivals.write_down_consent(
        person=person, purpose=Purpose.TEAM_MEETING, how=ConsentHow.SPOKEN, language="en", staff=staff, now=now
    )
    db.session.commit()


@pytest.fixture
def troubled(cast: Cast, now: datetime) -> Person:
    """Amina, to whom the garden matters, and who asked for help."""
    conversation = Conversation(person_id=cast.amina.id, staff_id=cast.ben.id, started_at=now, saved_at=now)
    db.session.add(conversation)
    db.session.flush()
    db.session.add(
        Priority(
            person_id=cast.amina.id,
            conversation_id=conversation.id,
            words="My garden again",
            position=1,
            written_by_id=cast.ben.id,
        )
    )
    calls_for_help(cast.amina, now)
    return cast.amina


class TestTheListForTheMeeting:
    def test_has_initials_alone_of_somebody_who_has_not_agreed(self, ben: StrictClient, troubled: Person) -> None:
        page = read(ben, "/team/list")

        assert "A. H." in page
        assert "Hussain" not in page
        assert "garden" not in page
        assert "Asked for help" not in page

    def test_tells_of_somebody_who_agreed(self, ben: StrictClient, cast: Cast, troubled: Person, now: datetime) -> None:
        agrees(troubled, cast.ben, now)

        page = read(ben, "/team/list")

        assert "Amina Hussain" in page
        assert "My garden again" in page
        assert "Asked for help" in page
        assert "It is all too much" not in page

    def test_tells_nothing_more_once_it_is_taken_back(
        self, ben: StrictClient, cast: Cast, troubled: Person, now: datetime
    ) -> None:
        agrees(troubled, cast.ben, now)

        press(ben, f"/people/{troubled.id}/consent/team-meeting/withdraw", on=f"/people/{troubled.id}/details")

        assert "garden" not in read(ben, "/team/list")
        assert "Hussain" not in read(ben, "/team/list")

    def test_is_agreed_to_in_the_words_they_heard(self, ben: StrictClient, troubled: Person) -> None:
        address = f"/people/{troubled.id}/consent/team-meeting"
        press(ben, address, on=f"/people/{troubled.id}/details", meeting_how="spoken", meeting_language="en")

        consent = queries.find_consent(person_id=troubled.id, purpose=Purpose.TEAM_MEETING)
        assert consent is not None
        assert "may talk about how I am doing when the team meets" in consent.wording
        assert "My garden again" in read(ben, "/team/list")

    def test_has_nobody_of_another_team(self, app: Flask, cast: Cast, troubled: Person, now: datetime) -> None:
        agrees(troubled, cast.ben, now)

        page = read(browser_of_staff(app, cast.carys), "/team/list")

        assert "Nobody stands out today." in page
        assert "Ben" not in page

    def test_does_not_take_what_was_agreed_to_another_team(self, app: Flask, cast: Cast, troubled: Person, now: datetime) -> None:
        agrees(troubled, cast.ben, now)
        make_staff(team=cast.carys.team, name="Wyn Rowe", role=Role.TEAM_LEAD, now=now)
        handing_over.move_to_team(person_id=troubled.id, team=cast.carys.team, by=cast.ben, now=now)
        db.session.commit()

        assert "Hussain" not in read(browser_of_staff(app, cast.carys), "/team/list")
        assert "Hussain" not in read(browser_of_staff(app, cast.ben), "/team/list")

    def test_has_only_those_who_stand_out(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        agrees(cast.amina, cast.ben, now)

        before = "Amina Hussain" in read(ben, "/team/list")
        tasks.add_task(person=cast.amina, what="Ring", due_on=now.date() - timedelta(days=1), staff=cast.ben, now=now)
        db.session.commit()

        assert (before, "Something is overdue" in read(ben, "/team/list")) == (False, True)

    def test_has_nobody_whom_we_support_no_longer(self, ben: StrictClient, cast: Cast, troubled: Person, now: datetime) -> None:
        agrees(troubled, cast.ben, now)
        troubled.closed_at = now
        db.session.commit()

        assert "Hussain" not in read(ben, "/team/list")

    def test_is_not_for_a_volunteer(self, app: Flask, cast: Cast, now: datetime) -> None:
        viv = make_staff(team=cast.ben.team, name="Viv Nance", role=Role.VOLUNTEER, now=now)
        db.session.commit()

        assert browser_of_staff(app, viv).get("/team/list").status_code == 403

    def test_is_written_down_as_looked_through(self, ben: StrictClient, troubled: Person) -> None:
        read(ben, "/team/list")

        (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "looked_through")).all()
        assert entry.detail.startswith("team list")
        assert str(troubled.id) in entry.detail

    def test_asks_the_database_as_much_for_many_as_for_few(
        self, ben: StrictClient, cast: Cast, troubled: Person, now: datetime
    ) -> None:
        agrees(troubled, cast.ben, now)
        read(ben, "/team/list")
        with counting_queries() as for_one:
            read(ben, "/team/list")
        for number in range(12):
            person = make_person(navigator=cast.ben, now=now, given_name=f"Jo{number}", family_name="Rowe", mobile=None)
            calls_for_help(person, now)
            agrees(person, cast.ben, now)
        with counting_queries() as for_many:
            page = read(ben, "/team/list")

        assert page.count("Rowe") == 12
        assert len(for_many) == len(for_one)


class TestBeingTalkedAbout:
    def test_is_seen_and_ended_by_the_person(self, app: Flask, cast: Cast, now: datetime) -> None:
        agrees(cast.amina, cast.ben, now)

        amina = browser_of_person(app, cast.amina)
        page = read(amina, "/my/sharing?lang=en")
        consent = queries.find_consent(person_id=cast.amina.id, purpose=Purpose.TEAM_MEETING)
        assert consent is not None
        press(amina, f"/my/sharing/{consent.id}/withdraw", on="/my/sharing")

        assert "When the team meets" in page
        assert queries.find_consent(person_id=cast.amina.id, purpose=Purpose.TEAM_MEETING) is None


class TestWaitingForACoordinator:
    @pytest.fixture
    def waiting(self, cast: Cast, now: datetime) -> Person:
        """Jo, for whom Ben stands in."""
        person = make_person(navigator=cast.ben, now=now, given_name="Jo", family_name="Rowe", mobile=None)
        db.session.flush()
        handing_over.let_wait(person_id=person.id, by=cast.ben, now=now)
        db.session.commit()
        return person

    def test_has_those_for_whom_somebody_stands_in(self, ben: StrictClient, waiting: Person) -> None:
        assert names(ben, "whose=team&flag=alone") == ["Jo Rowe"]

    def test_leads_to_who_it_could_be(self, ben: StrictClient, waiting: Person) -> None:
        page = read(ben, "/caseload?whose=team&flag=alone")

        assert f'href="/people/{waiting.id}/coordinator"' in page
        assert "Ben Carter stands in" in page

    def test_ends_when_somebody_is_chosen(self, ben: StrictClient, cast: Cast, waiting: Person, now: datetime) -> None:
        dee = make_staff(team=cast.ben.team, name="Dee Pascoe", role=Role.NAVIGATOR, now=now)
        handing_over.hand_over(person_id=waiting.id, to=dee, by=cast.ben, now=now)
        db.session.commit()

        assert names(ben, "whose=team&flag=alone") == []

    def test_has_nobody_of_another_team(self, app: Flask, cast: Cast, waiting: Person) -> None:
        assert names(browser_of_staff(app, cast.carys), "whose=team&flag=alone") == []

    def test_asks_the_database_as_much_for_many_as_for_few(
        self, ben: StrictClient, cast: Cast, waiting: Person, now: datetime
    ) -> None:
        ben.get("/caseload?whose=team&flag=alone")
        with counting_queries() as for_one:
            ben.get("/caseload?whose=team&flag=alone")
        for number in range(9):
            person = make_person(navigator=cast.ben, now=now, given_name=f"Jo{number}", family_name="Rowe", mobile=None)
            db.session.flush()
            handing_over.let_wait(person_id=person.id, by=cast.ben, now=now)
        db.session.commit()
        with counting_queries() as for_ten:
            found = names(ben, "whose=team&flag=alone")

        assert len(found) == 10
        assert len(for_ten) == len(for_one)
