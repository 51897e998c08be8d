"""A message's life: what may follow what, and what the provider's words and codes mean. Pure rules."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """A message's life. It only moves forward: `MOVES` is the table."""

    PLANNED = "planned"
    DUE = "due"  # its time has come
    CLAIMED = "claimed"  # a worker holds a lease on it
    HANDING_OVER = "handing_over"  # the call to the provider has begun: from here on, ask before sending again
    SENT = "sent"  # the provider has it
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    SUPPRESSED = "suppressed"  # we may not send it: the cause says why


class MoveNotAllowed(Exception):
    """A message cannot go from `was` to `wanted`."""

    def __init__(self, was: State, wanted: State) -> None:
        super().__init__(f"a message that is {was.value} cannot become {wanted.value}")
        self.was, self.wanted = was, wanted


# Back to PLANNED or DUE is the one way back, and only while it is certain that the provider has not got the message.
_KEPT_BACK = {State.CANCELLED, State.EXPIRED, State.SUPPRESSED}
_SETTLED = {State.DELIVERED, State.UNDELIVERED, State.FAILED}
MOVES: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.DUE, State.CLAIMED, State.SENT, *_KEPT_BACK}),
    State.DUE: frozenset({State.PLANNED, State.CLAIMED, State.SENT, *_KEPT_BACK}),
    State.CLAIMED: frozenset(
        {State.PLANNED, State.DUE, State.CLAIMED, State.HANDING_OVER, State.SENT, State.FAILED, *_KEPT_BACK}
    ),
    State.HANDING_OVER: frozenset({State.PLANNED, State.DUE, State.HANDING_OVER, State.SENT, *_SETTLED, *_KEPT_BACK}),
    State.SENT: frozenset(_SETTLED),
    State.DELIVERED: frozenset(),
    State.UNDELIVERED: frozenset(),
    State.FAILED: frozenset(),
    State.CANCELLED: frozenset(),
    State.EXPIRED: frozenset(),
    State.SUPPRESSED: frozenset(),
}

WAITING = (State.PLANNED, State.DUE)
NOT_HANDED_OVER = (*WAITING, State.CLAIMED)
LEFT_US = (State.SENT, State.DELIVERED, State.UNDELIVERED)


def may_move(was: State, wanted: State) -> bool:
    return wanted in MOVES[was]


def advance(was: State, wanted: State) -> State:
    """`wanted`, when a message that is `was` may become it. Raises `MoveNotAllowed`."""
    if not may_move(was, wanted):
        raise MoveNotAllowed(was, wanted)
    return wanted


# What Twilio says of a message (its MessageStatus), as one of our states. Words that say only "we have it" are SENT.
PROVIDER_STATES: dict[str, State] = {
    "queued": State.SENT,
    "accepted": State.SENT,
    "scheduled": State.SENT,
    "sending": State.SENT,
    "sent": State.SENT,
    "delivered": State.DELIVERED,
    "read": State.DELIVERED,
    "undelivered": State.UNDELIVERED,
    "failed": State.FAILED,
    "canceled": State.FAILED,
}


@dataclass(frozen=True)
class Code:
    """What one of the provider's error codes means; `is_permanent`: sending the same again cannot help."""

    meaning: str
    is_permanent: bool


CODES: dict[str, Code] = {
    "20003": Code("the provider does not know our account or its key", False),
    "20429": Code("we send faster than the provider allows", False),
    "20500": Code("the provider had a fault of its own", False),
    "20503": Code("the provider is out of service for a while", False),
    "21211": Code("the number is not a telephone number", True),
    "21265": Code("the number is a short code, which cannot be texted", True),
    "21408": Code("our account may not text that country", True),
    "21606": Code("our own number cannot send texts", False),
    "21610": Code("the person said STOP, and the carrier holds them to it", True),
    "21611": Code("too many texts are waiting at the provider", False),
    "21612": Code("the provider cannot reach that number from ours", True),
    "21614": Code("the number is not a mobile", True),
    "21617": Code("the text is too long", True),
    "21619": Code("the text is empty", True),
    "30001": Code("too many texts are waiting at the provider", False),
    "30002": Code("our account is suspended", False),
    "30003": Code("the phone is switched off, out of reach, or cannot take texts", False),
    "30004": Code("the phone or its network blocks our texts", True),
    "30005": Code("nobody has that number, or it is no longer in use", True),
    "30006": Code("the number is a landline, or its network takes no texts", True),
    "30007": Code("the network took the text for spam", True),
    "30008": Code("the network could not deliver it and does not say why", False),
    "30410": Code("the network did not answer in time", False),
}

STOPPED_AT_THE_CARRIER = "21610"


def find_code(code: str) -> Code | None:
    """The meaning of a provider's code; None when we do not know it (which the caller makes loud, keeping the code)."""
    return CODES.get(code)
