"""Hours as people say them: "Mondays and Thursdays, 10am to noon, not bank holidays"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Protocol

from babel.dates import get_day_names, get_month_names
from babel.lists import format_list

from directory.times.exceptions import Closure, Exceptions, Schools, exceptions_in
from directory.times.hours import DAYS, Hours, numbers
from directory.times.recurrence import last_day_of
from translations import dates

Times = tuple[tuple[str | None, str | None], ...]


class Translator(Protocol):
    """A catalogue of one language, as `translations.locales.words` gives it."""

    def gettext(self, message: str) -> str: ...

    def __hash__(self) -> int: ...  # what was said once in a language is remembered


@dataclass(frozen=True)
class Line:
    """Hours in words. `note` is what the listing adds and `text` does not say already, in the listing's own language.

    `is_out_of_date`: we lack newer hours. `has_ended`: it happens no more.
    """

    text: str
    note: str = ""
    is_out_of_date: bool = False
    has_ended: bool = False

    @property
    def is_current(self) -> bool:
        return not self.is_out_of_date and not self.has_ended


def list_lines(all_hours: Iterable[Hours], *, words: Translator, code: str, today: date) -> list[Line]:
    """A listing's hours, a line for each rhythm, in the order of the week; none that says nothing.

    Schedules of the same days become one line with several times, and days of the same times one line. Old hours, and those of
    what has ended, are left out where there are newer ones.
    """
    return list(_lines(tuple(all_hours), words, code, today))


@lru_cache(maxsize=4096)  # a hundred thousand listings keep a few hundred different hours
def _lines(all_hours: tuple[Hours, ...], words: Translator, code: str, today: date) -> tuple[Line, ...]:
    lines = tuple(_line(hours, times, words, code, today) for hours, times in merged(all_hours))
    lines = tuple(line for line in lines if line.text or line.note)
    return tuple(line for line in lines if line.is_current) if any(line.is_current and line.text for line in lines) else lines


def in_words(hours: Hours, *, words: Translator, code: str, today: date) -> Line:
    """One schedule as people say it. `words` is the catalogue of language `code`."""
    return _line(hours, ((hours.opens_at, hours.closes_at),), words, code, today)


def merged(all_hours: Iterable[Hours]) -> list[tuple[Hours, Times]]:
    """Schedules that people would say in one breath, as the facts they share and their times, in the order of the week."""
    times_of: dict[Hours, set[tuple[str | None, str | None]]] = {}
    for hours in all_hours:
        times_of.setdefault(replace(hours, opens_at=None, closes_at=None), set()).add((hours.opens_at, hours.closes_at))
    days_of: dict[tuple[Hours, Times], list[str]] = {}
    for hours, found in times_of.items():
        times = tuple(sorted(found, key=lambda pair: (pair[0] or "", pair[1] or "")))
        is_plain = hours.freq == "WEEKLY" and hours.days and not hours.count
        days_of.setdefault((replace(hours, byday="") if is_plain else hours, times), []).extend(
            day for _, day in hours.days if is_plain
        )
    joined = [
        (replace(hours, byday=",".join(sorted(set(days), key=DAYS.index))) if days else hours, times)
        for (hours, times), days in days_of.items()
    ]
    return sorted(joined, key=lambda one: _place_in_the_week(*one))


def _place_in_the_week(hours: Hours, times: Times) -> tuple[bool, int, str]:
    return hours.freq != "WEEKLY", min((DAYS.index(day) for day in hours.weekdays), default=7), times[0][0] or ""


def _line(hours: Hours, times: Times, words: Translator, code: str, today: date) -> Line:
    exceptions, ends = exceptions_in(hours.description, hours.notes), last_day_of(hours)
    days, clock = _days_in_words(hours, words, code, today), _times_in_words(times, words, code)
    text = words.gettext("%(days)s, %(times)s") % {"days": days, "times": clock} if days and clock else days or clock
    has_ended = ends is not None and ends < today
    if not text:
        return Line("", " ".join(said.strip() for said in (hours.description, hours.notes) if said), has_ended=has_ended)
    begins = max((day for day in (hours.valid_from, hours.dtstart) if day), default=None)
    if begins and begins > today and not hours.is_one_day:
        text = words.gettext("%(when)s, from %(day)s") % {"when": text, "day": _day(begins, code, today)}
    if ends and not hours.is_one_day:
        text = words.gettext("%(when)s, until %(day)s") % {"when": text, "day": _day(ends, code, today)}
    elif hours.valid_to and hours.valid_to >= today:
        text = words.gettext("%(when)s (we know these times until %(day)s)") % {
            "when": text,
            "day": _day(hours.valid_to, code, today),
        }
    text = _with_exceptions(text, exceptions, words, code)
    return Line(text, exceptions.rest, hours.is_out_of_date(today) and not has_ended, has_ended)


def _days_in_words(hours: Hours, words: Translator, code: str, today: date) -> str:
    if hours.is_one_day and hours.dtstart:
        return dates.day(hours.dtstart, code) if hours.dtstart.year == today.year else dates.long_date(hours.dtstart, code)
    if hours.freq == "WEEKLY":
        return _weekly(hours, words, code)
    if hours.freq == "MONTHLY":
        return _monthly(hours, words, code)
    return ""


def _weekly(hours: Hours, words: Translator, code: str) -> str:
    days = sorted({DAYS.index(day) for day in hours.weekdays})
    if hours.goes_by_numbers:
        return _some_days(days, words, code)
    return _weekdays_in_words(tuple(days), hours.every, words, code) if days else ""


def _monthly(hours: Hours, words: Translator, code: str) -> str:
    days, monthdays = hours.days, numbers(hours.bymonthday)
    if numbers(hours.byweekno) or numbers(hours.byyearday) or (days and monthdays):
        return _some_days([DAYS.index(day) for _, day in days], words, code)
    if not days and not monthdays and hours.dtstart:
        monthdays = [hours.dtstart.day]
    said = _pairs_in_words(days, words, code) or [_nth_in_words(n, DAYS.index(day), words, code) for n, day in days]
    said += [_monthday_in_words(number, words) for number in monthdays]
    if not said:
        return ""
    both = _one_after_another(said, code)
    if hours.every == 2:
        return words.gettext("%(days)s, every other month") % {"days": both}
    if hours.every > 2:
        return words.gettext("%(days)s, every %(number)s months") % {"days": both, "number": hours.every}
    return both


def _some_days(days: Sequence[int], words: Translator, code: str) -> str:
    """For rules nobody would say aloud ("Fridays in the odd weeks of the year"): the page says the next time itself."""
    if not days:
        return words.gettext("On some days")
    names = get_day_names("wide", locale=code)
    return words.gettext("Some weeks: %(days)s") % {"days": _one_after_another([names[day] for day in days], code)}


@lru_cache(maxsize=2048)
def _weekdays_in_words(days: tuple[int, ...], every: int, words: Translator, code: str) -> str:
    names = get_day_names("wide", locale=code)
    if every == 1 and len(days) == 7:
        return words.gettext("Every day")
    if every == 1 and is_run(days):
        return words.gettext("%(first)s to %(last)s") % {"first": names[days[0]], "last": names[days[-1]]}
    if every == 1:
        plurals = (
            words.gettext("Mondays"),
            words.gettext("Tuesdays"),
            words.gettext("Wednesdays"),
            words.gettext("Thursdays"),
            words.gettext("Fridays"),
            words.gettext("Saturdays"),
            words.gettext("Sundays"),
        )
        return _one_after_another([plurals[day] for day in days], code)
    singles = _one_after_another([names[day] for day in days], code)
    if every == 2:
        return words.gettext("Every other %(day)s") % {"day": singles}
    return words.gettext("Every %(number)s weeks: %(day)s") % {"number": every, "day": singles}


def is_run(days: Sequence[int]) -> bool:
    """Whether these days of the week (0 is Monday), in order, follow each other and are three or more: "Monday to Friday"."""
    return len(days) > 2 and list(days) == list(range(days[0], days[-1] + 1))


def _pairs_in_words(days: list[tuple[int, str]], words: Translator, code: str) -> list[str]:
    """The two patterns that people say in one breath; none for all others."""
    if len(days) != 2 or days[0][1] != days[1][1]:
        return []
    day = {"day": get_day_names("wide", locale=code)[DAYS.index(days[0][1])]}
    match sorted(n for n, _ in days):
        case [1, 3]:
            return [words.gettext("The first and third %(day)s of the month") % day]
        case [2, 4]:
            return [words.gettext("The second and fourth %(day)s of the month") % day]
    return []


def _nth_in_words(n: int, number: int, words: Translator, code: str) -> str:
    day = {"day": get_day_names("wide", locale=code)[number]}
    match n:
        case 1:
            return words.gettext("The first %(day)s of the month") % day
        case 2:
            return words.gettext("The second %(day)s of the month") % day
        case 3:
            return words.gettext("The third %(day)s of the month") % day
        case 4:
            return words.gettext("The fourth %(day)s of the month") % day
        case 5:
            return words.gettext("The fifth %(day)s of the month") % day
        case -1:
            return words.gettext("The last %(day)s of the month") % day
        case -2:
            return words.gettext("The last %(day)s but one of the month") % day
        case 0:
            return words.gettext("Every %(day)s") % day
    return _some_days([number], words, code)


def _monthday_in_words(number: int, words: Translator) -> str:
    if number == -1:
        return words.gettext("The last day of the month")
    if number < 0:
        return words.gettext("Day %(number)s from the end of the month") % {"number": -number}
    return words.gettext("Day %(number)s of the month") % {"number": number}


def _times_in_words(times: Times, words: Translator, code: str) -> str:
    said = [_time_in_words(opens, closes, words, code) for opens, closes in times]
    return _one_after_another([text for text in said if text], code)


@lru_cache(maxsize=4096)
def _time_in_words(opens_at: str | None, closes_at: str | None, words: Translator, code: str) -> str:
    hours = Hours(opens_at=opens_at, closes_at=closes_at)
    opens, closes = hours.opens, hours.closes
    if opens is None:
        return ""
    if hours.is_all_day:
        return words.gettext("all day and night")
    if closes is None:
        return words.gettext("from %(start)s") % {"start": dates.time_of_day(opens, code)}
    return words.gettext("%(start)s to %(end)s") % {
        "start": dates.time_of_day(opens, code),
        "end": dates.time_of_day(closes, code),
    }


def _with_exceptions(text: str, said: Exceptions, words: Translator, code: str) -> str:
    if said.season:
        first, last = (_months(code)[month] for month in said.season)
        text = words.gettext("%(when)s, from %(first)s to %(last)s") % {"when": text, "first": first, "last": last}
    if said.schools is Schools.TERM:
        text = words.gettext("%(when)s, in term time") % {"when": text}
    if said.schools is Schools.HOLIDAYS:
        text = words.gettext("%(when)s, in the school holidays") % {"when": text}
    if said.not_bank_holidays:
        text = words.gettext("%(when)s, not bank holidays") % {"when": text}
    if said.closed_months:
        months = format_list([_months(code)[month] for month in said.closed_months], style="or", locale=_locale(code))
        text = words.gettext("%(when)s, not in %(months)s") % {"when": text, "months": months}
    for closure in said.closures:
        text = _with_closure(text, closure, words, code)
    return text


def _with_closure(text: str, closure: Closure, words: Translator, code: str) -> str:
    first, last = closure.dates(closure.year or 2024)  # any leap year will do: the year is not said
    say = dates.long_date if closure.year else dates.day_and_month
    if first == last:
        return words.gettext("%(when)s, closed on %(day)s") % {"when": text, "day": say(first, code)}
    return words.gettext("%(when)s, closed from %(first)s to %(last)s") % {
        "when": text,
        "first": say(first, code),
        "last": say(last, code),
    }


def _day(day: date, code: str, today: date) -> str:
    return dates.day_and_month(day, code) if day.year == today.year else dates.long_date(day, code)


def _months(code: str) -> dict[int, str]:
    return dict(get_month_names("wide", context="format", locale=code))


def _one_after_another(items: list[str], code: str) -> str:
    if not items:
        return ""
    said = [items[0], *(item.replace("The ", "the ", 1) for item in items[1:])]
    return format_list(said, style="standard", locale=_locale(code))


def _locale(code: str) -> str:
    return "en_GB" if code == "en" else code
