"""Moments in a message's values: ISO strings with their zone, written out for the reader when the message is."""

from datetime import date, datetime

from translations import dates


class MomentWrong(Exception):
    """A moment in a message's values is not an ISO date and time with its zone."""


def parse_moment(text: str) -> datetime:
    """The moment an ISO string names. Raises `MomentWrong`."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise MomentWrong(text) from None
    if moment.tzinfo is None:
        raise MomentWrong(f"{text} has no time zone")
    return moment


def parse_day_or_moment(text: str) -> date:
    """The day an ISO date names, or the moment an ISO moment does. Raises `MomentWrong`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return parse_moment(text)


def day_and_time(text: str, locale: str) -> str:
    """An ISO moment as people say it: "Tuesday 24 November, 10:30am"."""
    return dates.day_and_time(parse_moment(text), locale)


def day_maybe_time(text: str, locale: str) -> str:
    """An ISO date as a day, an ISO moment as day and time."""
    found = parse_day_or_moment(text)
    return dates.day_and_time(found, locale) if isinstance(found, datetime) else dates.day(found, locale)
