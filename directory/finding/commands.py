"""The `navigator index`, `places` and `thesaurus` commands: what finding listings stands on."""

import csv
import sys
from pathlib import Path
from time import perf_counter

import click
from flask import current_app
from flask.cli import with_appcontext

from directory.finding.index.on_disk import ListingIndex
from directory.finding.tuning import judging
from directory.finding.words import thesaurus_files
from directory.places.files import PlacesUnreadable, import_places
from directory.places.gazetteer import rebuild_from_listings
from navigator.db import db
from navigator.times import LONDON, utc_now

CSV_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def index() -> None:
    """The search index, which is made from the database and may be deleted at any time."""


@index.command()
@with_appcontext
def rebuild() -> None:
    """Make the search index again from the database."""
    began = perf_counter()
    count = ListingIndex(current_app.extensions["settings"].index_dir).rebuild(today=utc_now().astimezone(LONDON).date())
    click.echo(f"{count} listings can be found; it took {perf_counter() - began:.1f} seconds.")


@click.group()
def places() -> None:
    """The gazetteer: where postcodes, outward codes and towns are."""


@places.command(name="import")
@click.argument("path", metavar="CSV", type=CSV_FILE)
@with_appcontext
def import_command(path: Path) -> None:
    """Bring in places from CSV: an ONS postcode directory, Ordnance Survey names, or a list of outward codes.

    Needs a column postcode, pcd, pcds, outcode, name or name1; and latitude and longitude, or eastings and northings.
    What the gazetteer already says of a place in the file is replaced. Refused rows are named on standard error.
    """
    try:
        report = import_places(path)
    except PlacesUnreadable as problem:
        raise click.ClickException(" ".join(str(problem).split())) from None
    db.session.commit()
    for refusal in report.refusals:
        click.echo(refusal, err=True)
    if report.refused > len(report.refusals):
        click.echo(f"… and {report.refused - len(report.refusals)} more", err=True)
    click.echo(f"{report.written} places written, {report.passed_over} passed over, {report.refused} refused.")
    if report.refused and not report.written:
        raise click.ClickException(f"no place in {path.name} could be brought in")


@places.command(name="rebuild")
@with_appcontext
def rebuild_places() -> None:
    """Make the gazetteer's own part again, from the addresses of the listings. What was imported stays."""
    count = rebuild_from_listings()
    db.session.commit()
    click.echo(f"{count} places come from the listings.")


@click.group()
def thesaurus() -> None:
    """Words people use, and the needs and kinds of help they mean."""


@thesaurus.command(name="import")
@click.argument("path", metavar="CSV", type=CSV_FILE)
@with_appcontext
def import_words(path: Path) -> None:
    """Add the words in CSV (columns: idea, terms, also, language, words). Words that are there already stay as they are.

    Each line is one idea in one language, its words parted by "|". The older columns words, language, term are read too.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            report = thesaurus_files.import_csv(file, name=path.name)
    except (ValueError, csv.Error) as problem:
        raise click.ClickException(" ".join(str(problem).split())) from None
    db.session.commit()
    for refusal in report.refused:
        click.echo(refusal, err=True)
    click.echo(f"{report.created} added, {report.unchanged} there already, {len(report.refused)} refused.")
    if report.refused and not (report.created or report.unchanged):
        raise click.ClickException(f"no words in {path.name} could be brought in")


@thesaurus.command(name="judge")
@click.argument("path", metavar="CSV", type=CSV_FILE)
@with_appcontext
def judge(path: Path) -> None:
    """Bring in searches that changes of words are tried on: CSV with the columns typed and right (codes parted by spaces)."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            report = judging.import_judged(file, name=path.name)
    except (ValueError, csv.Error) as problem:
        raise click.ClickException(" ".join(str(problem).split())) from None
    db.session.commit()
    for refusal in report.refused:
        click.echo(refusal, err=True)
    click.echo(f"{report.created} added, {report.changed} changed, {len(report.refused)} refused.")


@thesaurus.command(name="export")
@click.argument("path", metavar="CSV", type=click.Path(dir_okay=False, allow_dash=True))
@with_appcontext
def export_words(path: str) -> None:
    """Write every group to CSV, as `thesaurus import` reads it; `-` writes to standard output."""
    with click.open_file(path, "w", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(thesaurus_files.COLUMNS)
        count = 0
        for row in thesaurus_files.list_rows():
            writer.writerow(row)
            count += 1
    click.echo(f"{count} lines written.", file=sys.stderr)
