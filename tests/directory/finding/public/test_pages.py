from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event

from directory.models import Accessibility, Contact, Phone, Schedule, Service, ServiceStatus
from directory.places.gazetteer import rebuild_from_listings
from navigator.db import db
from tests.directory.listings import HAYLE, PENZANCE, make_service, make_term, teach
from tests.strict_client import StrictClient


def text_of(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


@pytest.fixture
def tea(app: object) -> Service:
    term = make_term("befriending", "Befriending")
    make_term("company", "Company", taxonomy="Needs")
    teach("lonely", "befriending")
    tea = make_service(
        "Tea & Talk",
        terms=(term,),
        at=PENZANCE,
        description="First.\n\nSecond <b>paragraph</b>.",
        amount=2.5,
        byday="TH",
        languages=("ur", "en"),
        minimum_age=65,
        eligibility_description="People on their own.",
        application_process="Just turn up.",
        url="https://tea.example",
        assured_date=date(2026, 3, 2),
        assurer_email="checker@care.example",
    )
    place = tea.service_at_locations[0]
    place.location.accessibility.append(Accessibility(description="Step-free from the street."))
    place.location.transportation = "Bus 5 stops outside."
    tea.phones.append(Phone(number="01632 960123"))
    tea.contacts.append(Contact(name="Morwenna"))
    make_service("Hayle Lunch Club", at=HAYLE)
    rebuild_from_listings()
    db.session.commit()
    return tea


class TestTheFrontPage:
    def test_asks_two_questions_and_offers_needs(self, client: StrictClient) -> None:
        page = client.get("/").get_data(as_text=True)

        assert "What would help?" in page
        assert "Near where?" in page
        assert page.count('href="/needs/') == 10
        assert 'href="/help-now"' in page


class TestTheResults:
    def test_say_why_each_is_shown(self, client: StrictClient, tea: Service) -> None:
        page = text_of(client.get("/services?q=lonely&near=tr18").get_data(as_text=True))

        assert "1 found" in page
        assert "Tea & Talk" in page
        assert "matches “lonely”: Befriending" in page
        assert "very near" in page
        assert "not checked since March 2026" in page
        assert "Thursdays, 10am to noon" in page

    def test_keep_what_was_typed(self, client: StrictClient, tea: Service) -> None:
        page = BeautifulSoup(client.get("/services?q=lonely+%22x%22&near=xyz&free=yes&open_on=mo").data, "html.parser")

        assert page.find("input", {"name": "q"})["value"] == 'lonely "x"'  # type: ignore[index]  # it is there
        assert page.find("input", {"name": "near"})["value"] == "xyz"  # type: ignore[index]  # it is there
        assert page.find("input", {"name": "free"}).has_attr("checked")  # type: ignore[union-attr]  # it is there
        assert page.find("option", {"value": "mo"}).has_attr("selected")  # type: ignore[union-attr]  # it is there

    def test_say_that_a_place_is_unknown_and_search_everywhere(self, client: StrictClient, tea: Service) -> None:
        page = text_of(client.get("/services?q=lonely&near=xyz").get_data(as_text=True))

        assert "We do not know a place called “xyz”. We searched everywhere instead." in page
        assert "1 found" in page

    @pytest.mark.parametrize("within", ["abc", "-3", "0", "nan", "1e9"])
    def test_put_a_wrong_distance_by_its_field(self, client: StrictClient, tea: Service, within: str) -> None:
        response = client.get(f"/services?q=lonely&near=tr18&within={within}")

        page = BeautifulSoup(response.data, "html.parser")
        assert response.status_code == 422
        assert "from 1 to 200" in page.find(id="within-error").get_text()  # type: ignore[union-attr]  # it is there
        assert page.find("input", {"name": "within"})["value"] == within  # type: ignore[index]  # it is there

    def test_that_are_none_are_no_dead_end(self, client: StrictClient, tea: Service) -> None:
        page = client.get("/services?q=lonely&free=yes").get_data(as_text=True)

        assert "We found nothing that fits" in page
        assert "Show those that cost something too: 1" in page
        assert 'href="/needs/company"' in page

    @pytest.mark.parametrize(
        "query", ["page=abc", "page=-1", "page=99999999999999999999", "page=400", "unknown=1", "language=%00", "open_on=xx"]
    )
    def test_survive_odd_addresses(self, client: StrictClient, tea: Service, query: str) -> None:
        assert client.get(f"/services?q=lonely&{query}").status_code in (200, 422)

    def test_are_paged(self, client: StrictClient, tea: Service) -> None:
        for number in range(25):
            make_service(f"Group {number}")
        db.session.commit()

        page = client.get("/services?q=group").get_data(as_text=True)

        assert "page=2" in page
        assert "q=group" in page

    def test_of_a_need_carry_its_name(self, client: StrictClient, tea: Service) -> None:
        assert "Help with: Company" in client.get("/needs/company").get_data(as_text=True)
        assert client.get("/needs/nonsense").status_code == 404

    @pytest.mark.parametrize("language", ["pl", "ur"])
    def test_stand_in_every_language(self, client: StrictClient, tea: Service, language: str) -> None:
        for address in ("/?", "/services?q=lonely&near=hayle&", f"/services/{tea.id}?", "/services?q=lonely&free=yes&"):
            assert client.get(f"{address}lang={language}").status_code == 200

    def test_ask_nothing_of_the_database_while_they_are_written(self, client: StrictClient, tea: Service) -> None:
        for number in range(12):
            make_service(f"Lonely {number}", byday="MO", amount=1)
        db.session.commit()
        client.get("/services?q=lonely&near=penzance")
        said: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *args: said.append(args[2]))

        client.get("/services?q=lonely&near=penzance")

        assert len(said) < 20


