"""One named coordinator at any time: handing over, waiting for one, the way back, and who is told."""

from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from messaging.models import OutgoingMessage
from messaging.states import State
from navigator.db import db
from navigator.people import closing, coordinations, handing_over, staff_operations
from navigator.people.models import AuditEntry, ConsentHow, Person, Purpose, Staff
from navigator.people.operations import record_consent
from navigator.people.support_models import Coordination, WhyCoordinates
from navigator.threads.models import Thread as Conversation
from tests.cast import Cast, make_person
from tests.pressing import press
from tests.signed_in import browser_of_staff


def open_of(person: Person) -> list[Coordination]:
    return list(db.session.scalars(select(Coordination).where(Coordination.person_id == person.id, Coordination.until.is_(None))))


def agree_to_texts(cast: Cast, now: datetime) -> None:
    record_consent(
        person_id=cast.amina.id,
        purpose=Purpose.TEXTS,
        wording="You may text me.",
        how=ConsentHow.SPOKEN,
        recorded_by_id=cast.ben.id,
        now=now,
    )
    db.session.commit()


def told(template: str = "new_navigator") -> list[OutgoingMessage]:
    return list(
        db.session.scalars(
            select(OutgoingMessage).where(OutgoingMessage.template == template, OutgoingMessage.state != State.CANCELLED)
        )
    )


class TestACoordinator:
    def test_is_whoever_added_the_person(self, app: Flask, cast: Cast) -> None:
        page = browser_of_staff(app, cast.ben)
        typed: dict[str, Any] = {
            "given_name": "Jory",
            "family_name": "Penhale",
            "birth_date-day": "1",
            "birth_date-month": "2",
            "birth_date-year": "1950",
            "language": "en",
            "contact_method": "call",
            "contact_notes": "01632 960140",
            "consent_support": "yes",
            "consent_how": "spoken",
            "consent_language": "en",
        }
        page.submit("/people/new", **typed)

        jory = db.session.scalars(select(Person).where(Person.given_name == "Jory")).one()
        assert [(one.staff_id, one.why) for one in open_of(jory)] == [(cast.ben.id, WhyCoordinates.TAKEN_ON)]

    def test_is_one_and_the_database_holds_it(self, cast: Cast, dee: Staff, now: datetime) -> None:
        second = Coordination(person_id=cast.amina.id, staff_id=dee.id, since=now, why=WhyCoordinates.ASSIGNED)
        db.session.add(second)

        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()

    def test_is_one_when_two_colleagues_hand_over_at_once(
        self, app: Flask, cast: Cast, dee: Staff, lou: Staff, now: datetime
    ) -> None:
        amina_id, ben_id, start, said = cast.amina.id, cast.ben.id, Barrier(2), []
        to_ids = [dee.id, lou.id]
        db.session.commit()

        def hand(to_id: object) -> None:
            with app.app_context():
                start.wait()
                try:
                    handing_over.hand_over(
                        person_id=amina_id, to=db.session.get_one(Staff, to_id), by=None, from_id=ben_id, now=now
                    )
                    db.session.commit()
                    said.append("done")
                except handing_over.HandedOverMeanwhile:
                    db.session.rollback()
                    said.append("too late")
                finally:
                    db.session.remove()

        threads = [Thread(target=hand, args=(to_id,)) for to_id in to_ids]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        amina = db.session.get_one(Person, amina_id, populate_existing=True)
        assert sorted(said) == ["done", "too late"]
        assert [one.staff_id for one in open_of(amina)] == [amina.navigator_id]
        assert amina.navigator_id in to_ids


