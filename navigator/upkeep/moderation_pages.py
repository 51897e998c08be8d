"""For administrators: what editors and new organisations sent, before and after, and what becomes of it."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_timedelta, get_locale, gettext, lazy_gettext

from directory.finding.public.listing_view import view_of
from directory.models import Organization
from directory.upkeep import duplicates, editors, moderation, publishing_edits
from directory.upkeep.asking.question import Reader
from directory.upkeep.edit_moves import EditCannotMove
from directory.upkeep.edits import EditNotFound
from directory.upkeep.models import EditState, ListingEdit
from directory.upkeep.questions import QUESTIONS
from directory.upkeep.staging import AnswersWrong, staged
from navigator.db import db
from navigator.forms import Form, FormSchema, Text, blank, read
from navigator.people import staff_sessions
from navigator.people.operations import record_audit
from navigator.times import LONDON, utc_now

blueprint = Blueprint("moderation", __name__, template_folder="templates")


class AskForm(FormSchema):
    """A question to the editor."""

    question = Text(missing=lazy_gettext("Write what you would like to know."), longest=2000)


class RejectForm(FormSchema):
    """Why it does not go live; the editor reads it."""

    reason = Text(missing=lazy_gettext("Write why, so that they know what to change."), longest=2000)


@blueprint.get("")
def queue() -> str:
    """What waits, whoever has waited longest first; and what editors were asked about."""
    page = request.args.get("page", "1")
    number = min(max(int(page), 1), 10_000) if page.isascii() and page.isdigit() and len(page) < 9 else 1
    waiting, total = moderation.list_queue(page=number)
    asked, _ = moderation.list_queue(state=EditState.ASKED)
    now = utc_now()
    return render_template(
        "upkeep/moderation.html",
        waiting=[_in_a_line(edit, now) for edit in waiting],
        asked=[_in_a_line(edit, now) for edit in asked],
        total=total,
        page=number,
        total_pages=-(-total // moderation.PER_PAGE),
        address_of_page=lambda other: url_for("moderation.queue", page=other),
    )


@blueprint.get("/<uuid:edit_id>")
def one(edit_id: uuid.UUID) -> str:
    """One edit: what goes, what comes, and who sent it."""
    return _show(_get(edit_id), blank())


@blueprint.get("/<uuid:edit_id>/preview")
def preview(edit_id: uuid.UUID) -> str:
    """The public page as it would be."""
    edit, language = _get(edit_id), _language()
    back = url_for("moderation.one", edit_id=edit_id)
    with staged(edit, now=utc_now()) as result:
        view = view_of(result.service, near=None, now=utc_now(), language=language)
        return render_template("upkeep/preview.html", view=view, back=back)


@blueprint.post("/<uuid:edit_id>/approve")
def approve(edit_id: uuid.UUID) -> ResponseReturnValue:
    """It goes live. A new organisation's listing may be said to belong to one we know."""
    edit, now, by = _get(edit_id), utc_now(), staff_sessions.current_staff().name
    organization = _chosen_organization() if edit.organization_id is None else None
    try:
        publishing_edits.approve(edit=edit, decided_by=by, now=now, organization=organization)
    except AnswersWrong:
        db.session.rollback()
        flash(gettext("Some answers no longer fit the listing. Ask the editor to look at them."), "warning")
        return redirect(url_for("moderation.one", edit_id=edit_id), 303)
    except EditCannotMove:
        return _decided_already(edit_id)
    return _done(edit, "edit_approved", gettext("“%(name)s” is live.", name=moderation.name_of(edit)))


@blueprint.post("/<uuid:edit_id>/ask")
def ask(edit_id: uuid.UUID) -> ResponseReturnValue:
    """Ask the editor something first."""
    form = read(AskForm(), request.form)
    return _decide(edit_id, form, "question", publishing_edits.ask, "edit_asked", gettext("Your question is on its way."))


