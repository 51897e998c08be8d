"""How it is safe to be in touch with somebody, or that nobody may be: others may read what comes. Callers commit."""

from datetime import datetime

from messaging.sending import outbox
from navigator.db import db
from navigator.people import bans, signals
from navigator.people.models import Person, Staff
from navigator.people.operations import record_audit


def set_safe_contact(*, person: Person, prohibited: bool, words: str, staff: Staff, now: datetime) -> bool:
    """How to be in touch (`words`, told to groups as well), and whether nobody may write at all. False when it was so already.

    While it is prohibited nothing leaves by any path; what was planned is cancelled, and stays so when it is lifted.
    """
    if (person.contact_prohibited, person.safe_contact) == (prohibited, words):
        return False
    was = person.contact_prohibited
    person.contact_prohibited, person.safe_contact = prohibited, words
    db.session.flush()
    bans.keep(person=person, now=now)
    if prohibited:
        outbox.cancel_planned(recipient_id=person.id, cause="contact_prohibited", now=now)
    detail = "nobody may write to them" if prohibited else "they may be written to" if was else "instructions changed"
    record_audit(action="safe_contact_changed", staff_id=staff.id, person_id=person.id, detail=detail, now=now)
    signals.safe_contact_changed.send("people", person=person, now=now)
    return True
