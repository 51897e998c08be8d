"""What happens to people that the features above act on. `navigator.app` connects the two."""

from blinker import NamedSignal as Signal
from blinker import Namespace

_signals = Namespace()

support_ended = _signals.signal("support-ended")
"""We no longer support somebody: they moved, died, or asked for it. Sent with `person` and `now`."""

safe_contact_changed = _signals.signal("safe-contact-changed")
"""How it is safe to be in touch with somebody, or that nobody may be, was changed. Sent with `person` and `now`."""

coordinator_changed = _signals.signal("coordinator-changed")
"""Somebody else is a person's coordinator. Sent with `person`, `before`, `after`, the `note` for them, and `now`: what the
one before had in hand of this person goes to the one after."""

leaving_looked_at = _signals.signal("leaving-looked-at")
"""Somebody may leave: whoever knows what they have in hand answers with (words, how many). Sent with `staff` and `now`."""

staff_leaving = _signals.signal("staff-leaving")
"""Somebody leaves, and their people are with others by now. Sent with `staff`, `by` (or None) and `now`: whatever they have
in hand besides has to be let go, so that it waits for nobody who is gone."""

__all__ = [
    "Signal",
    "coordinator_changed",
    "leaving_looked_at",
    "safe_contact_changed",
    "staff_leaving",
    "support_ended",
]
