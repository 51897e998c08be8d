"""What the demonstration's teams are busy with: programmes, somebody away, a volunteer's person, the round, things to do."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from navigator.db import db, new_id
from navigator.people import enrolments, giving, handing_over
from navigator.people.arrivals import write_down_consent
from navigator.people.models import ConsentHow, Person, Purpose, Staff
from navigator.tasks.operations import add_task
from navigator.teams import administration, cover
from navigator.teams.models import Says
from navigator.times import LONDON
from navigator.visits import operations as visits
from navigator.visits.models import Kind, Outcome

PROGRAMMES = {
    "Living Well": ("Small steps towards what matters, with a navigator, for about a year.", "Adults with long-term conditions"),
    "Welcome Home": ("The first six weeks after hospital.", "People who come home from hospital"),
}


def settle_teams(*, people: Mapping[str, Person], staff: Mapping[str, Staff], now: datetime) -> None:
    """Give the pages of teams something to show. Commits."""
    ben, tamsin, today = staff["Ben Carter"], staff["Tamsin Hocking"], now.astimezone(LONDON).date()
    locality, asha = ben.team.locality, staff["Asha Lloyd"]
    administration.add_usual_programmes(locality=locality, by=asha, now=now, words=PROGRAMMES)
    living_well = next(one for one in enrolments.list_programmes(locality.id) if one.name == "Living Well")
    enrolments.enrol(person=people["amina"], programme=living_well, starts_on=today - timedelta(days=10), staff=ben, now=now)
    for name in ("amina", "zofia"):
        write_down_consent(
            person=people[name],
            purpose=Purpose.TEAM_MEETING,
            how=ConsentHow.SPOKEN,
            language=people[name].language,
            staff=ben,
            now=now,
        )
    giving.give(
        person=people["george"],
        volunteer=staff["Viv Nance"],
        by=ben,
        note="Go along to the shed with him, once there is room.",
        tells=False,
        now=now,
    )
    handing_over.let_wait(person_id=people["derek"].id, by=ben, note="Needs somebody who knows housing.", now=now)
    cover.record_absence(
        staff=staff["Meera Joshi"],
        covered_by=ben,
        starts_on=today,
        back_on=today + timedelta(days=5),
        says=Says.WHEN_THEY_WRITE,
        by=tamsin,
        now=now,
    )
    _fill_the_round(people, ben=ben, now=now)
    db.session.commit()


def _fill_the_round(people: Mapping[str, Person], *, ben: Staff, now: datetime) -> None:
    today = now.astimezone(LONDON).date()
    afternoon = datetime.combine(today, time(15), LONDON)
    arranged = (
        ("amina", Kind.HOME, afternoon, 60),
        ("george", Kind.HOME, afternoon + timedelta(days=1), 45),
        ("zofia", Kind.CALL, afternoon + timedelta(days=1, hours=1), 20),
    )
    for name, kind, starts_at, minutes in arranged:
        visits.arrange(
            visit_id=new_id(),
            person=people[name],
            staff=ben,
            kind=kind,
            starts_at=starts_at,
            minutes=minutes,
            tells=False,
            now=now,
        )
    visits.write_safety_note(
        person=people["george"], words="The dog is loud and friendly. Ring before you open the gate.", staff=ben, now=now
    )
    rang_at = afternoon - timedelta(days=1)
    visits.log_contact(
        contact_id=new_id(),
        person=people["george"],
        staff=ben,
        happened=visits.Happened(
            kind=Kind.CALL,
            outcome=Outcome.TALKED,
            happened_at=rang_at,
            minutes=15,
            words="He would rather mend clocks than wait for January. Look for somebody with a clock.",
            next_action="Ask at the museum whether a clock needs mending",
            next_on=today + timedelta(days=2),
        ),
        now=rang_at,
    )
    add_task(
        person=people["mary"],
        what="Send Mary the form for a carer's assessment",
        due_on=today - timedelta(days=2),
        staff=ben,
        now=now,
    )
    add_task(person=people["zofia"], what="Find an exercise class in Polish", due_on=today, staff=ben, now=now)
