"""Asking carers how they are, day by day: the worker, the texts that went, and what comes back."""

from datetime import UTC, datetime, timedelta

import time_machine
from sqlalchemy import select

from messaging.models import OutgoingMessage, ReceivedMessage
from messaging.replies import incoming
from messaging.states import State
from navigator.circle import check_ins
from navigator.db import db
from navigator.people.circle_models import CarerCheckIn, CircleMember, WhyAskedNoMore
from navigator.people.models import ConsentHow
from navigator.referrals.models import Attention, Reason
from tests.cast import Cast
from tests.circle.conftest import JOE_MOBILE
from tests.circle.test_carers_texts import US
from tests.messaging.recording import RecordingGateway, deliver_all

NASREEN_MOBILE = "+447700900201"


def at(day: int, clock: int = 10, minute: int = 0) -> datetime:
    """November 2026 and on from there: the 25th is a Wednesday."""
    return datetime(2026, 11, 1, clock, minute, tzinfo=UTC) + timedelta(days=day - 1)


def choose(member: CircleMember, cast: Cast, *, every: int = 4, now: datetime | None = None) -> CarerCheckIn | WhyAskedNoMore:
    chosen = check_ins.choose(
        member=member, every_weeks=every, how=ConsentHow.SPOKEN, staff=cast.ben, now=now or datetime.now(UTC)
    )
    db.session.commit()
    return chosen


def forget_first_texts() -> None:
    """What every carer gets on arriving is not looked at here."""
    for message in db.session.scalars(select(OutgoingMessage)):
        message.state = State.EXPIRED
    db.session.commit()


def go_round(gateway: RecordingGateway, clock: time_machine.Traveller, *moments: datetime) -> None:
    """The worker at these moments, and a minute after each."""
    for moment in moments:
        for now in (moment, moment + timedelta(minutes=2)):
            clock.move_to(now)
            while check_ins.continue_one(now):
                pass
            deliver_all(gateway, now)


def asked() -> list[OutgoingMessage]:
    db.session.rollback()
    wanted = select(OutgoingMessage).where(OutgoingMessage.template == "carer_check_in", OutgoingMessage.sent_at.is_not(None))
    return list(db.session.scalars(wanted.order_by(OutgoingMessage.sent_at)))


def days() -> list[str]:
    return [f"{message.sent_at:%d %B}" for message in asked() if message.sent_at]


def reply(body: str, clock: time_machine.Traveller, *, number: str = JOE_MOBILE, now: datetime | None = None) -> ReceivedMessage:
    moment = now or at(26, 12)
    clock.move_to(moment)
    received = incoming.receive(provider_id=f"SM{body}{number}", from_number=number, to_number=US, body=body, now=moment)
    db.session.commit()
    while incoming.interpret_one(moment):
        pass
    db.session.rollback()
    return received


def answered_with() -> list[str]:
    """The templates of what waits to go back to Joe."""
    wanted = select(OutgoingMessage.template).where(
        OutgoingMessage.to_address == JOE_MOBILE, OutgoingMessage.state == State.PLANNED
    )
    return sorted(db.session.scalars(wanted))


def calls(reason: Reason = Reason.FROM_CARER) -> list[Attention]:
    return list(db.session.scalars(select(Attention).where(Attention.reason == reason)))


def why_ended(member: CircleMember) -> WhyAskedNoMore | None:
    db.session.rollback()
    rows = db.session.scalars(select(CarerCheckIn).where(CarerCheckIn.member_id == member.id)).all()
    return rows[-1].why_ended
