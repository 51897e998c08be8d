from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from directory.times.opening_hours import ENGLAND, Hours, Term, in_short, in_words, list_lines, now_in_words
from directory.times.special_days import special_days_of
from messaging.wording.segments import Encoding, count
from navigator.times import LONDON
from tests.directory.times.some_hours import hours
from translations.locales import LANGUAGES, words

TODAY = date(2026, 11, 23)  # a Monday


def say(*all_hours: Hours) -> list[str]:
    return [line.text for line in list_lines(all_hours, words=words("en"), code="en", today=TODAY)]


def short(*all_hours: Hours, code: str = "en") -> str:
    return in_short(all_hours, words=words(code), code=code, today=TODAY)


class TestHours:
    @pytest.mark.parametrize(
        ("facts", "said", "in_few_letters"),
        [
            (
                Hours("WEEKLY", "MO,TH", opens_at="10:00", closes_at="12:00"),
                "Mondays and Thursdays, 10am to noon",
                "Mon+Thu 10-12",
            ),
            (Hours("WEEKLY", "TU", opens_at="09:30", closes_at="11:00"), "Tuesdays, 9:30am to 11am", "Tue 9:30-11"),
            (Hours("WEEKLY", "TU", opens_at="06:30", closes_at="07:00"), "Tuesdays, 6:30am to 7am", "Tue 6:30am-7am"),
            (Hours("WEEKLY", "TU", opens_at="14:00", closes_at="16:00"), "Tuesdays, 2pm to 4pm", "Tue 2-4pm"),
            (Hours("WEEKLY", "TU", opens_at="12:00", closes_at="13:30"), "Tuesdays, noon to 1:30pm", "Tue 12-1:30pm"),
            (
                Hours("WEEKLY", "MO,TU,WE,TH,FR", opens_at="09:00", closes_at="17:00"),
                "Monday to Friday, 9am to 5pm",
                "Mon-Fri 9am-5pm",
            ),
            (
                Hours("WEEKLY", "MO,TU,WE,TH,FR,SA,SU", opens_at="08:00", closes_at="20:00"),
                "Every day, 8am to 8pm",
                "daily 8am-8pm",
            ),
            (
                Hours("MONTHLY", "1SA", opens_at="14:00", closes_at="16:00"),
                "The first Saturday of the month, 2pm to 4pm",
                "1st Sat 2-4pm",
            ),
            (Hours("MONTHLY", "-1FR"), "The last Friday of the month", "last Fri"),
            (Hours("MONTHLY", "2SU,4SU"), "The second and fourth Sunday of the month", "2nd Sun+4th Sun"),
            (Hours("MONTHLY", "1MO,3TH"), "The first Monday of the month and the third Thursday of the month", "1st Mon+3rd Thu"),
            (Hours("MONTHLY", bymonthday="15"), "Day 15 of the month", "day 15"),
            (Hours("MONTHLY", bymonthday="-1"), "The last day of the month", "end of month"),
            (
                Hours("MONTHLY", "1SA", 2, dtstart=date(2026, 1, 3)),
                "The first Saturday of the month, every other month",
                "1st Sat every 2 mths",
            ),
            (Hours("WEEKLY", "TU", 2, dtstart=date(2026, 1, 6)), "Every other Tuesday", "Tue every 2 wks"),
            (Hours("WEEKLY", "TU", 3, dtstart=date(2026, 1, 6)), "Every 3 weeks: Tuesday", "Tue every 3 wks"),
            (
                Hours("WEEKLY", "MO,TU,WE,TH,FR,SA,SU", opens_at="00:00", closes_at="23:59"),
                "Every day, all day and night",
                "daily 24 hours",
            ),
            (Hours("WEEKLY", "SA", opens_at="22:00", closes_at="02:00"), "Saturdays, 10pm to 2am", "Sat 10pm-2am"),
            (Hours("WEEKLY", "SA", opens_at="17:00", closes_at="23:59"), "Saturdays, 5pm to midnight", "Sat 5pm-midnight"),
            (Hours("WEEKLY", "MO", opens_at="10:00"), "Mondays, from 10am", "Mon from 10am"),
            (Hours("WEEKLY", "MO", valid_from=date(2027, 1, 4)), "Mondays, from 4 January 2027", "Mon from 4 Jan"),
            (Hours("WEEKLY", "MO", until=date(2026, 12, 14)), "Mondays, until 14 December", "Mon to 14 Dec"),
            (Hours("WEEKLY", "SA", count=4, dtstart=date(2026, 11, 14)), "Saturdays, until 5 December", "Sat to 5 Dec"),
            (Hours("WEEKLY", "MO", valid_to=date(2027, 3, 31)), "Mondays (we know these times until 31 March 2027)", "Mon"),
            (Hours(dtstart=date(2026, 12, 5), opens_at="10:00"), "Saturday 5 December, from 10am", "Sat 5 Dec from 10am"),
            (Hours("WEEKLY", "TH", byweekno="1,20"), "Some weeks: Thursday", "some days"),
            (Hours(description="By appointment"), "", ""),
        ],
    )
    def test_are_as_people_say_them(self, facts: Hours, said: str, in_few_letters: str) -> None:
        assert in_words(facts, words=words("en"), code="en", today=TODAY).text == said
        assert short(facts) == in_few_letters

    @pytest.mark.parametrize(
        ("note", "said", "in_few_letters"),
        [
            ("Not on bank holidays", "Mondays and Thursdays, 10am to noon, not bank holidays", "Mon+Thu 10-12 not bank hols"),
            ("Term time only", "Mondays and Thursdays, 10am to noon, in term time", "Mon+Thu 10-12 term time"),
            ("School holidays only", "Mondays and Thursdays, 10am to noon, in the school holidays", "Mon+Thu 10-12 school hols"),
            ("Closed in August", "Mondays and Thursdays, 10am to noon, not in August", "Mon+Thu 10-12 not in Aug"),
            ("April to October", "Mondays and Thursdays, 10am to noon, from April to October", "Mon+Thu 10-12 Apr-Oct"),
            (
                "Closed 24 December to 2 January",
                "Mondays and Thursdays, 10am to noon, closed from 24 December to 2 January",
                "Mon+Thu 10-12 (ask first)",
            ),
        ],
    )
    def test_say_what_is_left_out_in_the_reader_s_words_and_not_twice(self, note: str, said: str, in_few_letters: str) -> None:
        facts = Hours("WEEKLY", "MO,TH", opens_at="10:00", closes_at="12:00", description=note)

        line = in_words(facts, words=words("en"), code="en", today=TODAY)

        assert (line.text, line.note) == (said, "")
        assert short(facts) == in_few_letters

    def test_keep_what_the_listing_adds(self) -> None:
        facts = Hours("WEEKLY", "MO", description="Term time only. Bring a cup. ", notes="Ring the bell")

        line = in_words(facts, words=words("en"), code="en", today=TODAY)

        assert (line.text, line.note) == ("Mondays, in term time", "Bring a cup. Ring the bell")

    def test_of_several_sessions_a_day_are_one_line(self) -> None:
        morning = Hours("WEEKLY", "MO", opens_at="10:00", closes_at="12:00")

        assert say(replace(morning, opens_at="14:00", closes_at="16:00"), morning) == ["Mondays, 10am to noon and 2pm to 4pm"]
        assert short(replace(morning, opens_at="14:00", closes_at="16:00"), morning) == "Mon 10-12+2-4pm"

    def test_of_several_days_alike_are_one_line_in_the_order_of_the_week(self) -> None:
        days = [Hours("WEEKLY", day, opens_at="09:00", closes_at="17:00") for day in ("FR", "MO", "TU", "WE", "TH")]

        assert say(Hours("WEEKLY", "SU", opens_at="10:00", closes_at="12:00"), *days) == [
            "Monday to Friday, 9am to 5pm",
            "Sundays, 10am to noon",
        ]

    def test_that_are_old_are_left_out_where_there_are_newer_ones(self) -> None:
        old = Hours("WEEKLY", "MO", valid_to=date(2026, 10, 1))
        over = Hours("WEEKLY", "WE", until=date(2026, 10, 1))

        assert say(old, over, Hours("WEEKLY", "TU", valid_from=date(2026, 10, 2))) == ["Tuesdays"]
        assert short(old, over) == ""

    def test_that_are_old_say_so_and_that_have_ended_say_so(self) -> None:
        old, over = list_lines(
            [Hours("WEEKLY", "MO", valid_to=date(2026, 10, 1)), Hours("WEEKLY", "WE", until=date(2026, 10, 1))],
            words=words("en"),
            code="en",
            today=TODAY,
        )

        assert (old.text, old.is_out_of_date, old.has_ended) == ("Mondays", True, False)
        assert (over.text, over.is_out_of_date, over.has_ended) == ("Wednesdays, until 1 October", False, True)

    @settings(max_examples=200, deadline=None)
    @given(all_hours=some.lists(hours(), min_size=1, max_size=4))
    def test_however_odd_can_be_said_in_every_language(self, all_hours: list[Hours]) -> None:
        for code in LANGUAGES:
            lines = list_lines(all_hours, words=words(code), code=code, today=TODAY)
            assert lines
            assert all("%(" not in line.text for line in lines)
            assert "%(" not in short(*all_hours, code=code)
        assert count(short(*all_hours)).encoding is Encoding.GSM_7


