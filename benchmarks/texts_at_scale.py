"""A county's day of texts: from due to handed over, news of what became of them, long texts counted, a worker's memory.

The provider is `tests/fake_provider.py` in a process of its own; the worker is `navigator worker`'s own loop, in another.
"""

import multiprocessing
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from http.client import HTTPConnection
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode, urlsplit

import smsutil
from flask import Flask
from sqlalchemy import func, select

from benchmarks.figures import Table, WrongAnswer
from benchmarks.installations import new_installation, settings_in
from benchmarks.memory import most_resident, resident
from benchmarks.planned_texts import plan_texts
from benchmarks.texting import fake_provider_process
from messaging.gateways.handover import Parcel
from messaging.models import MessageEvent, OutgoingMessage, State
from messaging.sending import delivery
from messaging.sending.limits import Limits
from messaging.wording import segments
from navigator import jobs
from navigator.app import create_app
from navigator.config import Settings
from navigator.db import begin_writing, db, only_reading
from navigator.times import utc_now
from tests.databases import find_postgresql, postgresql_server
from tests.fake_callbacks import sign
from tests.fake_provider import ACCOUNT, TOKEN
from tests.torture import free_port, web_server

A_DAY = 250_000
HOURS_A_DAY = 11  # nine to eight
BUSIEST = 4  # times the average hour
MINUTE, MINUTE_SHORT = 40, 4  # seconds of the busiest hour
CALLBACKS = 100
LONG = 1_000_000  # characters
MANY, MANY_SHORT = 100_000, 2_000
MAY_GROW = 30  # megabytes from a fifth of them to all: more is a leak
SPAWNED = multiprocessing.get_context("spawn")
PATIENCE = 120.0


def run(*, short: bool) -> list[Table]:
    """Measure all four. Raises `WrongAnswer` when a text or a piece of news is missing, or memory grows without end."""
    with ExitStack() as stack:
        provider = stack.enter_context(fake_provider_process())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="navigator-benchmark-")))
        databases = {"SQLite": ""}
        if find_postgresql():
            databases["PostgreSQL"] = stack.enter_context(postgresql_server(durable=True))
        waits, news = [], []
        for name, database_url in databases.items():
            (folder / name).mkdir()
            settings = _settings(folder / name, database_url, provider, free_port())
            app = new_installation(settings)
            waits.append([name, *_due_to_handed_over(app, MINUTE_SHORT if short else MINUTE)])
            news.append([name, *_callbacks(app)])
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
        memory = _memory(folder, MANY_SHORT if short else MANY)
    rate = BUSIEST * A_DAY / HOURS_A_DAY / 3600
    return [
        Table(
            f"From due to handed over, one worker, {rate:.0f} a second: the busiest hour of {A_DAY:,} texts a day",
            ("database", "texts", "p50 s", "p99.9 s", "longest s", "within 10 s"),
            waits,
        ),
        Table(f"{CALLBACKS} signed status callbacks, one after the other", ("database", "seconds", "a second"), news),
        Table("Segments of a long text", ("text", "ours ms", "smsutil ms"), _segments(short=short)),
        Table("Memory of a worker", ("after texts", "MB", "MB at most"), memory),
    ]


def _settings(folder: Path, database_url: str, provider: str, port: int) -> Settings:
    return settings_in(
        folder,
        database_url=database_url,
        public_url=f"http://127.0.0.1:{port}",
        sms_gateway="twilio",
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=TOKEN,
        twilio_from="+447700900000",
        twilio_api_url=provider,
        texts_of_a_kind_an_hour=0,
    )


def _due_to_handed_over(app: Flask, seconds: int) -> Sequence[str]:
    """Texts come due evenly over so many seconds, while a worker runs."""
    count = int(seconds * BUSIEST * A_DAY / HOURS_A_DAY / 3600)
    with app.app_context():
        begin_writing()
        start = utc_now() + timedelta(seconds=8)  # the worker has started by then
        plan_texts(count, start=start, seconds=seconds)
        worker = SPAWNED.Process(target=_work, args=(app.extensions["settings"],), daemon=True)
        worker.start()
        try:
            deadline = time.monotonic() + seconds + PATIENCE
            while _count_sent() < count and time.monotonic() < deadline:
                time.sleep(0.5)
        finally:
            worker.terminate()
            worker.join(20)
        handed = func.min(MessageEvent.happened_at)
        rows = db.session.execute(
            select(OutgoingMessage.not_before, handed)
            .join(MessageEvent, MessageEvent.message_id == OutgoingMessage.id)
            .where(MessageEvent.state == State.HANDING_OVER)
            .group_by(OutgoingMessage.id, OutgoingMessage.not_before)
        ).all()
        db.session.remove()
    if len(rows) != count:
        raise WrongAnswer(f"{len(rows)} of {count} texts were handed over")
    took = sorted((at - due).total_seconds() for due, at in rows)
    in_time = sum(one <= 10 for one in took) / count
    last = took[min(count - 1, int(count * 0.999))]
    return f"{count:,}", f"{statistics.median(took):.2f}", f"{last:.2f}", f"{took[-1]:.2f}", f"{100 * in_time:.2f} %"


