"""Reading what somebody typed into a page: the values as typed, the values as meant, and an error by each field.

A page's form is a marshmallow schema made of the fields below. Whatever is wrong, everything typed comes back
with it (`Form.values`), and each message is written for the person who typed, in their language.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import RAISE, Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

DATE_PARTS = ("day", "month", "year")
NOT_FIELDS = frozenset({"csrf_token", "then"})  # `then`: the name of the button that was pressed


_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e]")  # controls, and marks that turn writing about


def tidy(words: str) -> str:
    """Words as they are kept: without signs nobody can see, without spaces around them, with one kind of line end."""
    return _UNSEEN.sub("", words).strip().replace("\r\n", "\n")


class FormSchema(Schema):
    """A page's form. A field it does not name is an error, as in the API."""

    class Meta:
        unknown = RAISE
        ordered = True


class Text(fields.String):
    """One line or a few, trimmed. `missing` is the message when it is required and empty; empty and optional gives ""."""

    def __init__(self, *, missing: Any = None, longest: int = 255, **kwargs: Any) -> None:
        self.missing, self.longest = missing, longest
        super().__init__(load_default=None if missing else "", allow_none=True, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = tidy(str(value))
        if len(text) > self.longest:
            raise ValidationError(
                lazy_gettext("This is too long by %(n)s characters. Please shorten it.", n=len(text) - self.longest)
            )
        return text

    def deserialize(self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kwargs: Any) -> Any:
        text = super().deserialize(value if isinstance(value, str) else "", attr, data, **kwargs) or ""
        if not text and self.missing:
            raise ValidationError(self.missing)
        return text


class Choice(fields.Field[Any]):
    """One of an enumeration's values. `missing` is the message when nothing (or something else) was chosen."""

    def __init__(self, kind: type[StrEnum], *, missing: Any, **kwargs: Any) -> None:
        self.kind, self.missing = kind, missing
        super().__init__(load_default=None, **kwargs)

    def deserialize(self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kwargs: Any) -> Any:
        try:
            return self.kind(value)
        except ValueError:
            raise ValidationError(self.missing) from None


class OneOf(fields.Field[str]):
    """One of a set of words known only when the page is made."""

    def __init__(self, allowed: Mapping[str, Any] | frozenset[str] | tuple[str, ...], *, missing: Any, **kwargs: Any) -> None:
        self.allowed, self.missing = allowed, missing
        super().__init__(load_default=None, **kwargs)

    def deserialize(self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kwargs: Any) -> Any:
        if value not in self.allowed:
            raise ValidationError(self.missing)
        return value


class Several(fields.Field[list[str]]):
    """Any of a set of words: checkboxes. `missing`, when given, is the message for none."""

    def __init__(
        self, allowed: Mapping[str, Any] | frozenset[str] | tuple[str, ...], *, missing: Any = None, **kwargs: Any
    ) -> None:
        self.allowed, self.missing = allowed, missing
        super().__init__(load_default=list, **kwargs)

    def deserialize(self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kwargs: Any) -> Any:
        chosen = [word for word in (value if isinstance(value, list) else []) if word in self.allowed]
        if not chosen and self.missing:
            raise ValidationError(self.missing)
        return chosen


class Ticked(fields.Field[bool]):
    """A single checkbox. `missing`, when given, is the message when it must be ticked and is not."""

    def __init__(self, *, missing: Any = None, **kwargs: Any) -> None:
        self.missing = missing
        super().__init__(load_default=False, **kwargs)

    def deserialize(self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kwargs: Any) -> Any:
        ticked = value in ("yes", ["yes"], "on", "1")
        if not ticked and self.missing:
            raise ValidationError(self.missing)
        return ticked


class WholeNumber(fields.Field[int]):
    """A whole number from `lowest` to `highest`, in any script's digits. `wrong` is the one message for all that is not."""

    def __init__(self, lowest: int, highest: int, *, wrong: Any, optional: bool = False, **kwargs: Any) -> None:
        self.lowest, self.highest, self.wrong, self.optional = lowest, highest, wrong, optional
        super().__init__(load_default=None, **kwargs)

    def deserialize(self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kwargs: Any) -> Any:
        typed = str(value).strip() if isinstance(value, str) else ""
        if not typed and self.optional:
            return None
        try:
            number = int(typed)
        except ValueError:
            raise ValidationError(self.wrong) from None
        if not self.lowest <= number <= self.highest:
            raise ValidationError(self.wrong)
        return number


class Decimal(fields.Field[float]):
    """A number from `lowest` to `highest`, with a point or a comma, in any script's digits. `wrong` is the one message."""

    def __init__(self, lowest: float, highest: float, *, wrong: Any, **kwargs: Any) -> None:
        self.lowest, self.highest, self.wrong = lowest, highest, wrong
        super().__init__(load_default=None, **kwargs)

    def deserialize(self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kwargs: Any) -> Any:
        typed = value.strip().replace(",", ".").replace("٫", ".") if isinstance(value, str) else ""
        try:
            number = float(typed)
        except ValueError:
            raise ValidationError(self.wrong) from None
        if not self.lowest <= number <= self.highest:  # what is no number at all ("nan") is in no bounds either
            raise ValidationError(self.wrong)
        return number


class Day(fields.Field[date]):
    """A date typed as day, month and year in three boxes (`name-day`, `name-month`, `name-year`); months may be numbers only."""

    def __init__(self, *, missing: Any = None, earliest: date | None = None, **kwargs: Any) -> None:
        self.missing, self.earliest = missing, earliest
        super().__init__(load_default=None, **kwargs)

    def deserialize(self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kwargs: Any) -> Any:
        parts = [str(value.get(part, "")).strip() for part in DATE_PARTS] if isinstance(value, Mapping) else ["", "", ""]
        if not any(parts):
            if self.missing:
                raise ValidationError(self.missing)
            return None
        try:
            day, month, year = (int(part) for part in parts)
        except ValueError:
            raise ValidationError(lazy_gettext("Write the date in numbers, for example 27 3 1948.")) from None
        if year < 1000:
            raise ValidationError(lazy_gettext("Write the year with four numbers, for example 1948."))
        try:
            return date(year, month, day)
        except ValueError:
            raise ValidationError(lazy_gettext("That day does not exist. Please check the day and the month.")) from None


@dataclass(frozen=True)
class Form:
    """A form as a page shows it: `values` as typed, `errors` by field name, `data` as meant (whole only without errors)."""

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        return not self.errors

    def value(self, name: str) -> Any:
        return self.values.get(name, "")

    def with_error(self, name: str, message: Any) -> "Form":
        """The same form with one more error, found where the schema could not look (a taken address, a past time)."""
        return Form(self.values, {**self.errors, name: message}, self.data)


def blank(**values: Any) -> Form:
    """A form not yet filled in, with what is known already."""
    return Form(values=values)


def read(schema: Schema, typed: MultiDict[str, str]) -> Form:
    """What was typed, checked by `schema`."""
    values: dict[str, Any] = {}
    for name in typed:
        if name in NOT_FIELDS:
            continue
        stem, dash, part = name.rpartition("-")
        if dash and part in DATE_PARTS:
            values.setdefault(stem, {})[part] = typed[name]
        elif isinstance(schema.fields.get(name), Several):
            values[name] = typed.getlist(name)
        else:
            values[name] = typed[name]
    try:
        return Form(values=values, data=schema.load(values))
    except ValidationError as problem:
        messages: dict[str, Any] = problem.normalized_messages()  # type: ignore[no-untyped-call]  # marshmallow leaves it untyped
        errors = {name: (texts[0] if isinstance(texts, list) else texts) for name, texts in messages.items()}
        return Form(values=values, errors=errors, data=problem.valid_data if isinstance(problem.valid_data, dict) else {})
