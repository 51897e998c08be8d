import io
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from messaging.gateways import choosing as gateways
from messaging.gateways import mailers
from messaging.gateways.console import ConsoleGateway
from messaging.gateways.handover import GatewayError, OutcomeUnknown, Parcel
from messaging.gateways.mailers import ConsoleMailer, SmtpMailer
from messaging.gateways.simulated import SimulatorGateway, SimulatorMailer
from messaging.gateways.twilio import TwilioGateway
from messaging.gateways.vonage import VonageGateway
from navigator.config import Settings

PARCEL = Parcel(
    id=uuid.UUID(int=7), to="hello@teaandtalk.example", subject="Could someone come?\r\nBcc: x@y.example", body="Cześć,\nsomeone."
)
FROM = "Care Navigator <hello@care.example>"


@contextmanager
def mail_server(*, answers: dict[bytes, bytes] | None = None) -> Iterator[tuple[str, list[bytes]]]:
    """A mail server of few words: one connection; `answers` by the first four letters of a command, b"" hangs up."""
    said: list[bytes] = []
    replies = {b"EHLO": b"250 hello", b"DATA": b"354 go on", b".": b"250 taken"} | (answers or {})
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 ready\r\n")
            in_data = False
            for line in lines:
                said.append(line.rstrip(b"\r\n"))
                command = said[-1][:4].upper()
                if in_data and said[-1] != b".":
                    continue
                answer = replies.get(b"." if in_data else command, b"250 ok")
                in_data = command == b"DATA" and answer.startswith(b"354")
                if not answer:
                    return
                connection.sendall(answer + b"\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}", said
    finally:
        listener.close()
        thread.join(5)


class TestSmtp:
    def test_sends_an_email_that_is_the_same_each_time(self) -> None:
        with mail_server() as (url, said):
            SmtpMailer(url=url, mail_from=FROM).send(PARCEL)

        assert b"rcpt TO:<hello@teaandtalk.example>" in said
        assert f"Message-ID: <{PARCEL.id}@care.example>".encode() in said
        assert b"Subject: Could someone come? Bcc: x@y.example" in said  # a line break in a subject adds no header

    def test_to_an_address_that_is_refused_is_refused_for_good(self) -> None:
        with mail_server(answers={b"RCPT": b"550 no such mailbox"}) as (url, _), pytest.raises(GatewayError) as refusal:
            SmtpMailer(url=url, mail_from=FROM).send(PARCEL)

        assert (refusal.value.code, refusal.value.permanent) == ("smtp-550", True)

    def test_to_a_full_mailbox_is_tried_again(self) -> None:
        with mail_server(answers={b"RCPT": b"452 full"}) as (url, _), pytest.raises(GatewayError) as refusal:
            SmtpMailer(url=url, mail_from=FROM).send(PARCEL)

        assert not refusal.value.permanent

    def test_on_a_line_that_goes_dead_has_an_unknown_outcome(self) -> None:
        with mail_server(answers={b".": b""}) as (url, _), pytest.raises(OutcomeUnknown):
            SmtpMailer(url=url, mail_from=FROM).send(PARCEL)

    def test_to_nobody_is_tried_again(self) -> None:
        with pytest.raises(GatewayError) as refusal:
            SmtpMailer(url="smtp://127.0.0.1:1", mail_from=FROM).send(PARCEL)

        assert not refusal.value.permanent

    def test_never_says_its_password_in_the_open(self) -> None:
        with mail_server() as (url, said), pytest.raises(GatewayError):
            SmtpMailer(url=url.replace("://", "://us:secret@"), mail_from=FROM).send(PARCEL)

        assert not [line for line in said if b"AUTH" in line]

    def test_from_a_sender_that_is_refused_is_refused_for_good(self) -> None:
        with mail_server(answers={b"MAIL": b"554 go away"}) as (url, _), pytest.raises(GatewayError) as refusal:
            SmtpMailer(url=url, mail_from=FROM).send(PARCEL)

        assert (refusal.value.code, refusal.value.permanent) == ("smtp-554", True)


class TestConsole:
    def test_prints_what_would_have_gone(self) -> None:
        out = io.StringIO()

        ConsoleMailer(out).send(PARCEL)
        ConsoleGateway(out).send(PARCEL)

        assert out.getvalue().count("Cześć") == 2


class TestSettings:
    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("simulator", SimulatorGateway),
            ("console", ConsoleGateway),
            ("twilio", TwilioGateway),
            ("vonage", VonageGateway),
        ],
    )
    def test_choose_the_gateway(self, settings: Settings, name: str, kind: type) -> None:
        chosen = replace(
            settings,
            sms_gateway=name,  # type: ignore[arg-type]  # one of the four
            twilio_account_sid="AC1",
            twilio_auth_token="t",
            twilio_from="+447700900001",
        )

        assert isinstance(gateways.from_settings(chosen), kind)

    def test_choose_the_mailer(self, settings: Settings) -> None:
        assert isinstance(mailers.from_settings(settings), SimulatorMailer)
        assert isinstance(mailers.from_settings(replace(settings, sms_gateway="console")), ConsoleMailer)
        assert isinstance(mailers.from_settings(replace(settings, mailer="smtp", smtp_url="smtp://mail.example")), SmtpMailer)
