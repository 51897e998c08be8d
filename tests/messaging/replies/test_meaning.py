import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.replies import words as reply_words
from messaging.replies.meaning import Meaning, Reply, fold, interpret
from translations.distress import DISTRESS


class TestAnswerToDidYouGetThere:
    @pytest.mark.parametrize(
        "body",
        ["1", " 1 ", "1.", "1!", "(1)", "١", "۱", "১", "１", "1️⃣", "1 yes", "1 - yes", "yes 1", "1, thanks", "one", "One."]
        + [
            "yes",
            "YES!",
            "Yes please",
            "yes, I did",
            "yep",
            "yess",
            "I went",
            "Yes it was lovely x".removesuffix(" x"),
            "👍",
            "👍🏽",
        ]
        + ["tak", "Tak!", "Tak, byłam", "jeden", "ہاں", "جی ہاں", "جي ہاں", "ایک", "haan", "Haan ji"],
    )
    def test_means_yes(self, body: str) -> None:
        assert interpret(body, locale="en", asked="attended") == Reply(Meaning.YES)

    @pytest.mark.parametrize(
        "body",
        ["2", "2.", "۲", "২", "2 no", "2 no sorry", "two", "no", "No!", "nope", "No, I didn't", "I couldn’t", "not yet", "👎"]
        + ["nie", "Nie byłam", "dwa", "نہیں", "جی نہیں", "دو", "nahi", "nahin"],
    )
    def test_means_no(self, body: str) -> None:
        assert interpret(body, locale="en", asked="attended") == Reply(Meaning.NO)

    @pytest.mark.parametrize(
        "body",
        ["3", "٣", "۳", "৩", "3 help", "3 I need help", "three", "help", "Help me!", "I need help", "please help"]
        + ["potrzebuję pomocy", "pomocy", "trzy", "مدد", "مجھے مدد چاہیے", "تین", "madad"],
    )
    def test_means_need_help(self, body: str) -> None:
        assert interpret(body, locale="en", asked="attended") == Reply(Meaning.NEED_HELP)

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "?",
            "4",
            "0",
            "7",
            "11",
            "1 2",
            "1 or 2",
            "1/10",
            "yes and no",
            "not yes",
            "1 no",
            "2 yes",
            "now",
            "noo",
            "ok",
            "maybe",
        ]
        + ["yes I didn't", "I went but it was closed", "yes but they were shut", "who is this?", "Thank you", "👍👎", "yesterday"]
        + ["no one was there", "sorry wrong number", "12345678901234567890", "½", "call me on 07700900123"],
    )
    def test_is_left_to_a_human_when_unclear(self, body: str) -> None:
        assert interpret(body, locale="en", asked="attended") == Reply(Meaning.UNCLEAR)

    def test_knows_that_no_is_yeah_in_polish(self) -> None:
        assert interpret("no", locale="pl", asked="attended").meaning is Meaning.UNCLEAR
        assert interpret("nie", locale="pl", asked="attended").meaning is Meaning.NO


class TestAnswerToHowSureAreYou:
    @pytest.mark.parametrize(
        ("body", "score"),
        [
            ("0", 0),
            ("1", 1),
            ("7", 7),
            ("10", 10),
            ("7.", 7),
            ("7!", 7),
            ("۷", 7),
            ("٧", 7),
            ("৭", 7),
            ("7/10", 7),
            ("7 / 10", 7),
            ("7 out of 10", 7),
            ("10/10", 10),
            ("7 thank you", 7),
            ("seven", 7),
            ("Ten", 10),
            ("siedem", 7),
            ("dziesięć", 10),
            ("8 na 10", 8),
            ("سات", 7),
            ("آٹھ", 8),
            ("دس", 10),
            ("aath", 8),
        ],
    )
    def test_is_a_score(self, body: str, score: int) -> None:
        assert interpret(body, locale="en", asked="confidence") == Reply(Meaning.SCORE, score)

    @pytest.mark.parametrize(
        "body", ["11", "100", "-1", "6.5", "6,5", "7-8", "7 or 8", "about 7", "5/5", "½", "yes", "no", "very", "👍", "", "10 10"]
    )
    def test_is_left_to_a_human_when_unclear(self, body: str) -> None:
        assert interpret(body, locale="en", asked="confidence") == Reply(Meaning.UNCLEAR)

    def test_may_be_a_call_for_help(self) -> None:
        assert interpret("I need help", locale="en", asked="confidence").meaning is Meaning.NEED_HELP


class TestTextOutOfTheBlue:
    @pytest.mark.parametrize("body", ["1", "2", "3", "7", "yes", "no", "tak", "ہاں", "👍", "hello", "Thank you so much"])
    def test_is_never_taken_for_an_answer(self, body: str) -> None:
        assert interpret(body, locale="en", asked=None) == Reply(Meaning.UNCLEAR)

    def test_may_be_a_call_for_help(self) -> None:
        assert interpret("I need help", locale="en", asked=None).meaning is Meaning.NEED_HELP


