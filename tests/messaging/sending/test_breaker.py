import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from messaging import signals
from messaging.gateways.handover import GatewayError, Parcel
from messaging.models import OutgoingMessage, State
from messaging.sending import breaker, delivery
from messaging.sending.limits import Limits
from navigator.db import db
from tests.messaging.recording import RecordingGateway, RecordingMailer, plan

FEW = Limits(of_a_template_an_hour=10)


def plan_many(count: int, now: datetime, template: str = "referral_sent") -> list[OutgoingMessage]:
    values = {} if template in ("safety", "stopped") else {"navigator_name": "Ben"}
    return [
        plan(template, now=now, values=values, address=f"+447700900{number:03}", recipient_id=uuid.uuid4())
        for number in range(100, 100 + count)
    ]


def deliver(gateway: RecordingGateway, now: datetime, limits: Limits = FEW) -> None:
    how: dict[str, Any] = {"gateway": gateway, "mailer": RecordingMailer(), "holder": "worker", "limits": limits, "most": 5}
    while delivery.deliver_some(now=now, **how):
        pass


@contextmanager
def hearing_stops() -> Iterator[list[tuple[str, str]]]:
    heard: list[tuple[str, str]] = []

    def listen(sender: object, *, template: str, why: str, **_: object) -> None:
        heard.append((template, why))

    with signals.template_stopped.connected_to(listen):
        yield heard


class TestRunawayTemplate:
    def test_is_stopped_and_told_once_and_what_waits_is_kept(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        texts = plan_many(30, now)

        with hearing_stops() as heard:
            deliver(gateway, now)

        assert heard == [("referral_sent", "too_many")]
        assert 10 < len(gateway.taken) < 30
        db.session.expire_all()
        assert {text.state for text in texts} == {State.SENT, State.DUE}

    def test_keeps_no_other_message_back(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        plan_many(30, now)
        deliver(gateway, now)
        before = len(gateway.taken)
        plan("referral_no_room", now=now, values={"navigator_name": "Ben"}, address="+447700900999")

        deliver(gateway, now)

        assert len(gateway.taken) == before + 1

    def test_goes_on_when_an_administrator_says_so(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        plan_many(30, now)
        deliver(gateway, now)

        breaker.let_go_on("referral_sent", by="Asha", now=now)
        db.session.commit()
        with hearing_stops() as heard:
            deliver(gateway, now)

        assert len(gateway.taken) == 30
        assert heard == []

    def test_is_no_fault_where_the_busiest_hour_was_nearly_as_busy(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        breaker.count_sent({"referral_sent": 12}, limits=Limits(of_a_template_an_hour=0), now=now - timedelta(days=7))
        db.session.commit()
        plan_many(30, now)

        deliver(gateway, now)

        assert len(gateway.taken) == 30

    def test_that_says_whom_to_ring_in_danger_is_never_stopped(self, app: Flask, now: datetime) -> None:
        gateway = RecordingGateway()
        breaker.stop(breaker.EVERYTHING, why="by_hand", by="Asha", now=now)
        plan_many(30, now, "safety")
        plan_many(3, now)

        deliver(gateway, now)

        assert len(gateway.taken) == 30

    def test_of_which_most_fail_is_stopped(self, app: Flask, now: datetime) -> None:
        def refuse(parcel: Parcel) -> None:
            raise GatewayError("30007", permanent=True)

        plan_many(80, now)

        with hearing_stops() as heard:
            deliver(RecordingGateway(raises=refuse), now, Limits())

        assert heard == [("referral_sent", "too_many_failed")]

    @pytest.mark.parametrize("count", [1, 10])
    def test_is_not_what_stays_within_the_limit(self, app: Flask, now: datetime, count: int) -> None:
        plan_many(count, now)

        with hearing_stops() as heard:
            deliver(RecordingGateway(), now)

        assert heard == []
