"""What is left of a text when what does not carry its meaning is taken away. Pure."""

import unicodedata

# Urdu is often typed on an Arabic keyboard, whose yeh, kaf and heh look the same and are other characters; Turks and Poles
# on an English one.
_SAME_LETTER = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ھ": "ہ", "ة": "ہ", "ۓ": "ے", "ı": "i", "ł": "l"})
_SAID_IN_A_SIGN = str.maketrans({"\U0001f51f": " 10 "})  # keycap ten; the other keycaps are a digit and a frame
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")


def fold(body: str) -> str:
    """A text without what does not carry its meaning: case, accents, signs, doubled spaces; digits of any script as 0 to 9.

    Vowel signs of the Indic scripts stay: without them "no" and "name" would be one word.
    """
    text = unicodedata.normalize("NFKC", body).casefold().translate(_APOSTROPHES).translate(_SAID_IN_A_SIGN)
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = unicodedata.normalize("NFC", text).translate(_SAME_LETTER)
    kept = (_kept(c) for c in text)
    return " ".join("".join(kept).split())


def _kept(c: str) -> str:
    """A letter, digit, slash or vowel sign as it is; nothing for what is invisible; a space for every other sign."""
    if c == "/" or c.isalnum():
        return c
    category = unicodedata.category(c)
    if category in ("Mc", "Mn") and not "\ufe00" <= c <= "\ufe0f":  # those only say how a sign is drawn
        return c
    return "" if category == "Cf" or "\ufe00" <= c <= "\ufe0f" else " "
