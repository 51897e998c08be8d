"""Texts a second: a worker's loop through the Twilio gateway, beside the bare HTTP client posting the same to the same provider.

The provider is `tests/fake_provider.py` in a process of its own. Measured bare first, so that it can be seen not to be
what is measured. Then everything once more at a provider that takes as long to answer as a real one far away.
"""

import multiprocessing
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import requests
from flask import Flask
from sqlalchemy import func, select

from benchmarks.figures import Table, WrongAnswer
from benchmarks.installations import new_installation, scratch_folder, settings_in
from benchmarks.planned_texts import NUMBERS, plan_texts
from messaging.gateways import choosing as gateways
from messaging.gateways import mailers
from messaging.gateways.handover import Parcel
from messaging.gateways.twilio import TwilioGateway
from messaging.models import OutgoingMessage, State
from messaging.sending import delivery
from messaging.sending.limits import Limits
from navigator.app import create_app
from navigator.config import Settings
from navigator.db import begin_writing, db
from navigator.times import utc_now
from tests.databases import find_postgresql, postgresql_server
from tests.fake_provider import ACCOUNT, TOKEN

FROM = "+447700900001"
TEXTS, TEXTS_SHORT = 500, 50  # in each round, each way
ROUNDS, ROUNDS_SHORT = 3, 1
BODY = "Your plan is here: https://care.example/t/000000. To stop texts, reply STOP. In an emergency ring 999."
AT_ONCE = 4  # connections on which the provider is measured bare
FAR_AWAY = 0.15  # seconds to an answer over the internet, for which a gateway's `at_once` is chosen
TEXTS_FAR_AWAY, TEXTS_FAR_AWAY_SHORT = 800, 40
SPAWNED = multiprocessing.get_context("spawn")  # a forked process would share our database connections
FOUR = 4
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Took:
    """Seconds by the clock, and those our own processes computed meanwhile."""

    clock: float = 0.0
    computing: float = 0.0

    def __add__(self, other: "Took") -> "Took":
        return Took(self.clock + other.clock, self.computing + other.computing)


class Watch:
    """Runs from the moment it is made."""

    def __init__(self) -> None:
        self._clock, self._computing = perf_counter(), process_time()

    def read(self) -> Took:
        return Took(perf_counter() - self._clock, process_time() - self._computing)


BARE, BARE_FOUR = "bare posts with requests, one connection", "four bare clients, each a process"


@dataclass(frozen=True)
class Way:
    """One way of sending: `send` sends so many texts and says what it took. `beside` names what it is compared with."""

    name: str
    send: Callable[[int], Took]
    beside: str = BARE


def run(*, short: bool) -> list[Table]:
    """Measure every way. Raises `WrongAnswer` when a text is not accepted, or accepted twice."""
    texts, rounds = (TEXTS_SHORT, ROUNDS_SHORT) if short else (TEXTS, ROUNDS)
    far = TEXTS_FAR_AWAY_SHORT if short else TEXTS_FAR_AWAY
    tables = []
    with ExitStack() as stack:
        url = stack.enter_context(fake_provider_process())
        nearby = [
            Way(f"the provider alone: bare posts on {AT_ONCE} connections", lambda count: _bare_posts(url, count, AT_ONCE)),
            Way(BARE, lambda count: _bare_posts(url, count, 1)),
            Way("the gateway alone (Twilio's client)", lambda count: _through_the_gateway(url, count)),
            *_workers(stack, url, beside=BARE, connections=1),
        ]
        tables.append(
            Table(f"Texts a second ({rounds} × {texts} texts each way, by turns)", HEADER, _rows(nearby, texts, rounds))
        )
    with ExitStack() as stack:
        url = stack.enter_context(fake_provider_process(seconds=FAR_AWAY))
        at_once = TwilioGateway.at_once
        bare = f"bare posts with requests, {at_once} connections"
        ways = [
            Way(bare, lambda count: _bare_posts(url, count, at_once), bare),
            *_workers(stack, url, beside=bare, connections=at_once),
        ]
        title = f"Texts a second, at a provider that answers after {FAR_AWAY * 1000:.0f} ms ({far} texts each way)"
        tables.append(Table(title, HEADER, _rows(ways, far, 1)))
    return tables


