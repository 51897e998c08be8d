"""Which move a referral may make. One table; whatever is not in it is refused, by name."""

from navigator.referrals.models import ReferralStatus as Status

MOVES: dict[Status, frozenset[Status]] = {
    Status.SENT: frozenset({Status.ACCEPTED, Status.WAITING_LIST, Status.NO_ROOM, Status.NOT_RIGHT, Status.WITHDRAWN}),
    Status.WAITING_LIST: frozenset({Status.ACCEPTED, Status.NO_ROOM, Status.NOT_RIGHT, Status.WITHDRAWN}),
    Status.ACCEPTED: frozenset({Status.ATTENDED, Status.DID_NOT_ATTEND, Status.WITHDRAWN}),
    Status.DID_NOT_ATTEND: frozenset({Status.ATTENDED, Status.WITHDRAWN}),  # went another day, or pressed the wrong number
    Status.ATTENDED: frozenset({Status.DID_NOT_ATTEND}),  # pressed the wrong number
    Status.NO_ROOM: frozenset(),
    Status.NOT_RIGHT: frozenset(),
    Status.WITHDRAWN: frozenset(),
}
ANSWERS = (Status.ACCEPTED, Status.WAITING_LIST, Status.NO_ROOM, Status.NOT_RIGHT)
ENDS = frozenset({Status.ATTENDED, Status.DID_NOT_ATTEND, Status.NO_ROOM, Status.NOT_RIGHT, Status.WITHDRAWN})


class MoveNotAllowed(Exception):
    """A referral cannot go from `origin` to `target`."""

    def __init__(self, origin: Status, target: Status) -> None:
        self.origin, self.target = origin, target
        super().__init__(f"a referral cannot go from {origin} to {target}")


def is_allowed(origin: Status, target: Status) -> bool:
    return target in MOVES[origin]


def check(origin: Status, target: Status) -> None:
    """Raises `MoveNotAllowed` unless the table has this move."""
    if not is_allowed(origin, target):
        raise MoveNotAllowed(origin, target)
