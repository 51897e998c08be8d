"""How far each listing is from one place, reckoned for all at once: a hundred thousand take a thousandth of a second."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from directory.finding.index.bits import Bits, Numbers, bits_where

EARTH = 3958.8  # miles: its radius, as a ball

Directions = NDArray[np.float64]  # a row for each point: where it is from the middle of the Earth; its length is 1
Miles = NDArray[np.float32]


def directions_of(latitudes: Sequence[float | None], longitudes: Sequence[float | None]) -> Directions:
    """The directions of these points; a point that is not known is not a number."""
    north = np.radians(np.asarray(latitudes, dtype=np.float64))
    east = np.radians(np.asarray(longitudes, dtype=np.float64))
    return np.column_stack((np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)))


class Distances:
    """From one place to the nearest place of every listing, by the listing's number.

    `points` are those of the listings' main places; `others`: further places, each of the listing `others_of` names.
    """

    def __init__(self, points: Directions, others: Directions, others_of: Numbers, latitude: float, longitude: float) -> None:
        here = directions_of([latitude], [longitude])[0]
        cosines = points @ here
        np.fmax.at(cosines, others_of, others @ here)
        # From the sine of half the angle: the cosine itself says little of what is near.
        self._miles: Miles = (2 * EARTH * np.arcsin(np.sqrt(np.clip((1 - cosines) / 2, 0.0, 1.0)))).astype(np.float32)
        self._within: dict[float, Bits] = {}

    def within(self, miles: float) -> Bits:
        """Listings with a place no farther than this."""
        held = self._within.get(miles)
        if held is None:
            held = self._within[miles] = bits_where(self._miles <= miles)
        return held

    def of(self, numbers: Numbers) -> Miles:
        """How far each of these listings is; not a number where it has no place that is known."""
        return self._miles[numbers]
