"""Words as they are compared: without case, accents, apostrophes or punctuation, in any script."""

import re
from unicodedata import normalize

_NOT_WORDS = re.compile(r"[^\w\u0900-\u0963\u0966-\u0dff]+|_")  # keeps Indic vowel signs, which Python calls punctuation
# Scripts written without spaces: Thai, Lao, Burmese, Khmer, kana, Chinese characters. Each letter stands as a word there.
_UNSPACED = re.compile(
    r"([\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e45\u0e81-\u0eb0\u1000-\u102a\u1780-\u17a2\u3041-\u30ff\u3400-\u9fff])"
)
_THAI_SIGNS = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ecd\u102b-\u103e\u17b4-\u17d3]")
_MARKS = re.compile(r"[\u0300-\u036f\u0640\u064b-\u065f\u0670\u200b-\u200f\u2060\ufeff]")  # accents, vowel points, joiners
_LETTERS = str.maketrans(
    {
        **dict.fromkeys("'’‘ʼ`´", None),
        **{"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ı": "i", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"},
        **{"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ", "ۃ": "ہ", "ھ": "ہ"},  # Arabic and Urdu keyboards differ here
        "&": " and ",
        **dict.fromkeys("–—…“”„«»·•£€", " "),  # as _NOT_WORDS has it: a text with no other strange letter takes the quick way
    }
)

_PLAIN_LETTERS = {number: " " for number in range(128) if not chr(number).isalnum()} | {ord("'"): None, ord("`"): None}


# Spreadsheets of East Asian languages take the wide forms for the same.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def fold(text: str) -> str:
    """`text` for comparing: "St. Just's Café" and "st justs cafe" give the same. Words are parted by one space.

    In scripts without spaces nobody can say where a word ends, so every letter is one: "照顾" gives "照 顾".
    """
    if text.isascii():  # most of a directory: the same rules, six times as quick
        return " ".join(text.replace("&", " and ").lower().translate(_PLAIN_LETTERS).split())
    text = text.translate(_LETTERS)
    if text.isascii():
        return " ".join(text.lower().translate(_PLAIN_LETTERS).split())
    text = normalize("NFC", _MARKS.sub("", normalize("NFKD", text))).translate(_LETTERS)
    text = _UNSPACED.sub(r" \1 ", _THAI_SIGNS.sub("", text))
    return " ".join(_NOT_WORDS.sub(" ", text.casefold()).split())


# Words that carry no meaning of their own in "I need someone to help my mum with …".
QUIET_WORDS = frozenset(
    fold(
        "a about am an and any anyone anything are around as at be been but by can cant could do does dont doesnt for from get "
        "go going got had has have he help her him his how i id if ill im in into is isnt it its ive just keep keeps like lot me "
        "more much my near need needs not of off on or our out please really she shes so some somebody someone something "
        "somewhere that thats the their them there they this to too up us very want wants was we were what when where which who "
        "will with wont would you your looking find local "
        "cannot im get gets getting being should theres weve hes hi hello me myself "
        # Polish
        "ale bo by być chcę chciałabym chciałbym ci co coś czy czymś dla do gdzie go i ich ja jak jakiś jakąś jest jestem już "
        "kto ktoś kogoś która który którzy lub ma mam mi mieć mną mnie moja moje mojego mojej mój moją mogę można na nam nas nie "
        "o od oraz po pomoc pomóc pomocy potrzebuję potrzebna proszę przez przy są się szukam tam też to tu u w we z za ze żeby "
        # Urdu
        "اپنا اپنی اپنے ایک بہت تو جا چاہتا چاہتی چاہیے چاہئے سکتا سکتی سے کا کر کرنا کرنی کو کوئی کی کے کیا لیے مجھے مدد میرا "
        "میری میرے میں نہیں نے ہم ہو ہوں ہے ہیں اور پر بھی رہا رہی جو تک لئے"
    ).split()
)
# Those that only join and point: a phrase means the same with and without them.
SMALL_WORDS = frozenset(
    fold(
        "a am an and are at be for i im in is it its ive me my of on our so some that the their this to very was we with your "
        "her his i jestem ma mam mi mnie moja moje mojego mojej mój moją się jest w z میرا میری میرے میں ہے ہیں ہوں کو "
        "اپنی اپنے اپنا"
    ).split()
)


def is_unspaced(word: str) -> bool:
    """Whether it is a letter of a script without spaces, as `fold` parts them."""
    return _UNSPACED.fullmatch(word) is not None


def shorten(text: str, longest: int) -> str:
    """The beginning of `text` on one line, cut between words, with an ellipsis when something was left out."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    return line[: longest + 1].rsplit(" ", 1)[0].rstrip(" ,;:.–-")[:longest] + "…"


def as_cell(value: str | None) -> str:
    """What a spreadsheet shows as it is: words that begin like a formula are given an apostrophe (OWASP, CSV injection).

    For tables that people open, with every cell in quotation marks; what other systems read must stay as it is.
    """
    text = value or ""
    return f"'{text}" if text.lstrip()[:1] in _BEGINS_A_FORMULA or text[:1] in ("\t", "\r", "\n") else text
