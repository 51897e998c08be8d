"""Whether words may mean danger, wherever they were written: as a text is read."""

from messaging.replies.folding import fold
from translations.distress import speaks_of_danger


def may_mean_danger(words: str) -> bool:
    """A sign, never a diagnosis; better one call too many."""
    return speaks_of_danger(fold(words))
