"""How many listings a question of the feed finds, remembered while the directory stays as it is.

Whoever fetches every page asks the same question again and again, and to count means to look at every listing.
"""

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask

MOST = 256  # questions; anybody may ask any, and nobody shall fill the memory with them
# What is asked of a page, and not of the listings.
ABOUT_THE_PAGE = frozenset({"page", "per_page", "full", "full_service", "minimal", "format"})


class Totals:
    """Numbers found at one state of the feed. A newer state empties it."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._state: object = None
        self._found: dict[object, int] = {}

    def of(self, question: object, *, state: object, count: Callable[[], int]) -> int:
        """How many there are, counted only when this question was not asked yet at this state."""
        with self._turn:
            if self._state != state:
                self._state, self._found = state, {}
            found = self._found.get(question)
        if found is None:
            found = count()
            with self._turn:
                if self._state == state and len(self._found) < MOST:
                    self._found[question] = found
        return found


def totals_of(app: Flask) -> Totals:
    """The application's own."""
    found: Totals = app.extensions.setdefault("feed_totals", Totals())
    return found


def question_of(endpoint: str | None, values: dict[str, Any], today: object) -> object:
    """A question without what it says of the page: the same listings are counted for each of them."""
    return (endpoint, today, *sorted((name, repr(value)) for name, value in values.items() if name not in ABOUT_THE_PAGE))
