import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.purposes import Purpose
from messaging.replies import words as reply_words
from messaging.replies.meaning import LANGUAGES, Meaning, Reply, fold, interpret
from translations.distress import DISTRESS, HARMED
from translations.distress_of_others import HARM_TO_ANOTHER, HARM_TO_THEMSELVES
from translations.distress_words import REVIEWS


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
        + ["yes I didn't", "I went but it was closed", "yes but they were shut", "Thank you", "👍👎", "yesterday"]
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
            ("about 7", 7),
            ("I think a 7", 7),
            ("7 I think", 7),
            ("około 7", 7),
            ("تقریباً 7", 7),
            ("7 z 10", 7),
            ("10 میں سے 7", 7),
            ("७", 7),
            ("੭", 7),
            ("૭", 7),
            ("７", 7),
            ("7️⃣", 7),
            ("🔟", 10),
            ("7 😀", 7),
            ("opt", 8),
            ("сім", 7),
            ("七", 7),
            ("sete", 7),
        ],
    )
    def test_is_a_score(self, body: str, score: int) -> None:
        assert interpret(body, locale="en", asked="confidence") == Reply(Meaning.SCORE, score)

    @pytest.mark.parametrize(
        "body",
        ["11", "100", "-1", "6.5", "6,5", "7-8", "7 or 8", "between 6 and 7", "5/5", "½", "yes", "no", "very", "👍", "", "10 10"],
    )
    def test_is_left_to_a_human_when_unclear(self, body: str) -> None:
        assert interpret(body, locale="en", asked="confidence") == Reply(Meaning.UNCLEAR)

    def test_may_be_a_call_for_help(self) -> None:
        assert interpret("I need help", locale="en", asked="confidence").meaning is Meaning.NEED_HELP


class TestTextOutOfTheBlue:
    @pytest.mark.parametrize("body", ["1", "2", "3", "7", "yes", "no", "tak", "ہاں", "👍", "hello", "👎"])
    def test_is_never_taken_for_an_answer(self, body: str) -> None:
        assert interpret(body, locale="en", asked=None) == Reply(Meaning.UNCLEAR)

    def test_may_be_a_call_for_help(self) -> None:
        assert interpret("I need help", locale="en", asked=None).meaning is Meaning.NEED_HELP

    @pytest.mark.parametrize("body", ["Thank you so much", "Thanks", "🙏", "❤️", "😀😀", "dziękuję", "شکریہ", "ok", "👏🏽"])
    def test_may_be_kind_and_ask_for_nothing(self, body: str) -> None:
        assert interpret(body, locale="en", asked=None) == Reply(Meaning.THANKS)
        assert interpret(body, locale="en", asked="attended") == Reply(Meaning.UNCLEAR)


class TestAnswerInAnyLanguage:
    @pytest.mark.parametrize(
        ("body", "meaning"),
        [
            *(
                (body, Meaning.YES)
                for body in ("হ্যাঁ", "ਹਾਂ ਜੀ", "હા", "हाँ", "نعم", "так", "sim", "evet", "haa", "是的", "naddo ydw"[6:])
            ),
            *(
                (body, Meaning.NO)
                for body in ("না", "ਨਹੀਂ", "ના", "नहीं", "لا", "ні", "não", "hayır", "HAYIR", "maya", "没有", "naddo")
            ),
            *(
                (body, Meaning.NEED_HELP)
                for body in ("ajutor", "সাহায্য চাই", "ਮਦਦ", "મદદ", "مساعدة", "допоможіть", "yardım", "帮助")
            ),
            *((body, Meaning.YES) for body in ("一", "এক", "unu", "один", "१", "੧", "૧", "௧")),
        ],
    )
    def test_is_understood_without_knowing_the_language(self, body: str, meaning: Meaning) -> None:
        assert interpret(body, locale="en", asked="attended") == Reply(meaning)

    @pytest.mark.parametrize(("body", "locale"), [("da", "ro"), ("do", "cy"), ("ji", "ur")])
    def test_in_very_short_words_counts_in_their_own_language_alone(self, body: str, locale: str) -> None:
        assert interpret(body, locale=locale, asked="attended") == Reply(Meaning.YES)
        assert interpret(body, locale="en", asked="attended") == Reply(Meaning.UNCLEAR)

    @pytest.mark.parametrize("code", sorted(LANGUAGES))
    def test_is_read_as_the_list_says_by_a_reader_of_the_language(self, code: str) -> None:
        words = LANGUAGES[code]
        lists = {Meaning.YES: words.yes, Meaning.NO: words.no, Meaning.NEED_HELP: words.need_help}
        said = [(word.strip(), meaning) for meaning, listed in lists.items() for word in listed.split(";")]

        misread = [
            (word, meaning) for word, meaning in said if interpret(word, locale=code, asked="attended").meaning is not meaning
        ]

        assert misread == []

    @pytest.mark.parametrize("code", sorted(LANGUAGES))
    def test_counts_from_nought_to_ten_in_every_language(self, code: str) -> None:
        counted = [
            (word, n)
            for word, n in LANGUAGES[code].numbers.items()
            if interpret(word, locale=code, asked="confidence").score != n
        ]

        assert counted == []
        assert set(LANGUAGES[code].numbers.values()) == set(range(11))


