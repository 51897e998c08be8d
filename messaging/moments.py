"""Moments as the words of a text: the day and the London time, in the reader's language, in plain ASCII digits."""

from datetime import datetime

from babel.dates import format_datetime

from navigator.times import LONDON
from translations.locales import DEFAULT

# Written out rather than left to the locale's own long form, which gives a year and seconds nobody needs.
PATTERNS = {"en": "EEEE d MMMM, h:mma", "pl": "EEEE, d MMMM, HH:mm", "ur": "EEEE، d MMMM، h:mm B"}
BABEL_LOCALES = {"en": "en_GB"}


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
    pattern = PATTERNS.get(locale, PATTERNS[DEFAULT])
    return format_datetime(
        parse_moment(text).astimezone(LONDON), pattern, tzinfo=LONDON, locale=BABEL_LOCALES.get(locale, locale)
    )
