"""No address of the service lies outside the table of doors, and every door does what it says."""

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, PathConverter

from navigator.doors import DOORS
from navigator.web import guards
from tests.strict_client import StrictClient

STRANGERS_MAY = {
    guards.anyone,
    guards.anyone_in_moderation,
    guards.whoever_holds_the_link,
    guards.signed_by_the_provider,
    guards.one_tap_from_a_mailbox,
    guards.a_browser_that_was_notified,
    guards.only_in_the_demo,
}
AN_ID = "0190a000-0000-7000-8000-000000000000"
FILLED_IN = {PathConverter: "x", IntegerConverter: "1"}  # by what an address takes there; else an id


def _addresses(app: Flask) -> list[tuple[str, str, str]]:
    """(endpoint, method, a filled-in address) for every route."""
    found = []
    for rule in app.url_map.iter_rules():
        values = {name: FILLED_IN.get(type(rule._converters[name]), AN_ID) for name in rule.arguments}
        with app.test_request_context():
            _, path = rule.build(values, append_unknown=False) or (None, None)
        if path:
            found += [(rule.endpoint, method, path) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]
    return found


class TestDoors:
    def test_hold_every_address(self, app: Flask) -> None:
        names = {door.blueprint.name for door in DOORS}

        outside = {
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if rule.endpoint.split(".")[0] not in names and rule.endpoint not in guards.OPEN_ENDPOINTS
        }

        assert outside == set()

    def test_are_each_named_once(self) -> None:
        names = [door.blueprint.name for door in DOORS]

        assert len(names) == len(set(names))

    def test_let_no_stranger_through_to_people(self, app: Flask, client: StrictClient) -> None:
        guarded = {door.blueprint.name: door for door in DOORS if door.guard not in STRANGERS_MAY}
        app.config["WTF_CSRF_ENABLED"] = False  # the guard itself must refuse, not only the missing token
        try:
            let_in = []
            for endpoint, method, address in _addresses(app):
                if endpoint.split(".")[0] not in guarded:
                    continue
                answer = client.open(address, method=method)
                doors = ("/sign-in", "/plan-link", "/listings/sign-in")
                refused = answer.status_code in (401, 403) or (
                    answer.status_code in (302, 303) and answer.location.split("?")[0] in doors
                )
                if not refused:
                    let_in.append((method, address, answer.status_code))
        finally:
            app.config["WTF_CSRF_ENABLED"] = True

        assert let_in == []

    @pytest.mark.parametrize("address", ["/simulator/"])
    def test_to_the_simulator_stand_only_in_the_demo(self, app: Flask, client: StrictClient, address: str) -> None:
        settings = app.extensions["settings"]
        app.extensions["settings"] = type(settings)(**{**settings.__dict__, "sms_gateway": "console"})
        try:
            answer = client.get(address, follow_redirects=True)
        finally:
            app.extensions["settings"] = settings

        assert answer.status_code == 404