class TestHandingOver:
    def test_is_seen_by_the_new_coordinator_with_the_note_until_they_have_read_it(
        self, app: Flask, cast: Cast, dee: Staff
    ) -> None:
        ben, dees = browser_of_staff(app, cast.ben), browser_of_staff(app, dee)
        address = f"/people/{cast.amina.id}/coordinator"

        press(ben, address, on=address, to=str(dee.id), note="She waits for Tea & Talk.", from_id=str(cast.ben.id), follow=True)

        assert "She waits for Tea &amp; Talk." in dees.get("/desk").get_data(as_text=True)
        assert "New with you" not in ben.get("/desk").get_data(as_text=True)
        dees.submit("/people/new-with-me")
        assert "New with you" not in dees.get("/desk").get_data(as_text=True)

    def test_is_told_to_the_person_in_their_language(self, app: Flask, cast: Cast, dee: Staff, now: datetime) -> None:
        agree_to_texts(cast, now)
        ben, address = browser_of_staff(app, cast.ben), f"/people/{cast.amina.id}/coordinator"

        press(ben, address, on=address, to=str(dee.id), note="Hello", from_id=str(cast.ben.id))

        [text] = told()
        assert (text.recipient_id, text.locale, text.values["navigator_name"]) == (cast.amina.id, "ur", "Dee Pascoe")

    def test_is_not_told_when_the_navigator_does_that_themselves(self, app: Flask, cast: Cast, dee: Staff, now: datetime) -> None:
        agree_to_texts(cast, now)
        ben, address = browser_of_staff(app, cast.ben), f"/people/{cast.amina.id}/coordinator"

        press(ben, address, on=address, to=str(dee.id), note="Hello", from_id=str(cast.ben.id), is_quiet="yes")

        assert told() == []
        assert db.session.get_one(Person, cast.amina.id, populate_existing=True).navigator_id == dee.id

    def test_keeps_what_was_typed_when_nobody_was_chosen(self, app: Flask, cast: Cast, dee: Staff) -> None:
        ben, address = browser_of_staff(app, cast.ben), f"/people/{cast.amina.id}/coordinator"

        answer = press(ben, address, on=address, note="She waits for Tea & Talk.", from_id=str(cast.ben.id))

        assert answer.status_code == 422
        assert "She waits for Tea &amp; Talk." in answer.get_data(as_text=True)
        assert "Choose who supports them from now on." in answer.get_data(as_text=True)

    def test_takes_what_was_in_hand_along(self, app: Flask, cast: Cast, dee: Staff, now: datetime) -> None:
        db.session.add(Conversation(person_id=cast.amina.id, last_at=now, holder_id=cast.ben.id, held_since=now))
        db.session.commit()

        handing_over.hand_over(person_id=cast.amina.id, to=dee, by=cast.ben, note="Ring her.", now=now)

        thread = db.session.scalars(select(Conversation)).one()
        assert (thread.holder_id, thread.handed_by_id, thread.note) == (dee.id, cast.ben.id, "Ring her.")

    def test_twice_by_a_double_click_is_once(self, cast: Cast, dee: Staff, now: datetime) -> None:
        first = handing_over.hand_over(person_id=cast.amina.id, to=dee, by=cast.ben, from_id=cast.ben.id, now=now)
        second = handing_over.hand_over(person_id=cast.amina.id, to=dee, by=cast.ben, from_id=cast.ben.id, now=now)

        assert first.id == second.id
        assert db.session.scalar(select(func.count()).select_from(Coordination)) == 2

    @pytest.mark.parametrize("who", ["carys", "ada", "gone"])
    def test_goes_to_nobody_who_could_not_see_them(self, cast: Cast, ada: Staff, dee: Staff, now: datetime, who: str) -> None:
        dee.left_at = now
        to = {"carys": cast.carys, "ada": ada, "gone": dee}[who]

        with pytest.raises(handing_over.CannotTakeOver):
            handing_over.hand_over(person_id=cast.amina.id, to=to, by=cast.ben, now=now)

    def test_can_be_undone_and_the_text_does_not_go(self, app: Flask, cast: Cast, dee: Staff, now: datetime) -> None:
        agree_to_texts(cast, now)
        ben, address = browser_of_staff(app, cast.ben), f"/people/{cast.amina.id}/coordinator"
        press(ben, address, on=address, to=str(dee.id), note="Oh no", from_id=str(cast.ben.id))

        ben.submit(address)  # the first form of the page: undo

        assert db.session.get_one(Person, cast.amina.id, populate_existing=True).navigator_id == cast.ben.id
        assert told() == []
        assert len(open_of(cast.amina)) == 1

    def test_cannot_be_undone_days_later(self, cast: Cast, dee: Staff, now: datetime) -> None:
        made = handing_over.hand_over(person_id=cast.amina.id, to=dee, by=cast.ben, now=now)

        with pytest.raises(handing_over.TooLateToUndo):
            handing_over.undo(coordination_id=made.id, by=cast.ben, now=now + timedelta(days=2))

    def test_is_not_for_another_teams_lead(self, app: Flask, cast: Cast, wyn: Staff, dee: Staff) -> None:
        wyns, address = browser_of_staff(app, wyn), f"/people/{cast.amina.id}/coordinator"

        assert wyns.get(address).status_code == 404
        answer = press(wyns, address, on="/people/new", to=str(wyn.id), note="Mine", from_id=str(cast.ben.id))
        assert answer.status_code == 404
        assert db.session.get_one(Person, cast.amina.id, populate_existing=True).navigator_id == cast.ben.id

    def test_to_another_team_waits_for_its_lead_and_hides_the_person(
        self, app: Flask, cast: Cast, wyn: Staff, now: datetime
    ) -> None:
        ben, address = browser_of_staff(app, cast.ben), f"/people/{cast.amina.id}/coordinator"

        press(ben, f"{address}/team", on=address, team_id=str(cast.carys.team_id), why="She moved to Hayle.")

        amina = db.session.get_one(Person, cast.amina.id, populate_existing=True)
        assert (amina.team_id, amina.navigator_id) == (cast.carys.team_id, wyn.id)
        assert ben.get(address).status_code == 404
        assert "She moved to Hayle." in browser_of_staff(app, wyn).get("/desk").get_data(as_text=True)


