import pytest

from directory.words import fold
from messaging.replies import meaning as replies
from translations.distress import speaks_of_danger, speaks_of_emergency, speaks_of_harm_by_another
from translations.distress_words import DANGER, REVIEWS


@pytest.mark.parametrize(
    "typed",
    [
        "kill myself",
        "I want to die",
        "end my life",
        "overdose",
        "suicidal",
        "I just want to disappear",
        "some nights I think about just walking into the sea",
        "I keep having thoughts about jumping off the bridge",
        "going to bed I pray I won't wake up",
        "samobójstwo",
        "Chcę umrzeć",
        "خودکشی",
        "مرنا چاہتی ہوں",
    ],
)
def test_danger_is_heard_however_the_words_were_folded(typed: str) -> None:
    assert speaks_of_danger(fold(typed))
    assert speaks_of_danger(replies.fold(typed))


@pytest.mark.parametrize("typed", ["I want to go in the sea again", "walking by the sea", "thinking about walking the cliffs"])
def test_the_sea_and_the_cliffs_are_no_danger_of_themselves(typed: str) -> None:
    assert not speaks_of_danger(fold(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "chest pain",
        "pain in my chest",
        "can't breathe",
        "having a stroke",
        "his face is drooping",
        "ból w klatce",
        "سینے میں درد",
    ],
)
def test_an_emergency_of_the_body_is_heard_too(typed: str) -> None:
    assert speaks_of_emergency(fold(typed))
    assert not speaks_of_danger(fold(typed))


@pytest.mark.parametrize(
    "typed", ["lunch club", "stroke group", "my husband died", "breathing group", "walking football", "kino"]
)
def test_ordinary_words_are_not_taken_for_either(typed: str) -> None:
    assert not speaks_of_danger(fold(typed))
    assert not speaks_of_emergency(fold(typed))


@pytest.mark.parametrize("typed", ["My husband hits me", "he wont let me out", "I'm afraid of my own son", "mąż mnie bije"])
def test_harm_by_another_is_danger_too(typed: str) -> None:
    assert speaks_of_harm_by_another(fold(typed))
    assert speaks_of_danger(fold(typed))


@pytest.mark.parametrize("typed", ["my landlord won't let me keep a cat", "scared of my wife dying", "my knee hurts"])
def test_harm_by_another_is_not_heard_in_ordinary_worries(typed: str) -> None:
    assert not speaks_of_danger(fold(typed))


@pytest.mark.parametrize("code", sorted(DANGER))
def test_every_phrase_is_heard_in_the_search_and_in_a_text(code: str) -> None:
    words = DANGER[code]
    for phrase in (*words.harm_to_self, *words.harmed):
        assert speaks_of_danger(fold(f"hello, {phrase.upper()}.")), phrase
        assert speaks_of_danger(replies.fold(f"1 {phrase}!")), phrase
    for phrase in words.harmed:
        assert speaks_of_harm_by_another(replies.fold(phrase)), phrase
    assert code in REVIEWS
