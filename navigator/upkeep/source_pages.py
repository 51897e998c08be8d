"""For administrators: where listings come from, what each run changed, and where a source and we disagree."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext

from directory.history.secrecy import PLACES
from directory.importing import conflicts, scheduling
from directory.importing.fetching import is_address, leads_inside
from directory.importing.models import Conflict, Source, SourceKind
from directory.importing.reasons import reason_in_words
from directory.importing.rows import SourceUnreadable
from directory.models import Service
from directory.queries import has_secret_place, list_services
from navigator.db import db
from navigator.forms import Form, FormSchema, OneOf, Text, blank, read
from navigator.people import staff_sessions
from navigator.times import LONDON, utc_now
from navigator.upkeep import change_words

blueprint = Blueprint("sources_admin", __name__, template_folder="templates")

HOW_OFTEN = {
    "24": lazy_gettext("Every day"),
    "168": lazy_gettext("Every week"),
    "720": lazy_gettext("Every month"),
    "0": lazy_gettext("Only when asked"),
}


class SourceForm(FormSchema):
    """A feed to bring in. Files of the service's own machine are for the command line alone."""

    name = Text(missing=lazy_gettext("Give it a name."), longest=120)
    address = Text(missing=lazy_gettext("Write the web address of the feed."), longest=2000)
    every = OneOf(HOW_OFTEN, missing=lazy_gettext("Choose how often."))


@dataclass(frozen=True)
class ConflictView:
    """A conflict as its page shows it. `ours` and `theirs` are empty where there is nothing."""

    conflict: Conflict
    service: Service | None
    label: str
    is_hidden: bool
    ours: str
    theirs: str


@blueprint.get("/sources")
def sources() -> str:
    """Every source: how often, the last run, and how it ended."""
    return _show(blank(every="24"))


@blueprint.post("/sources")
def add() -> ResponseReturnValue:
    """Remember a feed."""
    form = read(SourceForm(), request.form)
    if form.data.get("address") and not _is_on_the_web(form.data["address"]):
        form = form.with_error("address", gettext("Write a web address that begins with http:// or https://."))
    elif form.data.get("address") and leads_inside(form.data["address"]):
        form = form.with_error(
            "address", gettext("This address is inside our own network. Ask whoever runs the service to add it.")
        )
    if not form.is_valid:
        return _show(form), 422
    staff, hours = staff_sessions.current_staff(), int(form.data["every"]) or None
    try:
        scheduling.add_source(
            name=form.data["name"], address=form.data["address"], every_hours=hours, added_by=staff.name, now=utc_now()
        )
    except scheduling.NameTaken:
        return _show(form.with_error("name", gettext("There is a source of this name already."))), 422
    db.session.commit()
    flash(gettext("%(name)s is remembered.", name=form.data["name"]), "success")
    return redirect(url_for("sources_admin.sources"), 303)


@blueprint.get("/sources/<uuid:source_id>")
def source(source_id: uuid.UUID) -> str:
    """One source and its latest runs."""
    found = _get(source_id)
    return render_template(
        "upkeep/source.html", source=found, runs=scheduling.list_runs(source_id), how_often=_how_often(found), kinds=SourceKind
    )


@blueprint.get("/sources/runs/<uuid:run_id>")
def run(run_id: uuid.UUID) -> str:
    """What one run did: counts by kind of row, what changed, what was refused and why."""
    try:
        found = scheduling.get_run(run_id)
    except scheduling.SourceNotFound:
        abort(404)
    return render_template(
        "upkeep/source_run.html",
        run=found,
        rows=change_words.ROWS,
        label_of=change_words.label_of,
        in_words=reason_in_words,
    )


@blueprint.post("/sources/<uuid:source_id>/run")
def run_now(source_id: uuid.UUID) -> ResponseReturnValue:
    """The worker brings it in as soon as it can."""
    found = _get(source_id)
    scheduling.ask_run(source=found, now=utc_now())
    db.session.commit()
    flash(gettext("%(name)s will be brought in now. Look here again in a while.", name=found.name), "success")
    return redirect(url_for("sources_admin.source", source_id=source_id), 303)


