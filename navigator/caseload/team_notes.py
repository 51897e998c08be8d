"""What a desk says of the team: whose people somebody answers for while they are away, and who was handed over to them."""

from datetime import datetime

from flask import url_for
from flask_babel import get_locale, gettext
from sqlalchemy import func, select

from navigator.db import db
from navigator.people.models import Person, Staff
from navigator.people.support_models import Coordination
from navigator.teams import cover
from navigator.threads.desk_notes import ON_THE_DESK, DeskNote, NoteRow
from navigator.times import LONDON
from translations import dates
from translations.locales import language


def note_whom_they_cover(*, staff: Staff, now: datetime) -> DeskNote | None:
    """Colleagues who are away, whose people are among these today; None when nobody is."""
    covered = cover.list_covered(staff.id, today=now.astimezone(LONDON).date())
    if not covered:
        return None
    code = language(str(get_locale())).code
    rows = [
        NoteRow(
            who=absence.staff.name,
            words=absence.note,
            since=absence.made_at,
            besides=gettext("back on %(day)s", day=dates.day(absence.back_on, code))
            if absence.back_on
            else gettext("nobody knows yet when they are back"),
            address=url_for("absences.absence", absence_id=absence.id),
        )
        for absence in covered
    ]
    return DeskNote(gettext("You answer for them while they are away"), rows, len(rows), url_for("absences.absences"))


def note_who_is_new(*, staff: Staff, now: datetime) -> DeskNote | None:
    """Who was handed over to them, until they say that they have read it; None when nobody was."""
    unseen = (
        Coordination.staff_id == staff.id,
        Coordination.until.is_(None),
        Coordination.seen_at.is_(None),
        Person.closed_at.is_(None),
    )
    found = select(Coordination, Person).join(Person, Person.id == Coordination.person_id).where(*unseen)
    rows = db.session.execute(found.order_by(Coordination.since, Coordination.id).limit(ON_THE_DESK)).all()
    if not rows:
        return None
    total = db.session.scalar(
        select(func.count()).select_from(Coordination).join(Person, Person.id == Coordination.person_id).where(*unseen)
    )
    return DeskNote(
        gettext("New with you"),
        [
            NoteRow(
                who=person.full_name,
                words=coordination.note,
                since=coordination.since,
                besides=gettext("handed over to you"),
                address=url_for("coordinator.coordinator", person_id=person.id),
            )
            for coordination, person in rows
        ],
        total or len(rows),
        url_for("coordinator.new_with_me"),
    )
