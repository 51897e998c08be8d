"""The table of what may follow what."""

import pytest

from navigator.referrals.models import ReferralStatus as Status
from navigator.referrals.moves import ENDS, MOVES, MoveNotAllowed, check, is_allowed


class TestMoves:
    def test_say_something_of_every_status(self) -> None:
        assert set(MOVES) == set(Status)

    @pytest.mark.parametrize("answer", [Status.ACCEPTED, Status.NO_ROOM, Status.NOT_RIGHT, Status.WITHDRAWN])
    def test_let_a_sent_referral_be_answered_or_taken_back(self, answer: Status) -> None:
        check(Status.SENT, answer)

    def test_let_somebody_correct_what_they_pressed(self) -> None:
        assert is_allowed(Status.ATTENDED, Status.DID_NOT_ATTEND)
        assert is_allowed(Status.DID_NOT_ATTEND, Status.ATTENDED)

    @pytest.mark.parametrize("status", list(Status))
    def test_never_stand_still(self, status: Status) -> None:
        assert not is_allowed(status, status)

    def test_name_both_ends_of_a_move_that_is_refused(self) -> None:
        with pytest.raises(MoveNotAllowed) as refused:
            check(Status.WITHDRAWN, Status.ACCEPTED)

        assert (refused.value.origin, refused.value.target) == (Status.WITHDRAWN, Status.ACCEPTED)

    def test_end_where_the_table_says(self) -> None:
        assert {status for status in Status if not MOVES[status]} <= ENDS
        assert Status.SENT not in ENDS
        assert Status.ACCEPTED not in ENDS
