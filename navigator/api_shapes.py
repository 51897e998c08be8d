"""What every API of the service is made of: strict input, one shape of error, and an example of each in its document."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import Enum
from http import HTTPStatus
from typing import Any, NoReturn, TypeVar

from flask import Request
from flask_smorest import Blueprint as PlainBlueprint
from flask_smorest import abort as abort_plainly
from marshmallow import RAISE, Schema, ValidationError, fields, missing, validate
from webargs.flaskparser import FlaskParser, is_json_request

from navigator import forms, local_times
from navigator.times import LONDON

EARLIEST, LATEST = 1900, 2100  # years; beyond them a day or a moment is a slip of the pen
AN_ID = "0190a000-0000-7000-8000-000000000001"
UNREADABLE = "This is not JSON, or nested too deeply, or holds a number too long."

View = TypeVar("View", bound=Callable[..., Any])


def abort(code: int, **said: Any) -> NoReturn:
    """Refuse the call, with `message` and `errors` where there is more to say than the code does."""
    abort_plainly(code, **said)
    raise AssertionError(code)  # it never comes so far; the framework ships no types that say so


class Strict(Schema):
    """What a program sends. A field it does not name is an error."""

    class Meta:
        unknown = RAISE


class Words(fields.String):
    """Text of at most `longest` characters, without the spaces around it and the signs nobody can see."""

    def __init__(self, longest: int, *, shortest: int = 0, **kwargs: Any) -> None:
        if shortest:
            kwargs.setdefault("required", True)
        if not kwargs.get("required"):
            kwargs.setdefault("load_default", "")
        kwargs.setdefault("validate", validate.Length(shortest, longest))
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        return forms.tidy(_text(super()._deserialize(value, *args, **kwargs)))


class Day(fields.Date):
    """A day, as 2026-11-24."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> date:
        return _of_our_time(super()._deserialize(value, *args, **kwargs))


