"""The service on a home screen: what a telephone is told, in each language, and pictures that are there."""

import struct
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from navigator.web import static_files
from tests.strict_client import StrictClient


class TestManifest:
    @pytest.mark.parametrize(
        ("code", "name", "direction"), [("en", "My plan", "ltr"), ("pl", "Mój plan", "ltr"), ("ur", "میرا منصوبہ", "rtl")]
    )
    def test_is_linked_from_every_page_and_speaks_its_language(
        self, client: StrictClient, code: str, name: str, direction: str
    ) -> None:
        page = BeautifulSoup(client.get(f"/plan-link?lang={code}").text, "html.parser")
        answer = client.get(str(page.select("link[rel=manifest]")[0]["href"]))
        told = answer.get_json(force=True)

        assert answer.mimetype == "application/manifest+json"
        assert (told["short_name"], told["lang"], told["dir"]) == (name, code, direction)
        assert (told["id"], told["start_url"], told["scope"], told["display"]) == ("/my", "/my", "/", "standalone")

    def test_names_pictures_that_are_there_in_the_size_it_says(self, client: StrictClient) -> None:
        icons = client.get("/install/en.webmanifest").get_json(force=True)["icons"]

        for icon in icons:
            file = static_files.FOLDER / str(icon["src"]).removeprefix("/static/").partition("?")[0]
            assert size_of(file) == icon["sizes"]
        assert [icon.get("purpose") for icon in icons] == [None, None, "maskable"]

    def test_has_the_icon_that_iphones_want(self, client: StrictClient) -> None:
        page = BeautifulSoup(client.get("/plan-link").text, "html.parser")
        address = page.select("link[rel=apple-touch-icon]")[0]["href"]

        assert size_of(static_files.FOLDER / str(address).removeprefix("/static/").partition("?")[0]) == "180x180"

    def test_is_there_in_no_other_language(self, client: StrictClient) -> None:
        assert client.get("/install/xx.webmanifest").status_code == 404


def size_of(file: Path) -> str:
    """A PNG's, as manifests write it."""
    width, height = struct.unpack(">II", file.read_bytes()[16:24])
    return f"{width}x{height}"
