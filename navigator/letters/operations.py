"""What staff do with letters. Callers commit."""

from collections.abc import Sequence
from datetime import datetime

from messaging.models import MessageEvent
from messaging.states import State, advance
from messaging.wording import texts as wording
from navigator.db import db
from navigator.letters.queries import Letter
from navigator.people.models import Staff
from navigator.people.operations import record_audit


def mark_posted(letters: Sequence[Letter], *, staff: Staff, now: datetime) -> int:
    """These letters were printed and posted. Their words are kept as they went. Says how many."""
    for letter in letters:
        message = letter.message
        message.state = advance(message.state, State.SENT)
        message.cause, message.sent_at = "posted", now
        message.values, message.body = wording.without_secrets(message.template, message.values, letter.body)
        db.session.add(MessageEvent(message_id=message.id, happened_at=now, state=State.SENT, cause="posted"))
        record_audit(action="letter_posted", staff_id=staff.id, person_id=letter.person.id, now=now)
    db.session.flush()
    return len(letters)
