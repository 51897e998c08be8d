"""Words for where nobody can answer: texts from a name (with a link that stops them), e-mails, letters. None asks for a reply."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from messaging.wording import texts
from messaging.wording.speaking import NotTranslated, Words, speak
from translations.locales import DEFAULT

HOW_TO_STOP = "This number cannot take answers. To stop these texts: %(link)s"
ASKS = re.compile(r"\brepl(?:y|ies)\b", re.IGNORECASE)


class NeedsReply(Exception):
    """The text asks for an answer, and the sender we have cannot take one."""


def render(template: str, values: Mapping[str, Any], locale: str, *, link: str) -> Words:
    """As `texts.render`, with the way to stop. Raises `NeedsReply`, and `WordsMissing`."""
    written = without_reply(template, values, locale)
    try:
        said = speak(written.locale)(HOW_TO_STOP)
    except NotTranslated:
        written, said = without_reply(template, values, DEFAULT), HOW_TO_STOP
    return Words(written.subject, f"{written.body} {said % {'link': link}}", written.locale)


def without_reply(template: str, values: Mapping[str, Any], locale: str) -> Words:
    """As `texts.render`, for where nobody can answer: from a name, by e-mail, on paper. Raises `NeedsReply`, and `WordsMissing`.

    Whether a text asks for a reply is read off its English words, so that one written tomorrow is judged as well.
    """
    if ASKS.search(_write(template, values, DEFAULT).body):
        raise NeedsReply(template)
    try:
        return _write(template, values, locale)
    except NotTranslated:
        return _write(template, values, DEFAULT)


def as_email(template: str, values: Mapping[str, Any], locale: str) -> Words:
    """A text's words, as an e-mail to somebody who prefers those. The subject says nothing of what it is about."""
    written = without_reply(template, values, locale)
    try:
        subject = speak(written.locale)("A message from your care navigator")
    except NotTranslated:
        written, subject = without_reply(template, values, DEFAULT), "A message from your care navigator"
    return Words(subject, written.body, written.locale)


def _write(template: str, values: Mapping[str, Any], locale: str) -> Words:
    if write := REWRITTEN.get(template):
        return write(locale=locale, **values)
    written = texts.render(template, values, locale)
    _ = speak(written.locale)
    body = written.body
    for asking, instead in SWAPPED:
        try:
            said = _(asking) % values
        except (KeyError, NotTranslated):  # a sentence of other texts
            continue
        if said in body:
            body = body.replace(said, _(instead) % values)
    return Words(written.subject, body, written.locale)


def _welcome(*, locale: str, first_name: str, navigator_name: str, team_name: str) -> Words:
    _ = speak(locale)
    body = _(
        "Hello %(first_name)s, this is %(navigator_name)s, %(team_name)s. We will write to you about what we plan together. "
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
# Sentences that ask for a reply or promise a text, and what is said instead of them. Both stand by themselves in the text.
SWAPPED = (
    (
        "If you cannot come, reply to this text and %(navigator_name)s will let them know.",
        "If you cannot come, please ring us, and %(navigator_name)s will let them know.",
    ),
    ("If that does not suit you, reply to this text.", "If that does not suit you, please ring us."),
    (  # on paper nobody texts
        "%(navigator_name)s has asked %(service_name)s if you can come. We will text you when they answer. "
        "You do not need to do anything now.",
        "%(navigator_name)s has asked %(service_name)s if you can come. We will let you know when they answer. "
        "You do not need to do anything now.",
    ),
    (
        "%(navigator_name)s has asked the group we talked about if you can come. We will text you when they answer. "
        "You do not need to do anything now.",
        "%(navigator_name)s has asked the group we talked about if you can come. We will let you know when they answer. "
        "You do not need to do anything now.",
    ),
)


def _extracted(_: Callable[[str], str]) -> tuple[str, ...]:
    """The sentences above, where the catalogues' tool finds them."""
    return (
        _("This number cannot take answers. To stop these texts: %(link)s"),
        _("A message from your care navigator"),
        _("If you cannot come, please ring us, and %(navigator_name)s will let them know."),
        _("If that does not suit you, please ring us."),
        _(
            "%(navigator_name)s has asked %(service_name)s if you can come. We will let you know when they answer. "
            "You do not need to do anything now."
        ),
        _(
            "%(navigator_name)s has asked the group we talked about if you can come. We will let you know when they answer. "
            "You do not need to do anything now."
        ),
    )
