"""What a text from a person means. Pure rules: words in, meaning out; nothing is guessed.

The order matters: a bare STOP before all, then words of distress, a wish to stop within a sentence, START and HELP,
and only then the answer to the question that was asked.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from rapidfuzz import fuzz

from messaging.replies import words as reply_words
from translations.distress import speaks_of_danger

Asked = Literal["attended", "confidence", "step"]


class Meaning(StrEnum):
    YES = "yes"
    NO = "no"
    NEED_HELP = "need_help"
    SCORE = "score"
    STOP = "stop"
    START = "start"
    HELP = "help"
    DISTRESS = "distress"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Reply:
    """What a text means. `score` 0 to 10 with SCORE. `is_doubtful`: acted upon, and a human should read it as well."""

    meaning: Meaning
    score: int | None = None
    is_doubtful: bool = False


def fold(body: str) -> str:
    """A text without what does not carry its meaning: case, accents, signs, doubled spaces; digits as 0 to 9."""
    text = unicodedata.normalize("NFKC", body).casefold().replace("ł", "l").replace("’", "'").replace("'", "")
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return " ".join(re.sub(r"[^\w\s/]|_", " ", text.translate(_SAME_LETTER)).split())


# Urdu is often typed on an Arabic keyboard, whose yeh, kaf and heh look the same and are other characters.
_SAME_LETTER = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ھ": "ہ", "ة": "ہ", "ۓ": "ے"})


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


_STOP = _folded(reply_words.STOP)
_STOP_OR_APPOINTMENT = _folded(reply_words.STOP_OR_APPOINTMENT)
_START = _folded(reply_words.START)
_HELP = _folded(reply_words.HELP)
_POLITE = _folded(reply_words.POLITE)
_NUMBERS = {fold(word): number for word, number in reply_words.NUMBERS.items()}
_STOP_PHRASES = [re.compile(pattern) for pattern in reply_words.STOP_PHRASES]
_THUMBS = re.compile("[\U0001f44d\U0001f44e]")
_ANSWERS = {
    Meaning.YES: _folded(reply_words.YES),
    Meaning.NO: _folded(reply_words.NO),
    Meaning.NEED_HELP: _folded(reply_words.NEED_HELP),
}
_BY_DIGIT = {1: Meaning.YES, 2: Meaning.NO, 3: Meaning.NEED_HELP}
_CLOSE_ENOUGH = 88  # of 100, between single words: one letter too many or too few in four


def interpret(body: str, *, locale: str, asked: Asked | None) -> Reply:
    """What `body` means as an answer to the question `asked` (None: nothing was asked).

    Every language's words are read, whatever the `locale`: people answer in the language that comes to them. The
    locale says which words mean something else to this reader.
    """
    text = fold(body)
    if _is_stop(text):
        return Reply(Meaning.STOP, is_doubtful=text in _STOP_OR_APPOINTMENT)
    if speaks_of_danger(text):
        return Reply(Meaning.DISTRESS, is_doubtful=True)
    if any(pattern.search(text) for pattern in _STOP_PHRASES):
        return Reply(Meaning.STOP, is_doubtful=True)
    if text in _START:
        return Reply(Meaning.START)
    if text in _HELP:
        # "help" to "reply 3 for I need help" is the person's answer; to nothing it is the carriers' keyword
        return Reply(Meaning.NEED_HELP) if asked in ("attended", "step") else Reply(Meaning.HELP)
    if asked is None and text in _ANSWERS[Meaning.NEED_HELP]:  # said of their own accord, and plain enough
        return Reply(Meaning.NEED_HELP)
    if asked is None or text in reply_words.AMBIGUOUS.get(locale, ()):
        return Reply(Meaning.UNCLEAR)
    return _confidence(text, body) if asked == "confidence" else _attended(text, body)


def _is_stop(text: str) -> bool:
    """One of the keywords, alone, said twice or said politely."""
    said = [word for word in text.split() if word not in _POLITE]
    return text in _STOP or (bool(said) and all(word in _STOP for word in said))


def _attended(text: str, body: str) -> Reply:
    thumbs = set(_THUMBS.findall(body))
    if thumbs and not text:
        meanings = {"\U0001f44d": Meaning.YES, "\U0001f44e": Meaning.NO}
        return Reply(meanings[thumbs.pop()]) if len(thumbs) == 1 else Reply(Meaning.UNCLEAR)
    digit = re.fullmatch(r"([0-9]{1,4})(?: (\D+))?", text)
    if digit:
        return _with_digit(int(digit[1]), digit[2] or "")
    trailing = re.fullmatch(r"(\D+) ([0-9]{1,4})", text)
    if trailing:
        return _with_digit(int(trailing[2]), trailing[1])
    if (number := _NUMBERS.get(text)) is not None:
        return Reply(_BY_DIGIT.get(number, Meaning.UNCLEAR))
    for meaning, words in _ANSWERS.items():
        if text in words:
            return Reply(meaning)
    return Reply(_misspelt(text))


def _with_digit(number: int, rest: str) -> Reply:
    """A digit, and perhaps the words that go with it: "1 yes", "3 help please". Other words are for a human."""
    meaning = _BY_DIGIT.get(number, Meaning.UNCLEAR)
    fits = meaning in _ANSWERS and (rest in _ANSWERS[meaning] or (meaning is Meaning.NEED_HELP and rest in _HELP))
    return Reply(meaning) if not rest or fits or _is_polite(rest) else Reply(Meaning.UNCLEAR)


def _is_polite(words: str) -> bool:
    return all(word in _POLITE for word in words.split())


def _misspelt(text: str) -> Meaning:
    """A one-word answer with a slip of the thumb; unclear when it is close to two answers.

    Sentences are never stretched: "yes I didn't" is nearly "yes I did".
    """
    if " " in text or len(text) < len("yess"):
        return Meaning.UNCLEAR
    close = {
        meaning
        for meaning, words in _ANSWERS.items()
        if any(
            " " not in word
            and len(word) >= len("yes")
            and (fuzz.ratio(text, word) >= _CLOSE_ENOUGH or (text[:-1] == word and text[-1] == word[-1]))
            for word in words
        )
    }
    return close.pop() if len(close) == 1 else Meaning.UNCLEAR


def _confidence(text: str, body: str) -> Reply:
    if text in _ANSWERS[Meaning.NEED_HELP]:
        return Reply(Meaning.NEED_HELP)
    if re.search(r"[-−.,]\s*\d", body):  # minus one, or six and a half: not on the ruler, and not ours to round
        return Reply(Meaning.UNCLEAR)
    words = re.sub(r" ?(/| out of | of | na ) ?(10|ten|dziesiec)\b", "/10", text)
    found = re.fullmatch(r"(\w+)(?:/10)?(?: (\D+))?", words)
    if not found or not _is_polite(found[2] or ""):
        return Reply(Meaning.UNCLEAR)
    number = int(found[1]) if re.fullmatch(r"[0-9]{1,3}", found[1]) else _NUMBERS.get(found[1])
    if number is None or not 0 <= number <= 10:
        return Reply(Meaning.UNCLEAR)
    return Reply(Meaning.SCORE, number)
