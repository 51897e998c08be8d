"""The T score, against vectors worked out by hand from Kiresuk and Sherman's formula."""

import pytest

from navigator.measures.attainment import t_score


class TestT:
    @pytest.mark.parametrize(
        ("goals", "t"),
        [
            ([(1, 0)], 50.00),
            ([(1, 0), (5, 0), (10, 0)], 50.00),
            ([(1, 1), (1, 1), (1, 1)], 63.69),
            ([(1, -1), (1, 0), (1, 1)], 50.00),
            ([(2, 1), (1, -1)], 54.02),
            ([(1, 2), (1, 2), (1, 2)], 77.39),
            ([(1, -2), (1, -2), (1, -2)], 22.61),
            ([(1, 1)], 60.00),
        ],
    )
    def test_is_as_worked_out(self, goals: list[tuple[float, int]], t: float) -> None:
        found = t_score(goals)

        assert found is not None
        assert round(found, 2) == t

    def test_is_nothing_without_goals_or_weights(self) -> None:
        assert t_score([]) is None
        assert t_score([(0, 2)]) is None

    @pytest.mark.parametrize("goals", [[(1, 3)], [(1, -3)], [(-1, 0)]])
    def test_takes_no_level_or_weight_that_there_is_not(self, goals: list[tuple[float, int]]) -> None:
        with pytest.raises(ValueError, match="levels lie between"):
            t_score(goals)
