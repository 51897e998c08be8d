"""What stands above everything else on a desk. Features above say it when the desk is opened (`signals.desk_opened`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class NoteRow:
    """One thing: whose it is (a name or a number), the words, since when, what is to be known besides, and where it is."""

    who: str
    words: str
    since: datetime
    besides: str
    address: str
    is_urgent: bool = False


@dataclass(frozen=True)
class DeskNote:
    """A few things the whole team should see first, under a heading; `address` leads to all of them, `total` in number."""

    heading: str
    rows: Sequence[NoteRow]
    total: int
    address: str
