"""How a listing is joined and reached, and what it serves, in its own words."""

import pytest

from directory.areas import NATIONAL, tokens_of
from directory.ways_in import is_statutory, takes_self_referral, visits_homes


class TestSelfReferral:
    @pytest.mark.parametrize(
        "said", ["Just come.", "Ring 01632 960123.", "Your navigator can put you in touch, or you can ring us.", "Self-referral."]
    )
    def test_is_taken_where_people_can_ask_by_themselves(self, said: str) -> None:
        assert takes_self_referral(said)

    @pytest.mark.parametrize(
        "said", ["", None, "By referral from your GP only.", "Your surgery or heart nurse fills in a short form; ask us for it."]
    )
    def test_is_not_promised_otherwise(self, said: str | None) -> None:
        assert not takes_self_referral(said)


def test_those_who_come_to_your_home_are_known_from_those_who_fetch_you() -> None:
    assert visits_homes("One of our advisers comes to your home with a damp meter.")
    assert visits_homes(None, kinds={"meals-at-home"})
    assert not visits_homes("A driver comes to your door and takes you to the surgery.")
    assert not visits_homes("You are at home here.")


def test_public_bodies_are_known_by_their_legal_status() -> None:
    assert is_statutory("NHS")
    assert is_statutory("Parish Council")
    assert not is_statutory("Community group")
    assert not is_statutory(None)


class TestAreas:
    @pytest.mark.parametrize(
        ("area", "tokens"),
        [
            (("UK", None), {NATIONAL}),
            (("England", ""), {NATIONAL}),
            (("Hayle, St Erth and Gwinear", None), {"hayle", "st erth", "gwinear"}),
            (("Marazion and villages", None), {"marazion"}),
            (("Cornwall", '{"type": "Polygon"}'), {"cornwall"}),
        ],
    )
    def test_become_names_that_a_place_is_compared_with(self, area: tuple[str, str | None], tokens: set[str]) -> None:
        assert tokens_of([area]) == tokens

    def test_become_outward_codes(self) -> None:
        assert {"tr18", "tr20", "penzance"} <= tokens_of([("Penzance and villages", "TR18 TR20")])
