"""What somebody looks for: as typed into the search form's address, and as meant."""

import re
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import EXCLUDE, ValidationError, fields
from werkzeug.datastructures import MultiDict

from navigator.forms import Form, FormSchema, OneOf, Text, Ticked, read

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
DEFAULT_MILES = 15.0
FARTHEST_MILES = 200.0
LAST_PAGE = 5000
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")  # no page may hold these


@dataclass(frozen=True)
class Wanted:
    """A search. `within` is miles from `near` (None: the usual distance); `language`, `need` and `kind` are codes."""

    words: str = ""
    near: str = ""
    within: float | None = None
    free: bool = False
    open_on: str | None = None
    language: str | None = None
    has_room: bool = False
    remote: bool = False
    need: str | None = None
    kind: str | None = None
    page: int = 1
    per_page: int = 20

    @property
    def is_empty(self) -> bool:
        """Nothing was asked yet."""
        return replace(self, page=1, per_page=20, within=None) == Wanted()

    @property
    def is_filtered(self) -> bool:
        return bool(self.free or self.open_on or self.language or self.has_room or self.remote)


class Miles(fields.Field[Any]):
    """A number of miles, in any script's digits; empty means the usual distance."""

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        typed = value.strip().replace(",", ".") if isinstance(value, str) else ""
        if not typed:
            return None
        try:
            miles = float(typed)
        except ValueError:
            miles = -1.0
        if not isfinite(miles) or not 0 < miles <= FARTHEST_MILES:
            raise ValidationError(lazy_gettext("Write how far in miles, as a number from 1 to 200."))
        return miles


class PageNumber(fields.Field[Any]):
    """Which page of results; anything that is not a page is the first."""

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        try:
            return min(max(int(value), 1), LAST_PAGE)
        except (TypeError, ValueError):
            return 1


class SearchForm(FormSchema):
    """The search form. Its names are part of the service's addresses; others (`lang`, `utm_…`) are passed over."""

    class Meta:
        unknown = EXCLUDE

    q = Text(longest=300)
    near = Text(longest=120)
    within = Miles(load_default=None)
    free = Ticked()
    open_on = OneOf(("", *DAYS), missing=lazy_gettext("Choose a day from the list."))
    language = Text(longest=12)
    room = Ticked()
    remote = Ticked()
    need = Text(longest=120)
    kind = Text(longest=120)
    page = PageNumber(load_default=1)


def wanted_from_args(args: MultiDict[str, str], *, per_page: int = 20) -> tuple[Wanted, Form]:
    """The search an address asks for, and its form as typed. What is wrong is in the form's errors, and not searched by."""
    typed = {name: _UNWRITABLE.sub("", value) for name, value in args.to_dict().items()}
    form = read(SearchForm(), MultiDict({"open_on": "", **typed}))
    meant = form.data
    return (
        Wanted(
            words=meant.get("q") or "",
            near=meant.get("near") or "",
            within=meant.get("within"),
            free=bool(meant.get("free")),
            open_on=meant.get("open_on") or None,
            language=(meant.get("language") or "").lower() or None,
            has_room=bool(meant.get("room")),
            remote=bool(meant.get("remote")),
            need=meant.get("need") or None,
            kind=meant.get("kind") or None,
            page=meant.get("page") or 1,
            per_page=per_page,
        ),
        form,
    )


def args_from_wanted(wanted: Wanted) -> dict[str, str]:
    """The address's part after `?` that asks for this search; what was not asked is left out."""
    within = f"{wanted.within:g}" if wanted.within is not None else ""
    asked = {
        "q": wanted.words,
        "near": wanted.near,
        "within": within,
        "free": "yes" if wanted.free else "",
        "open_on": wanted.open_on or "",
        "language": wanted.language or "",
        "room": "yes" if wanted.has_room else "",
        "remote": "yes" if wanted.remote else "",
        "need": wanted.need or "",
        "kind": wanted.kind or "",
        "page": str(wanted.page) if wanted.page > 1 else "",
    }
    return {name: value for name, value in asked.items() if value}
