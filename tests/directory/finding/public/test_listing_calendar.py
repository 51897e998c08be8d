from datetime import date, datetime
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from bs4 import BeautifulSoup
from icalendar import Calendar
from sqlalchemy import event

from directory.models import Schedule, Service, ServiceStatus
from directory.operations import keep_bank_holidays, keep_terms
from directory.times.opening_hours import Term
from navigator.db import db
from navigator.times import LONDON
from tests.directory.listings import HAYLE, make_service, make_term
from tests.strict_client import StrictClient

MONDAY = datetime(2026, 11, 23, 11, 0, tzinfo=LONDON)


def text_of(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def read(file: bytes) -> Any:
    """As a phone reads it. Any: the library's types allow every kind of value everywhere."""
    return Calendar.from_ical(file)


@pytest.fixture
def tea(app: object) -> Service:
    tea = make_service("Tea & Talk", byday="MO,TH")
    tea.schedules[0].description = "Not on bank holidays"
    db.session.commit()
    return tea


class TestTheCalendarOfAListing:
    def test_holds_its_sessions_its_place_and_the_way_back(self, client: StrictClient, tea: Service) -> None:
        with time_machine.travel(MONDAY, tick=False):
            response = client.get(f"/services/{tea.id}/sessions.ics")

        [entry] = read(response.data).walk("VEVENT")
        assert response.mimetype == "text/calendar"
        assert response.headers["Content-Disposition"] == "attachment; filename=tea-and-talk.ics"
        assert str(entry["summary"]) == "Tea & Talk"
        assert entry["dtstart"].dt == datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)
        assert str(entry["location"]) == "Penzance Hall, 1 High Street, Penzance, TR18 2AB"
        assert str(entry["url"]) == f"http://localhost/services/{tea.id}"
        assert "Mondays and Thursdays, 10am to noon, not bank holidays" in str(entry["description"])
        assert str(entry["uid"]) == str(tea.schedules[0].id)

    def test_is_not_sent_again_unchanged(self, client: StrictClient, tea: Service) -> None:
        with time_machine.travel(MONDAY, tick=False):
            first = client.get(f"/services/{tea.id}/sessions.ics")
            again = client.get(f"/services/{tea.id}/sessions.ics", headers={"If-None-Match": first.headers["ETag"]})

        assert again.status_code == 304

    @pytest.mark.parametrize("name", ["Haven Refuge", "Alcohol support group"])
    def test_of_what_is_nobody_else_s_business_is_not_there(self, client: StrictClient, tea: Service, name: str) -> None:
        quiet = make_service(name, at=HAYLE, byday="MO")
        db.session.commit()

        page = client.get(f"/services/{quiet.id}").get_data(as_text=True)

        assert client.get(f"/services/{quiet.id}/sessions.ics").status_code == 404
        assert "sessions.ics" not in page
        assert "sms:" not in page

    def test_of_a_refuge_told_by_its_kind_is_not_there_either(self, client: StrictClient, tea: Service) -> None:
        haven = make_service("Haven", at=HAYLE, byday="MO", terms=(make_term("refuge", "Refuge"),))
        db.session.commit()

        answer = client.get(f"/services/{haven.id}/sessions.ics")

        assert answer.status_code == 404
        assert "High Street" not in answer.get_data(as_text=True)

    @pytest.mark.parametrize("status", [ServiceStatus.TEMPORARILY_CLOSED, ServiceStatus.DEFUNCT])
    def test_of_what_does_not_run_is_empty(self, client: StrictClient, tea: Service, status: ServiceStatus) -> None:
        tea.status = status
        db.session.commit()

        file = client.get(f"/services/{tea.id}/sessions.ics")

        assert file.status_code == 200
        assert read(file.data).walk("VEVENT") == []
        assert "sessions.ics" not in client.get(f"/services/{tea.id}").get_data(as_text=True)

    @pytest.mark.parametrize("name", ["0190a000-0000-7000-8000-000000000000", "nonsense", "%25"])
    def test_of_nothing_is_not_found(self, client: StrictClient, name: str) -> None:
        assert client.get(f"/services/{name}/sessions.ics").status_code == 404

    def test_bears_any_name_and_any_hours(self, client: StrictClient, app: object) -> None:
        odd = make_service("\r\nBEGIN:VEVENT ☕" * 9, at=None)
        odd.schedules += [
            Schedule(freq="WEEKLY", byday="XX", opens_at="99:99"),
            Schedule(freq="MONTHLY", byday="5MO,TU", bymonthday="31", opens_at="10:00", description="\r\nEND:VCALENDAR"),
            Schedule(freq="WEEKLY", byday="MO", opens_at="10:00", closes_at="09:00", notes="x;y,z\\"),
        ]
        db.session.commit()

        file = client.get(f"/services/{odd.id}/sessions.ics")

        assert len(read(file.data).walk("VEVENT")) == 2  # the words in its name and its notes made no third
        assert client.get(f"/services/{odd.id}").status_code == 200


