"""Other programs are told when a referral moves: signed, until they have it, and never who it is about."""

import json
import os
import re
import signal
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory.importing import scheduling
from messaging.models import OutgoingMessage
from navigator import jobs
from navigator.db import db
from navigator.people.models import ConsentHow, Locality, Role, Staff, Team
from navigator.people.staff_operations import make_token
from navigator.referrals import endings
from navigator.referrals.models import Referral
from navigator.referrals.operations import refer
from navigator.webhooks import delivering, operations, signing
from navigator.webhooks.calling import AddressRefused, WebCaller
from navigator.webhooks.models import DeliveryState, WebhookAddress, WebhookDelivery
from tests.cast import Cast, make_staff
from tests.pressing import press
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient

RECIPE = Path(__file__).parents[2] / "docs" / "decisions" / "webhooks-out.md"


@dataclass
class Recording:
    """Answers what it is told to, and remembers what it was called with."""

    answer: str = "204"
    calls: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list)

    def call(self, url: str, body: bytes, headers: dict[str, str]) -> str:
        self.calls.append((url, body, headers))
        return self.answer


@pytest.fixture
def ada(cast: Cast, now: datetime) -> Staff:
    staff = make_staff(team=cast.ben.team, name="Ada Penrose", role=Role.ADMINISTRATOR, now=now)
    db.session.commit()
    return staff


@pytest.fixture
def address(ada: Staff, now: datetime) -> WebhookAddress:
    made = operations.register(url="https://127.0.0.1/hooks", label="Practice", by=ada, allows_inside=True, now=now)
    db.session.commit()
    return made


@pytest.fixture
def referral(cast: Cast, address: WebhookAddress, now: datetime) -> Referral:
    made, _ = refer(
        person=cast.amina,
        service=cast.tea_and_talk,
        staff=cast.ben,
        step=None,
        shared_parts=["name"],
        reason="She would like company.",
        how=ConsentHow.SPOKEN,
        wording="May we tell Tea & Talk your name?",
        idempotency_key=uuid.uuid4().hex,
        public_url="http://localhost",
        now=now,
    )
    db.session.commit()
    return made


def delivery() -> WebhookDelivery:
    return db.session.scalars(select(WebhookDelivery).execution_options(populate_existing=True)).one()


class TestAMove:
    def test_is_told_with_ids_and_states_and_nobodys_name(self, referral: Referral, now: datetime) -> None:
        receiver = Recording()

        delivering.deliver_one(now, caller=receiver)

        url, body, headers = receiver.calls[0]
        told = json.loads(body)
        assert url == "https://127.0.0.1/hooks"
        assert told["referral"]["reference"] == referral.reference
        assert (told["referral"]["status"], told["referral"]["task_status"]) == ("sent", "requested")
        assert told["id"] == headers["Care-Navigator-Event"]
        assert not re.search(rb"Amina|Hussain|company|" + str(referral.person_id).encode(), body)
        assert delivery().state is DeliveryState.DELIVERED

    def test_that_is_rolled_back_is_told_to_nobody(self, referral: Referral, cast: Cast, now: datetime) -> None:
        endings.withdraw(referral=referral, staff=cast.ben, now=now)
        db.session.rollback()

        assert json.loads(delivery().body)["referral"]["status"] == "sent"

    def test_of_another_locality_is_not_told(self, referral: Referral, address: WebhookAddress) -> None:
        assert delivery().address_id == address.id

    def test_is_told_once_however_often_it_is_looked_for(self, referral: Referral, now: datetime) -> None:
        receiver = Recording()

        found = [delivering.deliver_one(now + timedelta(hours=hour), caller=receiver) for hour in range(3)]

        assert found == [True, False, False]
        assert len(receiver.calls) == 1


class TestTheSignature:
    def test_is_what_the_recipe_of_the_docs_checks(self, referral: Referral, address: WebhookAddress) -> None:
        receiver, now = Recording(), datetime.fromtimestamp(int(time.time()), UTC) + timedelta(seconds=1)
        db.session.execute(db.update(WebhookDelivery).values(next_at=now))
        recipe: dict[str, Any] = {}
        exec(RECIPE.read_text().split("```python\n")[1].split("```")[0], recipe)  # noqa: S102 - our own documentation

        delivering.deliver_one(now, caller=receiver)

        _, body, headers = receiver.calls[0]
        is_genuine = recipe["is_genuine"]
        assert is_genuine(headers[signing.HEADER], address.secret, body)
        assert not is_genuine(headers[signing.HEADER], address.secret, body + b" ")
        assert not is_genuine(headers[signing.HEADER], "another secret", body)

    def test_is_old_after_five_minutes(self) -> None:
        header = signing.sign(["s3cret"], b"{}", at=1000)

        assert signing.is_genuine(header, "s3cret", b"{}", now=1300)
        assert not signing.is_genuine(header, "s3cret", b"{}", now=1301)

    def test_is_by_both_secrets_for_a_day_after_a_change(
        self, referral: Referral, address: WebhookAddress, ada: Staff, now: datetime
    ) -> None:
        before = address.secret
        after = operations.rotate(address=address, by=ada, now=now)
        header = signing.sign(address.secrets_at(now), b"{}", at=1000)

        assert [signing.is_genuine(header, secret, b"{}", now=1000) for secret in (before, after)] == [True, True]
        assert address.secrets_at(now + timedelta(days=1)) == [after]


