from itertools import product

import pytest

from messaging.states import CODES, LEFT_US, MOVES, PROVIDER_STATES, MoveNotAllowed, State, advance, may_move


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


class TestProvidersWords:
    def test_lead_to_states_after_the_handing_over(self) -> None:
        assert set(PROVIDER_STATES.values()) <= {*LEFT_US, State.FAILED}

    @pytest.mark.parametrize("code", CODES)
    def test_have_meanings(self, code: str) -> None:
        assert code.isdigit()
        assert CODES[code].meaning
