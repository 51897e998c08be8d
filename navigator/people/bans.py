"""Keeps what messaging may not write to in step with what is written down about a person."""

from datetime import datetime

from messaging import contact_bans
from messaging.contact_bans import Ban
from navigator.people.models import Person


def keep(*, person: Person, now: datetime) -> None:
    """The ban of this person as their record says now: on them, their number and their e-mail address; or none."""
    ban = Ban(recipient_id=person.id, addresses=(person.mobile or "", person.email or "")) if person.contact_prohibited else Ban()
    contact_bans.put(whose=person.id, ban=ban, now=now)
