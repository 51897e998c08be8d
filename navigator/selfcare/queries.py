"""Reading which pages somebody was sent."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from navigator.db import db
from navigator.people.models import Staff
from navigator.selfcare.library import TOPICS, Page, get_page
from navigator.selfcare.models import PageSent

KEPT_IN_SIGHT = 20


@dataclass(frozen=True)
class Sent:
    """A page that was sent: in the language of whoever looks now, when, and by whom."""

    page: Page
    at: datetime
    by: str


def list_sent(person_id: uuid.UUID, *, language: str) -> list[Sent]:
    """What a person was sent, newest first; each page once, as it was sent last. One query."""
    rows = db.session.execute(
        select(PageSent.topic, PageSent.sent_at, Staff.name)
        .join(Staff, Staff.id == PageSent.staff_id)
        .where(PageSent.person_id == person_id)
        .order_by(PageSent.sent_at.desc(), PageSent.id.desc())
        .limit(KEPT_IN_SIGHT)
    )
    known = {topic.name for topic in TOPICS}
    newest: dict[str, Sent] = {}
    for name, at, by in rows:
        if name in known and name not in newest:
            newest[name] = Sent(get_page(name, language), at, by)
    return list(newest.values())