@pytest.mark.parametrize("asked", ["attended", "confidence", None])
class TestStop:
    @pytest.mark.parametrize(
        "body",
        [
            "STOP",
            "stop",
            "Stop.",
            " STOP! ",
            "“Stop”",
            "stop please",
            "STOP STOP",
            "STOPALL",
            "stop all",
            "unsubscribe",
            "END",
            "quit",
        ]
        + [
            "revoke",
            "OPTOUT",
            "OPT-OUT",
            "opt out",
            "ARRET",
            "arrêt",
            "REMOVE",
            "td",
            "koniec",
            "Przestań",
            "بند",
            "بند کریں",
            "روکیں",
        ]
        + ["سٹاپ", "ＳＴＯＰ"],
    )
    def test_alone_is_acted_upon_at_once(self, body: str, asked: None) -> None:
        assert interpret(body, locale="en", asked=asked) == Reply(Meaning.STOP)

    @pytest.mark.parametrize(
        "body",
        ["please stop texting me", "Can you stop sending these messages", "don't text me again", "no more texts please", "CANCEL"]
        + ["take me off your list", "unsubscribe me please", "leave me alone", "Proszę przestańcie do mnie pisać", "nie piszcie"]
        + ["میسج بند کریں پلیز", "message mat bhejo"],
    )
    def test_in_a_sentence_is_acted_upon_and_read(self, body: str, asked: None) -> None:
        assert interpret(body, locale="en", asked=asked) == Reply(Meaning.STOP, is_doubtful=True)

    @pytest.mark.parametrize(
        "body",
        [
            "we could not stop laughing",
            "I got off at the wrong stop",
            "the bus stop was closed",
            "I stopped smoking!",
            "In the end I went",
        ],
    )
    def test_is_not_seen_where_it_is_not_meant(self, body: str, asked: None) -> None:
        assert interpret(body, locale="en", asked=asked).meaning is not Meaning.STOP


@pytest.mark.parametrize("asked", ["attended", "confidence", None])
class TestOtherKeywords:
    @pytest.mark.parametrize("body", ["START", "unstop", "Start.", "شروع"])
    def test_start(self, body: str, asked: None) -> None:
        assert interpret(body, locale="en", asked=asked) == Reply(Meaning.START)

    def test_help_asks_what_this_is_unless_help_was_offered(self, asked: str | None) -> None:
        meaning = interpret("HELP", locale="en", asked=asked).meaning  # type: ignore[arg-type]  # a name of the three

        assert meaning is (Meaning.NEED_HELP if asked == "attended" else Meaning.HELP)


@pytest.mark.parametrize("asked", ["attended", "confidence", None])
class TestDistress:
    @pytest.mark.parametrize(
        "body",
        [
            "I want to die",
            "1 but I want to kill myself",
            "I'm going to end it all",
            "no point in living",
            "I can't go on",
            "thinking of suicide",
        ]
        + ["better off dead", "I've been self-harming", "I took an overdose", "my husband hits me", "please stop, I want to die"]
        + [
            "Nie chcę żyć",
            "nie chce mi sie zyc",
            "chcę się zabić",
            "myślę o samobójstwie",
            "میں خودکشی کرنا چاہتی ہوں",
            "میں مرنا چاہتا ہوں",
        ]
        + ["main marna chahti hoon", "I dont want to be here anymore", "HELP I want to end my life"],
    )
    def test_comes_before_any_answer(self, body: str, asked: None) -> None:
        assert interpret(body, locale="en", asked=asked) == Reply(Meaning.DISTRESS, is_doubtful=True)

    @pytest.mark.parametrize(
        "body",
        ["I'm dying to see them again", "I want a diet sheet", "this bus will be the death of me", "7", "it hurts my knee"],
    )
    def test_is_not_seen_in_plain_talk(self, body: str, asked: None) -> None:
        assert interpret(body, locale="en", asked=asked).meaning is not Meaning.DISTRESS


class TestAnyText:
    @given(st.text(max_size=200), st.sampled_from(["attended", "confidence", None]), st.sampled_from(["en", "pl", "ur"]))
    def test_means_something(self, body: str, asked: None, locale: str) -> None:
        reply = interpret(body, locale=locale, asked=asked)

        assert (reply.score is not None) == (reply.meaning is Meaning.SCORE)

    @given(st.text(max_size=100))
    def test_folds_once_and_for_all(self, body: str) -> None:
        assert fold(fold(body)) == fold(body)


class TestWordLists:
    @pytest.mark.parametrize("pattern", [*reply_words.STOP_PHRASES, *DISTRESS])
    def test_are_patterns_of_folded_letters(self, pattern: str) -> None:
        re.compile(pattern)

        assert [letter for letter in re.sub(r"\\.", "", pattern) if letter.isalpha() and fold(letter) != letter] == []
