"""How surely words mean what the thesaurus says of them, and what is believed of a whole sentence."""

import pytest

from directory.finding.words.danger import Danger, danger_in
from directory.finding.words.lexicon import Idea, Lexicon, Unit
from directory.finding.words.phrases import context_of


def understood(*ideas: tuple[str, str], typed: str, language: str = "en") -> list[Unit]:
    """What is understood of `typed` when the thesaurus has these: (words parted by "|", codes)."""
    made = [
        Idea(words, tuple(codes.split()), (), tuple((language, said.strip()) for said in words.split("|")))
        for words, codes in ideas
    ]
    return Lexicon(made, {}).understand(typed)


def meanings(*ideas: tuple[str, str], typed: str, language: str = "en") -> list[tuple[str, tuple[str, ...]]]:
    return [(unit.text, unit.means) for unit in understood(*ideas, typed=typed, language=language)]


class TestASmallWordThatMakesTheSense:
    WATCHES = ("watches me", "domestic-abuse")

    def test_is_demanded(self) -> None:
        assert meanings(self.WATCHES, typed="my husband watches me all day") == [("watches", ("domestic-abuse",))]
        assert meanings(self.WATCHES, typed="somewhere to watch birds") == [("watch", ()), ("birds", ())]

    def test_may_speak_of_another_person(self) -> None:
        assert meanings(self.WATCHES, typed="her boyfriend watches her every move")[0] == ("watches", ("domestic-abuse",))

    def test_is_not_demanded_of_a_word_said_alone(self) -> None:
        assert meanings(self.WATCHES, typed="watches") == [("watches", ("domestic-abuse",))]

    def test_gives_way_to_the_plain_word(self) -> None:
        falls = ("falls", "strength-and-balance")

        assert meanings(falls, ("it all falls on me", "carers-support"), typed="falls") == [("falls", ("strength-and-balance",))]

    def test_is_no_filling(self) -> None:
        assert context_of("had a fall") == ("have", "")
        assert context_of("the change") == ("the", "")
        assert context_of("a stent") == ()
        assert context_of("black mould") == ()


class TestSureness:
    def test_is_whole_for_what_is_all_there_is(self) -> None:
        (unit,) = understood(("boxing", "sport"), typed="box")

        assert (unit.means, unit.sureness) == (("sport",), 1.0)

    def test_is_less_for_a_word_that_mostly_says_something_else(self) -> None:
        work = ("work", "employment")
        others = (
            "heating does not work | telly does not work | work the oven | shoes for work | work surface | paper work",
            "handyperson",
        )

        sleep, alone = understood(work, others, ("broken sleep", "talking-therapy"), typed="broken sleep and work")

        assert (sleep.text, sleep.sureness) == ("broken sleep", 1.0)
        assert alone.means == ("employment",)
        assert not alone.is_sure

    def test_is_less_for_another_form_of_the_word(self) -> None:
        units = understood(("boxing", "sport"), ("window cleaner", "handyperson"), typed="window cleaner and a box")

        assert [(unit.text, unit.is_sure) for unit in units] == [("window cleaner", True), ("box", False)]

    def test_is_less_for_dad_lifts_than_for_lifting_dad(self) -> None:
        lifting, lonely = ("lift dad", "equipment"), ("lonely", "befriending")

        assert understood(lifting, lonely, typed="lonely and cannot lift dad")[1].is_sure
        assert not understood(lifting, lonely, typed="lonely but dad has a lift")[1].is_sure


class TestANot:
    def test_denies_what_comes_after_it(self) -> None:
        men, washing = ("men not", "mens-shed"), ("not washing", "care-assessment")

        assert meanings(men, washing, typed="the man is not washing") == [("man", ()), ("not washing", ("care-assessment",))]


class TestWhosePain:
    def test_is_told_and_the_pain_itself_is_kept(self) -> None:
        ideas = ("husband has parkinsons", "carers-support"), ("parkinsons", "parkinsons-group")

        assert meanings(*ideas, typed="my husband has parkinson's") == [
            ("husband parkinsons", ("carers-support", "parkinsons-group"))
        ]


class TestAges:
    @pytest.mark.parametrize(
        ("typed", "word"),
        [
            ("my two year old", "toddler"),
            ("our seven year old", "child"),
            ("he is nineteen", "teenager"),
            ("a bored twelve year old", "teenager"),
            ("dad is eighty four years old", "elderly"),
        ],
    )
    def test_are_read_when_written_in_words(self, typed: str, word: str) -> None:
        assert [unit.text for unit in understood((word, "right"), typed=typed) if unit.means] == [word]


class TestEndings:
    @pytest.mark.parametrize("typed", ["سیکھنی", "سیکھنا ہے", "سیکھتی ہوں"])
    def test_are_left_off_urdu_words(self, typed: str) -> None:
        assert meanings(("سیکھنا", "learning"), typed=typed, language="ur")[0][1] == ("learning",)

    @pytest.mark.parametrize("typed", ["wózka", "wózki", "wózkiem", "wózek"])
    def test_are_left_off_polish_words(self, typed: str) -> None:
        assert meanings(("wózek", "equipment"), typed=typed, language="pl") == [(typed.replace("ó", "o"), ("equipment",))]

    def test_may_lack_their_g(self) -> None:
        assert meanings(("tinkering", "mens-shed"), typed="tinkerin") == [("tinkerin", ("mens-shed",))]


class TestWhatMayBeDanger:
    @pytest.mark.parametrize(
        "typed", ["feel like endin it", "thinking of ending it", "I want to end everything", "killin myself"]
    )
    def test_is_heard_however_it_is_said(self, typed: str) -> None:
        assert danger_in(typed) is Danger.LIFE

    @pytest.mark.parametrize("typed", ["thinking of ending it with my boyfriend", "when does the lunch club end", "bookend"])
    def test_is_not_heard_in_other_endings(self, typed: str) -> None:
        assert danger_in(typed) is None
