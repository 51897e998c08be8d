"""What happens to steps that the features above act on. `navigator.app` connects the two."""

from blinker import NamedSignal as Signal
from blinker import Namespace

_signals = Namespace()

nudges_unanswered = _signals.signal("nudges-unanswered")
"""Several texts about a step went without an answer, and no more go. Sent with `person`, `step` and `now`."""

__all__ = ["Signal", "nudges_unanswered"]
