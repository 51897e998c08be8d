"""Quiet hours: five years of half hours, both clock changes, Sundays, bank holidays, and what one person likes."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.times.special_days import ENGLAND
from messaging.sending.preferred_times import ANY_TIME, PreferredTimes, PreferredTimesWrong, read_times
from messaging.sending.quiet_hours import DecentHours, moment_before, moment_for
from navigator.times import LONDON

HALF_HOUR = timedelta(minutes=30)
USUAL = DecentHours()
STRICT = DecentHours(sundays=False, bank_holidays=False, is_bank_holiday=ENGLAND.is_kept_as_bank_holiday)
MORNINGS = PreferredTimes(time(9), time(12))
NOT_FRIDAYS = PreferredTimes(not_on=frozenset({4}))


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


class TestNight:
    @pytest.mark.parametrize(
        ("moment", "goes"),
        [
            ("2026-11-23 10:00", "2026-11-23 10:00"),
            ("2026-11-23 08:59", "2026-11-23 09:00"),
            ("2026-11-23 20:00", "2026-11-24 09:00"),
            ("2026-11-23 23:30", "2026-11-24 09:00"),
            ("2026-11-23 03:00", "2026-11-23 09:00"),
            ("2026-03-28 22:00", "2026-03-29 09:00"),  # the clocks go forward that night
            ("2026-10-24 22:00", "2026-10-25 09:00"),  # and back
            ("2028-02-28 22:00", "2028-02-29 09:00"),
        ],
    )
    def test_ends_at_nine_by_the_clocks_here(self, moment: str, goes: str) -> None:
        assert USUAL.next_allowed(london(moment)) == london(goes)

    @pytest.mark.parametrize("hours", [USUAL, STRICT, STRICT.kept_to(MORNINGS), USUAL.kept_to(NOT_FRIDAYS)])
    def test_is_never_broken_in_five_years_of_half_hours(self, hours: DecentHours) -> None:
        """Told by the reader's clock and calendar alone: every half hour from 2026 to 2030, both ways."""
        moment, wrong = datetime(2026, 1, 1, tzinfo=UTC), []
        shut = {day for day in map(date.fromordinal, range(*_five_years())) if _is_shut(hours, day)}

        while moment.year < 2031:
            later, earlier = hours.next_allowed(moment), hours.last_allowed(moment)
            here = moment.astimezone(LONDON)
            is_decent = hours.opens <= here.time() < hours.closes and here.date() not in shut
            if is_decent != (later == moment) or is_decent != (earlier == moment) or not earlier <= moment <= later:
                wrong.append(moment)
            for chosen in (later.astimezone(LONDON), earlier.astimezone(LONDON)):
                if not hours.opens <= chosen.time() < hours.closes or chosen.date() in shut:
                    wrong.append(moment)
            moment += HALF_HOUR

        assert wrong == []

    def test_no_decent_half_hour_is_passed_over(self) -> None:
        """`next_allowed` gives the first of them: nothing decent lies between a moment and its answer."""
        moment = datetime(2026, 3, 1, tzinfo=UTC)
        half_hours = [moment + HALF_HOUR * n for n in range(48 * 300)]  # both clock changes, Easter, and the bank holidays
        decent = [half_hour for half_hour in half_hours if STRICT.allow(half_hour)]

        for one, following in pairwise(decent):
            assert STRICT.next_allowed(one + timedelta(minutes=1)) in (one + timedelta(minutes=1), following)

    @pytest.mark.parametrize(
        ("meant", "goes"),
        [
            ("2026-11-23 18:00", "2026-11-23 18:00"),
            ("2026-11-22 18:00", "2026-11-21 18:00"),  # a Sunday: Saturday evening instead
            ("2026-04-06 18:00", "2026-04-04 18:00"),  # Easter Monday, the Sunday before it: Saturday
            ("2026-11-23 23:00", "2026-11-23 19:00"),
            ("2026-11-23 06:00", "2026-11-21 19:00"),
            ("2028-12-26 10:00", "2028-12-23 10:00"),
        ],
    )
    def test_what_is_of_no_use_later_comes_earlier(self, meant: str, goes: str) -> None:
        assert STRICT.last_allowed(london(meant)) == london(goes)


class TestSundaysAndBankHolidays:
    @pytest.mark.parametrize(
        ("moment", "goes"),
        [
            ("2026-11-22 10:00", "2026-11-23 09:00"),  # a Sunday
            ("2026-12-25 10:00", "2026-12-29 09:00"),  # Friday 25, Saturday 26, Sunday, the substitute Monday
            ("2026-04-02 21:00", "2026-04-04 09:00"),  # Good Friday is passed over; the Saturday is not
            ("2026-04-04 21:00", "2026-04-07 09:00"),  # Easter
        ],
    )
    def test_are_passed_over_when_the_locality_says_so(self, moment: str, goes: str) -> None:
        assert STRICT.next_allowed(london(moment)) == london(goes)
        assert USUAL.next_allowed(london(moment)) <= london(goes)

    def test_the_calendar_is_not_asked_when_it_does_not_matter(self) -> None:
        def explode(_: date) -> bool:
            raise AssertionError("nobody should ask")

        assert DecentHours(is_bank_holiday=explode).allow(london("2026-12-25 10:00"))


