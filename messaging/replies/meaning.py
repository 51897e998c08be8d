"""What a text from a person means. Pure rules: words in, meaning out; nothing is guessed.

The order matters: a bare STOP before all, then words of distress, a wish to stop within a sentence, START and HELP and
"who is this", what is said of an appointment, and only then the answer to the question that was asked.
"""

import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeVar

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from messaging.purposes import Purpose
from messaging.replies import words as said
from messaging.replies.folding import fold as fold
from messaging.replies.vocabulary import WORDS, Vocabulary
from messaging.replies.vocabulary_others import OTHERS
from translations.distress import speaks_of_danger
from translations.locales import DEFAULT

Asked = Literal["attended", "confidence", "step", "consent", "proposal", "tried", "how_are_you"]

Known = TypeVar("Known")


class Meaning(StrEnum):
    YES = "yes"
    NO = "no"
    NEED_HELP = "need_help"
    SCORE = "score"
    STOP = "stop"
    START = "start"
    HELP = "help"
    WHO = "who"  # who is this?
    CANNOT_COME = "cannot_come"  # to what is arranged
    CAN_COME = "can_come"  # after all
    CHANGE_DAY = "change_day"
    WELL = "well"  # this and the next two: how a carer is, who was asked
    SO_SO = "so_so"
    NOT_WELL = "not_well"
    THANKS = "thanks"  # kind words that ask for nothing
    DISTRESS = "distress"
    MACHINE = "machine"  # a sender nobody can answer, or our own number (`answering`)
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Reply:
    """What a text means. `score` 0 to 10 with SCORE. `is_doubtful`: acted upon, and a human should read it as well.

    `purpose`: STOP or START of what is for that alone. `or_appointment`: a STOP word that may have been meant for a visit.
    `stops`: a wish to stop is said in words of DISTRESS too. `is_one_of_several`: other questions to them are open, and
    this answers the latest. `late_to`: nothing was acted upon, because the question it probably answers, with this id, was
    asked too long ago.
    """

    meaning: Meaning
    score: int | None = None
    is_doubtful: bool = False
    purpose: Purpose | None = None
    or_appointment: bool = False
    stops: bool = False
    is_one_of_several: bool = False
    late_to: uuid.UUID | None = None


UNCLEAR = Reply(Meaning.UNCLEAR)
LANGUAGES: Mapping[str, Vocabulary] = WORDS | OTHERS


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(folded for word in words if (folded := fold(word)))


def _everywhere(take: Callable[[Vocabulary], str]) -> frozenset[str]:
    """One list of every language, folded."""
    return _folded(word for vocabulary in LANGUAGES.values() for word in take(vocabulary).split(";"))


