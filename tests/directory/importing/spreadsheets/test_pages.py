"""An administrator brings in the village hall's spreadsheet."""

import io
from datetime import datetime, time
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import func, select

from directory.importing.spreadsheets.models import ColumnMapping, Sheet, SheetState
from directory.importing.spreadsheets.operations import work_on_one
from directory.models import Location, Organization, Phone, Place, Service, Taxonomy, TaxonomyTerm
from navigator.db import db
from navigator.people.models import Role
from tests.cast import PASSWORD, Cast, make_staff
from tests.strict_client import StrictClient

HEADINGS = "Ref,Organisation,Activity,About,Telephone,E-mail,Web,Venue,Street,Town,Postcode,When,Price,Age range,Category,Colour"
TEA = (
    '7,Newlyn Neighbours,Friday Soup,"Soup and a chat",1736 960001,SOUP@newlyn.example,newlyn.example,Fish Hall,1 Strand,Newlyn,'
    "tr185hw,Fridays 12-2,£2,18+,Company,red"
)
WALK = "8,Newlyn Neighbours,Quay Walk,A slow walk,,,,,,,,by the tides,Free,grown-ups,Company; Basket weaving,blue"
NAMELESS = "9,Newlyn Neighbours,,Nothing,,,,,,,,,,,,"
FIELDS = [
    *("own_id", "organization", "name", "description", "phone", "email", "url", "venue", "address_1", "city", "postal_code"),
    *("times", "cost", "ages", "needs", ""),
]


@pytest.fixture
def admin(client: StrictClient, cast: Cast, now: datetime) -> StrictClient:
    make_staff(team=cast.ben.team, name="Dee Admin", role=Role.ADMINISTRATOR, now=now)
    needs = Taxonomy(name="Needs")
    db.session.add(TaxonomyTerm(name="Company", code="company", taxonomy=needs))
    db.session.add(Place(name="TR18 5HW", folded="tr185hw", kind="postcode", latitude=50.1, longitude=-5.55, source="test"))
    db.session.commit()
    client.submit("/sign-in", email="dee@care.example", password=PASSWORD)
    return client


def csv_of(*rows: str) -> bytes:
    return "\n".join([HEADINGS, *rows]).encode()


def hand_in(admin: StrictClient, content: bytes, name: str = "groups.csv", *, follow: bool = True) -> Any:
    return admin.submit("/admin/imports", follow=follow, file=(io.BytesIO(content), name))


def newest() -> Sheet:
    db.session.expire_all()
    return db.session.scalars(select(Sheet).order_by(Sheet.handed_in_at.desc(), Sheet.id.desc())).first() or pytest.fail("none")


def tell_columns(admin: StrictClient, sheet: Sheet, **different: Any) -> Any:
    columns = {f"column-{number}": field for number, field in enumerate(FIELDS, start=1)}
    address = f"/admin/imports/{sheet.id}/columns"
    typed: dict[str, Any] = columns | {"mapping": "Village groups", "organization": ""} | different
    return admin.submit(address, **typed)


def text_of(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.get_data(as_text=True), "html.parser").get_text(" ").split())


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def press(admin: StrictClient, sheet: Sheet, what: str) -> Any:
    page = BeautifulSoup(admin.get(f"/admin/imports/{sheet.id}").data, "html.parser")
    token = page.find("input", {"name": "csrf_token"})
    assert isinstance(token, Tag)
    return admin.post(f"/admin/imports/{sheet.id}/{what}", data={"csrf_token": token["value"]}, follow_redirects=True)


