"""Hours in as few letters as a text can bear: "Mon+Thu 10-12". In English within the plain alphabet of texts (GSM-7)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time

from babel.dates import get_day_names, get_month_names

from directory.times.exceptions import Schools, exceptions_in
from directory.times.hours import DAYS, MIDNIGHT, Hours, numbers
from directory.times.hours_in_words import Times, Translator, is_run, merged
from directory.times.recurrence import last_day_of
from translations import dates

NOON = time(12)
EARLY = time(8)  # before it, "6-7" might be the evening


def in_short(all_hours: Iterable[Hours], *, words: Translator, code: str, today: date) -> str:
    """A listing's hours that still hold, parted by "; ": "Mon-Fri 9am-5pm; 1st Sat 10-12". Empty when we know none."""
    said = [_short(hours, times, words, code, today) for hours, times in merged(all_hours) if _holds(hours, today)]
    return "; ".join(text for text in said if text)


def _holds(hours: Hours, today: date) -> bool:
    ends = last_day_of(hours)
    return not hours.is_out_of_date(today) and not (ends and ends < today)


def _short(hours: Hours, times: Times, words: Translator, code: str, today: date) -> str:
    days, clock = _days(hours, words, code), "+".join(_times(hours, times, words, code))
    if not days and not clock:
        return ""
    said = [days, clock]
    exceptions, ends = exceptions_in(hours.description, hours.notes), last_day_of(hours)
    begins = max((day for day in (hours.valid_from, hours.dtstart) if day), default=None)
    if begins and begins > today and not hours.is_one_day:
        said.append(words.gettext("from %(day)s") % {"day": dates.short_day(begins, code)})
    if ends and not hours.is_one_day:
        said.append(words.gettext("to %(day)s") % {"day": dates.short_day(ends, code)})
    if exceptions.schools is Schools.TERM:
        said.append(words.gettext("term time"))
    if exceptions.schools is Schools.HOLIDAYS:
        said.append(words.gettext("school hols"))
    if exceptions.not_bank_holidays:
        said.append(words.gettext("not bank hols"))
    if exceptions.season:
        said.append("-".join(_month(month, code) for month in exceptions.season))
    if exceptions.closed_months:
        months = "+".join(_month(month, code) for month in exceptions.closed_months)
        said.append(words.gettext("not in %(months)s") % {"months": months})
    if exceptions.closures:
        said.append(words.gettext("(ask first)"))
    return " ".join(part for part in said if part)


def _days(hours: Hours, words: Translator, code: str) -> str:
    if hours.is_one_day and hours.dtstart:
        return f"{_name(hours.dtstart.weekday(), code)} {dates.short_day(hours.dtstart, code)}"
    days = sorted({DAYS.index(day) for day in hours.weekdays})
    names = "+".join(_name(day, code) for day in days)
    if hours.goes_by_numbers and (hours.freq != "MONTHLY" or days or not numbers(hours.bymonthday)):
        return words.gettext("some days")
    if hours.freq == "MONTHLY":
        said = [_nth(n, _name(DAYS.index(day), code), words) for n, day in hours.days]
        by_number = numbers(hours.bymonthday) or ([hours.dtstart.day] if hours.dtstart and not said else [])
        said += [_monthday(number, words) for number in by_number]
        if hours.every == 1:
            return "+".join(said)
        return words.gettext("%(days)s every %(number)s mths") % {"days": "+".join(said), "number": hours.every}
    if hours.freq != "WEEKLY" or not days:
        return ""
    if hours.every > 1:
        return words.gettext("%(days)s every %(number)s wks") % {"days": names, "number": hours.every}
    if len(days) == 7:
        return words.gettext("daily")
    return f"{_name(days[0], code)}-{_name(days[-1], code)}" if is_run(days) else names


def _name(day: int, code: str) -> str:
    return str(get_day_names("abbreviated", locale=code)[day]).rstrip(".")


def _month(month: int, code: str) -> str:
    return str(get_month_names("abbreviated", context="format", locale=code)[month]).rstrip(".")


def _nth(n: int, day: str, words: Translator) -> str:
    said = {
        1: words.gettext("1st %(day)s"),
        2: words.gettext("2nd %(day)s"),
        3: words.gettext("3rd %(day)s"),
        4: words.gettext("4th %(day)s"),
        5: words.gettext("5th %(day)s"),
        -1: words.gettext("last %(day)s"),
    }
    return said.get(n, "%(day)s") % {"day": day}


def _monthday(number: int, words: Translator) -> str:
    return words.gettext("day %(number)s") % {"number": number} if number > 0 else words.gettext("end of month")


def _times(hours: Hours, times: Times, words: Translator, code: str) -> Sequence[str]:
    said = [_time(replace(hours, opens_at=opens, closes_at=closes), words, code) for opens, closes in times]
    return [text for text in said if text]


def _time(hours: Hours, words: Translator, code: str) -> str:
    opens, closes = hours.opens, hours.closes
    if opens is None:
        return ""
    if hours.is_all_day:
        return words.gettext("24 hours")
    if closes is None:
        return words.gettext("from %(start)s") % {"start": _clock(opens, code, is_half_said=True)}
    if code == "en" and (EARLY <= opens < closes <= NOON or NOON <= opens < closes):  # the half of the day is plain, or said once
        return f"{_clock(opens, code, is_half_said=False)}-{_clock(closes, code, is_half_said=closes > NOON)}"
    return f"{_clock(opens, code, is_half_said=True)}-{_clock(closes, code, is_half_said=True)}"


def _clock(clock: time, code: str, *, is_half_said: bool) -> str:
    """ "10", "10:30", "2pm"; by the 24-hour clock in languages that use it."""
    minutes = f":{clock.minute:02}" if clock.minute else ""
    if code != "en":
        return f"{clock.hour or (24 if clock == MIDNIGHT else 0)}{minutes}"
    if is_half_said and clock in (NOON, MIDNIGHT):
        return "noon" if clock == NOON else "midnight"
    return f"{clock.hour % 12 or 12}{minutes}{('am' if clock < NOON else 'pm') if is_half_said else ''}"
