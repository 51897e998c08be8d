"""E-mails that come back find their message, tell whoever must know, and end what would come back again."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from messaging import bounces, dead_addresses, opt_outs, return_tokens
from messaging.bounces import Came
from messaging.commands import bounces as command
from messaging.gateways.handover import GatewayError
from messaging.gateways.mailers import SmtpMailer
from messaging.models import Channel, OutgoingMessage, State
from messaging.sending import outbox
from navigator.config import Settings
from navigator.db import db
from navigator.referrals.models import Attention, Reason
from tests.cast import Cast
from tests.messaging.recording import RecordingGateway, RecordingMailer, deliver
from tests.strict_client import StrictClient

ADDRESS = "amina@mail.example"
NEWS = {"navigator_name": "Ben", "service_name": "Tea & Talk"}

REPORT = """\
From: MAILER-DAEMON@mail.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="X"

--X
Content-Type: text/plain

I am sorry to have to tell you.

--X
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; amina@mail.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--X--
"""


@pytest.fixture
def key(app: Flask) -> str:
    settings: Settings = app.extensions["settings"]
    return settings.secret_key


def write(recipient_id: uuid.UUID | None, *, now: datetime, dedupe_key: str = "one") -> OutgoingMessage:
    message = outbox.plan_instead_of_text(
        Channel.EMAIL,
        to=outbox.Recipient(recipient_id, ADDRESS, "en"),
        template="referral_no_room",
        values=NEWS,
        dedupe_key=dedupe_key,
        now=now,
    )
    db.session.commit()
    return message


def send(now: datetime, mailer: RecordingMailer | None = None) -> RecordingMailer:
    mailer = mailer or RecordingMailer()
    while deliver(RecordingGateway(), now, mailer=mailer):
        pass
    return mailer


def report(message: OutgoingMessage, key: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    to = return_tokens.return_address(message.id, base="bounces@care.example", key=key)
    return REPORT.format(to=to, action=action, status=status).encode()


class TestBounce:
    def test_marks_the_email_and_tells_the_navigator_and_ends_what_would_come_back(
        self, cast: Cast, key: str, now: datetime
    ) -> None:
        message = write(cast.amina.id, now=now)
        send(now)

        came = bounces.take(report(message, key), key=key, now=now)
        db.session.commit()
        later = write(cast.amina.id, now=now, dedupe_key="two")
        sent_later = send(now + timedelta(minutes=5)).taken

        assert came is Came.TAKEN
        assert (message.state, message.cause) == (State.UNDELIVERED, "bounced:5.1.1")
        told = db.session.query(Attention).filter_by(person_id=cast.amina.id, reason=Reason.CANNOT_BE_TEXTED).one()
        assert told.words == ADDRESS
        assert sent_later == []
        db.session.refresh(later)
        assert (later.state, later.cause) == (State.SUPPRESSED, "address_does_not_work")

    def test_is_taken_once(self, cast: Cast, key: str, now: datetime) -> None:
        message = write(cast.amina.id, now=now)
        send(now)

        assert [bounces.take(report(message, key), key=key, now=now) for _ in range(2)] == [Came.TAKEN, Came.OLD]

    @pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0"), ("relayed", "2.0.0")])
    def test_that_is_none_yet_changes_nothing(self, cast: Cast, key: str, now: datetime, action: str, status: str) -> None:
        message = write(cast.amina.id, now=now)
        send(now)

        assert bounces.take(report(message, key, action=action, status=status), key=key, now=now) is Came.DELAYED
        assert message.state is State.SENT

    @pytest.mark.parametrize("status", ["5.2.2", "5.7.1", "4.4.7"])
    def test_that_is_not_the_addresss_fault_leaves_it_open(self, cast: Cast, key: str, now: datetime, status: str) -> None:
        message = write(cast.amina.id, now=now)
        send(now)

        assert bounces.take(report(message, key, status=status), key=key, now=now) is Came.TAKEN
        assert dead_addresses.find_dead({ADDRESS}, now=now) == set()

    @pytest.mark.parametrize(
        "to",
        [
            "bounces@care.example",
            "bounces+" + "a" * 40 + "@care.example",
            "bounces+"
            + return_tokens.make(uuid.UUID(int=1), key="another key", what_for=return_tokens.RETURNED)
            + "@care.example",
            "<>",
        ],
    )
    def test_that_is_forged_does_nothing(self, cast: Cast, key: str, now: datetime, to: str) -> None:
        message = write(cast.amina.id, now=now)
        send(now)

        came = bounces.take(REPORT.format(to=to, action="failed", status="5.1.1").encode(), key=key, now=now)

        assert came is Came.UNKNOWN
        assert message.state is State.SENT
        assert dead_addresses.list_dead(now=now) == []

    def test_with_the_mark_of_another_thing_does_nothing(self, cast: Cast, key: str, now: datetime) -> None:
        message = write(cast.amina.id, now=now)
        send(now)
        mark = return_tokens.make(message.id, key=key, what_for=return_tokens.STOPPED)

        raw = REPORT.format(to=f"bounces+{mark}@care.example", action="failed", status="5.1.1").encode()

        assert bounces.take(raw, key=key, now=now) is Came.UNKNOWN

    @pytest.mark.parametrize("raw", [b"", b"Subject: I am away\n\nBack on Monday.", b"\xff\xfe\x00", b"x" * 2_000_000])
    def test_of_another_kind_is_left(self, app: Flask, key: str, now: datetime, raw: bytes) -> None:
        assert bounces.take(raw, key=key, now=now) in (Came.NOT_A_REPORT, Came.UNREADABLE)

    def test_finds_its_mark_whatever_a_server_did_to_its_letters(self, cast: Cast, key: str, now: datetime) -> None:
        message = write(cast.amina.id, now=now)
        send(now)
        to = return_tokens.return_address(message.id, base="bounces@care.example", key=key)

        assert len(to.partition("@")[0]) <= 64
        assert bounces.take(report(message, key).replace(to.encode(), to.upper().encode()), key=key, now=now) is Came.TAKEN


class TestRefusal:
    def test_for_want_of_such_an_address_ends_what_would_be_refused_again(self, cast: Cast, now: datetime) -> None:
        def refuse(_: Any) -> None:
            raise GatewayError("smtp-550", permanent=True)

        message = write(cast.amina.id, now=now)

        send(now, RecordingMailer(raises=refuse))

        assert (message.state, message.cause) == (State.FAILED, "smtp-550")
        assert dead_addresses.find_dead({ADDRESS.upper()}, now=now) == {ADDRESS.upper()}


class TestPuttingRight:
    def test_is_a_command_and_happens_by_itself_after_a_while(self, app: Flask, now: datetime) -> None:
        dead_addresses.mark(ADDRESS, code="5.1.1", now=now)
        db.session.commit()

        after = dead_addresses.find_dead({ADDRESS}, now=now + dead_addresses.TRIED_AGAIN_AFTER)
        said = app.test_cli_runner().invoke(command, ["put-right", ADDRESS])
        again = app.test_cli_runner().invoke(command, ["put-right", ADDRESS])

        assert after == set()
        assert "again" in said.output
        assert (again.exit_code, "nothing is held back" in again.output) == (1, True)

    def test_whole_mailboxes_are_read(self, cast: Cast, app: Flask, key: str, now: datetime) -> None:
        message = write(cast.amina.id, now=now)
        send(now)
        mbox = b"From MAILER-DAEMON Mon Nov 23 10:00:00 2026\n" + report(message, key)
        mbox += b"\nFrom a@b.example Mon Nov 23 10:00:00 2026\nSubject: Away\n\nBack soon.\n"

        said = app.test_cli_runner().invoke(command, ["read", "-"], input=mbox)

        assert said.output.strip() == "not a report: 1, taken: 1"


class TestOneTap:
    def test_stops_that_kind_of_email_without_a_cookie_or_a_page(
        self, client: StrictClient, cast: Cast, key: str, now: datetime
    ) -> None:
        message, waiting = write(cast.amina.id, now=now), write(cast.amina.id, now=now, dedupe_key="two")
        link = return_tokens.unsubscribe_link(message.id, public_url="", key=key)

        client.reads_strictly = False  # there is no page to read
        answer = client.post(link, data={"List-Unsubscribe": "One-Click"})

        assert answer.status_code == 204
        db.session.rollback()
        assert opt_outs.is_stopped(ADDRESS, message.purpose)
        assert db.session.get_one(OutgoingMessage, waiting.id).state is State.CANCELLED
        later = write(cast.amina.id, now=now, dedupe_key="three")
        assert send(now + timedelta(minutes=5)).taken == []
        db.session.refresh(later)
        assert later.cause == "stopped"

    def test_looking_changes_nothing_and_the_way_back_is_there(
        self, client: StrictClient, cast: Cast, key: str, now: datetime
    ) -> None:
        message = write(cast.amina.id, now=now)
        link = return_tokens.unsubscribe_link(message.id, public_url="", key=key)

        client.get(link)
        before = opt_outs.is_stopped(ADDRESS, message.purpose)
        client.submit(link)
        between = opt_outs.is_stopped(ADDRESS, message.purpose)
        client.submit(link)

        assert (before, between, opt_outs.is_stopped(ADDRESS, message.purpose)) == (False, True, False)

    @pytest.mark.parametrize("token", ["a" * 40, "x", "é" * 40])
    def test_with_a_made_up_link_is_nothing(self, client: StrictClient, token: str) -> None:
        assert client.get(f"/unsubscribe/{token}").status_code == 404
        assert client.post(f"/unsubscribe/{token}").status_code == 404

    def test_is_in_the_header_of_what_can_be_stopped_and_the_return_address_has_its_mark(
        self, cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sent: list[tuple[Any, Any]] = []

        class Server:
            def send_message(self, message: Any, from_addr: Any = None) -> None:
                sent.append((message, from_addr))

            def close(self) -> None:
                return

        monkeypatch.setattr(SmtpMailer, "_connect", lambda self: Server())
        mailer = SmtpMailer(
            url="smtp://localhost",
            mail_from="Care <hello@care.example>",
            return_to=lambda message_id: f"bounces+{message_id.hex}@care.example",
            stop_link=lambda message_id: f"https://care.example/unsubscribe/{message_id.hex}",
        )
        message = write(cast.amina.id, now=now)
        asked = outbox.plan_email(
            to=outbox.Recipient(None, "jan@tea.example", "en"),
            template="shortlist_email",
            values={"link": "https://care.example/s/abc"},
            dedupe_key="asked",
            now=now,
        )
        db.session.commit()

        while deliver(RecordingGateway(), now, mailer=mailer):  # type: ignore[arg-type]  # a mailer all the same
            pass

        headers = {str(one["To"]): one for one, _ in sent}
        assert headers[ADDRESS]["List-Unsubscribe"] == f"<https://care.example/unsubscribe/{message.id.hex}>"
        assert headers[ADDRESS]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert headers["jan@tea.example"]["List-Unsubscribe"] is None
        assert {address for _, address in sent} == {f"bounces+{one.id.hex}@care.example" for one in (message, asked)}
