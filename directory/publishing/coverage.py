"""Whether a service serves a place, from the areas it says it serves. Pure."""

import json
import re
from collections.abc import Iterable
from typing import Any

from directory.words import fold

_OUTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]?")


def serves(areas: Iterable[tuple[str | None, str | None]], *, outcode: str, latitude: float, longitude: float) -> bool:
    """Whether a place lies in one of the areas, each given as (extent, its type). `outcode` is in small letters: "tr18".

    An area that only has a name tells a person where it is and a program nothing: it shuts nobody out; nor do no areas at all.
    """
    told = [answer for extent, kind in areas if (answer := _holds(extent, kind, outcode, latitude, longitude)) is not None]
    return any(told) or not told


def _holds(extent: str | None, kind: str | None, outcode: str, latitude: float, longitude: float) -> bool | None:
    if not extent:
        return None
    if kind == "geojson":
        try:
            return _in_geometry(json.loads(extent), longitude, latitude)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            return None
    codes = [word for word in fold(extent).split() if _OUTCODE.fullmatch(word)]
    return outcode in codes if codes else None


def _in_geometry(shape: dict[str, Any], x: float, y: float) -> bool:
    match shape["type"]:
        case "Feature":
            return _in_geometry(shape["geometry"], x, y)
        case "FeatureCollection":
            return any(_in_geometry(feature, x, y) for feature in shape["features"])
        case "GeometryCollection":
            return any(_in_geometry(geometry, x, y) for geometry in shape["geometries"])
        case "Polygon":
            return _in_polygon(shape["coordinates"], x, y)
        case "MultiPolygon":
            return any(_in_polygon(polygon, x, y) for polygon in shape["coordinates"])
    raise ValueError(shape["type"])  # a point or a line has no inside


def _in_polygon(rings: list[list[list[float]]], x: float, y: float) -> bool:
    """Inside the first ring and outside the others, which are holes (RFC 7946)."""
    return _in_ring(rings[0], x, y) and not any(_in_ring(hole, x, y) for hole in rings[1:])


def _in_ring(ring: list[list[float]], x: float, y: float) -> bool:
    """A line from the point to the east crosses the ring an odd number of times."""
    crossings = 0
    for (west, south, *_), (east, north, *_) in zip(ring, ring[1:], strict=False):
        if (south > y) != (north > y) and x < (east - west) * (y - south) / (north - south) + west:
            crossings += 1
    return crossings % 2 == 1
