"""A message's life: what may follow what. Pure rules, the same for every provider."""

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


def settle(was: State, said: State) -> State | None:
    """Where news that the provider has a message as `said` takes one that is `was`; None when that says nothing new.

    News may come in any order: whatever it says of a message that had not left us, it must have left us by then.
    """
    if was in (*NOT_HANDED_OVER, State.HANDING_OVER) and said is not State.SENT:
        was = State.SENT
    return said if said is not was and may_move(was, said) else None