class TestPictures:
    @pytest.mark.parametrize(
        ("body", "meaning"),
        [
            ("👍", Meaning.YES),
            ("✅", Meaning.YES),
            ("👌🏾", Meaning.YES),
            ("👎🏿", Meaning.NO),
            ("❌", Meaning.NO),
            ("🆘", Meaning.NEED_HELP),
        ],
    )
    def test_that_answer(self, body: str, meaning: Meaning) -> None:
        assert interpret(body, locale="en", asked="attended") == Reply(meaning)

    @pytest.mark.parametrize("body", ["❤️", "🙏", "😀", "👍👎", "👎 yes", "1 👎", "🤷"])
    def test_that_leave_a_doubt_are_left_to_a_human(self, body: str) -> None:
        assert interpret(body, locale="en", asked="attended") == Reply(Meaning.UNCLEAR)

    def test_beside_words_do_not_hide_them(self) -> None:
        assert interpret("yes 😀❤️", locale="en", asked="attended") == Reply(Meaning.YES)


@pytest.mark.parametrize("asked", ["attended", "confidence", None])
class TestWhatIsSaidOfAnAppointment:
    @pytest.mark.parametrize(
        "body",
        [
            "CANT COME",
            "Can't come",
            "cancel visit",
            "Cancel my appointment please",
            "I can't come on Thursday",
            "sorry I won't make it",
        ]
        + [
            "I am not able to attend tomorrow",
            "nie mogę przyjść",
            "Nie mogę jutro przyjść, przepraszam",
            "nie przyjdę",
            "odwołaj wizytę",
        ]
        + ["میں نہیں آ سکتی", "main nahi aa sakta", "nu pot veni", "আমি আসতে পারব না", "ਮੈਂ ਨਹੀਂ ਆ ਸਕਦੀ", "لن أحضر", "не зможу прийти"]
        + ["gelemem", "我来不了", "dwi methu dod"],
    )
    def test_means_that_they_cannot_come(self, body: str, asked: None) -> None:
        assert interpret(body, locale="en", asked=asked) == Reply(Meaning.CANNOT_COME)

    @pytest.mark.parametrize(
        "body",
        [
            "REBOOK",
            "change day",
            "Can I come another day?",
            "I can't come Thursday, could we change the day",
            "inny dzień",
            "دن بدل دیں",
        ]
        + ["proszę przełożyć wizytę", "din badal do", "altă zi", "改天"],
    )
    def test_means_another_day(self, body: str, asked: None) -> None:
        assert interpret(body, locale="en", asked=asked) == Reply(Meaning.CHANGE_DAY)

    @pytest.mark.parametrize("body", ["can come", "I can come after all", "jednak przyjdę", "آ سکتی ہوں"])
    def test_means_that_they_can_after_all(self, body: str, asked: None) -> None:
        assert interpret(body, locale="en", asked=asked) == Reply(Meaning.CAN_COME)

    @pytest.mark.parametrize(
        "body",
        ["what if I can't come?", "maybe I can't make it", "I couldn't come because of the rain", "can't come to terms with it"]
        + ["the bus was cancelled", "moze nie przyjde"],
    )
    def test_is_left_to_a_human_in_doubt(self, body: str, asked: None) -> None:
        assert interpret(body, locale="en", asked=asked) == Reply(Meaning.UNCLEAR)


