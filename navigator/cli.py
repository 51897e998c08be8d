"""The `navigator` commands: the service's own, and the list of every feature's."""

import os
import sys

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate.cli import db as database_commands

from directory.commands import bank_holidays, services, term_dates
from directory.finding.commands import index, places, thesaurus
from directory.importing.commands import sources
from directory.publishing.commands import open_referral
from messaging.commands import bounces, push
from messaging.replies.commands import replies
from navigator import demo, jobs, queue
from navigator.config import read_settings
from navigator.contacts.commands import schedules
from navigator.messages.commands import wording
from navigator.people.commands import tokens
from navigator.teams.commands import users


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--processes", default=1, show_default=True, help="How many processes to serve from.")
@click.option("--threads", default=8, show_default=True, help="How many requests each process answers at once.")
def serve(host: str, port: int, processes: int, threads: int) -> None:
    """Serve the pages and the API with gunicorn, until stopped."""
    read_settings(os.environ, serving=True)  # what is missing is said here, in one line, not by each process of the server
    demo.refuse_a_taken_port(host, port)
    gunicorn = [sys.executable, "-m", "gunicorn", "navigator.app:create_app(serving=True)"]
    options = {
        "--bind": f"{host}:{port}",
        "--worker-class": "gthread",
        "--workers": str(processes),
        "--threads": str(threads),
        "--timeout": "60",
        "--graceful-timeout": "10",
        "--log-level": os.environ.get("NAVIGATOR_LOG_LEVEL", "warning"),
    }
    os.execv(sys.executable, [*gunicorn, *(word for option in options.items() for word in option)])  # noqa: S606 - our own interpreter


@click.command()
@click.option("--until-idle", is_flag=True, help="Stop when there is nothing left that is due, instead of waiting for more.")
@click.option("--concurrency", default=2, show_default=True, help="With a broker: how many jobs at once.")
@with_appcontext
def worker(until_idle: bool, concurrency: int) -> None:
    """Send what is due and read what came in, until stopped. With NAVIGATOR_BROKER_URL, as one of many workers on a queue."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy's target
    if app.extensions["settings"].broker_url and not until_idle:
        queue.run_worker(app, concurrency=concurrency)
        return
    done = jobs.run_worker(app, until_idle=until_idle)
    if until_idle:
        click.echo(f"{done} things done; nothing more is due.")


@click.command(name="demo")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
def demo_command(host: str, port: int) -> None:
    """Serve a demonstration: an invented locality, its listings and people, and phones on a page instead of real texts."""
    sys.exit(demo.run(host=host, port=port))


COMMANDS: tuple[click.Command, ...] = (
    demo_command,
    serve,
    worker,
    database_commands,
    services,
    sources,
    places,
    thesaurus,
    index,
    bank_holidays,
    term_dates,
    open_referral,
    schedules,
    users,
    tokens,
    wording,
    replies,
    push,
    bounces,
)