class TestAnAddressThatDoesNotAnswer:
    def test_is_tried_again_later_and_later_for_a_day(self, referral: Referral, now: datetime) -> None:
        receiver, tries, moment = Recording(answer="500"), [], now
        while delivery().state is DeliveryState.WAITING:
            waiting = delivery().next_at
            assert waiting is not None
            moment = waiting
            tries.append(moment)
            delivering.deliver_one(moment, caller=receiver)

        waits = [after - before for before, after in zip(tries, tries[1:], strict=False)]
        assert waits[0] < timedelta(minutes=1)
        assert max(waits) <= timedelta(hours=3, minutes=45)
        assert 12 <= len(tries) <= 30
        assert timedelta(hours=18) < tries[-1] - now < timedelta(days=1)
        assert (delivery().state, delivery().answered) == (DeliveryState.FAILED, "500")
        assert len({headers["Care-Navigator-Event"] for _, _, headers in receiver.calls}) == 1

    def test_is_stopped_after_days_and_goes_on_with_what_waited(
        self, referral: Referral, address: WebhookAddress, ada: Staff, cast: Cast, now: datetime
    ) -> None:
        address.failing_since = now - timedelta(days=3)
        db.session.commit()
        delivering.deliver_one(now, caller=Recording(answer="timeout"))
        endings.withdraw(referral=referral, staff=cast.ben, now=now)
        db.session.commit()
        stopped, quiet = address.stopped_at, delivering.deliver_one(now + timedelta(hours=5), caller=Recording())

        operations.go_on(address=address, by=ada, now=now + timedelta(hours=6))
        db.session.commit()
        receiver = Recording()
        while delivering.deliver_one(now + timedelta(hours=6), caller=receiver):
            pass

        assert (stopped, quiet) == (now, False)
        assert {json.loads(body)["referral"]["status"] for _, body, _ in receiver.calls} == {"sent", "withdrawn"}
        assert address.failing_since is None

    def test_is_told_of_to_the_administrators_of_its_locality_once(
        self, referral: Referral, address: WebhookAddress, ada: Staff, cast: Cast, now: datetime
    ) -> None:
        elsewhere = Team(locality=Locality(name="East Devon", phone="01632 960200"), name="Exmouth team", phone="01632 960200")
        make_staff(team=elsewhere, name="Elowen Penrose", role=Role.ADMINISTRATOR, now=now)
        address.failing_since = now - timedelta(days=3)
        db.session.commit()

        for hours in (0, 1, 30):
            delivering.deliver_one(now + timedelta(hours=hours), caller=Recording(answer="timeout"))

        [letter] = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.template == "webhook_stopped"))
        assert (letter.to_address, letter.values["program_name"]) == (ada.email, "Practice")
        assert letter.values["link"] == f"http://localhost/admin/webhooks/{address.id}"


