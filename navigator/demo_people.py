"""The demonstration's locality, staff and people, lived through the service's own operations so that nothing is faked."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from time import monotonic
from typing import Any

from flask import Flask, current_app
from sqlalchemy import func, select, update

from directory.models import Service, ServiceCapacity
from directory.operations import next_revision
from messaging.models import OutgoingMessage
from messaging.replies import incoming
from messaging.states import WAITING
from navigator import demo_arrivals, demo_referrals, demo_talks, jobs
from navigator.circle import check_ins
from navigator.circle import operations as circle
from navigator.conversations import operations as conversations
from navigator.db import begin_writing, db
from navigator.demo_listings import settle_listings
from navigator.demo_teams import settle_teams
from navigator.people import staff_operations
from navigator.people.arrivals import Agreement, take_on
from navigator.people.circle_models import Scope
from navigator.people.demo_sign_ins import DEMO_DOMAIN, DEMO_PASSWORD
from navigator.people.models import ConsentHow, ContactMethod, Need, Person, Role, Staff
from navigator.people.operations import PersonDetails, record_needs
from navigator.referrals import operations as referrals
from navigator.referrals import queries as referral_queries
from navigator.referrals import sharing
from navigator.referrals.models import Referral, ReferralStatus
from navigator.selfcare import operations as pages
from navigator.selfcare.library import get_topic
from navigator.steps import operations as steps
from navigator.steps.models import HowOften, Step
from navigator.times import LONDON

LOCALITY, PHONE = "West Cornwall", "01632 960100"
STAFF = (
    ("Ben Carter", Role.NAVIGATOR, "Penwith team", "01632 960101"),
    ("Meera Joshi", Role.NAVIGATOR, "Penwith team", "01632 960102"),
    ("Tamsin Hocking", Role.TEAM_LEAD, "Penwith team", "01632 960103"),
    ("Viv Nance", Role.VOLUNTEER, "Penwith team", "01632 960104"),
    ("Wyn Tregenza", Role.TEAM_LEAD, "Hayle team", "01632 960106"),
    ("Carys Rowe", Role.NAVIGATOR, "Hayle team", "01632 960105"),
    ("Asha Lloyd", Role.ADMINISTRATOR, "Penwith team", "01632 960100"),
)
US = "+447700900000"
JOE_MOBILE = "+447700900129"
HAVE_LAPSED = 2
CHECKED_WITHIN = timedelta(days=330)


@dataclass(frozen=True)
class Life:
    """One invented person, in the words they would use. `days_ago`: since their navigator first met them."""

    details: PersonDetails
    days_ago: int
    matters: str = ""
    says_more: bool = False  # what else is in `demo_talks`
    priority: str = ""
    goal: str = ""
    steps: list[tuple[str, HowOften, int]] = field(default_factory=list)  # each after the first is a smaller one
    refer_to: str = ""
    texts: bool = True
    navigator: str = "Ben Carter"
    needs: frozenset[Need] = frozenset()


LIVES = {
    "amina": Life(
        PersonDetails(
            "Amina",
            "Hussain",
            date(1948, 3, 27),
            "+447700900123",
            language="ur",
            postcode="TR18 2AB",
            place_name="Penzance",
            contact_notes="Speaks Urdu at home. Ring after ten; her brother Joe is often there.",
        ),
        days_ago=12,
        says_more=True,
        matters="My kitchen used to be full. Since my sister died nobody comes, and I do not like to ask.",
        priority="Having somebody to talk to, not only the television",
        goal="See somebody outside the family every week",
        steps=[
            ("Go to Tea & Talk every Tuesday", HowOften.WEEKLY, 4),
            ("Go to Tea & Talk once, with Joe walking me there", HowOften.ONCE, 7),
        ],
        refer_to="Tea & Talk",
    ),
    "zofia": Life(
        PersonDetails(
            "Zofia",
            "Nowak",
            date(1961, 11, 2),
            "+447700900124",
            language="pl",
            postcode="TR18 4PF",
            place_name="Penzance",
            contact_notes="Texts are best. Works nights until eight.",
        ),
        days_ago=9,
        matters="I was always on my feet. After the operation I do not trust my knee.",
        priority="Walking to the shop and back without fear",
        goal="Walk twenty minutes, three times a week",
        steps=[
            ("Walk to the harbour every day", HowOften.DAILY, 3),
            ("Walk to the corner and back after lunch", HowOften.FEW_TIMES_A_WEEK, 8),
        ],
        refer_to="Gwav Promenade Stroll",
    ),
    "george": Life(
        PersonDetails(
            "George",
            "Trembath",
            date(1939, 6, 14),
            "+447700900125",
            postcode="TR19 7AA",
            place_name="St Just",
            contact_notes="Hearing aid. Speak slowly, and say who is ringing.",
        ),
        days_ago=15,
        matters="I have mended things all my life. My hands still work.",
        priority="Being of use to somebody again",
        goal="Spend one morning a week mending things with other people",
        steps=[("Look in at the Men's Shed", HowOften.ONCE, 6)],
        refer_to="Newlyn Men's Shed",
    ),
    "mary": Life(
        PersonDetails("Mary", "Pascoe", date(1952, 1, 30), "+447700900126", postcode="TR27 4AA", place_name="Hayle"),
        days_ago=20,
        matters="I look after Jim day and night. I should like an hour that is mine.",
        priority="An afternoon off without worrying about Jim",
        goal="Two hours to myself every week",
        steps=[("Ring the carers' group and ask what they do", HowOften.ONCE, 8)],
        refer_to="Carers' Harbour Drop-in",
    ),
    "derek": Life(
        PersonDetails(
            "Derek",
            "Olver",
            date(1957, 9, 8),
            None,
            postcode="TR26 1NR",
            place_name="St Ives",
            contact_notes="No mobile. Ring 01632 960140 in the evening, or write.",
        ),
        days_ago=33,
        matters="There is black mould over the bed and the landlord does not answer.",
        texts=False,
    ),
    "jean": Life(
        PersonDetails(
            "Jean",
            "Rosewarne",
            date(1944, 8, 19),
            "+447700900127",
            address="3 Bread Street\nPenzance",
            postcode="TR18 2AB",
            place_name="Penzance",
            contact_method=ContactMethod.LETTER,
            contact_notes="Likes a visit better than a call. Large print, please.",
        ),
        days_ago=6,
        matters="I have not been to the library since my eyes got worse. I miss choosing my own books.",
        priority="Choosing my own books again",
        goal="Go to the library by myself",
        steps=[("Walk to the library with Viv on Thursday", HowOften.ONCE, 8)],
        refer_to="Hayle Library Corner",
        navigator="Viv Nance",
        needs=frozenset({Need.LARGE_PRINT}),
    ),
    "nasreen": Life(
        PersonDetails(
            "Nasreen",
            "Akhtar",
            date(1941, 5, 4),
            None,
            language="ur",
            address="14 Morrab Road\nPenzance",
            postcode="TR18 4EX",
            place_name="Penzance",
            contact_method=ContactMethod.LETTER,
            contact_notes="No mobile. Reads Urdu in very large print; her granddaughter Hira reads the rest to her.",
        ),
        days_ago=5,
        matters="I cook for four and eat alone. I should like somebody to cook with.",
        priority="Cooking with others again",
        goal="Cook with somebody once a fortnight",
        steps=[("Go to Tea & Talk with Hira and take a plate of pakora", HowOften.ONCE, 8)],
        refer_to="Tea & Talk",
        texts=False,
        needs=frozenset({Need.GIANT_PRINT}),
    ),
}


def is_empty() -> bool:
    """Whether nobody works here yet."""
    return db.session.scalar(select(Staff.id).limit(1)) is None


def settle_in(app: Flask, *, now: datetime) -> None:
    """Let staff and people move in, to listings that are there already. Commits as it goes."""
    _move_dates(now=now)
    staff = _take_on_staff(now=now - timedelta(days=90))
    people: dict[str, Person] = {}
    referred: dict[str, tuple[Person, Referral]] = {}
    for name, life in LIVES.items():
        began = _at_ten(now - timedelta(days=life.days_ago))
        navigator = staff[life.navigator]
        person = _meet(life, navigator=navigator, public_url=app.extensions["settings"].public_url, now=began)
        people[name] = person
        _live_until(app, began + timedelta(minutes=5))
        step = _talk(life, person=person, navigator=navigator, now=began + timedelta(hours=1))
        if life.refer_to and step is not None:
            when = began + timedelta(hours=2)
            referral = _refer(life.refer_to, person=person, step=step, navigator=navigator, app=app, now=when)
            referred[name] = (person, referral)
            _live_until(app, when + timedelta(minutes=5))
    _joe_helps(referred["amina"][0], now=_at_ten(now - timedelta(days=5)))
    _answers_come(app, referred, now=now)
    demo_referrals.settle_referrals(
        referred,
        staff=staff["Ben Carter"],
        public_url=app.extensions["settings"].public_url,
        live_until=lambda moment: _live_until(app, moment),
        ten_today=_at_ten(now),
    )
    settle_teams(people=people, staff=staff, now=now)
    with app.test_request_context():  # the words about a list's lines are in a page's language
        begin_writing()
        demo_arrivals.let_them_arrive(
            administrator=staff["Asha Lloyd"],
            lead=staff["Tamsin Hocking"],
            key=app.extensions["settings"].secret_key,
            public_url=app.extensions["settings"].public_url,
            now=now,
        )
    settle_listings(administrator=staff["Asha Lloyd"], public_url=app.extensions["settings"].public_url, now=now)


def _move_dates(*, now: datetime) -> None:
    """The listings' dates move with the clock, so that the demonstration does not grow old: the newest was checked yesterday.

    What was checked longest ago stays just within what a search shows, but for two, which show what leaving it looks like.
    """
    listings = db.session.scalars(select(Service).where(Service.assured_date.is_not(None)).order_by(Service.assured_date)).all()
    yesterday = now.astimezone(LONDON).date() - timedelta(days=1)
    moved_by = yesterday - max(listing.assured_date or date.min for listing in listings)
    for number, listing in enumerate(listings):
        assured = (listing.assured_date or yesterday) + moved_by
        listing.assured_date = assured if number < HAVE_LAPSED else max(assured, yesterday - CHECKED_WITHIN)
    for capacity in db.session.scalars(select(ServiceCapacity)):
        capacity.updated = min(capacity.updated + moved_by, now - timedelta(hours=3))  # nobody tells us tomorrow's news
    db.session.execute(update(Service).values(revision=next_revision(db.session())))
    db.session.commit()


def _take_on_staff(*, now: datetime) -> dict[str, Staff]:
    taken_on = {}
    for name, role, team_name, phone in STAFF:
        team = staff_operations.ensure_team(name=team_name, phone=PHONE, locality_name=LOCALITY)
        email = f"{name.split()[0].lower()}@{DEMO_DOMAIN}"
        taken_on[name] = staff_operations.add_staff(
            team=team, name=name, email=email, password=DEMO_PASSWORD, role=role, phone=phone, now=now
        )
    db.session.commit()
    return taken_on


def _at_ten(moment: datetime) -> datetime:
    """Ten in the morning of that day: people are met, and texted, at a decent hour."""
    return datetime.combine(moment.astimezone(LONDON).date(), time(10), LONDON)


def _meet(life: Life, *, navigator: Staff, public_url: str, now: datetime) -> Person:
    agreement = Agreement(
        to_texts=life.texts and life.details.mobile is not None, how=ConsentHow.SPOKEN, language=life.details.language
    )
    taken = take_on(
        details=life.details, agreement=agreement, navigator=navigator, public_url=public_url, now=now, is_another_person=True
    )
    record_needs(person=taken.person, needs=life.needs, staff=navigator, now=now)
    db.session.commit()
    return taken.person


def _talk(life: Life, *, person: Person, navigator: Staff, now: datetime) -> Step | None:
    """The guided conversation, and what came of it; None when it has not come to a step yet."""
    if life.says_more:
        demo_talks.write_beforehand(person=person, navigator=navigator, now=now - timedelta(minutes=30))
    conversation = conversations.open_conversation(person_id=person.id, staff_id=navigator.id, now=now)
    conversations.save_conversation(conversation=conversation, answers={"matters": life.matters}, now=now)
    if life.says_more:
        demo_talks.talk(conversation=conversation, navigator=navigator, now=now)
    step = None
    if life.priority:
        priority = steps.add_priority(
            person_id=person.id, conversation_id=conversation.id, words=life.priority, staff_id=navigator.id, now=now
        )
        goal = steps.add_goal(priority=priority, words=life.goal, now=now)
        for what, how_often, confidence in life.steps:
            about: dict[str, Any] = {"what": what, "how_often": how_often, "confidence": confidence}
            about |= {"when_words": "", "due_on": None, "now": now}
            step = steps.make_smaller(step=step, **about) if step else steps.plan_step(goal=goal, **about)
        conversations.finish_conversation(conversation=conversation, now=now)
        if life.says_more and step is not None:
            demo_talks.live_with(step=step, person=person, navigator=navigator, now=now)
            demo_talks.measure(step=step, person=person, navigator=navigator, now=now)
    db.session.commit()
    return step


def _refer(words: str, *, person: Person, step: Step, navigator: Staff, app: Flask, now: datetime) -> Referral:
    service = db.session.scalars(select(Service).where(Service.name == words)).one()
    known = sharing.describe(person=person, step=step, matters="")
    referral, _ = referrals.refer(
        person=person,
        service=service,
        staff=navigator,
        step=step,
        shared_parts=sharing.ticked_at_first(known),
        reason=step.what,
        how=ConsentHow.SPOKEN,
        wording=f"{person.given_name} agreed that we tell {service.organization.name} their name and how to reach them.",
        idempotency_key=uuid.uuid4().hex,
        public_url=app.extensions["settings"].public_url,
        now=now,
    )
    db.session.commit()
    return referral


def _joe_helps(amina: Person, *, now: datetime) -> None:
    """Amina's brother is in her circle of care: he sees what is arranged and her steps, may answer for her, and
    said that we may ask how he is himself.
    """
    joe = circle.invite(
        person=amina,
        who=circle.Invited("Joe Hussain", "brother", JOE_MOBILE),
        scopes=[Scope.APPOINTMENT, Scope.STEPS, Scope.ANSWER, Scope.VISITS, Scope.PREPARE],
        told=circle.Told(),
        now=now,
    )
    circle.confirm(member=joe, now=now + timedelta(minutes=20))
    check_ins.choose(member=joe, every_weeks=4, how=ConsentHow.WRITTEN, now=now + timedelta(minutes=25))
    demo_talks.joe_writes_beforehand(joe, now=now + timedelta(hours=2))
    pages.send_page(
        person=amina,
        topic=get_topic("company"),
        staff=amina.navigator,
        public_url=current_app.extensions["settings"].public_url,
        now=now + timedelta(minutes=30),
    )
    db.session.commit()


def _answers_come(app: Flask, referred: dict[str, tuple[Person, Referral]], *, now: datetime) -> None:
    """Tea & Talk says yes for tomorrow; the shed has no room; the carers' group said yes and Mary has been asked about it."""
    tomorrow = _at_ten(now + timedelta(days=1)) + timedelta(minutes=30)
    _answer(app, referred["amina"], ReferralStatus.ACCEPTED, now=_at_ten(now - timedelta(days=4)), at=tomorrow, ask_for="Jan")
    _answer(
        app,
        referred["george"],
        ReferralStatus.NO_ROOM,
        now=_at_ten(now - timedelta(days=3)),
        note="Full until January. Do ask again.",
    )
    went = _at_ten(now - timedelta(days=2)) + timedelta(hours=3)
    _answer(app, referred["mary"], ReferralStatus.ACCEPTED, now=_at_ten(now - timedelta(days=8)), at=went, ask_for="Loveday")
    _live_until(app, went + timedelta(hours=4))
    said = went + timedelta(hours=4, minutes=10)
    person, _ = referred["mary"]
    received = incoming.receive(
        provider_id=f"SM{uuid.uuid4().hex}",
        from_number=person.mobile or "",
        to_number=US,
        body="I got there but Jim was poorly, can you ring me",
        now=said,
    )
    db.session.commit()
    incoming.handle(received.id, now=said)
    db.session.commit()


