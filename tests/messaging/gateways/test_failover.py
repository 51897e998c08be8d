import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from messaging.gateways import choosing
from messaging.gateways.failover import FAILURES, STAYS_OPEN, WITHIN, Circuit, FailoverGateway
from messaging.gateways.handover import CannotBeAsked, GatewayError, OutcomeUnknown, Parcel
from messaging.models import OutgoingMessage, State
from messaging.troubles import NOT_THE_PERSONS, Trouble
from navigator.config import Settings
from navigator.db import db
from tests.fake_provider import ACCOUNT, TOKEN, Fault, fake_provider
from tests.messaging.recording import MOBILE, RecordingGateway, deliver_all, plan
from tests.messaging.sending.test_delivery import refusing

PARCEL = Parcel(id=uuid.UUID(int=7), to=MOBILE, body="Hello", provider="first")
DOWN = GatewayError("20503", permanent=False, trouble=Trouble.PROVIDER_DOWN)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def pair(first: RecordingGateway, clock: Clock | None = None) -> tuple[FailoverGateway, RecordingGateway, list[str]]:
    first.name = "first"
    second, noted = RecordingGateway(name="second"), list[str]()
    gateway = FailoverGateway(
        first, second, note=lambda message_id, provider: noted.append(provider), circuit=Circuit(clock or Clock())
    )
    return gateway, second, noted


class TestFailover:
    @pytest.mark.parametrize("trouble", sorted(NOT_THE_PERSONS))
    def test_carries_what_the_first_certainly_did_not_take(self, app: Flask, trouble: Trouble) -> None:
        first = RecordingGateway(raises=refusing(GatewayError("x", permanent=False, trouble=trouble)))
        gateway, second, noted = pair(first)

        gateway.send(PARCEL)

        assert (len(second.taken), noted) == (1, ["second"])

    def test_never_carries_what_the_first_may_have_taken(self, app: Flask) -> None:
        first = RecordingGateway(raises_after=refusing(OutcomeUnknown("ReadTimeout")))
        gateway, second, noted = pair(first)

        with pytest.raises(OutcomeUnknown):
            gateway.send(PARCEL)

        assert (len(first.taken), second.taken, noted) == (1, [], [])

    @pytest.mark.parametrize("trouble", sorted({*Trouble} - NOT_THE_PERSONS))
    def test_is_no_way_round_what_is_the_matter_with_the_number(self, app: Flask, trouble: Trouble) -> None:
        gateway, second, _ = pair(RecordingGateway(raises=refusing(GatewayError("x", permanent=True, trouble=trouble))))

        with pytest.raises(GatewayError):
            gateway.send(PARCEL)

        assert second.taken == []

    def test_is_no_way_round_a_code_nobody_knows(self, app: Flask) -> None:
        gateway, second, _ = pair(RecordingGateway(raises=refusing(GatewayError("99999", permanent=False))))

        with pytest.raises(GatewayError):
            gateway.send(PARCEL)

        assert second.taken == []

    def test_asks_the_one_that_was_called(self, app: Flask) -> None:
        first = RecordingGateway(cannot_be_asked=CannotBeAsked("first"))
        gateway, second, _ = pair(first)
        second.send(replace(PARCEL, provider="second"))

        found = gateway.list_sent(to=MOBILE, body="Hello", since=datetime.now(UTC), provider="second")

        assert found == second.ids
        with pytest.raises(CannotBeAsked):
            gateway.list_sent(to=MOBILE, body="Hello", since=datetime.now(UTC), provider="first")


class TestCircuit:
    def test_leaves_a_provider_that_fails_alone_for_a_while(self, app: Flask) -> None:
        clock = Clock()
        first = RecordingGateway(raises=refusing(DOWN))
        gateway, _, _ = pair(first, clock)
        for _ in range(FAILURES):
            assert gateway.name == "first"
            gateway.send(PARCEL)

        assert gateway.name == "second"
        clock.now += STAYS_OPEN
        assert gateway.name == "first"

    def test_forgets_failures_that_are_far_apart(self) -> None:
        clock = Clock()
        circuit = Circuit(clock)

        for _ in range(FAILURES * 3):
            circuit.failed()
            clock.now += WITHIN / (FAILURES - 1) + 1

        assert not circuit.is_open

    def test_forgets_failures_before_a_success(self) -> None:
        circuit = Circuit(Clock())
        for _ in range(FAILURES - 1):
            circuit.failed()
        circuit.worked()

        assert not circuit.failed()


class TestDelivery:
    """Through the outbox, with real gateways: Twilio in front, Vonage behind it."""

    @staticmethod
    def settings_for(settings: Settings, twilio: str, vonage: str) -> Settings:
        return replace(
            settings,
            sms_gateway="twilio",
            sms_fallback="vonage",
            twilio_account_sid=ACCOUNT,
            twilio_auth_token=TOKEN,
            twilio_from="+447700900001",
            twilio_api_url=twilio,
            vonage_api_key="key",
            vonage_api_secret="secret",
            vonage_from="+447700900002",
            vonage_api_url=vonage,
        )

    def test_writes_down_who_carried_it(self, app: Flask, now: datetime) -> None:
        message = plan(now=now)
        gateway, second, _ = pair(RecordingGateway())

        deliver_all(gateway, now)

        db.session.expire_all()
        assert (message.state, message.provider) == (State.SENT, "first")
        assert second.taken == []

    def test_writes_down_the_second_before_it_is_called(self, app: Flask, settings: Settings, now: datetime) -> None:
        message = plan(now=now)
        parcel = Parcel(id=message.id, to=MOBILE, body="Hello", provider="twilio")
        db.session.rollback()
        with fake_provider(lambda number: Fault.REFUSE) as twilio:
            gateway = choosing.from_settings(self.settings_for(settings, twilio.url, "http://127.0.0.1:1"))
            with pytest.raises(GatewayError):
                gateway.send(parcel)

        db.session.expire_all()
        assert message.provider == "vonage"

    def test_tries_again_later_when_neither_takes_it(self, app: Flask, settings: Settings, now: datetime) -> None:
        message = plan(now=now)
        gateway = choosing.from_settings(self.settings_for(settings, "http://127.0.0.1:1", "http://127.0.0.1:1"))

        deliver_all(gateway, now)

        db.session.expire_all()
        assert (message.state, message.cause) == (State.PLANNED, "unreachable")
        assert message.not_before > now + timedelta(seconds=1)
        assert db.session.get_one(OutgoingMessage, message.id).attempts == 1
