"""Pages about what goes out, for people and for search engines."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from directory.commands import services as services_commands
from directory.models import Contact, Phone, Service, ServiceStatus
from directory.publishing import pages
from directory.publishing.commands import open_referral
from directory.publishing.gate import catch_up, is_publishable, problems_of
from directory.publishing.models import Verdict
from navigator.db import db
from navigator.people.models import Role
from tests.cast import Cast, make_staff
from tests.directory.listings import HAYLE, make_service
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient


@pytest.fixture
def tea(app: Flask) -> Service:
    tea = make_service("Tea & Talk", byday="TH", amount=0, minimum_age=18, languages=("ur",), email="hello@tea.example")
    tea.phones.append(Phone(number="01632 960123", type="voice"))
    tea.contacts.append(Contact(name="Carys Rowe", email="carys@tea.example"))
    db.session.commit()
    return tea


@pytest.fixture
def refuge(app: Flask) -> Service:
    refuge = make_service("Haven women's refuge", at=HAYLE, organization="Haven", byday="MO")
    refuge.phones.append(Phone(number="01632 960124"))
    db.session.commit()
    return refuge


@pytest.fixture
def muddle(app: Flask) -> Service:
    """A listing that would fail the standard."""
    muddle = make_service("Muddle", url="see our page", minimum_age=70, maximum_age=20, organization="The Muddlers")
    db.session.commit()
    return muddle


def described(client: StrictClient, service: Service) -> dict[str, Any]:
    page = BeautifulSoup(client.get(f"/services/{service.id}").get_data(as_text=True), "html.parser")
    script = page.find("script", type="application/ld+json")
    assert script is not None
    found: dict[str, Any] = json.loads(script.get_text())
    return found


class TestTheOpenDataPage:
    @pytest.mark.parametrize("language", ["en", "pl", "ur"])
    def test_says_where_the_feed_is_and_what_it_may_be_asked(self, client: StrictClient, tea: Service, language: str) -> None:
        page = client.get(f"/open-data?lang={language}").get_data(as_text=True)

        assert "http://localhost/open-referral/openapi.json" in page
        for word in (
            "taxonomy_term_id",
            "modified_after",
            "proximity",
            "top_only",
            "full_service",
            "/open-referral/listings.zip",
        ):
            assert word in page

    def test_says_under_which_licence_or_that_there_is_none(self, app: Flask, client: StrictClient) -> None:
        without = client.get("/open-data").get_data(as_text=True)
        settings = app.extensions["settings"]
        app.extensions["settings"] = type(settings)(**{**settings.__dict__, "open_data_licence": "ogl"})
        try:
            licensed = client.get("/open-data").get_data(as_text=True)
        finally:
            app.extensions["settings"] = settings

        assert "ask us before" in without
        assert "Open Government Licence v3.0" in licensed

    def test_is_linked_from_every_page(self, client: StrictClient) -> None:
        assert 'href="/open-data"' in client.get("/").get_data(as_text=True)


class TestWhatIsHeldBack:
    def test_names_the_question_to_answer_again(self, app: Flask, muddle: Service, tea: Service) -> None:
        assert [(problem.question, problem.name) for problem in problems_of(muddle)] == [
            ("contact", "web-address"),
            ("who", "ages-reversed"),
        ]
        assert is_publishable(tea)

    def test_is_let_out_once_it_is_answered(self, app: Flask, muddle: Service) -> None:
        muddle.url, muddle.minimum_age = "https://muddle.example", 20

        assert is_publishable(muddle)

    def test_is_shown_to_administrators_with_what_to_answer(self, app: Flask, cast: Cast, muddle: Service, now: datetime) -> None:
        administrator = make_staff(team=cast.ben.team, name="Nia Price", role=Role.ADMINISTRATOR, now=now)
        db.session.commit()
        browser = browser_of_staff(app, administrator)

        page = browser.get("/admin/held-back").get_data(as_text=True)

        assert f'href="/services/{muddle.id}"' in page
        assert "The youngest age is above the oldest" in page
        assert 'href="/admin/held-back"' in browser.get("/admin/listings").get_data(as_text=True)

    def test_is_not_for_navigators(self, app: Flask, cast: Cast) -> None:
        assert browser_of_staff(app, cast.ben).get("/admin/held-back").status_code == 403

    def test_is_told_by_the_command(self, app: Flask, muddle: Service, tea: Service) -> None:
        plain = app.test_cli_runner().invoke(open_referral, ["check"])
        as_json = app.test_cli_runner().invoke(open_referral, ["check", "--json"])

        assert plain.exit_code == 0
        assert "contact: Check the web address" in plain.stdout
        assert plain.stdout.endswith("Listings that go out: 1. Held back: 1.\n")
        told = json.loads(as_json.stdout)
        assert told["published"] == 1
        assert [problem["question"] for problem in told["held_back"][0]["problems"]] == ["contact", "who"]

    def test_is_found_out_as_listings_come_in(self, app: Flask) -> None:
        folder = "tests/directory/importing/good"

        result = app.test_cli_runner().invoke(services_commands, ["import", folder])

        assert result.exit_code == 0
        assert db.session.scalar(db.select(db.func.count()).select_from(Verdict)) == 2

    def test_is_looked_at_once_and_again_only_when_it_changes(self, app: Flask, muddle: Service, now: datetime) -> None:
        catch_up(now=now)
        later = now.replace(hour=23)

        state = catch_up(now=later)

        assert state.changed_at == now
        assert db.session.scalars(db.select(Verdict.changed_at)).all() == [now]


class TestAListingForSearchEngines:
    def test_is_described_in_the_words_of_schema_org(self, client: StrictClient, tea: Service) -> None:
        said = described(client, tea)

        assert (said["@type"], said["name"], said["url"]) == ("Service", "Tea & Talk", f"http://localhost/services/{tea.id}")
        assert said["hoursAvailable"] == [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": ["https://schema.org/Thursday"],
                "opens": "10:00",
                "closes": "12:00",
            }
        ]
        (channel,) = said["availableChannel"]
        assert channel["serviceLocation"][0]["address"][0]["postalCode"] == "TR18 2AB"
        assert said["offers"] == [{"@type": "Offer", "price": 0.0, "priceCurrency": "GBP"}]

    def test_cannot_break_out_of_its_place_in_the_page(self, client: StrictClient, tea: Service) -> None:
        tea.description = "</script><script>alert(1)</script>"
        db.session.commit()

        assert described(client, tea)["description"] == tea.description

    def test_does_not_say_where_a_refuge_is(self, client: StrictClient, refuge: Service) -> None:
        assert "Hayle" not in json.dumps(described(client, refuge))

    def test_that_has_ended_is_not_described(self, client: StrictClient, tea: Service) -> None:
        tea.status = ServiceStatus.DEFUNCT
        db.session.commit()

        assert "ld+json" not in client.get(f"/services/{tea.id}").get_data(as_text=True)


class TestTheMapOfTheSite:
    def test_names_every_listing_that_runs(self, client: StrictClient, tea: Service) -> None:
        ended = make_service("Old Choir", status=ServiceStatus.DEFUNCT)
        tea.last_modified = datetime(2026, 11, 1, tzinfo=UTC)
        db.session.commit()

        answer = client.get("/sitemap.xml")

        words = answer.get_data(as_text=True)
        assert answer.mimetype == "application/xml"
        assert f"<url><loc>http://localhost/services/{tea.id}</loc><lastmod>2026-11-01</lastmod></url>" in words
        assert str(ended.id) not in words
        assert "<loc>http://localhost/needs/" in words

    def test_is_parted_when_one_file_cannot_hold_it(
        self, client: StrictClient, tea: Service, refuge: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pages, "MOST_ADDRESSES", 1)

        parts = re.findall(r"<loc>http://localhost(/sitemap-\d+\.xml)</loc>", client.get("/sitemap.xml").get_data(as_text=True))

        assert parts == ["/sitemap-1.xml", "/sitemap-2.xml"]
        assert [client.get(part).get_data(as_text=True).count("<url>") for part in parts] == [1, 1]
        assert client.get("/sitemap-3.xml").status_code == 404
        assert client.get("/sitemap-0.xml").status_code == 404

    def test_is_named_where_robots_look(self, client: StrictClient) -> None:
        assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").get_data(as_text=True)


class TestTheCardForATelephone:
    def test_says_how_to_reach_the_group(self, client: StrictClient, tea: Service) -> None:
        answer = client.get(f"/services/{tea.id}/contact.vcf")

        lines = answer.get_data(as_text=True).split("\r\n")
        assert answer.mimetype == "text/vcard"
        assert lines[:3] == ["BEGIN:VCARD", "VERSION:3.0", "FN:Tea & Talk"]
        assert "TEL;TYPE=VOICE:01632960123" in lines
        assert "ADR;TYPE=WORK:;;1 High Street;Penzance;Cornwall;TR18 2AB;GB" in lines
        assert "Carys" not in answer.get_data(as_text=True)
        assert f"/services/{tea.id}/contact.vcf" in client.get(f"/services/{tea.id}").get_data(as_text=True)

    def test_keeps_awkward_words_on_their_line(self, client: StrictClient, tea: Service) -> None:
        tea.name = "Tea, talk; more\nEND:VCARD " + "چائے" * 20
        db.session.commit()

        answer = client.get(f"/services/{tea.id}/contact.vcf")

        assert answer.data.count(b"END:VCARD\r\n") == 1
        assert max(map(len, answer.data.split(b"\r\n"))) <= 75
        unfolded = answer.get_data(as_text=True).replace("\r\n ", "")
        assert f"FN:Tea\\, talk\\; more\\nEND:VCARD {'چائے' * 20}\r\n" in unfolded

    def test_of_a_refuge_has_no_address(self, client: StrictClient, refuge: Service) -> None:
        words = client.get(f"/services/{refuge.id}/contact.vcf").get_data(as_text=True)

        assert "TEL;TYPE=VOICE:01632960124" in words
        assert "ADR" not in words

    def test_is_not_there_for_what_has_ended_or_never_was(self, client: StrictClient, tea: Service) -> None:
        tea.status = ServiceStatus.INACTIVE
        db.session.commit()

        assert client.get(f"/services/{tea.id}/contact.vcf").status_code == 410
        assert client.get("/services/0190a000-0000-7000-8000-000000000000/contact.vcf").status_code == 404