class TestASearchInDanger:
    @pytest.mark.parametrize("typed", ["kill+myself", "overdose", "chest+pain", "chc%C4%99+umrze%C4%87", "خودکشی"])
    @pytest.mark.parametrize(
        ("lang", "says"), [("en", "is in danger, ring 999"), ("pl", "niebezpieczeństwo"), ("ur", "خطرے میں")]
    )
    def test_is_first_told_whom_to_ring(self, client: StrictClient, tea: Service, typed: str, lang: str, says: str) -> None:
        html = client.get(f"/services?q={typed}&lang={lang}", follow_redirects=True).get_data(as_text=True)
        main = html[html.index("<main") : html.index("</main>")]

        for link in ('href="tel:999"', 'href="tel:111"', 'href="tel:116123"', 'href="/help-now"'):
            assert -1 < main.index(link) < main.index("app-finding")
        assert says in text_of(main)

    def test_of_ordinary_words_is_not(self, client: StrictClient, tea: Service) -> None:
        html = client.get("/services?q=lonely").get_data(as_text=True)

        assert 'href="tel:999"' not in html[html.index("<main") : html.index("</main>")]


@pytest.mark.parametrize(("lang", "name"), [("en", "British Sign Language"), ("pl", "brytyjski język migowy"), ("ur", "کورنش")])
def test_languages_are_named_and_never_by_their_codes(client: StrictClient, tea: Service, lang: str, name: str) -> None:
    signing = make_service("Signing Café", languages=("bfi", "kw", "phr"))
    db.session.commit()

    for address in (f"/services?lang={lang}", f"/services/{signing.id}?lang={lang}"):
        said = text_of(client.get(address, follow_redirects=True).get_data(as_text=True))
        assert name in said
        assert not {"bfi", "kw", "phr"} & set(said.replace(",", " ").split())


class TestOneListing:
    def test_answers_what_people_ask(self, client: StrictClient, tea: Service) -> None:
        page = text_of(client.get(f"/services/{tea.id}?near=hayle").get_data(as_text=True))

        for words in (
            "First.",
            "Second <b>paragraph</b>.",
            "Just turn up.",
            "01632 960123",
            "Morwenna",
            "Thursdays, 10am to noon",
            "1 High Street, Penzance, TR18 2AB",
            "6.9 miles away",
            "Bus 5 stops outside.",
            "Step-free from the street.",
            "£2.50",
            "for people of 65 and over",
            "People on their own.",
            "Urdu, English",
            "We do not know if they have room.",
            "Somebody last checked this on 2 March 2026.",
            "Add to my calendar",
        ):
            assert words in page

    def test_never_shows_who_checked_it(self, client: StrictClient, tea: Service) -> None:
        assert "checker@" not in client.get(f"/services/{tea.id}").get_data(as_text=True)

    def test_of_a_refuge_shows_no_place(self, client: StrictClient, tea: Service) -> None:
        refuge = make_service("Haven Refuge", at=HAYLE)
        db.session.commit()

        page = client.get(f"/services/{refuge.id}?near=penzance").get_data(as_text=True)

        assert "High Street" not in page
        assert "miles away" not in page
        assert "stays a secret" in page

    def test_that_has_ended_says_so(self, client: StrictClient, tea: Service) -> None:
        tea.status = ServiceStatus.DEFUNCT
        db.session.commit()

        response = client.get(f"/services/{tea.id}")

        assert response.status_code == 410
        assert "This has ended" in response.get_data(as_text=True)

    def test_with_hardly_anything_known_still_stands(self, client: StrictClient, tea: Service) -> None:
        bare = make_service("B" * 255, at=None)
        bare.schedules.append(Schedule(valid_to=date(2020, 1, 1), freq="WEEKLY", byday="MO"))
        bare.url = "javascript:alert(1)"
        db.session.commit()

        page = client.get(f"/services/{bare.id}").get_data(as_text=True)

        assert "javascript:" not in page
        assert "these times are old" in page

    @pytest.mark.parametrize("name", ["0190a000-0000-7000-8000-000000000000", "nonsense", "1", "%25"])
    def test_that_is_not_there_is_not_found(self, client: StrictClient, name: str) -> None:
        assert client.get(f"/services/{name}").status_code == 404


def test_room_told_lately_is_shown(client: StrictClient, tea: Service, now: datetime) -> None:
    roomy = make_service("Roomy", room=(4, datetime.now(now.tzinfo) - timedelta(days=3)))
    db.session.commit()

    assert "has room (told us on" in client.get(f"/services/{roomy.id}").get_data(as_text=True)
