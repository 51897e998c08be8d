"""The confidence ruler, and the rule that a step somebody doubts is a step too big.

"How confident are you, from 0 to 10?" comes from motivational interviewing; seven or more is the usual sign that
a person expects to manage it (Stanford's chronic disease self-management programme uses the same threshold).
"""

LOWEST = 0
HIGHEST = 10
CONFIDENT_ENOUGH = 7


class ScoreOffTheRuler(ValueError):
    """A confidence that is not a whole number from 0 to 10."""


def is_too_big(score: int | None) -> bool:
    """Whether a step answered with `score` should be made smaller. Nobody having asked (None) is no reason to."""
    return score is not None and check(score) < CONFIDENT_ENOUGH


def check(score: int) -> int:
    """`score` itself, when it is on the ruler. Raises `ScoreOffTheRuler`."""
    if not LOWEST <= score <= HIGHEST:
        raise ScoreOffTheRuler(score)
    return score