def _answer(
    app: Flask,
    referred: tuple[Person, Referral],
    answer: ReferralStatus,
    *,
    now: datetime,
    at: datetime | None = None,
    ask_for: str = "",
    note: str = "",
) -> None:
    person, referral = referred
    referrals.answer(
        link=referral_queries.list_links(referral.id)[-1],
        person=person,
        answer=answer,
        appointment_at=at,
        place=demo_referrals.place_of(referral) if at else "",
        ask_for=ask_for,
        note=note,
        now=now,
    )
    db.session.commit()
    _live_until(app, now + timedelta(minutes=5))


def _live_until(app: Flask, moment: datetime) -> None:
    """Let the worker do everything due by `moment`, each thing when it is due: a reminder comes the evening before."""
    begin_writing()
    round_of_jobs: tuple[Callable[[datetime], bool], ...] = jobs.make_jobs(app.extensions["settings"], holder="the demonstration")
    began, last = monotonic(), None
    while (due := _next_due(moment)) is not None and (last is None or due > last):
        last = due
        while [True for job in round_of_jobs if job(due + timedelta(seconds=monotonic() - began))]:
            pass
    while [True for job in round_of_jobs if job(moment + timedelta(seconds=monotonic() - began))]:
        pass


def _next_due(moment: datetime) -> datetime | None:
    """When the next message is due that is due by `moment`."""
    waiting = (OutgoingMessage.state.in_(WAITING), OutgoingMessage.not_before <= moment)
    due = db.session.scalar(select(func.min(OutgoingMessage.not_before)).where(*waiting))
    db.session.commit()
    return due