@blueprint.post("/sources/<uuid:source_id>/pause")
def pause(source_id: uuid.UUID) -> ResponseReturnValue:
    """Leave it alone, or bring it in again."""
    found, now = _get(source_id), utc_now()
    scheduling.resume(source=found, now=now) if found.paused_at else scheduling.pause(source=found, now=now)
    db.session.commit()
    return redirect(url_for("sources_admin.source", source_id=source_id), 303)


@blueprint.get("/conflicts")
def list_conflicts() -> str:
    """Ours and theirs, those they changed, too, first."""
    page = request.args.get("page", "1")
    number = min(max(int(page), 1), 10_000) if page.isascii() and page.isdigit() and len(page) < 9 else 1
    found, total = conflicts.list_conflicts(page=number)
    views = _views([*found, *(kept := conflicts.list_kept())])
    return render_template(
        "upkeep/conflicts.html",
        conflicts=views[: len(found)],
        kept=views[len(found) : len(found) + len(kept)],
        page=number,
        total_pages=-(-total // conflicts.PER_PAGE),
        address_of_page=lambda other: f"{request.path}?page={other}",
    )


@blueprint.post("/conflicts/<uuid:conflict_id>/<decision>")
def decide(conflict_id: uuid.UUID, decision: str) -> ResponseReturnValue:
    """Keep ours, take theirs, or ask again after all."""
    staff, now = staff_sessions.current_staff(), utc_now()
    try:
        if decision == "keep":
            conflicts.keep_ours(conflict_id=conflict_id, kept_by=staff.name, now=now)
            flash(gettext("Ours stays, until theirs changes again. You can undo this below."), "success")
        elif decision == "again":
            conflicts.ask_again(conflict_id=conflict_id)
        elif decision == "take":
            conflicts.take_theirs(conflict_id=conflict_id, taken_by=staff.name, now=now)
            flash(gettext("The listing now says what its source says. Its history leads back."), "success")
        else:
            abort(404)
        db.session.commit()
    except conflicts.ConflictNotFound:
        abort(404)
    except conflicts.CannotBeTaken:
        db.session.rollback()
        flash(gettext("What they say cannot be taken over: what it belongs to is no longer there."))
    return redirect(url_for("sources_admin.list_conflicts"), 303)


def _is_on_the_web(address: str) -> bool:
    try:
        return is_address(address)
    except SourceUnreadable:
        return False


def _get(source_id: uuid.UUID) -> Source:
    try:
        return scheduling.get_source(source_id)
    except scheduling.SourceNotFound:
        abort(404)


def _how_often(source: Source) -> str:
    known = HOW_OFTEN.get(str(source.every_hours or 0))
    return str(known or gettext("Every %(hours)s hours", hours=source.every_hours))


def _show(form: Form) -> str:
    found = [(source, run, _how_often(source)) for source, run in scheduling.list_sources()]
    return render_template("upkeep/sources.html", form=form, sources=found, how_often=HOW_OFTEN)


def _views(found: Sequence[tuple[Conflict, Service | None]]) -> list[ConflictView]:
    """Conflicts in plain words; where a refuge is stays hidden here, too."""
    whole = list_services({service.id for _, service in found if service is not None})
    secret = {identity for identity, service in whole.items() if has_secret_place(service)}
    texts = [(one.resource_type, one.field_name, text) for one, _ in found for text in (one.ours, one.theirs)]
    words = change_words.values_in_words(texts, code=str(get_locale() or "en"), today=utc_now().astimezone(LONDON).date())
    return [
        ConflictView(
            conflict=conflict,
            service=service,
            label=change_words.label_of(conflict.resource_type, conflict.field_name),
            is_hidden=conflict.resource_type in PLACES and conflict.service_id in secret,
            ours=words[2 * number],
            theirs=words[2 * number + 1],
        )
        for number, (conflict, service) in enumerate(found)
    ]
