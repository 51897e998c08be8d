"""How many pieces a text is cut into, and so what it costs. Pure; the rules are those of 3GPP TS 23.038 and 23.040.

A text is sent in GSM-7 (seven-bit units, some signs taking two) when all of it fits that alphabet, else in UCS-2
(UTF-16 units). One piece holds 160 or 70 units; each of several holds 153 or 67, and a sign of two units is never cut.
"""

from dataclasses import dataclass
from enum import StrEnum

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("^{}\\[~]|€\f")  # an escape and a sign: two units
GSM = GSM_BASIC | GSM_EXTENDED


class Encoding(StrEnum):
    GSM_7 = "gsm-7"
    UCS_2 = "ucs-2"


WHOLE = {Encoding.GSM_7: 160, Encoding.UCS_2: 70}
PART = {Encoding.GSM_7: 153, Encoding.UCS_2: 67}


@dataclass(frozen=True)
class Segments:
    """`segments` pieces, `units` in all (septets or UTF-16 units)."""

    encoding: Encoding
    segments: int
    units: int


def count(text: str) -> Segments:
    """How `text` is sent. An empty text is no pieces."""
    signs = set(text)
    encoding = Encoding.GSM_7 if signs <= GSM else Encoding.UCS_2
    double = {sign for sign in signs if _size(sign, encoding) == 2}
    units = len(text) + sum(text.count(sign) for sign in double)
    if units <= WHOLE[encoding]:
        return Segments(encoding, 1 if text else 0, units)
    if not double:  # nothing that a boundary could cut
        return Segments(encoding, -(-units // PART[encoding]), units)
    segments, used = 1, 0
    for sign in text:
        size = 2 if sign in double else 1
        if used + size > PART[encoding]:
            segments, used = segments + 1, 0
        used += size
    return Segments(encoding, segments, units)


def _size(character: str, encoding: Encoding) -> int:
    if encoding is Encoding.GSM_7:
        return 2 if character in GSM_EXTENDED else 1
    return 2 if ord(character) > 0xFFFF else 1


# Only what changes nothing for the reader. Never á to a: that changes words, and names.
_DOWNGRADES = str.maketrans(
    {
        **dict.fromkeys("–—‐‑‒−", "-"),
        **dict.fromkeys("‘’‚‛", "'"),
        **dict.fromkeys("“”„‟", '"'),
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "),
        "…": "...",
    }
)
_INVISIBLE = str.maketrans(
    "", "", "\u200b\u2060\ufeff\u00ad\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_JOINERS = str.maketrans("", "", "\u200c\u200d")


def safe_downgrade(text: str) -> str:
    """`text` as it is cheapest to send without changing it for its reader; never in more pieces than before.

    Invisible marks go. Typographic dashes, quotes and spaces are made plain, and joiners taken out, where that brings the
    whole text into GSM-7. Where it does not (Polish, Urdu), nothing would be saved: they stay. A no-break space holds the
    groups of a telephone number in their order between right-to-left words, where plain spaces let them change places.
    """
    kept = text.translate(_INVISIBLE)
    plain = make_plain(kept).translate(_JOINERS)
    if plain == kept:
        return kept
    downgraded = count(plain)
    saves = downgraded.encoding is Encoding.GSM_7 and downgraded.segments <= count(kept).segments
    return plain if saves else kept


def make_plain(text: str) -> str:
    """`text` with its typography made plain and its invisible marks gone, whatever that saves: to compare two texts by."""
    return text.translate(_DOWNGRADES).translate(_INVISIBLE)
