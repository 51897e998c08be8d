import pytest

from directory.places.british_grid import OffTheGrid, to_latitude_longitude
from directory.places.gazetteer import miles_between

METRE = 1 / 1609.344


@pytest.mark.parametrize(
    ("eastings", "northings", "latitude", "longitude"),
    [
        (651409.903, 313177.270, 52.6579786, 1.7160519),  # the worked example of OS's guide, by its own Helmert transformation
        (91492.146, 11318.804, 49.92226394, -6.29977752),  # St Mary's, Scilly: OS's OSTN15 test points
        (170370.718, 11572.405, 49.96006138, -5.20304609),  # the Lizard
        (250359.811, 62016.569, 50.43885826, -4.10864563),  # Plymouth
        (530624.974, 178388.464, 51.48936565, -0.11992557),  # London
    ],
)
def test_points_of_the_ordnance_survey_are_met(eastings: float, northings: float, latitude: float, longitude: float) -> None:
    found = to_latitude_longitude(eastings, northings)

    assert miles_between(*found, latitude, longitude) < 6 * METRE


def test_what_is_not_in_britain_is_refused() -> None:
    with pytest.raises(OffTheGrid):
        to_latitude_longitude(-5, 100)
