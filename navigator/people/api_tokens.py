"""Keys for the API: made once, shown once, kept as a digest."""

from hashlib import sha256

from flask import g, request
from sqlalchemy import select

from navigator.db import db
from navigator.people.models import ApiToken, Staff
from navigator.times import utc_now


def find_current_staff() -> Staff | None:
    """The member of staff a request's bearer token speaks for; None when there is no valid token."""
    if "api_staff" not in g:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        g.api_staff = _find_holder(token.strip()) if scheme.lower() == "bearer" and token else None
    return g.api_staff if isinstance(g.api_staff, Staff) else None


def _find_holder(token: str) -> Staff | None:
    key = db.session.scalar(select(ApiToken).where(ApiToken.digest == sha256(token.encode()).hexdigest()))
    if key is None or key.revoked_at is not None or key.expires_at <= utc_now() or key.staff.left_at is not None:
        return None
    return key.staff
