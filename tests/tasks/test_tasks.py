"""Things to do: on the list, crossed off, and made by themselves where a group said yes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from navigator.db import db
from navigator.people import closing
from navigator.people.models import Role, Staff, WhyClosed
from navigator.referrals import endings, hearing
from navigator.referrals import operations as referrals
from navigator.referrals.models import Referral, ReferralStatus
from navigator.referrals.queries import list_links
from navigator.tasks import operations, queries
from navigator.tasks.models import Origin, Task
from navigator.teams.caseloads import Whose
from tests.cast import Cast, make_person, make_staff
from tests.form_filling import filled_in
from tests.pressing import press
from tests.strict_client import StrictClient

SignIn = Callable[[Staff], StrictClient]


def only_task() -> Task:
    task = db.session.scalars(select(Task)).one()
    db.session.refresh(task)
    return task


@pytest.fixture
def ramp(cast: Cast, now: datetime) -> Task:
    """Ben has to ask about the ramp, by yesterday."""
    task = operations.add_task(
        person=cast.amina, what="Ask the hall about the ramp", due_on=now.date() - timedelta(days=1), staff=cast.ben, now=now
    )
    db.session.commit()
    return task


class TestWritingOneDown:
    def test_puts_it_on_my_list_and_on_the_persons_page(self, ben: StrictClient, cast: Cast) -> None:
        form = filled_in(ben, f"/people/{cast.amina.id}/tasks/new", what="Ask the hall about the ramp")
        answer = ben.post(f"/people/{cast.amina.id}/tasks/new", data=form, follow_redirects=True)

        assert "Ask the hall about the ramp" in answer.get_data(as_text=True)
        assert "Ask the hall about the ramp" in ben.get("/tasks").get_data(as_text=True)

    def test_twice_by_a_double_click_is_once(self, ben: StrictClient, cast: Cast) -> None:
        form = filled_in(ben, f"/people/{cast.amina.id}/tasks/new", what="Ring the hall")
        for _ in range(2):
            ben.post(f"/people/{cast.amina.id}/tasks/new", data=form)

        assert only_task().what == "Ring the hall"

    def test_asks_for_what_is_missing_and_keeps_what_was_typed(self, ben: StrictClient, cast: Cast) -> None:
        form = filled_in(ben, f"/people/{cast.amina.id}/tasks/new", what="Ring the hall") | {"due_on-year": "2020"}
        answer = ben.post(f"/people/{cast.amina.id}/tasks/new", data=form)

        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "Write a day to come." in page
        assert 'value="Ring the hall"' in page


class TestTheList:
    def test_shows_what_is_overdue_first(self, ben: StrictClient, cast: Cast, ramp: Task, now: datetime) -> None:
        operations.add_task(person=cast.amina, what="Later", due_on=now.date() + timedelta(days=9), staff=cast.ben, now=now)
        db.session.commit()

        page = ben.get("/tasks").get_data(as_text=True)

        assert page.index("Ask the hall about the ramp") < page.index("Later")
        assert "was due on" in page

    def test_crosses_off_and_puts_back(self, ben: StrictClient, ramp: Task) -> None:
        press(ben, f"/tasks/{ramp.id}/done", on="/tasks")
        assert only_task().ended_at is not None
        assert "Put it back" in ben.get("/tasks").get_data(as_text=True)

        press(ben, f"/tasks/{ramp.id}/done", on="/tasks", then="undo")
        assert only_task().ended_at is None

    def test_moves_to_another_day(self, ben: StrictClient, ramp: Task) -> None:
        answer = ben.post(
            f"/tasks/{ramp.id}",
            data=filled_in(ben, f"/tasks/{ramp.id}") | {"due_on-day": "4", "due_on-month": "12", "due_on-year": "2026"},
        )

        assert answer.status_code == 303
        assert only_task().due_on == date(2026, 12, 4)

    def test_hides_them_from_another_team(self, signed_in: SignIn, cast: Cast, ramp: Task) -> None:
        carys = signed_in(cast.carys)

        assert "ramp" not in carys.get("/tasks?whose=team").get_data(as_text=True)
        assert carys.get(f"/tasks/{ramp.id}").status_code == 404
        assert press(carys, f"/tasks/{ramp.id}/done", on="/people/new").status_code == 404

    def test_gives_a_volunteer_only_those_of_their_own_people(
        self, signed_in: SignIn, cast: Cast, ramp: Task, now: datetime
    ) -> None:
        vic = make_staff(team=cast.ben.team, name="Vic Jelbert", role=Role.VOLUNTEER, now=now)
        jo = make_person(navigator=vic, now=now, given_name="Jo", mobile=None)
        operations.add_task(person=jo, what="Walk to the library", due_on=now.date(), staff=vic, now=now)
        db.session.commit()

        page = signed_in(vic).get("/tasks?whose=team").get_data(as_text=True)

        assert "Walk to the library" in page
        assert "ramp" not in page

    def test_ends_with_our_support(self, cast: Cast, ramp: Task, now: datetime) -> None:
        closing.close_person(person=cast.amina, reason="moved", why=WhyClosed.MOVED_AWAY, died_on=None, staff=cast.ben, now=now)
        db.session.commit()

        assert only_task().is_dropped

    def test_follows_whoever_takes_over(self, cast: Cast, ramp: Task, now: datetime) -> None:
        dee = make_staff(team=cast.ben.team, name="Dee Pascoe", role=Role.NAVIGATOR, now=now)

        moved = operations.hand_over_tasks(person_id=cast.amina.id, from_staff_id=cast.ben.id, to_staff_id=dee.id)
        db.session.commit()

        assert moved == 1
        assert [row.task.id for row in queries.list_open_tasks(dee, whose=Whose.MINE, now=now).rows] == [ramp.id]


class TestRingToCheck:
    @pytest.fixture
    def accepted(self, refer: Callable[..., Referral], cast: Cast, now: datetime) -> Referral:
        """Tea & Talk said yes, for Friday at two."""
        referral = refer()
        referrals.answer(
            link=list_links(referral.id)[0],
            person=cast.amina,
            answer=ReferralStatus.ACCEPTED,
            appointment_at=now + timedelta(days=4, hours=4),
            place="The hall",
            now=now,
        )
        db.session.commit()
        return referral

    def test_is_made_for_the_working_day_after(self, accepted: Referral, cast: Cast, ben: StrictClient) -> None:
        task = only_task()

        assert (task.origin, task.staff_id, task.person_id) == (Origin.RING_TO_CHECK, cast.ben.id, cast.amina.id)
        assert task.due_on == date(2026, 11, 30)  # Friday's group: rung on Monday
        assert "Ring to check that it happened: Tea &amp; Talk" in ben.get(f"/people/{cast.amina.id}").get_data(as_text=True)

    def test_moves_with_the_appointment(self, accepted: Referral, cast: Cast, now: datetime) -> None:
        referrals.change_appointment(
            referral=accepted,
            person=cast.amina,
            who=cast.ben.name,
            appointment_at=now + timedelta(days=1),
            place="The hall",
            ask_for="",
            note="",
            now=now,
        )
        db.session.commit()

        assert only_task().due_on == date(2026, 11, 25)

    def test_is_off_the_list_once_the_person_told_us(
        self, accepted: Referral, now: datetime, clock: time_machine.Traveller
    ) -> None:
        hearing.mark_attended(referral=accepted, who="Amina, by text", now=now + timedelta(days=5))
        db.session.commit()

        assert (only_task().ended_at is not None, only_task().is_dropped) == (True, False)

    def test_is_dropped_with_the_referral(self, accepted: Referral, cast: Cast, now: datetime) -> None:
        endings.withdraw(referral=accepted, staff=cast.ben, note="", now=now)
        db.session.commit()

        assert only_task().is_dropped
