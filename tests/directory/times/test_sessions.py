from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from directory.times.opening_hours import (
    DAYS,
    ENGLAND,
    Hours,
    Term,
    find_spell,
    is_open_at,
    list_sessions,
    next_session,
    opens_on,
    read_time,
)
from directory.times.special_days import special_days_of
from navigator.times import LONDON
from tests.directory.times.some_hours import days_by_the_standard, hours

TODAY = date(2026, 11, 23)  # a Monday
EVERY_DAY = ",".join(DAYS)
HERE = special_days_of(
    bank_holidays_here={},
    terms=[Term(date(2026, 11, 2), date(2026, 12, 18)), Term(date(2027, 1, 5), date(2027, 2, 12))],
)


def in_london(said: str) -> datetime:
    """ "2026-11-23 10:00" by the clock on the wall, as a moment."""
    return datetime.fromisoformat(said).replace(tzinfo=LONDON).astimezone(UTC)


def wall(moment: datetime | None) -> str:
    return f"{moment.astimezone(LONDON):%Y-%m-%d %H:%M %Z}" if moment else ""


class TestTheNextSession:
    tuesdays = Hours("WEEKLY", "TU", opens_at="14:00", closes_at="16:00")

    def test_is_the_one_that_is_on(self) -> None:
        session = next_session([self.tuesdays], after=in_london("2026-11-24 15:00"))

        assert session
        assert wall(session.start) == "2026-11-24 14:00 GMT"

    def test_stays_at_two_o_clock_when_the_clocks_change(self) -> None:
        before = next_session([self.tuesdays], after=datetime(2026, 10, 19, tzinfo=UTC))
        after = next_session([self.tuesdays], after=datetime(2026, 10, 26, tzinfo=UTC))

        assert before
        assert after
        assert (before.start.hour, after.start.hour) == (13, 14)  # in UTC: summer time, then Greenwich time

    def test_is_the_soonest_of_all_the_schedules(self) -> None:
        mornings = Hours("WEEKLY", EVERY_DAY, opens_at="09:00", closes_at="10:00")

        starts = [
            wall(session.start)
            for session in list_sessions(
                [self.tuesdays, mornings, mornings], after=in_london("2026-11-24 08:00"), before=in_london("2026-11-25 12:00")
            )
        ]

        assert starts == ["2026-11-24 09:00 GMT", "2026-11-24 14:00 GMT", "2026-11-25 09:00 GMT"]

    def test_is_unknown_when_we_do_not_know_which_week(self) -> None:
        assert next_session([replace(self.tuesdays, interval=2)], after=datetime(2026, 11, 23, tzinfo=UTC)) is None

    def test_is_unknown_when_our_knowledge_has_ended(self) -> None:
        old = replace(self.tuesdays, valid_to=date(2026, 11, 1))

        assert next_session([old], after=datetime(2026, 11, 23, tzinfo=UTC)) is None

    def test_is_unknown_without_a_time(self) -> None:
        assert next_session([Hours("WEEKLY", "TU")], after=datetime(2026, 11, 23, tzinfo=UTC)) is None


class TestExceptions:
    @pytest.mark.parametrize(
        ("note", "byday", "after", "starts"),
        [
            ("Not on bank holidays", "MO", "2026-08-25 12:00", "2026-09-07 10:00 BST"),
            ("Open on bank holidays", "MO", "2026-08-25 12:00", "2026-08-31 10:00 BST"),
            ("Not on bank holidays", "SA", "2026-12-20 12:00", "2027-01-02 10:00 GMT"),  # Boxing Day itself is kept, too
            ("Closed in August", "WE", "2026-07-30 12:00", "2026-09-02 10:00 BST"),
            ("Closed 24 December to 2 January", "TH", "2026-12-18 12:00", "2027-01-07 10:00 GMT"),
            ("Closed 24 December 2025 to 2 January 2026", "TH", "2026-12-18 12:00", "2026-12-24 10:00 GMT"),
            ("April to October", "SU", "2026-10-26 12:00", "2027-04-04 10:00 BST"),
            ("Term time only", "MO", "2026-12-15 12:00", "2027-01-11 10:00 GMT"),
            ("School holidays only", "MO", "2026-11-24 12:00", "2026-12-21 10:00 GMT"),
        ],
    )
    def test_move_the_next_session(self, note: str, byday: str, after: str, starts: str) -> None:
        facts = Hours("WEEKLY", byday, opens_at="10:00", closes_at="12:00", notes=note)

        session = next_session([facts], after=in_london(after), special=HERE)

        assert session
        assert wall(session.start) == starts
        assert session.is_sure

    def test_that_hang_on_terms_nobody_told_us_leave_it_unsure(self) -> None:
        facts = Hours("WEEKLY", "MO", opens_at="10:00", closes_at="12:00", description="Term time only")

        in_half_term_perhaps = next_session([facts], after=in_london("2026-10-19 09:00"), special=ENGLAND)

        assert in_half_term_perhaps
        assert not in_half_term_perhaps.is_sure
        assert not is_open_at([facts], in_london("2026-10-19 11:00"))
        assert is_open_at([facts], in_london("2026-11-23 11:00"))  # everywhere in England that is term
        assert not is_open_at([facts], in_london("2026-08-17 11:00"))  # and that is not


