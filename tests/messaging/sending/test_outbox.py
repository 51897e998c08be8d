import threading
import uuid
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from messaging import queries
from messaging.gateways.handover import GatewayError, OutcomeUnknown, Parcel
from messaging.models import Channel, OutgoingMessage, State
from messaging.sending import outbox
from messaging.sending.outbox import AddressMissing, NotPlanned, Recipient, WordsMissing
from navigator.db import db
from tests.messaging.recording import AMINA, MOBILE, RecordingGateway, deliver, deliver_all, plan

BEN = {"navigator_name": "Ben"}
TO_AMINA = Recipient(id=AMINA, address=MOBILE, locale="ur")


def fresh(message: OutgoingMessage) -> OutgoingMessage:
    return db.session.get_one(OutgoingMessage, message.id, populate_existing=True)


class TestPlannedText:
    def test_waits_in_the_outbox(self, app: Flask, now: datetime) -> None:
        message = outbox.plan_text(to=TO_AMINA, template="thanks_no", values=BEN, dedupe_key="thanks", now=now)

        assert (message.state, message.channel, message.not_before) == (State.PLANNED, Channel.TEXT, now)
        assert (message.recipient_id, message.to_address, message.locale) == (AMINA, MOBILE, "ur")
        assert [event.state for event in message.events] == [State.PLANNED]
        assert queries.list_planned(AMINA) == [message]

    def test_is_planned_once_for_one_key(self, app: Flask, now: datetime) -> None:
        first = outbox.plan_text(to=TO_AMINA, template="thanks_no", values=BEN, dedupe_key="thanks", now=now)
        second = outbox.plan_text(to=TO_AMINA, template="thanks_no", values=BEN, dedupe_key="thanks", now=now)

        assert second is first
        assert db.session.scalar(select(func.count()).select_from(OutgoingMessage)) == 1

    def test_is_planned_once_by_two_at_once(self, app: Flask, now: datetime) -> None:
        together = threading.Barrier(4)
        planned: list[uuid.UUID] = []

        def plan_it() -> None:
            with app.app_context():
                together.wait(10)
                planned.append(plan(now=now, key="thanks").id)

        threads = [threading.Thread(target=plan_it) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)

        assert len(planned) == 4
        assert len(set(planned)) == 1

    def test_with_values_missing_is_refused_at_once(self, app: Flask, now: datetime) -> None:
        with pytest.raises(WordsMissing):
            outbox.plan_text(to=TO_AMINA, template="thanks_no", values={}, dedupe_key="thanks", now=now)

    def test_to_nowhere_is_refused(self, app: Flask, now: datetime) -> None:
        nowhere = Recipient(id=AMINA, address="", locale="en")

        with pytest.raises(AddressMissing):
            outbox.plan_text(to=nowhere, template="thanks_no", values=BEN, dedupe_key="thanks", now=now)

    def test_goes_at_any_hour_when_the_person_waits_for_it(self, app: Flask, now: datetime) -> None:
        message = outbox.plan_text(to=TO_AMINA, template="sign_in_code", values={"code": "1"}, dedupe_key="code", now=now)

        assert message.any_hour


