"""`navigator demo`: an invented locality, served with its worker, where phones are a page and nobody real is texted."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from datetime import timedelta
from io import StringIO
from pathlib import Path
from secrets import token_hex
from urllib.error import URLError
from urllib.request import urlopen

import click
from flask.cli import ScriptInfo
from flask_migrate import upgrade

from directory.commands import import_command as bring_in_listings
from directory.commands import import_term_dates
from directory.finding.commands import judge
from directory.upkeep import editors
from navigator import demo_people
from navigator.db import db
from navigator.people.demo_sign_ins import DEMO_PASSWORD, list_demo_sign_ins
from navigator.times import utc_now

PATIENCE = timedelta(minutes=3)  # an old laptop that does other things, too
SETTLED = "demo-settled"
SEED = Path(__file__).resolve().parent.parent / "seed_services"
JUDGED = SEED.parent / "benchmarks" / "relevance" / "lay.csv"  # what changes of words are tried on


def run(*, host: str, port: int) -> int:
    """Set up what is missing, serve until Ctrl-C or until a part of it ends, and give the exit code."""
    refuse_a_taken_port(host, port)
    address = f"http://{host}:{port}"
    _choose_settings(address)
    app = click.get_current_context().ensure_object(ScriptInfo).load_app()
    with app.app_context():
        upgrade()
        if demo_people.is_empty():
            click.echo("Setting up the demonstration, the first time only.")
            click.get_current_context().invoke(bring_in_listings, source=str(SEED), dry_run=False, strict=True, as_json=False)
            click.get_current_context().invoke(judge, path=JUDGED)
            click.get_current_context().invoke(import_term_dates, path=SEED / "term_dates.csv")
            with redirect_stdout(StringIO()):  # a line for each e-mail that goes: they are in the simulator's inboxes
                demo_people.settle_in(app, now=utc_now())
        (app.extensions["settings"].data_dir / SETTLED).touch()
        keepers = [(editor.email, editor.organization.name) for editor in editors.list_all()]
        sign_ins = [(staff.email, staff.role.value.replace("_", " ")) for staff in list_demo_sign_ins()]
        db.session.remove()
        db.engine.dispose()
    with _parts(host, port) as parts:
        if not _answers(f"{address}/healthz", parts):
            click.echo("navigator: the demo did not start; what went wrong stands above", err=True)
            return 1
        _announce(address, sign_ins, keepers)
        return _wait(parts)


def refuse_a_taken_port(host: str, port: int) -> None:
    """Say in one line that a port is in use, or not ours to use, before a server says it in twenty."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise click.ClickException(
                f"port {port} cannot be used ({problem.strerror}): try another, such as {port + 1 if port < 65535 else 8000}"
            ) from None


def _choose_settings(address: str) -> None:
    """The demo's own settings, where the environment has none; its secret is made once and kept in the data folder."""
    folder = Path(os.environ.setdefault("NAVIGATOR_DATA_DIR", "./instance")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    secret = folder / "demo-secret"
    if not secret.exists():
        secret.write_text(token_hex(32))
        secret.chmod(0o600)
    if not (folder / SETTLED).exists():  # never begun, or broken off half-way: begin from nothing
        for leftover in folder.glob("demo.sqlite3*"):
            leftover.unlink()
    os.environ.setdefault("NAVIGATOR_DATABASE_URL", f"sqlite:///{folder / 'demo.sqlite3'}")
    os.environ.setdefault("NAVIGATOR_SECRET_KEY", secret.read_text().strip())
    os.environ.update(NAVIGATOR_PUBLIC_URL=address, NAVIGATOR_SMS_GATEWAY="simulator", NAVIGATOR_MAILER="console")
    os.environ.setdefault("NAVIGATOR_OPEN_DATA_LICENCE", "ogl")


@contextmanager
def _parts(host: str, port: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The web and the worker, each a process of its own; both are gone when this ends, however it ends."""
    navigator = [sys.executable, "-m", "navigator"]
    serve, worker = [*navigator, "serve", "--host", host, "--port", str(port)], [*navigator, "worker"]
    # The worker says a line for each e-mail, which would push the sign-ins off the screen: they are in the simulator's inboxes.
    parts = [subprocess.Popen(serve), subprocess.Popen(worker, stdout=subprocess.DEVNULL)]  # noqa: S603 - our own commands
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts us in the background has it ignored
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield parts
    finally:
        for part in parts:
            part.terminate()
        for part in parts:
            with suppress(KeyboardInterrupt):
                try:
                    part.wait(10)
                except subprocess.TimeoutExpired:
                    part.kill()


def _answers(url: str, parts: list[subprocess.Popen[bytes]]) -> bool:
    deadline = time.monotonic() + PATIENCE.total_seconds()
    while time.monotonic() < deadline and all(part.poll() is None for part in parts):
        try:
            with urlopen(url, timeout=2):  # noqa: S310 - our own address
                return True
        except (URLError, OSError):
            time.sleep(0.2)
    return False


def _announce(address: str, sign_ins: list[tuple[str, str]], keepers: list[tuple[str, str]]) -> None:
    width = max(len(email) for email, _ in [*sign_ins, *keepers])
    lines = [
        "",
        "Care Navigator, a demonstration: invented people, invented places to go, no real texts.",
        "",
        f"  Find help         {address}/",
        f"  Sign in           {address}/sign-in",
        f"  Phones and post   {address}/simulator",
        f"  The API           {address}/api/v1/openapi.json",
        "",
        f"  Everybody's password: {DEMO_PASSWORD}",
        *(f"    {email:<{width}}   {role}" for email, role in sign_ins),
        "",
        f"  Who keeps listings: ask for a link at {address}/listings/sign-in, and open it in the inbox",
        *(f"    {email:<{width}}   {organization}" for email, organization in keepers),
        "",
        "Ctrl-C ends it.",
        "",
    ]
    click.echo("\n".join(lines))


def _wait(parts: list[subprocess.Popen[bytes]]) -> int:
    """Until Ctrl-C (0), or until a part ends by itself (1)."""
    try:
        while all(part.poll() is None for part in parts):
            time.sleep(0.5)
    except KeyboardInterrupt:
        click.echo("\nGoodbye.")
        return 0
    click.echo("navigator: a part of the demo ended by itself; what went wrong stands above", err=True)
    return 1
