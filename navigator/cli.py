"""The `navigator` commands."""

import click

COMMANDS: tuple[click.Command, ...] = ()
