"""Visits, calls and contacts, for programs acting for a member of staff."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from messaging.models import OutgoingMessage
from navigator.db import db
from navigator.people.models import AuditEntry, ConsentHow, Purpose
from navigator.people.operations import record_consent
from navigator.tasks.models import Task
from navigator.visits.models import LoggedContact, Visit
from tests.api_world import key_of
from tests.cast import Cast
from tests.strict_client import StrictClient

TOMORROW = "2026-11-24T10:30:00+00:00"


def visit_to(cast: Cast, **differences: Any) -> dict[str, Any]:
    return {"person_id": str(cast.amina.id), "kind": "home", "starts_at": TOMORROW, "minutes": 45} | differences


class TestVisits:
    def test_are_arranged_and_the_person_is_told_once(self, client: StrictClient, cast: Cast, now: datetime) -> None:
        told: dict[str, Any] = {"wording": "Text me.", "how": ConsentHow.SPOKEN, "recorded_by_id": cast.ben.id}
        record_consent(person_id=cast.amina.id, purpose=Purpose.TEXTS, now=now, **told)
        headers = key_of(cast.ben) | {"Idempotency-Key": "the visit of Tuesday"}

        first, second = (client.post("/api/v1/visits", json=visit_to(cast), headers=headers) for _ in range(2))

        assert (first.status_code, first.get_json()) == (201, second.get_json())
        assert db.session.scalar(select(func.count()).select_from(Visit)) == 1
        texts = select(OutgoingMessage.template).where(OutgoingMessage.template == "visit_arranged")
        assert len(db.session.scalars(texts).all()) == 1

    def test_are_moved_and_cancelled(self, client: StrictClient, cast: Cast) -> None:
        bens = key_of(cast.ben)
        made = client.post("/api/v1/visits", json=visit_to(cast, tells=False), headers=bens).get_json()
        address = f"/api/v1/visits/{made['id']}"

        later = {"starts_at": "2026-11-25T09:00:00+00:00", "minutes": 30}
        moved = client.put(address, json=later, headers=bens)
        off, again = (client.post(f"{address}/cancel", headers=bens) for _ in range(2))

        assert moved.get_json()["starts_at"] == later["starts_at"]
        assert (off.status_code, again.status_code) == (200, 409)
        assert client.get("/api/v1/visits", headers=bens).get_json()["empty"] is True

    def test_lie_in_the_time_to_come_and_somewhere(self, client: StrictClient, cast: Cast) -> None:
        bens = key_of(cast.ben)

        gone = client.post("/api/v1/visits", json=visit_to(cast, starts_at="2026-11-20T10:30:00+00:00"), headers=bens)
        nowhere = client.post("/api/v1/visits", json=visit_to(cast, kind="elsewhere"), headers=bens)
        no_offset = client.post("/api/v1/visits", json=visit_to(cast, starts_at="2026-11-24T10:30:00"), headers=bens)

        assert [list(one.get_json()["errors"]["json"]) for one in (gone, nowhere, no_offset)] == [
            ["starts_at"], ["place"], ["starts_at"]
        ]  # fmt: skip


class TestContacts:
    def test_are_logged_with_what_comes_next(self, client: StrictClient, cast: Cast) -> None:
        bens = key_of(cast.ben)
        visit = client.post("/api/v1/visits", json=visit_to(cast, tells=False), headers=bens).get_json()
        happened = {
            "person_id": str(cast.amina.id),
            "visit_id": visit["id"],
            "kind": "home",
            "outcome": "talked",
            "words": "The bus pass has come.",
            "next_action": "Ring about the lunch club",
            "next_on": "2026-11-27",
        }

        logged = client.post("/api/v1/contacts", json=happened, headers=bens)
        again = client.post("/api/v1/contacts", json=happened, headers=bens)

        assert (logged.status_code, again.status_code) == (201, 409)
        assert logged.get_json()["words"] == "The bus pass has come."
        assert db.session.scalars(select(Task.what)).all() == ["Ring about the lunch club"]
        assert client.get(f"/api/v1/visits/{visit['id']}", headers=bens).get_json()["contact_id"] == logged.get_json()["id"]

    def test_are_taken_back_and_stay_to_be_read(self, client: StrictClient, cast: Cast) -> None:
        bens = key_of(cast.ben)
        happened = {"person_id": str(cast.amina.id), "kind": "call", "outcome": "no_answer"}
        logged = client.post("/api/v1/contacts", json=happened, headers=bens).get_json()

        back = client.post(f"/api/v1/contacts/{logged['id']}/take-back", headers=bens)

        listed = client.get(f"/api/v1/contacts?person_id={cast.amina.id}", headers=bens).get_json()
        assert back.status_code == 200
        assert [one["taken_back_at"] is not None for one in listed["contents"]] == [True]

    def test_are_not_written_down_of_another_teams_people(self, client: StrictClient, cast: Cast) -> None:
        happened = {"person_id": str(cast.amina.id), "kind": "call", "outcome": "talked"}

        answer = client.post("/api/v1/contacts", json=happened, headers=key_of(cast.carys))

        assert answer.status_code == 404
        assert db.session.scalar(select(func.count()).select_from(LoggedContact)) == 0

    def test_that_were_listed_are_written_down_as_looked_at(self, client: StrictClient, cast: Cast) -> None:
        bens = key_of(cast.ben)
        client.post("/api/v1/contacts", json={"person_id": str(cast.amina.id), "kind": "call", "outcome": "talked"}, headers=bens)

        client.get("/api/v1/contacts", headers=bens)

        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "looked_through")).one()
        assert entry.detail == f"api: contacts: {cast.amina.id}"
