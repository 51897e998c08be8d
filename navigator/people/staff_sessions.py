"""The signed-in member of staff, in a cookie that ends by itself: after a while unused, and at the end of a day's work."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import cast

from flask import Flask, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from navigator.db import db
from navigator.people.models import Staff


class _SignedIn(UserMixin):
    def __init__(self, staff: Staff) -> None:
        self.staff = staff

    def get_id(self) -> str:
        return str(self.staff.id)


def init_app(app: Flask, *, idle: timedelta, longest: timedelta) -> None:
    """Teach `app` who is signed in. `idle`: how long a session lives unused; `longest`: how long it lives at all."""
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)  # the frame says who is here, database or no database
    manager.session_protection = None  # compares addresses, which change on a bus; the cookie is signed and short-lived

    @manager.user_loader
    def load(staff_id: str) -> _SignedIn | None:
        now = datetime.now(UTC).timestamp()
        began, seen = session.get("staff_began", 0.0), session.get("staff_seen", 0.0)
        if now - seen > idle.total_seconds() or now - began > longest.total_seconds():
            return None
        staff = db.session.get(Staff, uuid.UUID(staff_id))
        if staff is None or staff.left_at is not None or staff.session_epoch != session.get("staff_epoch"):
            return None
        session["staff_seen"] = now
        return _SignedIn(staff)


def sign_in(staff: Staff) -> None:
    """Begin a session for `staff`, with nothing left in it from before but the language, and whose listings it keeps.

    Somebody who signs in again keeps their token against forgery, so that what stands half written in another tab can be sent.
    """
    kept = ("language", "editor", "csrf_token") if find_last_staff_id() == str(staff.id) else ("language", "editor")
    before = {name: session[name] for name in kept if session.get(name)}
    session.clear()
    now = datetime.now(UTC).timestamp()
    session.update(before, staff_began=now, staff_seen=now, staff_epoch=staff.session_epoch)
    login_user(_SignedIn(staff))


def sign_out() -> None:
    logout_user()
    session.clear()


def find_current_staff() -> Staff | None:
    """Who is signed in; None when nobody is, or the session has ended."""
    return cast(Staff, current_user.staff) if current_user and current_user.is_authenticated else None


def find_last_staff_id() -> str:
    """Who is, or was last, signed in on this browser, ended session or not; "" when nobody, or they signed out."""
    return str(session.get("_user_id", ""))


def current_staff() -> Staff:
    """Who is signed in, behind a door that only lets staff through."""
    staff = find_current_staff()
    if staff is None:
        raise RuntimeError("a page for staff is behind a door without a staff guard")
    return staff
