"""Where a referral can stand, what may follow what, and what each means to others. Pure rules: the one table of it.

A status says the reason too (`no_room`, `not_eligible`), because programs read it since the first version; `State` is the
plainer word that a group of them has, as `docs/decisions/referral-states.md` lists them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ReferralStatus(StrEnum):
    """Where a referral stands. `MOVES` is the table of what may follow what."""

    DRAFT = "draft"  # we have asked the person by text whether we may; nothing has gone to anybody
    SENT = "sent"
    RECEIVED = "received"  # they said that they have it, and will answer
    ACCEPTED = "accepted"
    WAITING_LIST = "waiting_list"  # they have a place on it; the organisation says yes or no later
    STARTED = "started"  # they came, and go on coming
    NO_ROOM = "no_room"
    NOT_ELIGIBLE = "not_eligible"  # it is for others: an age, an area
    CANNOT_REACH = "cannot_reach"  # they tried, and could not
    NOT_RIGHT = "not_right"
    ATTENDED = "attended"  # they got there, which is what we asked for
    DID_NOT_ATTEND = "did_not_attend"
    COMPLETED = "completed"  # it has ended, with an outcome
    WITHDRAWN = "withdrawn"  # by the person
    CANCELLED = "cancelled"  # by us
    RECALLED = "recalled"  # it went to the wrong place, or was about the wrong person


class State(StrEnum):
    """The plainer word: what the national vocabularies tell apart."""

    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    WAITING_LIST = "waiting_list"
    STARTED = "started"
    DID_NOT_ATTEND = "did_not_attend"
    COMPLETED = "completed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    RECALLED = "recalled"


class Outcome(StrEnum):
    """What came of a referral that is completed."""

    GOT_THERE = "got_there"
    HELPED = "helped"
    PARTLY = "partly"
    DID_NOT_HELP = "did_not_help"
    MOVED_ON = "moved_on"  # to something else, of their own choice


_S = ReferralStatus
DECLINED = (_S.NO_ROOM, _S.NOT_ELIGIBLE, _S.CANNOT_REACH, _S.NOT_RIGHT)
TAKEN_BACK = (_S.WITHDRAWN, _S.CANCELLED)
CAME = (_S.STARTED, _S.ATTENDED, _S.COMPLETED)  # the person was there
NOT_DECIDED = (_S.SENT, _S.RECEIVED, _S.WAITING_LIST)  # nobody has said yes or no
NOT_ANSWERED = (_S.SENT, _S.RECEIVED)  # nor put them on a list
STILL_OPEN = (_S.DRAFT, *NOT_DECIDED, _S.ACCEPTED, _S.STARTED)
HIDDEN_FROM_RECEIVER = (_S.DRAFT, *TAKEN_BACK, _S.RECALLED)  # nothing of the person may be shown to anybody
ANSWERS = (_S.ACCEPTED, _S.WAITING_LIST, *DECLINED)
ENDS = frozenset({*DECLINED, _S.ATTENDED, _S.DID_NOT_ATTEND, _S.COMPLETED, *TAKEN_BACK, _S.RECALLED})
MOVES: Mapping[ReferralStatus, frozenset[ReferralStatus]] = {
    _S.DRAFT: frozenset({_S.SENT, *TAKEN_BACK}),
    _S.SENT: frozenset({_S.RECEIVED, *ANSWERS, *TAKEN_BACK, _S.RECALLED}),
    _S.RECEIVED: frozenset({*ANSWERS, *TAKEN_BACK, _S.RECALLED}),
    _S.WAITING_LIST: frozenset({_S.ACCEPTED, *DECLINED, *TAKEN_BACK, _S.RECALLED}),
    _S.ACCEPTED: frozenset({_S.STARTED, _S.ATTENDED, _S.DID_NOT_ATTEND, _S.COMPLETED, *DECLINED, *TAKEN_BACK, _S.RECALLED}),
    _S.STARTED: frozenset({_S.COMPLETED, _S.DID_NOT_ATTEND, *TAKEN_BACK, _S.RECALLED}),
    # They went another day, or pressed the wrong number; or the group says that they came after all.
    _S.DID_NOT_ATTEND: frozenset({_S.ATTENDED, _S.STARTED, _S.COMPLETED, *TAKEN_BACK, _S.RECALLED}),
    _S.ATTENDED: frozenset({_S.DID_NOT_ATTEND, _S.STARTED, _S.COMPLETED, _S.RECALLED}),
    _S.COMPLETED: frozenset({_S.DID_NOT_ATTEND, _S.RECALLED}),
    **{status: frozenset({_S.RECALLED}) for status in (*DECLINED, *TAKEN_BACK)},
    _S.RECALLED: frozenset(),
}
# Closed by mistake: back, with a note, to where it stood before. What was recalled is referred anew instead.
REOPENS = ENDS - {_S.RECALLED}
OPENS_TO = frozenset({_S.SENT, _S.RECEIVED, _S.WAITING_LIST, _S.ACCEPTED, _S.STARTED})


class TaskStatus(StrEnum):
    """FHIR R4's, without `ready` and `received`, which the SDOHCC profile of Task leaves out."""

    DRAFT = "draft"
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ON_HOLD = "on-hold"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered-in-error"


