"""How to join: just come, ring first, or be referred.

The standard has no field for it. The way stands as the first sentence of `application_process`, in one of three fixed
English sentences, so that it goes out and comes back with the data; anything else there is the editor's own words.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext

from directory.models import Service
from directory.upkeep.asking.question import Answer, Question, Reader, Writing, form_of
from navigator.forms import Choice, FormSchema, Text


class Way(StrEnum):
    JUST_COME = "just_come"
    RING_FIRST = "ring_first"
    REFERRED = "referred"
    OWN_WORDS = "own_words"


SENTENCES = {
    Way.JUST_COME: "You can just come.",
    Way.RING_FIRST: "Please get in touch first; you can do that yourself.",
    Way.REFERRED: "Somebody has to refer you, such as a surgery or a care navigator.",
}


def read_way(process: str | None) -> tuple[Way, str]:
    """The way to join, and the words that follow it."""
    told = process or ""
    for way, sentence in SENTENCES.items():
        if told == sentence or told.startswith(f"{sentence}\n\n"):
            return way, told.removeprefix(sentence).removeprefix("\n\n")
    return Way.OWN_WORDS, told


def write_way(way: Way, words: str) -> str | None:
    """The way and the words as they stand in `application_process`."""
    return "\n\n".join(text for text in (SENTENCES.get(way, ""), words) if text) or None


def _read(service: Service) -> Answer:
    way, words = read_way(service.application_process)
    return {"way": way.value, "words": words}


def _form(service: Service, answer: Answer) -> FormSchema:
    return form_of(way=Choice(Way, missing=lazy_gettext("Choose how people join.")), words=Text(longest=3000))


def _write(service: Service, data: Mapping[str, Any], writing: Writing) -> None:
    service.application_process = write_way(data["way"], data["words"])


def _lines(service: Service, reader: Reader) -> list[str]:
    return [line for line in (service.application_process or "").splitlines() if line.strip()]


JOINING = Question(
    name="joining",
    label=lazy_gettext("How to join"),
    title=lazy_gettext("How do people join?"),
    hint=lazy_gettext("The first time is the hardest. Say what happens at the door."),
    read=_read,
    form=_form,
    write=_write,
    lines=_lines,
)
