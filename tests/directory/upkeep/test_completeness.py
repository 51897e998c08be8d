"""The score of a listing, and what it lacks most."""

from dataclasses import fields, replace

import pytest

from directory.upkeep.completeness import POINTS, Facts, Gap, completeness_of

WHOLE = Facts(
    description="A big table, a big teapot and people who are glad you came. Somebody meets you at the door the first time, and "
    "there is a quiet corner.",
    has_kinds=True,
    has_place=True,
    has_postcode=True,
    has_current_times=True,
    says_cost=True,
    says_who_for=True,
    says_how_to_join=True,
    has_phone=True,
    has_email=True,
    access=("Ramp to the door", "Accessible toilet"),
    has_languages=True,
    has_room_said=True,
)


class TestTheScore:
    def test_of_a_listing_that_says_everything_is_a_hundred(self) -> None:
        assert completeness_of(WHOLE).score == 100
        assert completeness_of(WHOLE).gaps == ()

    def test_of_a_bare_name_is_nought(self) -> None:
        assert completeness_of(Facts()).score == 0

    @pytest.mark.parametrize("name", [field.name for field in fields(Facts)])
    def test_falls_with_each_thing_unsaid(self, name: str) -> None:
        nothing = getattr(Facts(), name)

        assert completeness_of(replace(WHOLE, **{name: nothing})).score < 100

    def test_is_shared_out_whole(self) -> None:
        assert sum(point.worth for point in POINTS) == 100
        assert {point.gap for point in POINTS} == set(Gap)


class TestTheGaps:
    def test_are_the_three_that_matter_most(self) -> None:
        assert completeness_of(Facts()).gaps == (Gap.TIMES, Gap.KINDS, Gap.PLACE)

    def test_are_named_in_the_order_of_their_worth(self) -> None:
        worths = [point.worth for point in POINTS]

        assert worths == sorted(worths, reverse=True)

    def test_ask_about_steps_and_a_toilet_one_by_one(self) -> None:
        told = replace(WHOLE, access=("Two steps at the door, with a rail",))

        assert completeness_of(told).gaps == (Gap.TOILET,)

    def test_ask_nothing_about_the_door_of_what_is_on_the_telephone(self) -> None:
        assert completeness_of(replace(WHOLE, access=None)).gaps == ()

    def test_ask_for_no_longer_description_while_there_is_none(self) -> None:
        assert completeness_of(replace(WHOLE, description="")).gaps == (Gap.DESCRIPTION,)
        assert completeness_of(replace(WHOLE, description="Tea.")).gaps == (Gap.LONGER_DESCRIPTION,)
