"""Goal attainment scaling: the T score of several goals together. Pure."""

from collections.abc import Sequence
from math import sqrt

RHO = 0.3  # how much goals of one person are taken to go together, as Kiresuk and Sherman (1968) took it


def t_score(goals: Sequence[tuple[float, int]]) -> float | None:
    """T of (weight, level) pairs, levels from -2 to +2: 50 when all came out as expected. None without goals.

    T = 50 + 10·Σ(wᵢxᵢ) / √(0.7·Σwᵢ² + 0.3·(Σwᵢ)²). The formula as printed in Turner-Stokes (2009) has an erratum; this
    is Kiresuk and Sherman's. A goal of no weight counts nothing.
    """
    if any(weight < 0 for weight, _ in goals) or any(level not in range(-2, 3) for _, level in goals):
        raise ValueError(f"weights are not negative and levels lie between -2 and 2: {goals!r}")
    weights = sum(weight for weight, _ in goals)
    if not weights:
        return None
    squares = sum(weight * weight for weight, _ in goals)
    return 50 + 10 * sum(weight * level for weight, level in goals) / sqrt((1 - RHO) * squares + RHO * weights * weights)
