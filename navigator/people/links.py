"""Short links to one person's plan, for texts. A link alone shows nothing: a code sent to the phone opens it."""

import uuid
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import choice

from sqlalchemy import select, update

from messaging import subscriptions
from navigator.db import db
from navigator.people.models import Person, PersonLink

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 or o, 1, i or l: somebody may read it out
LENGTH = 12  # 59 bits
LASTS = timedelta(days=14)


def make_link(*, person_id: uuid.UUID, now: datetime, lasts: timedelta = LASTS) -> str:
    """The token of a new link, valid until `now + lasts`; its page is `path(token)`. Only its digest is kept."""
    token = "".join(choice(ALPHABET) for _ in range(LENGTH))
    db.session.add(PersonLink(person_id=person_id, digest=_digest(token), created_at=now, expires_at=now + lasts))
    db.session.flush()
    return token


def path(token: str) -> str:
    """Where the link leads, to be put after the service's public address."""
    return f"/t/{token}"


def find_person_by_link(*, token: str, now: datetime) -> Person | None:
    """Whose plan the link leads to; None when it never was, has expired or been revoked, or we no longer support them."""
    if len(token) > 40:
        return None
    return db.session.scalar(
        select(Person)
        .join(PersonLink, PersonLink.person_id == Person.id)
        .where(
            PersonLink.digest == _digest(token),
            PersonLink.expires_at > now,
            PersonLink.revoked_at.is_(None),
            Person.closed_at.is_(None),
        )
    )


def end_access(*, person: Person, now: datetime) -> None:
    """Close this person's plan on every phone it is open on, end every link to it and notify no
    browser any more: a new code to their number opens it.
    """
    person.session_epoch += 1
    subscriptions.end(recipient_id=person.id, why="access ended", now=now)
    revoke_links(person_id=person.id, now=now)


def revoke_links(*, person_id: uuid.UUID, now: datetime) -> None:
    """End every link of this person: the phone was lost, or the number is no longer theirs."""
    db.session.execute(
        update(PersonLink).where(PersonLink.person_id == person_id, PersonLink.revoked_at.is_(None)).values(revoked_at=now)
    )


def _digest(token: str) -> str:
    return sha256(token.strip().lower().encode()).hexdigest()