@blueprint.post("/<uuid:edit_id>/reject")
def reject(edit_id: uuid.UUID) -> ResponseReturnValue:
    """It does not go live, and the editor reads why."""
    form = read(RejectForm(), request.form)
    return _decide(edit_id, form, "reason", publishing_edits.reject, "edit_rejected", gettext("They will read your reason."))


def _decide(edit_id: uuid.UUID, form: Form, field: str, act: Callable[..., None], action: str, told: str) -> ResponseReturnValue:
    edit = _get(edit_id)
    if not form.is_valid:
        return _show(edit, form), 422
    words: dict[str, Any] = {field: form.data[field]}
    try:
        act(edit=edit, decided_by=staff_sessions.current_staff().name, now=utc_now(), **words)
    except EditCannotMove:
        return _decided_already(edit_id)
    return _done(edit, action, told)


def _done(edit: ListingEdit, action: str, told: str) -> ResponseReturnValue:
    staff = staff_sessions.current_staff()
    record_audit(action=action, staff_id=staff.id, person_id=None, detail=moderation.name_of(edit), now=utc_now())
    db.session.commit()
    flash(told, "success")
    return redirect(url_for("moderation.queue"), 303)


def _decided_already(edit_id: uuid.UUID) -> ResponseReturnValue:
    db.session.rollback()
    flash(gettext("It was decided, or taken back, meanwhile."), "warning")
    return redirect(url_for("moderation.one", edit_id=edit_id), 303)


def _show(edit: ListingEdit, form: Form) -> str:
    now = utc_now()
    line, is_open, note, decided_by = _in_a_line(edit, now), moderation.is_open(edit), edit.note, edit.decided_by
    application, is_new, owner = edit.application, edit.service_id is None, edit.organization_id
    about = (
        {
            "name": application.organization_name,
            "what": application.about,
            "charity": application.charity_number,
            "company": application.company_number,
            "website": application.website,
            "email": application.email,
        }
        if application and owner is None
        else None
    )
    with staged(edit, now=now, reader=Reader(_language(), now.astimezone(LONDON).date())) as result:
        alike = duplicates.find_alike(result.service, identifiers=_numbers(about)) if is_new and is_open else []
        return render_template(
            "upkeep/moderate.html",
            form=form,
            edit_id=line["id"],
            line=line,
            is_open=is_open,
            note=note,
            decided_by=decided_by,
            about=about,
            alike=alike,
            organizations=list({pair.service.organization_id: pair.service.organization for pair in alike}.values()),
            compared=result.compared,
            states=EditState,
        )


def _numbers(about: dict[str, str | None] | None) -> list[str]:
    return [number for number in (about["charity"], about["company"]) if number] if about else []


def _in_a_line(edit: ListingEdit, now: datetime) -> dict[str, Any]:
    """An edit in the queue: what it is of, who sent it, how long ago, and what it changes."""
    sender = edit.editor or edit.application
    owner = edit.organization.name if edit.organization else edit.application.organization_name if edit.application else ""
    return {
        "id": edit.id,
        "state": edit.state,
        "name": moderation.name_of(edit) or owner,
        "organization": owner,
        "sender": sender.name if sender else "",
        "is_new": edit.service_id is None,
        "is_application": edit.organization_id is None,
        "service_id": edit.service_id,
        "age": format_timedelta(now - edit.sent_at, granularity="minute", add_direction=False) if edit.sent_at else "",
        "labels": [QUESTIONS[name].label for name in QUESTIONS if name in edit.answers],
        "note": edit.note,
    }


def _chosen_organization() -> Organization | None:
    try:
        return editors.get_organization(uuid.UUID(request.form.get("organization", "")))
    except (ValueError, editors.OrganizationNotFound):
        return None


def _get(edit_id: uuid.UUID) -> ListingEdit:
    try:
        return moderation.get_sent_edit(edit_id)
    except EditNotFound:
        abort(404)


def _language() -> str:
    return str(get_locale() or "en")