class TestWaitingForACoordinator:
    def test_is_answered_by_the_lead_meanwhile(self, app: Flask, cast: Cast, lou: Staff) -> None:
        ben, address = browser_of_staff(app, cast.ben), f"/people/{cast.amina.id}/coordinator"

        press(ben, address, on=address, note="I am full.", then="wait", from_id=str(cast.ben.id))

        amina = db.session.get_one(Person, cast.amina.id, populate_existing=True)
        assert amina.navigator_id == lou.id
        page = BeautifulSoup(browser_of_staff(app, lou).get("/team").get_data(as_text=True), "html.parser")
        assert page.select_one(f"a[href='{address}']") is not None

    def test_ends_when_somebody_is_chosen_even_the_lead_themselves(self, cast: Cast, lou: Staff, now: datetime) -> None:
        handing_over.let_wait(person_id=cast.amina.id, by=cast.ben, now=now)

        made = handing_over.hand_over(
            person_id=cast.amina.id, to=lou, by=lou, why=WhyCoordinates.ASSIGNED, now=now + timedelta(hours=1)
        )

        assert (made.staff_id, made.why) == (lou.id, WhyCoordinates.ASSIGNED)
        assert db.session.scalar(select(func.count()).select_from(Person).where(coordinations.waits_for_coordinator())) == 0

    def test_begins_again_when_somebody_comes_back_whose_coordinator_left(self, cast: Cast, lou: Staff, now: datetime) -> None:
        closing.close_person(person=cast.amina, reason="", staff=cast.ben, now=now)
        staff_operations.record_leaving(staff=cast.ben, now=now)

        closing.reopen_person(person=cast.amina, staff=lou, now=now)

        assert cast.amina.navigator_id == lou.id
        assert [one.why for one in open_of(cast.amina)] == [WhyCoordinates.STANDING_IN]

    def test_without_a_lead_falls_to_the_navigator_with_the_fewest_people(self, cast: Cast, dee: Staff, now: datetime) -> None:
        make_person(navigator=cast.ben, now=now, given_name="Joe", mobile=None)

        assert coordinations.find_stand_in(team_id=cast.ben.team_id).id == dee.id

    def test_is_written_in_the_audit(self, cast: Cast, lou: Staff, now: datetime) -> None:
        handing_over.let_wait(person_id=cast.amina.id, by=cast.ben, now=now)

        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "handed_over")).one()
        assert (entry.person_id, entry.detail) == (cast.amina.id, "from ben@care.example to lou@care.example")
