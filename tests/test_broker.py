"""Many workers on a queue: the same sending, with a real RabbitMQ and a real Redis between them."""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from messaging.models import OutgoingMessage, State
from messaging.sending.outbox import Recipient, plan_text
from navigator.config import Settings
from navigator.db import db
from navigator.times import utc_now
from tests.conftest import needs
from tests.fake_provider import ACCOUNT, TOKEN, FakeProvider, fake_provider

TEXTS = 60
BROKERS = {"RabbitMQ": "amqp://guest:guest@127.0.0.1:5672//", "Redis": "redis://127.0.0.1:6379/0"}


def is_there(address: str) -> bool:
    where = urlsplit(address)
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((where.hostname, where.port)) == 0


@contextmanager
def worker_on_a_queue(settings: Settings, provider: FakeProvider, broker: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {
        "NAVIGATOR_DATABASE_URL": settings.database_url,
        "NAVIGATOR_DATA_DIR": str(settings.data_dir),
        "NAVIGATOR_SECRET_KEY": settings.secret_key,
        "NAVIGATOR_PUBLIC_URL": settings.public_url,
        "NAVIGATOR_SMS_GATEWAY": "twilio",
        "NAVIGATOR_TWILIO_ACCOUNT_SID": ACCOUNT,
        "NAVIGATOR_TWILIO_AUTH_TOKEN": TOKEN,
        "NAVIGATOR_TWILIO_FROM": "+447700900001",
        "NAVIGATOR_TWILIO_API_URL": provider.url,
        "NAVIGATOR_BROKER_URL": broker,
        "NAVIGATOR_BROKER_QUEUE": f"navigator-test-{uuid.uuid4().hex[:12]}",  # a broker may serve others as well
    }
    command = [str(Path(sys.executable).with_name("navigator")), "worker", "--concurrency", "2"]
    with subprocess.Popen(command, env=environment, start_new_session=True) as process:
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


class TestQueue:
    @pytest.mark.parametrize("broker", BROKERS)
    def test_hands_every_text_over_once(self, app: Flask, settings: Settings, broker: str) -> None:
        if not is_there(BROKERS[broker]):
            needs(broker)
        now = utc_now()
        for number in range(TEXTS):
            plan_text(
                to=Recipient(id=uuid.uuid4(), address=f"+447700900{number + 100}", locale="en"),
                template="plan_link",
                values={"link": f"https://care.example/t/{number}"},
                dedupe_key=f"queue:{number}",
                now=now,
                any_hour=True,
            )
        db.session.commit()

        with fake_provider() as provider, worker_on_a_queue(settings, provider, BROKERS[broker]):
            deadline = time.monotonic() + 90
            while self.count_sent() < TEXTS and time.monotonic() < deadline:
                time.sleep(0.2)

            assert self.count_sent() == TEXTS
            assert provider.bodies_sent_twice() == []
            assert len(provider.accepted) == TEXTS

    def count_sent(self) -> int:
        sent = db.session.scalar(select(func.count()).where(OutgoingMessage.state == State.SENT)) or 0
        db.session.rollback()  # on SQLite a transaction left open would keep the workers from writing
        return sent
