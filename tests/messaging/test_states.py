from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.states import LEFT_US, MOVES, MoveNotAllowed, State, advance, may_move, settle


class TestMoves:
    @pytest.mark.parametrize(("was", "wanted"), list(product(State, State)))
    def test_are_those_of_the_table(self, was: State, wanted: State) -> None:
        if wanted in MOVES[was]:
            assert advance(was, wanted) is wanted
        else:
            with pytest.raises(MoveNotAllowed):
                advance(was, wanted)

    @pytest.mark.parametrize("was", LEFT_US)
    def test_never_bring_back_what_has_left_us(self, was: State) -> None:
        back = [State.PLANNED, State.CLAIMED, State.HANDING_OVER, State.CANCELLED, State.SUPPRESSED, State.EXPIRED]

        assert not any(may_move(was, wanted) for wanted in back)

    def test_never_send_what_was_settled_otherwise(self) -> None:
        settled = [State.CANCELLED, State.EXPIRED, State.SUPPRESSED, State.FAILED]

        assert all(not MOVES[state] for state in settled)


class TestNews:
    """What providers say in any order. How far along a state is stands here by itself, so that the table is not its own judge."""

    FAR = (
        dict.fromkeys((State.PLANNED, State.DUE, State.CLAIMED, State.HANDING_OVER), 0)
        | {State.SENT: 1}
        | dict.fromkeys((State.DELIVERED, State.UNDELIVERED, State.FAILED), 2)
        | dict.fromkeys((State.CANCELLED, State.EXPIRED, State.SUPPRESSED), 2)
    )

    @given(
        start=st.sampled_from(sorted(State)),
        said=st.lists(st.sampled_from([State.SENT, State.DELIVERED, State.UNDELIVERED, State.FAILED]), max_size=12),
    )
    def test_never_moves_a_message_back_in_any_order(self, start: State, said: list[State]) -> None:
        was, ends = start, []
        for one in said:
            wanted = settle(was, one)
            if wanted is not None:
                assert self.FAR[wanted] > self.FAR[was] or self.FAR[was] == 0
                was = wanted
            if self.FAR[was] == 2:
                ends.append(was)

        assert len(set(ends)) <= 1  # what has come to an end stays as it ended

    @given(said=st.permutations([State.SENT, State.SENT, State.DELIVERED, State.DELIVERED]))
    def test_ends_the_same_in_whatever_order_it_comes(self, said: list[State]) -> None:
        was = State.HANDING_OVER
        for one in said:
            was = settle(was, one) or was

        assert was is State.DELIVERED
