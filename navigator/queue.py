"""Many workers on a queue: with NAVIGATOR_BROKER_URL set, the same jobs run as Celery tasks.

The outbox table stays the truth. A timer asks every second for the jobs to be gone round, and a broker that loses
such a request loses no text: the next one does the work. Several workers, or several timers, do no harm, because a
message is claimed in the database before anything is done with it.
"""

from celery import Celery
from celery.signals import worker_process_init
from flask import Flask

from navigator import jobs
from navigator.config import Settings
from navigator.db import begin_writing, db
from navigator.times import utc_now

ROUND_EVERY = 1.0  # seconds
MOST_IN_ONE_ROUND = 200


def make_celery(app: Flask) -> Celery:
    """The queue's application, with the worker's round as its one task and the timer that asks for it."""
    settings: Settings = app.extensions["settings"]
    queue = Celery("navigator", broker=settings.broker_url, set_as_current=False)
    queue.conf.update(
        task_ignore_result=True,
        task_default_queue=settings.broker_queue,
        task_acks_late=True,  # a worker that dies gives its round back
        worker_prefetch_multiplier=1,
        broker_connection_retry_on_startup=True,
        beat_schedule_filename=str(settings.data_dir / "celery-beat"),
        beat_schedule={"round": {"task": "navigator.round", "schedule": ROUND_EVERY, "options": {"expires": 10 * ROUND_EVERY}}},
    )

    @worker_process_init.connect(weak=False)  # type: ignore[untyped-decorator]  # celery ships no types
    def leave_the_parents_connections(**_: object) -> None:
        with app.app_context():
            db.engine.dispose(close=False)  # a forked process must not share a socket with its parent

    @queue.task(name="navigator.round")  # type: ignore[untyped-decorator]  # as above
    def go_round() -> int:
        with app.app_context():
            return one_round(settings)

    return queue


def one_round(settings: Settings) -> int:
    """Do what is due, up to MOST_IN_ONE_ROUND things, so that a long queue is shared among the workers. Gives how many."""
    holder = jobs.worker_name()
    work = (*jobs.make_jobs(settings, holder=holder), *jobs.make_calls(), *jobs.make_slow_jobs(holder=holder))
    begin_writing()
    jobs.beat(name=holder, now=utc_now())
    done = 0
    while done < MOST_IN_ONE_ROUND:
        busy = False
        for job in work:
            busy = job(utc_now()) or busy
            db.session.remove()
        if not busy:
            break
        done += 1
    return done


def run_worker(app: Flask, *, concurrency: int) -> None:
    """Work from the queue, with the timer in the same process, until stopped."""
    make_celery(app).worker_main(["worker", "--beat", f"--concurrency={concurrency}", "--loglevel=WARNING", "--without-gossip"])
