"""Sending somebody a page to read. Callers commit."""

import uuid
from datetime import datetime
from decimal import Decimal

from messaging.models import OutgoingMessage
from messaging.plans import operations as plans
from messaging.plans.rules import Event
from messaging.sending.preferred_times import read_times
from messaging.wording.texts import Preview
from navigator.db import db, new_id
from navigator.people.models import Person, Staff
from navigator.people.operations import record_audit
from navigator.people.texting import NotTexted, preview_text, text_person
from navigator.selfcare.library import TOPICS, Topic, path
from navigator.selfcare.models import PageSent
from navigator.times import LONDON


def send_page(*, person: Person, topic: Topic, staff: Staff, public_url: str, now: datetime) -> OutgoingMessage | NotTexted:
    """Text (or write) to `person` that there is a page for them. What it is about stands behind the link alone.

    The same page twice on one day goes once. What did not go is not written down as sent.
    """
    text = text_person(
        person=person,
        template="self_care_page",
        values={"navigator_name": staff.first_name, "link": f"{public_url}{path(topic, person.language)}"},
        dedupe_key=f"self-care:{person.id}:{topic.name}:{now.astimezone(LONDON).date()}",
        about_id=new_id(),
        now=now,
    )
    if isinstance(text, NotTexted) or text.about_id is None or db.session.get(PageSent, text.about_id) is not None:
        return text
    sent = PageSent(
        id=text.about_id, person_id=person.id, topic=topic.name, language=person.language, staff_id=staff.id, sent_at=now
    )
    db.session.add(sent)
    db.session.flush()
    record_audit(action="self_care_page_sent", staff_id=staff.id, person_id=person.id, detail=topic.name, now=now)
    _plan_what_follows(sent.id, person=person, staff=staff, now=now)
    return text


def preview_page(*, person: Person, staff: Staff, public_url: str, pence_per_segment: Decimal | None) -> Preview | None:
    """The text as long as it will be, whichever page it is about; None when the person gets none."""
    values = {"navigator_name": staff.first_name, "link": f"{public_url}{path(TOPICS[0], person.language)}"}
    return preview_text(person=person, template="self_care_page", values=values, pence_per_segment=pence_per_segment)


def _plan_what_follows(sent_id: uuid.UUID, *, person: Person, staff: Staff, now: datetime) -> None:
    """What the locality's reminder plan says for some days later, if anything."""
    for due in plans.come_to(Event.SELF_CARE_SENT, event_at=now, now=now, times=read_times(person.at_times)):
        text_person(
            person=person,
            template=due.line.template,
            values={"navigator_name": staff.first_name},
            dedupe_key=f"self-care-sent:{sent_id}:{due.key}",
            about_id=sent_id,
            not_before=due.not_before,
            expires_at=due.expires_at,
            now=now,
        )
