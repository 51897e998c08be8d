"""Whether a group has room, in four words, and how that stands in HSDS 3.1's `service_capacity`. Pure.

`available` above 0 is room. With 0 the description tells, in plain English that any reader of the data understands and that
comes back from a file as it went: "Full", "Waiting list", "Waiting list: about a month", "Not taking referrals". A description
that another source wrote in its own words is read as a waiting list, unless it says that it is closed to new people.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

FULL = "Full"
WAITING = "Waiting list"
NOT_TAKING = "Not taking referrals"
_NOT_TAKING = re.compile(r"\bnot (currently |now )?(taking|accepting)\b|\bclosed to (new )?(referrals|people|members)\b", re.I)
_FULL = re.compile(r"\s*(full|no (room|places|spaces)|fully booked)\b(?!.*\bwait)", re.I | re.S)


class Room(StrEnum):
    HAS_ROOM = "has_room"
    WAITING_LIST = "waiting_list"
    FULL = "full"
    NOT_TAKING_REFERRALS = "not_taking_referrals"


class Wait(StrEnum):
    """About how long a waiting list is, as editors say it with one tap."""

    WEEKS = "one or two weeks"
    MONTH = "about a month"
    MONTHS = "two or three months"
    LONGER = "more than three months"


@dataclass(frozen=True)
class RoomSaid:
    """What a group said about its room, and when. `wait`: one of `Wait`'s values, or a source's own words; "" unknown."""

    room: Room
    said_at: datetime
    wait: str = ""

    @property
    def turns_people_away(self) -> bool:
        """Whether somebody referred there now would not be taken."""
        return self.room in (Room.FULL, Room.NOT_TAKING_REFERRALS)


def read(*, available: int, description: str | None) -> tuple[Room, str]:
    """What a row of `service_capacity` means: the room, and how long one waits ("" unknown)."""
    said = (description or "").strip()
    if available > 0:
        return Room.HAS_ROOM, ""
    if _NOT_TAKING.search(said):
        return Room.NOT_TAKING_REFERRALS, ""
    if not said or _FULL.match(said):
        return Room.FULL, ""
    begins, _, wait = said.partition(":")
    return Room.WAITING_LIST, wait.strip() if begins.strip().casefold() == WAITING.casefold() else _own_words(said)


def write(room: Room, wait: Wait | None = None) -> tuple[bool, str | None]:
    """How it stands in `service_capacity`: whether `available` is above 0, and the description."""
    if room is Room.WAITING_LIST:
        return False, f"{WAITING}: {wait.value}" if wait else WAITING
    return room is Room.HAS_ROOM, {Room.FULL: FULL, Room.NOT_TAKING_REFERRALS: NOT_TAKING}.get(room)


def _own_words(said: str) -> str:
    return "" if said.casefold() == WAITING.casefold() else said
