"""What is shared is what was ticked."""

import pytest

from navigator.referrals.sharing import (
    NothingToCallThemBy,
    SharedPart,
    choose,
    describe,
    fingerprint,
    read,
    ticked_at_first,
    write,
)
from navigator.steps.models import Step
from tests.cast import Cast


class TestSharing:
    def test_knows_the_words_of_every_part_there_is(self, cast: Cast, step: Step) -> None:
        known = describe(person=cast.amina, step=step, matters="Somebody to talk to")

        assert known == {
            SharedPart.NAME: "Amina Hussain",
            SharedPart.MOBILE: "07700 900123",
            SharedPart.LANGUAGE: "Urdu",
            SharedPart.MATTERS: "Somebody to talk to",
            SharedPart.STEP: "Go to one tea afternoon",
            SharedPart.BIRTH_DATE: "27 March 1948",
        }

    def test_begins_with_the_name_and_one_way_to_reach_them(self, cast: Cast) -> None:
        known = describe(person=cast.amina, step=None, matters="")

        assert ticked_at_first(known) == [SharedPart.NAME, SharedPart.MOBILE]

    def test_shares_nothing_that_was_not_ticked(self, cast: Cast, step: Step) -> None:
        known = describe(person=cast.amina, step=step, matters="Somebody to talk to")

        assert choose(known, ["step", "name"]) == {SharedPart.NAME: "Amina Hussain", SharedPart.STEP: "Go to one tea afternoon"}

    def test_passes_over_a_tick_for_what_we_do_not_know(self, cast: Cast) -> None:
        known = describe(person=cast.amina, step=None, matters="")

        assert choose(known, ["name", "email", "nonsense"]) == {SharedPart.NAME: "Amina Hussain"}

    def test_needs_a_name(self, cast: Cast) -> None:
        with pytest.raises(NothingToCallThemBy):
            choose(describe(person=cast.amina, step=None, matters=""), ["mobile"])

    def test_is_kept_as_it_was(self) -> None:
        shared = {SharedPart.NAME: "آمنہ", SharedPart.STEP: "چائے"}

        assert read(write(shared)) == shared

    def test_has_another_fingerprint_for_other_words(self) -> None:
        shared = {SharedPart.NAME: "Amina"}

        assert fingerprint(shared, "tea") != fingerprint(shared, "walks") != fingerprint({}, "walks")
