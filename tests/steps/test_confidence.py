"""When a step is too big."""

import pytest

from navigator.steps.confidence import CONFIDENT_ENOUGH, ScoreOffTheRuler, check, is_too_big


class TestAStep:
    @pytest.mark.parametrize("score", range(0, 7))
    def test_is_too_big_below_seven(self, score: int) -> None:
        assert is_too_big(score)

    @pytest.mark.parametrize("score", range(CONFIDENT_ENOUGH, 11))
    def test_is_right_from_seven_on(self, score: int) -> None:
        assert not is_too_big(score)

    def test_nobody_was_asked_about_is_not_too_big(self) -> None:
        assert not is_too_big(None)


class TestTheRuler:
    @pytest.mark.parametrize("score", [-1, 11])
    def test_ends_at_nought_and_ten(self, score: int) -> None:
        with pytest.raises(ScoreOffTheRuler):
            check(score)
