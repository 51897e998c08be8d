import re

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string

from navigator import forms
from tests.cast import PASSWORD, Cast
from tests.strict_client import StrictClient
from translations.locales import LANGUAGES


def read(client: StrictClient, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).get_data(as_text=True), "html.parser")


class TestEveryPage:
    @pytest.mark.parametrize("code", list(LANGUAGES))
    def test_is_in_the_language_and_direction_that_was_asked_for(self, client: StrictClient, code: str) -> None:
        page = read(client, f"/help-now?lang={code}")

        root = page.html
        assert root is not None
        assert (root["lang"], root["dir"]) == (code, LANGUAGES[code].direction)

    def test_is_mirrored_for_languages_written_from_the_right(self, client: StrictClient) -> None:
        def sheet(code: str) -> str:
            return str(read(client, f"/help-now?lang={code}").select("link[rel=stylesheet]")[0]["href"])

        assert sheet("ur").startswith("/static/built/site.rtl.css")
        assert sheet("pl").startswith("/static/built/site.css")

    def test_offers_every_language_by_its_own_name_keeping_the_rest_of_the_address(self, client: StrictClient) -> None:
        page = read(client, "/help-now?near=TR18&near=TR19&lang=pl")

        for switch in page.select(".app-languages"):
            assert [tag.get_text(strip=True) for tag in switch.select("li > *")] == ["English", "Polski", "اردو"]
            assert switch.select("a")[-1]["href"] == "/help-now?near=TR18&near=TR19&lang=ur"

    def test_remembers_the_language(self, client: StrictClient) -> None:
        client.get("/help-now?lang=ur")

        assert '<html lang="ur"' in client.get("/help-now").get_data(as_text=True)

    def test_takes_the_browsers_language_when_none_was_chosen(self, client: StrictClient) -> None:
        page = client.get("/help-now", headers={"Accept-Language": "pl-PL,pl;q=0.9"}).get_data(as_text=True)

        assert '<html lang="pl"' in page

    def test_says_where_help_is_now(self, client: StrictClient) -> None:
        footer = read(client, "/nowhere").footer

        assert footer is not None
        assert [a["href"] for a in footer.select("a[href^=tel]")] == ["tel:999", "tel:111", "tel:116123"]

    def test_begins_with_a_link_past_the_menu(self, client: StrictClient) -> None:
        page = read(client, "/help-now")

        first = page.select("body a")[0]
        assert first["href"] == "#maincontent"
        assert page.select_one("main#maincontent")

    def test_says_in_the_demonstration_that_it_is_one(self, client: StrictClient) -> None:
        assert "no real people, no real texts" in client.get("/help-now").get_data(as_text=True)

    def test_names_no_other_host(self, client: StrictClient) -> None:
        assert not re.findall(r"""(?:src|href|action)=["']?(?:https?:)?//""", client.get("/help-now").get_data(as_text=True))


class TestMenu:
    def test_offers_strangers_help_and_nothing_of_the_staffs(self, client: StrictClient) -> None:
        links = [a["href"] for a in read(client, "/help-now").select(".app-nav a")]

        assert links[:2] == ["/services", "/help-now"]
        assert "/desk" not in links

    def test_offers_a_navigator_their_desk_and_the_way_out(self, client: StrictClient, cast: Cast) -> None:
        client.submit("/sign-in", email=cast.ben.email, password=PASSWORD, follow=False)

        menu = read(client, "/help-now").select_one(".app-nav")
        assert menu is not None
        assert {"/desk", "/people/new"} <= {str(a["href"]) for a in menu.select("a")}
        assert menu.select_one("form[method=post]")

    def test_marks_the_page_that_is_open(self, client: StrictClient) -> None:
        here = read(client, "/help-now").select(".app-nav [aria-current=page]")

        assert [a["href"] for a in here] == ["/help-now"]


class TestTitle:
    PAGE = '{% extends "layout.html" %}{% block title %}Add a person{% endblock %}'

    def title(self, client: StrictClient, form: forms.Form) -> str:
        with client.application.test_request_context("/"):
            page = BeautifulSoup(render_template_string(self.PAGE, form=form), "html.parser")
        assert page.title is not None
        return page.title.get_text()

    def test_says_the_page_and_then_the_service(self, client: StrictClient) -> None:
        assert self.title(client, forms.blank()) == "Add a person – Care Navigator"

    def test_begins_with_the_error(self, client: StrictClient) -> None:
        assert self.title(client, forms.blank().with_error("name", "Write a name.")).startswith("Error: Add a person")


class TestLinkWith:
    def test_changes_one_word_of_the_address_and_keeps_the_others(self, client: StrictClient) -> None:
        with client.application.test_request_context("/services?q=tea+%26+talk&page=2&near=TR18"):
            link = render_template_string("{{ link_with(page=3) }}|{{ link_with(page=None, near=None) }}")

        assert link == "/services?q=tea+%26+talk&amp;near=TR18&amp;page=3|/services?q=tea+%26+talk"


class TestHeaders:
    def test_keep_strangers_scripts_styles_and_frames_out(self, client: StrictClient) -> None:
        headers = client.get("/help-now").headers

        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"

    def test_are_on_failures_too(self, client: StrictClient) -> None:
        assert "Content-Security-Policy" in client.get("/nowhere").headers
