from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as some

from directory.opening_hours import DAYS, Hours, in_words, is_open_at, list_days, next_session, opens_on, read_time
from navigator.times import LONDON
from translations.locales import words

TODAY = date(2026, 11, 23)  # a Monday


def say(hours: Hours) -> str:
    return in_words(hours, words=words("en"), code="en", today=TODAY).text


class TestInWords:
    @pytest.mark.parametrize(
        ("hours", "said"),
        [
            (Hours("WEEKLY", "MO,TH", opens_at="10:00", closes_at="12:00"), "Mondays and Thursdays, 10am to midday"),
            (Hours("WEEKLY", "TU", opens_at="09:30", closes_at="11:00"), "Tuesdays, 9:30am to 11am"),
            (Hours("WEEKLY", "MO,TU,WE,TH,FR"), "Monday to Friday"),
            (Hours("MONTHLY", "1SA", opens_at="14:00", closes_at="16:00"), "The first Saturday of the month, 2pm to 4pm"),
            (Hours("MONTHLY", "-1FR"), "The last Friday of the month"),
            (Hours("MONTHLY", "2SU,4SU"), "The second and fourth Sunday of the month"),
            (Hours("MONTHLY", "1MO,3TH"), "The first Monday of the month and the third Thursday of the month"),
            (Hours("MONTHLY", bymonthday="15"), "Day 15 of the month"),
            (Hours("WEEKLY", "TU", interval=2), "Every other Tuesday"),
            (Hours("WEEKLY", "MO,TU,WE,TH,FR,SA,SU", opens_at="00:00", closes_at="23:59"), "Every day, all day and night"),
            (Hours("WEEKLY", "MO", opens_at="10:00"), "Mondays, from 10am"),
            (Hours("WEEKLY", "MO", valid_from=date(2027, 1, 4)), "Mondays, from 4 January 2027"),
            (Hours("WEEKLY", "MO", until=date(2026, 12, 14)), "Mondays, until 14 December 2026"),
            (Hours(description="By appointment"), ""),
        ],
    )
    def test_are_as_people_say_it(self, hours: Hours, said: str) -> None:
        assert say(hours) == said

    def test_keep_what_the_listing_adds(self) -> None:
        line = in_words(Hours("WEEKLY", "MO", description=" Not in August. "), words=words("en"), code="en", today=TODAY)

        assert line.note == "Not in August."

    def test_say_that_they_are_old_when_our_knowledge_has_ended(self) -> None:
        line = in_words(Hours("WEEKLY", "MO", valid_to=date(2026, 10, 1)), words=words("en"), code="en", today=TODAY)

        assert line.is_out_of_date
        assert line.text == "Mondays"


class TestTheNextSession:
    tuesdays = Hours("WEEKLY", "TU", opens_at="14:00", closes_at="16:00")

    def test_is_the_one_that_is_on(self) -> None:
        during = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)

        session = next_session([self.tuesdays], after=during)

        assert session
        assert session.start == datetime(2026, 11, 24, 14, 0, tzinfo=UTC)

    def test_stays_at_two_o_clock_when_the_clocks_change(self) -> None:
        before = next_session([self.tuesdays], after=datetime(2026, 10, 19, tzinfo=UTC))
        after = next_session([self.tuesdays], after=datetime(2026, 10, 26, tzinfo=UTC))

        assert before
        assert after
        assert (before.start.hour, after.start.hour) == (13, 14)  # in UTC: summer time, then Greenwich time

    def test_may_end_on_the_next_day(self) -> None:
        night = Hours("WEEKLY", "SA", opens_at="22:00", closes_at="02:00")

        assert is_open_at([night], datetime(2026, 11, 29, 1, 0, tzinfo=UTC))
        assert not is_open_at([night], datetime(2026, 11, 29, 3, 0, tzinfo=UTC))

    def test_is_unknown_when_we_do_not_know_which_week(self) -> None:
        assert next_session([replace(self.tuesdays, interval=2)], after=datetime(2026, 11, 23, tzinfo=UTC)) is None

    def test_is_unknown_when_our_knowledge_has_ended(self) -> None:
        assert (
            next_session([replace(self.tuesdays, valid_to=date(2026, 11, 1))], after=datetime(2026, 11, 23, tzinfo=UTC)) is None
        )

    def test_is_unknown_without_a_time(self) -> None:
        assert next_session([Hours("WEEKLY", "TU")], after=datetime(2026, 11, 23, tzinfo=UTC)) is None


class TestBeingOpen:
    always = Hours("WEEKLY", ",".join(DAYS), opens_at="00:00", closes_at="23:59")

    def test_all_day_and_night_has_no_gap_before_midnight(self) -> None:
        assert is_open_at([self.always], datetime(2026, 11, 23, 23, 59, 30, tzinfo=UTC))

    def test_on_a_day_ends_with_our_knowledge(self) -> None:
        hours = Hours("WEEKLY", "MO", valid_to=date(2026, 11, 22))

        assert opens_on([hours], "mo", today=date(2026, 11, 20))
        assert not opens_on([hours], "mo", today=TODAY)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("09:30", time(9, 30)), ("9:05", time(9, 5)), ("24:00", time(0)), ("25:00", None), ("noon", None), (None, None)],
)
def test_times_are_read_as_written(text: str | None, meant: time | None) -> None:
    assert read_time(text) == meant


dates = some.dates(date(2020, 1, 1), date(2027, 12, 31))


@settings(max_examples=60, deadline=None)
@given(
    days=some.lists(some.sampled_from(DAYS), min_size=1, max_size=7, unique=True),
    nth=some.sampled_from(["", "1", "2", "3", "-1"]),
    interval=some.integers(1, 4),
    dtstart=dates,
    until=some.none() | dates,
    ahead=some.integers(0, 800),
)
def test_days_agree_with_the_calendar_standard(
    days: list[str], nth: str, interval: int, dtstart: date, until: date | None, ahead: int
) -> None:
    freq = "MONTHLY" if nth else "WEEKLY"
    after = dtstart + timedelta(days=ahead)
    byday = ",".join(nth + day for day in days)
    rule = f"DTSTART:{dtstart:%Y%m%d}T000000\nRRULE:FREQ={freq};INTERVAL={interval};BYDAY={byday}" + (
        f";UNTIL={until:%Y%m%d}T000000" if until else ""
    )

    ours = [
        day
        for day, _ in zip(
            list_days(Hours(freq, byday, interval, dtstart=dtstart, until=until), after=after), range(5), strict=False
        )
    ]

    oracle = rrulestr(rule).xafter(datetime.combine(after, time(0)), count=5, inc=True)
    assert ours == [moment.date() for moment in oracle if moment.year <= after.year + 10]


@given(day=some.dates(date(2024, 1, 1), date(2030, 12, 31)))
@settings(max_examples=60, deadline=None)
def test_a_session_begins_at_the_hour_on_the_wall(day: date) -> None:
    hours = Hours("WEEKLY", DAYS[day.weekday()], opens_at="10:00", closes_at="12:00")

    session = next_session([hours], after=datetime.combine(day, time(0), tzinfo=LONDON).astimezone(UTC))

    assert session
    assert session.start.astimezone(LONDON).time() == time(10)
    assert session.start.astimezone(LONDON).date() == day