class TestTheWorker:
    def test_tells_programs_while_an_import_takes_its_time(
        self, app: Flask, referral: Referral, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The import goes on until the program was told: if one waited for the other, it would wait for ever."""
        told = Event()

        class Caller:
            def __init__(self, *, allows_inside: bool) -> None: ...

            def call(self, url: str, body: bytes, headers: dict[str, str]) -> str:
                told.set()
                return "204"

        def import_for_long(**_: Any) -> bool:
            was_told = told.wait(30)
            os.kill(os.getpid(), signal.SIGTERM)
            return not was_told

        monkeypatch.setattr(jobs, "WebCaller", Caller)
        monkeypatch.setattr(scheduling, "bring_in_one", import_for_long)
        before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
        try:
            jobs.run_worker(app)
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)

        assert told.is_set()


class TestCalling:
    @pytest.mark.parametrize(
        "url",
        [
            "http://example.com/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://10.0.0.7/x",
            "https://169.254.169.254/latest",
            "https://user:word@example.com/",
            "ftp://example.com",
            "https://",
            "not an address",
            "https://[bad/",
        ],
    )
    def test_refuses_what_is_not_the_internets(self, ada: Staff, now: datetime, url: str) -> None:
        with pytest.raises(AddressRefused):
            operations.register(url=url, label="x", by=ada, allows_inside=False, now=now)

    def test_is_never_inside_even_if_the_name_leads_there_later(self) -> None:
        assert WebCaller(allows_inside=False).call("https://localhost/", b"{}", {}) == "inside"

    def test_posts_the_body_as_it_was_signed_and_follows_nothing(self, receiver_at: "tuple[str, list[bytes]]") -> None:
        url, bodies = receiver_at

        answers = [WebCaller(allows_inside=True).call(f"{url}{path}", b'{"a":1}', {}) for path in ("/ok", "/moved")]

        assert answers == ["204", "302"]
        assert bodies == [b'{"a":1}', b'{"a":1}']


@pytest.fixture
def receiver_at() -> Iterator[tuple[str, list[bytes]]]:
    bodies: list[bytes] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - http.server's name
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(302 if self.path == "/moved" else 204)
            self.send_header("Location", "/ok")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", bodies
    server.shutdown()
    server.server_close()


class TestThePages:
    def test_show_the_secret_once_and_what_became_of_each_call(
        self, app: Flask, referral: Referral, address: WebhookAddress, ada: Staff, now: datetime
    ) -> None:
        delivering.deliver_one(now, caller=Recording(answer="503"))
        browser, here = browser_of_staff(app, ada), f"/admin/webhooks/{address.id}"
        before = address.secret

        changed = press(browser, here, on=here, then="secret")
        page = browser.get(here)

        assert address.secret in changed.text
        assert address.secret not in page.text
        assert before not in page.text
        assert referral.reference in page.text
        assert "503" in page.text

    def test_send_one_again_under_the_same_id(
        self, app: Flask, referral: Referral, address: WebhookAddress, ada: Staff, now: datetime
    ) -> None:
        receiver = Recording()
        delivering.deliver_one(now, caller=receiver)
        here = f"/admin/webhooks/{address.id}"

        press(browser_of_staff(app, ada), f"{here}/{delivery().id}", on=here)
        delivering.deliver_one(datetime.now(UTC) + timedelta(minutes=1), caller=receiver)

        assert len(receiver.calls) == 2
        assert receiver.calls[0][1] == receiver.calls[1][1]

    def test_keep_what_was_typed_when_an_address_is_refused(self, app: Flask, ada: Staff) -> None:
        answer = press(
            browser_of_staff(app, ada), "/admin/webhooks", on="/admin/webhooks", label="Mine", url="https://127.0.0.1/x"
        )

        assert answer.status_code == 422
        assert "Mine" in answer.text
        assert db.session.scalars(select(WebhookAddress)).all() == []

    def test_are_for_administrators(self, app: Flask, cast: Cast, address: WebhookAddress) -> None:
        assert browser_of_staff(app, cast.ben).get(f"/admin/webhooks/{address.id}").status_code == 403


class TestTheApi:
    def test_gives_the_secret_once_and_lists_what_was_told(
        self, client: StrictClient, referral: Referral, address: WebhookAddress, ada: Staff
    ) -> None:
        key = {"Authorization": f"Bearer {make_token(staff_id=ada.id, label='test', now=datetime.now(UTC))}"}
        db.session.commit()

        changed = client.post(f"/api/v1/webhooks/{address.id}/secret", headers=key)
        listed = client.get("/api/v1/webhooks", headers=key).get_json()
        told = client.get(f"/api/v1/webhooks/{address.id}/deliveries", headers=key).get_json()
        ended = client.delete(f"/api/v1/webhooks/{address.id}", headers=key)

        assert changed.get_json()["secret"].startswith("whsec_")
        assert "secret" not in listed["contents"][0]
        assert told["contents"][0]["reference"] == referral.reference
        assert ended.status_code == 204
        assert client.get("/api/v1/webhooks", headers=key).get_json()["empty"]

    def test_refuses_an_address_inside(self, client: StrictClient, ada: Staff) -> None:
        key = {"Authorization": f"Bearer {make_token(staff_id=ada.id, label='test', now=datetime.now(UTC))}"}
        db.session.commit()

        answer = client.post("/api/v1/webhooks", json={"url": "https://10.1.1.1/", "label": "x"}, headers=key)

        assert answer.status_code == 422
        assert list(answer.get_json()["errors"]["json"]) == ["url"]