class TestASpreadsheet:
    def test_comes_in_after_it_was_shown(self, admin: StrictClient) -> None:
        before = count(Service)
        hand_in(admin, csv_of(TEA, WALK, NAMELESS))

        shown = text_of(tell_columns(admin, newest()))

        assert "What would change" in shown
        assert "New listings 2" in shown
        assert "Row 4: name is missing" in shown
        assert "“Basket weaving” means no need or kind of help that we know (1)" in shown
        assert "days and times kept as words: not certain enough to search by (1)" in shown
        assert count(Service) == before
        assert "Brought in" in text_of(press(admin, newest(), "bring-in"))
        soup = db.session.scalars(select(Service).where(Service.name == "Friday Soup")).one()
        place = soup.service_at_locations[0].location
        assert (soup.email, soup.url, soup.minimum_age) == ("soup@newlyn.example", "https://newlyn.example", 18)
        assert (soup.phones[0].number, soup.cost_options[0].amount) == ("01736 960001", 2)
        assert [(s.freq, s.byday, s.opens_at, s.closes_at) for s in soup.schedules] == [("WEEKLY", "FR", "12:00", "14:00")]
        assert (place.latitude, place.longitude, place.addresses[0].postal_code) == (50.1, -5.55, "TR18 5HW")
        assert [(a.link_type, a.term.code) for a in soup.attributes] == [("need", "company")]
        walk = db.session.scalars(select(Service).where(Service.name == "Quay Walk")).one()
        assert (walk.schedules[0].description, walk.eligibility_description) == ("by the tides", "grown-ups")

    def test_is_known_again_and_only_what_changed_is_shown(self, admin: StrictClient) -> None:
        hand_in(admin, csv_of(TEA, WALK))
        tell_columns(admin, newest())
        press(admin, newest(), "bring-in")
        listings = count(Service)

        again = hand_in(admin, csv_of(TEA.replace("Friday Soup", "Soup on Fridays"), WALK), name="groups-2027.csv")
        page = BeautifulSoup(again.data, "html.parser")
        chosen = [str(option["value"]) for option in page.select("select option[selected]")]
        shown = text_of(tell_columns(admin, newest()))
        press(admin, newest(), "bring-in")

        assert "We know these headings" in text_of(again)
        assert [value for value in chosen if value] == [field for field in FIELDS if field]
        assert "Changed Friday Soup (name) Friday Soup Soup on Fridays" in shown
        assert "Changed listings 1" in shown
        assert count(Service) == listings
        assert count(ColumnMapping) == 1

    def test_has_its_columns_guessed(self, admin: StrictClient) -> None:
        page = BeautifulSoup(hand_in(admin, csv_of(TEA, WALK)).data, "html.parser")

        guessed = {str(s["name"]): str(o["value"]) for s in page.select("select") if (o := s.select_one("option[selected]"))}

        assert list(guessed.values()) == FIELDS
        assert "For example: Friday Soup · Quay Walk" in text_of(hand_in(admin, csv_of(TEA, WALK)))

    def test_may_be_a_workbook_and_another_of_its_sheets(self, admin: StrictClient) -> None:
        book = Workbook()
        book.active.append(["Notes"])
        book.active.append(["ask Jan"])
        other = book.create_sheet("Groups")
        other.append(["Group", "Town", "Start", "Day", "Tel"])
        other.append(["Sea Choir", "Newlyn", time(19, 30), "Tuesdays", 1736960002])
        content = io.BytesIO()
        book.save(content)
        hand_in(admin, content.getvalue(), "groups.xlsx")

        admin.submit(f"/admin/imports/{newest().id}/columns", tab="Groups")
        fields = {"column-1": "name", "column-2": "city", "column-3": "starts", "column-4": "days", "column-5": "phone"}
        page = BeautifulSoup(admin.get(f"/admin/imports/{newest().id}/columns").data, "html.parser")
        token = page.find("input", {"name": "csrf_token"})
        assert isinstance(token, Tag)
        data = fields | {"mapping": "Choirs", "organization": "Newlyn Singers", "csrf_token": str(token["value"])}
        admin.post(f"/admin/imports/{newest().id}/columns", data=data)
        press(admin, newest(), "bring-in")

        choir = db.session.scalars(select(Service).where(Service.name == "Sea Choir")).one()
        assert (choir.organization.name, choir.phones[0].number) == ("Newlyn Singers", "01736960002")
        assert (choir.schedules[0].byday, choir.schedules[0].opens_at) == ("TU", "19:30")

    def test_takes_nothing_away_that_it_does_not_speak_of(self, admin: StrictClient) -> None:
        hand_in(admin, csv_of(TEA))
        tell_columns(admin, newest())
        press(admin, newest(), "bring-in")
        organization = db.session.scalars(select(Organization).where(Organization.name == "Newlyn Neighbours")).one()
        organization.description = "Neighbours of the harbour"
        db.session.commit()
        phones = count(Phone)

        hand_in(admin, csv_of(TEA.replace("1736 960001", "")))
        tell_columns(admin, newest(), **{"column-5": "", "column-4": ""})
        press(admin, newest(), "bring-in")

        db.session.expire_all()
        soup = db.session.scalars(select(Service).where(Service.name == "Friday Soup")).one()
        assert (count(Phone), soup.description, soup.organization.description) == (
            phones,
            "Soup and a chat",
            "Neighbours of the harbour",
        )

    def test_of_a_refuge_brings_no_address(self, admin: StrictClient) -> None:
        before = count(Location)
        hand_in(admin, csv_of(TEA.replace("Friday Soup", "Women's Refuge").replace("1 Strand", "13 Hidden Lane")))

        shown = tell_columns(admin, newest())
        brought = press(admin, newest(), "bring-in")

        assert count(Location) == before
        assert "Hidden Lane" not in shown.get_data(as_text=True) + brought.get_data(as_text=True)
        assert newest().content is None

    def test_that_is_large_waits_for_the_worker(self, app: Flask, admin: StrictClient, now: datetime) -> None:
        rows = [WALK.replace("8,", f"{number},", 1).replace("Quay Walk", f"Walk {number}") for number in range(300)]
        hand_in(admin, csv_of(*rows))

        waiting = text_of(tell_columns(admin, newest()))
        assert "You may leave this page and come back to it." in waiting
        assert newest().state is SheetState.CHECKING
        assert work_on_one(now) is True
        assert "New listings 300" in text_of(admin.get(f"/admin/imports/{newest().id}"))
        press(admin, newest(), "bring-in")
        assert newest().state is SheetState.IMPORTING
        assert (work_on_one(now), work_on_one(now)) == (True, False)

        assert newest().state is SheetState.DONE
        assert db.session.scalar(select(func.count()).where(Service.name.like("Walk %"))) == 300

    def test_is_brought_in_once_however_often_yes_is_pressed(self, admin: StrictClient) -> None:
        hand_in(admin, csv_of(TEA))
        tell_columns(admin, newest())
        press(admin, newest(), "bring-in")

        assert "Brought in" in text_of(
            admin.post(f"/admin/imports/{newest().id}/bring-in", data=_token(admin), follow_redirects=True)
        )

    def test_may_be_forgotten(self, admin: StrictClient) -> None:
        hand_in(admin, csv_of(TEA))

        admin.post(f"/admin/imports/{newest().id}/discard", data=_token(admin))

        assert count(Sheet) == 0


