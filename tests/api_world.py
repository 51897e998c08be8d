"""Something of everything, for the walk through every operation of the API: all of it Ben's and Amina's, none of it Carys's."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from navigator.circle import operations as circle
from navigator.conversations import operations as conversations
from navigator.db import db
from navigator.measures import operations as measures
from navigator.people import enrolments, giving, handing_over
from navigator.people.circle_models import Scope
from navigator.people.models import ConsentHow, Locality, Person, Role, Staff, Team
from navigator.people.staff_operations import make_token
from navigator.people.support_models import Programme
from navigator.people.token_scopes import MAY_HOLD, TokenScope
from navigator.ready_plans import operations as ready_plans
from navigator.ready_plans.models import Kind as Makes
from navigator.ready_plans.usual import Line
from navigator.referrals import operations as referrals
from navigator.referrals import signposts
from navigator.referring_in import operations as referring_in
from navigator.referring_in import proposals
from navigator.referring_in.models import Basis, Source
from navigator.reviews import operations as reviews
from navigator.reviews.models import NextStep
from navigator.steps import goals, plan_checks
from navigator.steps import operations as steps
from navigator.steps.models import HowMuch, HowOften, ToldBy
from navigator.tasks import operations as tasks
from navigator.teams import cover
from navigator.teams.models import Says
from navigator.threads.models import Thread
from navigator.visits import operations as visits
from navigator.visits.models import Kind, Outcome
from navigator.webhooks import operations as webhooks
from navigator.webhooks.models import WebhookDelivery
from tests.cast import Cast, make_staff

SPOKEN = partial(circle.Told, ConsentHow.SPOKEN)
LIST = "first name,family name,date of birth\nOlwen,Trewin,5/11/1951\n"


@dataclass(frozen=True)
class World:
    """Who holds keys here and elsewhere, by role; and what the names in addresses and bodies stand for."""

    here: Mapping[Role, Staff]
    elsewhere: Mapping[Role, Staff]
    ids: Mapping[str, uuid.UUID]
    of: Mapping[str, Mapping[str, uuid.UUID]]  # the same name, by the first part of the address after /api/v1


def key_of(staff: Staff, *scopes: TokenScope) -> dict[str, str]:
    """The headers of a program that acts for `staff`; with no scope named, it may do all that they may."""
    token = make_token(staff_id=staff.id, label="test", scopes=scopes or MAY_HOLD[staff.role], now=datetime.now().astimezone())
    db.session.commit()
    return {"Authorization": f"Bearer {token}"}


def build(cast: Cast, *, now: datetime) -> World:
    """Write it all down."""
    here, elsewhere = _staff(cast, now=now)
    ben, amina = cast.ben, cast.amina
    programmes = [Programme(locality_id=ben.team.locality_id, name=name) for name in ("Living Well", "Welcome Home")]
    licensed = measures.add_licensed(
        name="Licensed", lowest=0, highest=10, licence_note="Ours.", staff=here[Role.ADMINISTRATOR], now=now
    )
    db.session.add_all(programmes)
    db.session.flush()
    ids = add_more(cast, person=amina, now=now)
    joe = circle.invite(
        person=amina,
        who=circle.Invited("Joe Hussain", "brother", "+447700900778"),
        scopes=[Scope.PLAN],
        told=SPOKEN(ben),
        now=now,
    )
    circle.confirm(member=joe, now=now)
    enrolment = enrolments.enrol(person=amina, programme=programmes[0], starts_on=now.date(), staff=ben, now=now)
    given = giving.give(person=amina, volunteer=here[Role.VOLUNTEER], by=ben, now=now, tells=False)
    helper = make_staff(team=ben.team, name="Hedra Voss", role=Role.VOLUNTEER, now=now)
    coordination = handing_over.hand_over(person_id=amina.id, to=here[Role.TEAM_LEAD], by=ben, tells=False, now=now)
    absence = cover.record_absence(
        staff=helper,
        covered_by=ben,
        starts_on=now.date() + timedelta(days=2),
        back_on=now.date() + timedelta(days=5),
        says=Says.NOTHING,
        by=here[Role.TEAM_LEAD],
        now=now,
    )
    handed_in = proposals.hand_in(file_name="list.csv", content=LIST, team=ben.team, by=here[Role.TEAM_LEAD], now=now)
    referral_in = receive(ben.team, now=now)
    address = webhooks.register(
        url="https://127.0.0.1/hooks", label="Practice", by=here[Role.ADMINISTRATOR], allows_inside=True, now=now
    )
    delivery = WebhookDelivery(
        address_id=address.id, event_id=uuid.uuid4(), referral_id=ids["referral_id"], body="{}", made_at=now, give_up_at=now
    )
    db.session.add(delivery)
    db.session.commit()
    ids |= {
        "person_id": amina.id,
        "service_id": cast.tea_and_talk.id,
        "programme_id": programmes[1].id,
        "instrument_id": licensed.id,
        "enrolment_id": enrolment.id,
        "given_id": given.id,
        "coordination_id": coordination.id,
        "list_id": handed_in.id,
        "address_id": address.id,
        "delivery_id": delivery.id,
        "to_id": here[Role.TEAM_LEAD].id,
        "from_id": ben.id,
        "covered_by_id": here[Role.TEAM_LEAD].id,
        "absence_id": absence.id,
        "member_id": joe.id,
        "coordinator_id": ben.id,
        "volunteer_id": helper.id,
        "team_id": cast.carys.team_id,
        "id": ids["priority_id"],
    }
    return World(here, elsewhere, ids, {"referrals-in": {"referral_id": referral_in.id}})


def add_more(cast: Cast, *, person: Person, now: datetime) -> dict[str, uuid.UUID]:
    """One more of everything that is listed, about `person`."""
    ben = cast.ben
    talk = conversations.open_conversation(person_id=person.id, staff_id=ben.id, now=now)
    conversations.save_conversation(conversation=talk, answers={"matters": "Company"}, now=now)
    conversations.record_needs(conversation=talk, codes=["company"], seen=[], now=now)
    conversations.finish_conversation(conversation=talk, now=now)
    priority = steps.add_priority(
        person_id=person.id, conversation_id=talk.id, words="Seeing people again", staff_id=ben.id, now=now
    )
    goal = steps.add_goal(priority=priority, words="Have company once a week", now=now)
    levels = {0: "Once a week", -1: "Nobody comes"}
    kept: dict[str, Any] = {"words": goal.words, "importance": 8, "review_on": None, "baseline": -1, "levels": levels}
    goals.change_goal(goal=goal, staff_id=ben.id, now=now, **kept)
    about: dict[str, Any] = {"what": "Walk to the harbour", "when_words": "", "due_on": None, "how_often": HowOften.ONCE}
    step = steps.plan_step(goal=goal, confidence=8, now=now, **about)
    task = tasks.add_task(person=person, what="Ring her", due_on=now.date(), staff=ben, now=now)
    visit_id, contact_id = uuid.uuid4(), uuid.uuid4()
    tomorrow = now + timedelta(days=1)
    when: dict[str, Any] = {"starts_at": tomorrow, "minutes": 30, "tells": False}
    visits.arrange(visit_id=visit_id, person=person, staff=ben, kind=Kind.HOME, now=now, **when)
    happened = visits.Happened(kind=Kind.CALL, outcome=Outcome.TALKED, happened_at=now)
    visits.log_contact(contact_id=contact_id, person=person, staff=ben, happened=happened, now=now)
    referral, _ = referrals.refer(
        person=person,
        service=cast.tea_and_talk,
        staff=ben,
        step=None,
        shared_parts=["name"],
        reason="Company on Tuesdays.",
        how=ConsentHow.SPOKEN,
        wording="I agree.",
        idempotency_key=uuid.uuid4().hex,
        public_url="http://localhost",
        now=now,
    )
    told = signposts.signpost(
        person=person, service=cast.tea_and_talk, staff=ben, step=None, idempotency_key=uuid.uuid4().hex, now=now
    )
    plan_checks.answer(person=person, knows=HowMuch.YES, is_right=HowMuch.PARTLY, would_change="", told_by=ToldBy.PLAN, now=now)
    lines = [Line(Makes.STEP, "Tell my own doctor", 7, nudge_days="1"), Line(Makes.TASK, "Find a carers’ group", 21)]
    made = ready_plans.make(person=person, name="New carer", goal=goal, lines=lines, key=str(uuid.uuid4()), staff=ben, now=now)
    going_on: dict[str, Any] = {"next_step": NextStep.GO_ON, "next_on": now.date() + timedelta(days=90), "why": None}
    reviews.hold(person=person, words="Well", levels={}, reason="", key=str(uuid.uuid4()), staff=ben, now=now, **going_on)
    somebody = circle.Invited("Zoe Zennor", email=f"{uuid.uuid4().hex}@mail.example")
    circle.invite(person=person, who=somebody, scopes=[Scope.STEPS], told=SPOKEN(ben), now=now)
    thread = db.session.scalar(select(Thread).where(Thread.person_id == person.id))
    if thread is None:
        thread = Thread(person_id=person.id, last_words="Can somebody ring me?", last_at=now, waiting_since=now, due_at=now)
        db.session.add(thread)
    db.session.commit()
    return {
        "made_id": made.id,
        "thread_id": thread.id,
        "conversation_id": talk.id,
        "priority_id": priority.id,
        "goal_id": goal.id,
        "step_id": step.id,
        "task_id": task.id,
        "visit_id": visit_id,
        "contact_id": contact_id,
        "referral_id": referral.id,
        "signpost_id": told.id,
    }


def receive(team: Team, *, now: datetime) -> Any:
    """A surgery asks a team to support Dorota."""
    values = {
        "given_name": "Dorota",
        "family_name": "Nowak",
        "birth_date": date(1951, 11, 5),
        "referrer_name": "Nurse Pascoe",
        "referrer_email": "nurse@harbour.example",
        "reason": "Lives alone.",
        "risks": "",
        "no_risks": True,
        "basis": Basis.AGREED,
        "basis_words": "I agree.",
        "tells_referrer": True,
    }
    key = {"key": "a secret that only the tests know, and long enough", "public_url": "http://localhost"}
    referral, _ = referring_in.receive(referral_id=uuid.uuid4(), team=team, source=Source.EMAIL, values=values, now=now, **key)
    db.session.commit()
    return referral


def _staff(cast: Cast, *, now: datetime) -> tuple[dict[Role, Staff], dict[Role, Staff]]:
    here = {
        Role.NAVIGATOR: cast.ben,
        Role.TEAM_LEAD: make_staff(team=cast.ben.team, name="Tess Lead", role=Role.TEAM_LEAD, now=now),
        Role.VOLUNTEER: make_staff(team=cast.ben.team, name="Vera Voss", role=Role.VOLUNTEER, now=now),
        Role.ADMINISTRATOR: make_staff(team=cast.ben.team, name="Ada Penrose", role=Role.ADMINISTRATOR, now=now),
    }
    away = Team(locality=Locality(name="East Devon", phone="01632 960200"), name="Exmouth team", phone="01632 960200")
    db.session.add(away)
    db.session.flush()
    elsewhere = {
        Role.NAVIGATOR: cast.carys,
        Role.TEAM_LEAD: make_staff(team=cast.carys.team, name="Lowena Lead", role=Role.TEAM_LEAD, now=now),
        Role.VOLUNTEER: make_staff(team=cast.carys.team, name="Wella Voss", role=Role.VOLUNTEER, now=now),
        Role.ADMINISTRATOR: make_staff(team=away, name="Elowen Penrose", role=Role.ADMINISTRATOR, now=now),
    }
    return here, elsewhere
