"""`make torture`: thousands of texts, workers that are killed every second, and a provider that misbehaves.

Every text must be handed over exactly once (where the provider can tell), none after a STOP and none at night. The workers
are forked from one process that has everything loaded, run `navigator worker`'s own loop, and die by SIGKILL. STOPs and
news of the texts come in through the web server's signed webhooks. It all happens on 127.0.0.1, to Ofcom's drama numbers.

The last line says what was lost, twice, after stop and at night; the exit code is 0 when all four are 0.
"""

import argparse
import json
import multiprocessing
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as clock
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import func, select

from benchmarks.installations import environment_of, new_installation, settings_in
from benchmarks.planned_texts import insert_texts, text_row
from messaging import opt_outs
from messaging.models import OptOut, OutgoingMessage, State
from messaging.states import NOT_HANDED_OVER
from navigator import jobs
from navigator.config import Settings
from navigator.db import db
from navigator.times import LONDON, utc_now
from tests.databases import find_postgresql, postgresql_server
from tests.fake_provider import ACCOUNT, TOKEN

DRAMA_NUMBERS = [f"+447700900{number:03}" for number in range(100, 1000)]
OUR_NUMBER = "+447700900000"
ONE_IN_TWENTY = 20
WRONG_NUMBERS = ("wrong_number", "not_a_mobile", "country", "stopped")
FAULTS = {
    "slow": 0.02,
    "refuse": 0.01,
    "faulty": 0.01,
    "too_many": 0.002,
    "drop_before": 0.01,
    "drop_after": 0.02,
    "unreachable": 0.005,
    "carrier": 0.005,
    "spam": 0.002,
}
# A text that was on its way when the STOP was taken down cannot be called back: the provider's slowness, and a look that is
# good for a fifth of a second.
ON_ITS_WAY = timedelta(seconds=1)
PATIENCE = 2700.0  # seconds until whatever is not settled counts as lost
ROOT = Path(__file__).parent.parent
FORKED = multiprocessing.get_context("fork")


@dataclass
class Plan:
    """What was asked for. Bodies are told apart by their links, so each text is one of its own."""

    by_day: dict[str, str] = field(default_factory=dict)  # link: number
    by_night: set[str] = field(default_factory=set)
    will_stop: list[str] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)  # number: what the provider says of it


@dataclass
class Tally:
    texts: int = 0
    lost: int = 0
    twice: int = 0
    after_stop: int = 0
    at_night: int = 0

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.twice or self.after_stop or self.at_night)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description="Texts under torture.")
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=2611)
    parser.add_argument("--database", choices=("postgresql", "sqlite", "both"), default="both")
    parser.add_argument("--short", action="store_true", help="600 texts: shows that it all still holds")
    options = parser.parse_args()
    texts = 600 if options.short else options.texts
    worst = Tally()
    for database in ("postgresql", "sqlite") if options.database == "both" else (options.database,):
        if database == "postgresql" and find_postgresql() is None:
            print("PostgreSQL's programs are absent: not tried there.")
            if os.environ.get("REQUIRE_ALL") == "1":
                return 1
            continue
        tally = torture(database, texts, options.workers if database == "postgresql" else 1, random.Random(options.seed))
        worst = Tally(*(a + b for a, b in zip(vars(worst).values(), vars(tally).values(), strict=True)))
    print(
        f"{worst.texts} texts: lost {worst.lost}, twice {worst.twice}, after stop {worst.after_stop}, at night {worst.at_night}"
    )
    return 0 if worst.is_clean else 1


