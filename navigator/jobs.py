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
from functools import cache, partial
from threading import Event, Thread

from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

from directory.importing import scheduling
from directory.importing.fetching import Fetcher
from directory.importing.spreadsheets import operations as spreadsheets
from directory.publishing import gate
from directory.shortlists import operations as shortlists
from messaging import bounce_mailbox, events
from messaging.gateways import choosing as gateways
from messaging.gateways import mailboxes, mailers, push
from messaging.models import WorkerBeat
from messaging.replies import incoming
from messaging.sending import breaker, delivery, unseen
from messaging.sending.limits import Limits
from navigator.circle import check_ins
from navigator.config import Settings
from navigator.contacts import schedules
from navigator.db import begin_writing, db
from navigator.people import repeats, throttle
from navigator.referrals import chasing
from navigator.referring_in import progress
from navigator.steps import nudges
from navigator.threads import escalating
from navigator.times import utc_now
from navigator.upkeep import asking
from navigator.webhooks import delivering
from navigator.webhooks import operations as webhooks
from navigator.webhooks.calling import WebCaller

BEAT_EVERY = timedelta(seconds=10)
TIDY_EVERY = timedelta(minutes=10)
LOOK_EVERY = timedelta(minutes=10)  # for what goes by the day
REST = 0.5  # seconds to wait when there was nothing to do
CALLS_REST = 2.0  # the same, for what is told to other programs
SLOW_REST = 5.0  # the same, for the slow jobs
log = logging.getLogger(__name__)


def worker_name() -> str:
    """This process, as its leases and its sign of life name it."""
    return f"{socket.gethostname()}:{os.getpid()}"


def make_jobs(settings: Settings, *, holder: str) -> tuple[Callable[[datetime], bool], ...]:
    """The jobs one worker goes round: each takes the time, does one thing, and says whether there was anything to do.

    Called, as the jobs are, within the context of an application.
    """
    gateway = gateways.from_settings(settings)
    mailer = mailers.from_settings(settings)
    pusher = push.from_settings(settings)
    limits = Limits(
        a_day=settings.texts_a_day,
        a_week=settings.texts_a_week,
        of_a_template_an_hour=settings.texts_of_a_kind_an_hour,
        a_second=settings.texts_a_second,
        sender=settings.text_sender,
    )
    callers = gateways.callers(settings)

    def deliver(now: datetime) -> bool:
        done = delivery.deliver_some(gateway=gateway, mailer=mailer, pusher=pusher, now=now, holder=holder, limits=limits)
        return done > 0

    def listen(now: datetime) -> bool:
        return events.interpret_one(now, callers=callers)

    def interpret(now: datetime) -> bool:
        return incoming.interpret_one(now)

    def publish(now: datetime) -> bool:
        """Look at listings that changed, so that no reader of the open feed waits for it."""
        return gate.look_at_some(now=now)

    def chase(now: datetime) -> bool:
        """Ask an organisation again that has not answered; send what somebody has just agreed to by text."""
        return chasing.do_one(now, public_url=settings.public_url)

    def make_contacts(now: datetime) -> bool:
        return schedules.make_one(now, public_url=settings.public_url)

    def ask_editors(now: datetime) -> bool:
        return asking.ask_one(now, public_url=settings.public_url)

    def ask_contacts(now: datetime) -> bool:
        return asking.write_to_one(now, public_url=settings.public_url)

    def ask_carers(now: datetime) -> bool:
        """How are you? To whoever looks after somebody and agreed to be asked."""
        return check_ins.continue_one(now)

    def turn_unseen_into_texts(now: datetime) -> bool:
        """Say by text what went as a notification and no browser has shown."""
        return unseen.turn_one_into_text(now)

    def tell_referrers(now: datetime) -> bool:
        """We have been in touch; there has been a first conversation."""
        return progress.tell_one(now, public_url=settings.public_url, key=settings.secret_key)

    by_the_day = (
        turn_unseen_into_texts,
        ask_editors,
        ask_contacts,
        asking.keep_search_honest,
        nudges.continue_one,
        ask_carers,
        make_contacts,
        tell_referrers,
        escalating.escalate_one,
    )
    return deliver, listen, interpret, publish, chase, *(seldom(job) for job in by_the_day)


