"""What it is called, and what it is."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

from directory.models import Service
from directory.upkeep.asking.question import Answer, Question, Reader, Writing, form_of
from navigator.forms import FormSchema, Text


def _read(service: Service) -> Answer:
    return {
        "name": service.name or "",
        "alternate_name": service.alternate_name or "",
        "description": service.description or "",
    }


def _form(service: Service, answer: Answer) -> FormSchema:
    return form_of(
        name=Text(missing=lazy_gettext("Write what your group or service is called.")),
        alternate_name=Text(),
        description=Text(missing=lazy_gettext("Write a few words about what it is."), longest=5000),
    )


def _write(service: Service, data: Mapping[str, Any], writing: Writing) -> None:
    service.name, service.description = data["name"], data["description"]
    service.alternate_name = data["alternate_name"] or None


def _lines(service: Service, reader: Reader) -> list[str]:
    told = [service.name, service.alternate_name, *(service.description or "").splitlines()]
    return [line.strip() for line in told if line and line.strip()]


ABOUT = Question(
    name="about",
    label=lazy_gettext("What it is"),
    title=lazy_gettext("What is it, in your own words?"),
    hint=lazy_gettext("Write it as you would tell a neighbour. What happens? Who is there? What is it like the first time?"),
    read=_read,
    form=_form,
    write=_write,
    lines=_lines,
)
