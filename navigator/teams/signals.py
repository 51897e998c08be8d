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

__all__ = ["Signal", "TeamNote", "team_opened"]
