"""The self-care pages' words: whole in every language, plain to read, and with the right numbers where it matters."""

import re

import pytest

from directory.needs import FRONT_PAGE, names_of_needs
from navigator.selfcare import library
from translations.locales import LANGUAGES, words

NUMBERS = re.compile(r"0800 111 999|116 123|\b999\b|\b111\b")
MEDICINE = re.compile(r"\b(pills?|doses?|dosage|paracetamol|ibuprofen|antidepress\w+|cures?|treats?)\b", re.IGNORECASE)
ENGLISH = library.list_pages("en")


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?۔؟])[”\"]?\s+", text.strip()) if part]


def syllables(word: str) -> int:
    found = len(re.findall(r"[aeiouy]+", word.lower()))
    return max(found - (word.lower().endswith("e") and not word.lower().endswith("le") and found > 1), 1)


def school_grade(text: str) -> float:
    """Flesch and Kincaid's: the American school year in which a child reads this. Grade 4 to 6 is an age of nine to eleven."""
    said = re.findall(r"[A-Za-z']+", text)
    return 0.39 * len(said) / len(sentences(text)) + 11.8 * sum(map(syllables, said)) / len(said) - 15.59


class TestThePages:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_are_whole_in_every_language(self, language: str) -> None:
        for page in library.list_pages(language):
            assert page.language == language, page.topic.name
            assert len(page.steps) == 3, page.topic.name
            assert len(sentences(page.why)) == 2, page.topic.name
            assert all(part.strip() for part in (page.title, page.in_short, page.help, page.ask, *page.steps))

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_name_the_same_numbers_in_every_language(self, language: str) -> None:
        for english, page in zip(ENGLISH, library.list_pages(language), strict=True):
            assert sorted(NUMBERS.findall(page.help)) == sorted(NUMBERS.findall(english.help)), page.topic.name

    def test_name_who_to_ring_in_the_dark(self) -> None:
        for name in ("worry", "low-mood"):
            assert {"999", "111", "116 123"} <= set(NUMBERS.findall(library.get_page(name, "en").help))

    def test_are_read_at_the_age_of_eleven(self) -> None:
        grades = {page.topic.name: school_grade(" ".join((page.why, *page.steps, page.help, page.ask))) for page in ENGLISH}

        assert {name: round(grade, 1) for name, grade in grades.items() if grade > 6} == {}

    def test_say_nothing_of_medicines_and_promise_nothing(self) -> None:
        for page in ENGLISH:
            said = " ".join((page.why, *page.steps, page.help, page.ask))
            assert not MEDICINE.search(said), page.topic.name

    def test_have_an_owner_and_a_day_to_be_looked_at_again(self) -> None:
        for page in ENGLISH:
            assert page.owner
            assert page.written < page.look_again

    def test_fall_back_along_the_readers_chain(self) -> None:
        assert library.get_page("sleep", "bn").language == "en"
        assert library.get_page("sleep", "ur_Latn").language == "ur"

    def test_are_none_of_another_name(self) -> None:
        with pytest.raises(library.PageNotFound):
            library.get_page("owner", "en")


class TestTopics:
    def test_have_codes_and_names_of_their_own(self) -> None:
        assert len({topic.code for topic in library.TOPICS}) == len({topic.name for topic in library.TOPICS}) == 13
        assert {len(topic.code) for topic in library.TOPICS} == {library.CODE_LENGTH}

    def test_lead_to_needs_the_directory_knows(self) -> None:
        assert {need for topic in library.TOPICS for need in topic.needs} <= set(names_of_needs(words("en")))

    def test_serve_every_need_of_the_front_page(self) -> None:
        assert [need for need in FRONT_PAGE if not library.pages_for_needs([need], language="en")] == []


class TestPagesForNeeds:
    def test_begin_with_what_is_most_about_the_need(self) -> None:
        found = [page.topic.name for page in library.pages_for_needs(["home"], language="pl")]

        assert found == ["home-and-damp", "falls"]

    def test_are_none_for_needs_without_a_page(self) -> None:
        assert library.pages_for_needs(["faith-and-culture"], language="en") == []
