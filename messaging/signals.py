"""What happens here that others act on. Messaging knows no persons or referrals: `navigator.app` connects the two."""

from blinker import NamedSignal as Signal
from blinker import Namespace

_signals = Namespace()

reply_received = _signals.signal("reply-received")
"""A text came in and was understood as well as it could be. Sent with `received` (ReceivedMessage), `reply`
(replies.Reply), `asked` (OutgoingMessage or None: the open question it answers) and `now`."""

message_failed = _signals.signal("message-failed")
"""A message will never arrive: it failed, or it was kept back and somebody misses something by it. Sent with `message`
(OutgoingMessage; its `state` and `cause` say why) and `now`."""

template_stopped = _signals.signal("template-stopped")
"""The circuit breaker let nothing more of a template go. Sent with `template`, `why` (too_many, too_many_failed, by_hand),
`sent` (how many in that hour) and `now`."""

mailbox_closed = _signals.signal("mailbox-closed")
"""The mailbox that e-mails come back to cannot be read. Sent once for each time that it begins, with `mailbox` (its name),
`trouble` (refused, no_folder, not_safe, unreachable) and `now`."""

__all__ = ["Signal", "mailbox_closed", "message_failed", "reply_received", "template_stopped"]
