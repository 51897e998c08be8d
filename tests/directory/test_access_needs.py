"""What a place says of getting in is recognised, however it says it."""

import pytest

from directory.access_needs import codes_in, names_of_access
from translations.locales import words


class TestAccessNeeds:
    @pytest.mark.parametrize(
        ("said", "codes"),
        [
            ("Step-free from the street", {"step-free"}),
            ("There are no steps", {"step-free"}),
            ("Level access, ramped at the back", {"step-free"}),
            ("Changing Places toilet", {"changing-places", "accessible-toilet"}),
            ("Switch your hearing aid to T: there is an induction loop", {"hearing-loop"}),
            ("Room for prams", {"pushchairs"}),
            ("One step at the door", set()),
        ],
    )
    def test_are_heard_in_a_places_own_words(self, said: str, codes: set[str]) -> None:
        assert codes_in([said]) == codes

    @pytest.mark.parametrize("said", ["No lift", "Sorry, there is no parking", "It has not got a hearing loop"])
    def test_are_not_heard_where_it_says_there_is_none(self, said: str) -> None:
        assert codes_in([said]) == set()

    def test_have_a_name_each(self) -> None:
        english = words("en")

        assert all(codes_in([name]) >= {code} for code, name in names_of_access(english).items())
