"""How much one visitor may ask of the open feed. Kept in memory: a question that only reads must not wait to write.

Each process counts for itself, and forgets when it ends; what people type (passwords, codes) is counted in the database, by
`navigator.people.throttle`.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from navigator.people.throttle import TooMany

A_MINUTE = RateLimitItemPerMinute(240)
LARGE = 20  # as many questions as a stream of everything counts for

_counter = MovingWindowRateLimiter(MemoryStorage())


def count(address: str, *, is_large: bool, now: datetime) -> None:
    """Count one question from `address`. Raises `TooMany` when there were too many within a minute."""
    visitor = _neighbourhood(address)
    if not _counter.hit(A_MINUTE, visitor, cost=LARGE if is_large else 1):
        free_at = _counter.get_window_stats(A_MINUTE, visitor).reset_time
        raise TooMany(max(timedelta(seconds=free_at - now.timestamp()), timedelta(seconds=1)))


def forget() -> None:
    """Begin to count anew."""
    _counter.storage.reset()


def _neighbourhood(address: str) -> str:
    """One household has as many addresses of the sixth version as it likes, all with the same first half."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return address if known.version == 4 else known.exploded[:19]
