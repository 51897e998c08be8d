"""The confidence ruler, and the rule that a step somebody doubts is a step too big.

"How confident are you, from 0 to 10?" comes from motivational interviewing. From where on a person is taken to be
confident enough is a locality's setting (`thresholds`), never a number of this module's.
"""

LOWEST = 0
HIGHEST = 10


class ScoreOffTheRuler(ValueError):
    """A confidence that is not a whole number from 0 to 10."""


def is_too_big(score: int | None, *, enough: int) -> bool:
    """Whether a step answered with `score` should be made smaller. Nobody having asked (None) is no reason to."""
    return score is not None and check(score) < enough


def check(score: int) -> int:
    """`score` itself, when it is on the ruler. Raises `ScoreOffTheRuler`."""
    if not LOWEST <= score <= HIGHEST:
        raise ScoreOffTheRuler(score)
    return score
