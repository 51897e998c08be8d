"""What the search form offers to choose from, and what was chosen, in the reader's language, with how many each would leave."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from babel.dates import get_day_names
from sqlalchemy import bindparam, select

from directory.access_needs import names_of_access
from directory.circumstances import names_of_circumstances
from directory.finding.narrowing.wanted import (
    AREA,
    CHECKED_WITHIN,
    DAYS,
    DEFAULT_MILES,
    DISTANCES,
    EVENING,
    NATIONAL,
    NOW,
    Wanted,
    age_as_typed,
)
from directory.finding.results.counting import Counts
from directory.finding.results.search import Found
from directory.finding.results.why import language_name
from directory.finding.words.quotes import without_marks
from directory.models import TaxonomyTerm
from directory.needs import names_of_needs
from directory.times.opening_hours import Translator
from navigator.db import db
from translations import dates

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Chip:
    """One wish that was chosen: its words, and the search without it."""

    words: str
    without: Wanted


@dataclass(frozen=True)
class Tick:
    """A box to tick: its words, and whether ticking it would leave anything."""

    words: str
    is_empty: bool


@dataclass(frozen=True)
class Offers:
    """Choices for the form's drop-downs and boxes, each (value, text); a drop-down's empty value comes first.

    A choice that would leave nothing is not offered, unless it was chosen. `ticks` are by their names in the form.
    """

    needs: Choices
    kinds: Choices
    distances: Choices
    days: Choices
    times: Choices
    circumstances: Choices
    access: Choices
    languages: Choices
    ways: Choices
    checked: Choices
    ticks: Mapping[str, Tick]
    chips: list[Chip]


def offers(found: Found, *, words: Translator, code: str) -> Offers:
    """What can be chosen beside this search (`search(…, with_counts=True)`), and what was. One query at most."""
    wanted, counts = found.wanted, found.counts or Counts()
    names = _Names(words, code, _names_of_kinds(counts, wanted))

    def choices(name: str, named: Mapping[str, str], *, of: str = "", chosen: Iterable[str] = ()) -> Choices:
        picked = set(chosen)
        return [
            (choice, _counted(text, counts.of(of or name, choice), code))
            for choice, text in named.items()
            if counts.of(of or name, choice) or choice in picked
        ]

    def tick(name: str, text: str) -> Tick:
        number = counts.of(name)
        return Tick(_counted(text, number, code), is_empty=not number and not getattr(wanted, name))

    return Offers(
        needs=[("", words.gettext("Any need")), *choices("need", names.needs, chosen=[wanted.need or ""])],
        kinds=[("", words.gettext("Any kind of help")), *choices("kind", names.kinds, chosen=[wanted.kind or ""])],
        distances=_distances(found, counts, words, code),
        days=[("", words.gettext("Any day")), *choices("open_on", names.days, chosen=[wanted.open_on or ""])],
        times=[("", words.gettext("Any time")), *choices("when", names.times, chosen=[wanted.when or ""])],
        circumstances=choices("circumstances", names.circumstances, chosen=wanted.circumstances),
        access=choices("access", names.access, chosen=wanted.access),
        languages=[
            ("", words.gettext("Any language")),
            *choices("language", names.languages(counts, wanted), chosen=[wanted.language or ""]),
        ],
        ways=choices("ways", names.ways, chosen=wanted.ways),
        checked=[("", words.gettext("At any time")), *choices("checked", names.checked, chosen=[str(wanted.checked or "")])],
        ticks={
            "free": tick("free", words.gettext("Free")),
            "room": tick("has_room", words.gettext("Has room")),
            "mark": tick("mark", words.gettext("Holds a quality mark")),
            "self_referral": tick("self_referral", words.gettext("You can come or ask by yourself")),
            "interpreter": tick("interpreter", words.gettext("An interpreter will do")),
            "remote": tick("remote", words.gettext("Online, by phone or at home")),
        },
        chips=[Chip(text, without) for text, without in _chips(wanted, names, words)]
        + [Chip(f"“{phrase}”", wanted.with_words(without_marks(wanted.words, phrase))) for phrase in found.phrases],
    )


@dataclass(frozen=True)
class _Names:
    words: Translator
    code: str
    kinds: Mapping[str, str]

    @property
    def needs(self) -> Mapping[str, str]:
        return names_of_needs(self.words)

    @property
    def access(self) -> Mapping[str, str]:
        return names_of_access(self.words)

    @property
    def circumstances(self) -> Mapping[str, str]:
        return names_of_circumstances(self.words)

    @property
    def days(self) -> Mapping[str, str]:
        names = get_day_names("wide", locale=self.code)
        return {day: names[number].capitalize() for number, day in enumerate(DAYS)}

    @property
    def times(self) -> Mapping[str, str]:
        return {NOW: self.words.gettext("Open now"), EVENING: self.words.gettext("In the evening")}

    @property
    def ways(self) -> Mapping[str, str]:
        return {
            "online": self.words.gettext("Online"),
            "phone": self.words.gettext("By phone"),
            "home": self.words.gettext("They come to you"),
        }

    @property
    def areas(self) -> Mapping[str, str]:
        return {AREA: self.words.gettext("Serves my area"), NATIONAL: self.words.gettext("Serves the whole country")}

    @property
    def checked(self) -> Mapping[str, str]:
        said = self.words.gettext("In the last %(number)s months")
        return {str(months): said % {"number": dates.number(months, self.code)} for months in CHECKED_WITHIN}

    def languages(self, counts: Counts, wanted: Wanted) -> Mapping[str, str]:
        """By their names in the reader's language; English is everywhere."""
        spoken = {*counts.by.get("language", {}), *([wanted.language] if wanted.language else [])} - {"en"}
        named = ((language, language_name(language, self.code)) for language in spoken)
        return dict(sorted(named, key=lambda choice: choice[1].casefold()))


