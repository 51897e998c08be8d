"""`navigator push …`: notifications, at the keyboard."""

import click

from messaging.gateways.push import make_key, public_key


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
