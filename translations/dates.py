"""Days, times and numbers as a reader of one language expects them, in London's time. For pages and for texts alike."""

from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date, format_skeleton, format_time, get_day_names
from babel.numbers import format_decimal

from navigator.times import LONDON

BRITISH = "en_GB"
DAYS = {"en": "EEEE d MMMM", "pl": "EEEE, d MMMM", "ur": "EEEE، d MMMM"}  # Babel has no whole weekday without a year


def day(moment: date, code: str) -> str:
    """ "Tuesday 24 November". A moment (which must know its time zone) gives the day it is in London."""
    return _plain(format_date(_that_day(moment), DAYS.get(code, DAYS["en"]), locale=_locale(code)))


def long_date(moment: date, code: str) -> str:
    """ "24 November 2026", for days that may be in another year."""
    return _plain(format_date(_that_day(moment), "long", locale=_locale(code)))


def day_and_month(moment: date, code: str) -> str:
    """ "24 November", for days whose year is plain."""
    return _plain(format_skeleton("MMMMd", _noon(moment), locale=_locale(code)))


def short_day(moment: date, code: str) -> str:
    """ "24 Nov", where every letter counts."""
    return _plain(format_skeleton("MMMd", _noon(moment), locale=_locale(code)))


def short_date(moment: date, code: str) -> str:
    """ "24 Nov 2026"."""
    return _plain(format_date(_that_day(moment), "medium", locale=_locale(code)))


def time_of_day(moment: datetime | time, code: str) -> str:
    """ "10:30am", "2pm"; noon and midnight by their names, because "12pm" is read both ways."""
    clock = _in_london(moment).time() if isinstance(moment, datetime) else moment
    if code != "en":
        return _plain(format_time(clock, "short", locale=code))
    if clock.minute == 0 and clock.hour in (0, 12):
        return "noon" if clock.hour else "midnight"
    return format_time(clock, "h:mma" if clock.minute else "ha", locale=BRITISH).lower()


def day_and_time(moment: datetime, code: str) -> str:
    """ "Tuesday 24 November, 10:30am"."""
    comma = "،" if code == "ur" else ","
    return f"{day(moment, code)}{comma} {time_of_day(moment, code)}"


def weekdays(code: str) -> list[str]:
    """ "Monday" to "Sunday", as they stand alone."""
    names = get_day_names("wide", context="stand-alone", locale=_locale(code))
    return [_plain(names[day]) for day in range(7)]


@lru_cache(maxsize=4096)  # the same few numbers, many times a page
@lru_cache(maxsize=4096)  # a page of results says a hundred
def number(value: float, code: str) -> str:
    """ "1,250"."""
    return _plain(format_decimal(value, locale=_locale(code)))


def _that_day(moment: date) -> date:
    return _in_london(moment).date() if isinstance(moment, datetime) else moment


def _noon(moment: date) -> datetime:
    """Babel's skeletons want a moment: one that is the same day in every zone it might read it in."""
    return datetime.combine(_that_day(moment), time(12), tzinfo=LONDON)


def _in_london(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone has no place in a sentence: {moment!r}")
    return moment.astimezone(LONDON)


def _locale(code: str) -> str:
    return BRITISH if code == "en" else code


def _plain(words: str) -> str:
    """Without the invisible direction marks and narrow spaces that would turn a plain text into a longer, dearer one."""
    return words.translate({0x200E: None, 0x200F: None, 0x061C: None, 0x202F: " ", 0x00A0: " "})
