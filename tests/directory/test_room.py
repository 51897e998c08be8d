"""Whether a group has room: four words, and how they stand in the standard's table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.room import Room, Wait, read, write


class TestRoom:
    @given(st.sampled_from(Room), st.none() | st.sampled_from(Wait))
    def test_comes_back_as_it_was_written(self, room: Room, wait: Wait | None) -> None:
        has_room, description = write(room, wait)

        expected = wait.value if wait and room is Room.WAITING_LIST else ""
        assert read(available=int(has_room), description=description) == (room, expected)

    @pytest.mark.parametrize(
        ("available", "description", "room", "wait"),
        [
            (3, None, Room.HAS_ROOM, ""),
            (3, "Waiting list", Room.HAS_ROOM, ""),
            (0, None, Room.FULL, ""),
            (0, "  ", Room.FULL, ""),
            (0, "Fully booked", Room.FULL, ""),
            (0, "Full, with a waiting list of a month", Room.WAITING_LIST, "Full, with a waiting list of a month"),
            (0, "About 3 weeks", Room.WAITING_LIST, "About 3 weeks"),
            (0, "waiting list: by Easter", Room.WAITING_LIST, "by Easter"),
            (0, "Waiting list", Room.WAITING_LIST, ""),
            (0, "We are not currently taking referrals.", Room.NOT_TAKING_REFERRALS, ""),
            (0, "Closed to new members", Room.NOT_TAKING_REFERRALS, ""),
        ],
    )
    def test_is_read_from_what_others_write(self, available: int, description: str | None, room: Room, wait: str) -> None:
        assert read(available=available, description=description) == (room, wait)
