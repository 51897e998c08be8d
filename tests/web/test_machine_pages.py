import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from messaging.models import OutgoingMessage, State, WorkerBeat
from messaging.purposes import Purpose
from messaging.webhooks import call_counts
from navigator.db import db
from navigator.times import utc_now
from tests.strict_client import StrictClient


@pytest.fixture
def everything_else_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index can be read, whatever the tests before left of it."""
    monkeypatch.setattr("directory.finding.index.on_disk.is_readable", lambda folder: True)


def beat(*, seconds_ago: int) -> None:
    db.session.add(WorkerBeat(name="one", at=utc_now() - timedelta(seconds=seconds_ago)))
    db.session.commit()


class TestHealthz:
    def test_answers_without_asking_anything_else(self, client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("navigator.db.db.session.execute", None)

        answer = client.get("/healthz")

        assert (answer.status_code, answer.get_data(as_text=True), answer.mimetype) == (200, "ok", "text/plain")


@pytest.mark.usefixtures("everything_else_is_well")
class TestReadyz:
    def test_is_ready_with_a_database_an_index_and_a_worker(self, client: StrictClient) -> None:
        beat(seconds_ago=5)

        answer = client.get("/readyz")

        assert answer.status_code == 200
        assert answer.json == {
            "ready": True,
            "database": {"ok": True, "why": ""},
            "index": {"ok": True, "why": ""},
            "worker": {"ok": True, "why": ""},
        }

    def test_is_not_ready_when_the_worker_is_silent(self, client: StrictClient) -> None:
        beat(seconds_ago=90)

        answer = client.get("/readyz")

        said: Any = answer.json
        assert answer.status_code == 503
        assert not said["worker"]["ok"]
        assert "seconds" in said["worker"]["why"]

    def test_is_not_ready_before_a_worker_ever_ran(self, client: StrictClient) -> None:
        said: Any = client.get("/readyz").json

        assert said["worker"] == {"ok": False, "why": "no worker has ever run"}

    def test_makes_a_missing_index_and_is_ready_then(self, client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.undo()  # the index as it is: not there
        beat(seconds_ago=5)

        said: Any = client.get("/readyz").json
        making = [thread for thread in threading.enumerate() if thread.name == "making the index"]
        for thread in making:
            thread.join(20)

        assert [name for name in ("database", "index", "worker") if not said[name]["ok"]] == ["index"]
        assert client.get("/readyz").status_code == 200

    def test_is_not_ready_without_a_database(self, client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
        def away(*_: object, **__: object) -> None:
            raise OperationalError("SELECT", {}, Exception("no route to host"))

        monkeypatch.setattr("navigator.db.db.session.execute", away)
        monkeypatch.setattr("navigator.db.db.session.scalar", away)

        answer = client.get("/readyz")

        said: Any = answer.json
        assert answer.status_code == 503
        assert not said["database"]["ok"]
        assert "no route to host" not in answer.get_data(as_text=True)


class TestMetrics:
    def test_count_requests_by_page_and_answer(self, client: StrictClient) -> None:
        client.get("/help-now")

        words = client.get("/metrics").get_data(as_text=True)

        assert 'navigator_requests_total{endpoint="site.help_now",method="GET",status="200"}' in words
        assert 'navigator_request_seconds_bucket{endpoint="site.help_now",le="0.1",method="GET"}' in words

    def test_say_what_waits_in_the_outbox_and_for_how_long(self, client: StrictClient) -> None:
        now = utc_now()
        db.session.add(
            OutgoingMessage(
                to_address="+447700900123",
                locale="en",
                template="welcome",
                purpose=Purpose.PLAN,
                dedupe_key="one",
                not_before=now - timedelta(minutes=10),
                created_at=now,
                state=State.PLANNED,
            )
        )
        db.session.commit()

        words = client.get("/metrics").get_data(as_text=True)

        assert 'navigator_outbox_messages{state="planned"} 1.0' in words
        assert 'navigator_outbox_messages{state="failed"} 0.0' in words
        oldest = next(line for line in words.splitlines() if line.startswith("navigator_outbox_oldest_due_seconds "))
        assert 600 <= float(oldest.split()[1]) < 700

    def test_say_what_became_of_the_providers_calls(self, client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(call_counts, ("twilio", "forged"), 3)

        words = client.get("/metrics").get_data(as_text=True)

        assert 'navigator_provider_calls_total{came_to="forged",provider="twilio"} 3.0' in words
        assert 'navigator_provider_calls_total{came_to="kept",provider="vonage"}' in words


class TestRobots:
    def test_are_asked_to_leave_peoples_pages_alone(self, client: StrictClient) -> None:
        assert "Disallow: /people/" in client.get("/robots.txt").get_data(as_text=True)


class TestIcon:
    def test_is_found_where_browsers_look(self, client: StrictClient) -> None:
        assert client.get("/favicon.ico", follow_redirects=True).mimetype == "image/svg+xml"