class TestThePageOfAListing:
    @pytest.mark.parametrize(
        ("at", "said"),
        [
            (MONDAY, "Open now until noon"),
            (MONDAY.replace(hour=9), "Next: today, 10am"),
            (MONDAY.replace(hour=13), "Next: Thursday 26 November, 10am"),
            (datetime(2026, 12, 24, 13, 0, tzinfo=LONDON), "Next: Thursday 31 December, 10am"),
        ],
    )
    def test_says_whether_it_is_open_or_when_it_is_next(
        self, client: StrictClient, tea: Service, at: datetime, said: str
    ) -> None:
        with time_machine.travel(at, tick=False):
            page = client.get(f"/services/{tea.id}").get_data(as_text=True)

        assert said in text_of(page)
        assert f'href="/services/{tea.id}/sessions.ics"' in page

    def test_offers_a_text_that_tells_a_friend(self, client: StrictClient, tea: Service) -> None:
        page = BeautifulSoup(client.get(f"/services/{tea.id}").data, "html.parser")

        [link] = page.select('a[href^="sms:"]')

        assert unquote(str(link["href"])) == (
            "sms:?&body=Tea & Talk\nMon+Thu 10-12 not bank hols\nPenzance Hall, 1 High Street, Penzance, TR18 2AB\n"
            f"http://localhost/services/{tea.id}"
        )

    def test_goes_by_the_locality_s_own_days(self, client: StrictClient, tea: Service) -> None:
        tea.schedules.append(Schedule(freq="WEEKLY", byday="TU", opens_at="10:00", closes_at="11:00", notes="Term time only"))
        keep_bank_holidays(db.session(), days={date(2026, 11, 26): "Jubilee"})
        keep_terms(db.session(), terms=[Term(date(2026, 12, 1), date(2026, 12, 4))])
        db.session.commit()

        with time_machine.travel(MONDAY.replace(hour=13), tick=False):
            page = text_of(client.get(f"/services/{tea.id}").get_data(as_text=True))

        assert "Next: tomorrow, 10am" in page  # before the terms we know begin, all of England is in term
        with time_machine.travel(datetime(2026, 11, 24, 13, 0, tzinfo=LONDON), tick=False):
            page = text_of(client.get(f"/services/{tea.id}").get_data(as_text=True))
        assert "Next: Monday 30 November, 10am" in page  # the Thursday is the jubilee

    def test_of_times_that_have_ended_says_so(self, client: StrictClient, tea: Service) -> None:
        tea.schedules[0].until = date(2026, 1, 31)
        db.session.commit()

        with time_machine.travel(MONDAY, tick=False):
            page = text_of(client.get(f"/services/{tea.id}").get_data(as_text=True))

        assert "until 31 January, not bank holidays (this has ended: please ask what there is now)" in page
        assert "Next:" not in page

    @pytest.mark.parametrize("language", ["pl", "ur"])
    def test_stands_in_every_language(self, client: StrictClient, tea: Service, language: str) -> None:
        assert client.get(f"/services/{tea.id}?lang={language}").status_code == 200
        assert client.get(f"/services/{tea.id}/sessions.ics").status_code == 200

    def test_asks_no_more_of_the_database_the_more_times_there_are(self, client: StrictClient, tea: Service) -> None:
        def asked() -> int:
            said: list[str] = []
            listen = ("before_cursor_execute", lambda *args: said.append(args[2]))
            event.listen(db.engine, *listen)
            client.get(f"/services/{tea.id}")
            event.remove(db.engine, *listen)
            return len(said)

        client.get(f"/services/{tea.id}")
        few = asked()
        tea.schedules += [
            Schedule(freq="WEEKLY", byday="SU", opens_at=f"{hour:02}:00", closes_at=f"{hour:02}:30") for hour in range(20)
        ]
        db.session.commit()

        assert asked() == few


def test_the_api_says_it_for_programs(client: StrictClient, tea: Service) -> None:
    with time_machine.travel(MONDAY, tick=False):
        service = client.get(f"/api/v1/services/{tea.id}").get_json()

    assert service["open_now"] is True
    assert service["next_session"] == "2026-11-23T10:00:00+00:00"
    assert service["when_short"] == "Mon+Thu 10-12 not bank hols"
