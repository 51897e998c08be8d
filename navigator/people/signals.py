"""What happens to people that the features above act on. `navigator.app` connects the two."""

from blinker import NamedSignal as Signal
from blinker import Namespace

_signals = Namespace()

support_ended = _signals.signal("support-ended")
"""We no longer support somebody: they moved, died, or asked for it. Sent with `person` and `now`."""

safe_contact_changed = _signals.signal("safe-contact-changed")
"""How it is safe to be in touch with somebody, or that nobody may be, was changed. Sent with `person` and `now`."""

__all__ = ["Signal", "safe_contact_changed", "support_ended"]
