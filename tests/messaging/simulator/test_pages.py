from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from messaging import events, opt_outs, queries
from messaging.gateways import choosing
from messaging.gateways.simulated import SimulatorGateway, SimulatorMailer
from messaging.models import Asks, OutgoingMessage, ReceivedMessage, State
from messaging.sending import delivery, outbox
from messaging.wording.names import NAMES
from messaging.wording.texts import TEMPLATES
from navigator.db import db
from navigator.times import utc_now
from tests.messaging.recording import MOBILE, plan
from tests.strict_client import StrictClient

PHONE = f"/simulator/{MOBILE}"
INBOX = "/simulator/hello@teaandtalk.example"


@pytest.fixture
def worker(app: Flask) -> Callable[[], None]:
    """The worker, going round until it has nothing left to do."""

    def work() -> None:
        db.session.rollback()
        while events.interpret_one(utc_now(), callers=choosing.callers(app.extensions["settings"])):
            pass
        while delivery.deliver_one(gateway=SimulatorGateway(), mailer=SimulatorMailer(), now=utc_now(), holder="worker"):
            pass

    return work


def words_of(page: str) -> str:
    return BeautifulSoup(page, "html.parser").get_text(" ", strip=True)


class TestListOfPhones:
    def test_is_empty_at_first(self, client: StrictClient) -> None:
        page = client.get("/simulator")

        assert page.status_code == 200
        assert "No phone has had a text yet" in page.text

    def test_shows_phones_inboxes_and_those_that_wait(self, client: StrictClient, worker: Callable[[], None]) -> None:
        plan("help", now=utc_now())
        _plan_email(utc_now())
        worker()
        plan(now=utc_now(), address="+447700900456", not_before=utc_now() + timedelta(days=1))

        page = words_of(client.get("/simulator").text)

        assert "07700 900123" in page
        assert "hello@teaandtalk.example" in page
        assert "07700 900456" in page


class TestStillToCome:
    def test_every_message_has_a_plain_name(self) -> None:
        """A name in the code ("time_proposed") says nothing to somebody who looks on."""
        assert set(NAMES) == set(TEMPLATES)
        assert [template for template, name in NAMES.items() if "_" in str(name) or str(name) == template] == []

    def test_names_a_text_that_waits(self, client: StrictClient) -> None:
        values = {"appointment_at": "2026-12-24T10:30:00+00:00", "place": "St Mary's Hall"}
        plan("time_proposed", now=utc_now(), not_before=utc_now() + timedelta(days=1), values=values)

        page = words_of(client.get(PHONE).text)

        assert "Could you come then?" in page
        assert "time_proposed" not in page


class TestPhone:
    def test_shows_texts_in_their_own_language(self, client: StrictClient, worker: Callable[[], None]) -> None:
        plan("help", now=utc_now())
        worker()

        bubble = BeautifulSoup(client.get(PHONE).text, "html.parser").select_one(".app-bubble__words")

        assert bubble is not None
        assert (bubble["lang"], bubble["dir"]) == ("en", "auto")

    def test_answers_through_the_signed_webhook(self, client: StrictClient, worker: Callable[[], None]) -> None:
        question = plan("did_you_get_there", now=utc_now(), asks=Asks.ATTENDED, any_hour=True)
        worker()

        page = client.submit(PHONE, body="1")
        worker()

        received = db.session.query(ReceivedMessage).one()
        assert (received.body, received.meaning, received.answers_id) == ("1", "yes", question.id)
        assert "app-bubble--theirs" in page.text

    def test_writes_in_any_language(self, client: StrictClient) -> None:
        page = client.post(f"{PHONE}/answer", data={"body": "جی ہاں 👍", "csrf_token": _token(client)}, follow_redirects=True)

        assert "جی ہاں 👍" in page.text

    def test_that_says_stop_is_told_once_and_shown_so(self, client: StrictClient, worker: Callable[[], None]) -> None:
        client.submit(PHONE, body="STOP")
        worker()

        page = words_of(client.get(PHONE).text)

        assert opt_outs.is_stopped(MOBILE)
        assert "This phone said STOP" in page
        assert "We will not text you any more" in page

    @pytest.mark.parametrize("body", ["", "   "])
    def test_does_not_send_nothing(self, client: StrictClient, body: str) -> None:
        page = client.submit(PHONE, follow=False, body=body)

        assert page.status_code == 422
        assert "Write a text first" in page.text

    def test_looks_for_news_by_itself_only_when_asked(self, client: StrictClient) -> None:
        assert 'http-equiv="refresh"' not in client.get(PHONE).text
        assert 'http-equiv="refresh"' in client.get(f"{PHONE}?live=1").text

    @pytest.mark.parametrize("address", ["/simulator/amina", "/simulator/+44abc", "/simulator/<script>"])
    def test_has_a_number(self, client: StrictClient, address: str) -> None:
        assert client.get(address).status_code == 404


class TestWhatIsPlanned:
    def test_can_be_brought_forward(self, client: StrictClient, worker: Callable[[], None]) -> None:
        message = plan(
            "reminder",
            now=utc_now(),
            not_before=utc_now() + timedelta(days=1),
            values={"navigator_name": "Ben", "appointment_at": "2026-12-24T10:30:00+00:00", "place": "St Mary's Hall"},
        )
        page = client.get(PHONE).text
        assert "The reminder of the evening before" in words_of(page)
        assert "Planned for" in words_of(page)

        client.post(f"/simulator/planned/{message.id}/now", data={"csrf_token": _token(client)}, follow_redirects=True)
        worker()

        db.session.rollback()
        assert db.session.get_one(OutgoingMessage, message.id).state is State.SENT
        assert "A friendly reminder" in client.get(PHONE).text
        assert queries.list_planned_to(MOBILE) == []

    def test_that_has_gone_is_left_alone(self, client: StrictClient, worker: Callable[[], None]) -> None:
        message = plan("help", now=utc_now())
        worker()

        page = client.post(f"/simulator/planned/{message.id}/now", data={"csrf_token": _token(client)}, follow_redirects=True)

        assert "has gone already" in page.text


class TestInbox:
    def test_holds_emails_whose_links_open(self, client: StrictClient, worker: Callable[[], None]) -> None:
        _plan_email(utc_now())
        worker()

        page = BeautifulSoup(client.get(INBOX).text, "html.parser")

        assert "Could someone come to Tea & Talk?" in page.get_text()
        assert "/reply/9fk2" in [str(link["href"]) for link in page.select(".app-letter a")]


def _token(client: StrictClient) -> str:
    field = BeautifulSoup(client.get(PHONE).text, "html.parser").find("input", {"name": "csrf_token"})
    assert field is not None
    return str(field["value"])  # type: ignore[index]  # a tag, since it was found by its name


def _plan_email(now: datetime) -> None:
    outbox.plan_email(
        to=outbox.Recipient(id=None, address="hello@teaandtalk.example", locale="en"),
        template="referral_email",
        values={
            "organization_name": "Tea & Talk",
            "service_name": "Tea & Talk",
            "navigator_name": "Ben Carter",
            "team_name": "Penwith team",
            "team_phone": "01632 960101",
            "reference": "KTRWQPLMBD",
            "link": "http://localhost/reply/9fk2",
            "expires_at": "2026-12-07T12:00:00+00:00",
        },
        dedupe_key="e-mail",
        now=now,
    )
    db.session.commit()
