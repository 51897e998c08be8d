"""Writing down, from a page, that somebody looked at a person."""

import uuid

from navigator.db import begin_writing, db
from navigator.people.operations import record_audit
from navigator.times import utc_now


def looked_at(*, staff_id: uuid.UUID, person_id: uuid.UUID, page: str) -> None:
    """Call it last, with the page already made. It has a transaction of its own: one that began by reading cannot
    always go on to write on SQLite (somebody else may have written since), and a page must not fail for that.
    """
    db.session.rollback()
    begin_writing()
    record_audit(action="looked_at", staff_id=staff_id, person_id=person_id, detail=page, now=utc_now())
    db.session.commit()
