"""From the British National Grid (eastings and northings, as in Ordnance Survey files) to latitude and longitude.

The formulae and constants are those of Ordnance Survey's "A guide to coordinate systems in Great Britain", annexes B and C:
the inverse transverse Mercator projection on the Airy 1830 ellipsoid, then the seven-parameter Helmert transformation from
OSGB36 to WGS84, which is right to about five metres.
"""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

AIRY = (6377563.396, 6356256.909)  # semi-axes in metres
WGS84 = (6378137.0, 6356752.3142)
SCALE = 0.9996012717  # on the central meridian
TRUE_ORIGIN = (radians(49), radians(-2))
FALSE_EASTING, FALSE_NORTHING = 400_000.0, -100_000.0
SHIFT = (446.448, -125.157, 542.060)  # metres, OSGB36 to WGS84
TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
STRETCH = -20.4894e-6


class OffTheGrid(ValueError):
    """These eastings and northings lie outside Great Britain."""


def to_latitude_longitude(eastings: float, northings: float) -> tuple[float, float]:
    """WGS84 latitude and longitude, in degrees, of a point in metres. Raises `OffTheGrid`."""
    if not (0 <= eastings <= 700_000 and 0 <= northings <= 1_300_000):
        raise OffTheGrid(f"eastings {eastings:g} and northings {northings:g} are not in Great Britain")
    return _to_wgs84(*_from_projection(eastings, northings))


def _from_projection(eastings: float, northings: float) -> tuple[float, float]:
    major, minor = AIRY
    eccentricity = 1 - (minor / major) ** 2
    flattening = (major - minor) / (major + minor)
    latitude = TRUE_ORIGIN[0]
    while True:
        left = northings - FALSE_NORTHING - _meridional_arc(latitude, minor, flattening)
        if abs(left) < 1e-5:
            break
        latitude += left / (major * SCALE)
    squeeze = 1 - eccentricity * sin(latitude) ** 2
    across = major * SCALE / sqrt(squeeze)
    along = major * SCALE * (1 - eccentricity) / squeeze**1.5
    eta = across / along - 1
    slope, secant = tan(latitude), 1 / cos(latitude)
    d = eastings - FALSE_EASTING
    seven = slope / (2 * along * across)
    eight = slope / (24 * along * across**3) * (5 + 3 * slope**2 + eta - 9 * slope**2 * eta)
    nine = slope / (720 * along * across**5) * (61 + 90 * slope**2 + 45 * slope**4)
    ten = secant / across
    eleven = secant / (6 * across**3) * (across / along + 2 * slope**2)
    twelve = secant / (120 * across**5) * (5 + 28 * slope**2 + 24 * slope**4)
    twelve_a = secant / (5040 * across**7) * (61 + 662 * slope**2 + 1320 * slope**4 + 720 * slope**6)
    return (
        latitude - seven * d**2 + eight * d**4 - nine * d**6,
        TRUE_ORIGIN[1] + ten * d - eleven * d**3 + twelve * d**5 - twelve_a * d**7,
    )


def _meridional_arc(latitude: float, minor: float, n: float) -> float:
    less, more = latitude - TRUE_ORIGIN[0], latitude + TRUE_ORIGIN[0]
    return (
        minor
        * SCALE
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
            - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
        )
    )


def _to_wgs84(latitude: float, longitude: float) -> tuple[float, float]:
    major, minor = AIRY
    eccentricity = 1 - (minor / major) ** 2
    across = major / sqrt(1 - eccentricity * sin(latitude) ** 2)
    x, y, z = (
        across * cos(latitude) * cos(longitude),
        across * cos(latitude) * sin(longitude),
        (1 - eccentricity) * across * sin(latitude),
    )
    scale = 1 + STRETCH
    a, b, c = TURN
    moved = (
        SHIFT[0] + x * scale - y * c + z * b,
        SHIFT[1] + x * c + y * scale - z * a,
        SHIFT[2] - x * b + y * a + z * scale,
    )
    return _from_cartesian(*moved)


def _from_cartesian(x: float, y: float, z: float) -> tuple[float, float]:
    major, minor = WGS84
    eccentricity = 1 - (minor / major) ** 2
    from_axis = hypot(x, y)
    latitude = atan2(z, from_axis * (1 - eccentricity))
    while True:
        across = major / sqrt(1 - eccentricity * sin(latitude) ** 2)
        better = atan2(z + eccentricity * across * sin(latitude), from_axis)
        if abs(better - latitude) < 1e-12:
            return degrees(better), degrees(atan2(y, x))
        latitude = better
