"""Words as they are compared: without case, accents, apostrophes or punctuation, in any script."""

import re
from unicodedata import normalize

_NOT_WORDS = re.compile(r"[^\w\u0900-\u0963\u0966-\u0dff]+|_")  # keeps Indic vowel signs, which Python calls punctuation
_MARKS = re.compile(r"[\u0300-\u036f\u0640\u064b-\u065f\u0670\u200b-\u200f\u2060\ufeff]")  # accents, vowel points, joiners
_LETTERS = str.maketrans(
    {
        **dict.fromkeys("'’‘ʼ`´", None),
        **{"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ı": "i", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"},
        **{"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ", "ۃ": "ہ", "ھ": "ہ"},  # Arabic and Urdu keyboards differ here
        "&": " and ",
    }
)

# Words that carry no meaning of their own in "I need someone to help my mum with …".
QUIET_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a about am an and any anyone anything are around as at be been but by can cant could do does dont doesnt for from get "
        "go going got had has have he help her him his how i id if ill im in into is isnt it its ive just keep keeps like lot me "
        "more much my near need needs not of off on or our out please really she shes so some somebody someone something "
        "somewhere that thats the their them there they this to too up us very want wants was we were what when where which who "
        "will with wont would you your looking find local",
    )
)


def fold(text: str) -> str:
    """`text` for comparing: "St. Just's Café" and "st justs cafe" give the same. Words are parted by one space."""
    text = text.translate(_LETTERS)
    if not text.isascii():
        text = normalize("NFC", _MARKS.sub("", normalize("NFKD", text))).translate(_LETTERS)
    return " ".join(_NOT_WORDS.sub(" ", text.casefold()).split())


def shorten(text: str, longest: int) -> str:
    """The beginning of `text` on one line, cut between words, with an ellipsis when something was left out."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    return line[: longest + 1].rsplit(" ", 1)[0].rstrip(" ,;:.–-")[:longest] + "…"