class TestNow:
    tuesdays = Hours("WEEKLY", "TU", opens_at="14:00", closes_at="16:00")

    def now(self, said: str, *all_hours: Hours, terms: list[Term] | None = None) -> list[str]:
        moment = datetime.fromisoformat(said).replace(tzinfo=LONDON).astimezone(UTC)
        special = special_days_of(bank_holidays_here={}, terms=terms) if terms else ENGLAND
        return now_in_words(all_hours, now=moment, words=words("en"), code="en", special=special)

    @pytest.mark.parametrize(
        ("at", "said"),
        [
            ("2026-11-24 15:00", "Open now until 4pm"),
            ("2026-11-24 16:00", "Next: Tuesday 1 December, 2pm"),
            ("2026-11-24 08:00", "Next: today, 2pm"),
            ("2026-11-23 23:00", "Next: tomorrow, 2pm"),
        ],
    )
    def test_is_open_or_next(self, at: str, said: str) -> None:
        assert self.now(at, self.tuesdays) == [said]

    def test_is_day_and_night(self) -> None:
        always = Hours("WEEKLY", "MO,TU,WE,TH,FR,SA,SU", opens_at="00:00", closes_at="23:59")

        assert self.now("2026-11-23 03:00", always) == ["Open now, all day and night"]

    def test_warns_of_a_bank_holiday_of_which_the_listing_says_nothing(self) -> None:
        mondays = replace(self.tuesdays, byday="MO")

        assert self.now("2026-08-25 12:00", mondays) == [
            "Next: Monday 31 August, 2pm",
            "That day is a bank holiday: please ask before you go.",
        ]
        assert self.now("2026-08-25 12:00", replace(mondays, notes="Open on bank holidays")) == ["Next: Monday 31 August, 2pm"]
        assert self.now("2026-08-25 12:00", replace(mondays, notes="Not bank holidays")) == ["Next: Monday 7 September, 2pm"]

    def test_says_that_term_dates_are_not_known(self) -> None:
        in_term = replace(self.tuesdays, notes="Term time only")

        said = self.now("2026-10-19 12:00", in_term)

        assert said[0] == "Next: tomorrow, 2pm"
        assert "we do not know their dates here" in said[1]
        assert self.now("2026-10-19 12:00", in_term, terms=[Term(date(2026, 9, 3), date(2026, 10, 23))]) == [
            "Next: tomorrow, 2pm"
        ]

    def test_is_nothing_when_we_cannot_tell(self) -> None:
        assert self.now("2026-11-23 12:00", Hours("WEEKLY", "TU", 2, opens_at="10:00")) == []