def _work(settings: Settings) -> None:
    jobs.run_worker(create_app(settings))


def _count_sent() -> int:
    with only_reading():
        count = db.session.scalar(select(func.count()).where(OutgoingMessage.state == State.SENT)) or 0
        db.session.rollback()
    return count


def _callbacks(app: Flask) -> Sequence[str]:
    """The provider's word that texts arrived, on one connection to `navigator serve`."""
    settings: Settings = app.extensions["settings"]
    with app.app_context():
        sent = db.session.execute(
            select(OutgoingMessage.id, OutgoingMessage.provider_id).where(OutgoingMessage.state == State.SENT).limit(CALLBACKS)
        ).all()
        db.session.remove()
    calls = []
    for message_id, provider_id in sent:
        url = f"{settings.public_url}/webhooks/twilio/status?message={message_id}"
        fields = {"MessageSid": str(provider_id), "MessageStatus": "delivered", "AccountSid": ACCOUNT}
        signature = sign(url, fields, token=TOKEN)
        calls.append((url.removeprefix(settings.public_url), urlencode(fields), signature))
    with web_server(settings):
        connection = HTTPConnection(urlsplit(settings.public_url).netloc, timeout=20)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        statuses: list[int] = []
        for path, body, signature in (calls[0], *calls):  # the first one twice: a connection opens, and a repeat is safe
            if len(statuses) == 1:
                began = perf_counter()
            connection.request("POST", path, body, headers | {"X-Twilio-Signature": signature})
            answer = connection.getresponse()
            answer.read()
            statuses.append(answer.status)
        took = perf_counter() - began
        connection.close()
    if any(status >= 300 for status in statuses):
        raise WrongAnswer(f"a callback was answered {max(statuses)}")
    return f"{took:.2f}", f"{len(calls) / took:,.0f}"


def _segments(*, short: bool) -> list[Sequence[str]]:
    """Twice as long must take twice as long. Signs of two units everywhere, so that every boundary may cut one."""
    rows: list[Sequence[str]] = []
    longest = LONG // 50 if short else LONG
    for name, signs in (
        ("GSM-7, one in ten of two units", "tea & talk€"),
        ("UCS-2, one in ten a surrogate pair", "چائے اور 😀 گپ"),
    ):
        for length in (longest // 2, longest):
            text = (signs * (length // len(signs) + 1))[:length]
            began = perf_counter()
            ours = segments.count(text)
            middle = perf_counter()
            theirs = smsutil.split(text)
            ended = perf_counter()
            if ours.segments != len(theirs.parts):
                raise WrongAnswer(f"{ours.segments} segments, smsutil says {len(theirs.parts)}")
            rows.append((f"{name}, {length:,}", f"{1000 * (middle - began):.0f}", f"{1000 * (ended - middle):.0f}"))
    return rows


class _NoProvider:
    """Takes everything at once: what is measured is our own memory."""

    name = "nobody"
    at_once = 1
    stop_link: Callable[[uuid.UUID], str] | None = None

    def send(self, parcel: Parcel) -> str:
        return parcel.id.hex

    def list_sent(self, *, to: str, body: str, since: datetime, provider: str = "") -> list[str]:
        return []


class _NoMailer:
    def send(self, parcel: Parcel) -> None:
        """Takes it."""


def _memory(folder: Path, texts: int) -> list[Sequence[str]]:
    """In a process of its own, so that nothing measured before counts."""
    ours, theirs = SPAWNED.Pipe()
    (folder / "memory").mkdir()
    process = SPAWNED.Process(target=_measure_memory, args=(folder / "memory", texts, theirs), daemon=True)
    process.start()
    theirs.close()  # so that its death is noticed, and not waited for
    measured: list[tuple[int, float, float]] = ours.recv()
    process.join(20)
    first, last = measured[0][1], measured[-1][1]
    if last > first + MAY_GROW:
        raise WrongAnswer(f"a worker grew from {first:.0f} to {last:.0f} MB over {texts} texts")
    return [(f"{sent:,}", f"{now:.0f}", f"{most:.0f}") for sent, now, most in measured]


def _measure_memory(folder: Path, texts: int, result: Connection) -> None:
    app = new_installation(settings_in(folder))
    measured: list[tuple[int, float, float]] = []
    limits = Limits(of_a_template_an_hour=0)
    with app.app_context():
        begin_writing()
        for part in range(5):
            plan_texts(texts // 5)
            while delivery.deliver_some(gateway=_NoProvider(), mailer=_NoMailer(), now=utc_now(), holder="memory", limits=limits):
                db.session.remove()
            measured.append(((part + 1) * texts // 5, resident(), most_resident()))
        result.send(measured)
