from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, abort
from sqlalchemy.exc import OperationalError

from navigator.people.access import PersonNotFound
from tests.strict_client import StrictClient

SHAPE = {"code", "status", "message", "errors"}


@pytest.fixture
def help_now_raises(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """Lets /help-now fail as it would where the service is used, where errors do not reach the tests."""
    monkeypatch.setitem(app.config, "TESTING", False)

    def arrange(problem: Exception) -> None:
        def fail() -> None:
            raise problem

        monkeypatch.setitem(app.view_functions, "site.help_now", fail)

    return arrange


class TestPeople:
    def test_are_told_that_there_is_no_such_page(self, client: StrictClient) -> None:
        answer = client.get("/nowhere")

        assert answer.status_code == 404
        assert "We could not find that page" in answer.get_data(as_text=True)

    def test_are_told_the_same_of_a_person_they_may_not_see(
        self, client: StrictClient, help_now_raises: Callable[[Exception], None]
    ) -> None:
        help_now_raises(PersonNotFound("some id"))

        answer = client.get("/help-now")

        assert answer.status_code == 404
        assert "some id" not in answer.get_data(as_text=True)

    def test_are_told_that_a_page_was_open_too_long(self, client: StrictClient) -> None:
        answer = client.post("/sign-in", data={"email": "ben@care.example"})

        page = answer.get_data(as_text=True)
        assert answer.status_code == 400
        assert "Nothing was sent" in page
        assert "another tab" in page

    def test_are_told_that_an_address_takes_nothing(self, client: StrictClient) -> None:
        answer = client.post("/help-now")

        assert answer.status_code == 405
        assert "GET" in answer.headers["Allow"]

    def test_are_told_that_it_was_too_large(self, client: StrictClient) -> None:
        answer = client.post("/sign-in", data={"email": "x" * (3 * 1024 * 1024)})

        assert answer.status_code == 413
        assert "shorten it" in answer.get_data(as_text=True)

    @pytest.mark.parametrize(("code", "words"), [(403, "This page is not for you"), (429, "Please wait a little")])
    def test_are_told_kindly(
        self, app: Flask, client: StrictClient, monkeypatch: pytest.MonkeyPatch, code: int, words: str
    ) -> None:
        monkeypatch.setitem(app.view_functions, "site.help_now", lambda: abort(code))

        answer = client.get("/help-now")

        assert answer.status_code == code
        assert words in answer.get_data(as_text=True)

    def test_are_given_a_reference_that_the_log_has_once(
        self, client: StrictClient, help_now_raises: Callable[[Exception], None], caplog: pytest.LogCaptureFixture
    ) -> None:
        help_now_raises(RuntimeError("a secret of ours"))

        answer = client.get("/help-now?story=told-once")

        page = answer.get_data(as_text=True)
        assert answer.status_code == 500
        logged = [entry for entry in caplog.records if entry.name == "navigator.web.errors"]
        assert len(logged) == 1
        assert isinstance(logged[0].args, tuple)
        assert str(logged[0].args[0]) in page
        assert "told-once" not in caplog.text
        assert "a secret of ours" not in page

    def test_are_told_in_their_language_and_direction(
        self, client: StrictClient, help_now_raises: Callable[[Exception], None]
    ) -> None:
        help_now_raises(RuntimeError())

        assert 'lang="ur" dir="rtl"' in client.get("/help-now?lang=ur").get_data(as_text=True)

    def test_are_told_when_the_database_is_away(
        self, client: StrictClient, help_now_raises: Callable[[Exception], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        away = OperationalError("SELECT", {}, Exception("no route to host"))
        help_now_raises(away)
        monkeypatch.setattr("navigator.people.staff_sessions.find_current_staff", raise_(away))

        answer = client.get("/help-now")

        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert "We cannot reach our records" in answer.get_data(as_text=True)


class TestPrograms:
    @pytest.mark.parametrize(
        ("address", "code"), [("/api/v1/nothing", 404), ("/api/v1/people", 401), ("/api/v1/services?nonsense=1", 422)]
    )
    def test_are_always_told_in_one_shape(self, client: StrictClient, address: str, code: int) -> None:
        answer = client.get(address)

        said: Any = answer.json
        assert answer.status_code == code
        assert set(said) == SHAPE
        assert said["code"] == code

    def test_are_told_which_input_was_wrong(self, client: StrictClient) -> None:
        said: Any = client.get("/api/v1/services?page=none").json

        assert "page" in said["errors"]["query"]

    def test_are_told_how_to_say_who_they_are(self, client: StrictClient) -> None:
        assert client.get("/api/v1/people").headers["WWW-Authenticate"] == "Bearer"

    def test_are_told_of_our_failures_in_the_same_shape(
        self, app: Flask, client: StrictClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(app.config, "TESTING", False)
        monkeypatch.setattr("navigator.people.api_tokens.find_current_token", raise_(RuntimeError("a secret of ours")))

        answer = client.get("/api/v1/people")

        said: Any = answer.json
        assert answer.status_code == 500
        assert set(said) == SHAPE
        assert "secret" not in answer.get_data(as_text=True)


def raise_(problem: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise problem

    return fail
