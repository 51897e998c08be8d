"""What the importer says of a row is understood by whoever reads it, in their language."""

import pytest
from flask import Flask
from flask_babel import force_locale

from directory.importing.reasons import SENTENCES, reason_in_words

SAID = [
    ("there is no id", "it has no id"),
    ("there is no name", "name is missing"),
    ('number is "none", which is no telephone number', 'number: "none" is no telephone number'),
    ('opens_at is "25:00", which is no time of day such as 09:30', 'opens_at: "25:00" is no time such as 09:30'),
    ("name is 300 characters long; at most 255 can be kept", "name is too long: 300 characters; at most 255 can be kept"),
    ("valid_to 2026-01-01 is before valid_from 2026-02-01", "it ends (2026-01-01) before it begins (2026-02-01)"),
    ("program_id dropped: it led nowhere", "program_id left out: it led nowhere"),
    ("email dropped: not readable", "email left out: it cannot be read"),
    ('name is "100 % of %(value)s", which is no web address', 'name: "100 % of %(value)s" is no web address'),
]


@pytest.mark.parametrize(("said", "told"), SAID)
def test_a_reason_is_known_again_with_its_values(app: Flask, said: str, told: str) -> None:
    with app.test_request_context(), force_locale("en"):
        found = reason_in_words(said)

    assert (found.words, found.is_english) == (told, False)


def test_a_reason_nobody_has_put_into_words_stays_as_it_is(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        found = reason_in_words("the moon is too bright")

    assert (found.words, found.is_english) == ("the moon is too bright", True)


def test_every_sentence_gives_the_values_that_its_words_ask_for(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        for english in SENTENCES:
            said = english.format_map(_Anything())
            assert not reason_in_words(said).is_english, said


class _Anything(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "name" if name in ("column", "other") else "7"
