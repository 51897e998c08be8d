"""Words without their endings: how a listing's words, a query's and the thesaurus's are made comparable."""

import re
from functools import lru_cache

import tantivy

STEMS = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    .filter(tantivy.Filter.remove_long(60))
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)
# The endings of Polish cases, numbers and persons, as folding leaves them, longest first.
_POLISH = re.compile(
    r"(?<=\w{4})(?:iami|iego|iemu|iach|alem|alam|ilem|ilam|amy|imy|ymy|asz|isz|ysz|aja|ala|ali|aly|alo|ila|ili|yla|yli|ac|ic|yc|am|"
    r"ego|emu|ach|ami|owi|iej|iem|iom|ych|ymi|ich|imi|ow|om|ie|ia|io|em|ej|ym|im|iu|uje|a|e|i|o|u|y)$"
)


@lru_cache(maxsize=30_000)  # the words of the descriptions on a page, again and again
def stem_of(word: str) -> str:
    """An English word's stem, as the index keeps it: "gardening" and "gardens" give "garden"."""
    return (STEMS.analyze(word) or [word])[0]


@lru_cache(maxsize=10_000)
def polish_stem_of(word: str) -> str:
    """A folded Polish word without its ending: "długów" and "długi" give "dlug"."""
    stem = _POLISH.sub("", word)
    return f"{stem[:-2]}k" if len(stem) > 4 and stem.endswith("ek") else stem  # "wózek", "wózka"


# Urdu marks gender, number and case by its last letters: "کپڑا", "کپڑے", "کپڑوں"; and verbs by theirs: "سیکھنا", "سیکھتی".
_URDU = re.compile(r"(?<=\w{2})(?:نا|نے|نی|تا|تی|تے|یاں|یوں|وں|یں|ئے|ا|ے|ی|و)$")


@lru_cache(maxsize=10_000)
def urdu_stem_of(word: str) -> str:
    """A folded Urdu word without its ending: "سیکھنا" and "سیکھنی" give the same."""
    return _URDU.sub("", word)