def torture(database: str, texts: int, workers: int, chance: random.Random) -> Tally:
    """One run on one database; prints what happened."""
    began = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="navigator-torture-")))
        provider = stack.enter_context(_provider())
        database_url = stack.enter_context(postgresql_server(durable=True)) if database == "postgresql" else ""
        port = free_port()
        settings = _settings(folder, database_url, provider, port)
        app = new_installation(settings)
        with app.app_context():
            plan = _plan(texts, chance)
            db.session.remove()
            db.engine.dispose()
        # what is wrong with a number stays so; everything else is chance
        _tell(provider, {"numbers": plan.wrong, "faults": FAULTS, "seed": chance.randrange(10_000), "slowness": 0.3})
        _tell(provider, {"callbacks": {"on": True, "shuffled": True, "twice": 0.2, "delay": 1.0, "seed": 1}})
        stack.enter_context(web_server(settings))
        kills = _run_and_kill(app, workers, plan, provider, port, chance)
        with app.app_context():
            tally = _count(plan, _ask(provider))
            causes = Counter(db.session.scalars(select(OutgoingMessage.cause).where(OutgoingMessage.state == State.FAILED)).all())
            stops = db.session.scalar(select(func.count()).select_from(OptOut)) or 0
            db.session.remove()
            db.engine.dispose()
    print(
        f"{database}, {workers} worker{'s' if workers > 1 else ''}: {tally.texts} texts in {time.monotonic() - began:.0f} s, "
        f"{kills} workers killed, {stops} numbers stopped, failed: "
        + (", ".join(f"{cause} {count}" for cause, count in sorted(causes.items())) or "none")
    )
    return tally


def _settings(folder: Path, database_url: str, provider: str, port: int) -> Settings:
    return settings_in(
        folder,
        database_url=database_url,
        public_url=f"http://127.0.0.1:{port}",
        sms_gateway="twilio",
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=TOKEN,
        twilio_from=OUR_NUMBER,
        twilio_api_url=provider,
        texts_of_a_kind_an_hour=0,  # thousands of one kind are wanted here
        **_hours_that_are_night_now(),
    )


def _hours_that_are_night_now() -> dict[str, Any]:
    """Decent hours that are not now: whatever waits for them must wait all the while."""
    here = utc_now().astimezone(LONDON)
    opens = 18 if here.hour < 16 else 7
    return {"texts_from": clock(opens), "texts_until": clock(opens + 2)}


