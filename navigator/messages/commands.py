"""`navigator wording …`: what we say, at the keyboard."""

import click
from flask.cli import with_appcontext

from messaging.models import Channel
from messaging.wording import own_words, rewording
from messaging.wording.texts import CHANNELS, TEMPLATES
from translations.locales import DEFAULT, LANGUAGES


@click.group()
def wording() -> None:
    """The words of every text and e-mail."""


@wording.command("list")
@with_appcontext
def list_wording() -> None:
    """Every message, by the most segments it takes in each language; * where this locality has its own words."""
    standing = own_words.list_standing()
    for template in TEMPLATES:
        said = []
        for code in LANGUAGES:
            looks = rewording.show(template=template, locale=code, bodies=standing.get((template, code), {}))
            most = max(look.segments for look in looks)
            size = str(most) if CHANNELS[template] is Channel.TEXT else "e-mail"
            said.append(f"{code} {size}{'*' if (template, code) in standing else ''}")
        click.echo(f"{template}\t{', '.join(said)}")


@wording.command("show")
@click.argument("template", type=click.Choice(list(TEMPLATES)), metavar="MESSAGE")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default=DEFAULT, show_default=True, help="In which language.")
@with_appcontext
def show(template: str, language: str) -> None:
    """One message with invented values, in each of its cases."""
    bodies = own_words.list_standing().get((template, language), {})
    for look in rewording.show(template=template, locale=language, bodies=bodies):
        size = f"{look.segments} × {look.encoding.value}" if CHANNELS[template] is Channel.TEXT else look.words.subject
        click.echo(f"[{size}]\n{look.body}\n")
