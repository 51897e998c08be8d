"""Something new in your plan: told to those who want no details on their phone. These flush.

However much is agreed in one talk, one text goes, when the talk is likely to be over; and never two within an hour.
"""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal

from flask import current_app
from sqlalchemy import select

from messaging.models import ON_THE_PHONE, Channel, OutgoingMessage
from messaging.states import NOT_HANDED_OVER, State
from messaging.wording.texts import Preview
from navigator.db import db
from navigator.people import links
from navigator.people.models import Person, TextDetail
from navigator.people.texting import NotTexted, Way, choose_way, preview_text, text_person

TEMPLATE = "something_new"
AFTER = timedelta(minutes=15)  # while they talk, more may come
APART = timedelta(hours=1)
NEVER_SENT = (State.CANCELLED, State.EXPIRED, State.SUPPRESSED)


def tell(*, person: Person, now: datetime, about_id: uuid.UUID | None = None) -> OutgoingMessage | NotTexted | None:
    """Plan it, unless one waits to go already, or another text about the same thing (`about_id`) goes by then."""
    if not _wants_it(person):
        return None
    last = db.session.scalar(
        select(OutgoingMessage)
        .where(
            OutgoingMessage.recipient_id == person.id,
            OutgoingMessage.template == TEMPLATE,
            OutgoingMessage.state.not_in(NEVER_SENT),
        )
        .order_by(OutgoingMessage.not_before.desc())
        .limit(1)
    )
    if last is not None and last.state in NOT_HANDED_OVER:
        return None
    goes = max(now + AFTER, last.not_before + APART) if last is not None else now + AFTER
    if about_id is not None and _goes_anyway(about_id, before=goes):
        return None
    return text_person(
        person=person,
        template=TEMPLATE,
        values=_values(person, links.make_link(person_id=person.id, now=now)),
        dedupe_key=f"something-new:{person.id}:{goes:%Y-%m-%dT%H}",
        not_before=goes,
        now=now,
    )


def preview(*, person: Person, pence_per_segment: Decimal | None) -> Preview | None:
    """The text as it would arrive; None when they get none."""
    if not _wants_it(person):
        return None
    values = _values(person, "x" * links.LENGTH)
    return preview_text(person=person, template=TEMPLATE, values=values, pence_per_segment=pence_per_segment)


def _goes_anyway(about_id: uuid.UUID, *, before: datetime) -> bool:
    """Whether another text about the same thing goes to them by then."""
    waiting = select(OutgoingMessage.id).where(
        OutgoingMessage.about_id == about_id,
        OutgoingMessage.channel.in_(ON_THE_PHONE),
        OutgoingMessage.state.in_(NOT_HANDED_OVER),
        OutgoingMessage.not_before <= before,
    )
    return db.session.scalar(waiting.limit(1)) is not None


def _wants_it(person: Person) -> bool:
    """Who has texts in full hears of the step itself; nobody gets a letter that says only where to look on a phone."""
    way = choose_way(person)
    return person.text_detail is TextDetail.PLAIN and isinstance(way, Way) and way.channel is not Channel.LETTER


def _values(person: Person, token: str) -> dict[str, str]:
    public_url = str(current_app.extensions["settings"].public_url)
    return {"navigator_name": person.navigator.first_name, "link": f"{public_url}{links.path(token)}"}
