"""Every wish a search can be narrowed down by, what is counted beside it, and the way out when nothing is left."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from directory.finding.index.cards import card_of
from directory.finding.index.on_disk import listing_index
from directory.finding.narrowing.wanted import Wanted
from directory.finding.results.search import Found, search
from directory.models import Accessibility, Schedule, ServiceArea
from directory.places.gazetteer import rebuild_from_listings
from directory.queries import get_service
from navigator.db import db
from tests.directory.listings import HAYLE, ST_IVES, make_service, make_term
from tests.strict_client import StrictClient

TUESDAY_AT_TEN = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture
def listings(app: Flask, now: datetime) -> None:
    company = make_term("company", "Company", taxonomy="Needs")
    lunch = make_term("lunch-club", "Lunch club")
    tea = make_service(
        "Tea & Talk",
        terms=(company,),
        byday="TU",
        amount=0,
        languages=("ur",),
        assured_date=now.date() - timedelta(days=20),
        application_process="Just come.",
        eligibility_description="Carers and those they look after.",
    )
    tea.service_at_locations[0].location.accessibility.append(Accessibility(description="Step-free from the street"))
    tea.service_areas.append(ServiceArea(name="Penzance and villages", extent="TR18 TR20"))
    supper = make_service(
        "Late Supper",
        terms=(company, lunch),
        at=HAYLE,
        amount=4,
        minimum_age=60,
        room=(2, now - timedelta(days=3)),
        interpretation_services="Telephone interpreters.",
        application_process="Your nurse must refer you.",
        assured_date=now.date() - timedelta(days=200),
    )
    supper.schedules.append(Schedule(freq="WEEKLY", byday="TU,FR", opens_at="18:00", closes_at="20:00"))
    supper.service_areas.append(ServiceArea(name="Hayle and St Erth"))
    club = make_service("Youth Club", at=ST_IVES, terms=(lunch,), minimum_age=11, maximum_age=17)
    club.schedules.append(Schedule(freq="MONTHLY", byday="1SA", opens_at="10:00", closes_at="12:00"))
    line = make_service("Night Line", at=None, amount=0, description="Somebody listens by telephone.")
    line.service_areas.append(ServiceArea(name="UK"))
    visits = make_service("Warm Visits", at=None, description="An adviser comes to your home with a damp meter.")
    visits.service_areas.append(ServiceArea(name="Cornwall"))
    make_service("Screen Talk", at=None, online=True)
    rebuild_from_listings()
    db.session.commit()


class Asker:
    def __init__(self, app: Flask, now: datetime) -> None:
        self.app, self.now = app, now

    def ask(self, words: str = "", **wishes: Any) -> Found:
        index = listing_index(self.app, now=self.now)
        return search(Wanted(words=words, **wishes), index=index, now=self.now, language="en", with_counts=True)

    def names(self, **wishes: Any) -> set[str]:
        return {result.service.name for result in self.ask(**wishes).results}


@pytest.fixture
def asker(app: Flask, listings: None) -> Asker:
    return Asker(app, TUESDAY_AT_TEN)


class TestAWish:
    @pytest.mark.parametrize(
        ("wish", "names"),
        [
            ({"age": (67, 67)}, {"Tea & Talk", "Late Supper", "Night Line", "Warm Visits", "Screen Talk"}),
            ({"age": (17, 17), "kind": "lunch-club"}, {"Youth Club"}),
            ({"age": (5, 12), "kind": "lunch-club"}, {"Youth Club"}),
            ({"age": (18, 59), "kind": "lunch-club"}, set()),
            ({"circumstances": ("carers",)}, {"Tea & Talk"}),
            ({"circumstances": ("carers", "older")}, {"Tea & Talk", "Late Supper"}),
            ({"access": ("step-free",)}, {"Tea & Talk"}),
            ({"access": ("step-free", "lift")}, set()),
            ({"language": "ur"}, {"Tea & Talk"}),
            ({"language": "ur", "interpreter": True}, {"Tea & Talk", "Late Supper"}),
            ({"interpreter": True}, {"Late Supper"}),
            ({"ways": ("online",)}, {"Screen Talk"}),
            ({"ways": ("home", "online")}, {"Screen Talk", "Warm Visits"}),
            ({"self_referral": True}, {"Tea & Talk"}),
            ({"checked": 3}, {"Tea & Talk"}),
            ({"checked": 12}, {"Tea & Talk", "Late Supper"}),
            ({"when": "evening"}, {"Late Supper"}),
            ({"when": "evening", "open_on": "tu"}, {"Late Supper"}),
            ({"when": "evening", "open_on": "mo"}, set()),
            ({"when": "now"}, {"Tea & Talk"}),
            ({"area": "national"}, {"Night Line"}),
            ({"area": "area", "near": "TR18 2AB"}, {"Tea & Talk", "Night Line", "Warm Visits"}),
            ({"area": "area", "near": "Hayle"}, {"Late Supper", "Night Line", "Warm Visits"}),
        ],
    )
    def test_leaves_what_fits(self, asker: Asker, wish: dict[str, Any], names: set[str]) -> None:
        assert asker.names(**wish) == names

    def test_to_come_now_knows_nth_weekdays_and_evenings(self, asker: Asker) -> None:
        asker.now = datetime(2026, 12, 5, 10, 30, tzinfo=UTC)  # the first Saturday
        assert asker.names(when="now") == {"Youth Club"}

        asker.now = datetime(2026, 12, 12, 10, 30, tzinfo=UTC)
        assert asker.names(when="now") == set()

        asker.now = datetime(2026, 11, 27, 19, 59, tzinfo=UTC)
        assert asker.names(when="now") == {"Late Supper"}

    def test_for_my_area_asks_where_that_is(self, asker: Asker) -> None:
        assert asker.ask(area="area").is_area_of_nowhere


SEARCHES: tuple[dict[str, Any], ...] = (
    {},
    {"near": "Penzance"},
    {"near": "Hayle", "within": 3.0},
    {"open_on": "tu"},
    {"language": "ur"},
    {"need": "company", "near": "Penzance"},
    {"circumstances": ("carers",), "when": "evening"},
    {"when": "now", "near": "Penzance"},
)
CHOICES: tuple[tuple[str, str, Any], ...] = (
    ("free", "yes", True),
    ("has_room", "yes", True),
    ("self_referral", "yes", True),
    ("remote", "yes", True),
    ("interpreter", "yes", True),
    ("need", "company", "company"),
    ("kind", "lunch-club", "lunch-club"),
    ("open_on", "tu", "tu"),
    ("open_on", "sa", "sa"),
    ("when", "now", "now"),
    ("when", "evening", "evening"),
    ("circumstances", "carers", ("carers",)),
    ("access", "step-free", ("step-free",)),
    ("language", "ur", "ur"),
    ("ways", "home", ("home",)),
    ("checked", "3", 3),
    ("checked", "12", 12),
    ("area", "national", "national"),
)


class TestTheCountBesideAWish:
    @pytest.mark.parametrize("present", SEARCHES, ids=str)
    def test_is_what_choosing_it_gives(self, asker: Asker, present: dict[str, Any]) -> None:
        counts = asker.ask(**present).counts
        assert counts is not None

        promised = {(name, choice): counts.of(name, choice) for name, choice, _ in CHOICES}
        given = {(name, choice): asker.ask(**{**present, name: value}).total for name, choice, value in CHOICES}

        assert promised == given

    def test_knows_that_hours_ran_out(self, asker: Asker) -> None:
        ended = make_service("Ended Course", byday="TH")
        ended.schedules[0].until = date(2026, 11, 19)
        db.session.commit()

        counts = asker.ask().counts

        assert counts is not None
        assert counts.of("open_on", "th") == len(asker.names(open_on="th")) == 0


class TestNothingFound:
    def test_says_how_far_to_look(self, asker: Asker) -> None:
        found = asker.ask("lunch club", near="Penzance", within=1.0, age=(14, 14))

        farther = next(relaxation for relaxation in found.relaxations if relaxation.name == "within")

        assert (found.total, farther.miles, farther.count) == (0, 10.0, 1)
        assert asker.ask(**{**vars(farther.wanted), "words": "lunch club"}).total == 1

    def test_names_every_wish_that_is_in_the_way(self, asker: Asker) -> None:
        found = asker.ask(kind="lunch-club", checked=3)

        assert {relaxation.name: relaxation.count for relaxation in found.relaxations} == {"kind": 1, "checked": 2, "filters": 6}


class TestThePage:
    def test_shows_what_was_chosen_each_with_a_way_to_take_it_away(self, client: StrictClient, listings: None) -> None:
        page = BeautifulSoup(
            client.get("/services?free=yes&circumstance=carers&circumstance=older&age=60%2B").data, "html.parser"
        )

        chips = {" ".join(link.get_text().split()): link["href"] for link in page.select(".app-chips a")}

        assert chips == {
            "Take away: Free ×": "/services?age=60%2B&circumstance=carers&circumstance=older",
            "Take away: Age 60+ ×": "/services?free=yes&circumstance=carers&circumstance=older",
            "Take away: Carers ×": "/services?free=yes&age=60%2B&circumstance=older",
            "Take away: Older people ×": "/services?free=yes&age=60%2B&circumstance=carers",
        }

    def test_counts_beside_each_choice(self, client: StrictClient, listings: None) -> None:
        page = BeautifulSoup(client.get("/services").data, "html.parser")

        assert "Free (2)" in page.get_text()
        assert [option.get_text() for option in page.select("#kind option")] == ["Any kind of help", "Lunch club (2)"]
        assert page.select("input[name=circumstance][value=carers]")
        assert not page.select("input[name=circumstance][value=veterans]")

    def test_says_by_its_field_that_an_age_makes_no_sense_and_keeps_it(self, client: StrictClient, listings: None) -> None:
        answer = client.get("/services?age=old&q=tea")
        page = BeautifulSoup(answer.data, "html.parser")

        assert answer.status_code == 422
        assert page.select_one("#age")["value"] == "old"  # type: ignore[index]  # it is there
        assert "Write the age in years" in page.select_one("#age-error").get_text()  # type: ignore[union-attr]  # it is there

    def test_asks_where_when_my_area_is_wanted(self, client: StrictClient, listings: None) -> None:
        assert "Tell us where you are" in client.get("/services?within=area").get_data(as_text=True)


class TestANeighbourhood:
    def test_shows_each_need_with_how_much_there_is(self, client: StrictClient, listings: None) -> None:
        page = BeautifulSoup(client.get("/near/Hayle").data, "html.parser")

        assert [link.get_text() for link in page.select(".app-needs a")] == ["Company (2)"]
        link = page.select_one(".app-needs a")
        assert link is not None
        assert "2 found" in client.get(str(link["href"])).get_data(as_text=True)

    def test_nobody_knows_is_not_there(self, client: StrictClient, listings: None) -> None:
        assert client.get("/near/Atlantis").status_code == 404


def test_a_result_says_which_of_the_wishes_it_meets(asker: Asker) -> None:
    tea = asker.ask(circumstances=("carers",), access=("step-free",), when="now", self_referral=True).results[0]

    assert {"open now", "for: Carers", "Step-free from the street", "you can come or ask by yourself"} <= set(tea.why)


class TestARefuge:
    def test_has_no_area_no_access_and_no_place_in_the_index(self, asker: Asker) -> None:
        refuge = make_service("A Haven Refuge", at=HAYLE, terms=(make_term("refuge", "Refuge"),))
        refuge.service_at_locations[0].location.accessibility.append(Accessibility(description="Lift"))
        refuge.service_areas.append(ServiceArea(name="Hayle"))
        db.session.commit()

        card = next(result.service for result in asker.ask("haven").results)

        assert (card.halls, card.towns, card.points) == ((), (), ())
        assert "A Haven Refuge" not in asker.names(area="area", near="Hayle")
        assert "A Haven Refuge" not in asker.names(access=("lift",))


def test_the_api_narrows_down_alike(client: StrictClient, listings: None) -> None:
    found = client.get("/api/v1/services?circumstance=carers&access=step-free&age=40&checked=12").get_json()

    assert [listing["name"] for listing in found["contents"]] == ["Tea & Talk"]
    assert client.get("/api/v1/services?checked=5").status_code == 422


def test_cards_are_the_same_from_the_index_and_from_the_listing(asker: Asker) -> None:

    for result in asker.ask().results:
        assert result.service == card_of(get_service(result.service.id))


@pytest.mark.usefixtures("listings")
class TestDistances:
    def test_say_how_many_each_would_leave(self, app: Flask, client: StrictClient) -> None:
        asker = Asker(app, TUESDAY_AT_TEN)

        counts = asker.ask(near="Penzance").counts

        assert counts is not None
        for miles in (1.0, 3.0, 5.0, 10.0, 25.0):
            assert counts.of("within", f"{miles:g}") == asker.ask(near="Penzance", within=miles).total
        page = BeautifulSoup(client.get("/services?near=Penzance").text, "html.parser")
        texts = [option.get_text() for option in page.select("select[name=within] option")]
        assert texts[0] == f"Within 1 mile ({counts.of('within', '1')})"

    def test_have_no_number_without_a_place(self, client: StrictClient) -> None:
        page = BeautifulSoup(client.get("/services?q=tea").text, "html.parser")

        assert page.select("select[name=within] option")[0].get_text() == "Within 1 mile"
