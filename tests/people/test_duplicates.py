"""Who is likely the same person, and who is not."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event

from navigator.db import db
from navigator.people import queries
from navigator.people.duplicates import Particulars, Why, compare
from navigator.people.models import Staff
from tests.cast import Cast, make_person

AMINA = Particulars("Amina", "Hussain", date(1948, 3, 27), "+447700900123")
BORN = date(1948, 3, 27)


class TestTwoRecords:
    @pytest.mark.parametrize(
        ("other", "why"),
        [
            (Particulars("AMINA", "Hussain", BORN, None), Why.SAME_NAME),
            (Particulars("Ameena", "Hussein", BORN, None), Why.LIKE_NAME),
            (Particulars("Hussain", "Amina", BORN, None), Why.SWAPPED_NAME),
            (Particulars("Amina", "Hussain-Begum", BORN, None), Why.SAME_BIRTH_DATE),
            (Particulars("Amina", "Husain", date(1984, 3, 27), None), Why.NEAR_BIRTH_DATE),
            (Particulars("Amina", "Hussain", date(1960, 1, 1), "+447700900123"), Why.SAME_MOBILE),
            (Particulars("Mrs", "Unknown", BORN, "+447700900123"), Why.SAME_MOBILE),
        ],
    )
    def test_are_likely_one_person(self, other: Particulars, why: Why) -> None:
        reasons, score = compare(AMINA, other)

        assert why in reasons
        assert score > 0

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (("William", "Rowe"), ("Bill", "Rowe")),
            (("Margaret", "Tregenza"), ("Peggy", "Tregenza")),
            (("Małgorzata", "Wójcik"), ("Gosia", "Wojcik")),
            (("Mohammed", "Ali"), ("Muhammad", "Ali")),
            (("Séan", "O’Brien"), ("Sean", "OBrien")),
            (("Mary Ann", "Carter-Rowe"), ("Mary", "Carter Rowe")),
        ],
    )
    def test_may_be_written_in_many_ways(self, one: tuple[str, str], other: tuple[str, str]) -> None:
        reasons, _ = compare(Particulars(*one, BORN, None), Particulars(*other, BORN, None))

        assert Why.SAME_BIRTH_DATE in reasons

    def test_with_day_and_month_the_other_way_round_are_noticed(self) -> None:
        reasons, _ = compare(
            Particulars("Joe", "Rowe", date(1950, 4, 9), None), Particulars("Joe", "Rowe", date(1950, 9, 4), None)
        )

        assert Why.SWAPPED_BIRTH_DATE in reasons

    @pytest.mark.parametrize(
        "other",
        [
            Particulars("Yusuf", "Hussain", date(1945, 6, 2), "+447700900123"),  # her husband, on the same phone
            Particulars("Amina", "Hussain", date(1991, 12, 8), None),  # a namesake
            Particulars("Dorota", "Nowak", BORN, None),  # born on the same day
        ],
    )
    def test_may_be_two_people(self, other: Particulars) -> None:
        assert compare(AMINA, other) == ((), 0.0)


class TestLookingForDuplicates:
    def test_puts_the_likeliest_first(self, cast: Cast, now: datetime) -> None:
        make_person(navigator=cast.ben, now=now, given_name="Ameena", family_name="Hussein", mobile=None)

        found = queries.list_probable_duplicates(
            given_name="Amina", family_name="Hussain", birth_date=BORN, mobile="+447700900123"
        )

        assert [duplicate.person.given_name for duplicate in found] == ["Amina", "Ameena"]

    def test_does_not_find_the_person_being_corrected(self, cast: Cast) -> None:
        found = queries.list_probable_duplicates(
            given_name="Amina", family_name="Hussain", birth_date=BORN, mobile=None, except_id=cast.amina.id
        )

        assert found == []

    def test_asks_the_database_as_often_for_many_as_for_one(self, cast: Cast, now: datetime) -> None:
        ben_id, few = cast.ben.id, self.count_queries()
        ben = db.session.get_one(Staff, ben_id)
        for number in range(40):
            make_person(navigator=ben, now=now, given_name=f"Amina{number}", birth_date=BORN + timedelta(days=number % 3))
        db.session.commit()

        assert self.count_queries() == few

    def count_queries(self) -> int:
        asked: list[str] = []

        def note(*details: object) -> None:
            asked.append(str(details[2]))

        db.session.remove()
        event.listen(db.engine, "before_cursor_execute", note)
        queries.list_probable_duplicates(given_name="Amina", family_name="Hussain", birth_date=BORN, mobile="+447700900123")
        event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)
