"""Commands: the locality's schedules of contacts, in from a CSV, and shown."""

from typing import TextIO

import click
from flask.cli import AppGroup

from navigator.contacts.schedules import SchedulesWrong, list_schedules, read_schedules, replace_schedules
from navigator.db import db

schedules = AppGroup("schedules", help="Years of contacts that navigators choose for people.")


@schedules.command("import")
@click.argument("file", type=click.File(encoding="utf-8"))
def import_(file: TextIO) -> None:
    """Make the schedules in FILE (a CSV: schedule, about, week, kind, what) those of this locality."""
    try:
        found = read_schedules(file)
    except SchedulesWrong as problem:
        raise click.ClickException(f"{file.name} {problem}") from None
    replace_schedules(found)
    db.session.commit()
    click.echo(f"{len(found)} schedules.")


@schedules.command("list")
def list_() -> None:
    """Show the schedules and their contacts."""
    for one in list_schedules():
        click.echo(f"{one.name}: {one.about}")
        for entry in one.entries:
            click.echo(f"  week {entry.week}: {entry.kind}, {entry.what}")
