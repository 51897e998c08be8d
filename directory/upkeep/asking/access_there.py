"""What people need to know of each place before they set out.

A tick is one row in its standard words; everything else a place says of itself is the editor's own words, a line each.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, validates_schema

from directory.access_needs import codes_in, names_of_access
from directory.models import Accessibility, Location, Service, ServiceAtLocation
from directory.queries import has_secret_place
from directory.upkeep.asking.question import Answer, Question, Reader, Writing, as_rows, numbers_of_rows, row_of
from directory.upkeep.asking.where import name_of, own_location, physical
from navigator.forms import FormSchema, Several, Text
from translations.locales import words as words_of

FIELDS = ("place", "ticks", "words")
ENGLISH = names_of_access(words_of("en"))  # as they stand in the data, whoever reads it


def _text(row: Accessibility) -> str:
    """A row on one line; its details after a colon."""
    return " ".join(": ".join(text for text in (row.description, row.details) if text).split())


def _is_tick(row: Accessibility) -> bool:
    return row.description in ENGLISH.values()


def _answer_of(place: ServiceAtLocation) -> tuple[list[str], str]:
    """What is ticked of a place, and what else its rows say."""
    rows = place.location.accessibility
    said = {_code(row) for row in rows} | codes_in(_text(row) for row in rows if not _is_tick(row))
    own = [_text(row) for row in rows if (not _is_tick(row) or row.details) and _text(row)]
    return [code for code in ENGLISH if code in said], "\n".join(own)


def _read(service: Service) -> Answer:
    if has_secret_place(service):
        return {}
    rows = []
    for place in physical(service):
        ticks, words = _answer_of(place)
        rows.append({"place": str(place.id), "ticks": ticks, "words": words})
    return as_rows(rows)


class AccessForm(FormSchema):
    """The words may not say what the ticks deny: a reader would not know which to believe."""

    @validates_schema(skip_on_field_errors=True)
    def agree(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        names = names_of_access(words_of("en"))
        wrong: dict[str, list[Any]] = {}
        for n in numbers_of_rows(data, "place"):
            denied = codes_in(data[f"words_{n}"].splitlines()) - set(data[f"ticks_{n}"])
            if denied:
                name = names[min(denied, key=list(names).index)]
                wrong[f"words_{n}"] = [
                    lazy_gettext("Your words speak of “%(what)s”, which is not ticked. Tick it, or change the words.", what=name)
                ]
        if wrong:
            raise ValidationError(wrong)


def _form(service: Service, answer: Answer) -> FormSchema:
    rows: dict[str, Any] = {}
    for n in numbers_of_rows(answer, "place"):
        rows |= {f"place_{n}": Text(longest=36), f"ticks_{n}": Several(ENGLISH), f"words_{n}": Text(longest=3000)}
    return AccessForm.from_dict(rows)()  # type: ignore[return-value]  # it makes a subclass of the class it is asked of


def _write(service: Service, data: Mapping[str, Any], writing: Writing) -> None:
    here = physical(service)
    places = {identity: place for identity, place in writing.places.items() if place in here}
    places |= {str(place.id): place for place in here}
    for n in numbers_of_rows(data, "place"):
        row = row_of(data, n, FIELDS)
        place = places.get(row["place"])
        lines = [" ".join(line.split()) for line in row["words"].splitlines() if line.strip()]
        if place is not None and _answer_of(place) != ([code for code in ENGLISH if code in row["ticks"]], "\n".join(lines)):
            _write_place(own_location(place, writing), row["ticks"], lines)


def _write_place(location: Location, ticks: list[str], lines: list[str]) -> None:
    """Rows that still say what is meant stay; what the words say already needs no row of its own."""
    for row in list(location.accessibility):
        is_own_words = not _is_tick(row) or bool(row.details)
        if _text(row) not in lines if is_own_words else _code(row) not in ticks:
            location.accessibility.remove(row)
    there = {_text(row) for row in location.accessibility}
    location.accessibility.extend(Accessibility(description=line) for line in lines if line not in there)
    said = {_code(row) for row in location.accessibility} | codes_in(_text(row) for row in location.accessibility)
    location.accessibility.extend(Accessibility(description=ENGLISH[code]) for code in ticks if code not in said)


def _code(row: Accessibility) -> str | None:
    return next((code for code, name in ENGLISH.items() if name == row.description), None)


def _lines(service: Service, reader: Reader) -> list[str]:
    if has_secret_place(service):
        return []
    names = names_of_access(words_of(reader.language))
    places = physical(service)
    lines = []
    for place in places:
        for row in place.location.accessibility:
            code = _code(row)
            text = names[code] if code and not row.details else _text(row)
            lines.append(f"{name_of(place)}: {text}" if len(places) > 1 else text)
    return [line for line in lines if line]


ACCESS = Question(
    name="access",
    label=lazy_gettext("Access"),
    title=lazy_gettext("What should people know before they set out?"),
    hint=lazy_gettext("Tick only what is true today. A missing ramp found out at the door is a long way home."),
    read=_read,
    form=_form,
    write=_write,
    lines=_lines,
)
