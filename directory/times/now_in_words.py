"""What holds at this moment, in words: "Open now until 4pm", "Next: Monday 24 November, 10am"."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from directory.times.exceptions import exceptions_in
from directory.times.hours import Hours
from directory.times.hours_in_words import Translator
from directory.times.sessions import Session, find_spell, next_session
from directory.times.special_days import ENGLAND, SpecialDays
from navigator.times import LONDON
from translations import dates


def now_in_words(
    all_hours: Iterable[Hours], *, now: datetime, words: Translator, code: str, special: SpecialDays = ENGLAND
) -> list[str]:
    """Whether it is open, else when it is next, and what to mind about that; empty when we cannot tell."""
    known = list(all_hours)
    if spell := find_spell(known, now, special=special):
        if spell.until is None:
            return [words.gettext("Open now, all day and night")]
        return [words.gettext("Open now until %(time)s") % {"time": dates.time_of_day(spell.until, code)}]
    session = next_session(known, after=now, special=special)
    if session is None:
        return []
    when = words.gettext("%(day)s, %(time)s") % {
        "day": _day(session.day, now.astimezone(LONDON).date(), words, code),
        "time": dates.time_of_day(session.start, code),
    }
    said = [words.gettext("Next: %(when)s") % {"when": when}]
    if not session.is_sure:
        said.append(words.gettext("It keeps to school terms, and we do not know their dates here: please ask before you go."))
    if special.is_bank_holiday(session.day) and _says_nothing_of_bank_holidays(known, session):
        said.append(words.gettext("That day is a bank holiday: please ask before you go."))
    return said


def _day(day: date, today: date, words: Translator, code: str) -> str:
    if day == today:
        return words.gettext("today")
    if day == today + timedelta(days=1):
        return words.gettext("tomorrow")
    return dates.day(day, code) if day < today + timedelta(days=300) else dates.long_date(day, code)


def _says_nothing_of_bank_holidays(all_hours: list[Hours], session: Session) -> bool:
    """One that is held on all seven days, or was set for that very day, is meant to be."""
    if session.day in {hours.dtstart for hours in all_hours if hours.is_one_day}:
        return False
    if len({day for hours in all_hours for day in hours.weekdays}) == 7:
        return False
    return not any("holiday" in exceptions_in(hours.description, hours.notes).rest.lower() for hours in all_hours)