class Moment(fields.AwareDateTime):
    """A moment with its offset, as 2026-11-24T10:30:00+00:00."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> datetime:
        return _of_our_time(super()._deserialize(value, *args, **kwargs)).astimezone(UTC)


def one_of(kind: type[Enum], **kwargs: Any) -> fields.Enum[Any]:
    """One of the values of an enumeration."""
    if "load_default" not in kwargs:
        kwargs.setdefault("required", True)
    return fields.Enum(kind, by_value=True, **kwargs)


def whole(lowest: int, highest: int, **kwargs: Any) -> fields.Integer:
    """A whole number from `lowest` to `highest`, not a word that looks like one."""
    if "load_default" not in kwargs:
        kwargs.setdefault("required", True)
    return fields.Integer(strict=True, validate=validate.Range(lowest, highest), **kwargs)


def refuse_past_day(day: date | None, *, field: str, now: datetime) -> None:
    """A day from today on, if any is given; else the call is refused."""
    if day is not None and day < now.astimezone(LONDON).date():
        abort(422, errors={"json": {field: ["That day has gone by."]}})


def refuse_past_moment(moment: datetime, *, field: str, now: datetime) -> None:
    """A moment that is still to come, within a year; else the call is refused."""
    try:
        local_times.check_to_come(moment, now=now)
    except local_times.MomentPast:
        abort(422, errors={"json": {field: ["That moment has gone by."]}})
    except local_times.MomentTooFar:
        abort(422, errors={"json": {field: ["That is more than a year away."]}})


class ErrorOut(Schema):
    """What went wrong, always in this shape."""

    code = fields.Integer(required=True)
    status = fields.String(required=True)
    message = fields.String(required=True)
    errors = fields.Dict(
        required=True, metadata={"description": "By place (`json`, `query`, `headers`) and field, where the input was wrong."}
    )


class _StrictParser(FlaskParser):
    """Takes JSON alone for a body, whatever somebody thinks of sending; and no parameter that is not named."""

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": RAISE}

    def _raw_load_json(self, req: Request) -> Any:
        if req.get_data(cache=True) and not is_json_request(req):
            abort(415, message="Send JSON, and say so: Content-Type: application/json.")
        try:
            return super()._raw_load_json(req)
        except (json.JSONDecodeError, UnicodeDecodeError):
            raise
        except (ValueError, RecursionError):
            abort(400, message=UNREADABLE)


REPEATED = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "minLength": 8, "maxLength": 64},
    "description": "The same call again under the same key is done once, and answered alike for a day.",
    "example": "practice-system-4711",
}


class Blueprint(PlainBlueprint):
    """Operations of the API: each takes strict input, and its document shows what goes in, what comes out, what goes wrong."""

    ARGUMENTS_PARSER = _StrictParser()

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        register = super().route(rule, **options)
        if "POST" not in (options.get("methods") or ()):
            return register  # type: ignore[no-any-return]  # the framework ships no types
        mark = self.doc(parameters=[REPEATED])
        return lambda view: register(mark(view))

    def arguments(self, schema: Any, *, location: str = "json", **kwargs: Any) -> Callable[[View], View]:
        if location == "json":
            kwargs.setdefault("example", example_of(schema))
        mark, refuse = super().arguments(schema, location=location, **kwargs), self.alt_response(422)
        return lambda view: mark(refuse(view))

    def response(self, status_code: int, schema: Any = None, **kwargs: Any) -> Callable[[View], View]:
        if schema is not None:
            kwargs.setdefault("example", example_of(schema))
        return super().response(status_code, schema, **kwargs)  # type: ignore[no-any-return]  # the framework ships no types

    def alt_response(self, status_code: int, *args: Any, **kwargs: Any) -> Callable[[View], View]:
        said = kwargs.setdefault("description", REFUSALS.get(status_code) or HTTPStatus(status_code).phrase)
        errors = {"json": {"field": ["What is wrong with it."]}} if status_code == HTTPStatus.UNPROCESSABLE_ENTITY else {}
        shape = {"code": status_code, "status": HTTPStatus(status_code).phrase, "message": said, "errors": errors}
        kwargs = {"schema": ErrorOut, "example": shape, **kwargs}
        return super().alt_response(status_code, *args, **kwargs)  # type: ignore[no-any-return]  # the framework ships no types


REFUSALS = {
    404: "There is none, or its person is not yours to see: the two look the same.",
    409: "Not as it stands now; `message` says why.",
    422: "Something is wrong; `errors` says what, by place and field.",
}


def example_of(schema: Any) -> Any:
    """What a body of this schema may look like: each field's own `example`, else one of its kind."""
    made = schema() if isinstance(schema, type) else schema
    one = {name: _example(field) for name, field in made.fields.items()}
    return [one] if made.many else one


def _example(field: Any) -> Any:
    said = field.metadata.get("example", missing)
    if said is missing:
        said = field.load_default() if callable(field.load_default) else field.load_default
    if said is missing and field.allow_none:
        said = None
    if said is not missing:
        return said.value if isinstance(said, Enum) else said
    match field:
        case fields.Nested():
            return example_of(field.schema)
        case fields.List():
            return [_example(field.inner)]
        case fields.Enum():
            return next(iter(field.enum.__members__.values())).value
        case fields.Function():
            return next(iter(field.metadata.get("enum", [])), "")
        case fields.String(validate=validate.OneOf() as allowed):
            return next(iter(allowed.choices))
        case fields.UUID():
            return AN_ID
    return next((shown for kind, shown in EXAMPLES.items() if isinstance(field, kind)), "")


EXAMPLES: dict[type[fields.Field[Any]], Any] = {
    fields.Date: "2026-11-24",
    fields.DateTime: "2026-11-24T10:30:00+00:00",
    fields.Boolean: False,
    fields.Integer: 1,
    fields.Float: 1.0,
    fields.Dict: {},
}

Dated = TypeVar("Dated", bound=date)


def _of_our_time(when: Dated) -> Dated:
    if not EARLIEST <= when.year < LATEST:
        raise ValidationError(f"From the year {EARLIEST} to {LATEST - 1}.")
    return when


def _text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a sign: no database takes it
        raise ValidationError("Not a valid string.") from None
    return value
