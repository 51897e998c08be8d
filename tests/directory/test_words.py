import pytest

from directory.words import fold, shorten


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("St. Just's Café", "st justs cafe"),
        ("Men’s  SHED", "mens shed"),
        ("Łódź & Kraków", "lodz and krakow"),
        ("مدد ـ چاہیے", fold("مدد چاہیے")),
        ("سہيلي", fold("سہیلی")),  # typed on an Arabic keyboard and on an Urdu one
        ("বন্ধু", fold("বন্ধু")),
        ("tea_and-talk!", "tea and talk"),
        ("<b>\x00", "b"),
        ("", ""),
    ],
)
def test_words_are_folded_for_comparing(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_folding_twice_changes_nothing() -> None:
    text = "Ça va? Ünïted 'Kingdom' ﬁne Ⅷ"

    assert fold(fold(text)) == fold(text)


def test_words_of_an_indic_script_stay_whole() -> None:
    assert len(fold("বন্ধু চাই").split()) == 2


def test_a_long_text_is_cut_between_words() -> None:
    assert shorten("One two three four", 9) == "One two…"
    assert shorten("Short", 9) == "Short"