def _plan(texts: int, chance: random.Random) -> Plan:
    """So many texts due now, most of them for any hour, one in twenty for decent hours only. Commits."""
    plan = Plan()
    numbers = list(DRAMA_NUMBERS)
    chance.shuffle(numbers)
    count = min(len(numbers) // ONE_IN_TWENTY, max(6, texts // 100))
    plan.will_stop = numbers[:count]
    plan.wrong = {number: chance.choice(WRONG_NUMBERS) for number in numbers[count : count + len(numbers) // 50]}
    now = utc_now()
    rows = []
    for number in range(texts):
        to, link = chance.choice(numbers), f"https://care.example/t/{uuid.UUID(int=chance.getrandbits(128)).hex}"
        is_for_the_day = number % ONE_IN_TWENTY == 0
        locale = chance.choice(("en", "pl", "ur"))
        rows.append(text_row(to=to, link=link, key=f"torture:{link}", now=now, locale=locale, any_hour=not is_for_the_day))
        if is_for_the_day:
            plan.by_night.add(link)
        else:
            plan.by_day[link] = to
    insert_texts(rows)
    return plan


def _run_and_kill(app: Flask, workers: int, plan: Plan, provider: str, port: int, chance: random.Random) -> int:
    """Workers until everything is settled, one of them killed each second while there is something to kill it over."""
    running = [_start(app) for _ in range(workers)]
    to_stop, kills = list(plan.will_stop), 0
    deadline = time.monotonic() + PATIENCE
    with app.app_context():
        db.engine.dispose()
        while time.monotonic() < deadline:
            time.sleep(0.7 + 0.6 * chance.random())
            left = _unsettled()
            if to_stop:
                _text_stop(provider, to_stop.pop(), port)
            if left == 0 and not to_stop:
                break
            busy = db.session.scalar(select(func.count()).where(OutgoingMessage.state == State.PLANNED)) or 0
            db.session.remove()
            if busy > len(plan.by_night):  # at the end they are left to finish, or a lease would never run out
                which = chance.randrange(workers)
                _kill(running[which])
                running[which] = _start(app)
                kills += 1
        for one in running:
            _kill(one)
        db.session.remove()
        db.engine.dispose()
    return kills


def _unsettled() -> int:
    """How many texts that may go at this hour are still with us, and how many STOPs nobody has read."""
    left = db.session.scalar(
        select(func.count()).where(
            OutgoingMessage.any_hour.is_(True), OutgoingMessage.state.in_((*NOT_HANDED_OVER, State.HANDING_OVER))
        )
    )
    db.session.remove()
    return left or 0


def _start(app: Flask) -> BaseProcess:
    worker = FORKED.Process(target=_work, args=(app,), daemon=True)
    worker.start()
    return worker


def _work(app: Flask) -> None:
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123 - for the rest of this process's short life
    with app.app_context():
        db.engine.dispose(close=False)  # the parent's connections are the parent's
    jobs.run_worker(app)


def _kill(worker: BaseProcess) -> None:
    if worker.pid is not None:
        os.kill(worker.pid, signal.SIGKILL)
    worker.join(10)


def _count(plan: Plan, seen: dict[str, Any]) -> Tally:
    """Compare what was planned with what the provider took."""
    stopped_at = _stops()
    taken: Counter[str] = Counter()
    tally = Tally(texts=len(plan.by_day) + len(plan.by_night))
    for text in seen["accepted"]:
        words = [word.rstrip(".") for word in text["body"].split() if word.startswith("https://care.example/t/")]
        if not words:  # an answer to a STOP
            continue
        taken[words[0]] += 1
        stop = stopped_at.get(text["to"])
        tally.after_stop += stop is not None and text["at"] > (stop + ON_ITS_WAY).timestamp()
    tally.twice = sum(count - 1 for count in taken.values())
    tally.at_night = sum(link in plan.by_night for link in taken)
    excused = set(stopped_at) | set(plan.wrong)
    missing = [link for link, number in plan.by_day.items() if link not in taken and number not in excused]
    tally.lost = len(missing)
    return tally


def _stops() -> dict[str, datetime]:
    """When each number that stopped was taken down."""
    return {
        number: stopped.stopped_at
        for number in DRAMA_NUMBERS
        if (stopped := opt_outs._find(number, None)) is not None  # noqa: SLF001
    }


def _text_stop(provider: str, number: str, port: int) -> None:
    _post(
        f"{provider}/incoming",
        {"from": number, "to": OUR_NUMBER, "body": "STOP", "url": f"http://127.0.0.1:{port}/webhooks/twilio/messages"},
    )


def _tell(provider: str, how: dict[str, Any]) -> None:
    _post(f"{provider}/control", how)


def _post(address: str, content: dict[str, Any]) -> None:
    request = urllib.request.Request(address, json.dumps(content).encode(), {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own provider, on 127.0.0.1
        answer.read()


def _ask(provider: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{provider}/seen", timeout=60) as answer:  # noqa: S310 - as above
        seen: dict[str, Any] = json.load(answer)
        return seen


@contextmanager
def _provider() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.fake_provider"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        if process.stdin:
            process.stdin.close()


@contextmanager
def web_server(settings: Settings) -> Iterator[None]:
    """The web server at its own public address, for the provider's calls."""
    port = urlsplit(settings.public_url).port or 80
    environment = (
        os.environ
        | environment_of(settings)
        | {
            "NAVIGATOR_TWILIO_ACCOUNT_SID": settings.twilio_account_sid,
            "NAVIGATOR_TWILIO_AUTH_TOKEN": settings.twilio_auth_token,
            "NAVIGATOR_TWILIO_FROM": settings.twilio_from,
            "NAVIGATOR_TWILIO_API_URL": settings.twilio_api_url,
            "NAVIGATOR_LOG_LEVEL": "critical",
        }
    )
    command = [str(Path(sys.executable).with_name("navigator")), "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(1200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            raise SystemExit("the web server did not start")
        yield
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
