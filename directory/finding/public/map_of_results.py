"""The plain map of one page of results: which points, around where, with which names of towns."""

from sqlalchemy import bindparam, select

from directory.finding.public.plain_map import Name, PlainMap, Point, draw
from directory.finding.results.search import Found
from directory.models import Place
from directory.places.gazetteer import PLACE, miles_between
from navigator.db import db

MOST_NAMES = 60  # looked at; a few of them find room
_TOWNS_WITHIN = (
    select(Place.name, Place.latitude, Place.longitude)
    .where(
        Place.kind == PLACE,
        Place.latitude.between(bindparam("south"), bindparam("north")),
        Place.longitude.between(bindparam("west"), bindparam("east")),
    )
    .order_by(Place.name)
    .limit(MOST_NAMES)
)


def map_of(found: Found, *, tiles: str = "") -> PlainMap | None:
    """None when nothing found is anywhere. A secret place is not drawn (its card has no points)."""
    points = [
        Point(number, latitude, longitude)
        for number, result in enumerate(found.results, start=found.first_number)
        for latitude, longitude in result.service.points
    ]
    middle = (found.place.latitude, found.place.longitude) if found.place else None
    if middle and found.within:  # a listing's other places may be a county away
        points = [p for p in points if miles_between(*middle, p.latitude, p.longitude) <= found.within]
    if not points:
        return None
    return draw(points, middle=middle, names=[] if tiles else _names_around(points, middle), tiles=tiles)


def _names_around(points: list[Point], middle: tuple[float, float] | None) -> list[Name]:
    """The towns among these points, the one that was searched first."""
    latitudes = [point.latitude for point in points] + ([middle[0]] if middle else [])
    longitudes = [point.longitude for point in points] + ([middle[1]] if middle else [])
    corners = {
        "south": min(latitudes) - 0.02,
        "north": max(latitudes) + 0.02,
        "west": min(longitudes) - 0.03,
        "east": max(longitudes) + 0.03,
    }
    return [Name(*row) for row in db.session.execute(_TOWNS_WITHIN, corners)]