def seldom(job: Callable[[datetime], bool]) -> Callable[[datetime], bool]:
    """The same job; but once there was nothing to do, this process does not look again for LOOK_EVERY."""
    looks: dict[str, datetime] = current_app.extensions.setdefault("last_looks", {})

    def look(now: datetime) -> bool:
        last = looks.get(job.__name__)
        if last is not None and timedelta(0) <= now - last < LOOK_EVERY:
            return False
        found = job(now)
        if not found:
            looks[job.__name__] = now
        return found

    return look


def make_slow_jobs(*, holder: str) -> tuple[Callable[[datetime], bool], ...]:
    """Jobs like those of `make_jobs` that may take minutes: no text waits for them."""

    def bring_in(now: datetime) -> bool:
        may = current_app.extensions["settings"].allows_private_sources
        return scheduling.bring_in_one(now=now, holder=holder, clock=utc_now, make_fetcher=partial(Fetcher, allows_inside=may))

    def fetch_bounces(now: datetime) -> bool:
        """Look into the mailbox that e-mails come back to."""
        settings: Settings = current_app.extensions["settings"]
        mailbox = mailboxes.from_settings(settings)
        if mailbox is None:
            return False
        return bounce_mailbox.look(now, mailbox=mailbox, key=settings.secret_key, holder=holder, clock=utc_now)

    return bring_in, spreadsheets.work_on_one, fetch_bounces


def make_calls() -> tuple[Callable[[datetime], bool], ...]:
    """Jobs like those of `make_jobs` that call other programs: no text waits for those, and they wait for no import."""

    @cache
    def caller() -> WebCaller:  # made within the context of an application
        return WebCaller(allows_inside=current_app.extensions["settings"].allows_webhooks_inside)

    def tell_programs(now: datetime) -> bool:
        return delivering.deliver_one(now, caller=caller())

    return (tell_programs,)


def beat(*, name: str, now: datetime) -> None:
    """Leave a sign of life, for /readyz, and forget workers not heard of for a day. Commits."""
    db.session.merge(WorkerBeat(name=name, at=now))
    db.session.execute(db.delete(WorkerBeat).where(WorkerBeat.at < now - timedelta(days=1)))
    db.session.commit()


def tidy(*, now: datetime) -> None:
    """Forget what has served its time: tries, the API's answers, links to shared lists, counts, providers' calls. Commits."""
    throttle.tidy(now=now)
    repeats.tidy(now=now)
    webhooks.tidy(now=now)
    shortlists.tidy(now=now)
    breaker.tidy(now=now)
    events.tidy(now=now)
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
    calls, slow_jobs = make_calls(), make_slow_jobs(holder=holder)
    if not until_idle:
        for apart, rest in ((calls, CALLS_REST), (slow_jobs, SLOW_REST)):
            Thread(target=_go_round_apart, args=(app, apart, asked_to_stop, rest), daemon=True).start()
    with app.app_context():
        jobs = (*make_jobs(settings, holder=holder), *((*calls, *slow_jobs) if until_idle else ()))
        while not asked_to_stop.is_set():
            begin_writing()
            now = utc_now()
            try:
                if last_beat is None or now - last_beat >= BEAT_EVERY:
                    beat(name=holder, now=now)
                    last_beat = now
                if last_tidy is None or now - last_tidy >= TIDY_EVERY:
                    tidy(now=now)
                    last_tidy = now
            except OperationalError:  # somebody holds the database; the next round tries again
                db.session.rollback()
                log.exception("no sign of life could be left; the worker goes on")
                if until_idle:
                    raise
            busy = _go_round(jobs, now)
            done += busy
            if not busy:
                if until_idle:
                    break
                asked_to_stop.wait(REST)
    return done


def _go_round(jobs: tuple[Callable[[datetime], bool], ...], now: datetime) -> bool:
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
    return busy


def _go_round_apart(app: Flask, jobs: tuple[Callable[[datetime], bool], ...], asked_to_stop: Event, rest: float) -> None:
    """A thread of the worker's own. What it leaves half done when the worker stops is undone by the database."""
    with app.app_context():
        begin_writing()
        while not asked_to_stop.is_set():
            if not _go_round(jobs, utc_now()):
                asked_to_stop.wait(rest)
