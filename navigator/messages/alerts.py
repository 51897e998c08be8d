"""What administrators are told by e-mail: a message stopped by itself, what comes back cannot be read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app, url_for
from flask_babel import force_locale
from sqlalchemy import select

from messaging.sending import outbox
from messaging.wording.names import NAMES
from navigator.config import Settings
from navigator.db import db
from navigator.people.models import Role, Staff
from translations.locales import DEFAULT


def tell_administrators(sender: object, *, template: str, why: str, sent: int, now: datetime, **_: Any) -> None:
    """An e-mail to each administrator, unless one of them has stopped it by hand. Once an hour and template."""
    if why == "by_hand":
        return
    settings: Settings = current_app.extensions["settings"]
    with current_app.test_request_context(), force_locale(DEFAULT):  # the worker has no request of its own
        name, path = str(NAMES.get(template, template)), url_for("sending_admin.sending")
    for staff in _list_administrators():
        outbox.plan_email(
            to=outbox.Recipient(None, staff.email, DEFAULT),
            template="sending_stopped",
            values={
                "staff_name": staff.name,
                "message_name": name,
                "sent": sent,
                "link": f"{settings.public_url}{path}",
            },
            dedupe_key=f"sending-stopped:{template}:{now:%Y-%m-%dT%H}:{staff.id}",
            now=now,
        )


def tell_that_bounces_are_not_read(sender: object, *, mailbox: str, trouble: str, now: datetime, **_: Any) -> None:
    """An e-mail to each administrator: the mailbox that e-mails come back to cannot be read."""
    for staff in _list_administrators():
        outbox.plan_email(
            to=outbox.Recipient(None, staff.email, DEFAULT),
            template="bounces_not_read",
            values={"staff_name": staff.name, "mailbox": mailbox, "trouble": trouble},
            dedupe_key=f"bounces-not-read:{now:%Y-%m-%dT%H:%M}:{staff.id}",
            now=now,
        )


def _list_administrators() -> Sequence[Staff]:
    administrators = select(Staff).where(Staff.role == Role.ADMINISTRATOR, Staff.left_at.is_(None))
    return db.session.scalars(administrators.order_by(Staff.id)).all()