class TestCancelling:
    def test_takes_back_what_is_about_one_thing(self, app: Flask, now: datetime) -> None:
        referral, other = uuid.uuid4(), uuid.uuid4()
        about = plan(now=now, about_id=referral)
        not_about = plan(now=now, about_id=other)

        cancelled = outbox.cancel_planned(about_id=referral, cause="withdrawn", now=now)

        assert cancelled == 1
        assert (about.state, about.cause, about.events[-1].state) == (State.CANCELLED, "withdrawn", State.CANCELLED)
        assert not_about.state is State.PLANNED

    def test_takes_back_what_is_for_one_person(self, app: Flask, now: datetime) -> None:
        hers = plan(now=now)
        his = plan(now=now, recipient_id=uuid.uuid4(), address="+447700900456")

        outbox.cancel_planned(recipient_id=AMINA, cause="closed", now=now)

        assert (hers.state, his.state) == (State.CANCELLED, State.PLANNED)

    def test_leaves_what_has_left_us(self, app: Flask, now: datetime) -> None:
        message = plan(now=now)
        message.state = State.SENT

        assert outbox.cancel_planned(recipient_id=AMINA, cause="closed", now=now) == 0
        assert message.state is State.SENT

    @pytest.mark.parametrize("problem", [GatewayError("20429", permanent=False), OutcomeUnknown("no answer in time")])
    def test_stops_what_is_being_handed_over_from_being_tried_again(self, app: Flask, now: datetime, problem: Exception) -> None:
        def cancel_and_fail(parcel: Parcel) -> None:
            outbox.cancel_planned(recipient_id=AMINA, cause="consent_withdrawn", now=now)
            db.session.commit()
            raise problem

        message, gateway = plan(now=now), RecordingGateway(raises=cancel_and_fail)
        deliver(gateway, now)
        gateway.raises = lambda parcel: None

        deliver_all(gateway, now + timedelta(minutes=5))
        deliver_all(gateway, now + timedelta(minutes=6))

        assert gateway.taken == []
        assert (fresh(message).state, fresh(message).cause) == (State.CANCELLED, "consent_withdrawn")

    def test_of_what_had_just_gone_does_not_deny_it(self, app: Flask, now: datetime) -> None:
        def cancel(parcel: Parcel) -> None:
            outbox.cancel_planned(recipient_id=AMINA, cause="consent_withdrawn", now=now)
            db.session.commit()

        message = plan(now=now)
        deliver(RecordingGateway(raises_after=cancel), now)

        assert fresh(message).state is State.SENT

    def test_of_everything_is_refused(self, app: Flask, now: datetime) -> None:
        with pytest.raises(ValueError):
            outbox.cancel_planned(cause="closed", now=now)

    def test_keeps_no_code(self, app: Flask, now: datetime) -> None:
        message = plan("sign_in_code", now=now, values={"code": "482913"})

        outbox.cancel_planned(recipient_id=AMINA, cause="closed", now=now)

        assert message.values == {}


class TestNewNumber:
    def test_gets_what_is_planned(self, app: Flask, now: datetime) -> None:
        message = plan(now=now)

        outbox.follow_address(recipient_id=AMINA, address="+447700900456", now=now)

        assert fresh(message).to_address == "+447700900456"

    def test_keeps_the_old_one_from_getting_what_is_being_handed_over(self, app: Flask, now: datetime) -> None:
        def change_and_fail(parcel: Parcel) -> None:
            outbox.follow_address(recipient_id=AMINA, address="+447700900456", now=now)
            db.session.commit()
            raise GatewayError("20429", permanent=False)

        message, gateway = plan(now=now), RecordingGateway(raises=change_and_fail)
        deliver(gateway, now)
        gateway.raises = lambda parcel: None

        deliver_all(gateway, now + timedelta(minutes=5))

        assert gateway.taken == []
        assert fresh(message).state is State.EXPIRED


class TestNewLanguage:
    def test_is_that_of_what_is_planned(self, app: Flask, now: datetime) -> None:
        planned, gone = plan(now=now, locale="ur"), plan(now=now, locale="ur")
        gone.state = State.SENT

        outbox.follow_language(recipient_id=AMINA, locale="pl")

        assert (fresh(planned).locale, gone.locale) == ("pl", "ur")


class TestBringingForward:
    def test_lets_a_message_go_now(self, app: Flask, now: datetime) -> None:
        message = plan(now=now, not_before=now + timedelta(days=3))

        outbox.bring_forward(message_id=message.id, now=now)

        assert (message.not_before, message.any_hour) == (now, True)

    def test_does_not_bring_back_what_has_gone(self, app: Flask, now: datetime) -> None:
        message = plan(now=now)
        message.state = State.SENT

        with pytest.raises(NotPlanned):
            outbox.bring_forward(message_id=message.id, now=now)
