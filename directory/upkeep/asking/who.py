"""Who it is for: ages, in words, and from where."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, validates_schema

from directory.finding.results.why import ages_in_words
from directory.models import Service, ServiceArea
from directory.queries import has_secret_place
from directory.upkeep.asking.question import Amount, Answer, Question, Reader, Writing, plain
from navigator.forms import FormSchema, Text
from translations.locales import words as words_of

OLDEST = 120.0


class WhoForm(FormSchema):
    """Ages, in years; who it is for in words; and the areas it is for, one a line."""

    minimum_age = Amount(0, OLDEST, wrong=lazy_gettext("Write the age in years, in numbers."))
    maximum_age = Amount(0, OLDEST, wrong=lazy_gettext("Write the age in years, in numbers."))
    eligibility = Text(longest=2000)
    areas = Text(longest=3000)

    @validates_schema(skip_on_field_errors=True)
    def youngest_first(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        youngest, oldest = data["minimum_age"], data["maximum_age"]
        if youngest is not None and oldest is not None and youngest > oldest:
            raise ValidationError(lazy_gettext("The oldest age is lower than the youngest."), "maximum_age")


def _areas(service: Service) -> list[ServiceArea]:
    return [area for area in service.service_areas if area.name]


def _name(area: ServiceArea) -> str:
    return " ".join((area.name or "").split())


def _read(service: Service) -> Answer:
    return {
        "minimum_age": plain(service.minimum_age),
        "maximum_age": plain(service.maximum_age),
        "eligibility": service.eligibility_description or "",
        "areas": "\n".join(_name(area) for area in _areas(service)),
    }


def _form(service: Service, answer: Answer) -> FormSchema:
    return WhoForm()


def _write(service: Service, data: Mapping[str, Any], writing: Writing) -> None:
    service.minimum_age, service.maximum_age = data["minimum_age"], data["maximum_age"]
    service.eligibility_description = data["eligibility"] or None
    wanted = list(dict.fromkeys(" ".join(line.split())[:255] for line in data["areas"].splitlines() if line.strip()))
    there = {_name(area) for area in _areas(service)}
    for area in _areas(service):
        if _name(area) not in wanted:
            service.service_areas.remove(area)
    service.service_areas.extend(ServiceArea(name=name) for name in wanted if name not in there)


def _lines(service: Service, reader: Reader) -> list[str]:
    words = words_of(reader.language)
    areas = [] if has_secret_place(service) else [_name(area) for area in _areas(service)]
    told = [ages_in_words(service.minimum_age, service.maximum_age, words), *(service.eligibility_description or "").splitlines()]
    told += [words.gettext("For people in %(places)s.") % {"places": ", ".join(areas)}] if areas else []
    return [line for line in told if line and line.strip()]


WHO = Question(
    name="who",
    label=lazy_gettext("Who it is for"),
    title=lazy_gettext("Who is it for?"),
    hint=lazy_gettext("Leave the ages empty when it is for anybody."),
    read=_read,
    form=_form,
    write=_write,
    lines=_lines,
)
