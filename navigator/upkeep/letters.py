"""What editors hear about what they sent: planned here when something is decided, sent by the worker."""

from datetime import datetime
from typing import Any

from flask import current_app

from directory.upkeep import applications, editor_links, moderation
from directory.upkeep.models import EditState, LinkPurpose, ListingApplication, ListingEdit
from messaging.sending import outbox
from navigator.upkeep.telling import SIGN_IN

APPLY = "/listings/apply/open/"


def tell_what_was_decided(_sender: object, *, edit: ListingEdit, now: datetime, **_more: Any) -> None:
    """Write to whoever sent the edit. Nobody is written to about an edit whose editor was removed."""
    if edit.editor is not None and edit.editor.removed_at is not None:
        return
    if edit.state is EditState.PUBLISHED and edit.application is not None:
        _welcome(edit, now)
        return
    name = moderation.name_of(edit) or _organization_name(edit)
    values = {"listing_name": name, "link": _link_of(edit, now)}
    if edit.state is EditState.PUBLISHED:
        _write(edit, "edit_published", {**values, "link": f"{_public_url()}/services/{edit.service_id}"}, now)
    elif edit.state is EditState.ASKED:
        _write(edit, "edit_asked", {**values, "question": edit.note or ""}, now)
    elif edit.state is EditState.REJECTED:
        _write(edit, "edit_rejected", {**values, "reason": edit.note or ""}, now)


def send_application_link(*, application: ListingApplication, token: str, now: datetime) -> None:
    """The link that shows that the address is theirs, and leads back to what they began."""
    outbox.plan_email(
        to=outbox.Recipient(None, application.email, application.language),
        template="application_link",
        values={
            "editor_name": application.name,
            "organization_name": application.organization_name,
            "link": f"{_public_url()}{APPLY}{token}",
        },
        dedupe_key=f"application-link:{application.id}:{application.digest[:12]}",
        about_id=application.id,
        now=now,
    )


def _welcome(edit: ListingEdit, now: datetime) -> None:
    if edit.editor is None:
        return
    _, token = editor_links.make_link(editor=edit.editor, purpose=LinkPurpose.INVITATION, now=now)
    values = {"organization_name": _organization_name(edit), "link": f"{_public_url()}{SIGN_IN}{token}"}
    _write(edit, "application_accepted", values, now)


def _link_of(edit: ListingEdit, now: datetime) -> str:
    """Where they go on with what they sent."""
    if edit.editor is None and edit.application is not None:
        return f"{_public_url()}{APPLY}{applications.renew_link(application=edit.application, now=now)}"
    path = f"/listings/{edit.service_id}" if edit.service_id is not None else f"/listings/new/{edit.id}"
    return f"{_public_url()}{path}/review"


def _organization_name(edit: ListingEdit) -> str:
    if edit.organization is not None:
        return edit.organization.name
    return edit.application.organization_name if edit.application else ""


def _write(edit: ListingEdit, template: str, values: dict[str, str], now: datetime) -> None:
    who = edit.editor or edit.application
    if who is None:
        return
    outbox.plan_email(
        to=outbox.Recipient(None, who.email, who.language),
        template=template,
        values={"editor_name": who.name, **values},
        dedupe_key=f"{template}:{edit.id}:{now:%Y-%m-%dT%H:%M:%S}",
        about_id=who.id,
        now=now,
    )


def _public_url() -> str:
    return str(current_app.extensions["settings"].public_url)
