"""What happens to visits and contacts that the features above act on. `navigator.app` connects the two."""

from blinker import Namespace

_signals = Namespace()

contact_taken_back = _signals.signal("contact-taken-back")
"""A contact was written down by mistake. Sent with `person_id`, within the transaction."""

visited_at_home = _signals.signal("visited-at-home")
"""Somebody of ours was with a person at their home, and it is written down. Sent with `person`, `contact_id`, `happened_at`
and `now`, within the transaction: that it took place, and nothing of what was said."""
