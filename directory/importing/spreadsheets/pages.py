"""The administrator's pages of bringing in a spreadsheet: hand it in, say what its columns are, look, and say yes."""

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_translations, gettext, lazy_gettext
from flask_login import current_user

from directory.importing.reasons import reason_in_words
from directory.importing.rows import SourceUnreadable
from directory.importing.spreadsheets import columns, operations, queries
from directory.importing.spreadsheets.models import AT_WORK, Sheet, SheetState
from directory.importing.spreadsheets.workbooks import LARGEST, Grid
from directory.words import fold
from navigator.db import db
from navigator.forms import Form, FormSchema, OneOf, Text, blank, read
from navigator.times import utc_now

EXAMPLES = 3
EXAMPLE_LENGTH = 60
LOOKED_AT = 40  # rows that a guess is made from

blueprint = Blueprint("imports", __name__, template_folder="templates")


@blueprint.url_value_preprocessor
def allow_a_spreadsheet(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """This one door takes more than a page's form, before anything of the request is read."""
    if endpoint == "imports.sheets" and request.method == "POST":
        request.max_content_length = LARGEST + 64 * 1024  # and what a form puts around it


@blueprint.route("", methods=["GET", "POST"])
def sheets() -> ResponseReturnValue:
    """What was handed in, and handing in another."""
    if request.method == "GET":
        return _front(blank())
    file = request.files.get("file")
    if file is None or not file.filename:
        return _front(blank().with_error("file", gettext("Choose a file."))), 422
    name = file.filename.replace("\\", "/").rsplit("/", 1)[-1]
    try:
        sheet = operations.hand_in(content=file.read(), file_name=name, tab="", by=_who(), now=utc_now())
    except SourceUnreadable as problem:
        db.session.rollback()
        return _front(blank().with_error("file", gettext("We could not read this file: %(reason)s.", reason=str(problem)))), 422
    db.session.commit()
    return redirect(url_for("imports.what_columns", sheet_id=sheet.id), 303)


@blueprint.route("/<uuid:sheet_id>/columns", methods=["GET", "POST"])
def what_columns(sheet_id: uuid.UUID) -> ResponseReturnValue:
    """What each column means; guessed, or as it was the last time such a sheet came."""
    sheet = _get(sheet_id)
    if sheet.state in (*AT_WORK, SheetState.DONE):
        return redirect(url_for("imports.sheet", sheet_id=sheet.id), 303)
    grid = _grid(sheet)
    if request.method == "GET":
        return _ask(sheet, grid, _as_known(sheet, grid))
    form = _checked(read(_schema(grid), request.form), grid)
    if not form.is_valid:
        return _ask(sheet, grid, form), 422
    fields = {fold(heading): form.data[_field(n)] for n, heading in enumerate(grid.headings) if form.data[_field(n)]}
    operations.remember_mapping(
        sheet,
        name=form.data["mapping"],
        headings=grid.headings,
        fields=fields,
        organization=form.data["organization"],
        by=_who(),
        now=utc_now(),
    )
    return _go_on(sheet)


@blueprint.post("/<uuid:sheet_id>/tab")
def choose_tab(sheet_id: uuid.UUID) -> ResponseReturnValue:
    """Another sheet of the same workbook."""
    sheet = _get(sheet_id)
    tab = request.form.get("tab", "")
    if sheet.state is not SheetState.NEW or tab not in queries.tabs_of(sheet):
        abort(400)
    try:
        operations.choose_tab(sheet, tab=tab)
    except SourceUnreadable as problem:
        db.session.rollback()
        flash(gettext("We could not read this sheet: %(reason)s.", reason=str(problem)), "problem")
    db.session.commit()
    return redirect(url_for("imports.what_columns", sheet_id=sheet_id), 303)


@blueprint.get("/<uuid:sheet_id>")
def sheet(sheet_id: uuid.UUID) -> ResponseReturnValue:
    """How far it has come: being looked through, what would change, or what has changed."""
    sheet = _get(sheet_id)
    if sheet.state is SheetState.NEW:
        return redirect(url_for("imports.what_columns", sheet_id=sheet.id), 303)
    return render_template(
        "imports/sheet.html", in_words=reason_in_words, sheet=sheet, report=sheet.report, is_at_work=sheet.state in AT_WORK
    )


@blueprint.post("/<uuid:sheet_id>/bring-in")
def bring_in(sheet_id: uuid.UUID) -> ResponseReturnValue:
    """Yes: bring it in as it was shown."""
    sheet = _get(sheet_id)
    try:
        operations.say_yes(sheet)
    except operations.NotReady:
        db.session.rollback()
        return redirect(url_for("imports.sheet", sheet_id=sheet_id), 303)
    return _go_on(sheet)


@blueprint.post("/<uuid:sheet_id>/discard")
def discard(sheet_id: uuid.UUID) -> ResponseReturnValue:
    """Forget a file that was handed in."""
    sheet = _get(sheet_id)
    if sheet.state in AT_WORK:
        abort(409)
    operations.discard(sheet)
    db.session.commit()
    flash(gettext("The file is forgotten. Nothing in the directory has changed by that."), "success")
    return redirect(url_for("imports.sheets"), 303)


def _go_on(sheet: Sheet) -> ResponseReturnValue:
    """A small sheet at once; a large one when the worker comes to it."""
    identity, is_small = sheet.id, sheet.rows <= operations.AT_ONCE
    db.session.commit()
    if is_small:
        operations.work_on(identity, now=utc_now())
    return redirect(url_for("imports.sheet", sheet_id=identity), 303)


def _get(sheet_id: uuid.UUID) -> Sheet:
    return queries.find_sheet(sheet_id) or abort(404)


def _grid(sheet: Sheet) -> Grid:
    try:
        return queries.grid_of(sheet)
    except SourceUnreadable:
        abort(410)


def _who() -> str:
    """The name of whoever is signed in: the door lets only staff through, and what staff are is not the directory's to know."""
    return str(current_user.staff.name)


def _field(number: int) -> str:
    return f"column-{number + 1}"


def _schema(grid: Grid) -> FormSchema:
    allowed = ("", *columns.HEADINGS)
    of_columns = {_field(n): OneOf(allowed, missing=lazy_gettext("Choose from the list.")) for n in range(len(grid.headings))}
    others = {
        "mapping": Text(missing=lazy_gettext("Give this kind of sheet a name."), longest=80),
        "organization": Text(longest=255),
    }
    schema: FormSchema = type("ColumnsForm", (FormSchema,), {**of_columns, **others})()
    return schema


def _checked(form: Form, grid: Grid) -> Form:
    """The form with what only all columns together can tell."""
    chosen = [form.values.get(_field(n), "") for n in range(len(grid.headings))]
    for number, field in enumerate(chosen):
        if field and field in chosen[:number]:
            form = form.with_error(_field(number), gettext("Another column is this already. Choose it for one of them."))
    if "name" not in chosen:
        form = form.with_error(_field(0), gettext("Say which column is the name of the group or service."))
    if "organization" not in chosen and not form.values.get("organization"):
        form = form.with_error("organization", gettext("Say which organisation runs them, or which column does."))
    return form


def _as_known(sheet: Sheet, grid: Grid) -> Form:
    mapping = sheet.mapping
    examples = [[cells[n] for _, cells in grid.rows[:LOOKED_AT]] for n in range(len(grid.headings))]
    known = mapping.columns if mapping else columns.guess(grid.headings, examples)
    values = {_field(n): known.get(fold(heading), "") for n, heading in enumerate(grid.headings)}
    name = mapping.name if mapping else sheet.file_name.rsplit(".", 1)[0]
    return blank(**values, mapping=name, organization=mapping.organization if mapping else "")


def _ask(sheet: Sheet, grid: Grid, form: Form) -> str:
    words = get_translations()
    examples = [
        [text[:EXAMPLE_LENGTH] for text in dict.fromkeys(cells[n] for _, cells in grid.rows[:LOOKED_AT]) if text][:EXAMPLES]
        for n in range(len(grid.headings))
    ]
    return render_template(
        "imports/columns.html",
        sheet=sheet,
        form=form,
        tabs=queries.tabs_of(sheet),
        columns=[(_field(n), heading or gettext("(no heading)"), examples[n]) for n, heading in enumerate(grid.headings)],
        options=[("", gettext("Leave it out")), *columns.names_of_fields(words).items()],
        is_known=sheet.mapping is not None,
    )


def _front(form: Form) -> str:
    return render_template(
        "imports/sheets.html",
        form=form,
        sheets=queries.list_sheets(),
        mappings=queries.list_mapping_names(),
        megabytes=LARGEST >> 20,
    )
