import threading
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import func, select

from messaging.gateways.handover import GatewayError, Parcel
from messaging.models import MessageEvent, OutgoingMessage, State
from messaging.sending import delivery, outbox, pace
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

    def test_in_the_middle_of_a_batch_gets_no_more_of_it(self, app: Flask, now: datetime) -> None:
        ids = [plan(now=now, address=f"+44770090010{number}", any_hour=True).id for number in range(6)]
        gateway = RecordingGateway()

        def refuse_the_third(parcel: Parcel) -> None:
            if len(gateway.taken) == 2:
                raise GatewayError("20429", permanent=False, retry_after=60)

        gateway.raises = refuse_the_third
        limits = Limits(sender="twilio:+447700900000")

        def work(moment: datetime) -> int:
            return delivery.deliver_some(gateway=gateway, mailer=RecordingMailer(), now=moment, holder="worker", limits=limits)

        work(now)
        states = [db.session.get_one(OutgoingMessage, message_id, populate_existing=True) for message_id in ids]
        assert [(one.state, one.attempts) for one in states] == [
            *[(State.SENT, 1)] * 2,
            (State.PLANNED, 1),
            *[(State.DUE, 0)] * 3,
        ]

        noted = db.session.scalar(select(func.count()).select_from(MessageEvent))
        assert work(now + timedelta(seconds=30)) == 0  # so a worker rests, and takes nothing that it would only give back
        assert db.session.scalar(select(func.count()).select_from(MessageEvent)) == noted

        gateway.raises = lambda parcel: None
        while work(now + timedelta(minutes=3)):
            db.session.remove()
        assert sorted(parcel.to for parcel in gateway.taken) == [f"+44770090010{number}" for number in range(6)]

    def test_does_not_hold_up_emails(self, app: Flask, now: datetime) -> None:
        limits, mailer = Limits(sender="twilio:+447700900000"), RecordingMailer()
        pace.hold(now + timedelta(minutes=1), limits=limits, now=now)
        plan(now=now, any_hour=True)
        outbox.plan_email(
            to=outbox.Recipient(id=None, address="editor@teaandtalk.example", locale="en"),
            template="editor_sign_in",
            values={"editor_name": "Jo", "link": "https://care.example/9fk2"},
            dedupe_key="sign in",
            now=now,
        )
        db.session.commit()

        done = delivery.deliver_some(gateway=RecordingGateway(), mailer=mailer, now=now, holder="worker", limits=limits)

        assert (done, len(mailer.taken)) == (1, 1)
