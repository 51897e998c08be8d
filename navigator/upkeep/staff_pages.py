"""For administrators: finding an organisation, its listings, who keeps them, and whether its word is enough."""

import uuid
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from directory.models import Organization
from directory.upkeep import editors, own_listings
from directory.upkeep.models import ListingEditor
from messaging import dead_addresses
from messaging.phone_numbers import PhoneNumberWrong, parse_mobile, pretty
from navigator.config import Settings
from navigator.db import db
from navigator.forms import Form, blank, read
from navigator.people import staff_sessions
from navigator.people.details import say_what_is_wrong
from navigator.people.operations import record_audit
from navigator.people.staff_operations import EmailWrong, read_email
from navigator.times import LONDON, utc_now
from navigator.upkeep import labels, telling
from navigator.upkeep.schemas import InvitationForm
from translations.locales import LANGUAGES

blueprint = Blueprint("organizations_admin", __name__, template_folder="templates")


@blueprint.get("")
def organizations() -> str:
    """Find an organisation by its name."""
    asked, page = request.args.get("q", "").strip()[:120], request.args.get("page", "1")
    number = min(max(int(page), 1), 10_000) if page.isascii() and page.isdigit() and len(page) < 9 else 1
    found, total = editors.list_organizations(containing=asked, page=number)
    return render_template(
        "upkeep/organizations.html",
        form=blank(q=asked),
        found=found,
        total=total,
        page=number,
        total_pages=-(-total // editors.PER_PAGE),
        address_of_page=lambda other: f"{request.path}?{urlencode({'q': asked, 'page': other})}",
    )


@blueprint.get("/<uuid:organization_id>")
def organization(organization_id: uuid.UUID) -> ResponseReturnValue:
    """One organisation: its listings, and who keeps them."""
    return _show(_get(organization_id), blank(language="en"))


@blueprint.post("/<uuid:organization_id>/editors")
def invite(organization_id: uuid.UUID) -> ResponseReturnValue:
    """Invite somebody to keep its listings."""
    organization, form, now = _get(organization_id), read(InvitationForm(), request.form), utc_now()
    email, mobile, form = _read_addresses(form)
    if not form.is_valid:
        return _show(organization, form), 422
    staff = staff_sessions.current_staff()
    try:
        editor = editors.invite(
            organization=organization,
            name=form.data["name"],
            email=email,
            phone=mobile,
            language=form.data["language"],
            invited_by=staff.name,
            now=now,
        )
    except editors.AlreadyEditor:
        problem = gettext("Somebody with this e-mail address keeps these listings already.")
        return _show(organization, form.with_error("email", problem)), 422
    _send(editor, "editor_invited")
    flash(gettext("We are writing to %(name)s now.", name=editor.name), "success")
    return _back(organization_id)


@blueprint.post("/<uuid:organization_id>/editors/<uuid:editor_id>/again")
def invite_again(organization_id: uuid.UUID, editor_id: uuid.UUID) -> ResponseReturnValue:
    """Send a new invitation; the old one, and whatever is signed in with it, ends."""
    editor, now = _get_editor(organization_id, editor_id), utc_now()
    telling.call_off(editor=editor, now=now)
    editors.invite_again(editor=editor, invited_by=staff_sessions.current_staff().name, now=now)
    _send(editor, "editor_invited_again")
    flash(gettext("We are writing to %(name)s now.", name=editor.name), "success")
    return _back(organization_id)


@blueprint.post("/<uuid:organization_id>/editors/<uuid:editor_id>/remove")
def remove(organization_id: uuid.UUID, editor_id: uuid.UUID) -> ResponseReturnValue:
    """They keep no listings any more. The next page offers to put them back."""
    editor, now = _get_editor(organization_id, editor_id), utc_now()
    telling.call_off(editor=editor, now=now)
    editors.remove(editor=editor, now=now)
    _note("editor_removed", editor)
    db.session.commit()
    return _back(organization_id, removed=editor_id)


@blueprint.post("/<uuid:organization_id>/editors/<uuid:editor_id>/put-back")
def put_back(organization_id: uuid.UUID, editor_id: uuid.UUID) -> ResponseReturnValue:
    """Undo a removal."""
    try:
        editor = editors.put_back(organization_id=organization_id, editor_id=editor_id)
    except editors.EditorNotFound:
        abort(404)
    _note("editor_put_back", editor)
    flash(gettext("%(name)s keeps these listings again.", name=editor.name), "success")
    db.session.commit()
    return _back(organization_id)


@blueprint.post("/<uuid:organization_id>/trust")
def trust(organization_id: uuid.UUID) -> ResponseReturnValue:
    """Let its edits go live at once, or have them looked at first."""
    organization, staff, now = _get(organization_id), staff_sessions.current_staff(), utc_now()
    is_trusted = request.form.get("trusted") == "yes"
    editors.set_trust(organization_id=organization.id, is_trusted=is_trusted, decided_by=staff.name, now=now)
    action = "organization_trusted" if is_trusted else "organization_not_trusted"
    record_audit(action=action, staff_id=staff.id, person_id=None, detail=organization.name, now=now)
    flash(labels.trust_in_words(is_trusted), "success")
    db.session.commit()
    return _back(organization_id)


def _get(organization_id: uuid.UUID) -> Organization:
    try:
        return editors.get_organization(organization_id)
    except editors.OrganizationNotFound:
        abort(404)


def _get_editor(organization_id: uuid.UUID, editor_id: uuid.UUID) -> ListingEditor:
    try:
        return editors.get_editor(organization_id=organization_id, editor_id=editor_id)
    except editors.EditorNotFound:
        abort(404)


def _read_addresses(form: Form) -> tuple[str, str | None, Form]:
    """The e-mail address and the mobile as we keep them, and the form with what is wrong with either."""
    settings: Settings = current_app.extensions["settings"]
    email, mobile = "", None
    if form.data.get("email"):
        try:
            email = read_email(form.data["email"])
        except EmailWrong:
            form = form.with_error("email", gettext("This does not look like an e-mail address. Please check it."))
    if form.data.get("mobile"):
        try:
            mobile = parse_mobile(form.data["mobile"], allows_test_numbers=settings.allows_test_numbers)
        except PhoneNumberWrong as problem:
            form = form.with_error("mobile", say_what_is_wrong(problem))
    return email, mobile, form


def _send(editor: ListingEditor, action: str) -> None:
    settings: Settings = current_app.extensions["settings"]
    staff = staff_sessions.current_staff()
    dead_addresses.put_right(editor.email)  # somebody here says that it is right: it is tried again, and may come back again
    telling.send_invitation(editor=editor, staff=staff, public_url=settings.public_url, now=utc_now())
    _note(action, editor)
    db.session.commit()


def _note(action: str, editor: ListingEditor) -> None:
    """Who let whom keep which organisation's listings stands in the audit trail; the address does not."""
    detail, staff = f"{editor.organization.name}: {editor.name}", staff_sessions.current_staff()
    record_audit(action=action, staff_id=staff.id, person_id=None, detail=detail, now=utc_now())


def _back(organization_id: uuid.UUID, **about: Any) -> ResponseReturnValue:
    return redirect(url_for("organizations_admin.organization", organization_id=organization_id, **about), 303)


def _show(organization: Organization, form: Form) -> str:
    listings = own_listings.list_of([organization.id])
    now, kept_by = utc_now(), editors.list_editors([organization.id])
    today, code = now.astimezone(LONDON).date(), str(get_locale() or "en")
    return render_template(
        "upkeep/organization.html",
        organization=organization,
        form=form,
        listings=[(service, labels.states_of(service, today=today, code=code)) for service in listings],
        editors=kept_by,
        dead=dead_addresses.find_dead([editor.email for editor in kept_by], now=now),
        removed=_just_removed(organization.id),
        is_trusted=editors.is_trusted(organization.id),
        languages_offered=[(language.code, language.own_name) for language in LANGUAGES.values()],
        pretty=pretty,
    )


def _just_removed(organization_id: uuid.UUID) -> ListingEditor | None:
    try:
        return editors.find_removed(organization_id=organization_id, editor_id=uuid.UUID(request.args.get("removed", "")))
    except ValueError:
        return None
