"""A list sent to a phone or a mailbox: never more than was asked for, never at night, never after STOP."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory.models import Service
from messaging.models import OutgoingMessage
from messaging.opt_outs import stop
from messaging.sending.delivery import deliver_one
from messaging.states import State
from navigator.db import db
from tests.directory.listings import make_service
from tests.messaging.recording import RecordingGateway, RecordingMailer
from tests.strict_client import StrictClient

DAYTIME = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def tea(app: Flask) -> Service:
    tea = make_service("Tea & Talk")
    db.session.commit()
    return tea


def sent() -> list[OutgoingMessage]:
    return list(db.session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)))


def send(client: StrictClient, service: Service, **typed: Any) -> str:
    return client.submit(f"/shortlist/send?service={service.id}&lang=en", **typed).text


class TestSendingAList:
    @time_machine.travel(DAYTIME, tick=False)
    def test_by_text_says_nothing_of_what_is_on_it(self, client: StrictClient, tea: Service) -> None:
        page = send(client, tea, by="text", mobile="07700 900555")

        (text,) = sent()
        assert "It is on its way" in page
        assert (text.to_address, text.recipient_id, text.template) == ("+447700900555", None, "shortlist_link")
        assert "Tea" not in str(text.values)
        link = str(text.values["link"])
        assert "Tea &amp; Talk" in client.get("/s/" + link.rsplit("/", 1)[1]).text

    @time_machine.travel(DAYTIME, tick=False)
    def test_by_text_reaches_the_phone(self, client: StrictClient, tea: Service) -> None:
        send(client, tea, by="text", mobile="07700 900555")
        gateway = RecordingGateway()

        deliver_one(gateway=gateway, mailer=RecordingMailer(), now=DAYTIME, holder="test")

        assert [body.startswith("Here is the list you asked for") for body in gateway.bodies] == [True]

    def test_by_email_goes_to_the_mailbox(self, client: StrictClient, tea: Service) -> None:
        send(client, tea, by="email", email="joe@post.example")

        assert [(message.to_address, message.template) for message in sent()] == [("joe@post.example", "shortlist_email")]

    @time_machine.travel(NIGHT, tick=False)
    def test_at_night_waits_for_the_morning_and_says_so(self, client: StrictClient, tea: Service, app: Flask) -> None:
        page = send(client, tea, by="text", mobile="07700 900555")

        assert "We send no texts at night." in page
        assert not sent()[0].any_hour

    @time_machine.travel(DAYTIME, tick=False)
    def test_never_reaches_a_number_that_said_stop_and_does_not_tell(
        self, client: StrictClient, tea: Service, app: Flask
    ) -> None:
        stop(number="+447700900555", how="text", now=DAYTIME)
        db.session.commit()

        page = send(client, tea, by="text", mobile="07700 900555")
        gateway = RecordingGateway()
        deliver_one(gateway=gateway, mailer=RecordingMailer(), now=DAYTIME, holder="test")

        assert "It is on its way" in page
        assert (gateway.taken, [message.state for message in sent()]) == ([], [State.SUPPRESSED])

    @time_machine.travel(DAYTIME, tick=False)
    def test_to_one_number_ends_after_three_in_a_day(self, client: StrictClient, tea: Service) -> None:
        for _ in range(3):
            send(client, tea, by="text", mobile="07700 900555")

        page = send(client, tea, by="text", mobile="07700900555")

        assert "We have sent a few already." in page
        assert 'value="07700900555"' in page
        assert len(sent()) == 3

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"by": "text", "mobile": "01632 960123"}, "landline"),
            ({"by": "text", "mobile": ""}, "mobile"),
            ({"by": "email", "email": "joe at post"}, "Write an e-mail address"),
            ({"by": "pigeon", "mobile": "07700 900555"}, "Choose a text or an e-mail."),
        ],
    )
    def test_says_what_is_wrong_by_the_field_and_keeps_what_was_typed(
        self, client: StrictClient, tea: Service, typed: dict[str, str], said: str
    ) -> None:
        page = send(client, tea, **typed)

        assert said in page
        assert "There is a problem" in page
        assert all(f'value="{value}"' in page for name, value in typed.items() if name != "by" and value)
        assert sent() == []

    def test_needs_something_on_the_list(self, client: StrictClient) -> None:
        assert client.get("/shortlist/send").location == "/shortlist"
