"""What a carer sees of the person they help, part by part: read here and nowhere else, and never what is private.

Private is what could shame somebody or put them in danger: such services and what was arranged there, and words that name
such things. Notes, other people of the circle and what the person writes to us are no part of it at all.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from directory.queries import get_service, is_too_private_for_a_phone, list_services
from directory.secret_places import is_named_as_refuge, is_private_matter
from messaging.models import Channel, OutgoingMessage
from messaging.purposes import Purpose
from messaging.states import LEFT_US
from navigator.db import db
from navigator.people.access import Helped, Part
from navigator.referrals.models import Referral, ReferralStatus
from navigator.referrals.queries import list_referrals
from navigator.steps.models import Goal, Priority, Step, StepStatus
from navigator.steps.queries import list_priorities

MOST_TEXTS = 20
TOLD = (Purpose.REFERRAL, Purpose.REMINDER)  # texts about appointments; never a code, a link, or what staff wrote


@dataclass(frozen=True)
class InSight:
    """What one carer may see now. What the scope does not allow is empty."""

    ahead: Sequence[Referral]
    to_answer: Sequence[Referral]  # it was arranged for a time gone by, and nobody has said whether they got there
    visits: Sequence[Referral]
    steps: Sequence[Step]
    priorities: Sequence[tuple[Priority, Sequence[Goal]]]


def look(helped: Helped, *, now: datetime) -> InSight:
    """Everything the scopes allow, in a number of queries that never grows."""
    parts = {part for part in Part if helped.may(part)}
    open_referrals, hidden_steps = _open(helped.person.id) if parts & _OF_REFERRALS or parts & _OF_STEPS else ([], set())
    priorities = list_priorities(helped.person.id) if parts & _OF_STEPS else []
    ahead = [one for one in open_referrals if one.status is ReferralStatus.ACCEPTED and one.appointment_at is not None]
    steps = [
        step
        for priority in priorities
        for goal in priority.goals
        for step in goal.steps
        if step.status is StepStatus.PLANNED and step.id not in hidden_steps and not is_private(step.what, step.when_words)
    ]
    return InSight(
        ahead=_by_day(one for one in ahead if one.appointment_at and one.appointment_at >= now)
        if Part.APPOINTMENTS in parts
        else [],
        to_answer=_by_day(one for one in ahead if one.appointment_at and one.appointment_at < now)
        if Part.ANSWERING in parts
        else [],
        visits=[one for one in open_referrals if one.status is ReferralStatus.ATTENDED] if Part.VISITS in parts else [],
        steps=steps if Part.STEPS in parts else [],
        priorities=[
            (priority, [goal for goal in priority.goals if not is_private(goal.words)])
            for priority in priorities
            if not is_private(priority.words)
        ]
        if Part.PLAN in parts
        else [],
    )


def list_texts(helped: Helped) -> list[OutgoingMessage]:
    """Our texts to the person about appointments that are not private, newest first: what they say, not what was answered."""
    open_referrals, _ = _open(helped.person.id)
    return list(
        db.session.scalars(
            select(OutgoingMessage)
            .where(
                OutgoingMessage.recipient_id == helped.person.id,
                OutgoingMessage.channel == Channel.TEXT,
                OutgoingMessage.purpose.in_(TOLD),
                OutgoingMessage.state.in_(LEFT_US),
                OutgoingMessage.about_id.in_([one.id for one in open_referrals]),
            )
            .order_by(OutgoingMessage.sent_at.desc(), OutgoingMessage.id.desc())
            .limit(MOST_TEXTS)
        )
    )


def is_private(*said: str) -> bool:
    """Whether these words name what only the person, and whom they told, may know."""
    return is_private_matter(names=said, term_codes=()) or any(is_named_as_refuge(words) for words in said)


_OF_REFERRALS = {Part.APPOINTMENTS, Part.ANSWERING, Part.VISITS}
_OF_STEPS = {Part.STEPS, Part.PLAN}


def _open(person_id: uuid.UUID) -> tuple[list[Referral], set[uuid.UUID | None]]:
    """The referrals that are not private, and the steps that lead to those that are."""
    referrals = list_referrals(person_id)
    services = list_services({referral.service_id for referral in referrals})
    private = [one for one in referrals if is_too_private_for_a_phone(services[one.service_id]) or is_private(one.service_name)]
    return [one for one in referrals if one not in private], {one.step_id for one in private} - {None}


def _by_day(referrals: Iterable[Referral]) -> list[Referral]:
    return sorted(referrals, key=lambda one: (one.appointment_at is None, one.appointment_at))


def is_hidden(referral: Referral) -> bool:
    """Whether a referral is private: nobody of the circle knows of it."""
    return is_too_private_for_a_phone(get_service(referral.service_id)) or is_private(referral.service_name)
