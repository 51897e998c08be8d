"""What a question is, and what all of them share: rows on a page, and their fields.

An *answer* is what a form holds, as it was typed: a text, a list of ticked words, or a date's three boxes, by the field's name.
It can be kept half finished, shown again as it was, and read by the question's form when it counts.
"""

import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from directory.importing.values import Read, ValueUnreadable
from directory.models import Service, ServiceAtLocation
from navigator.forms import DATE_PARTS, Form, FormSchema, read

Answer: TypeAlias = dict[str, Any]
MOST_ROWS = 20
SPOKEN = "spoken"  # the field in which something is said in words


@dataclass
class Writing:
    """What is at hand while answers are written. `places`: the listing's places, by the id that the answers know them by."""

    session: Session
    now: datetime
    places: dict[str, ServiceAtLocation] = field(default_factory=dict)


@dataclass(frozen=True)
class Reader:
    """Who an answer is put into words for: their language, and the day they read it."""

    language: str
    today: date


@dataclass(frozen=True)
class Question:
    """One page about a listing. `label` is what stands before its answer in a list; `title` asks; `hint` helps.

    `form` may depend on the listing (its places) and on the answer (how many rows it has). `write` takes what the form read.
    `lines` is the listing's answer in plain words, a fact a line, with nothing in it that must not be seen. `tidy` makes of an
    answer what a draft may keep of it, told whether the listing's place must not be public. `hear` puts what was said in words
    (the field SPOKEN) into the fields it means, with the numbers of the new rows; None when there is nothing, or it is not
    understood.
    """

    name: str
    label: Any
    title: Any
    hint: Any
    read: Callable[[Service], Answer]
    form: Callable[[Service, Answer], FormSchema]
    write: Callable[[Service, Mapping[str, Any], Writing], None]
    lines: Callable[[Service, Reader], list[str]]
    tidy: Callable[[Answer, bool], Answer] = lambda answer, _is_secret: answer
    hear: Callable[[Service, Answer], tuple[Answer, list[int]] | None] = lambda _service, _answer: None

    def check(self, service: Service, answer: Answer) -> Form:
        """The answer as its form reads it: what is wrong by the field, and what was meant."""
        return read(self.form(service, answer), typed(answer))


def typed(answer: Answer) -> MultiDict[str, str]:
    """An answer as a browser sends it."""
    sent: MultiDict[str, str] = MultiDict()
    for name, value in answer.items():
        if isinstance(value, Mapping):
            for part in DATE_PARTS:
                sent.add(f"{name}-{part}", str(value.get(part, "")))
        elif isinstance(value, list):
            for one in value:
                sent.add(name, str(one))
        else:
            sent.add(name, str(value))
    return sent


def canonical(answer: Mapping[str, Any]) -> Answer:
    """An answer without its empty fields and with even line ends, so that two can be compared."""
    even: Answer = {}
    for name, value in answer.items():
        kept = value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
        if isinstance(kept, Mapping):
            kept = {part: str(text).strip() for part, text in kept.items()}
            kept = kept if any(kept.values()) else None
        if kept:
            even[name] = sorted(kept) if isinstance(kept, list) else kept
    return even


def says_the_same(answer: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return canonical(answer) == canonical(other)


def form_of(**fields_by_name: Any) -> FormSchema:
    """A form made of these fields."""
    return FormSchema.from_dict(fields_by_name)()  # type: ignore[return-value]  # it makes a subclass of the class it is asked of


def numbers_of_rows(answer: Mapping[str, Any], stem: str = "id") -> list[int]:
    """The numbers of the rows in an answer, by the fields named `<stem>_<number>`."""
    found = (re.fullmatch(rf"{stem}_(\d{{1,2}})", name) for name in answer)
    return sorted(int(match[1]) for match in found if match and 1 <= int(match[1]) <= MOST_ROWS)


def row_of(data: Mapping[str, Any], number: int, names: Iterable[str]) -> dict[str, Any]:
    """One row of what a form read, by the fields' names without the number."""
    return {name: data.get(f"{name}_{number}") for name in names}


def as_rows(rows: Iterable[Mapping[str, Any]]) -> Answer:
    """Rows as a form holds them: each name with the row's number, from 1."""
    return {f"{name}_{number}": value for number, row in enumerate(rows, 1) for name, value in row.items()}


def day_typed(day: date | None) -> dict[str, str]:
    """A date as its three boxes hold it."""
    return {part: str(getattr(day, part)) if day else "" for part in DATE_PARTS}


def known_id(text: object) -> uuid.UUID | None:
    """The id a hidden field carries; None when it carries none."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


class Cleaned(fields.Field[str]):
    """One line that a reader of `directory.importing.values` understands; "" when nothing was typed and nothing is `missing`."""

    def __init__(self, reader: Callable[[str], Read], *, wrong: Any, missing: Any = None, longest: int = 254, **kw: Any) -> None:
        self.reader, self.wrong, self.missing, self.longest = reader, wrong, missing, longest
        super().__init__(load_default="", **kw)

    def deserialize(self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kw: Any) -> Any:
        text = str(value or "").strip()
        if not text and self.missing:
            raise ValidationError(self.missing)
        if len(text) > self.longest:
            raise ValidationError(lazy_gettext("This is too long. Please shorten it."))
        try:
            return self.reader(text)[0] if text else ""
        except ValueUnreadable:
            raise ValidationError(self.wrong) from None


class Amount(fields.Field[float]):
    """A number with at most two places, in `lowest` … `highest`; None when nothing was typed."""

    def __init__(self, lowest: float, highest: float, *, wrong: Any, **kw: Any) -> None:
        self.lowest, self.highest, self.wrong = lowest, highest, wrong
        super().__init__(load_default=None, **kw)

    def deserialize(self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kw: Any) -> Any:
        text = str(value or "").strip().removeprefix("£").replace(",", "").strip()
        if not text:
            return None
        if not re.fullmatch(r"\d{1,6}(\.\d{1,2})?", text) or not self.lowest <= float(text) <= self.highest:
            raise ValidationError(self.wrong)
        return float(text)


def plain(number: float | None) -> str:
    """A number as people write it: "2", "2.5"."""
    return "" if number is None else f"{number:g}"


def one_line(*parts: str | None) -> str:
    return ", ".join(dict.fromkeys(part for part in parts if part))
