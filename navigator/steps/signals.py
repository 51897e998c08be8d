"""What happens to steps that the features above act on. `navigator.app` connects the two."""

from blinker import NamedSignal as Signal
from blinker import Namespace

_signals = Namespace()

nudges_unanswered = _signals.signal("nudges-unanswered")
"""Several texts about a step went without an answer, and no more go. Sent with `person`, `step` and `now`."""

step_opened = _signals.signal("step-opened")
"""A step's page is opened: whoever knows more of what became of it answers with lines for its history
(`history.Line`). Sent with `step`."""

would_change = _signals.signal("would-change")
"""Somebody said what they would change in their plan. Sent with `person`, `words` and `now`."""

__all__ = ["Signal", "nudges_unanswered", "step_opened", "would_change"]
