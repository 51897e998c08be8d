"""What becomes of an edit: published, asked about, or rejected."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from directory.history.models import Origin
from directory.history.recording import record
from directory.models import Organization, OrganizationIdentifier, Service
from directory.operations import hold_revision
from directory.queries import get_service, has_secret_place, schedules_of
from directory.secret_places import without_whereabouts
from directory.upkeep import confirmations, editors
from directory.upkeep.asking.question import Writing
from directory.upkeep.edit_moves import check_move
from directory.upkeep.models import CheckAnswer, EditState, ListingApplication, ListingEdit, ListingEditor
from directory.upkeep.signals import edit_decided
from directory.upkeep.staging import blank_service, write_answers
from navigator.db import db
from navigator.times import LONDON


def apply_answers(session: Session, *, service: Service, answers: Mapping[str, Any], now: datetime) -> None:
    """Write answers to a listing; the caller notes what changed (`history.recording`). Raises `AnswersWrong`: then roll back."""
    with session.no_autoflush:
        write_answers(service, answers, Writing(session, now))
        if has_secret_place(service):
            _silence(service)
    session.flush()


def publish(*, edit: ListingEdit, decided_by: str, now: datetime, organization: Organization | None = None) -> Service:
    """The edit goes live and into the listing's history; who has just gone through it has checked it.

    A new organisation's application makes it, unless it is said to belong to `organization`.
    Raises `AnswersWrong` when an answer no longer makes sense, and `EditCannotMove`.
    """
    check_move(edit.state, EditState.PUBLISHED)
    session = db.session()
    hold_revision(session)
    editor = edit.editor
    with record(session, origin=Origin.EDITOR, made_by=editor.name if editor else decided_by, now=now):
        if edit.service_id is not None:
            service = get_service(edit.service_id)
        else:
            service = _new_service(edit, organization=organization, decided_by=decided_by, now=now)
        apply_answers(session, service=service, answers=edit.answers, now=now)
        service.assured_date, service.left_search_on = now.astimezone(LONDON).date(), None
        service.assurer_email = editor.email if editor else service.assurer_email
    confirmations.note_answer(service=service, answer=CheckAnswer.STILL_RIGHT, by=decided_by, now=now)
    edit.service_id, edit.organization_id = service.id, service.organization_id
    _decide(edit, EditState.PUBLISHED, decided_by=decided_by, note=edit.note, now=now)
    return service


def _silence(service: Service) -> None:
    """A refuge's own words may not say where it is, nor who works there."""
    service.description = without_whereabouts(service.description) or ""
    for name in ("alert", "application_process", "eligibility_description", "fees_description"):
        setattr(service, name, without_whereabouts(getattr(service, name)))
    for phone in service.phones:
        phone.description = without_whereabouts(phone.description)
    for schedule in schedules_of(service):
        schedule.description, schedule.notes = without_whereabouts(schedule.description), without_whereabouts(schedule.notes)
    service.contacts.clear()


def ask(*, edit: ListingEdit, question: str, decided_by: str, now: datetime) -> None:
    """A moderator wants to know something first; the editor answers by changing the edit, or not, and sending it again."""
    _decide(edit, EditState.ASKED, decided_by=decided_by, note=question, now=now)
    edit_decided.send(edit, edit=edit, now=now)


def reject(*, edit: ListingEdit, reason: str, decided_by: str, now: datetime) -> None:
    """It does not go live. The editor reads why, keeps what they wrote, and may change it and send it again."""
    _decide(edit, EditState.REJECTED, decided_by=decided_by, note=reason, now=now)
    edit_decided.send(edit, edit=edit, now=now)


def approve(*, edit: ListingEdit, decided_by: str, now: datetime, organization: Organization | None = None) -> Service:
    """As `publish`, by a moderator: the editor hears of it."""
    service = publish(edit=edit, decided_by=decided_by, now=now, organization=organization)
    edit_decided.send(edit, edit=edit, now=now)
    return service


def _decide(edit: ListingEdit, to: EditState, *, decided_by: str, note: str | None, now: datetime) -> None:
    check_move(edit.state, to)
    edit.state, edit.decided_at, edit.decided_by, edit.note = to, now, decided_by, note
    db.session.flush()


def _new_service(edit: ListingEdit, *, organization: Organization | None, decided_by: str, now: datetime) -> Service:
    owner = organization or edit.organization
    if owner is None and edit.application is not None:
        owner = _organization_of(edit.application)
    if owner is None:
        raise ValueError(f"edit {edit.id} belongs to nobody")
    service = blank_service(owner)
    db.session.add(service)
    db.session.flush()
    if edit.application is not None:
        edit.editor = _editor_of(edit.application, owner, decided_by=decided_by, now=now)
    return service


def _organization_of(application: ListingApplication) -> Organization:
    made = Organization(name=application.organization_name, description=application.about, website=application.website)
    schemes = (("GB-CHC", "Charity number", application.charity_number), ("GB-COH", "Company number", application.company_number))
    made.identifiers = [
        OrganizationIdentifier(identifier_scheme=scheme, identifier_type=kind, identifier=number)
        for scheme, kind, number in schemes
        if number
    ]
    db.session.add(made)
    db.session.flush()
    return made


def _editor_of(application: ListingApplication, owner: Organization, *, decided_by: str, now: datetime) -> ListingEditor:
    """Who applied keeps the listing from now on; somebody who keeps this organisation's listings already goes on doing so."""
    known = [editor for editor in editors.list_by_email(application.email) if editor.organization_id == owner.id]
    if known:
        return known[0]
    return editors.invite(
        organization=owner,
        name=application.name,
        email=application.email,
        phone=None,
        language=application.language,
        invited_by=decided_by,
        now=now,
    )
