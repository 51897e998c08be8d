"""Answers kept ready: the service's own, in every language of its catalogues, and those a locality writes itself."""

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from messaging.wording.speaking import NotTranslated, speak
from navigator.db import db
from navigator.people.models import Person, Staff
from navigator.people.operations import record_audit
from navigator.threads.models import ReadyAnswer

PLACEHOLDERS = ("first_name", "navigator_name", "team_name", "team_phone")
_HOLE = re.compile(r"\{([^{}]*)\}")


class TitleTaken(Exception):
    """There is a ready answer of this title."""


@dataclass(frozen=True)
class Ready:
    """An answer to choose: `key` names it in addresses, `words` are by language, with their placeholders."""

    key: str
    title: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Filled:
    """A ready answer written out for one person. `theirs` in their language, None when nobody has written it in that;
    `ours` in the language of whoever sends it, None when there are no words in that either.
    """

    ready: Ready
    theirs: str | None
    ours: str | None


def we_will_ring(*, locale: str) -> str:
    _ = speak(locale)
    return _(
        "Hello {first_name}, thank you for your text. I will ring you. "
        "If you would rather be rung at a certain time, reply with it."
    )


def when_can_we_ring(*, locale: str) -> str:
    _ = speak(locale)
    return _("Hello {first_name}, when is a good time for me to ring you? Reply with a day and a time.")


def we_are_finding_out(*, locale: str) -> str:
    _ = speak(locale)
    return _("Hello {first_name}, thank you for asking. I am finding out, and will text you when I know.")


def please_ring_us(*, locale: str) -> str:
    _ = speak(locale)
    return _(
        "Hello {first_name}, please ring us on {team_phone} when you can. If a call costs you money, reply and I will ring you."
    )


def all_as_planned(*, locale: str) -> str:
    _ = speak(locale)
    return _("Hello {first_name}, yes, everything is as we planned it. You do not need to do anything.")


def did_not_understand(*, locale: str) -> str:
    _ = speak(locale)
    return _(
        "Hello {first_name}, I am not sure what you meant. Could you say it in other words? You can write in your own language."
    )


OURS: Mapping[str, tuple[Callable[[], str], Callable[..., str]]] = {
    "we_will_ring": (lambda: gettext("I will ring you"), we_will_ring),
    "when_can_we_ring": (lambda: gettext("When can I ring?"), when_can_we_ring),
    "we_are_finding_out": (lambda: gettext("I am finding out"), we_are_finding_out),
    "please_ring_us": (lambda: gettext("Please ring us"), please_ring_us),
    "all_as_planned": (lambda: gettext("Everything is as planned"), all_as_planned),
    "did_not_understand": (lambda: gettext("I did not understand"), did_not_understand),
}


def list_own() -> list[ReadyAnswer]:
    """The locality's own ready answers that are in use, by title."""
    return list(
        db.session.scalars(
            select(ReadyAnswer).where(ReadyAnswer.withdrawn_at.is_(None)).order_by(ReadyAnswer.title, ReadyAnswer.id)
        )
    )


def find_own(answer_id: uuid.UUID) -> ReadyAnswer | None:
    """One of the locality's own that is in use."""
    found = db.session.get(ReadyAnswer, answer_id)
    return found if found is not None and found.withdrawn_at is None else None


def list_ready(languages: Sequence[str]) -> list[Ready]:
    """Every ready answer with its words in those of these languages it has: the locality's own first."""
    own = [Ready(str(answer.id), answer.title, answer.words) for answer in list_own()]
    return own + [Ready(key, title(), _say(write, languages)) for key, (title, write) in OURS.items()]


def fill_all(*, person: Person, locale: str) -> list[Filled]:
    """The ready answers as `person` would read them, beside the words in `locale`, the language of whoever chooses."""
    values = {
        "first_name": person.given_name,
        "navigator_name": person.navigator.first_name,
        "team_name": person.team.name,
        "team_phone": person.team.phone.replace(" ", "\u00a0"),  # its groups keep their order between Urdu words
    }
    return [
        Filled(ready, _fill(ready.words.get(person.language), values), _fill(ready.words.get(locale), values))
        for ready in list_ready((person.language, locale))
    ]


def list_wrong_holes(words: str) -> list[str]:
    """What stands in braces in `words` and is nothing we can fill in; a brace left alone as well."""
    wrong = [f"{{{name}}}" for name in _HOLE.findall(words) if name not in PLACEHOLDERS]
    return wrong + sorted(set("{}") & set(_HOLE.sub("", words)))


def save(*, answer: ReadyAnswer | None, title: str, words: Mapping[str, str], staff: Staff, now: datetime) -> ReadyAnswer:
    """A new ready answer of the locality, or other words for one. `words` have been checked. Raises `TitleTaken`."""
    answer = answer or ReadyAnswer(written_by_id=staff.id, written_at=now)
    try:
        with db.session.begin_nested():
            answer.title, answer.words = title, {code: said for code, said in words.items() if said}
            answer.written_by_id, answer.written_at = staff.id, now
            db.session.add(answer)
            db.session.flush()
    except IntegrityError:
        raise TitleTaken(title) from None
    record_audit(action="ready_answer_saved", staff_id=staff.id, person_id=None, detail=title, now=now)
    return answer


def withdraw(*, answer: ReadyAnswer, staff: Staff, now: datetime) -> None:
    """Nobody is offered it any more. Its title is free again."""
    record_audit(action="ready_answer_withdrawn", staff_id=staff.id, person_id=None, detail=answer.title, now=now)
    answer.withdrawn_at, answer.title = now, f"{answer.title[:80]} {answer.id}"
    db.session.flush()


def _say(write: Callable[..., str], languages: Sequence[str]) -> dict[str, str]:
    said = {}
    for code in languages:
        try:
            said[code] = write(locale=code)
        except NotTranslated:  # it is not offered in that language: English words passed off as it would be worse
            continue
    return said


def _fill(words: str | None, values: Mapping[str, str]) -> str | None:
    return _HOLE.sub(lambda hole: values.get(hole[1], hole[0]), words) if words else None
