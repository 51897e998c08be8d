import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from messaging.gateways.handover import GatewayError, OutcomeUnknown, Parcel
from messaging.gateways.twilio import CODES, STATUSES, TwilioGateway, is_signed, sign
from messaging.states import LEFT_US, State
from messaging.troubles import NOT_THE_PERSONS, Trouble
from tests.fake_provider import ACCOUNT, TOKEN, Fault, fake_provider
from tests.messaging.recording import MOBILE

PARCEL = Parcel(id=uuid.UUID(int=7), to=MOBILE, body="Tea & Talk: جی ہاں £5")
TODAY = datetime.now(UTC) - timedelta(minutes=1)


def make_gateway(url: str, *, token: str = TOKEN, **details: Any) -> TwilioGateway:
    return TwilioGateway(
        account_sid=ACCOUNT,
        auth_token=token,
        api_url=url,
        status_url="https://care.example/webhooks/twilio/status",
        **{"from_number": "+447700900001"} | details,
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
        ("fault", "code", "permanent", "trouble"),
        [
            (Fault.WRONG_NUMBER, "21211", True, Trouble.WRONG_NUMBER),
            (Fault.COUNTRY, "21408", True, Trouble.COUNTRY),
            (Fault.STOPPED, "21610", True, Trouble.STOPPED),
            (Fault.NOT_A_MOBILE, "21614", True, Trouble.NOT_A_MOBILE),
            (Fault.TOO_MANY, "20429", False, Trouble.TOO_FAST),
            (Fault.REFUSE, "20503", False, Trouble.PROVIDER_DOWN),
            (Fault.SUSPENDED, "20003", False, Trouble.OUR_ACCOUNT),
        ],
    )
    def test_that_is_refused_says_why_and_for_how_long(self, fault: Fault, code: str, permanent: bool, trouble: Trouble) -> None:
        with fake_provider(lambda number: fault) as provider, pytest.raises(GatewayError) as refusal:
            make_gateway(provider.url).send(PARCEL)

        assert (refusal.value.code, refusal.value.permanent, refusal.value.trouble) == (code, permanent, trouble)

    def test_too_fast_is_told_how_long_to_wait(self) -> None:
        with fake_provider(lambda number: Fault.TOO_MANY) as provider:
            provider.retry_after = 7
            with pytest.raises(GatewayError) as refusal:
                make_gateway(provider.url).send(PARCEL)

        assert refusal.value.retry_after == 7

    def test_that_may_have_been_taken_before_a_fault_has_an_unknown_outcome(self) -> None:
        with fake_provider(lambda number: Fault.FAULTY) as provider, pytest.raises(OutcomeUnknown):
            make_gateway(provider.url).send(PARCEL)

    def test_through_a_messaging_service_names_no_number(self) -> None:
        with fake_provider() as provider:
            gateway = make_gateway(provider.url, messaging_service="MG1", stop_link=str)
            gateway.send(PARCEL)

        assert (provider.accepted[0].messaging_service_sid, provider.accepted[0].from_) == ("MG1", "")
        assert gateway.stop_link is None  # the numbers of the service can be answered

    @pytest.mark.parametrize(("sender", "can_be_answered"), [("+447700900001", True), ("61234", True), ("CareNav", False)])
    def test_from_a_name_needs_another_way_to_stop(self, sender: str, can_be_answered: bool) -> None:
        assert (make_gateway("http://127.0.0.1:1", from_number=sender, stop_link=str).stop_link is None) is can_be_answered

    @pytest.mark.parametrize("fault", [Fault.DROP_BEFORE, Fault.DROP_AFTER])
    def test_on_a_line_that_goes_dead_has_an_unknown_outcome(self, fault: Fault) -> None:
        with fake_provider(lambda number: fault) as provider, pytest.raises(OutcomeUnknown):
            make_gateway(provider.url).send(PARCEL)

    def test_to_a_slow_provider_has_an_unknown_outcome(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("messaging.gateways.twilio.CONNECT_AND_READ", (1.0, 0.1))

        with fake_provider(lambda number: Fault.SLOW) as provider, pytest.raises(OutcomeUnknown):
            make_gateway(provider.url).send(PARCEL)

    def test_again_and_again_keeps_its_connection(self) -> None:
        with fake_provider() as provider:
            gateway = make_gateway(provider.url)
            for _ in range(3):
                gateway.send(PARCEL)
                gateway.list_sent(to=MOBILE, body=PARCEL.body, since=TODAY)

        assert (len(provider.accepted), provider.connections) == (3, 1)

    def test_goes_through_the_proxy_of_the_house(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with fake_provider() as provider:
            monkeypatch.setenv("http_proxy", provider.url)
            make_gateway("http://twilio.example").send(PARCEL)

        assert provider.accepted[0].to == MOBILE

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


class TestWords:
    def test_lead_to_states_after_the_handing_over(self) -> None:
        assert set(STATUSES.values()) <= {*LEFT_US, State.FAILED}

    @pytest.mark.parametrize("code", CODES)
    def test_have_meanings(self, code: str) -> None:
        assert code.isdigit()
        assert CODES[code].meaning
        assert not (CODES[code].is_permanent and CODES[code].trouble in NOT_THE_PERSONS)  # else nothing would be tried again


class TestSignature:
    URL = "https://care.example/webhooks/twilio/messages"

    def test_is_of_address_fields_and_token(self) -> None:
        fields = {"From": MOBILE, "Body": "1"}
        signature = sign(token=TOKEN, url=self.URL, fields=fields)

        assert is_signed(token=TOKEN, url=self.URL, fields=fields, signature=signature)
        assert not is_signed(token="x", url=self.URL, fields=fields, signature=signature)
        assert not is_signed(token=TOKEN, url=self.URL + "?a=b", fields=fields, signature=signature)
        assert not is_signed(token=TOKEN, url=self.URL, fields=fields | {"Body": "2"}, signature=signature)
