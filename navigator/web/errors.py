"""When something goes wrong, for people and for programs: what happened, what was kept, what to do."""

import logging
import secrets
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, NotFound, ServiceUnavailable, TooManyRequests

from navigator.db import db
from navigator.people.access import PersonNotFound
from navigator.people.throttle import TooMany
from navigator.referring_in.queries import ListNotFound, ReferralInNotFound
from navigator.threads.queries import ThreadNotFound

log = logging.getLogger(__name__)

SPOKEN = "BCDFGHJKLMNPQRSTVWXZ23456789"  # no vowels, so no words; no 0 and O, no 1 and I
TRY_AGAIN_AFTER = 30  # seconds
FOR_PROGRAMS = ("/api/", "/webhooks/", "/open-referral")


@dataclass(frozen=True)
class Problem:
    """What a person is told: a title, and sentences for what happened and what to do."""

    title: str
    words: tuple[str, ...]


def init_app(app: Flask) -> None:
    """Teach `app` to fail kindly: a page for people, one JSON shape for programs (`FOR_PROGRAMS`)."""
    app.register_error_handler(HTTPException, tell)
    app.register_error_handler(PersonNotFound, lambda _: tell(NotFound()))
    app.register_error_handler(ReferralInNotFound, lambda _: tell(NotFound()))
    app.register_error_handler(ListNotFound, lambda _: tell(NotFound()))
    app.register_error_handler(ThreadNotFound, lambda _: tell(NotFound()))
    app.register_error_handler(TooMany, lambda problem: tell(TooManyRequests(retry_after=int(problem.wait.total_seconds()) + 1)))
    app.log_exception = _log_with_reference  # type: ignore[method-assign]  # Flask calls it once for each unexpected error


def tell(problem: HTTPException) -> ResponseReturnValue:
    """The answer to `problem`, in the shape its reader expects."""
    cause = getattr(problem, "original_exception", None)
    if isinstance(cause, OperationalError | InterfaceError):
        g.database_is_down = True
        problem = ServiceUnavailable(retry_after=TRY_AGAIN_AFTER)
    if cause is not None:
        with suppress(SQLAlchemyError):
            db.session.rollback()
    if problem.code is None or problem.response is not None:
        return problem.get_response()
    headers = {name: value for name, value in problem.get_headers() if name.lower() not in ("content-type", "content-length")}
    if request.path.startswith(FOR_PROGRAMS):
        return _for_programs(problem, headers)
    page = render_template("errors/problem.html", problem=_in_words(problem), reference=g.get("reference"))
    return page, problem.code, headers


def _for_programs(problem: HTTPException, headers: dict[str, str]) -> ResponseReturnValue:
    """`{"code", "status", "message", "errors"}`: all four, always. `errors` is by place and field when the input was wrong."""
    said: dict[str, Any] = getattr(problem, "data", None) or {}
    code = problem.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if code == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    shape = {
        "code": int(code),
        "status": HTTPStatus(code).phrase,
        "message": str(said.get("message") or " ".join(_in_words(problem).words[:1])),
        "errors": said.get("errors") or said.get("messages") or {},
    }
    if g.get("reference"):
        shape["errors"] = {"reference": [g.reference]}
    return shape, int(code), {**headers, **(said.get("headers") or {})}


def _in_words(problem: HTTPException) -> Problem:
    """What people are told about each kind of problem."""
    if isinstance(problem, CSRFError):
        return Problem(
            gettext("We could not be sure that this came from you"),
            (
                gettext("The page was open for too long, or you signed in or out in another tab. Nothing was sent."),
                gettext("Use your browser’s back button: what you wrote should still be there."),
                gettext("Copy it, load the page again, and send it once more."),
            ),
        )
    match problem.code:
        case 401:
            return Problem(gettext("Please sign in"), (gettext("This is only for people who have signed in."),))
        case 403:
            return Problem(
                gettext("This page is not for you"),
                (
                    gettext("You are signed in, but this page belongs to somebody with another job."),
                    gettext("If you think that you should see it, ask whoever looks after your team's accounts."),
                ),
            )
        case 404:
            return Problem(
                gettext("We could not find that page"),
                (
                    gettext("There is nothing at this address, or it is not yours to see."),
                    gettext("If you typed the address, check it. If you followed a link, it may have ended."),
                ),
            )
        case 405:
            return Problem(
                gettext("That does not work here"),
                (gettext("This address does not take what was sent. Nothing was changed."), gettext("Go back and try again.")),
            )
        case 413:
            return Problem(
                gettext("That was too large"),
                (
                    gettext("What you sent is larger than we can take, so nothing was kept."),
                    gettext("Go back, shorten it, and send it again."),
                ),
            )
        case 415:
            return Problem(gettext("We cannot read that"), (gettext("What was sent is not in a form that we can read."),))
        case 422:
            return Problem(gettext("Something needs putting right"), (gettext("Some of what was sent is missing or wrong."),))
        case 429:
            return Problem(
                gettext("Please wait a little"),
                (gettext("There were too many tries from here in a short time."), gettext("Wait a few minutes, then try again.")),
            )
        case 503:
            return Problem(
                gettext("We cannot reach our records just now"),
                (
                    gettext("Nothing you sent was kept. This is our fault, and it should pass soon."),
                    gettext("Please wait a minute, go back, and try again."),
                ),
            )
        case code if code is not None and code >= 500:
            return Problem(
                gettext("Something went wrong at our end"),
                (
                    gettext("It is not your fault. What you sent just now may not have been kept."),
                    gettext("Go back and try again. If it happens again, please tell us."),
                ),
            )
    return Problem(
        gettext("We could not make sense of that"),
        (gettext("What was sent is not what this page expects. Nothing was changed."), gettext("Go back and try again.")),
    )


def _log_with_reference(exc_info: Any) -> None:
    """One entry for each unexpected error, under a reference short enough to read out over the phone."""
    g.reference = "".join(secrets.choice(SPOKEN) for _ in range(6))
    # The address and what was typed stay out of the log: they may hold a secret link, or somebody's story.
    log.error("unexpected error %s at %s %s", g.reference, request.method, request.endpoint, exc_info=exc_info)
