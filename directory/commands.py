"""The `navigator services` commands: listings in and out."""

import json
import sys
from datetime import datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from directory import places
from directory.exporting import FolderNotEmpty, export_listings
from directory.importing import sources
from directory.importing.fetching import Fetcher
from directory.importing.report import Report
from directory.importing.rows import SourceUnreadable
from directory.importing.run import import_listings
from directory.index import listing_index
from navigator.db import db
from navigator.times import LONDON, utc_now


@click.group()
def services() -> None:
    """Bring listings in, and take them out."""


@services.command(name="import")
@click.argument("source")
@click.option("--dry-run", is_flag=True, help="Say what would change, row by row, and write nothing.")
@click.option("--strict", is_flag=True, help="All or nothing: when any row is refused, write nothing and exit with 1.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@with_appcontext
def import_command(source: str, dry_run: bool, strict: bool, as_json: bool) -> None:
    """Bring in the listings of SOURCE; run again, it changes only what changed there.

    SOURCE is a folder or zip of HSDS 3.0 tables (one CSV each), a datapackage.json, an HSDS 3.0 JSON document, list, page
    or file of JSON lines, or an Open Referral UK version 1 page. Given as an http or https address, all pages of a feed
    are fetched.

    The report goes to standard output; each refused row, with its file, line and reason, to standard error. Refused rows
    do not stop the others: the exit code is 0 when the rest came in, and 1 when no listing could be read, or with
    --strict when any row was refused.
    """
    fetcher = Fetcher()
    try:
        reading = sources.read(source, fetcher=fetcher)
    except SourceUnreadable as problem:
        raise click.ClickException(" ".join(str(problem).split())) from None
    finally:
        fetcher.close()
    report = import_listings(session=db.session(), reading=reading, source=source, dry_run=dry_run)
    is_refused = report.read_nothing or (strict and bool(report.refusals))
    if dry_run or is_refused:
        db.session.rollback()
    else:
        places.rebuild_from_listings()
        db.session.commit()
        report.was_written = True
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
        counts = export_listings(session=db.session(), folder=folder)
    except FolderNotEmpty as problem:
        raise click.ClickException(str(problem)) from None
    except OSError as problem:
        raise click.ClickException(f"{folder} cannot be written: {problem.strerror}") from None
    click.echo(f"{counts['services']} services of {counts['organizations']} organizations are in {folder}")


def _catch_up(now: datetime) -> None:
    """Bring the search index up to date; should that fail, the next search does it."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy's target
    assert isinstance(app, Flask)  # noqa: S101 - for the type checker
    listing_index(app, now=now).catch_up(today=now.astimezone(LONDON).date())


def _tell(report: Report, *, as_json: bool) -> None:
    if as_json:
        json.dump(report.as_json(), sys.stdout, indent=2, ensure_ascii=False)
        click.echo()
    else:
        click.echo(report.as_text())
    for refusal in report.refusals:
        click.echo(str(refusal), err=True)
