"""What stands at the top of the desk of a navigator or a lead: referrals in that nobody has decided about."""

from datetime import datetime

from flask import url_for
from flask_babel import gettext, ngettext

from navigator.people.models import Staff
from navigator.referring_in import queries
from navigator.referring_in.queries import DEALS_WITH_THEM, Shelf
from navigator.threads.desk_notes import DeskNote, NoteRow
from navigator.times import LONDON

ON_THE_DESK = 3


def note_referrals_in(*, staff: Staff, now: datetime) -> DeskNote | None:
    """How many are new, and the first few: urgent, then the oldest; None when there are none, or they are not theirs to see."""
    if staff.role not in DEALS_WITH_THEM:
        return None
    found = queries.list_shelf(staff, shelf=Shelf.NEW, today=now.astimezone(LONDON).date(), per_page=ON_THE_DESK)
    if not found.total:
        return None
    rows = [
        NoteRow(
            who=referral.full_name,
            words="",
            since=referral.received_at,
            besides=" · ".join(
                [
                    *([gettext("urgent")] if referral.is_urgent else []),
                    *([gettext("home from hospital")] if referral.from_hospital else []),
                    referral.referrer_organization or referral.referrer_name or gettext("by the person themselves"),
                ]
            ),
            address=url_for("referrals_in.referral", referral_id=referral.id),
        )
        for referral in found.rows
    ]
    heading = ngettext("%(num)d new referral", "%(num)d new referrals", found.total)
    return DeskNote(heading, rows, found.total, url_for("referrals_in.inbox"))