class TestBeingOpen:
    always = Hours("WEEKLY", EVERY_DAY, opens_at="00:00", closes_at="23:59")

    def test_all_day_and_night_has_no_gap_before_midnight(self) -> None:
        assert is_open_at([self.always], datetime(2026, 11, 23, 23, 59, 30, tzinfo=UTC))

    def test_all_day_and_night_has_no_end(self) -> None:
        spell = find_spell([self.always], datetime(2026, 11, 23, 12, tzinfo=UTC))

        assert spell
        assert spell.until is None

    def test_goes_on_where_one_session_ends_as_the_next_begins(self) -> None:
        morning, afternoon = (Hours("WEEKLY", "MO", opens_at=a, closes_at=b) for a, b in [("09:00", "13:00"), ("13:00", "17:00")])

        spell = find_spell([afternoon, morning], in_london("2026-11-23 10:00"))

        assert spell
        assert (wall(spell.since), wall(spell.until)) == ("2026-11-23 09:00 GMT", "2026-11-23 17:00 GMT")

    def test_may_end_on_the_next_day(self) -> None:
        night = Hours("WEEKLY", "SA", opens_at="22:00", closes_at="02:00")

        assert is_open_at([night], in_london("2026-11-29 01:00"))
        assert not is_open_at([night], in_london("2026-11-29 02:00"))
        assert not is_open_at([night], in_london("2026-11-28 01:00"))

    def test_begins_at_the_first_moment_and_ends_before_the_last(self) -> None:
        facts = Hours("WEEKLY", "MO", opens_at="10:00", closes_at="12:00")

        assert [is_open_at([facts], in_london(f"2026-11-23 {at}")) for at in ("09:59", "10:00", "11:59", "12:00")] == [
            *(False, True),
            *(True, False),
        ]

    def test_is_not_known_when_nobody_said_until_when(self) -> None:
        for closes in (None, "10:00"):
            assert not is_open_at([Hours("WEEKLY", "MO", opens_at="10:00", closes_at=closes)], in_london("2026-11-23 10:30"))

    def test_on_a_day_ends_with_our_knowledge(self) -> None:
        facts = Hours("WEEKLY", "MO", valid_to=date(2026, 11, 22))

        assert opens_on([facts], "mo", today=date(2026, 11, 20))
        assert not opens_on([facts], "mo", today=TODAY)

    def test_on_a_day_may_be_known_from_its_first_day_alone(self) -> None:
        assert opens_on([Hours("WEEKLY", dtstart=date(2026, 11, 2))], "mo", today=TODAY)
        assert not opens_on([Hours(dtstart=date(2026, 11, 16))], "mo", today=TODAY)


