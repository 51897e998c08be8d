"""What we write to listing editors. Planned here, sent by the worker; `about_id` is the editor, so that it can be called off."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from directory.models import Service
from directory.upkeep import asking_contacts, editor_links
from directory.upkeep.models import LinkPurpose, ListingEditor
from messaging import opt_outs
from messaging.models import OutgoingMessage
from messaging.sending import outbox
from navigator.people import throttle
from navigator.people.models import Staff

SIGN_IN = "/listings/open/"
CHECK = "/listings/check/"
CONTACT_CHECK = "/listings/ask/"
MOST_LINKS = 5  # an hour, for one editor


def send_invitation(*, editor: ListingEditor, staff: Staff, public_url: str, now: datetime) -> OutgoingMessage:
    """Would they keep the organisation's listings right? With the link that signs them in."""
    link, token = editor_links.make_link(editor=editor, purpose=LinkPurpose.INVITATION, now=now)
    values = {
        "editor_name": editor.name,
        "organization_name": editor.organization.name,
        "invited_by": staff.name,
        "team_phone": staff.team.phone,
        "link": f"{public_url}{SIGN_IN}{token}",
        "expires_at": link.expires_at.isoformat(),
    }
    return _write(editor, "editor_invitation", values, key=f"editor-invitation:{link.id}", now=now)


def send_sign_in_link(*, editor: ListingEditor, public_url: str, now: datetime) -> OutgoingMessage | None:
    """They asked to sign in. None when they asked MOST_LINKS times within the hour: one of those is in their inbox."""
    try:
        throttle.check(bucket=f"editors' links for {editor.id}", most=MOST_LINKS, within=timedelta(hours=1), now=now)
    except throttle.TooMany:
        return None
    link, token = editor_links.make_link(editor=editor, purpose=LinkPurpose.SIGN_IN, now=now)
    values = {"editor_name": editor.name, "link": f"{public_url}{SIGN_IN}{token}"}
    return _write(editor, "editor_sign_in", values, key=f"editor-sign-in:{link.id}", now=now)


def ask_if_still_correct(
    *, editor: ListingEditor, services: Sequence[Service], public_url: str, now: datetime
) -> OutgoingMessage:
    """Are these listings still correct? By text when they gave a mobile for it and have not said stop, else by e-mail."""
    link, token = editor_links.make_link(editor=editor, purpose=LinkPurpose.CHECK, now=now)
    address, key = f"{public_url}{CHECK}{token}", f"still-correct:{link.id}"
    if editor.phone and not opt_outs.is_stopped(editor.phone):
        return outbox.plan_text(
            to=outbox.Recipient(None, editor.phone, editor.language),
            template="still_correct",
            values={"link": address},
            dedupe_key=key,
            about_id=editor.id,
            now=now,
        )
    values = {
        "editor_name": editor.name,
        "organization_name": editor.organization.name,
        "listings": "\n".join(service.name for service in services),
        "link": address,
    }
    return _write(editor, "still_correct_email", values, key=key, now=now)


def ask_contact_if_still_correct(*, email: str, services: Sequence[Service], public_url: str, now: datetime) -> OutgoingMessage:
    """As `ask_if_still_correct`, to the address that stands in these listings of an organisation without an editor."""
    organization = services[0].organization
    link, token = asking_contacts.make_link(organization_id=organization.id, email=email, now=now)
    values = {
        "organization_name": organization.name,
        "listings": "\n".join(service.name for service in services),
        "link": f"{public_url}{CONTACT_CHECK}{token}",
    }
    return outbox.plan_email(
        to=outbox.Recipient(None, email, "en"),  # what language they would like, nobody has said
        template="still_correct_contact",
        values=values,
        dedupe_key=f"still-correct-contact:{link.id}",
        about_id=link.id,
        now=now,
    )


def call_off(*, editor: ListingEditor, now: datetime) -> None:
    """Whatever has not left for this editor never does: they were removed, or are invited anew."""
    outbox.cancel_planned(about_id=editor.id, cause="editor_removed", now=now)


def _write(editor: ListingEditor, template: str, values: dict[str, str], *, key: str, now: datetime) -> OutgoingMessage:
    return outbox.plan_email(
        to=outbox.Recipient(None, editor.email, editor.language),
        template=template,
        values=values,
        dedupe_key=key,
        about_id=editor.id,
        now=now,
    )