@pytest.mark.parametrize("asked", ["attended", "confidence", None])
class TestWhoIsThis:
    @pytest.mark.parametrize(
        "body",
        [
            "who is this",
            "Who is this?",
            "whos this",
            "who is thsi",
            "Kto to?",
            "kto to jest",
            "آپ کون ہیں",
            "aap kaun hain",
            "cine sunteți?",
        ]
        + ["তুমি কে", "ਤੁਸੀਂ ਕੌਣ ਹੋ", "من أنت", "хто це?", "kimsiniz", "你是谁", "who are you please"],
    )
    def test_is_heard(self, body: str, asked: None) -> None:
        assert interpret(body, locale="en", asked=asked) == Reply(Meaning.WHO)


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
        + ["سٹاپ", "ＳＴＯＰ", "opriți", "বন্ধ করুন", "ਬੰਦ ਕਰੋ", "બંધ", "बंद करो", "توقف", "стоп", "parar", "dur", "jooji", "退订"]
        + ["stopiwch", "S\u200bTOP", "STOP\x07"],
    )
    def test_alone_is_acted_upon_at_once(self, body: str, asked: None) -> None:
        assert interpret(body, locale="en", asked=asked) == Reply(Meaning.STOP)

    @pytest.mark.parametrize(
        "body",
        ["please stop texting me", "Can you stop sending these messages", "don't text me again", "no more texts please"]
        + ["take me off your list", "unsubscribe me please", "leave me alone", "Proszę przestańcie do mnie pisać", "nie piszcie"]
        + [
            "میسج بند کریں پلیز",
            "message mat bhejo",
            "nie chcę więcej wiadomości",
            "dajcie mi spokój",
        ]
        + ["stopp", "sotp", "sstop", "unsubcribe", "nu mai trimiteți mesaje", "не пишіть", "不要再发短信"],
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
            "step",
            "shop",
            "spot",
            "the rain won't stop",
        ],
    )
    def test_is_not_seen_where_it_is_not_meant(self, body: str, asked: None) -> None:
        assert interpret(body, locale="en", asked=asked).meaning is not Meaning.STOP

    @pytest.mark.parametrize("body", ["CANCEL", "cancel please", "anuluj", "کینسل", "iptal", "取消"])
    def test_that_may_have_been_meant_for_a_visit_says_so(self, body: str, asked: None) -> None:
        assert interpret(body, locale="en", asked=asked) == Reply(Meaning.STOP, is_doubtful=True, or_appointment=True)


@pytest.mark.parametrize("asked", ["attended", "confidence", None])
class TestStopToOnePurpose:
    @pytest.mark.parametrize(
        ("body", "purpose"),
        [
            *(
                (b, Purpose.REMINDER)
                for b in ("stop reminders", "STOP REMINDERS", "no more reminders please", "please stop reminding me")
            ),
            *(
                (b, Purpose.REMINDER)
                for b in ("stop przypomnienia", "nie chcę przypomnień", "یاد دہانی بند کریں", "reminder band karo")
            ),
            *(
                (b, Purpose.CHECK_IN)
                for b in ("stop the questions", "stop asking me", "koniec pytań", "stop pytania", "سوال بند کریں")
            ),
            ("sawal band karo", Purpose.CHECK_IN),
            ("stop plan", Purpose.PLAN),
            ("stop referrals", Purpose.REFERRAL),
        ],
    )
    def test_is_heard_in_three_languages(self, body: str, purpose: Purpose, asked: None) -> None:
        assert interpret(body, locale="en", asked=asked) == Reply(Meaning.STOP, purpose=purpose)

    def test_in_a_long_sentence_is_read_by_a_human_too(self, asked: None) -> None:
        reply = interpret("could you stop sending me so many reminders every single week", locale="en", asked=asked)

        assert reply == Reply(Meaning.STOP, purpose=Purpose.REMINDER, is_doubtful=True)

    def test_is_undone_by_start(self, asked: None) -> None:
        assert interpret("start reminders", locale="en", asked=asked) == Reply(Meaning.START, purpose=Purpose.REMINDER)


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
        + ["better off dead", "I've been self-harming", "I took an overdose", "my husband hits me", "STOP it I want to die"]
        + [
            "I'm not going to kill myself, don't worry",
            "yes 👍 but I feel suicidal",
            "7 I want to hang myself",
            "i feel sucidal",
            "kms",
        ]
        + ["vreau să mor", "আমি মরতে চাই", "ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦੀ ਹਾਂ", "મારે મરવું છે", "मैं मरना चाहता हूँ", "أريد أن أموت", "dw i eisiau marw"]
        + ["я не хочу жити", "quero morrer", "inaan is dilo", "ölmek istiyorum", "我想死", "хочу умереть"]
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
        ["I'm dying to see them again", "I want a diet sheet", "this bus will be the death of me", "7", "it hurts my knee"]
        + ["dying for a cuppa", "I could murder a curry", "my feet are killing me", "আমার তো চাই", "ninkayga", "marwnad"],
    )
    def test_is_not_seen_in_plain_talk(self, body: str, asked: None) -> None:
        assert interpret(body, locale="en", asked=asked).meaning is not Meaning.DISTRESS


