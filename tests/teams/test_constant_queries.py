"""What the pages of a team ask the database does not grow with the team: the same number of questions for ten times as much."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from navigator.conversations.operations import open_conversation
from navigator.db import db
from navigator.people import handing_over
from navigator.people.models import ContactMethod, Role, Staff
from navigator.people.operations import record_audit
from navigator.referrals.models import Attention, Reason
from navigator.steps import operations as steps
from navigator.steps.models import HowOften
from navigator.tasks.operations import add_task
from navigator.teams import invitations
from navigator.visits.models import Kind, Visit
from tests.cast import Cast, make_person, make_staff
from tests.counting import counted_queries
from tests.signed_in import browser_of_staff

PAGES = (
    ("lou", "/team"),
    ("lou", "/team/list"),
    ("lou", "/absences"),
    ("ada", "/admin/users"),
    ("ada", "/admin/users/{ben}/leave"),
    ("ada", "/admin/changes"),
    ("ben", "/people/{amina}/coordinator"),
    ("ben", "/people/{amina}/ready-plans"),
    ("ben", "/people/{amina}/ready-plans/home_from_hospital"),
    ("ben", "/caseload"),
    ("ben", "/caseload?whose=team"),
    ("lou", "/caseload?whose=team&flag=alone"),
    ("ben", "/caseload?flag=overdue&order=quiet"),
    ("ben", "/tasks"),
    ("ben", "/round"),
    ("ben", "/people/{amina}/visits"),
)


def _more(cast: Cast, ada: Staff, numbers: range, now: datetime) -> None:
    """So many colleagues more, and so many people with something to do, to worry about and to go to."""
    for number in numbers:
        colleague = make_staff(team=cast.ben.team, name=f"Colleague{number} Rowe", role=Role.NAVIGATOR, now=now)
        colleague.languages, colleague.areas = "ur,pl", "Hayle, TR27"
        person = make_person(
            navigator=cast.ben, now=now - timedelta(days=40), family_name=f"Person{number}", mobile=f"+4477009008{number:02}"
        )
        person.contact_method = ContactMethod.CALL
        for whom in (person, cast.amina):
            conversation = open_conversation(person_id=whom.id, staff_id=cast.ben.id, now=now)
            said = steps.add_priority(person_id=whom.id, conversation_id=conversation.id, words=f"Words {number}", now=now)
            steps.plan_step(
                goal=steps.add_goal(priority=said, words="A goal", now=now),
                what=f"Step {number}",
                when_words="",
                due_on=now.date(),
                how_often=HowOften.ONCE,
                confidence=3,
                now=now,
            )
            add_task(person=whom, what=f"Ring {number}", due_on=now.date() - timedelta(days=1), staff=cast.ben, now=now)
            db.session.add(Attention(person_id=whom.id, reason=Reason.NEEDS_HELP, words="3", opened_at=now))
            db.session.add(
                Visit(
                    person_id=whom.id,
                    staff_id=cast.ben.id,
                    kind=Kind.HOME,
                    starts_at=now + timedelta(hours=1, minutes=number),
                    minutes=30,
                    made_by_id=cast.ben.id,
                    made_at=now,
                )
            )
        record_audit(action="looked", staff_id=ada.id, person_id=person.id, now=now)
        if number % 2:
            handing_over.let_wait(person_id=person.id, by=cast.ben, note="Housing", now=now)
        invitations.invite(
            by=ada,
            team=cast.ben.team,
            role=Role.VOLUNTEER,
            name=f"Invited {number}",
            email=f"invited{number}@care.example",
            language="en",
            public_url="http://localhost",
            now=now,
        )
    db.session.commit()


def _ask(app: Flask, staff: Staff, address: str) -> int:
    browser = browser_of_staff(app, staff)
    browser.get(address)  # what is read once and kept, is kept now
    with counted_queries() as asked:
        answer = browser.get(address)
    assert answer.status_code == 200, address
    return len(asked)


class TestPagesOfATeam:
    def test_ask_as_much_for_twenty_as_for_four(self, app: Flask, cast: Cast, now: datetime, lou: Staff, ada: Staff) -> None:
        who = {"ben": cast.ben, "lou": lou, "ada": ada}
        pages = [(name, address.format(ben=cast.ben.id, amina=cast.amina.id)) for name, address in PAGES]
        _more(cast, ada, range(4), now)
        few = {page: _ask(app, who[page[0]], page[1]) for page in pages}
        _more(cast, ada, range(4, 20), now)
        many = {page: _ask(app, who[page[0]], page[1]) for page in pages}

        assert {page: many[page] for page in pages if many[page] > few[page]} == {}, few

    @pytest.mark.parametrize("most", [40])
    def test_ask_no_page_more_than_this(self, app: Flask, cast: Cast, now: datetime, lou: Staff, ada: Staff, most: int) -> None:
        who = {"ben": cast.ben, "lou": lou, "ada": ada}
        _more(cast, ada, range(2), now)

        asked = {address: _ask(app, who[name], address.format(ben=cast.ben.id, amina=cast.amina.id)) for name, address in PAGES}

        assert {address: count for address, count in asked.items() if count > most} == {}
