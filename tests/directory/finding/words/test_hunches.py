"""What a long story is about, from all its words together."""

from directory.finding.words.hunches import Hunches
from directory.finding.words.lexicon import STORY, Idea, Lexicon, Unit
from directory.finding.words.speech import listen

IDEAS = (
    ("sent home with a zimmer | toilet is upstairs | bed is upstairs | lav too low | ward sent him out", "equipment"),
    ("train to be a teacher | train for a job | a better job | job interview | new career | out of work", "employment"),
    ("choir on tuesdays | sing in a choir | songs we knew | a ukulele | play the drums | brass band", "music"),
    ("flowers | allotment | green fingers | digging | greenhouse | roses | potatoes | weeds | hedges", "gardening"),
)


def understood(typed: str) -> list[Unit]:
    ideas = [Idea(words, (code,), (), tuple(("en", said.strip()) for said in words.split("|"))) for words, code in IDEAS]
    return Lexicon(ideas, {}).understand(typed)


def of(typed: str) -> list[str]:
    hunches = Hunches()
    for words, code in IDEAS:
        for said in words.split("|"):
            hunches.learn(said, "en", [code], [])
    hunches.finish()
    return [hunch.code for hunch in hunches.of(listen(typed))]


class TestAHunch:
    def test_is_of_what_most_words_are_said_for(self) -> None:
        assert of("the lav is down there, they sent him with a zimmer and there was a choir")[0] == "equipment"

    def test_names_the_words_that_speak_for_it_and_no_small_ones(self) -> None:
        hunches = Hunches()
        hunches.learn("sent home with a zimmer", "en", ["equipment"], [])
        hunches.learn("sing in a choir", "en", ["music"], [])
        hunches.finish()

        loudest = hunches.of(listen("a zimmer, with a bag"))[0]

        assert (loudest.code, loudest.words) == ("equipment", ("zimmer",))

    def test_is_none_where_no_word_is_known(self) -> None:
        assert of("qwertz uiop") == []

    def test_counts_less_what_only_helps_too(self) -> None:
        hunches = Hunches()
        for said in ("a zimmer", "a raised seat"):
            hunches.learn(said, "en", ["equipment"], ["home-safety"])
        hunches.learn("a smoke alarm", "en", ["home-safety"], [])
        for said in ("a song", "a choir", "a band", "drums", "a ukulele", "a tune"):
            hunches.learn(said, "en", ["music"], [])
        hunches.finish()

        assert [hunch.code for hunch in hunches.of(listen("zimmer"))] == ["equipment", "home-safety"]


class TestAStory:
    STORY = "father had his op and the lav is down the passage so they gave him a zimmer off the ward"

    def test_is_understood_from_all_its_words_where_it_has_no_phrase(self) -> None:
        assert len(listen(self.STORY)) >= STORY
        assert [unit.means for unit in understood(self.STORY) if unit.is_understood] == [("equipment",)]

    def test_lets_what_fits_the_rest_outweigh_a_thing_it_mentions(self) -> None:
        units = understood(f"{self.STORY} and he missed the job interview and the bed is upstairs")

        sureness = {unit.means[0]: unit.sureness for unit in units if unit.is_understood}

        assert sureness["equipment"] == 1.0
        assert sureness["employment"] < sureness["equipment"]

    def test_leaves_a_few_words_as_they_are(self) -> None:
        assert [unit.means for unit in understood("zimmer for the ward")] == [(), ()]