class TestWhenTheClocksChange:
    """At one in the morning of 29 March 2026 it is two; at two in the morning of 25 October 2026 it is one again."""

    @pytest.mark.parametrize(
        ("opens", "closes", "day", "starts", "ends"),
        [
            ("01:30", "04:00", date(2026, 3, 29), "2026-03-29 02:30 BST", "2026-03-29 04:00 BST"),
            ("01:30", "02:30", date(2026, 3, 29), "2026-03-29 02:30 BST", "2026-03-29 03:30 BST"),
            ("01:15", "02:10", date(2026, 3, 29), "2026-03-29 02:15 BST", "2026-03-29 03:10 BST"),
            ("00:30", "01:30", date(2026, 3, 29), "2026-03-29 00:30 GMT", "2026-03-29 02:30 BST"),
            ("22:00", "02:00", date(2026, 3, 28), "2026-03-28 22:00 GMT", "2026-03-29 02:00 BST"),
            ("00:00", "23:59", date(2026, 3, 29), "2026-03-29 00:00 GMT", "2026-03-30 00:00 BST"),
            ("01:30", "01:45", date(2026, 10, 25), "2026-10-25 01:30 BST", "2026-10-25 01:45 BST"),
            ("01:30", "02:30", date(2026, 10, 25), "2026-10-25 01:30 BST", "2026-10-25 02:30 GMT"),
            ("22:00", "02:00", date(2026, 10, 24), "2026-10-24 22:00 BST", "2026-10-25 02:00 GMT"),
            ("22:00", "01:30", date(2026, 10, 24), "2026-10-24 22:00 BST", "2026-10-25 01:30 BST"),
            ("00:00", "23:59", date(2026, 10, 25), "2026-10-25 00:00 BST", "2026-10-26 00:00 GMT"),
        ],
    )
    def test_a_session_keeps_to_the_clock_on_the_wall(self, opens: str, closes: str, day: date, starts: str, ends: str) -> None:
        facts = Hours(dtstart=day, opens_at=opens, closes_at=closes)

        session = next_session([facts], after=datetime.combine(day, time(0), tzinfo=LONDON))

        assert session
        assert (wall(session.start), wall(session.end)) == (starts, ends)

    def test_day_and_night_stays_day_and_night(self) -> None:
        always = Hours("WEEKLY", EVERY_DAY, opens_at="00:00", closes_at="23:59")

        for begin in (datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)):
            assert all(is_open_at([always], begin + timedelta(minutes=15 * n)) for n in range(24))


@pytest.mark.parametrize(
    ("text", "meant"),
    [("09:30", time(9, 30)), ("9:05", time(9, 5)), ("24:00", time(0)), ("25:00", None), ("noon", None), (None, None)],
)
def test_times_are_read_as_written(text: str | None, meant: time | None) -> None:
    assert read_time(text) == meant


@settings(max_examples=400, deadline=None)
@given(facts=hours(), moment=some.datetimes(datetime(2019, 1, 1), datetime(2029, 12, 31)))  # noqa: DTZ001 - hypothesis wants them bare
def test_it_is_open_when_the_clock_on_the_wall_says_so(facts: Hours, moment: datetime) -> None:
    facts = replace(facts, description=None)
    today = moment.date()
    assume(not (moment.month in (3, 10) and today.day > 24))  # nights on which the clocks change have tests of their own
    opens, closes = read_time(facts.opens_at), read_time(facts.closes_at)
    assert opens
    is_open = False
    if closes is not None and closes != opens:
        closes = time(0) if closes == time(23, 59) else closes
        for day in days_by_the_standard(facts, after=today - timedelta(days=1), before=today + timedelta(days=1)):
            start = datetime.combine(day, opens)  # noqa: DTZ001 - by the clock on the wall
            end = datetime.combine(day if closes > opens else day + timedelta(days=1), closes)  # noqa: DTZ001 - likewise
            is_open = is_open or start <= moment < end
    assume(not (opens == time(0) and closes == time(0) and facts.closes_at != "23:59"))

    assert is_open_at([facts], moment.replace(tzinfo=LONDON).astimezone(UTC)) == is_open


@settings(max_examples=200, deadline=None)
@given(all_hours=some.lists(hours(), max_size=4), moment=some.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)))  # noqa: DTZ001
def test_sessions_come_in_order_and_are_the_next_and_the_open_ones(all_hours: list[Hours], moment: datetime) -> None:
    now = moment.replace(tzinfo=UTC)

    sessions = list(list_sessions(all_hours, after=now, before=now + timedelta(days=60), special=HERE))

    assert [session.start for session in sessions] == sorted(session.start for session in sessions)
    assert all((session.end or session.start) > now for session in sessions)
    assert all(session.end is None or session.end > session.start for session in sessions)
    if sessions:
        assert next_session(all_hours, after=now, special=HERE) == sessions[0]
    is_open = any(session.is_sure and session.end and session.start <= now for session in sessions)
    assert is_open_at(all_hours, now, special=HERE) == is_open
