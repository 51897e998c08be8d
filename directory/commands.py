"""The `navigator services` commands, listings in and out; and the days of the year that listings speak of."""

import json
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from directory.finding.index.on_disk import listing_index
from directory.importing import calendar_files, feeds, sources
from directory.importing.calendar_files import CalendarUnreadable
from directory.importing.fetching import Fetcher, is_address
from directory.importing.report import Report
from directory.importing.rows import SourceUnreadable
from directory.importing.run import import_portions
from directory.importing.spreadsheets import operations, queries
from directory.operations import keep_bank_holidays, keep_terms
from directory.places import gazetteer
from directory.publishing.exporting import FolderNotEmpty, export_listings
from directory.publishing.gate import StillChecking
from directory.publishing.gate import catch_up as look_at_what_changed
from directory.queries import special_days
from directory.upkeep import duplicates
from navigator.db import db
from navigator.times import LONDON, utc_now

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def services() -> None:
    """Bring listings in, and take them out."""


@services.command(name="import")
@click.argument("source")
@click.option("--dry-run", is_flag=True, help="Say what would change, row by row, and write nothing.")
@click.option("--strict", is_flag=True, help="All or nothing: when any row is refused, write nothing and exit with 1.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option(
    "--changed-since", metavar="DATE|last", help="Of a feed: only what changed since then, or since it was last imported."
)
@click.option("--mapping", metavar="NAME", help="Of a spreadsheet (CSV, XLSX): what its columns are, as told on /admin/imports.")
@click.option("--allow-private", is_flag=True, help="Fetch from this machine or its own network, too.")
@click.option("--sheet", default="", metavar="NAME", help="Of a workbook: which sheet; the first when none is named.")
@with_appcontext
def import_command(
    source: str,
    dry_run: bool,
    strict: bool,
    as_json: bool,
    changed_since: str | None,
    mapping: str | None,
    sheet: str,
    allow_private: bool,
) -> None:
    """Bring in the listings of SOURCE; run again, it changes only what changed there.

    SOURCE is a folder or zip of HSDS 3.0 tables (one CSV each), a datapackage.json, an HSDS 3.0 JSON document, list, page
    or file of JSON lines, or an Open Referral UK version 1 page. Given as an http or https address, all pages of a feed
    are fetched, each listing whole where its pages give summaries only; a run that breaks off goes on from there within a day.
    An address on this machine or inside its own network is refused unless --allow-private is given.

    The report goes to standard output; each refused row, with its file, line and reason, to standard error. Refused rows
    do not stop the others, and listings are written some hundred at a time, each whole: run again, an import that was
    interrupted goes on. The exit code is 0 when the rest came in, and 1 when no listing could be read, or with
    --strict when any row was refused.
    """
    settings, began = current_app.extensions["settings"], utc_now()
    fetcher = Fetcher(allows_inside=allow_private or settings.allows_private_sources)
    keep: Path = settings.data_dir / "imports"
    try:
        since = _since(changed_since, keep, source)
        if mapping:
            report = _import_spreadsheet(source, mapping=mapping, tab=sheet, now=began, dry_run=dry_run, strict=strict)
        else:
            portions = sources.portions(source, fetcher=fetcher, keep=keep, changed_since=since)
            report = import_portions(
                session=db.session(), portions=portions, source=source, now=began, dry_run=dry_run, in_pieces=not strict
            )
    except SourceUnreadable as problem:
        db.session.rollback()
        raise click.ClickException(" ".join(str(problem).split())) from None
    finally:
        fetcher.close()
    is_refused = report.read_nothing or (strict and bool(report.refusals))
    if dry_run or is_refused:
        db.session.rollback()
    else:
        gazetteer.rebuild_from_listings()
        db.session.commit()
        report.was_written = True
        if is_address(source):
            feeds.remember(keep, source, began=began)
        _catch_up(utc_now())
    _tell(report, as_json=as_json)
    if report.read_nothing:
        raise click.ClickException(f"no listing in {source} could be brought in; nothing was written")
    if is_refused:
        rows = report.total.refused
        was = "1 row was" if rows == 1 else f"{rows} rows were"
        raise click.ClickException(f"{was} refused and --strict takes all or nothing; nothing was written")