def _compiled(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_STOP_OR_APPOINTMENT = _everywhere(lambda v: v.stop_or_appointment)
_STOP = _everywhere(lambda v: v.stop) | _STOP_OR_APPOINTMENT
_START = _everywhere(lambda v: v.start)
_HELP = _everywhere(lambda v: v.help)
_WHO = _everywhere(lambda v: v.who)
_NEED_HELP = _everywhere(lambda v: v.need_help)
_CANNOT_COME = _everywhere(lambda v: v.cannot_come)
_CAN_COME = _everywhere(lambda v: v.can_come)
_CHANGE_DAY = _everywhere(lambda v: v.change_day)
_POLITE = _folded(said.POLITE)
_THANKS = _folded(said.THANKS)
_STOP_PHRASES, _SAYS_CANNOT_COME, _SAYS_CHANGE_DAY = map(_compiled, (said.STOP_PHRASES, said.CANNOT_COME, said.CHANGE_DAY))
_STOP_PURPOSE = tuple((purpose, _compiled(patterns)) for purpose, patterns in said.STOP_PURPOSE)
_START_PURPOSE = tuple((purpose, _compiled(patterns)) for purpose, patterns in said.START_PURPOSE)
_PERHAPS = re.compile(r"\b(if|maybe|might|perhaps|not sure|in case|jesli|jezeli|gdyby|moze|agar|shayad|اگر|شاید)\b")
_BY_DIGIT = {1: Meaning.YES, 2: Meaning.NO, 3: Meaning.NEED_HELP}
_BY_EMOJI = {
    **dict.fromkeys(said.EMOJI_YES, Meaning.YES),
    **dict.fromkeys(said.EMOJI_NO, Meaning.NO),
    **dict.fromkeys(said.EMOJI_HELP, Meaning.NEED_HELP),
}
_BY_FACE = {
    **dict.fromkeys(said.EMOJI_WELL, Meaning.WELL),
    **dict.fromkeys(said.EMOJI_SO_SO, Meaning.SO_SO),
    **dict.fromkeys(said.EMOJI_NOT_WELL, Meaning.NOT_WELL),
}
_CLOSE_ENOUGH = 88  # of 100, between single words: one letter too many or too few in four
_SHORTEST_FOREIGN = 3  # letters: "do" is yes in Wales and two in Urdu, "on" ten in Turkey, "no" yeah in Poland


def _numbers_of(vocabulary: Vocabulary) -> dict[str, int]:
    return {fold(word): number for word, number in vocabulary.numbers.items()}


def _answers_of(vocabulary: Vocabulary) -> dict[str, Meaning]:
    """One language's answers to "reply 1 for yes, 2 for no, 3 for I need help", words and number words."""
    lists = {Meaning.YES: vocabulary.yes, Meaning.NO: vocabulary.no, Meaning.NEED_HELP: vocabulary.need_help}
    answers = {fold(word): _BY_DIGIT[number] for word, number in vocabulary.numbers.items() if number in _BY_DIGIT}
    return answers | {word: meaning for meaning, words in lists.items() for word in _folded(words.split(";"))}


def _feelings_of(vocabulary: Vocabulary) -> dict[str, Meaning]:
    """One language's answers to "how are you?". Who asks for help then is not well."""
    lists = {
        Meaning.WELL: vocabulary.well,
        Meaning.SO_SO: vocabulary.so_so,
        Meaning.NOT_WELL: f"{vocabulary.not_well}; {vocabulary.need_help}",
    }
    return {word: meaning for meaning, words in lists.items() for word in _folded(words.split(";"))}


_FEELINGS = {code: _feelings_of(vocabulary) for code, vocabulary in LANGUAGES.items()}
_FEELING = re.compile(rf"(?:(?:{said.FEELING}) )+")
_NUMBERS = {code: _numbers_of(vocabulary) for code, vocabulary in LANGUAGES.items()}
_ANSWERS = {code: _answers_of(vocabulary) for code, vocabulary in LANGUAGES.items()}


def interpret(body: str, *, locale: str, asked: Asked | None) -> Reply:
    """What `body` means as an answer to the question `asked` (None: nothing was asked).

    Every language's words are read, whatever the `locale`: people answer in the language that comes to them. The reader's
    own language decides first, then English; of the others a word counts when it means one thing in all of them.
    """
    text = fold(body)
    return _of_texting(text) or _of_themselves(text, asked) or _answer(text, body, locale, asked)


def _of_texting(text: str) -> Reply | None:
    """Stopping and starting, and words of danger, which come before anything but a bare STOP."""
    if _is_stop(text):
        or_appointment = bool(_STOP_OR_APPOINTMENT & {text, *text.split(), _without_politeness(text)})
        return Reply(Meaning.STOP, is_doubtful=or_appointment, or_appointment=or_appointment)
    wants_to_stop = _STOP_PHRASES.search(text) is not None
    purpose = _purpose_in(text, _STOP_PURPOSE)
    if speaks_of_danger(text):
        return Reply(Meaning.DISTRESS, is_doubtful=True, stops=wants_to_stop and purpose is None)
    if purpose is not None:
        return Reply(Meaning.STOP, purpose=purpose, is_doubtful=len(text.split()) > said.SHORT)
    if wants_to_stop or _is_nearly_stop(text):
        return Reply(Meaning.STOP, is_doubtful=True)
    if text in _START:
        return Reply(Meaning.START)
    if (started := _purpose_in(text, _START_PURPOSE)) is not None:
        return Reply(Meaning.START, purpose=started)
    return None


def _of_themselves(text: str, asked: Asked | None) -> Reply | None:
    """What people say whether they were asked or not."""
    if text in _HELP:
        if asked == "how_are_you":
            return Reply(Meaning.NOT_WELL)
        # "help" to "reply 3 for I need help" is the person's answer; to nothing it is the carriers' keyword
        return Reply(Meaning.NEED_HELP) if asked in ("attended", "step", "tried") else Reply(Meaning.HELP)
    if text in _WHO or _without_politeness(text) in _WHO or _is_nearly(text, _WHO):
        return Reply(Meaning.WHO)
    if asked is None and (text in _NEED_HELP or _without_politeness(text) in _NEED_HELP):
        return Reply(Meaning.NEED_HELP)
    return _of_an_appointment(text)


def _of_an_appointment(text: str) -> Reply | None:
    """A day to come that does not suit, or does after all. With an "if" or a "maybe" it is for a human."""
    plain = _without_politeness(text)
    if plain in _CHANGE_DAY or _SAYS_CHANGE_DAY.search(text):
        return Reply(Meaning.CHANGE_DAY)
    if _PERHAPS.search(text):
        return None
    if plain in _CANNOT_COME or _SAYS_CANNOT_COME.search(text):
        return Reply(Meaning.CANNOT_COME)
    return Reply(Meaning.CAN_COME) if plain in _CAN_COME else None


def _answer(text: str, body: str, locale: str, asked: Asked | None) -> Reply:
    if asked is None:
        is_kind = (not text and _is_only_kind(body)) or text in _THANKS or (text != "" and _is_polite(text))
        return Reply(Meaning.THANKS) if is_kind else UNCLEAR
    if text in said.AMBIGUOUS.get(locale, ()):
        return UNCLEAR
    if asked == "how_are_you":
        return _how_they_are(text, body, locale)
    return _confidence(text, body, locale) if asked == "confidence" else _attended(text, body, locale)


def _is_stop(text: str) -> bool:
    """One of the keywords, alone, said twice or said politely."""
    words = [word for word in _words(text) if word not in _POLITE]
    return text in _STOP or " ".join(words) in _STOP or (bool(words) and all(word in _STOP for word in words))


def _is_nearly_stop(text: str) -> bool:
    """STOP with a slip of the thumb: a letter twice, or two changed about. Not "step", not "shop"."""
    if re.sub(r"(.)\1+", r"\1", text) == "stop":
        return True
    return (sorted(text) == sorted("stop") and OSA.distance(text, "stop") == 1) or (
        len(text) > len("subscribe") and " " not in text and fuzz.ratio(text, "unsubscribe") >= _CLOSE_ENOUGH
    )


def _purpose_in(text: str, patterns: Iterable[tuple[Purpose, re.Pattern[str]]]) -> Purpose | None:
    return next((purpose for purpose, pattern in patterns if pattern.search(text)), None)


def _is_nearly(text: str, phrases: frozenset[str]) -> bool:
    """One of the longer phrases, misspelt a little."""
    return len(text) >= len("who is it") and any(
        len(phrase) >= len("who is it") and abs(len(phrase) - len(text)) <= 2 and OSA.distance(text, phrase) <= 1
        for phrase in phrases
    )


def _known(tables: Mapping[str, Mapping[str, Known]], words: str, locale: str) -> Known | None:
    """What words mean in the reader's own language, in English, or in whichever others know them and agree."""
    for code in (locale, DEFAULT):
        if (meaning := tables.get(code, {}).get(words)) is not None:
            return meaning
    if words.isascii() and len(words) < _SHORTEST_FOREIGN:
        return None
    known = {table[words] for table in tables.values() if words in table}
    return known.pop() if len(known) == 1 else None


def _means(text: str, locale: str) -> Meaning | None:
    """The answer a text is to a question that takes yes and no."""
    return _known(_ANSWERS, text, locale)


def _how_they_are(text: str, body: str, locale: str) -> Reply:
    """Well, so-so or not, when that is all they say. "Fine but I never sleep" is for a human, and so is a thumb down with it."""
    shown = {_BY_FACE[c] for c in body if c in _BY_FACE}
    if not text:
        return Reply(shown.pop()) if len(shown) == 1 else Reply(Meaning.THANKS) if _is_only_kind(body) else UNCLEAR
    plain = _without_politeness(text)
    shorter = _FEELING.sub("", plain, count=1) if _FEELING.match(plain) else plain
    meaning = _known(_FEELINGS, plain, locale) or _known(_FEELINGS, shorter, locale)
    if meaning is None:
        return Reply(Meaning.THANKS) if _is_polite(text) and not shown else UNCLEAR
    return UNCLEAR if shown - {meaning} else Reply(meaning)


def _number(word: str, locale: str) -> int | None:
    """A number in digits or in words."""
    return int(word) if re.fullmatch(r"[0-9]{1,4}", word) else _known(_NUMBERS, word, locale)


def _attended(text: str, body: str, locale: str) -> Reply:
    shown = {_BY_EMOJI[c] for c in body if c in _BY_EMOJI}
    if not text:
        return Reply(shown.pop()) if len(shown) == 1 else UNCLEAR
    meaning = _attended_in_words(text, locale)
    return UNCLEAR if shown - {meaning} else Reply(meaning)  # "yes" with a thumb down is for a human


def _attended_in_words(text: str, locale: str) -> Meaning:
    digit = re.fullmatch(r"([0-9]{1,4})(?: (\D+))?", text)
    if digit:
        return _with_digit(int(digit[1]), digit[2] or "", locale)
    trailing = re.fullmatch(r"(\D+) ([0-9]{1,4})", text)
    if trailing:
        return _with_digit(int(trailing[2]), trailing[1], locale)
    return _means(text, locale) or _means(_without_politeness(text), locale) or _misspelt(text, locale)


def _with_digit(number: int, rest: str, locale: str) -> Meaning:
    """A digit, and perhaps the words that go with it: "1 yes", "3 help please". Other words are for a human."""
    meaning = _BY_DIGIT.get(number, Meaning.UNCLEAR)
    fits = meaning in (_means(rest, locale), _means(_without_politeness(rest), locale))
    return (
        meaning if not rest or fits or (meaning is Meaning.NEED_HELP and rest in _HELP) or _is_polite(rest) else Meaning.UNCLEAR
    )


def _is_polite(words: str) -> bool:
    return all(word in _POLITE for word in _words(words))


def _words(text: str) -> list[str]:
    """The words of a text; "thank you" is one of them, so that the "you" of "who are you" is not taken for politeness."""
    return text.replace("thank you", "thanks").split()


def _without_politeness(text: str) -> str:
    """The text without a "please" before and a "thank you x" after it; as it is when nothing else is said."""
    words = _words(text)
    while words and words[0] in _POLITE:
        words.pop(0)
    while words and words[-1] in _POLITE:
        words.pop()
    return " ".join(words) or text


def _is_only_kind(body: str) -> bool:
    """Pictures alone, and only kind ones."""
    pictures = [c for c in body if not c.isspace() and c not in "\ufe0f\u200d" and not "\U0001f3fb" <= c <= "\U0001f3ff"]
    return bool(pictures) and all(c in said.EMOJI_KIND for c in pictures)


def _misspelt(text: str, locale: str) -> Meaning:
    """A one-word answer with a slip of the thumb; unclear when it is close to two answers.

    Sentences are never stretched: "yes I didn't" is nearly "yes I did". Nor are words of languages the reader may not have.
    """
    if " " in text or len(text) < len("yess"):
        return Meaning.UNCLEAR
    close = {
        meaning
        for code in {locale, DEFAULT} & _ANSWERS.keys()
        for word, meaning in _ANSWERS[code].items()
        if " " not in word
        and len(word) >= len("yes")
        and (fuzz.ratio(text, word) >= _CLOSE_ENOUGH or (text[:-1] == word and text[-1] == word[-1]))
    }
    return close.pop() if len(close) == 1 else Meaning.UNCLEAR


_TEN = r"(?: ?/ ?| out of | of | na | z | din | de )(?:10|ten|dziesiec|dziesieciu|zece|dez)"
_SCORE = re.compile(rf"(?:(?:{said.HEDGES}) )*([^\s/]+)(?:{_TEN})?(?: (?:{said.HEDGES}))*(?: (\D+))?")
_OF_TEN_FIRST = re.compile(r"(?:10|دس) (?:میں سے|me se|mein se) (\S+)")


def _confidence(text: str, body: str, locale: str) -> Reply:
    if (_means(text, locale) or _means(_without_politeness(text), locale)) is Meaning.NEED_HELP and _number(text, locale) is None:
        return Reply(Meaning.NEED_HELP)
    if re.search(r"[-−.,]\s*\d", body):  # minus one, or six and a half: not on the ruler, and not ours to round
        return UNCLEAR
    found = _OF_TEN_FIRST.fullmatch(text) or _SCORE.fullmatch(text)
    if not found or (found.re is _SCORE and not _is_polite(found[2] or "")):
        return UNCLEAR
    number = _number(found[1], locale)
    return Reply(Meaning.SCORE, number) if number is not None and 0 <= number <= 10 else UNCLEAR
