"""What came back is fetched from a mailbox: each e-mail acted on once, whoever dies over it; what cannot be read is told once."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from messaging import bounce_mailbox, bounces
from messaging.gateways.mailboxes import ImapMailbox, MailboxAddress, MailboxTrouble, from_settings, read_address
from messaging.models import BounceMailbox, OutgoingMessage, State
from navigator import jobs
from navigator.config import Settings
from navigator.db import db
from navigator.people.models import Role
from tests.cast import Cast, make_staff
from tests.fake_mail_server import PASSWORD, USER, MailServer, mail_server, make_certificate
from tests.messaging.test_bounces import REPORT, report, send, write
from tests.signed_in import browser_of_staff

AWAY = b"From: jo@mail.example\nSubject: I am away\n\nBack on Monday.\n"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def key(app: Flask) -> str:
    settings: Settings = app.extensions["settings"]
    return settings.secret_key


def address_of(server: MailServer, **other: Any) -> MailboxAddress:
    here: dict[str, Any] = {"host": "127.0.0.1", "port": server.port, "is_tls": False, "user": USER, "password": PASSWORD}
    return MailboxAddress(**(here | {"folder": "INBOX"} | other))


def mailbox_of(server: MailServer, **other: Any) -> ImapMailbox:
    return ImapMailbox(address_of(server, **other), timeout=0.5)


def look(server: MailServer, now: datetime, key: str, **other: Any) -> bool:
    most = other.pop("most", bounce_mailbox.MOST)
    return bounce_mailbox.look(now, mailbox=mailbox_of(server, **other), key=key, holder="worker", most=most)


def row() -> BounceMailbox:
    db.session.rollback()
    return db.session.scalars(select(BounceMailbox).execution_options(populate_existing=True)).one()


def sent(cast: Cast, now: datetime, count: int) -> list[OutgoingMessage]:
    """E-mails to as many addresses, gone."""
    messages = [write(cast.amina.id, now=now, dedupe_key=str(number)) for number in range(count)]
    for number, message in enumerate(messages):
        message.to_address = f"amina{number}@mail.example"
    db.session.commit()
    send(now)
    return messages


def states() -> set[State]:
    """Of what was written to Amina."""
    db.session.rollback()
    return set(db.session.scalars(select(OutgoingMessage.state).where(OutgoingMessage.template == "referral_no_room")))


class TestMailbox:
    def test_is_read_and_what_was_acted_on_is_deleted_there_and_all_else_is_left(
        self, cast: Cast, server: MailServer, key: str, now: datetime
    ) -> None:
        (message,) = sent(cast, now, 1)
        server.receive(report(message, key))
        away = server.receive(AWAY)
        strange = server.receive(REPORT.format(to="bounces@care.example", action="failed", status="5.1.1").encode())

        assert look(server, now, key)

        assert states() == {State.UNDELIVERED}
        assert set(server.messages) == {away, strange}
        assert row().counts == {"taken": 1, "not a report": 1, "of no message of ours": 1}
        assert not any("SEEN" in line.upper() for line in server.said)  # a human finds it unread

    def test_is_looked_into_every_five_minutes_and_nothing_is_read_twice(
        self, cast: Cast, server: MailServer, key: str, now: datetime
    ) -> None:
        server.receive(AWAY)

        looks = [look(server, now + timedelta(minutes=minutes), key) for minutes in (0, 4, 5, 11)]

        assert looks == [True, False, False, False]
        assert server.count("LOGIN") == 3
        assert (server.count("BODY"), row().counts) == (1, {"not a report": 1})

    def test_is_read_a_part_at_a_time(self, app: Flask, server: MailServer, key: str, now: datetime) -> None:
        for _ in range(5):
            server.receive(AWAY)

        looks = [look(server, now, key, most=2) for _ in range(4)]

        assert looks == [True, True, True, False]
        assert row().counts == {"not a report": 5}

    def test_leaves_what_is_too_large_unfetched(self, app: Flask, server: MailServer, key: str, now: datetime) -> None:
        server.receive(b"x" * (bounces.LARGEST + 1))

        look(server, now, key)

        assert server.count("BODY") == 0
        assert row().counts == {"unreadable": 1}
        assert len(server.messages) == 1

    def test_made_anew_is_read_from_its_beginning(self, cast: Cast, server: MailServer, key: str, now: datetime) -> None:
        server.receive(AWAY)
        look(server, now, key)
        (message,) = sent(cast, now, 1)

        server.validity, server.messages, server.next_uid = 8, {}, 1
        server.receive(report(message, key))
        look(server, now + timedelta(minutes=6), key)

        assert states() == {State.UNDELIVERED}

    def test_of_a_server_that_does_not_say_which_number_is_next_is_read_all_the_same(
        self, app: Flask, server: MailServer, key: str, now: datetime
    ) -> None:
        server.says_next, server.has_uidplus = False, False
        server.receive(AWAY)

        looks = [look(server, now + timedelta(minutes=6 * turn), key) for turn in range(3)]

        assert looks == [True, False, False]
        assert row().counts == {"not a report": 1}

    def test_is_left_as_it_is_where_what_others_have_marked_would_be_deleted_too(
        self, cast: Cast, server: MailServer, key: str, now: datetime
    ) -> None:
        server.has_uidplus = False
        (message,) = sent(cast, now, 1)
        number = server.receive(report(message, key))

        look(server, now, key)
        look(server, now + timedelta(minutes=6), key)

        assert server.deleted == {number}
        assert server.count("EXPUNGE") == 0
        assert row().counts == {"taken": 1}

    def test_holds_an_email_that_we_fail_over_and_the_others_are_read(
        self, cast: Cast, server: MailServer, key: str, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (message,) = sent(cast, now, 1)
        first = server.receive(AWAY)
        server.receive(report(message, key))
        take = bounces.take

        def stumble(raw: bytes, **more: Any) -> bounces.Came:
            if raw == AWAY:
                raise ZeroDivisionError
            return take(raw, **more)

        monkeypatch.setattr(bounces, "take", stumble)
        look(server, now, key)

        assert row().counts == {"unreadable": 1, "taken": 1}
        assert set(server.messages) == {first}


class Killed(BaseException):
    """The worker is gone, at once."""


class TestWorkerThatDies:
    @pytest.mark.parametrize("at", ["size", "fetch", "delete"])
    @pytest.mark.parametrize("turn", [1, 2])
    def test_loses_nothing_and_counts_nothing_twice(
        self, cast: Cast, server: MailServer, key: str, now: datetime, at: str, turn: int
    ) -> None:
        messages = sent(cast, now, 3)
        for message in messages:
            server.receive(report(message, key))
        away = server.receive(AWAY)
        left = turn if at != "delete" else 1

        class Dying(ImapMailbox):
            @contextmanager
            def open(self) -> Iterator[Any]:
                with super().open() as opened:
                    usual, calls = getattr(opened, at), 0

                    def die(*given: Any, **more: Any) -> Any:
                        nonlocal calls
                        calls += 1
                        if calls == left:
                            raise Killed
                        return usual(*given, **more)

                    setattr(opened, at, die)
                    yield opened

        with pytest.raises(Killed):
            bounce_mailbox.look(now, mailbox=Dying(address_of(server), timeout=0.5), key=key, holder="first")
        db.session.remove()
        too_soon = look(server, now + timedelta(minutes=6), key)
        later = now + bounce_mailbox.LEASE + timedelta(seconds=1)
        look(server, later, key)

        assert not too_soon
        assert states() == {State.UNDELIVERED}
        assert row().counts == {"taken": 3, "not a report": 1}
        assert set(server.messages) == {away}

    def test_and_comes_back_writes_nothing_over_the_one_that_took_over(
        self, app: Flask, server: MailServer, key: str, now: datetime
    ) -> None:
        server.receive(AWAY)

        class Slow(ImapMailbox):
            @contextmanager
            def open(self) -> Iterator[Any]:
                with super().open() as opened:
                    look(server, now + bounce_mailbox.LEASE + timedelta(seconds=1), key)  # another, meanwhile
                    yield opened

        bounce_mailbox.look(now, mailbox=Slow(address_of(server), timeout=2), key=key, holder="slow")

        assert row().counts == {"not a report": 1}


class TestTrouble:
    @pytest.mark.parametrize(
        ("fault", "other", "trouble"),
        [
            ({"login_answer": "NO"}, {}, MailboxTrouble.REFUSED),
            ({"login_answer": "NO [UNAVAILABLE]"}, {}, MailboxTrouble.UNREACHABLE),
            ({}, {"password": "another"}, MailboxTrouble.REFUSED),
            ({}, {"folder": "Nowhere"}, MailboxTrouble.NO_FOLDER),
            ({"talks_nonsense": True}, {}, MailboxTrouble.UNREACHABLE),
            ({"drops_at": "LOGIN"}, {}, MailboxTrouble.UNREACHABLE),
            ({"drops_at": "SEARCH"}, {}, MailboxTrouble.UNREACHABLE),
            ({"drops_at": "BODY"}, {}, MailboxTrouble.UNREACHABLE),
            ({"hangs_at": "SIZE"}, {}, MailboxTrouble.UNREACHABLE),
            ({}, {"port": 1}, MailboxTrouble.UNREACHABLE),
            ({}, {"is_tls": True}, MailboxTrouble.UNREACHABLE),
        ],
    )
    def test_is_known_by_its_kind_and_passes(
        self,
        app: Flask,
        server: MailServer,
        key: str,
        now: datetime,
        fault: dict[str, Any],
        other: dict[str, Any],
        trouble: MailboxTrouble,
    ) -> None:
        server.receive(AWAY)
        for name, value in fault.items():
            setattr(server, name, value)
        whole = MailServer()

        assert not look(server, now, key, **other)
        failing = row()
        assert (failing.trouble, failing.failures, failing.failing_since) == (trouble, 1, now)
        for name in fault:
            setattr(server, name, getattr(whole, name))
        failing.name = mailbox_of(server).name
        db.session.commit()
        look(server, now + timedelta(minutes=5), key)

        assert (row().failing_since, row().failures, row().counts) == (None, 0, {"not a report": 1})

    def test_is_tried_again_each_time_after_twice_as_long_and_told_once(
        self, cast: Cast, server: MailServer, key: str, now: datetime
    ) -> None:
        ada = make_staff(team=cast.ben.team, name="Ada Penrose", role=Role.ADMINISTRATOR, now=now)
        db.session.commit()
        server.login_answer = "NO"
        at, waits = now, []

        for _ in range(9):
            look(server, at, key)
            waits.append((row().next_look_at - at) / timedelta(minutes=1))
            at = row().next_look_at

        assert waits == [5, 10, 20, 40, 80, 160, 320, 360, 360]
        letters = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.template == "bounces_not_read")).all()
        assert [(one.to_address, one.values["trouble"]) for one in letters] == [(ada.email, "refused")]
        assert "INBOX of bounces@care.example at 127.0.0.1" in str(letters[0].values)

    def test_that_passes_and_comes_again_is_told_again(self, cast: Cast, server: MailServer, key: str, now: datetime) -> None:
        make_staff(team=cast.ben.team, name="Ada Penrose", role=Role.ADMINISTRATOR, now=now)
        db.session.commit()

        for hours, answer in enumerate(("NO", "OK", "NO")):
            server.login_answer = answer
            look(server, now + timedelta(hours=hours), key)

        letters = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.template == "bounces_not_read")).all()
        assert len(letters) == 2

    def test_that_may_pass_by_itself_is_told_after_an_hour(self, cast: Cast, server: MailServer, key: str, now: datetime) -> None:
        make_staff(team=cast.ben.team, name="Ada Penrose", role=Role.ADMINISTRATOR, now=now)
        db.session.commit()
        server.drops_at = "LOGIN"
        told = []

        for minutes in (0, 5, 15, 35, 75):
            look(server, now + timedelta(minutes=minutes), key)
            told.append(row().told_at is not None)

        assert told == [False, False, False, False, True]

    @pytest.mark.parametrize("answer", ["OK", "NO"])
    def test_puts_no_password_into_a_log(
        self, app: Flask, server: MailServer, key: str, now: datetime, answer: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        server.login_answer = answer
        caplog.set_level(logging.DEBUG)

        look(server, now, key)

        assert PASSWORD not in caplog.text
        assert PASSWORD not in repr(address_of(server))


class TestEncryption:
    def test_is_used_with_a_certificate_we_trust(self, app: Flask, key: str, now: datetime, tmp_path: Path) -> None:
        theirs, ours = make_certificate(tmp_path)
        with mail_server(context=theirs) as server:
            server.receive(AWAY)
            mailbox = ImapMailbox(address_of(server, host="localhost", is_tls=True), timeout=2, context=ours)

            assert bounce_mailbox.look(now, mailbox=mailbox, key=key, holder="worker")

    @pytest.mark.parametrize("is_trusted", [True, False])
    def test_with_another_certificate_sends_no_password(
        self, app: Flask, key: str, now: datetime, tmp_path: Path, is_trusted: bool
    ) -> None:
        theirs, ours = make_certificate(tmp_path, name="mail.elsewhere.example")
        with mail_server(context=theirs) as server:
            address = address_of(server, host="localhost", is_tls=True)
            mailbox = ImapMailbox(address, timeout=2, context=ours if is_trusted else None)

            bounce_mailbox.look(now, mailbox=mailbox, key=key, holder="worker")

            assert server.said == []
        assert row().trouble == MailboxTrouble.NOT_SAFE


class TestWorker:
    def test_looks_into_the_mailbox_that_the_settings_name(
        self, app: Flask, cast: Cast, server: MailServer, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        server.receive(AWAY)
        settings: Settings = app.extensions["settings"]
        url = f"imap://{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@127.0.0.1:{server.port}"
        monkeypatch.setitem(app.extensions, "settings", Settings(**{**settings.__dict__, "bounces_imap_url": url}))

        fetch = jobs.make_slow_jobs(holder="worker")[-1]

        assert [fetch(now), fetch(now)] == [True, False]
        assert row().counts == {"not a report": 1}

    def test_looks_nowhere_when_they_name_none(self, app: Flask, now: datetime) -> None:
        assert from_settings(app.extensions["settings"]) is None
        assert not jobs.make_slow_jobs(holder="worker")[-1](now)

    def test_reads_the_address_as_it_is_written(self) -> None:
        address = read_address("imaps://bounces%40care.example:a%20pass%25word@mail.care.example/Returned%20mail")

        assert (address.host, address.port, address.is_tls) == ("mail.care.example", 993, True)
        assert (address.user, address.password, address.folder) == (USER, PASSWORD, "Returned mail")


class TestAdministrators:
    def test_see_how_it_stands_with_the_mailbox(
        self, app: Flask, cast: Cast, server: MailServer, key: str, now: datetime
    ) -> None:
        ada = make_staff(team=cast.ben.team, name="Ada Penrose", role=Role.ADMINISTRATOR, now=now)
        db.session.commit()
        office = browser_of_staff(app, ada)
        nothing = office.get("/admin/sending").text
        server.receive(AWAY)
        look(server, now, key)

        read = office.get("/admin/sending").text
        server.login_answer = "NO"
        look(server, now + timedelta(minutes=6), key)
        refused = office.get("/admin/sending").text

        assert "E-mails that came back" not in nothing
        assert "Something else, left in the mailbox: 1" in read
        assert "The mail server refuses the name or the password." in refused
        assert "10:11" in refused  # when it is tried again
