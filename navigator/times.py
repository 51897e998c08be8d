"""The clock, read at the edges only, and the one time zone people here live in."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def utc_now() -> datetime:
    """This moment. For pages, commands and jobs; everything below them is told the time."""
    return datetime.now(UTC)
