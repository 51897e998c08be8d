"""What somebody looks for: as typed into the search form's address, and as meant."""

import re
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import EXCLUDE, ValidationError, fields
from werkzeug.datastructures import MultiDict

from directory.finding.index.facets import ACCESS, CIRCUMSTANCES
from navigator.forms import Form, FormSchema, OneOf, Several, Text, Ticked, read

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
AREA, NATIONAL = "area", "national"  # instead of a distance: what serves the place asked for; what serves the whole country
NOW, EVENING = "now", "evening"
WAYS = ("online", "phone", "home")
CHECKED_WITHIN = (3, 6, 12)  # months
OLDEST = 120
DEFAULT_MILES = 15.0
DISTANCES = (1.0, 3.0, 5.0, 10.0, 15.0, 25.0, 50.0)  # miles, to choose from
FARTHEST_MILES = 200.0
LAST_PAGE = 5000
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")  # no page may hold these


@dataclass(frozen=True)
class Wanted:
    """A search. `within` is miles from `near` (None: the usual distance), unless `area` says AREA or NATIONAL.

    `language`, `need` and `kind` are codes, `circumstances` and `access` several; of `circumstances` and `ways` (WAYS) one is
    enough, of `access` all are wanted. `when` is NOW or EVENING, `age` a person's or people's, in years, both ends
    included. `interpreter`: with a language, an interpreter will do. `checked`: within so many months. `mark`: only what a
    group runs that holds a quality mark.
    """

    words: str = ""
    near: str = ""
    within: float | None = None
    area: str | None = None
    free: bool = False
    open_on: str | None = None
    when: str | None = None
    age: tuple[int, int] | None = None
    circumstances: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    language: str | None = None
    interpreter: bool = False
    has_room: bool = False
    mark: bool = False
    remote: bool = False
    ways: tuple[str, ...] = ()
    self_referral: bool = False
    checked: int | None = None
    need: str | None = None
    kind: str | None = None
    page: int = 1
    per_page: int = 20

    @property
    def is_empty(self) -> bool:
        """Nothing was asked yet."""
        return replace(self, page=1, per_page=20, within=None) == Wanted()

    @property
    def chosen(self) -> list[str]:
        """The names of the wishes, words and place aside, that narrow this search down."""
        return [name for name in NARROWING if getattr(self, name) != getattr(_NOTHING, name)]

    @property
    def is_filtered(self) -> bool:
        return bool(self.chosen)

    def without(self, *names: str) -> "Wanted":
        """The same search without these wishes, from its first page."""
        return replace(self, page=1, **{name: getattr(_NOTHING, name) for name in names})

    def with_words(self, words: str) -> "Wanted":
        """The same search with other words, from its first page."""
        return replace(self, words=words, page=1)

    def without_one(self, name: str, choice: str) -> "Wanted":
        """The same search without one of several choices."""
        others: dict[str, Any] = {name: tuple(other for other in getattr(self, name) if other != choice)}
        return replace(self, page=1, **others)


NARROWING = (
    *("need", "kind", "area", "free", "has_room", "self_referral", "open_on", "when", "age", "circumstances", "access"),
    *("language", "interpreter", "remote", "ways", "checked", "mark"),
)
_NOTHING = Wanted()


class Miles(fields.Field[Any]):
    """A number of miles, in any script's digits, AREA or NATIONAL; empty means the usual distance."""

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        typed = value.strip().replace(",", ".") if isinstance(value, str) else ""
        if not typed or typed in (AREA, NATIONAL):
            return typed or None
        try:
            miles = float(typed)
        except ValueError:
            miles = -1.0
        if not isfinite(miles) or not 0 < miles <= FARTHEST_MILES:
            raise ValidationError(lazy_gettext("Write how far in miles, as a number from 1 to 200."))
        return miles


class Age(fields.Field[Any]):
    """ "67", "11-16", "under 5", "60+": the first and last year of age."""

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        typed = " ".join(value.split()).lower() if isinstance(value, str) else ""
        if not typed:
            return None
        if match := re.fullmatch(r"(\d{1,3})(?: ?(?:-|–|to) ?(\d{1,3}))?", typed):
            first, last = int(match[1]), int(match[2] or match[1])
        elif match := re.fullmatch(r"(\d{1,3}) ?(?:\+|and over|or over)|over (\d{1,3})", typed):
            first, last = int(match[1] or match[2]), OLDEST
        elif match := re.fullmatch(r"under (\d{1,3})", typed):
            first, last = 0, max(int(match[1]) - 1, 0)
        else:
            first, last = 1, 0
        if not 0 <= first <= last <= OLDEST:
            raise ValidationError(lazy_gettext("Write the age in years, for example 67, or 11-16."))
        return first, last


