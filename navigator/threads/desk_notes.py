"""What stands above everything else on every desk of a team: texts that have waited too long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext, ngettext

from messaging.phone_numbers import pretty
from messaging.sending.quiet_hours import DecentHours
from navigator.people.models import Staff
from navigator.teams.caseloads import Whose
from navigator.teams.signals import TeamNote
from navigator.threads import queries, team_hours
from navigator.threads.labels import waited_in_words

ON_THE_DESK = 5


@dataclass(frozen=True)
class NoteRow:
    """One thing: whose it is (a name or a number), the words, since when, what is to be known besides, and where it is."""

    who: str
    words: str
    since: datetime
    besides: str
    address: str
    is_urgent: bool = False


@dataclass(frozen=True)
class DeskNote:
    """A few things the whole team should see first, under a heading; `address` leads to all of them, `total` in number."""

    heading: str
    rows: Sequence[NoteRow]
    total: int
    address: str


def note_what_waits(*, staff: Staff, now: datetime) -> DeskNote | None:
    """What has waited too long for an answer, of whoever in the team; None when nothing has."""
    found = queries.list_too_long(staff, now=now, limit=ON_THE_DESK)
    if not found.total:
        return None
    hours = team_hours.team_hours().open
    rows = [
        NoteRow(
            who=row.person.full_name if row.person else pretty(row.thread.number or ""),
            words=row.thread.last_words,
            since=row.thread.waiting_since or row.thread.last_at,
            besides=_besides(row, hours, now),
            address=url_for("threads.thread", thread_id=row.thread.id),
            is_urgent=row.thread.is_urgent,
        )
        for row in found.rows
    ]
    return DeskNote(
        gettext("Texts that cannot wait any longer"), rows, found.total, url_for("threads.threads", whose=Whose.TEAM.value)
    )


def note_for_the_lead(sender: object, *, staff: Staff, now: datetime) -> TeamNote | None:
    """The same for the page of a team lead, as a number. Connected to a signal by navigator.app."""
    total = queries.list_too_long(staff, now=now, limit=1).total
    if not total:
        return None
    words = ngettext("%(num)s text cannot wait any longer", "%(num)s texts cannot wait any longer", total)
    return TeamNote(words, total, url_for("threads.threads", whose=Whose.TEAM.value))


def _besides(row: queries.Open, hours: DecentHours, now: datetime) -> str:
    waited = gettext("unanswered for %(time)s", time=waited_in_words(row.thread, hours, now))
    return f"{waited} · {row.holder}" if row.holder else waited
