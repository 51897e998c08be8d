import json
from datetime import date
from pathlib import Path

import pytest

from directory.importing.calendar_files import CalendarUnreadable, read_bank_holidays, read_terms
from directory.times.opening_hours import Term


def a_file(folder: Path, text: str | bytes, name: str = "days.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def as_gov_uk(*events: object) -> str:
    return json.dumps(
        {"england-and-wales": {"division": "england-and-wales", "events": list(events)}, "scotland": {"events": []}}
    )


class TestBankHolidays:
    def test_come_from_the_json_of_gov_uk(self, tmp_path: Path) -> None:
        text = as_gov_uk(
            {"title": "Boxing Day", "date": "2026-12-28", "notes": "Substitute day", "bunting": True},
            {"title": "Christmas Day", "date": "2026-12-25", "notes": "", "bunting": True},
        )

        assert dict(read_bank_holidays(a_file(tmp_path, text))) == {
            date(2026, 12, 25): "Christmas Day",
            date(2026, 12, 28): "Boxing Day (substitute day)",
        }

    def test_come_from_a_table_with_days_as_people_write_them(self, tmp_path: Path) -> None:
        text = "\ufeffDay,Name\r\n25/12/2026,Christmas Day\r\n,\r\n1 January 2027,\r\n"

        assert read_bank_holidays(a_file(tmp_path, text)) == {
            date(2026, 12, 25): "Christmas Day",
            date(2027, 1, 1): "Bank holiday",
        }

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("", "days.csv has no column day"),
            ("day,name\n", "days.csv has no bank holiday"),
            ("date,name\n2026-12-25,Christmas\n", "days.csv has no column day"),
            ("day,name\n2026-12-25,Christmas\nsoon,Easter\n", 'days.csv line 3: day is "soon", which is no date such as'),
            ("day,name\n2026-02-30,Odd\n", 'line 2: day is "2026-02-30"'),
            ("day,name\n25/12/26,Odd\n", 'line 2: day is "25/12/26"'),
            ("day,name\n0026-12-25,Odd\n", "the year 26 cannot be meant"),
            ("day,name\n2026-12-25,A\n2026-12-25,B\n", "line 3: 2026-12-25 stands twice"),
            (b"day,name\n2026-12-25,No\xeb l\n", "is not text in UTF-8"),
            ("{", "is no whole JSON"),
            ("[" * 100_000, "is no whole JSON"),
            ("{}", 'has no "england-and-wales"'),
            ("[]", 'has no "england-and-wales"'),
            ('{"england-and-wales": {"events": {"a": 1}}}', '"events" should be a list'),
            (as_gov_uk({"title": "Odd"}), "event 1: day"),
            (as_gov_uk({"title": "Odd", "date": 20261225}), "event 1: day"),
            ("day,name\n" + "2026-12-25,x\n" * 100_000, "too long to be a calendar"),
        ],
    )
    def test_that_are_not_right_are_refused_whole(self, tmp_path: Path, text: str | bytes, complaint: str) -> None:
        with pytest.raises(CalendarUnreadable) as refused:
            read_bank_holidays(a_file(tmp_path, text))

        assert complaint in str(refused.value)
        assert "\n" not in str(refused.value)


class TestTerms:
    def test_come_in_order(self, tmp_path: Path) -> None:
        text = "first_day,last_day,name\n2026-11-02,2026-12-18,After half-term\n03/09/2026,23/10/2026,Autumn\n"

        assert read_terms(a_file(tmp_path, text)) == [
            Term(date(2026, 9, 3), date(2026, 10, 23), "Autumn"),
            Term(date(2026, 11, 2), date(2026, 12, 18), "After half-term"),
        ]

    def test_of_the_demonstration_are_right(self) -> None:
        terms = read_terms(Path(__file__).parents[3] / "seed_services" / "term_dates.csv")

        assert all(term.first_day.weekday() < 5 and term.last_day.weekday() < 5 for term in terms)

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("first_day,name\n2026-09-03,x\n", "has no column last_day"),
            ("first_day,last_day\n", "has no term"),
            ("first_day,last_day\n2026-10-23,2026-09-03\n", "line 2: last_day 2026-09-03 is before first_day 2026-10-23"),
            ("first_day,last_day\n2026-09-03,\n", "line 2: last_day"),
            ("first_day,last_day\n2026-09-03,2026-10-23\n2026-10-20,2026-12-18\n", "begin before those until 2026-10-23 end"),
        ],
    )
    def test_that_are_not_right_are_refused_whole(self, tmp_path: Path, text: str, complaint: str) -> None:
        with pytest.raises(CalendarUnreadable) as refused:
            read_terms(a_file(tmp_path, text))

        assert complaint in str(refused.value)
