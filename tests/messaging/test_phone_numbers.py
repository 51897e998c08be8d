import pytest

from messaging.phone_numbers import PhoneNumberWrong, Wrong, parse_mobile, pretty


class TestMobile:
    @pytest.mark.parametrize(
        "typed",
        [
            "07700900123",
            "07700 900 123",
            " 07700-900-123 ",
            "(07700) 900.123",
            "+44 (0)7700-900123",
            "+44 07700 900123",
            "00447700900123",
            "447700900123",
            "7700900123",
            "٠٧٧٠٠٩٠٠١٢٣",
            "۰۷۷۰۰ ۹۰۰۱۲۳",
            "০৭৭০০ ৯০০১২৩",
            "０７７００ ９００１２３",
            "07700\u00a0900\u202f123",
            "\u202a+447700900123\u202c",
            "07700–900–123",
            "Mobile: 07700 900123",
        ],
    )
    def test_is_read_however_it_is_typed(self, typed: str) -> None:
        assert parse_mobile(typed, allows_test_numbers=True) == "+447700900123"

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("", Wrong.EMPTY),
            (" \u00a0", Wrong.EMPTY),
            ("07700 9OO123", Wrong.LETTERS),
            ("ask my daughter", Wrong.LETTERS),
            ("0770090012", Wrong.TOO_SHORT),
            ("07", Wrong.TOO_SHORT),
            ("077009001234", Wrong.TOO_LONG),
            ("01632 960101", Wrong.LANDLINE),
            ("020 7946 0000", Wrong.LANDLINE),
            ("0161 234 5678", Wrong.LANDLINE),
            ("0800 123 4567", Wrong.NOT_MOBILE),
            ("0000000000", Wrong.IMPOSSIBLE),
        ],
    )
    def test_is_refused_with_what_is_wrong(self, typed: str, code: Wrong) -> None:
        with pytest.raises(PhoneNumberWrong) as wrong:
            parse_mobile(typed, allows_test_numbers=True)

        assert wrong.value.code is code

    def test_of_drama_is_refused_where_real_people_are_texted(self) -> None:
        with pytest.raises(PhoneNumberWrong) as wrong:
            parse_mobile("07700 900123", allows_test_numbers=False)

        assert wrong.value.code is Wrong.TEST_NUMBER

    def test_of_another_country_is_read(self) -> None:
        assert parse_mobile("+48 512 345 678", allows_test_numbers=False) == "+48512345678"

    @pytest.mark.parametrize(("number", "written"), [("+447700900123", "07700 900123"), ("+48512345678", "+48 512 345 678")])
    def test_is_written_as_people_here_write_it(self, number: str, written: str) -> None:
        assert pretty(number) == written