@services.command(name="export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@with_appcontext
def export_command(folder: Path) -> None:
    """Write all listings into FOLDER as HSDS 3.0 tables, one CSV each, which `services import` takes back without loss.

    Who checked a listing and where a refuge is stay behind. Text goes out exactly as it is stored: open it in a
    spreadsheet as text, so that nothing in it is taken for a formula.
    """
    try:
        counts = export_listings(session=db.session(), folder=folder, today=utc_now().astimezone(LONDON).date())
    except FolderNotEmpty as problem:
        raise click.ClickException(str(problem)) from None
    except OSError as problem:
        raise click.ClickException(f"{folder} cannot be written: {problem.strerror}") from None
    click.echo(f"{counts['services']} services of {counts['organizations']} organizations are in {folder}")


def _import_spreadsheet(source: str, *, mapping: str, tab: str, now: datetime, dry_run: bool, strict: bool) -> Report:
    path = Path(source)
    try:
        known = queries.get_mapping(mapping)
        content = path.read_bytes()
    except queries.MappingUnknown:
        names = ", ".join(queries.list_mapping_names()) or "none yet"
        raise click.UsageError(
            f"there is no mapping called {mapping!r}; there are: {names}. Make one on /admin/imports"
        ) from None
    except OSError as problem:
        raise SourceUnreadable(f"{source} cannot be opened: {problem.strerror}") from None
    return operations.import_file(
        content=content, file_name=path.name, tab=tab, mapping=known, now=now, dry_run=dry_run, in_pieces=not strict
    )


def _since(said: str | None, keep: Path, source: str) -> datetime | None:
    if said is None:
        return None
    if not is_address(source):
        raise click.UsageError("--changed-since is for feeds: SOURCE is no http or https address")
    if said == "last":
        return feeds.remembered(keep, source)
    try:
        return datetime.fromisoformat(said).replace(tzinfo=UTC)
    except ValueError:
        raise click.UsageError(f"--changed-since is {said!r}: it should be a date such as 2026-11-23, or the word last") from None


@click.group(name="bank-holidays")
def bank_holidays() -> None:
    """Days on which what is "not on bank holidays" does not happen."""


@bank_holidays.command(name="import")
@click.argument("path", metavar="FILE", type=A_FILE)
@with_appcontext
def import_bank_holidays(path: Path) -> None:
    """Bring in the bank holidays in FILE, in place of those we have for its years.

    FILE is the JSON of https://www.gov.uk/bank-holidays.json, of which England's days are taken, or a CSV with the columns day
    and name. A year with fewer than eight days adds to those we know: a jubilee is a day more. All of it comes in, or nothing.
    """
    try:
        days = calendar_files.read_bank_holidays(path)
    except CalendarUnreadable as problem:
        raise click.ClickException(str(problem)) from None
    keep_bank_holidays(db.session(), days=days)
    db.session.commit()
    click.echo(f"{len(days)} bank holidays written, from {min(days)} to {max(days)}.")


@bank_holidays.command(name="list")
@with_appcontext
def list_bank_holidays() -> None:
    """Write the bank holidays from this year on, one a line: the day and its name."""
    this_year = utc_now().astimezone(LONDON).year
    for day, name in special_days().bank_holidays.items():
        if day.year >= this_year:
            click.echo(f"{day}  {name}")


@click.group(name="term-dates")
def term_dates() -> None:
    """When the schools here are in term, for what happens "in term time"."""


@term_dates.command(name="import")
@click.argument("path", metavar="CSV", type=A_FILE)
@with_appcontext
def import_term_dates(path: Path) -> None:
    """Bring in the school terms in CSV (columns: first_day, last_day, name), in place of those we have for its time.

    Each row is a run of school weeks, both days included: the two halves of a term are two rows. All of it comes in, or
    nothing.
    """
    try:
        terms = calendar_files.read_terms(path)
    except CalendarUnreadable as problem:
        raise click.ClickException(str(problem)) from None
    keep_terms(db.session(), terms=terms)
    db.session.commit()
    click.echo(f"{len(terms)} runs of school weeks written, from {terms[0].first_day} to {terms[-1].last_day}.")


@term_dates.command(name="list")
@with_appcontext
def list_term_dates() -> None:
    """Write the runs of school weeks that this locality brought in, one a line."""
    for term in special_days().terms:
        click.echo(f"{term.first_day} to {term.last_day}  {term.name}")


def _catch_up(now: datetime) -> None:
    """Bring the search index and the open feed up to date; what is left to do, the next who asks does."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy's target
    assert isinstance(app, Flask)  # noqa: S101 - for the type checker
    listing_index(app, now=now).catch_up(today=now.astimezone(LONDON).date())
    with suppress(StillChecking):
        look_at_what_changed(now=now)


def _tell(report: Report, *, as_json: bool) -> None:
    if as_json:
        json.dump(report.as_json(), sys.stdout, indent=2, ensure_ascii=False)
        click.echo()
    else:
        click.echo(report.as_text())
    for refusal in report.refusals:
        click.echo(str(refusal), err=True)


@services.command(name="duplicates")
@with_appcontext
def duplicates_command() -> None:
    """Look for listings that look alike; /admin/duplicates shows them side by side.

    Run it after an import. What somebody has decided about a pair stands.
    """
    new = duplicates.find_all(now=utc_now())
    _, total = duplicates.list_pairs(page=1)
    db.session.commit()
    click.echo(f"{new} new {'pair looks' if new == 1 else 'pairs look'} alike; {total} to be decided at /admin/duplicates.")
