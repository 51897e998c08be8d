"""Asking somebody by text whether they would like to write something down before a conversation. It flushes."""

from datetime import datetime
from decimal import Decimal

from messaging.models import OutgoingMessage
from messaging.wording.texts import Preview
from navigator.conversations import preparing
from navigator.people import links
from navigator.people.models import Person, Staff
from navigator.people.operations import record_audit
from navigator.people.texting import NotTexted, Reach, preview_text, text_person

TEMPLATE = "prepare_invitation"


def invite(*, person: Person, staff: Staff, public_url: str, now: datetime) -> OutgoingMessage | NotTexted:
    """It stands on the first page of their plan, and a text says so. Pressed twice in a minute, one text goes."""
    preparing.invite(person_id=person.id, staff_id=staff.id, now=now)
    record_audit(action="invited_to_prepare", staff_id=staff.id, person_id=person.id, now=now)
    link = _address(public_url, links.make_link(person_id=person.id, now=now))
    return text_person(
        person=person,
        template=TEMPLATE,
        values={"navigator_name": person.navigator.first_name, "link": link},
        dedupe_key=f"prepare {person.id} {now:%Y-%m-%dT%H:%M}",
        staff_id=staff.id,
        now=now,
    )


def preview(*, person: Person, public_url: str, pence_per_segment: Decimal | None, reach: Reach | None = None) -> Preview | None:
    """The text as it would arrive; None when they get none."""
    values = {"navigator_name": person.navigator.first_name, "link": _address(public_url, "x" * links.LENGTH)}
    return preview_text(person=person, template=TEMPLATE, values=values, pence_per_segment=pence_per_segment, reach=reach)


def _address(public_url: str, token: str) -> str:
    return f"{public_url}{links.path(token)}"
