"""What happens to listings that others act on. The directory knows neither people nor messages: `navigator.app` connects them."""

from blinker import NamedSignal as Signal
from blinker import Namespace

_signals = Namespace()

edit_decided = _signals.signal("edit-decided")
"""A moderator decided about an edit. Sent with `edit` (upkeep.models.ListingEdit: its `state` says what, its `note` the question
or the reason) and `now`."""

something_wrong_reported = _signals.signal("something-wrong-reported")
"""Somebody said that something is wrong with a listing. Sent with `report` (upkeep.report_models.ListingReport) and `now`,
before the commit."""

__all__ = ["Signal", "edit_decided", "something_wrong_reported"]
