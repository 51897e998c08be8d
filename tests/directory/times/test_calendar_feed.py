from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as some
from icalendar import Calendar

from directory.times.calendar_feed import AHEAD, Entry, calendar_of
from directory.times.opening_hours import Hours, SpecialDays, Term, list_sessions
from directory.times.special_days import special_days_of
from navigator.times import LONDON
from tests.directory.times.some_hours import hours

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday
HERE = special_days_of(bank_holidays_here={}, terms=[Term(date(2026, 11, 2), date(2026, 12, 18))])


def file_of(*all_hours: Hours, now: datetime = NOW, special: SpecialDays = HERE, place: str = "") -> bytes:
    entries = [Entry(f"uid-{number}", facts, "Mondays", place) for number, facts in enumerate(all_hours)]
    return calendar_of(
        entries, name="Tea & Talk; with cake, mostly", url="https://care.example/1", changed_at=now, now=now, special=special
    )


def read(file: bytes) -> Any:
    """As a phone reads it. Any: the library's types allow every kind of value everywhere."""
    return Calendar.from_ical(file)


def starts_in(file: bytes) -> list[datetime]:
    """Each start for two years, as a phone would count them out: rule, more dates, excepted dates."""
    found: list[datetime] = []
    end = datetime(2026, 11, 23) + AHEAD  # noqa: DTZ001 - by the clock on the wall
    for event in read(file).walk("VEVENT"):
        start = event["dtstart"].dt.replace(tzinfo=None)
        starts = {start, *_dates(event, "rdate")}
        if "rrule" in event:
            rule = event["rrule"].copy()
            if "until" in rule:
                rule["until"] = [until.astimezone(LONDON).replace(tzinfo=None) for until in rule["until"]]
            starts |= set(takewhile(lambda moment: moment < end, rrulestr(rule.to_ical().decode(), dtstart=start)))
        found += sorted(starts - set(_dates(event, "exdate")))
    return sorted(found)


def _dates(event: Any, name: str) -> list[datetime]:
    found = event.get(name)
    parts = found if isinstance(found, list) else [found] if found else []
    return [value.dt.replace(tzinfo=None) for part in parts for value in part.dts]


def our_starts(facts: Hours, special: SpecialDays = HERE) -> list[datetime]:
    midnight = datetime(2026, 11, 23, tzinfo=LONDON)
    sessions = list_sessions([facts], after=midnight, before=midnight + AHEAD, special=special)
    return [
        datetime.combine(session.day, facts.opens)  # type: ignore[arg-type]  # they have a time
        for session in sessions
        if session.day >= date(2026, 11, 23)
    ]


class TestTheFile:
    @pytest.mark.parametrize(
        "facts",
        [
            Hours("WEEKLY", "MO,TH", opens_at="10:00", closes_at="12:00", notes="Not on bank holidays"),
            Hours("WEEKLY", "MO", opens_at="10:00", closes_at="12:00", notes="Term time only"),
            Hours("WEEKLY", "TU", 2, dtstart=date(2026, 1, 6), wkst="SU", opens_at="10:00"),
            Hours("MONTHLY", "1SA,-1FR", opens_at="10:00", closes_at="12:00", notes="Closed in August"),
            Hours("MONTHLY", bymonthday="-1", opens_at="22:00", closes_at="02:00"),
            Hours("MONTHLY", dtstart=date(2026, 1, 31), opens_at="01:30", closes_at="02:30"),
            Hours("WEEKLY", "SU", opens_at="01:30", closes_at="04:00"),
            Hours("WEEKLY", "SA", count=6, dtstart=date(2026, 11, 14), opens_at="10:00"),
            Hours("WEEKLY", "MO", valid_to=date(2027, 3, 31), opens_at="10:00"),
            Hours("WEEKLY", "MO", byweekno="1,20", opens_at="10:00"),
            Hours(dtstart=date(2026, 12, 5), opens_at="10:00"),
        ],
    )
    def test_holds_the_sessions_and_no_others(self, facts: Hours) -> None:
        assert our_starts(facts)
        assert starts_in(file_of(facts)) == our_starts(facts)

    def test_names_each_bank_holiday_of_two_years(self) -> None:
        file = file_of(Hours("WEEKLY", "MO", opens_at="10:00", closes_at="12:00", notes="Not on bank holidays"))

        [event] = read(file).walk("VEVENT")

        left_out = [moment.date() for moment in _dates(event, "exdate")]
        assert left_out[:3] == [date(2026, 12, 28), date(2027, 3, 29), date(2027, 5, 3)]
        assert all(HERE.is_kept_as_bank_holiday(day) for day in left_out)

    def test_says_when_and_where_in_london_s_time(self) -> None:
        text = file_of(Hours("WEEKLY", "SA", opens_at="22:00", closes_at="02:00"), place="1 High Street, Penzance").decode()

        assert "DTSTART;TZID=Europe/London:20261128T220000" in text
        assert "DTEND;TZID=Europe/London:20261129T020000" in text
        assert "LOCATION:1 High Street\\, Penzance" in text
        assert "SUMMARY:Tea & Talk\\; with cake\\, mostly" in text
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))

    @pytest.mark.parametrize(
        ("utc", "hours_ahead"),
        [("2027-03-28T00:59", 0), ("2027-03-28T01:00", 1), ("2031-10-26T00:59", 1), ("2031-10-26T01:00", 0)],
    )
    def test_brings_its_own_clock_changes(self, utc: str, hours_ahead: int) -> None:
        [zone] = read(file_of()).walk("VTIMEZONE")
        moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)

        assert moment.astimezone(zone.to_tz(lookup_tzid=False)).utcoffset() == timedelta(hours=hours_ahead)

    def test_keeps_the_ids_of_its_events_from_one_day_to_the_next(self) -> None:
        facts = Hours("WEEKLY", "MO,TH", opens_at="10:00")

        ids = [
            [str(event["uid"]) for event in read(file_of(facts, facts, now=now)).walk("VEVENT")]
            for now in (NOW, NOW + timedelta(days=40))
        ]

        assert ids == [["uid-0", "uid-1"], ["uid-0", "uid-1"]]

    def test_without_sessions_is_a_calendar_all_the_same(self) -> None:
        assert read(file_of(Hours("WEEKLY", "MO"))).walk("VEVENT") == []

    @settings(max_examples=150, deadline=None)
    @given(
        facts=hours(is_plain=True), note=some.sampled_from([None, "Not on bank holidays", "Term time only", "Closed in August"])
    )
    def test_counts_out_to_our_own_sessions(self, facts: Hours, note: str | None) -> None:
        facts = replace(facts, description=note)

        assert starts_in(file_of(facts)) == our_starts(facts)