HEADER = ("way", "a second", "ms each", "of them computing", "rate, of bare posts", "by computing alone")


def _workers(stack: ExitStack, url: str, *, beside: str, connections: int) -> list[Way]:
    """One worker on each database, to stand beside one way, and four, beside four bare clients on so many connections each."""
    folder = stack.enter_context(scratch_folder())
    on_sqlite = stack.enter_context(_installed(_settings(folder, url, "")))
    ways = [Way("one worker's loop, SQLite", lambda count: _through_the_outbox(on_sqlite, count), beside)]
    if find_postgresql():
        database_url = stack.enter_context(postgresql_server(durable=True))
        settings = _settings(folder, url, database_url)
        on_postgresql = stack.enter_context(_installed(settings))
        ways.append(Way("one worker's loop, PostgreSQL", lambda count: _through_the_outbox(on_postgresql, count), beside))
        bare = stack.enter_context(_Processes(_post, (url, connections)))
        workers = stack.enter_context(_Processes(_work, settings))
        ways.append(Way(BARE_FOUR, bare.send, BARE_FOUR))
        ways.append(Way("four workers, PostgreSQL", lambda count: _many_workers(on_postgresql, workers, count), BARE_FOUR))
    return ways


def _rows(ways: Sequence[Way], texts: int, rounds: int) -> list[list[str]]:
    took = {way.name: Took() for way in ways}
    for way in ways:
        way.send(5)  # untimed: connections open
    for _ in range(rounds):
        for way in ways:
            took[way.name] += way.send(texts)
    each = {name: (of.clock * 1000 / rounds / texts, of.computing * 1000 / rounds / texts) for name, of in took.items()}
    rows = []
    for way in ways:
        (clock, computing), (bare_clock, bare_computing) = each[way.name], each[way.beside]
        rate, spent = 100 * bare_clock / clock, 100 * bare_computing / computing
        rows.append([way.name, f"{1000 / clock:,.0f}", f"{clock:.2f}", f"{computing:.2f}", f"{rate:.0f} %", f"{spent:.0f} %"])
    return rows


def _settings(folder: Path, url: str, database_url: str) -> Settings:
    return settings_in(
        folder,
        database_url=database_url,
        sms_gateway="twilio",
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=TOKEN,
        twilio_from=FROM,
        twilio_api_url=url,
    )


