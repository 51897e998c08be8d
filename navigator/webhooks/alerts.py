"""What administrators are told when an address is not called any more, because it failed for too long."""

from datetime import datetime

from flask import current_app, url_for
from sqlalchemy import select

from messaging.sending import outbox
from navigator.config import Settings
from navigator.db import db
from navigator.people.models import Role, Staff, Team
from navigator.webhooks.models import WebhookAddress
from translations.locales import DEFAULT


def tell_administrators(address: WebhookAddress, *, since: datetime, now: datetime) -> None:
    """An e-mail to each administrator of its locality, once for each time that it stops. `since`: when it began to fail."""
    settings: Settings = current_app.extensions["settings"]
    with current_app.test_request_context():  # the worker has no request of its own
        path = url_for("webhooks_admin.webhook", address_id=address.id)
    administrators = (
        select(Staff)
        .join(Team, Team.id == Staff.team_id)
        .where(Staff.role == Role.ADMINISTRATOR, Staff.left_at.is_(None), Team.locality_id == address.locality_id)
        .order_by(Staff.id)
    )
    for staff in db.session.scalars(administrators).all():
        outbox.plan_email(
            to=outbox.Recipient(None, staff.email, DEFAULT),
            template="webhook_stopped",
            values={"staff_name": staff.name, "program_name": address.label, "link": f"{settings.public_url}{path}"},
            dedupe_key=f"webhook-stopped:{address.id}:{since.isoformat()}:{staff.id}",
            about_id=address.id,
            now=now,
        )
