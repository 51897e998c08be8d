"""The demonstration's referrals, one in each state: two asked at once, another time offered, recalled, told of, disagreeing."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from directory.models import Service
from directory.queries import get_service, places_of
from navigator.db import db
from navigator.people.models import ConsentHow, Person, Staff
from navigator.referrals import deciding, endings, hearing, operations, queries, reply_links, sharing, signposts
from navigator.referrals.models import Referral, ReferralStatus, Side, WhyRecalled
from navigator.referrals.together import Receiver, refer_together
from navigator.steps.models import Step

LiveUntil = Callable[[datetime], None]
DAY = timedelta(days=1)


def settle_referrals(
    referred: Mapping[str, tuple[Person, Referral]], *, staff: Staff, public_url: str, live_until: LiveUntil, ten_today: datetime
) -> None:
    """One of each way that a referral can go, so that all of them can be looked at. Zofia's waits, and was asked after.

    Commits as it goes; `live_until` lets the worker do what is due.
    """
    (george, of_george), (zofia, of_zofia), (jean, of_jean) = (referred[name] for name in ("george", "zofia", "jean"))
    _tell_of("Polish Coffee Morning", person=zofia, step=_step_of(of_zofia), staff=staff, now=ten_today - 8 * DAY)
    _disagree(referral=of_jean, person=jean, at=ten_today - 2 * DAY, live_until=live_until)
    by: dict[str, Any] = {"staff": staff, "public_url": public_url, "live_until": live_until, "now": ten_today - DAY}
    derek = db.session.scalars(select(Person).where(Person.given_name == "Derek")).one()
    _send_to_the_wrong_place(person=derek, **by)
    _ask_two(person=george, step=_step_of(of_george), **by)


def place_of(referral: Referral) -> str:
    """Where the listing says that the group meets."""
    places = places_of(get_service(referral.service_id))
    return queries.place_of(places[0].location) if places else ""


def _tell_of(name: str, *, person: Person, step: Step | None, staff: Staff, now: datetime) -> None:
    """No referral: she was told of it, goes by herself if she likes, and is asked a week later."""
    signposts.signpost(person=person, service=_service(name), staff=staff, step=step, idempotency_key=uuid.uuid4().hex, now=now)
    db.session.commit()


def _disagree(*, referral: Referral, person: Person, at: datetime, live_until: LiveUntil) -> None:
    """The library ticked that Jean came; Jean says that she did not."""
    operations.answer(
        link=queries.list_links(referral.id)[-1],
        person=person,
        answer=ReferralStatus.ACCEPTED,
        appointment_at=at,
        place=place_of(referral),
        ask_for="Pam",
        now=at - 2 * DAY,
    )
    db.session.commit()
    live_until(at)
    hearing.mark_attended(referral=referral, who=referral.organization_name, side=Side.RECEIVER, now=at + timedelta(hours=2))
    hearing.mark_did_not_attend(
        referral=referral,
        who=person.given_name,
        note="I got as far as the door. It was too loud for me.",
        side=Side.PERSON,
        now=at + timedelta(hours=5),
    )
    db.session.commit()


def _send_to_the_wrong_place(*, person: Person, staff: Staff, public_url: str, live_until: LiveUntil, now: datetime) -> None:
    """Derek's went to the wrong people, who had opened it when it was recalled."""
    (referral,) = _refer(["Home Safety Check"], person=person, step=None, staff=staff, public_url=public_url, now=now)
    live_until(now + timedelta(minutes=5))
    reply_links.note_opened(link_id=queries.list_links(referral.id)[-1].id, now=now + timedelta(minutes=40))
    db.session.commit()
    endings.recall(
        referral=referral,
        person=person,
        staff=staff,
        why=WhyRecalled.WRONG_PLACE,
        note="He needs the damp and mould visits. I picked the wrong line.",
        now=now + timedelta(hours=1),
    )
    db.session.commit()


def _ask_two(*, person: Person, step: Step | None, staff: Staff, public_url: str, live_until: LiveUntil, now: datetime) -> None:
    """George's shed has no room: two others are asked. One says yes, the other could see him at another time."""
    names = ["The Old Count Shed", "Madron Makers & Menders"]
    shed, menders = _refer(names, person=person, step=step, staff=staff, public_url=public_url, now=now)
    live_until(now + timedelta(minutes=5))
    operations.answer(
        link=queries.list_links(shed.id)[-1],
        person=person,
        answer=ReferralStatus.ACCEPTED,
        appointment_at=now + 7 * DAY,
        place=place_of(shed),
        ask_for="Denzil",
        now=now + timedelta(hours=3),
    )
    deciding.propose(
        referral=menders,
        person=person,
        who=menders.organization_name,
        appointment_at=now + 9 * DAY + timedelta(hours=4),
        place=place_of(menders),
        ask_for="Morwenna",
        note="Our mornings are full. The afternoon is quieter.",
        now=now + timedelta(hours=4),
    )
    db.session.commit()
    live_until(now + timedelta(hours=5))


def _step_of(referral: Referral) -> Step | None:
    return db.session.get(Step, referral.step_id) if referral.step_id else None


def _service(name: str) -> Service:
    return db.session.scalars(select(Service).where(Service.name == name)).one()


def _refer(
    names: list[str], *, person: Person, step: Step | None, staff: Staff, public_url: str, now: datetime
) -> list[Referral]:
    known = sharing.describe(person=person, step=step, matters="")
    receivers = [
        Receiver(
            service=service,
            wording=f"{person.given_name} agreed that we tell {service.organization.name} their name and how to reach them.",
        )
        for service in map(_service, names)
    ]
    made = refer_together(
        person=person,
        receivers=receivers,
        staff=staff,
        step=step,
        shared_parts=sharing.ticked_at_first(known),
        reason=step.what if step else "A check of the house",
        how=ConsentHow.SPOKEN,
        idempotency_key=uuid.uuid4().hex,
        public_url=public_url,
        now=now,
    )
    db.session.commit()
    return [referral for referral, _ in made]