@contextmanager
def _installed(settings: Settings) -> Iterator[Flask]:
    app = new_installation(settings)
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@contextmanager
def fake_provider_process(*, seconds: float = 0.0) -> Iterator[str]:
    """The fake provider in a process of its own, which takes so long over each text; gives its address."""
    command = [sys.executable, "-m", "benchmarks.provider", str(seconds)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip() if process.stdout else ""
        if not url:
            raise WrongAnswer("the fake provider did not start")
        yield url
        if process.stdin:
            process.stdin.close()


def _numbers(count: int) -> list[str]:
    return list(islice(NUMBERS, count))


def _bare_posts(url: str, count: int, connections: int) -> Took:
    """The same posts with `requests`, the client under Twilio's own, one session a connection."""
    address = f"{url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    wrong: list[int] = []

    def post(numbers: list[str]) -> None:
        with requests.Session() as session:
            session.auth = (ACCOUNT, TOKEN)
            for number in numbers:
                form = {"To": number, "From": FROM, "Body": BODY, "StatusCallback": f"http://127.0.0.1/{uuid.uuid4()}"}
                answer = session.post(address, data=form, timeout=20)
                if answer.status_code != 201 or not answer.json()["sid"]:
                    wrong.append(answer.status_code)

    numbers = _numbers(count)
    threads = [threading.Thread(target=post, args=(numbers[start::connections],)) for start in range(connections)]
    watch = Watch()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = watch.read()
    if wrong:
        raise WrongAnswer(f"the provider answered {wrong[0]}")
    return took


def _through_the_gateway(url: str, count: int) -> Took:
    gateway = gateways.from_settings(_settings(Path(), url, "sqlite://"))
    gateway.send(Parcel(id=uuid.uuid4(), to=FROM, body=BODY))  # untimed: the connection opens
    watch = Watch()
    for number in _numbers(count):
        gateway.send(Parcel(id=uuid.uuid4(), to=number, body=BODY))
    return watch.read()


def _count_sent() -> int:
    return db.session.scalar(select(func.count()).where(OutgoingMessage.state == State.SENT)) or 0


def _through_the_outbox(app: Flask, count: int) -> Took:
    """Planned untimed, then sent by one worker's loop until nothing is due."""
    with app.app_context():
        begin_writing()
        plan_texts(count)
        before = _count_sent()
        db.session.remove()
        took = _deliver_all(app)
        sent = _count_sent() - before
        db.session.remove()
    if sent != count:
        raise WrongAnswer(f"{sent} of {count} texts were sent")
    return took


def _deliver_all(app: Flask) -> Took:
    """As `navigator worker` goes round (navigator/jobs.py), without waiting when there is nothing more."""
    settings: Settings = app.extensions["settings"]
    gateway, mailer = gateways.from_settings(settings), mailers.from_settings(settings)
    holder = f"benchmark:{uuid.uuid4().hex[:8]}"
    begin_writing()
    watch = Watch()
    limits = Limits(of_a_template_an_hour=0, sender=settings.text_sender)
    while delivery.deliver_some(gateway=gateway, mailer=mailer, now=utc_now(), holder=holder, limits=limits):
        db.session.remove()
    return watch.read()


class _Processes:
    """FOUR processes of their own, ready and waiting, that do a share of the work each time they are asked."""

    def __init__(self, work: Callable[[Any, Connection], None], what: Any) -> None:
        self._pipes: list[Connection] = []
        self._running = []
        for _ in range(FOUR):
            ours, theirs = SPAWNED.Pipe()
            process = SPAWNED.Process(target=work, args=(what, theirs), daemon=True)
            process.start()
            theirs.close()  # so that one which dies is noticed, and not waited for
            self._pipes.append(ours)
            self._running.append(process)
        for pipe in self._pipes:
            pipe.recv()  # it is ready

    def send(self, count: int) -> Took:
        """From the moment all are asked until the last has done its share; computing is that of all."""
        shares = [count // FOUR + (place < count % FOUR) for place in range(FOUR)]
        watch = Watch()
        for pipe, share in zip(self._pipes, shares, strict=True):
            pipe.send(share)
        computing = sum(float(pipe.recv()) for pipe in self._pipes)
        return Took(watch.read().clock, computing)

    def __enter__(self) -> "_Processes":
        return self

    def __exit__(self, *_: object) -> None:
        for pipe, process in zip(self._pipes, self._running, strict=True):
            pipe.send(0)
            process.join(10)


def _many_workers(app: Flask, workers: _Processes, count: int) -> Took:
    with app.app_context():
        begin_writing()
        plan_texts(count)
        before = _count_sent()
        db.session.remove()
        took = workers.send(count)
        sent = _count_sent() - before
        db.session.remove()
    if sent != count:
        raise WrongAnswer(f"{FOUR} workers sent {sent} of {count} texts")
    return took


def _work(settings: Settings, asked: Connection) -> None:
    """Each worker sends what it finds due, whatever its share."""
    app: Any = create_app(settings)
    with app.app_context():
        begin_writing()
        db.session.scalar(select(1))
        db.session.remove()
        asked.send("ready")
        while asked.recv():
            asked.send(_deliver_all(app).computing)


def _post(what: tuple[str, int], asked: Connection) -> None:
    url, connections = what
    _bare_posts(url, 1, 1)
    asked.send("ready")
    while share := asked.recv():
        asked.send(_bare_posts(url, share, connections).computing)
