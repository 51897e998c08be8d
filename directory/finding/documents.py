"""What the search engine is given of each listing: its fields, and the documents that fill them."""

from collections.abc import Iterable

import tantivy

from directory.finding import facets
from directory.finding.bits import BLOCK
from directory.finding.entries import Entry
from directory.finding.facets import FOR_EVER
from directory.finding.stems import STEMS


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("card", stored=True)  # directory.finding.cards
    builder.add_integer_field("key", indexed=True, fast=True)  # signed: the engine's unsigned fields refuse Python's numbers
    for name in ("name", "organisation", "term", "text", "place"):
        builder.add_text_field(name, tokenizer_name="stems", index_option="basic")
    # As they stand, in their order: for exact phrases, for beginnings of words and for words that are nearly like those typed.
    for name in ("every_word", "place_name"):
        builder.add_text_field(name, tokenizer_name="words", index_option="position")
    for name in ("whole_name", "code", "language", "circumstance", "access", "flag", "area", "session"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("is_main", "is_anywhere", "is_paused", "is_statutory"):
        builder.add_boolean_field(name, indexed=True, fast=True)
    for name in ("room_until", "mark_until", "assured_day", "completeness", *map(until_field, facets.TIMES)):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("latitude", "longitude", "lowest_age", "highest_age"):
        builder.add_float_field(name, indexed=True, fast=True)
    for name in COUNTED:
        builder.add_integer_field(name, indexed=name == "times_good_until", fast=True)
    # What `directory.finding.listing_sets` knows a listing by.
    builder.add_integer_field("number", indexed=True, fast=True)
    builder.add_float_field("bit", fast=True)
    return builder.build()


def until_field(time_: str) -> str:
    """The field that holds the last day on which a listing is open on a day, or on its evening (`facets.TIMES`)."""
    return f"open_{time_.replace('-', '_')}_until"


# Columns of numbers that `directory.finding.facets` counts.
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
    """What this listing adds to its block of BLOCK listings: a sum of these is a set (`directory.finding.bits`)."""
    return float(1 << number % BLOCK)


def teach(index: tantivy.Index) -> None:
    """An index that was made or opened knows no tokenizers yet."""
    index.register_tokenizer("stems", STEMS)
    index.register_tokenizer("words", _WORDS)


def add(writer: tantivy.IndexWriter, entries: Iterable[Entry], *, numbered_from: int) -> None:
    """Write one document for each place of a listing, so that latitude and longitude stay together; the first is its main one."""
    for listing, entry in enumerate(entries, start=numbered_from):
        terms, places, card = " ".join(entry.term_names), " ".join(entry.place_words), entry.written_card().encode()
        key, flags, (lowest, highest) = entry.key, entry.flags, entry.ages
        codes = [(field, code) for field, several in _codes(entry, flags) for code in several]
        numbers = [
            ("key", key),
            ("number", listing),
            ("room_until", entry.room_until),
            ("mark_until", entry.mark_until),
            ("assured_day", entry.assured_day),
            ("completeness", entry.completeness),
            *((_UNTIL[time_], until) for time_, until in entry.open_until.items()),
            *zip(COUNTED, _counted(entry, flags), strict=True),
        ]
        for number, point in enumerate(entry.points or [None]):
            document = tantivy.Document()
            document.add_text("id", str(entry.id))
            document.add_bytes("card", card)
            document.add_text("name", entry.name)
            document.add_text("whole_name", entry.name)
            document.add_text("organisation", entry.organisation)
            document.add_text("term", terms)
            document.add_text("text", entry.text)
            document.add_text("place", places)
            for text in (entry.name, entry.organisation, entry.text, *entry.term_names):
                document.add_text("every_word", text)
            for text in entry.place_words:
                document.add_text("place_name", text)
            for field, code in codes:
                document.add_text(field, code)
            for field, value in numbers:
                document.add_integer(field, value)
            document.add_boolean("is_main", number == 0)
            if number == 0:
                document.add_float("bit", bit_in_block(listing))
            document.add_boolean("is_anywhere", entry.is_anywhere and number == 0)
            document.add_boolean("is_paused", entry.is_paused)
            document.add_boolean("is_statutory", entry.is_statutory)
            document.add_float("lowest_age", lowest)
            document.add_float("highest_age", highest)
            if point is not None:
                document.add_float("latitude", point[0])
                document.add_float("longitude", point[1])
            writer.add_document(document)


def _codes(entry: Entry, flags: set[str]) -> tuple[tuple[str, Iterable[str]], ...]:
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
