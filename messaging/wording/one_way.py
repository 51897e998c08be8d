"""Texts from a name that nobody can answer: none asks for a reply, and each carries a link that stops them."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from messaging.wording import texts
from messaging.wording.speaking import NotTranslated, Words, speak
from translations.locales import DEFAULT

ASKS = re.compile(r"\brepl(?:y|ies)\b", re.IGNORECASE)


class NeedsReply(Exception):
    """The text asks for an answer, and the sender we have cannot take one."""


def render(template: str, values: Mapping[str, Any], locale: str, *, link: str) -> Words:
    """As `texts.render`, with the way to stop. Raises `NeedsReply`, and `WordsMissing`.

    Whether a text asks for a reply is read off its English words, so that one written tomorrow is judged as well.
    """
    write = REWRITTEN.get(template)
    if write is None and ASKS.search(texts.render(template, values, DEFAULT).body):
        raise NeedsReply(template)
    try:
        written = write(locale=locale, **values) if write else texts.render(template, values, locale)
        return _with_link(written, link)
    except NotTranslated:
        written = write(locale=DEFAULT, **values) if write else texts.render(template, values, DEFAULT)
        return _with_link(Words(written.subject, written.body, DEFAULT), link)


def _with_link(written: Words, link: str) -> Words:
    said = speak(written.locale)("This number cannot take answers. To stop these texts: %(link)s") % {"link": link}
    return Words(written.subject, f"{written.body} {said}", written.locale)


def _welcome(*, locale: str, first_name: str, navigator_name: str, team_name: str) -> Words:
    _ = speak(locale)
    body = _(
        "Hello %(first_name)s, this is %(navigator_name)s, %(team_name)s. We will text you about what we plan together. "
        "We are not an emergency service: in danger ring 999, for medical help ring 111."
    )
    return Words("", body % {"first_name": first_name, "navigator_name": navigator_name, "team_name": team_name}, locale)


def _started(*, locale: str) -> Words:
    _ = speak(locale)
    body = _("You will get our texts again. We are not an emergency service: in danger ring 999, for medical help ring 111.")
    return Words("", body, locale)


def _still_correct(*, locale: str, link: str) -> Words:
    _ = speak(locale)
    body = _(
        "Is what Care Navigator tells people about your group still correct? One tap here tells us, without a password: %(link)s"
    )
    return Words("", body % {"link": link}, locale)


# Those that say "reply STOP" and ask for nothing else: the same, without that.
REWRITTEN: dict[str, Callable[..., Words]] = {"welcome": _welcome, "started": _started, "still_correct": _still_correct}
