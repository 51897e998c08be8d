"""Whom a listing says it is for is recognised, and nobody is promised what it does not say."""

import pytest

from directory.circumstances import codes_in, codes_of, names_of_circumstances
from translations.locales import words


class TestCircumstances:
    @pytest.mark.parametrize(
        ("said", "codes"),
        [
            ("Unpaid carers anywhere in Cornwall.", {"carers"}),
            ("For anyone who looks after a relative, friend or neighbour without being paid.", {"carers"}),
            ("Adults with a learning disability or autism.", {"learning-disability", "autism"}),
            ("People with memory loss and those who care for them.", {"carers", "dementia"}),
            ("Parents and parents-to-be in St Ives.", {"parents", "pregnant"}),
            ("Men over 18.", {"men"}),
            ("Women of any faith or none.", {"women"}),
            ("For anyone with NHS hearing aids.", {"deaf"}),
            ("Anyone worried about money they owe.", {"debt"}),
            ("New arrivals from other countries and their neighbours.", {"refugees"}),
            ("Adults with nowhere to sleep.", {"homeless"}),
        ],
    )
    def test_are_heard_in_a_listings_own_words(self, said: str, codes: set[str]) -> None:
        assert codes_in(said) == codes

    @pytest.mark.parametrize(
        "said",
        [
            "Women, men and non-binary people over 16.",
            "Any man or woman of the parish.",
            "Anyone. Bring your mum.",
            "Not only for carers.",
            "Adults of any age.",
            "Adults. Check with your doctor first if you have heart trouble.",
            "",
        ],
    )
    def test_are_not_heard_where_everybody_is_welcome(self, said: str) -> None:
        assert codes_in(said) == set()

    def test_come_from_ages_and_kinds_too(self) -> None:
        of = {"who_for": None, "minimum_age": 60.0, "maximum_age": None, "kinds": ["bereavement"]}

        assert codes_of(**of) == {"older", "bereaved"}  # type: ignore[arg-type]  # each is of its own type
        assert codes_of(who_for=None, minimum_age=11, maximum_age=18, kinds=[]) == {"young"}
        assert codes_of(who_for=None, minimum_age=0, maximum_age=5, kinds=[]) == set()

    def test_are_taken_as_their_source_calls_them(self) -> None:
        said = [("veterans", "Served"), (None, "People with dementia")]

        assert codes_of(who_for=None, minimum_age=None, maximum_age=None, kinds=[], said=said) == {"veterans", "dementia"}

    def test_have_a_name_each(self) -> None:
        assert len(names_of_circumstances(words("en"))) == 25
