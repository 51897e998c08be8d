"""`navigator push …` and `navigator bounces …`: notifications, and e-mails that came back, at the keyboard."""

import mailbox
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from messaging import bounces as returned
from messaging import dead_addresses
from messaging.gateways.push import make_key, public_key
from navigator.db import db
from navigator.times import utc_now


@click.group()
def push() -> None:
    """Notifications on people's phones."""


@push.command("keys")
def keys() -> None:
    """Make the key this service signs notifications with, once: with another, everybody would have to ask for them anew."""
    key = make_key()
    click.echo(f"NAVIGATOR_PUSH_KEY={key}")
    click.echo("Keep it secret, and set NAVIGATOR_PUSH_CONTACT too, such as mailto:it@care.example.", err=True)
    click.echo(f"Browsers are given its other half by the service: {public_key(key)}", err=True)


@click.group()
def bounces() -> None:
    """E-mails that came back, and the addresses that do not work."""


@bounces.command("read")
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@with_appcontext
def read(source: Path) -> None:
    """Read what came to NAVIGATOR_BOUNCES_TO: one e-mail or a whole mbox, from a file or (-) from a pipe."""
    key = current_app.extensions["settings"].secret_key
    came: Counter[str] = Counter()
    for raw in _emails(sys.stdin.buffer.read() if str(source) == "-" else source.read_bytes()):
        came[returned.take(raw, key=key, now=utc_now()).value] += 1
        db.session.commit()  # each by itself, so that one that fails takes no other with it
    click.echo(", ".join(f"{name}: {count}" for name, count in sorted(came.items())) or "There was nothing to read.")


@bounces.command("list")
@with_appcontext
def list_addresses() -> None:
    """The addresses to which nothing is sent, since when, and the mail server's code."""
    for dead in dead_addresses.list_dead(now=utc_now()):
        click.echo(f"{dead.address}\t{dead.since:%Y-%m-%d}\t{dead.code}")


@bounces.command("put-right")
@click.argument("address")
@with_appcontext
def put_right(address: str) -> None:
    """An address works again: send there."""
    if not dead_addresses.put_right(address):
        raise click.ClickException(f"nothing is held back from {address}")
    db.session.commit()
    click.echo(f"E-mails go to {address} again.")


def _emails(raw: bytes) -> Iterator[bytes]:
    """Each e-mail of an mbox; or the one there is."""
    if not raw.startswith(b"From "):
        yield from ([raw] if raw.strip() else [])
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mbox"
        path.write_bytes(raw)
        box = mailbox.mbox(path, create=False)
        for key in box.keys():  # noqa: SIM118 - a mailbox yields messages, not keys
            yield box.get_bytes(key)
        box.close()
