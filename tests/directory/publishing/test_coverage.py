import json

import pytest

from directory.publishing.coverage import serves

RING = [[-6.0, 50.0], [-5.0, 50.0], [-5.0, 51.0], [-6.0, 51.0], [-6.0, 50.0]]
HOLE = [[-5.6, 50.4], [-5.4, 50.4], [-5.4, 50.6], [-5.6, 50.6], [-5.6, 50.4]]


def at(
    areas: list[tuple[str | None, str | None]], *, latitude: float = 50.1, longitude: float = -5.5, outcode: str = "tr18"
) -> bool:
    return serves(areas, outcode=outcode, latitude=latitude, longitude=longitude)


def geojson(kind: str, coordinates: object) -> tuple[str, str]:
    return json.dumps({"type": kind, "coordinates": coordinates}), "geojson"


class TestServing:
    @pytest.mark.parametrize("areas", [[], [(None, None)], [("", "text")], [("the whole county", "text")], [("{", "geojson")]])
    def test_is_open_where_nothing_that_a_program_understands_is_told(self, areas: list[tuple[str | None, str | None]]) -> None:
        assert at(areas)

    def test_follows_the_outward_codes(self) -> None:
        assert at([("TR18 TR20", "text")])
        assert not at([("TR26, TR27", "text")])
        assert at([("TR26", "text"), ("TR18", None)])

    def test_follows_the_lines_on_the_map(self) -> None:
        assert at([geojson("Polygon", [RING])])
        assert not at([geojson("Polygon", [RING])], latitude=51.5)
        assert at([geojson("MultiPolygon", [[HOLE], [RING]])])
        feature = json.dumps({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [RING]}})
        assert at([(feature, "geojson")])

    def test_is_not_in_a_hole(self) -> None:
        assert not at([geojson("Polygon", [RING, HOLE])], latitude=50.5)
        assert at([geojson("Polygon", [RING, HOLE])])