def _chips(wanted: Wanted, names: _Names, words: Translator) -> Iterable[tuple[str, Wanted]]:
    """Each wish that was chosen in words, with the search without it."""
    yes: Mapping[str, Callable[[], str]] = {
        "free": lambda: words.gettext("Free"),
        "has_room": lambda: words.gettext("Has room"),
        "mark": lambda: words.gettext("Holds a quality mark"),
        "self_referral": lambda: words.gettext("You can come or ask by yourself"),
        "interpreter": lambda: words.gettext("An interpreter will do"),
        "remote": lambda: words.gettext("Online, by phone or at home"),
        "need": lambda: names.needs.get(wanted.need or "") or names.kinds.get(wanted.need or "") or wanted.need or "",
        "kind": lambda: names.kinds.get(wanted.kind or "") or names.needs.get(wanted.kind or "") or wanted.kind or "",
        "area": lambda: names.areas[wanted.area or NATIONAL],
        "open_on": lambda: names.days[wanted.open_on or DAYS[0]],
        "when": lambda: names.times[wanted.when or NOW],
        "age": lambda: words.gettext("Age %(age)s") % {"age": age_as_typed(wanted.age or (0, 0))},
        "language": lambda: language_name(wanted.language or "", names.code),
        "checked": lambda: words.gettext("Checked in the last %(number)s months") % {"number": wanted.checked},
    }
    several: Mapping[str, Mapping[str, str]] = {
        "circumstances": names.circumstances,
        "access": names.access,
        "ways": names.ways,
    }
    for name in wanted.chosen:
        if name in yes:
            yield yes[name](), wanted.without(name)
        for choice in getattr(wanted, name) if name in several else ():
            yield several[name][choice], wanted.without_one(name, choice)


def _distances(found: Found, counts: Counts, words: Translator, code: str) -> Choices:
    wanted = found.wanted
    miles = sorted({*DISTANCES, *([wanted.within] if wanted.within else [])})
    names = _Names(words, code, {}).areas
    areas = [
        (area, _counted(names[area], counts.of("area", area), code))
        for area in (AREA, NATIONAL)
        if counts.of("area", area) or wanted.area == area
    ]
    if found.place:  # without one nothing is near or far, and no distance has a number beside it
        told = {mile: counts.of("within", f"{mile:g}") for mile in miles}
        miles = [mile for mile in miles if told[mile] or mile in (wanted.within, DEFAULT_MILES)]
        texts = [_counted(_miles(mile, words, code), told[mile], code) for mile in miles]
    else:
        texts = [_miles(mile, words, code) for mile in miles]
    distances = [("" if mile == DEFAULT_MILES else f"{mile:g}", text) for mile, text in zip(miles, texts, strict=True)]
    return distances + areas


_NAMES_OF_TERMS = (
    select(TaxonomyTerm.code, TaxonomyTerm.name)
    .where(TaxonomyTerm.code.in_(bindparam("codes", expanding=True)))
    .order_by(TaxonomyTerm.name)
)


def _names_of_kinds(counts: Counts, wanted: Wanted) -> Mapping[str, str]:
    codes = {code for code, number in counts.by.get("kind", {}).items() if number} | {wanted.kind or "", wanted.need or ""}
    return {code: name for code, name in db.session.execute(_NAMES_OF_TERMS, {"codes": sorted(codes)}) if code}


def _counted(text: str, number: int, code: str) -> str:
    """ "Free (12)"."""
    return f"{text} ({dates.number(number, code)})"


def _miles(miles: float, words: Translator, code: str) -> str:
    if miles == 1:
        return words.gettext("Within 1 mile")
    return words.gettext("Within %(miles)s miles") % {"miles": dates.number(miles, code)}
