"""The plain map puts each number where its place is, and names no third party."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.finding.public.plain_map import HEIGHT, WIDTH, Name, Point, draw

PENZANCE, HAYLE, ST_IVES = (50.1188, -5.5376), (50.1853, -5.4200), (50.2110, -5.4800)
PLACES = st.tuples(st.floats(49.9, 60.8), st.floats(-8.0, 1.8))


class TestThePlainMap:
    def test_puts_north_up_and_east_to_the_right(self) -> None:
        drawn = draw([Point(1, *PENZANCE), Point(2, *HAYLE)], middle=None)

        assert drawn is not None
        penzance, hayle = drawn.dots
        assert hayle.y < penzance.y
        assert hayle.x > penzance.x

    def test_is_not_drawn_of_nothing(self) -> None:
        assert draw([], middle=PENZANCE) is None

    def test_joins_numbers_that_lie_together(self) -> None:
        drawn = draw([Point(1, *PENZANCE), Point(3, *HAYLE), Point(2, *PENZANCE), Point(4, *PENZANCE)], middle=None)

        assert drawn is not None
        assert [dot.text for dot in drawn.dots] == ["1, 2 …", "3"]

    def test_draws_rings_of_whole_miles_around_where_the_search_was(self) -> None:
        drawn = draw([Point(1, *HAYLE)], middle=PENZANCE)

        assert drawn is not None
        (hayle,) = drawn.dots
        assert drawn.middle is not None
        away = ((hayle.x - drawn.middle[0]) ** 2 + (hayle.y - drawn.middle[1]) ** 2) ** 0.5
        a_mile = drawn.rings[-1].radius / drawn.rings[-1].miles
        assert away / a_mile == pytest.approx(6.95, rel=0.02)  # Penzance to Hayle as the crow flies, by miles_between

    def test_names_towns_where_there_is_room(self) -> None:
        names = [Name("St Ives", *ST_IVES), Name("Saint Ives", *ST_IVES)]

        drawn = draw([Point(1, *PENZANCE), Point(2, *HAYLE)], middle=None, names=names)

        assert drawn is not None
        assert [name.text for name in drawn.names] in ([], ["St Ives"])

    def test_asks_a_map_server_only_when_told_to(self) -> None:
        template = "https://tiles.example/{z}/{x}/{y}.png"

        plain, pictured = draw([Point(1, *PENZANCE)], middle=None), draw([Point(1, *PENZANCE)], middle=None, tiles=template)

        assert plain is not None
        assert plain.tiles == []
        assert pictured is not None
        assert pictured.tiles[0].address.startswith("https://tiles.example/15/")
        assert all(-256 < tile.x < WIDTH and -256 < tile.y < HEIGHT for tile in pictured.tiles)

    @given(st.lists(PLACES, min_size=1, max_size=20), st.none() | PLACES)
    def test_holds_every_place_of_britain(self, places: list[tuple[float, float]], middle: tuple[float, float] | None) -> None:
        drawn = draw([Point(number, *place) for number, place in enumerate(places, start=1)], middle=middle)

        assert drawn is not None
        assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in drawn.dots)
