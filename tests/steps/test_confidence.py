"""When a step is too big."""

import pytest

from navigator.steps.confidence import ScoreOffTheRuler, check, is_too_big


class TestAStep:
    @pytest.mark.parametrize("enough", [1, 6, 7, 8, 10])
    def test_is_too_big_below_the_threshold_and_right_from_it_on(self, enough: int) -> None:
        assert [score for score in range(11) if is_too_big(score, enough=enough)] == list(range(enough))

    def test_nobody_was_asked_about_is_not_too_big(self) -> None:
        assert not is_too_big(None, enough=10)


class TestTheRuler:
    @pytest.mark.parametrize("score", [-1, 11])
    def test_ends_at_nought_and_ten(self, score: int) -> None:
        with pytest.raises(ScoreOffTheRuler):
            check(score)
