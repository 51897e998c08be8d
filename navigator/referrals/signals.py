"""What happens to a call for attention that the features above act on. `navigator.app` connects the two."""

from blinker import NamedSignal as Signal
from blinker import Namespace

_signals = Namespace()

attention_taken = _signals.signal("attention-taken")
"""Somebody says that they are at it. Sent with `attention`, `staff` and `now`."""

attention_settled = _signals.signal("attention-settled")
"""Somebody has dealt with a reason why a person needs us. Sent with `attention`, `staff` and `now`."""

attention_opened_again = _signals.signal("attention-opened-again")
"""It was not dealt with after all. Sent with `attention`, `staff` and `now`."""

__all__ = ["Signal", "attention_opened_again", "attention_settled", "attention_taken"]
