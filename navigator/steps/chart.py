"""Confidence over time as a small drawing: where its points and lines are. Pure sums, no colours and no words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

WIDTH, HEIGHT = 320, 140
LEFT, RIGHT, TOP, BOTTOM = 28, 12, 12, 12
HIGHEST = 10


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    score: int


@dataclass(frozen=True)
class Chart:
    """`lines`: the height of 0, 5 and 10; `enough`: the height from which somebody expects to manage it."""

    points: Sequence[Point]
    lines: Sequence[tuple[int, float]]
    enough: float
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def path(self) -> str:
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)


def draw(answers: Sequence[tuple[datetime, int]], *, enough: int) -> Chart | None:
    """The drawing of (moment, score) pairs in order of time; None with fewer than two, which say nothing about time."""
    if len(answers) < 2:
        return None
    first, last = answers[0][0], answers[-1][0]
    span = (last - first).total_seconds()
    across = WIDTH - LEFT - RIGHT

    def place(number: int, moment: datetime) -> float:
        share = (moment - first).total_seconds() / span if span else number / (len(answers) - 1)
        return round(LEFT + across * share, 1)

    points = [Point(place(number, moment), _height(score), score) for number, (moment, score) in enumerate(answers)]
    return Chart(points, [(score, _height(score)) for score in (0, 5, HIGHEST)], _height(enough))


def _height(score: int) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - score / HIGHEST), 1)
