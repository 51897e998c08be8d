"""Two pages open on one conversation: what was typed in both is kept.

A page carries a mark of each text as it was when the page opened. Comparing the mark, what is kept now and what
was typed tells who changed what, without keeping every version.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

MARK_LENGTH = 10


@dataclass(frozen=True)
class Merged:
    """The texts to keep, and under which headings both sides wrote something different (`kept` there is both texts)."""

    kept: Mapping[str, str]
    both_changed: frozenset[str]


def mark(text: str) -> str:
    """A short mark of a text, the same for the same words; line endings and spaces round it do not count."""
    return sha256(_even(text).encode()).hexdigest()[:MARK_LENGTH]


def mark_all(texts: Mapping[str, str]) -> str:
    """The marks of all `texts` as a page carries them, in the order of the mapping."""
    return ".".join(mark(text) for text in texts.values())


def merge(*, stored: Mapping[str, str], typed: Mapping[str, str], seen: str) -> Merged:
    """What to keep of `stored` and `typed`, for a page that opened on the texts marked in `seen` (see `mark_all`).

    Unreadable marks count as never seen, so the worst that can happen is that both texts are shown.
    """
    marks = dict(zip(stored, seen.split("."), strict=False))
    kept, both_changed = {}, set()
    for heading, there in stored.items():
        here = _even(typed.get(heading, there))
        there = _even(there)
        if here == there or marks.get(heading) == mark(there) or (there and there in here) or not there:
            kept[heading] = here
        elif marks.get(heading) == mark(here) or not here:
            kept[heading] = there
        else:
            kept[heading] = f"{there}\n\n{here}"
            both_changed.add(heading)
    return Merged(kept=kept, both_changed=frozenset(both_changed))


def _even(text: str) -> str:
    return text.strip().replace("\r\n", "\n")