class TestDistressAndStopAtOnce:
    def test_are_both_heard(self) -> None:
        reply = interpret("please stop texting me, I want to die", locale="en", asked=None)

        assert reply == Reply(Meaning.DISTRESS, is_doubtful=True, stops=True)

    def test_idioms_still_reach_a_human(self) -> None:
        assert interpret("dying for a cuppa", locale="en", asked=None) == Reply(Meaning.UNCLEAR)


class TestAnyText:
    @given(st.text(max_size=200), st.sampled_from(["attended", "confidence", None]), st.sampled_from(["en", "pl", "ur"]))
    def test_means_something(self, body: str, asked: None, locale: str) -> None:
        reply = interpret(body, locale=locale, asked=asked)

        assert (reply.score is not None) == (reply.meaning is Meaning.SCORE)

    @given(st.text(max_size=100))
    def test_folds_once_and_for_all(self, body: str) -> None:
        assert fold(fold(body)) == fold(body)


PATTERNS = (
    *reply_words.STOP_PHRASES,
    *reply_words.CANNOT_COME,
    *reply_words.CHANGE_DAY,
    *(pattern for _, patterns in (*reply_words.STOP_PURPOSE, *reply_words.START_PURPOSE) for pattern in patterns),
    *DISTRESS,
    *HARMED,
    *HARM_TO_THEMSELVES,
    *HARM_TO_ANOTHER,
)


class TestWordLists:
    @pytest.mark.parametrize("pattern", PATTERNS)
    def test_are_patterns_of_folded_letters(self, pattern: str) -> None:
        re.compile(pattern)

        assert [letter for letter in re.sub(r"\\.", "", pattern) if letter.isalpha() and fold(letter) != letter] == []

    def test_say_of_every_language_whether_a_native_reader_saw_it(self) -> None:
        assert LANGUAGES.keys() == REVIEWS.keys()
        assert all(bool(review.reviewed_by) == bool(review.reviewed_on) for review in REVIEWS.values())

    @pytest.mark.parametrize("code", sorted(LANGUAGES))
    def test_no_keyword_means_two_things(self, code: str) -> None:
        words = LANGUAGES[code]
        wanted = {Meaning.STOP: f"{words.stop};{words.stop_or_appointment}", Meaning.START: words.start, Meaning.WHO: words.who}
        wanted |= {Meaning.CANNOT_COME: words.cannot_come, Meaning.CHANGE_DAY: words.change_day}

        misread = [
            (word, meaning)
            for meaning, listed in wanted.items()
            for word in listed.split(";")
            if interpret(word, locale=code, asked="attended").meaning is not meaning
        ]

        assert misread == []

    def test_are_read_quickly_however_long_the_text_is(self) -> None:
        began = process_time()
        for body in ("a " * 5_000, "nie " * 2_500, "stop the " * 1_100, "ن" * 10_000, "1" * 10_000, "my my " * 1_600):
            interpret(body, locale="en", asked="attended")
            interpret(body, locale="en", asked="confidence")

        assert process_time() - began < 20
