"""Who hears that something is wrong with a listing: its organisation's editors, or the administrators when it has none."""

from datetime import datetime

from flask import current_app
from flask_babel import lazy_gettext
from sqlalchemy import select

from directory.queries import has_secret_place
from directory.upkeep.models import ListingEditor
from directory.upkeep.report_models import ListingReport, WhatIsWrong, WhatWasDone
from messaging.sending import outbox
from navigator.config import Settings
from navigator.db import db
from navigator.people.models import Role, Staff
from translations.locales import DEFAULT

WRONG = {
    WhatIsWrong.CLOSED: lazy_gettext("It has closed, or does not happen any more"),
    WhatIsWrong.TIMES: lazy_gettext("The days or times are wrong"),
    WhatIsWrong.PLACE: lazy_gettext("The place is wrong"),
    WhatIsWrong.CONTACT: lazy_gettext("The phone number, e-mail or website does not work"),
    WhatIsWrong.COST: lazy_gettext("The cost is wrong"),
    WhatIsWrong.NO_ROOM: lazy_gettext("They have no room"),
    WhatIsWrong.OTHER: lazy_gettext("Something else"),
}
DONE = {
    WhatWasDone.CORRECTED: lazy_gettext("We put it right"),
    WhatWasDone.WAS_RIGHT: lazy_gettext("We checked: it was right"),
    WhatWasDone.PASSED_ON: lazy_gettext("We passed it on to the organisation"),
    WhatWasDone.NOT_ABOUT_IT: lazy_gettext("It is not about this listing"),
}


def tell(_sender: object, *, report: ListingReport, now: datetime) -> None:
    """Plan a letter to each who looks after the listing. How its writer can be reached is not in it.

    What was written about a listing whose place is a secret is not in it either: it may name the place.
    """
    settings: Settings = current_app.extensions["settings"]
    words = "" if has_secret_place(report.service) else report.words
    for key, name, address, locale, path in _list_readers(report):
        outbox.plan_email(
            to=outbox.Recipient(None, address, locale),
            template="something_wrong",
            values={
                "reader_name": name,
                "service_name": report.service.name,
                "what": report.what.value,
                "words": words,
                "link": f"{settings.public_url}{path}",
            },
            dedupe_key=f"something-wrong:{report.id}:{key}",
            about_id=report.id,
            now=now,
        )


def _list_readers(report: ListingReport) -> list[tuple[object, str, str, str, str]]:
    """Who is written to: a key, their name, address and language, and where they go to put it right."""
    theirs = ListingEditor.organization_id == report.service.organization_id
    editors = db.session.scalars(select(ListingEditor).where(theirs, ListingEditor.removed_at.is_(None))).all()
    if editors:
        return [(editor.id, editor.name, editor.email, editor.language, f"/services/{report.service_id}") for editor in editors]
    administrators = select(Staff).where(Staff.role == Role.ADMINISTRATOR, Staff.left_at.is_(None))
    return [
        (staff.id, staff.name, staff.email, DEFAULT, "/admin/something-wrong") for staff in db.session.scalars(administrators)
    ]
