"""What runs on a timer or a queue: one pass of the worker's work, and the loop that repeats it.

Every job is a function that does one thing and says whether there was anything to do. The worker on one machine and
many workers on a queue run the same functions.
"""

import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

from flask import Flask

from messaging import delivery, gateways, incoming, mailers
from messaging.models import WorkerBeat
from navigator.config import Settings
from navigator.db import begin_writing, db
from navigator.people import throttle
from navigator.times import utc_now

BEAT_EVERY = timedelta(seconds=10)
TIDY_EVERY = timedelta(minutes=10)
REST = 0.5  # seconds to wait when there was nothing to do
log = logging.getLogger(__name__)


def worker_name() -> str:
    """This process, as its leases and its sign of life name it."""
    return f"{socket.gethostname()}:{os.getpid()}"


def make_jobs(settings: Settings, *, holder: str) -> tuple[Callable[[datetime], bool], ...]:
    """The jobs one worker goes round: each takes the time, does one thing, and says whether there was anything to do."""
    gateway = gateways.from_settings(settings)
    mailer = mailers.from_settings(settings)

    def deliver(now: datetime) -> bool:
        return delivery.deliver_one(gateway=gateway, mailer=mailer, now=now, holder=holder)

    def interpret(now: datetime) -> bool:
        return incoming.interpret_one(now)

    return deliver, interpret


def beat(*, name: str, now: datetime) -> None:
    """Leave a sign of life, for /readyz, and forget workers not heard of for a day. Commits."""
    db.session.merge(WorkerBeat(name=name, at=now))
    db.session.execute(db.delete(WorkerBeat).where(WorkerBeat.at < now - timedelta(days=1)))
    db.session.commit()


def tidy(*, now: datetime) -> None:
    """Forget what has served its time: tries that no throttle counts any more. Commits."""
    throttle.tidy(now=now)
    db.session.commit()


def run_worker(app: Flask, *, until_idle: bool = False) -> int:
    """Go round the jobs until told to stop (SIGTERM, SIGINT), or, with `until_idle`, until none has anything to do.

    Gives how many things were done. A job that fails is logged and tried again later; the others go on.
    """
    asked_to_stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: asked_to_stop.set())
    settings: Settings = app.extensions["settings"]
    holder, done = worker_name(), 0
    last_beat: datetime | None = None
    last_tidy: datetime | None = None
    with app.app_context():
        jobs = make_jobs(settings, holder=holder)
        while not asked_to_stop.is_set():
            begin_writing()
            now = utc_now()
            if last_beat is None or now - last_beat >= BEAT_EVERY:
                beat(name=holder, now=now)
                last_beat = now
            if last_tidy is None or now - last_tidy >= TIDY_EVERY:
                tidy(now=now)
                last_tidy = now
            busy = False
            for job in jobs:
                try:
                    busy = job(now) or busy
                except Exception:
                    db.session.rollback()
                    log.exception("a job failed; the worker goes on")
                    time.sleep(REST)
                finally:
                    db.session.remove()
            done += busy
            if not busy:
                if until_idle:
                    break
                asked_to_stop.wait(REST)
    return done
