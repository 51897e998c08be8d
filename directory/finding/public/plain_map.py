"""A plain map, drawn here and sent with the page: dots numbered as the list is, rings of distance, the names of towns.

No third party learns where anybody lives. A locality that has a map server of its own may put its pictures underneath.
The list says the same in words; the map is never the only way. Pure: numbers in, numbers out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import asinh, ceil, cos, floor, log2, pi, radians, tan

WIDTH, HEIGHT = 480, 400  # of the drawing, in its own units; the page scales it
MARGIN = 40
CLOSEST = 15.0  # zoom: about a mile and a half across
TOUCHING = 30.0  # dots nearer than this become one
RINGS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)  # miles
TILE = 256
EQUATOR = 24_901.46  # miles round the Earth


@dataclass(frozen=True)
class Point:
    """One listing's place, with its number in the list."""

    number: int
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Name:
    """A town."""

    text: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Dot:
    """One place or several that lie together: `text` is "3", "1, 4", or "1, 4 …"."""

    x: float
    y: float
    text: str

    @property
    def width(self) -> float:
        return max(34.0, 14.0 + 10.0 * len(self.text))


@dataclass(frozen=True)
class Ring:
    """So many miles around the middle."""

    radius: float
    miles: float


@dataclass(frozen=True)
class Tile:
    """A picture of a map server."""

    x: float
    y: float
    size: float
    address: str


@dataclass(frozen=True)
class PlainMap:
    """All that is drawn, in units of a drawing WIDTH by HEIGHT. `middle`: where the search was, None when nowhere."""

    dots: list[Dot]
    middle: tuple[float, float] | None
    rings: list[Ring]
    names: list[Dot]
    tiles: list[Tile] = field(default_factory=list)
    width: int = WIDTH
    height: int = HEIGHT


def draw(
    points: Sequence[Point], *, middle: tuple[float, float] | None, names: Iterable[Name] = (), tiles: str = ""
) -> PlainMap | None:
    """The map of these points around `middle` (latitude, longitude); None when there is nothing to draw.

    `tiles`: the address of a map server's pictures, with {z}, {x} and {y} (Web Mercator, as OpenStreetMap numbers them).
    """
    if not points:
        return None
    corners = [(point.latitude, point.longitude) for point in points] + ([middle] if middle else [])
    view = _View.of(corners, whole_zoom=bool(tiles))
    dots = _together([(point.number, *view.place(point.latitude, point.longitude)) for point in points])
    centre = view.place(*middle) if middle else None
    return PlainMap(
        dots=dots,
        middle=centre,
        rings=view.rings(middle[0]) if middle else [],
        names=[] if tiles else _readable(view, names, dots, centre),
        tiles=view.tiles(tiles) if tiles else [],
    )


@dataclass(frozen=True)
class _View:
    """Web Mercator at one zoom, with the drawing's upper left corner."""

    zoom: float
    left: float
    top: float

    @classmethod
    def of(cls, corners: Sequence[tuple[float, float]], *, whole_zoom: bool) -> "_View":
        xs, ys = zip(*(_mercator(latitude, longitude) for latitude, longitude in corners), strict=True)
        wide, high = max(max(xs) - min(xs), 1e-9), max(max(ys) - min(ys), 1e-9)
        zoom = min(log2((WIDTH - 2 * MARGIN) / (TILE * wide)), log2((HEIGHT - 2 * MARGIN) / (TILE * high)), CLOSEST)
        zoom = float(floor(zoom)) if whole_zoom else zoom
        scale = TILE * 2**zoom
        return cls(zoom, (min(xs) + max(xs)) / 2 * scale - WIDTH / 2, (min(ys) + max(ys)) / 2 * scale - HEIGHT / 2)

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        x, y = _mercator(latitude, longitude)
        scale = TILE * 2**self.zoom
        return x * scale - self.left, y * scale - self.top

    def rings(self, latitude: float) -> list[Ring]:
        """At most three, none too small to see and none wholly outside."""
        a_mile = TILE * 2**self.zoom / (EQUATOR * cos(radians(latitude)))
        fitting = [Ring(miles * a_mile, miles) for miles in RINGS if 40 <= miles * a_mile <= WIDTH / 2]
        return fitting[-3:]

    def tiles(self, template: str) -> list[Tile]:
        zoom, count = int(self.zoom), 2 ** int(self.zoom)
        across = range(floor(self.left / TILE), ceil((self.left + WIDTH) / TILE))
        down = range(max(0, floor(self.top / TILE)), min(count, ceil((self.top + HEIGHT) / TILE)))
        return [
            Tile(
                column * TILE - self.left,
                row * TILE - self.top,
                TILE,
                template.replace("{z}", str(zoom)).replace("{x}", str(column % count)).replace("{y}", str(row)),
            )
            for row in down
            for column in across
        ]


def _mercator(latitude: float, longitude: float) -> tuple[float, float]:
    """Where a place is in a world one unit wide, from its north-west corner (EPSG:3857)."""
    return (longitude + 180) / 360, (1 - asinh(tan(radians(latitude))) / pi) / 2


def _together(placed: Sequence[tuple[int, float, float]]) -> list[Dot]:
    groups: list[list[tuple[int, float, float]]] = []
    for dot in placed:
        near = next((g for g in groups if abs(g[0][1] - dot[1]) < TOUCHING and abs(g[0][2] - dot[2]) < TOUCHING), None)
        near.append(dot) if near else groups.append([dot])
    dots = []
    for group in groups:
        numbers = sorted({number for number, _, _ in group})
        text = ", ".join(map(str, numbers[:2])) + (" …" if len(numbers) > 2 else "")
        dots.append(Dot(group[0][1], group[0][2], text))
    return dots


def _readable(view: _View, names: Iterable[Name], dots: Sequence[Dot], centre: tuple[float, float] | None) -> list[Dot]:
    """The names that hide nothing and are hidden by nothing, as many as there is room for."""
    taken = [(dot.x, dot.y, dot.width / 2, 17.0) for dot in dots] + ([(*centre, 17.0, 17.0)] if centre else [])
    shown = []
    for name in names:
        x, y = view.place(name.latitude, name.longitude)
        half = 5.5 * len(name.text)
        y += 26  # below the place, where a dot may stand
        if not (half < x < WIDTH - half and 14 < y < HEIGHT - 10):
            continue
        if all(abs(x - other_x) > half + wide or abs(y - other_y) > 12 + high for other_x, other_y, wide, high in taken):
            shown.append(Dot(x, y, name.text))
            taken.append((x, y, half, 12.0))
    return shown
