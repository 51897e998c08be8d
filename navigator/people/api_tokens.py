"""Whose key a call brings, what it may do, and how often it calls."""

import uuid
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from hashlib import sha256
from inspect import signature
from typing import Any, TypeVar, cast

from flask import current_app, g, request
from sqlalchemy import CursorResult, case, or_, select, update

from navigator.api_shapes import Blueprint, abort
from navigator.db import db, writing
from navigator.people.access import get_person
from navigator.people.models import ApiToken, Person, Role, Staff
from navigator.people.throttle import TooMany
from navigator.people.token_scopes import MAY_HOLD, TokenScope, allowed_now
from navigator.times import utc_now

WINDOW = timedelta(minutes=1)
NOT_SUPPORTED = "We no longer support them."
BEARER: list[dict[str, list[str]]] = [{"bearer": []}]

View = TypeVar("View", bound=Callable[..., Any])


def needs(blueprint: Blueprint, scope: TokenScope, *, roles: Collection[Role] = tuple(Role)) -> Callable[[View], View]:
    """Mark an operation of the API with the scope a key needs for it, and say so in the document that describes it.

    `roles`: whose keys may do it at all, where the page of it has a door of its own. The guard of the door asks `scope_of` and
    `roles_of`, and refuses an operation that names no scope.
    """

    def mark(view: View) -> View:
        view.scope, view.roles = scope, frozenset(roles)  # type: ignore[attr-defined]  # read by `scope_of` and `roles_of`
        whose = [role.value for role in Role if role in roles and scope in MAY_HOLD[role]]
        documented = blueprint.doc(security=BEARER, **{"x-scope": scope.value, "x-roles": whose})(view)
        refusals = {
            401: "No key, or none that works.",
            403: f"The key is not made for this (it needs `{scope.value}`), or its holder's role does not do it.",
            429: "Too many calls. `Retry-After` says when to call again.",
        }
        for code, words in refusals.items():
            documented = blueprint.alt_response(code, description=words)(documented)
        if any(name.endswith("_id") for name in signature(view).parameters):
            documented = blueprint.alt_response(404)(documented)
        return cast(View, documented)

    return mark


def scope_of(endpoint: str) -> TokenScope | None:
    """The scope an operation of the API needs; None for one that was never marked."""
    return getattr(current_app.view_functions[endpoint], "scope", None)


def roles_of(endpoint: str) -> frozenset[Role]:
    """Whose keys may do an operation of the API."""
    return getattr(current_app.view_functions[endpoint], "roles", frozenset())


def find_current_token() -> ApiToken | None:
    """The key a request brings as a bearer token; None when it brings none that works."""
    if "api_token" not in g:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        g.api_token = _find(token.strip()) if scheme.lower() == "bearer" and token else None
    return cast("ApiToken | None", g.api_token)


def find_current_staff() -> Staff | None:
    """The member of staff a request's bearer token speaks for; None when there is no valid token."""
    token = find_current_token()
    return token.staff if token else None


def current_holder() -> Staff:
    """The member of staff a call speaks for, behind a door whose guard has looked at the key."""
    staff = find_current_staff()
    if staff is None:
        raise RuntimeError(f"{request.endpoint} is behind a door without a guard for keys")
    return staff


def supported_person(person_id: uuid.UUID) -> Person:
    """A person whom the holder of the key sees, and whom we support now: else the call is refused."""
    person = get_person(staff=current_holder(), person_id=person_id)
    if person.closed_at is not None:
        abort(409, message=NOT_SUPPORTED)
    return person


def may(token: ApiToken, scope: TokenScope) -> bool:
    return scope in allowed_now(token.staff.role, token.scopes)


def refuse_without(scope: TokenScope) -> None:
    """Refuse a call that would do, beside its own, what another scope is for, when its key has not that one as well."""
    token = find_current_token()
    if token is None or not may(token, scope):
        abort(403, message=f"What is asked here needs the scope {scope.value} as well.", errors={"scope": [scope.value]})


def count_call(token: ApiToken, *, most: int, now: datetime) -> None:
    """Count one call with this key. Raises `TooMany` when there were `most` of them within its minute. Commits.

    It has a transaction of its own, before anything else is read: see `trail.looked_at`.
    """
    token_id, since = token.id, now - WINDOW
    is_over = or_(ApiToken.window_began_at.is_(None), ApiToken.window_began_at <= since)
    db.session.rollback()
    with writing():
        counted = db.session.execute(
            update(ApiToken)
            .where(ApiToken.id == token_id, or_(is_over, ApiToken.window_calls < most))
            .values(
                window_calls=case((is_over, 1), else_=ApiToken.window_calls + 1),
                window_began_at=case((is_over, now), else_=ApiToken.window_began_at),
                last_used_at=now,
            )
            .execution_options(synchronize_session=False)
        )
        db.session.commit()
    if cast(CursorResult[Any], counted).rowcount != 1:
        began_at = db.session.scalar(select(ApiToken.window_began_at).where(ApiToken.id == token_id)) or now
        raise TooMany(max(began_at + WINDOW - now, timedelta(seconds=1)))


def _find(token: str) -> ApiToken | None:
    key = db.session.scalar(select(ApiToken).where(ApiToken.digest == sha256(token.encode()).hexdigest()))
    if key is None or key.revoked_at is not None or key.expires_at <= utc_now() or key.staff.left_at is not None:
        return None
    return key
