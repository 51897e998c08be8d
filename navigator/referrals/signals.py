"""What happens to referrals and calls for attention that the features above act on. `navigator.app` connects the two."""

from enum import StrEnum

from blinker import NamedSignal as Signal
from blinker import Namespace

_signals = Namespace()


class News(StrEnum):
    """What became of an appointment."""

    MADE = "made"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    TOOK_PLACE = "took_place"


appointment_news = _signals.signal("appointment-news")
"""Something is arranged, changed or cancelled, or took place. Sent with `referral`, `person`, `news` (a `News`) and `now`."""

attention_taken = _signals.signal("attention-taken")
"""Somebody says that they are at it. Sent with `attention`, `staff` and `now`."""

attention_settled = _signals.signal("attention-settled")
"""Somebody has dealt with a reason why a person needs us. Sent with `attention`, `staff` and `now`."""

attention_opened_again = _signals.signal("attention-opened-again")
"""It was not dealt with after all. Sent with `attention`, `staff` and `now`."""

referral_moved = _signals.signal("referral-moved")
"""A referral was sent, answered, arranged anew, or has ended. Sent with `referral`, `event` and `now`, within the transaction."""

__all__ = [
    "News",
    "Signal",
    "appointment_news",
    "attention_opened_again",
    "attention_settled",
    "attention_taken",
    "referral_moved",
]
