"""Who sees whom: a volunteer while a person is given to them, a colleague while somebody is away, and nobody of another team."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from navigator.db import db
from navigator.people import giving
from navigator.people.models import Staff
from navigator.referrals import operations as referrals
from navigator.referrals.models import Reason
from navigator.teams import cover
from navigator.teams.models import Says
from navigator.threads.models import Thread
from tests.cast import Cast
from tests.signed_in import browser_of_staff
from tests.teams.test_handing_over import agree_to_texts, told
from tests.threads.conftest import text_us


def away(ben: Staff, by: Staff, now: datetime, *, says: Says = Says.WHEN_THEY_WRITE, days: int = 7) -> None:
    cover.record_absence(
        staff=ben, covered_by=by, starts_on=now.date(), back_on=now.date() + timedelta(days=days), says=says, by=ben, now=now
    )
    db.session.commit()


class TestAVolunteer:
    def test_sees_a_person_while_given_and_nothing_after(self, app: Flask, cast: Cast, viv: Staff, now: datetime) -> None:
        vivs, addresses = (
            browser_of_staff(app, viv),
            [f"/people/{cast.amina.id}{page}" for page in ("", "/thread", "/programmes")],
        )
        before = [vivs.get(address).status_code for address in addresses]

        given = giving.give(person=cast.amina, volunteer=viv, by=cast.ben, now=now)
        db.session.commit()
        meanwhile = [vivs.get(address).status_code for address in addresses]
        on_the_desk = "Amina Hussain" in vivs.get("/caseload").get_data(as_text=True)
        giving.take_back(given=db.session.merge(given), by=cast.ben, now=now)
        db.session.commit()

        assert (before, meanwhile, on_the_desk) == ([404] * 3, [200] * 3, True)
        assert [vivs.get(address).status_code for address in addresses] == [404] * 3
        assert "Amina Hussain" not in vivs.get("/caseload").get_data(as_text=True)

    def test_cannot_give_or_hand_over(self, app: Flask, cast: Cast, viv: Staff, now: datetime) -> None:
        giving.give(person=cast.amina, volunteer=viv, by=cast.ben, now=now)
        db.session.commit()
        page = browser_of_staff(app, viv).get(f"/people/{cast.amina.id}/coordinator").get_data(as_text=True)

        assert "Hand over" not in page

    def test_of_another_team_is_given_nobody(self, cast: Cast, viv: Staff, now: datetime) -> None:
        viv.team = cast.carys.team

        with pytest.raises(giving.CannotBeGiven):
            giving.give(person=cast.amina, volunteer=viv, by=cast.ben, now=now)


class TestSomebodyOnHoliday:
    def test_leaves_no_unread_inbox(self, app: Flask, cast: Cast, dee: Staff, now: datetime) -> None:
        agree_to_texts(cast, now)
        away(cast.ben, dee, now)

        text_us("The bus does not stop there any more")
        referrals.call_for_attention(person_id=cast.amina.id, reason=Reason.NEEDS_HELP, words="Ring me", now=now)
        db.session.commit()
        dees = browser_of_staff(app, dee)

        assert "The bus does not stop there" in dees.get("/threads").get_data(as_text=True)
        desk = dees.get("/desk").get_data(as_text=True)
        assert "Amina Hussain" in desk
        assert "You answer for them while they are away" in desk

    def test_leaves_what_was_in_hand_to_the_colleague(self, app: Flask, cast: Cast, dee: Staff, now: datetime) -> None:
        thread = Thread(
            person_id=cast.amina.id, last_words="Hello?", last_at=now, waiting_since=now, holder_id=cast.ben.id, held_since=now
        )
        db.session.add(thread)
        away(cast.ben, dee, now)

        assert "Hello?" in browser_of_staff(app, dee).get("/threads").get_data(as_text=True)

    def test_is_named_once_to_whoever_writes(self, cast: Cast, dee: Staff, now: datetime) -> None:
        agree_to_texts(cast, now)
        away(cast.ben, dee, now)

        text_us("The bus does not stop there any more")
        text_us("And the other bus neither")

        [text] = told("away")
        assert (text.values["cover_name"], text.locale) == ("Dee Pascoe", "ur")

    def test_is_back_and_the_colleague_does_not_see_them_as_theirs(
        self, app: Flask, cast: Cast, dee: Staff, now: datetime, clock: time_machine.Traveller
    ) -> None:
        away(cast.ben, dee, now)
        clock.move_to(now + timedelta(days=7))

        assert "Amina Hussain" not in browser_of_staff(app, dee).get("/caseload").get_data(as_text=True)

    def test_is_not_covered_by_somebody_who_is_away_too(self, cast: Cast, dee: Staff, lou: Staff, now: datetime) -> None:
        away(dee, lou, now)

        with pytest.raises(cover.CoverIsAwayToo):
            away(cast.ben, dee, now)

    def test_is_covered_by_another_when_the_colleague_falls_ill(
        self, app: Flask, cast: Cast, dee: Staff, lou: Staff, now: datetime
    ) -> None:
        away(cast.ben, dee, now)
        away(dee, lou, now)

        found = cover.find_absence(cast.ben.id, today=now.date())
        assert found is not None
        assert found.covered_by_id == lou.id

    def test_is_of_no_concern_to_another_team(self, app: Flask, cast: Cast, dee: Staff, wyn: Staff, now: datetime) -> None:
        away(cast.ben, dee, now)
        found = cover.find_absence(cast.ben.id, today=now.date())
        assert found is not None

        assert browser_of_staff(app, wyn).get(f"/absences/{found.id}").status_code == 404
        assert "Ben Carter" not in browser_of_staff(app, wyn).get("/team").get_data(as_text=True)

    def test_writes_it_down_on_the_page(self, app: Flask, cast: Cast, dee: Staff) -> None:
        ben = browser_of_staff(app, cast.ben)
        days: dict[str, Any] = {
            f"{name}-{part}": number
            for name, day in (("starts_on", date(2026, 12, 1)), ("back_on", date(2026, 12, 8)))
            for part, number in (("day", str(day.day)), ("month", str(day.month)), ("year", str(day.year)))
        }

        page = ben.submit("/absences", covered_by=str(dee.id), says="when_they_write", **days).get_data(as_text=True)

        assert "Dee Pascoe answers for the people of Ben Carter." in page
