"""Moments in a message's values: ISO strings with their zone, written out for the reader when the message is."""

from datetime import datetime

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


def day_and_time(text: str, locale: str) -> str:
    """An ISO moment as people say it: "Tuesday 24 November, 10:30am"."""
    return dates.day_and_time(parse_moment(text), locale)
