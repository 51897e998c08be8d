"""After STOP nothing goes out by any path, whatever has become of the person's record. Two texts may follow, and no more:
that we heard it, and whom to ring, when they write that they are in danger.
"""

import inspect
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from messaging import opt_outs
from messaging.gateways.handover import GatewayError, OutcomeUnknown, Parcel
from messaging.models import MessageEvent, OutgoingMessage, State
from messaging.purposes import STOPPABLE, Purpose
from messaging.replies import incoming
from messaging.sending import outbox
from messaging.sending.moves import AFTER_STOP
from messaging.wording import texts as wording
from navigator.db import db
from navigator.people.models import ConsentHow, Person
from navigator.people.models import Purpose as ConsentPurpose
from navigator.people.operations import record_consent
from navigator.people.texting import NotTexted, text_person
from tests.cast import Cast, make_person
from tests.messaging.recording import MOBILE, RecordingGateway, deliver_all, plan

VALUES = {
    "link": "https://care.example/t/x",
    "appointment_at": "2026-12-27T10:30:00+00:00",
    "reads_at": "2026-12-27T10:30:00+00:00",
    "expires_at": "2026-12-27T10:30:00+00:00",
    "purpose": "reminder",
    "asks": "attended",
    "news": "cannot_come",
    "weeks": "4",
}
TEXTS = sorted(write.__name__ for write in wording.TEXTS)


def values_of(template: str) -> dict[str, Any]:
    wanted = inspect.signature(wording.TEMPLATES[template]).parameters
    needed = [name for name, p in wanted.items() if name != "locale" and p.default is inspect.Parameter.empty]
    return {name: VALUES.get(name, "2026-12-27" if name.endswith(("_on", "_day")) else "Ben") for name in needed}


def stop(now: datetime, how: str = "text") -> None:
    """By each of the ways there are."""
    if how == "text":
        received = incoming.receive(provider_id="SM-stop", from_number=MOBILE, to_number="+447700900000", body="STOP", now=now)
        db.session.commit()
        incoming.handle(received.id, now=now)
        for message in db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.template == "stopped")):
            message.state, message.sent_at = State.SENT, now  # it has been said
    else:
        opt_outs.stop(number=MOBILE, how=how, now=now)
    db.session.commit()


def went_out(now: datetime) -> list[str]:
    """What the provider is given in the next ten days."""
    gateway = RecordingGateway()
    for day in range(10):
        deliver_all(gateway, now + timedelta(days=day))
    return gateway.bodies


class TestEveryTemplate:
    @pytest.mark.parametrize("how", ["text", "page", "navigator", "carrier"])
    @pytest.mark.parametrize("template", [name for name in TEXTS if name not in AFTER_STOP])
    def test_is_kept_back(self, app: Flask, now: datetime, template: str, how: str) -> None:
        stop(now, how)
        planned = plan(template, now=now, values=values_of(template))
        hurried = plan(template, now=now, values=values_of(template), any_hour=True)
        forward = plan(template, now=now, values=values_of(template), not_before=now + timedelta(days=2))
        outbox.bring_forward(message_id=forward.id, now=now)
        db.session.commit()

        assert went_out(now) == []
        states = {db.session.get_one(OutgoingMessage, m.id, populate_existing=True).state for m in (planned, hurried, forward)}
        assert states == {State.SUPPRESSED}

    def test_that_may_follow_is_one_of_these(self) -> None:
        assert {"stopped", "stopped_or_appointment", "safety"} == AFTER_STOP

    @pytest.mark.parametrize("purpose", STOPPABLE)
    def test_for_one_purpose_is_kept_back_when_that_was_stopped(self, app: Flask, now: datetime, purpose: Purpose) -> None:
        opt_outs.stop(number=MOBILE, how="page", now=now, purpose=purpose)
        for template in TEXTS:
            if wording.PURPOSES[template] is purpose:
                plan(template, now=now, values=values_of(template))

        assert went_out(now) == []


class TestEveryPath:
    def test_what_was_planned_before_is_cancelled(self, app: Flask, now: datetime) -> None:
        before = [plan(now=now, not_before=now + timedelta(hours=hours)) for hours in (0, 1, 48)]
        stop(now)

        assert went_out(now) == []
        assert {db.session.get_one(OutgoingMessage, m.id, populate_existing=True).state for m in before} == {State.CANCELLED}

    @pytest.mark.parametrize("problem", [GatewayError("30001", permanent=False), OutcomeUnknown("no answer")])
    def test_a_text_whose_first_try_failed_is_not_tried_again(self, app: Flask, now: datetime, problem: Exception) -> None:
        def fail(parcel: Parcel) -> None:
            raise problem

        plan(now=now)
        deliver_all(RecordingGateway(raises=fail), now)
        stop(now + timedelta(seconds=5))

        assert went_out(now + timedelta(seconds=10)) == []

    @pytest.mark.parametrize("was", [State.CLAIMED, State.HANDING_OVER])
    def test_a_text_a_dead_worker_left_behind_does_not_go(self, app: Flask, now: datetime, was: State) -> None:
        message = plan(now=now)
        message.state, message.leased_until, message.body = was, now - timedelta(minutes=1), "Hello."
        db.session.commit()
        stop(now)

        assert went_out(now + timedelta(minutes=5)) == []


class TestWhateverBecomesOfTheRecord:
    def texts_again(self, person: Person, now: datetime) -> OutgoingMessage | NotTexted:
        record_consent(
            person_id=person.id,
            purpose=ConsentPurpose.TEXTS,
            wording="Yes.",
            how=ConsentHow.SPOKEN,
            recorded_by_id=person.navigator_id,
            now=now,
        )
        return text_person(person=person, template="thanks_no", values={"navigator_name": "Ben"}, dedupe_key="again", now=now)

    def test_closed_and_opened_again(self, cast: Cast, now: datetime) -> None:
        stop(now)
        cast.amina.closed_at = now
        db.session.flush()
        cast.amina.closed_at = None

        assert isinstance(self.texts_again(cast.amina, now), NotTexted)
        assert went_out(now) == []

    def test_deleted_and_somebody_new_with_the_number(self, cast: Cast, now: datetime) -> None:
        stop(now)
        db.session.execute(delete(MessageEvent))
        db.session.execute(delete(OutgoingMessage).where(OutgoingMessage.to_address == MOBILE))
        remove_all_of(cast.amina)
        db.session.commit()
        again = make_person(navigator=cast.ben, now=now, given_name="Amina", mobile=MOBILE)

        assert isinstance(self.texts_again(again, now), NotTexted)
        plan("shortlist_link", now=now, values=values_of("shortlist_link"), recipient_id=None)
        assert went_out(now) == []


def remove_all_of(person: Person) -> None:
    """The row and what points at it, as a request to be forgotten would."""
    for table in reversed(db.metadata.sorted_tables):
        if "person_id" in table.columns:
            db.session.execute(table.delete().where(table.c.person_id == person.id))
    db.session.execute(Person.__table__.delete().where(Person.__table__.c.id == person.id))  # type: ignore[attr-defined]  # it is a Table
    db.session.expire_all()