class TestWhatIsAskedOfTheColumns:
    def test_keeps_everything_chosen_when_something_is_wrong(self, admin: StrictClient) -> None:
        hand_in(admin, csv_of(TEA))

        page = tell_columns(admin, newest(), **{"column-3": "", "column-2": "", "column-5": "email", "mapping": ""})

        said = text_of(page)
        assert page.status_code == 422
        for words in (
            "Say which column is the name of the group or service.",
            "Say which organisation runs them, or which column does.",
            "Another column is this already.",
            "Give this kind of sheet a name.",
        ):
            assert words in said
        chosen = BeautifulSoup(page.data, "html.parser").select("select option[selected]")
        assert [str(option["value"]) for option in chosen][3:6] == ["description", "email", "email"]


class TestAFileThatCannotBeRead:
    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("empty.csv", b"", "is empty"),
            ("headings.csv", HEADINGS.encode(), "has headings and no rows under them"),
            ("page.csv", b"<html><body>404</body></html>", "is no spreadsheet"),
            ("twice.csv", b"name,name\na,b\n", "has two columns called name"),
            ("old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "is an old or a locked workbook"),
            ("cut.xlsx", b"PK\x03\x04 and then nothing", "is damaged and cannot be opened"),
        ],
    )
    def test_is_named_with_its_reason(self, admin: StrictClient, name: str, content: bytes, words: str) -> None:
        page = hand_in(admin, content, name)

        assert page.status_code == 422
        assert f"We could not read this file: {name} {words}" in text_of(page)
        assert count(Sheet) == 0

    def test_may_be_missing(self, admin: StrictClient) -> None:
        page = admin.submit("/admin/imports", file=(io.BytesIO(b""), ""))

        assert page.status_code == 422
        assert "Choose a file." in text_of(page)

    def test_may_be_larger_than_a_form_but_not_than_twenty_megabytes(self, admin: StrictClient) -> None:
        large = csv_of(*[TEA.replace("7,", f"{n},", 1).replace("Soup and a chat", "Soup " * 2000) for n in range(400)])
        assert len(large) > 3 << 20

        assert hand_in(admin, large).status_code == 200
        assert hand_in(admin, b"name\n" + b"x" * (21 << 20)).status_code == 413

    def test_is_closed_to_others(self, client: StrictClient) -> None:
        assert client.get("/admin/imports").status_code == 302


def _token(admin: StrictClient) -> dict[str, str]:
    token = BeautifulSoup(admin.get("/admin/imports").data, "html.parser").find("input", {"name": "csrf_token"})
    assert isinstance(token, Tag)
    return {"csrf_token": str(token["value"])}


class TestTheCommand:
    def test_takes_a_spreadsheet_through_its_mapping(self, admin: StrictClient, run: Any, tmp_path: Any) -> None:
        hand_in(admin, csv_of(TEA))
        tell_columns(admin, newest())
        file = tmp_path / "groups.csv"
        file.write_bytes(csv_of(TEA, WALK))

        seen, done = (run("import", file, "--mapping", "Village groups", *more) for more in (["--dry-run"], []))
        unknown = run("import", file, "--mapping", "Choirs")

        assert (seen.exit_code, done.exit_code) == (0, 0)
        assert db.session.scalar(select(func.count()).where(Service.name.in_(["Friday Soup", "Quay Walk"]))) == 2
        assert "there is no mapping called 'Choirs'; there are: Village groups" in unknown.stderr
