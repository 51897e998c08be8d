"""What a team lead's page asks the features above, which it does not know. `navigator.app` connects them."""

from dataclasses import dataclass

from blinker import NamedSignal as Signal
from blinker import Namespace

_signals = Namespace()


@dataclass(frozen=True)
class TeamNote:
    """Something a lead should look at: what it is, how many, and where."""

    words: str
    total: int
    address: str


team_opened = _signals.signal("team-opened")
"""A lead opens the page of their team: whoever has something for them to look at answers with a `TeamNote`, or None.
Sent with `staff` and `now`."""

team_taken_over = _signals.signal("team-taken-over")
"""Another team takes over what this one had: whatever waits there, or comes in by it, goes to the other. Sent with `team`,
`to`, `by` and `now`."""

closing_looked_at = _signals.signal("closing-looked-at")
"""A team may be closed: whoever knows what waits there still answers with (words, how many). Sent with `team` and `now`."""

__all__ = ["Signal", "TeamNote", "closing_looked_at", "team_opened", "team_taken_over"]
