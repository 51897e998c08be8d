import threading
from datetime import datetime, timedelta

from flask import Flask

from messaging.gateways.handover import GatewayError, Parcel
from messaging.sending import delivery, pace
from messaging.sending.limits import Limits
from navigator.db import db
from tests.messaging.recording import RecordingGateway, RecordingMailer, plan

TEN_A_SECOND = Limits(a_second=10, sender="twilio:+447700900000")
SOON = timedelta(seconds=5)


class TestPace:
    def test_gives_each_worker_a_turn_of_its_own(self, app: Flask, now: datetime) -> None:
        turns: list[datetime | None] = []
        together = threading.Barrier(4)

        def work() -> None:
            with app.app_context():
                together.wait(10)
                turns.extend(pace.reserve(5, limits=TEN_A_SECOND, now=now, within=SOON) for _ in range(2))

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

        assert sorted(turn for turn in turns if turn) == [now + timedelta(seconds=0.5 * place) for place in range(8)]

    def test_too_far_off_is_no_turn_and_takes_nobody_elses(self, app: Flask, now: datetime) -> None:
        pace.hold(now + timedelta(minutes=1), limits=TEN_A_SECOND, now=now)

        assert pace.reserve(1, limits=TEN_A_SECOND, now=now, within=SOON) is None
        assert pace.reserve(1, limits=TEN_A_SECOND, now=now + timedelta(minutes=1), within=SOON) == now + timedelta(minutes=1)

    def test_of_one_number_is_not_that_of_another(self, app: Flask, now: datetime) -> None:
        pace.hold(now + timedelta(minutes=1), limits=TEN_A_SECOND, now=now)

        assert pace.reserve(1, limits=Limits(a_second=10, sender="another"), now=now, within=SOON) == now


class TestProviderThatAsksForPatience:
    def test_gets_nothing_until_then(self, app: Flask, now: datetime) -> None:
        def refuse(parcel: Parcel) -> None:
            raise GatewayError("20429", permanent=False, retry_after=60)

        first = RecordingGateway(raises=refuse)
        for number in range(3):
            plan(now=now, address=f"+44770090010{number}", any_hour=True)
        limits = Limits(sender="twilio:+447700900000")
        how = {"mailer": RecordingMailer(), "holder": "worker", "limits": limits, "most": 1}

        delivery.deliver_some(gateway=first, now=now, **how)  # type: ignore[arg-type]  # each is what it says
        patient = RecordingGateway()
        delivery.deliver_some(gateway=patient, now=now + timedelta(seconds=30), **how)  # type: ignore[arg-type]  # as above
        assert patient.taken == []

        while delivery.deliver_some(gateway=patient, now=now + timedelta(minutes=2), **how):  # type: ignore[arg-type]  # as above
            db.session.remove()
        assert len(patient.taken) == 3
