"""What happens to people that the features above act on. `navigator.app` connects the two."""

from blinker import NamedSignal as Signal
from blinker import Namespace

_signals = Namespace()

support_ended = _signals.signal("support-ended")
"""We no longer support somebody: they moved, died, or asked for it. Sent with `person` and `now`."""

__all__ = ["Signal", "support_ended"]
