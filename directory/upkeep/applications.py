"""Organisations that ask to be listed: who asks, and the link that shows their e-mail address is theirs and leads them back."""

import uuid
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import select

from directory.upkeep.edits import begin_first_listing
from directory.upkeep.models import ListingApplication
from navigator.db import db

LASTS = timedelta(days=14)


class ApplicationNotFound(Exception):
    """There is no such application, or its link has run out."""


def apply(
    *,
    organization_name: str,
    about: str,
    charity_number: str,
    company_number: str,
    website: str,
    name: str,
    email: str,
    language: str,
    now: datetime,
) -> tuple[ListingApplication, str]:
    """An application, the draft of its first listing, and the token of its link. Nobody sees it before the link was opened."""
    application = ListingApplication(
        organization_name=organization_name,
        about=about,
        charity_number=charity_number or None,
        company_number=company_number or None,
        website=website or None,
        name=name,
        email=email.strip().lower(),
        language=language,
        digest="",
        applied_at=now,
        expires_at=now,
    )
    token = _new_token(application, now)
    db.session.add(application)
    db.session.flush()
    begin_first_listing(application=application, now=now)
    return application, token


def renew_link(*, application: ListingApplication, now: datetime) -> str:
    """The token of a new link; the old one ends."""
    token = _new_token(application, now)
    db.session.flush()
    return token


def find_by_token(token: str, *, now: datetime) -> ListingApplication | None:
    """The application this link leads to; None when it never was, or has run out."""
    wanted = select(ListingApplication).where(ListingApplication.digest == _digest(token), ListingApplication.expires_at > now)
    return db.session.scalars(wanted).one_or_none()


def confirm(*, application: ListingApplication, now: datetime) -> None:
    """The link was opened and pressed: the address is theirs."""
    application.confirmed_at = application.confirmed_at or now
    db.session.flush()


def get_confirmed(application_id: uuid.UUID) -> ListingApplication:
    """Raises `ApplicationNotFound`, also while nobody has opened the link."""
    application = db.session.get(ListingApplication, application_id)
    if application is None or application.confirmed_at is None:
        raise ApplicationNotFound(application_id)
    return application


def _new_token(application: ListingApplication, now: datetime) -> str:
    token = token_urlsafe(24)
    application.digest, application.expires_at = _digest(token), now + LASTS
    return token


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
