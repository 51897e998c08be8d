"""Every operation of the API that needs a key, as its document describes it; and the nonsense that it is sent."""

import re
import uuid
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from navigator.api_shapes import AN_ID
from navigator.people.models import Role
from navigator.people.token_scopes import TokenScope
from tests.api_world import World
from tests.strict_client import StrictClient

SHAPE = {"code", "status", "message", "errors"}
PUBLIC = "/api/v1/services"
# Each leaves the next one something to do; what ends things comes last.
LAST = ("DELETE", "/link", "/smaller", "/accept", "/decline", "/recall", "/reopen", "/close", "/team")
# What the example alone cannot say.
BODIES: dict[str, dict[str, Any]] = {
    "POST /api/v1/people/{person_id}/licensed-scores": {"on_day": "2026-11-20", "score": 5},
    "PUT /api/v1/people/{person_id}/needs": {"needs": ["large_print"]},
    "PUT /api/v1/people/{person_id}/safe-contact": {"prohibited": False},
    "POST /api/v1/webhooks": {"url": "https://93.184.216.34/hooks", "label": "Practice"},
    "POST /api/v1/referrals-in/{referral_id}/accept": {"programme_id": None, "person_id": None, "is_another_person": True},
    "POST /api/v1/people/{person_id}/coordinators": {"from_id": None},
    "POST /api/v1/contacts": {"visit_id": None},
    "POST /api/v1/absences": {"staff_id": None, "starts_on": "2026-12-10", "back_on": "2026-12-20"},
}
STANDS_OTHERWISE = {  # answered 409 as the world stands; each has a test of its own
    "PUT /api/v1/referrals/{referral_id}/appointment",
    "POST /api/v1/referrals/{referral_id}/offered-time",
    "POST /api/v1/referrals/{referral_id}/reopen",
    "POST /api/v1/referrals-in/{referral_id}/decline",
}
NONSENSE: tuple[Any, ...] = (
    b"",
    b"\xff\xfe\x00",
    b"{",
    b"[" * 100_000,
    b'{"a": ' * 50_000,
    b'{"n": ' + b"9" * 5_000 + b"}",
    b'{"n": 1e999, "m": NaN}',
    b"null",
    b"[]",
    b'"words"',
    b"7",
    b'{"no_such_field": 1}',
)
VALUES = (None, 10**30, "\x00\ud800", "x" * 30_000, [{"a": [None]}], "9999-12-31")
MOMENTS = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")
QUERIES = (
    "page=0",
    "page=1e9",
    "page=%00",
    "per_page=1000",
    "no_such=1",
    "person_id=%27",
    "q=%00%ff",
    "until=x",
)


@dataclass(frozen=True)
class Operation:
    """One operation, as the document describes it."""

    method: str
    path: str
    said: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def scope(self) -> TokenScope:
        return TokenScope(self.said["x-scope"])

    @property
    def roles(self) -> list[Role]:
        return [Role(role) for role in self.said["x-roles"]]

    @property
    def holder(self) -> Role:
        """Whose key does it: a navigator's, where it can be."""
        return Role.NAVIGATOR if Role.NAVIGATOR in self.roles else self.roles[0]

    @property
    def body(self) -> dict[str, Any] | None:
        content = self.said.get("requestBody", {}).get("content", {})
        return content["application/json"]["example"] if content else None

    @property
    def is_list(self) -> bool:
        return any(parameter.get("name") == "per_page" for parameter in self.said.get("parameters", []))

    def address(self, world: World, **other: uuid.UUID) -> str:
        """Filled in with what there is, or with `other`."""
        first = self.path.split("/")[3]
        ids = {**world.ids, **world.of.get(first, {}), **other, "code": "ons4"}
        return re.sub(r"{(\w+)}", lambda found: str(ids[found[1]]), self.path)

    def filled(self, world: World) -> dict[str, Any] | None:
        """The example's body, with what there is in place of its made-up ids."""
        return _fill(self.body, world.ids) | BODIES.get(self.name, {}) if self.body is not None else None


def _fill(body: Any, ids: Any, name: str = "") -> Any:
    if isinstance(body, dict):
        return {key: _fill(value, ids, key) for key, value in body.items()}
    if isinstance(body, list):
        return [_fill(value, ids, name) for value in body]
    return str(ids[name]) if body == AN_ID else body


def list_operations(client: StrictClient) -> list[Operation]:
    found = [
        Operation(method.upper(), path, said)
        for path, methods in client.get("/api/v1/openapi.json").get_json()["paths"].items()
        if not path.startswith(PUBLIC)
        for method, said in methods.items()
        if method != "parameters"
    ]
    return sorted(found, key=lambda one: (next((n for n, end in enumerate(LAST, 1) if end in one.name), 0), one.method != "GET"))


def call(client: StrictClient, operation: Operation, address: str, headers: dict[str, str], body: Any = None) -> TestResponse:
    return (
        client.open(address, method=operation.method, headers=headers, json=body)
        if body is not None
        else client.open(address, method=operation.method, headers=headers)
    )


def is_in_shape(answer: TestResponse) -> bool:
    return answer.mimetype == "application/json" and set(answer.get_json()) == SHAPE
