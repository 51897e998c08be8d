import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from messaging.gateways.handover import GatewayError, OutcomeUnknown, Parcel
from messaging.gateways.twilio import TwilioGateway, is_signed, sign
from tests.fake_provider import ACCOUNT, TOKEN, Fault, fake_provider
from tests.messaging.recording import MOBILE

PARCEL = Parcel(id=uuid.UUID(int=7), to=MOBILE, body="Tea & Talk: جی ہاں £5")
TODAY = datetime.now(UTC) - timedelta(minutes=1)


def make_gateway(url: str, *, token: str = TOKEN) -> TwilioGateway:
    return TwilioGateway(
        account_sid=ACCOUNT,
        auth_token=token,
        from_number="+447700900001",
        api_url=url,
        status_url="https://care.example/webhooks/twilio/status",
    )


class TestSending:
    def test_hands_over_the_words_and_where_to_send_news(self) -> None:
        with fake_provider() as provider:
            sid = make_gateway(provider.url).send(PARCEL)

            taken = provider.accepted[0]
        assert sid == taken.sid
        assert (taken.to, taken.from_, taken.body) == (MOBILE, "+447700900001", PARCEL.body)
        assert taken.status_callback == f"https://care.example/webhooks/twilio/status?message={PARCEL.id}"

    @pytest.mark.parametrize(
        ("fault", "code", "permanent"),
        [
            (Fault.WRONG_NUMBER, "21211", True),
            (Fault.STOPPED, "21610", True),
            (Fault.TOO_MANY, "20429", False),
            (Fault.REFUSE, "20503", False),
        ],
    )
    def test_that_is_refused_says_why_and_for_how_long(self, fault: Fault, code: str, permanent: bool) -> None:
        with fake_provider(lambda number: fault) as provider, pytest.raises(GatewayError) as refusal:
            make_gateway(provider.url).send(PARCEL)

        assert (refusal.value.code, refusal.value.permanent) == (code, permanent)

    @pytest.mark.parametrize("fault", [Fault.DROP_BEFORE, Fault.DROP_AFTER])
    def test_on_a_line_that_goes_dead_has_an_unknown_outcome(self, fault: Fault) -> None:
        with fake_provider(lambda number: fault) as provider, pytest.raises(OutcomeUnknown):
            make_gateway(provider.url).send(PARCEL)

    def test_to_a_slow_provider_has_an_unknown_outcome(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("messaging.gateways.twilio.CONNECT_AND_READ", (1.0, 0.1))

        with fake_provider(lambda number: Fault.SLOW) as provider, pytest.raises(OutcomeUnknown):
            make_gateway(provider.url).send(PARCEL)

    def test_to_nobody_was_certainly_not_accepted(self) -> None:
        with pytest.raises(GatewayError) as refusal:
            make_gateway("http://127.0.0.1:1").send(PARCEL)

        assert (refusal.value.code, refusal.value.permanent) == ("unreachable", False)

    def test_with_the_wrong_key_is_not_the_persons_fault(self) -> None:
        with fake_provider() as provider, pytest.raises(GatewayError) as refusal:
            make_gateway(provider.url, token="old key").send(PARCEL)

        assert not refusal.value.permanent


class TestAsking:
    def test_finds_what_was_accepted_before_the_line_went_dead(self) -> None:
        with fake_provider(lambda number: Fault.DROP_AFTER) as provider:
            gateway = make_gateway(provider.url)
            with pytest.raises(OutcomeUnknown):
                gateway.send(PARCEL)

            found = gateway.list_sent(to=MOBILE, body=PARCEL.body, since=TODAY)

            assert found == [provider.accepted[0].sid]

    def test_finds_what_was_made_plain_on_the_way(self) -> None:
        with fake_provider() as provider:
            gateway = make_gateway(provider.url)
            gateway.send(replace(PARCEL, body='Zadzwoń - "dziś": 116 123'))

            found = gateway.list_sent(to=MOBILE, body="Zadzwoń – „dziś”: 116\u00a0123", since=TODAY)

            assert found == [provider.accepted[0].sid]

    def test_finds_nothing_of_others(self) -> None:
        with fake_provider() as provider:
            gateway = make_gateway(provider.url)
            gateway.send(PARCEL)

            assert gateway.list_sent(to=MOBILE, body="other words", since=TODAY) == []
            assert gateway.list_sent(to="+447700900456", body=PARCEL.body, since=TODAY) == []
            assert gateway.list_sent(to=MOBILE, body=PARCEL.body, since=TODAY + timedelta(days=2)) == []

    def test_in_vain_says_so(self) -> None:
        with pytest.raises(GatewayError):
            make_gateway("http://127.0.0.1:1").list_sent(to=MOBILE, body="a", since=TODAY)


class TestSignature:
    URL = "https://care.example/webhooks/twilio/messages"

    def test_is_of_address_fields_and_token(self) -> None:
        fields = {"From": MOBILE, "Body": "1"}
        signature = sign(token=TOKEN, url=self.URL, fields=fields)

        assert is_signed(token=TOKEN, url=self.URL, fields=fields, signature=signature)
        assert not is_signed(token="x", url=self.URL, fields=fields, signature=signature)
        assert not is_signed(token=TOKEN, url=self.URL + "?a=b", fields=fields, signature=signature)
        assert not is_signed(token=TOKEN, url=self.URL, fields=fields | {"Body": "2"}, signature=signature)
