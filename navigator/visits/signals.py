"""What happens to visits and contacts that the features above act on. `navigator.app` connects the two."""

from blinker import Namespace

_signals = Namespace()

contact_taken_back = _signals.signal("contact-taken-back")
"""A contact was written down by mistake. Sent with `person_id`, within the transaction."""
