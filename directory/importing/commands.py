"""The `navigator sources` commands: what is brought in again and again."""

import click
from flask import current_app
from flask.cli import with_appcontext

from directory.importing import scheduling
from directory.importing.fetching import is_address, leads_inside
from directory.importing.models import RunState, Source, SourceRun
from directory.importing.rows import SourceUnreadable
from navigator.db import db
from navigator.times import utc_now

BY = "the command line"


@click.group()
def sources() -> None:
    """Sources of listings that the worker brings in again and again."""


@sources.command(name="add")
@click.argument("name")
@click.argument("address")
@click.option("--every", "every_hours", type=click.IntRange(1, 8760), help="Bring it in every so many HOURS; else when asked.")
@with_appcontext
def add_command(name: str, address: str, every_hours: int | None) -> None:
    """Remember ADDRESS, a feed's web address or a file or folder of this machine, under NAME.

    A feed inside our own network is refused, and never fetched by the worker, unless NAVIGATOR_PRIVATE_SOURCES is allow.
    """
    try:
        is_refused = is_address(address) and not current_app.extensions["settings"].allows_private_sources
    except SourceUnreadable as problem:
        raise click.ClickException(str(problem)) from None
    if is_refused and leads_inside(address):
        raise click.ClickException(
            f"{address} is on this machine or inside its own network: "
            "the worker fetches it only with the setting NAVIGATOR_PRIVATE_SOURCES=allow"
        )
    try:
        scheduling.add_source(name=name, address=address, every_hours=every_hours, added_by=BY, now=utc_now())
    except scheduling.NameTaken:
        raise click.ClickException(f"there is a source called {name} already") from None
    except scheduling.AddressWrong as problem:
        raise click.ClickException(str(problem)) from None
    db.session.commit()
    click.echo(f"{name} is remembered" + (f" and brought in every {every_hours} hours" if every_hours else ""))


@sources.command(name="list")
@with_appcontext
def list_command() -> None:
    """Say which sources there are, when each is due, and how its last run ended."""
    for source, run in scheduling.list_sources():
        click.echo(f"{source.name}: {source.address} ({_when(source)}; {_how(run)})")


@sources.command(name="run")
@click.argument("name")
@with_appcontext
def run_command(name: str) -> None:
    """Let the worker bring NAME in as soon as it can."""
    scheduling.ask_run(source=_get(name), now=utc_now())
    db.session.commit()
    click.echo(f"{name} is due now; the worker brings it in (`navigator worker --until-idle` does so at once)")


@sources.command(name="pause")
@click.argument("name")
@click.option("--end", is_flag=True, help="End the pause.")
@with_appcontext
def pause_command(name: str, end: bool) -> None:
    """Leave NAME alone until the pause ends."""
    source = _get(name)
    scheduling.resume(source=source, now=utc_now()) if end else scheduling.pause(source=source, now=utc_now())
    db.session.commit()
    click.echo(f"{name} is brought in again" if end else f"{name} is paused")


def _get(name: str) -> Source:
    try:
        return scheduling.get_source_called(name)
    except scheduling.SourceNotFound:
        raise click.ClickException(f"there is no source called {name}; `navigator sources list` names them") from None


def _when(source: Source) -> str:
    if source.paused_at:
        return "paused"
    return f"due {source.next_run_at:%Y-%m-%d %H:%M} UTC" if source.next_run_at else "only when asked"


def _how(run: SourceRun | None) -> str:
    if run is None:
        return "never run"
    if run.state is RunState.FAILED:
        return f"failed: {run.problem}"
    return f"{run.state.value} {run.began_at:%Y-%m-%d %H:%M} UTC"
