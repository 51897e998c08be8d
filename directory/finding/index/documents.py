"""What the search engine is given of each listing: its fields, and the documents that fill them."""

from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import orjson
import tantivy

from directory.finding.index import facets
from directory.finding.index.bits import BLOCK
from directory.finding.index.entries import Entry
from directory.finding.index.facets import FOR_EVER
from directory.finding.words.stems import STEMS

WHOLE_FROM = 75  # of 100 of what people ask first: from here on a listing counts as complete


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("card", stored=True)  # directory.finding.index.cards
    builder.add_integer_field("key", indexed=True, fast=True)  # signed: the engine's unsigned fields refuse Python's numbers
    for name in ("name", "organisation", "term", "text", "place"):
        builder.add_text_field(name, tokenizer_name="stems", index_option="basic")
    # As they stand, in their order: for exact phrases, for beginnings of words and for words that are nearly like those typed.
    for name in ("every_word", "place_name"):
        builder.add_text_field(name, tokenizer_name="words", index_option="position")
    for name in ("whole_name", "code", "language", "circumstance", "access", "flag", "area", "session"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("is_main", "is_anywhere", "is_paused", "is_statutory", "is_whole"):
        builder.add_boolean_field(name, indexed=True, fast=True)
    # Columns of numbers: the engine asks for ranges of them, and needs no list of who has which.
    for name in ("room_until", "mark_until", "assured_day", "completeness", *map(until_field, facets.TIMES), *COUNTED):
        builder.add_integer_field(name, fast=True)
    for name in ("latitude", "longitude", "lowest_age", "highest_age"):
        builder.add_float_field(name, fast=True)
    # What `directory.finding.index.listing_sets` knows a listing by.
    builder.add_integer_field("number", indexed=True, fast=True)
    builder.add_float_field("bit", fast=True)
    return builder.build()


def until_field(time_: str) -> str:
    """The field that holds the last day on which a listing is open on a day, or on its evening (`facets.TIMES`)."""
    return f"open_{time_.replace('-', '_')}_until"


# Columns of numbers that `directory.finding.index.facets` counts.
COUNTED = (
    "needs",
    "accesses",
    "circumstances",
    "flags",
    "times",
    "times_good_until",
    "kinds_1",
    "kinds_2",
    "languages_1",
    "languages_2",
)
_UNTIL = {time_: until_field(time_) for time_ in facets.TIMES}

SCHEMA = _schema()
_WORDS = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).filter(tantivy.Filter.remove_long(60)).build()


def bit_in_block(number: int) -> float:
    """What this listing adds to its block of BLOCK listings: a sum of these is a set (`directory.finding.index.bits`)."""
    return float(1 << number % BLOCK)


def teach(index: tantivy.Index) -> None:
    """An index that was made or opened knows no tokenizers yet."""
    index.register_tokenizer("stems", STEMS)
    index.register_tokenizer("words", _WORDS)


def add(writer: tantivy.IndexWriter, entries: Iterable[Entry], *, numbered_from: int) -> None:
    """Write these listings: each has its number, from `numbered_from` on."""
    for text in written(entries, numbered_from=numbered_from):
        writer.add_json(text)


def written(entries: Iterable[Entry], *, numbered_from: int) -> Iterator[str]:
    """One document for each place of a listing, so that latitude and longitude stay together; the first is its main one.

    Each is one text of one line: told field by field, the engine is called fifty times a document, which took twice as long.
    """
    for listing, entry in enumerate(entries, start=numbered_from):
        fields = _fields_of(entry, listing)
        for place, point in enumerate(entry.points or [None]):
            is_main = place == 0
            fields["is_main"], fields["is_anywhere"] = is_main, is_main and entry.is_anywhere
            if point is not None:
                fields["latitude"], fields["longitude"] = point
            yield orjson.dumps(fields).decode()
            fields.pop("bit", None)  # of the main document only


def _fields_of(entry: Entry, listing: int) -> dict[str, Any]:
    """What is said of a listing in its main document, but for the place; a field that has nothing to say is left out."""
    flags, (lowest, highest), completeness = entry.flags, entry.ages, entry.completeness
    fields: dict[str, Any] = {
        "id": str(entry.id),
        "card": b64encode(entry.written_card().encode()).decode(),  # as the engine wants bytes in a text
        "key": entry.key,
        "number": listing,
        "bit": bit_in_block(listing),
        "name": entry.name,
        "whole_name": entry.name,
        "organisation": entry.organisation,
        "term": " ".join(entry.term_names),
        "text": entry.text,
        "place": " ".join(entry.place_words),
        "every_word": [entry.name, entry.organisation, entry.text, *entry.term_names],
        "room_until": entry.room_until,
        "mark_until": entry.mark_until,
        "assured_day": entry.assured_day,
        "completeness": completeness,
        "is_whole": completeness >= WHOLE_FROM,
        "is_paused": entry.is_paused,
        "is_statutory": entry.is_statutory,
        "lowest_age": lowest,
        "highest_age": highest,
    }
    for name, several in (("place_name", entry.place_words), *_codes(entry, flags)):
        if several:
            fields[name] = [*several]
    for time_, until in entry.open_until.items():
        fields[_UNTIL[time_]] = until
    fields.update(zip(COUNTED, _counted(entry, flags), strict=True))
    return fields


def _codes(entry: Entry, flags: set[str]) -> tuple[tuple[str, Collection[str]], ...]:
    return (
        ("code", entry.codes),
        ("language", entry.languages),
        ("circumstance", entry.circumstances),
        ("access", entry.access),
        ("flag", flags),
        ("area", entry.areas),
        ("session", entry.sessions),
    )


def _counted(entry: Entry, flags: set[str]) -> tuple[int, ...]:
    return (
        facets.mask(entry.codes, facets.NEEDS),
        facets.mask(entry.access, facets.ACCESS),
        facets.mask(entry.circumstances, facets.CIRCUMSTANCES),
        facets.mask(flags, facets.FLAGS),
        facets.mask(entry.open_until, facets.TIMES),
        min(entry.open_until.values(), default=FOR_EVER),
        *facets.pack(entry.kinds),
        *facets.pack(sorted(entry.languages - {"en"})),
    )
