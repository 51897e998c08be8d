"""A locality's quality marks: defined, awarded, shown while they hold."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import select

from directory.finding.index.on_disk import listing_index
from directory.finding.results.search import Wanted, search
from directory.marks import operations, queries
from directory.marks.models import AwardedMark, QualityMark
from directory.models import Service
from directory.queries import current_revision
from navigator.db import db
from navigator.people.models import Role
from navigator.times import LONDON, utc_now
from tests.cast import Cast, make_staff
from tests.directory.listings import make_service
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient

TODAY = date(2026, 11, 23)


@pytest.fixture
def dee(app: Flask, cast: Cast, now: datetime) -> StrictClient:
    """A browser on which Dee, an administrator, is signed in."""
    dee = make_staff(team=cast.ben.team, name="Dee Admin", role=Role.ADMINISTRATOR, now=now)
    db.session.commit()
    return browser_of_staff(app, dee)


@pytest.fixture
def tea(app: Flask) -> Service:
    service = make_service("Tea & Talk")
    db.session.commit()
    return service


@pytest.fixture
def standard(app: Flask, now: datetime) -> QualityMark:
    """The Cornwall Community Standard, which holds for two years."""
    mark = operations.define_mark(
        name="Cornwall Community Standard", text="Safe and well run.", awarded_by="Volunteer Cornwall", months=24, now=now
    )
    db.session.commit()
    return mark


def award(mark: QualityMark, service: Service, today: date) -> AwardedMark:
    made = operations.award(mark=mark, organization_id=service.organization_id, entered_by="Dee", today=today)
    db.session.commit()
    return made


def held(service: Service, today: date) -> list[str]:
    found = queries.list_current_marks([service.organization_id], today=today)
    return [award.mark.name for award in found.get(service.organization_id, [])]


class TestAMark:
    def test_holds_from_its_day_to_its_last_day_and_no_longer(self, tea: Service, standard: QualityMark) -> None:
        made = award(standard, tea, TODAY)

        assert made.ends_on == date(2028, 11, 22)
        assert held(tea, TODAY - timedelta(days=1)) == []
        assert held(tea, TODAY) == ["Cornwall Community Standard"]
        assert held(tea, date(2028, 11, 22)) == ["Cornwall Community Standard"]
        assert held(tea, date(2028, 11, 23)) == []

    def test_that_is_taken_back_does_not_hold_and_can_be_given_back(
        self, tea: Service, standard: QualityMark, now: datetime
    ) -> None:
        made = award(standard, tea, TODAY)

        operations.take_back(award_id=made.id, now=now)
        assert held(tea, TODAY) == []

        operations.give_back(award_id=made.id)
        assert held(tea, TODAY) == ["Cornwall Community Standard"]

    def test_is_told_to_the_search_index(self, tea: Service, standard: QualityMark) -> None:
        before = current_revision()

        award(standard, tea, TODAY)

        db.session.refresh(tea)
        assert tea.revision == current_revision() > before

    def test_has_a_name_of_its_own(self, standard: QualityMark, now: datetime) -> None:
        with pytest.raises(operations.NameTaken):
            operations.define_mark(name=standard.name, text="x", awarded_by="x", months=None, now=now)


class TestTheListing:
    def test_says_which_mark_it_holds_and_until_when(self, client: StrictClient, tea: Service, standard: QualityMark) -> None:
        award(standard, tea, utc_now().astimezone(LONDON).date())

        page = client.get(f"/services/{tea.id}").get_data(as_text=True)
        results = client.get("/services?q=tea").get_data(as_text=True)

        assert "Holds the Cornwall Community Standard until" in page
        assert "Safe and well run." in page
        assert "Holds the Cornwall Community Standard until" in results

    def test_says_nothing_of_a_mark_that_ended(self, client: StrictClient, tea: Service, standard: QualityMark) -> None:
        award(standard, tea, date(2020, 1, 1))

        assert "Cornwall Community Standard" not in client.get(f"/services/{tea.id}").get_data(as_text=True)
        assert "Cornwall Community Standard" not in client.get("/services?q=tea").get_data(as_text=True)


class TestTheAdministrator:
    def test_defines_awards_and_takes_back(self, dee: StrictClient, tea: Service) -> None:
        answer = dee.submit("/admin/quality-marks", name="Our Standard", text="Safe.", awarded_by="The council", months="12")
        assert "Our Standard can now be awarded." in answer.get_data(as_text=True)
        mark = db.session.scalars(select(QualityMark)).one()
        address = f"/admin/quality-marks/{mark.id}"

        assert "now holds Our Standard." in _press(dee, f"{address}?q=neighbours", "/award/")
        (made,) = queries.list_holders(mark.id)
        assert made.ends_on is not None

        assert "Taken back" in _press(dee, address, "/take-back")
        assert "Taken back" not in _press(dee, address, "/take-back")

    def test_is_told_what_is_missing_and_loses_nothing(self, dee: StrictClient) -> None:
        answer = dee.submit("/admin/quality-marks", name="Our Standard", months="lots")

        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "Write what it stands for." in page
        assert "Write a number of months from 1 to 120, or leave it empty." in page
        assert "Our Standard" in page


def _press(client: StrictClient, address: str, part: str) -> str:
    """Press the first button whose form goes to an address with `part` in it, and give the page that follows."""
    page = BeautifulSoup(client.get(address).get_data(as_text=True), "html.parser")
    form = next(form for form in page.find_all("form") if part in str(form.get("action")))
    data = {str(box["name"]): str(box["value"]) for box in form.find_all("input")}
    button = form.find("button")
    if isinstance(button, Tag) and button.get("name"):
        data[str(button["name"])] = str(button["value"])
    return client.post(str(form["action"]), data=data, follow_redirects=True).get_data(as_text=True)


class TestTheFilter:
    def test_finds_only_what_holds_a_mark_and_says_how_many(
        self, client: StrictClient, tea: Service, standard: QualityMark
    ) -> None:
        make_service("Tea for All", organization="Others")
        award(standard, tea, utc_now().astimezone(LONDON).date())

        both = client.get("/services?q=tea").get_data(as_text=True)
        only = client.get("/services?q=tea&mark=yes").get_data(as_text=True)

        assert "Holds a quality mark (1)" in both
        assert "Tea for All" in both
        assert "Tea for All" not in only
        assert "Tea &amp; Talk" in only

    def test_does_not_find_what_ended_though_the_index_stayed_as_it_was(
        self, app: Flask, tea: Service, standard: QualityMark, now: datetime
    ) -> None:
        award(standard, tea, TODAY)
        index = listing_index(app, now=now)

        def names(moment: datetime) -> list[str]:
            found = search(Wanted(mark=True), index=index, now=moment, language="en")
            return [result.service.name for result in found.results]

        assert names(now) == ["Tea & Talk"]
        assert names(datetime(2028, 11, 22, 12, tzinfo=UTC)) == ["Tea & Talk"]
        assert names(datetime(2028, 11, 23, 12, tzinfo=UTC)) == []

    def test_hears_of_a_mark_taken_back(self, client: StrictClient, tea: Service, standard: QualityMark, now: datetime) -> None:
        made = award(standard, tea, utc_now().astimezone(LONDON).date())
        assert client.get("/api/v1/services?mark=true").get_json()["total_items"] == 1

        operations.take_back(award_id=made.id, now=now)
        db.session.commit()

        assert client.get("/api/v1/services?mark=true").get_json()["total_items"] == 0