class OneOfThese(Several):
    """Codes, in their own order; what is no code is passed over."""

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        chosen = super().deserialize(value, attr, data, **kwargs)
        return tuple(code for code in self.allowed if code in chosen)


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
    when = OneOf(("", NOW, EVENING), missing=lazy_gettext("Choose a time from the list."))
    age = Age(load_default=None)
    circumstance = OneOfThese(CIRCUMSTANCES)
    access = OneOfThese(ACCESS)
    language = Text(longest=12)
    interpreter = Ticked()
    room = Ticked()
    mark = Ticked()
    remote = Ticked()
    way = OneOfThese(WAYS)
    self_referral = Ticked()
    checked = OneOf(("", *map(str, CHECKED_WITHIN)), missing=lazy_gettext("Choose how lately from the list."))
    need = Text(longest=120)
    kind = Text(longest=120)
    page = PageNumber(load_default=1)


def wanted_from_args(args: MultiDict[str, str], *, per_page: int = 20) -> tuple[Wanted, Form]:
    """The search an address asks for, and its form as typed. What is wrong is in the form's errors, and not searched by."""
    typed: MultiDict[str, str] = MultiDict({"open_on": "", "when": "", "checked": ""})
    for name in args:
        typed.setlist(name, [_UNWRITABLE.sub("", value) for value in args.getlist(name)])
    form = read(SearchForm(), typed)
    meant = form.data
    within = meant.get("within")
    return (
        Wanted(
            words=meant.get("q") or "",
            near=meant.get("near") or "",
            within=None if isinstance(within, str) else within,
            area=within if isinstance(within, str) else None,
            free=bool(meant.get("free")),
            open_on=meant.get("open_on") or None,
            when=meant.get("when") or None,
            age=meant.get("age"),
            circumstances=meant.get("circumstance") or (),
            access=meant.get("access") or (),
            language=(meant.get("language") or "").lower() or None,
            interpreter=bool(meant.get("interpreter")),
            has_room=bool(meant.get("room")),
            mark=bool(meant.get("mark")),
            remote=bool(meant.get("remote")),
            ways=meant.get("way") or (),
            self_referral=bool(meant.get("self_referral")),
            checked=int(meant["checked"]) if meant.get("checked") else None,
            need=meant.get("need") or None,
            kind=meant.get("kind") or None,
            page=meant.get("page") or 1,
            per_page=per_page,
        ),
        form,
    )


def args_from_wanted(wanted: Wanted) -> dict[str, str | list[str]]:
    """The address's part after `?` that asks for this search (`urlencode(…, doseq=True)`); what was not asked is left out."""
    within = f"{wanted.within:g}" if wanted.within is not None else ""
    asked: dict[str, str | list[str]] = {
        "q": wanted.words,
        "near": wanted.near,
        "within": wanted.area or within,
        "free": "yes" if wanted.free else "",
        "open_on": wanted.open_on or "",
        "when": wanted.when or "",
        "age": age_as_typed(wanted.age) if wanted.age else "",
        "circumstance": list(wanted.circumstances),
        "access": list(wanted.access),
        "language": wanted.language or "",
        "interpreter": "yes" if wanted.interpreter else "",
        "room": "yes" if wanted.has_room else "",
        "mark": "yes" if wanted.mark else "",
        "remote": "yes" if wanted.remote else "",
        "way": list(wanted.ways),
        "self_referral": "yes" if wanted.self_referral else "",
        "checked": str(wanted.checked or ""),
        "need": wanted.need or "",
        "kind": wanted.kind or "",
        "page": str(wanted.page) if wanted.page > 1 else "",
    }
    return {name: value for name, value in asked.items() if value}


def age_as_typed(age: tuple[int, int]) -> str:
    """An age as people write it: "67", "60+", "11-16"."""
    first, last = age
    return f"{first}" if first == last else f"{first}+" if last == OLDEST else f"{first}-{last}"
