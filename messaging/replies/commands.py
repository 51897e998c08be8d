"""For whoever reviews the words that replies are read by."""

import click

from messaging.replies.meaning import LANGUAGES
from translations.distress_of_others import OF_ANOTHER
from translations.distress_words import DANGER, REVIEWS

FIELDS = (
    "stop",
    "stop_or_appointment",
    "start",
    "help",
    "who",
    "yes",
    "no",
    "need_help",
    "cannot_come",
    "can_come",
    "change_day",
    "well",
    "so_so",
    "not_well",
)


@click.group("replies")
def replies() -> None:
    """The words by which texts from people are understood."""


@replies.command("words")
@click.argument("language", required=False)
def words(language: str | None) -> None:
    """Which languages wait for a native reader; or every word of one LANGUAGE ("bn"), for the reader to go through."""
    if language is None:
        for code, review in sorted(REVIEWS.items()):
            read = (
                f"read by {review.reviewed_by}, {review.reviewed_on:%-d %B %Y}"
                if review.reviewed_on
                else "not read by anybody yet"
            )
            click.echo(f"{code}: {read}; whoever wrote it was {LANGUAGES[code].sure} sure")
        return
    if language not in LANGUAGES:
        raise click.ClickException(f"no words in {language!r}; there are {', '.join(sorted(LANGUAGES))}")
    vocabulary = LANGUAGES[language]
    for field in FIELDS:
        click.echo(f"{field}: {getattr(vocabulary, field)}")
    click.echo("numbers: " + "; ".join(f"{word} = {number}" for word, number in vocabulary.numbers.items()))
    if (danger := DANGER.get(language)) is not None:
        for phrase, english in (*danger.harm_to_self.items(), *danger.harmed.items()):
            click.echo(f"danger: {phrase} = {english}")
    else:
        click.echo("danger: patterns, in translations/distress.py and translations/distress_of_others.py")
    if (others := OF_ANOTHER.get(language)) is not None:
        for phrase, english in (*others.harm_to_self.items(), *others.harmed.items()):
            click.echo(f"danger to somebody else: {phrase} = {english}")
