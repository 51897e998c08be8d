"""A worker that is killed at any moment loses no text and sends none twice, where the provider can be asked."""

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, update

from messaging.models import OutgoingMessage, State
from messaging.sending.outbox import Recipient, plan_text
from navigator import jobs
from navigator.config import Settings
from navigator.db import db
from navigator.times import utc_now
from tests.fake_provider import ACCOUNT, TOKEN, FakeProvider, Fault, fake_provider

TEXTS = 160
KILLS = 4


def _environment(settings: Settings, provider: FakeProvider) -> dict[str, str]:
    return os.environ | {
        "NAVIGATOR_DATABASE_URL": settings.database_url,
        "NAVIGATOR_DATA_DIR": str(settings.data_dir),
        "NAVIGATOR_SECRET_KEY": settings.secret_key,
        "NAVIGATOR_PUBLIC_URL": settings.public_url,
        "NAVIGATOR_SMS_GATEWAY": "twilio",
        "NAVIGATOR_TWILIO_ACCOUNT_SID": ACCOUNT,
        "NAVIGATOR_TWILIO_AUTH_TOKEN": TOKEN,
        "NAVIGATOR_TWILIO_FROM": "+447700900001",
        "NAVIGATOR_TWILIO_API_URL": provider.url,
    }


def _plan_texts(count: int) -> list[str]:
    """Plan `count` texts to as many numbers, each with words of its own; give the numbers."""
    now = utc_now()
    numbers = [f"+4477009{number:05}" for number in range(count)]
    for number in numbers:
        plan_text(
            to=Recipient(id=uuid.uuid4(), address=number, locale="en"),
            template="plan_link",
            values={"link": f"https://care.example/t/{number[-6:]}"},
            dedupe_key=f"torture:{number}",
            now=now,
            any_hour=True,
        )
    db.session.commit()
    return numbers


def _handed_over() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(OutgoingMessage.state == State.SENT)) or 0


def _start_worker(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [str(Path(sys.executable).with_name("navigator")), "worker"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class TestWorkerKilled:
    def test_mid_batch_loses_no_text_and_sends_none_twice(self, app: Flask, settings: Settings) -> None:
        chance = random.Random(2611)
        misbehaviour = {3: Fault.DROP_AFTER, 7: Fault.SLOW, 11: Fault.DROP_BEFORE, 13: Fault.REFUSE, 17: Fault.DROP_AFTER}
        with fake_provider(lambda number: misbehaviour.get(number, Fault.SLOW if number % 4 == 0 else Fault.NONE)) as provider:
            environment = _environment(settings, provider)
            numbers = _plan_texts(TEXTS)

            taken_at_a_kill: list[int] = []
            for _ in range(KILLS):
                worker = _start_worker(environment)
                before = provider.requests
                deadline = time.monotonic() + 120  # a busy machine takes long to start a process
                while provider.requests < min(before + 32, TEXTS) and time.monotonic() < deadline:
                    time.sleep(0.01)
                time.sleep(chance.random() * 0.4)
                worker.send_signal(signal.SIGKILL)
                worker.wait(10)
                taken_at_a_kill.append(len(provider.accepted))
            time.sleep(provider.slowness * 2)  # the provider finishes what it was doing; a lease outlasts any of its calls
            _finish(settings, provider)

            assert provider.bodies_sent_twice() == []
            assert sorted(text.to for text in provider.accepted) == sorted(numbers)
            assert _handed_over() == TEXTS
            assert any(0 < taken < TEXTS for taken in taken_at_a_kill), "the kills came before anything was sent, or after all"


def _finish(settings: Settings, provider: FakeProvider) -> None:
    """An undisturbed worker, later: leases of the dead have run out, and what is uncertain is asked about."""
    healthy = type(settings)(
        **{
            **settings.__dict__,
            "sms_gateway": "twilio",
            "twilio_account_sid": ACCOUNT,
            "twilio_auth_token": TOKEN,
            "twilio_from": "+447700900001",
            "twilio_api_url": provider.url,
        }
    )
    round_of_jobs = jobs.make_jobs(healthy, holder="the worker that lived")
    for _ in range(5):
        _wait_is_over()
        while [True for job in round_of_jobs if job(utc_now())]:
            db.session.remove()


def _wait_is_over() -> None:
    """As if the minutes had passed that leases last, and that the worker waits before it asks or tries again.

    The clock itself is not put forward: the provider's would then be behind it, and "since when" would mean nothing.
    """
    waiting = update(OutgoingMessage).where(OutgoingMessage.state.in_((State.PLANNED, State.CLAIMED, State.HANDING_OVER)))
    now = utc_now()
    db.session.execute(waiting.where(OutgoingMessage.leased_until > now).values(leased_until=now))
    db.session.execute(waiting.where(OutgoingMessage.not_before > now).values(not_before=now))
    db.session.commit()