class TestWhatOnePersonLikes:
    @pytest.mark.parametrize(
        ("times", "moment", "goes"),
        [
            (MORNINGS, "2026-11-23 15:00", "2026-11-24 09:00"),
            (MORNINGS, "2026-11-23 11:59", "2026-11-23 11:59"),
            (NOT_FRIDAYS, "2026-11-27 10:00", "2026-11-28 09:00"),
            (PreferredTimes(time(17), time(20), frozenset({4})), "2026-11-26 20:00", "2026-11-28 17:00"),
        ],
    )
    def test_is_waited_for(self, times: PreferredTimes, moment: str, goes: str) -> None:
        assert moment_for(USUAL, london(moment), times=times) == london(goes)

    def test_gives_way_to_what_would_be_of_no_use_by_then(self) -> None:
        appointment = london("2026-11-24 09:00")

        assert moment_for(USUAL, london("2026-11-23 18:00"), times=MORNINGS, before=appointment) == london("2026-11-23 18:00")

    def test_does_not_break_the_night_even_then(self) -> None:
        assert moment_for(USUAL, london("2026-11-23 22:00"), times=MORNINGS, before=london("2026-11-24 08:00")) == london(
            "2026-11-24 09:00"
        )

    def test_brings_a_reminder_forward_rather_than_back(self) -> None:
        assert moment_before(USUAL, london("2026-11-23 18:00"), times=MORNINGS) == london("2026-11-23 11:00")
        assert moment_before(USUAL, london("2026-11-27 18:00"), times=NOT_FRIDAYS) == london("2026-11-26 18:00")

    def test_is_not_heeded_where_nothing_would_be_left(self) -> None:
        nights = PreferredTimes(time(21), time(23))
        only_sundays = PreferredTimes(not_on=frozenset(range(6)))

        assert USUAL.kept_to(nights) == USUAL
        assert STRICT.kept_to(only_sundays).next_allowed(london("2026-11-23 10:00")) == london("2026-11-23 10:00")
        assert USUAL.kept_to(only_sundays).next_allowed(london("2026-11-23 10:00")) == london("2026-11-29 09:00")

    @pytest.mark.parametrize("times", [ANY_TIME, MORNINGS, NOT_FRIDAYS, PreferredTimes(time(10), time(13), frozenset({0, 6}))])
    def test_is_read_as_it_was_written(self, times: PreferredTimes) -> None:
        assert read_times(times.write()) == times

    def test_that_nobody_wrote_is_refused(self) -> None:
        with pytest.raises(PreferredTimesWrong):
            read_times("whenever")


clocks = st.times(min_value=time(6), max_value=time(21)).map(lambda clock: clock.replace(second=0, microsecond=0))
half_hours_of_eight_years = st.integers(0, 8 * 366 * 48).map(lambda n: datetime(2024, 1, 1, tzinfo=UTC) + n * HALF_HOUR)
wishes = st.builds(
    PreferredTimes,
    opens=st.just(time(10)),
    closes=st.sampled_from([time(11), time(15)]),
    not_on=st.frozensets(st.integers(0, 6), max_size=7),
)


class TestProperties:
    @settings(max_examples=400, deadline=None)
    @given(half_hours_of_eight_years, clocks, st.integers(1, 16), st.booleans(), st.booleans(), wishes)
    def test_the_next_is_allowed_and_never_earlier_the_last_allowed_and_never_later(
        self, moment: datetime, opens: time, hours: int, sundays: bool, holidays: bool, times: PreferredTimes
    ) -> None:
        closes = min(time(22), time(min(opens.hour + hours, 22), opens.minute))
        kept = DecentHours(
            opens, closes, sundays=sundays, bank_holidays=holidays, is_bank_holiday=ENGLAND.is_kept_as_bank_holiday
        ).kept_to(times)

        later, earlier = kept.next_allowed(moment), kept.last_allowed(moment)

        assert kept.allow(later)
        assert kept.allow(earlier)
        assert earlier <= moment <= later
        assert kept.next_allowed(later) == later
        assert kept.allow(kept.next_day(moment))
        assert kept.next_day(moment).astimezone(LONDON).date() > moment.astimezone(LONDON).date()


def _five_years() -> tuple[int, int]:
    return date(2025, 12, 1).toordinal(), date(2031, 2, 1).toordinal()


def _is_shut(hours: DecentHours, day: date) -> bool:
    by_week = day.weekday() in hours.not_on or (day.weekday() == 6 and not hours.sundays)
    return by_week or (not hours.bank_holidays and ENGLAND.is_kept_as_bank_holiday(day))


class TestElsewhere:
    def test_the_clock_is_that_of_the_zone(self) -> None:
        warsaw = DecentHours(zone=ZoneInfo("Europe/Warsaw"))

        assert warsaw.allow(london("2026-11-23 08:30"))
        assert not warsaw.allow(london("2026-11-23 19:30"))