@dataclass(frozen=True)
class Task:
    """How a referral stands as a FHIR Task: its status, and the text of `statusReason` where the status needs one."""

    status: TaskStatus
    reason: str = ""


TASKS: Mapping[ReferralStatus, Task] = {
    _S.DRAFT: Task(TaskStatus.DRAFT),
    _S.SENT: Task(TaskStatus.REQUESTED),
    _S.RECEIVED: Task(TaskStatus.REQUESTED, "The receiver has seen it and will answer"),
    _S.ACCEPTED: Task(TaskStatus.ACCEPTED),
    _S.WAITING_LIST: Task(TaskStatus.ON_HOLD, "On the waiting list"),
    _S.STARTED: Task(TaskStatus.IN_PROGRESS),
    _S.NO_ROOM: Task(TaskStatus.REJECTED, "No capacity"),
    _S.NOT_ELIGIBLE: Task(TaskStatus.REJECTED, "Not eligible"),
    _S.NOT_RIGHT: Task(TaskStatus.REJECTED, "Something else would suit them better"),
    _S.CANNOT_REACH: Task(TaskStatus.FAILED, "Could not be contacted"),
    _S.ATTENDED: Task(TaskStatus.COMPLETED),
    _S.DID_NOT_ATTEND: Task(TaskStatus.FAILED, "Did not attend"),
    _S.COMPLETED: Task(TaskStatus.COMPLETED),
    _S.WITHDRAWN: Task(TaskStatus.CANCELLED, "Withdrawn by the person"),
    _S.CANCELLED: Task(TaskStatus.CANCELLED, "Cancelled by the referrer"),
    _S.RECALLED: Task(TaskStatus.ENTERED_IN_ERROR, "Sent by mistake"),
}


class MoveNotAllowed(Exception):
    """A referral cannot go from `origin` to `target`."""

    def __init__(self, origin: ReferralStatus, target: ReferralStatus) -> None:
        self.origin, self.target = origin, target
        super().__init__(f"a referral cannot go from {origin} to {target}")


def is_allowed(origin: ReferralStatus, target: ReferralStatus) -> bool:
    return target in MOVES[origin]


def check(origin: ReferralStatus, target: ReferralStatus) -> None:
    """Raises `MoveNotAllowed` unless the table has this move."""
    if not is_allowed(origin, target):
        raise MoveNotAllowed(origin, target)


def check_reopening(origin: ReferralStatus, target: ReferralStatus) -> None:
    """Raises `MoveNotAllowed` unless what ended at `origin` may be opened again at `target`."""
    if origin not in REOPENS or target not in OPENS_TO:
        raise MoveNotAllowed(origin, target)


def state_of(status: ReferralStatus) -> State:
    """The plainer word for a status."""
    if status in DECLINED:
        return State.DECLINED
    return State.COMPLETED if status is ReferralStatus.ATTENDED else State(status.value)


def reason_of(status: ReferralStatus) -> str:
    """Why a referral was declined, by its name; empty otherwise."""
    return status.value if status in DECLINED else ""


def outcome_of(status: ReferralStatus, outcome: Outcome | None) -> Outcome | None:
    """What came of a completed referral; None of any other."""
    if status is ReferralStatus.ATTENDED:
        return outcome or Outcome.GOT_THERE
    return outcome if status is ReferralStatus.COMPLETED else None
