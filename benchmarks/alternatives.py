"""What the search could have been built on instead, given the same listings: the full-text search of SQLite (with and without
misspelt words put right by RapidFuzz) and of PostgreSQL, and the engine ours is built on, used as its manual shows.

Each is set up as its manual advises and answers with the ids of the ten best, filters and the square around a place included.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from math import cos, radians
from pathlib import Path
from typing import Protocol

import psycopg
import tantivy
from rapidfuzz import process
from rapidfuzz.distance import OSA
from tantivy import FieldType, Occur, Query

from directory.finding.index.entries import Entry
from directory.finding.narrowing.wanted import DAYS, DEFAULT_MILES, Wanted
from directory.models import Place
from directory.words import QUIET_WORDS, fold

FIRST = 10
BARE_FIELDS = {"name": 8.0, "terms": 6.0, "organisation": 5.0, "text": 3.0, "place": 1.5}
MILES_A_DEGREE = 69.0
COLUMNS = "id name organisation terms body place latitude longitude is_anywhere is_free days languages room_until".replace(
    " ", ", "
)


class Alternative(Protocol):
    """Another way to find listings."""

    name: str

    def add(self, entries: Iterable[Entry]) -> None:
        """Take in more listings."""
        ...

    def finish(self) -> None:
        """All listings are in: make the indexes."""
        ...

    def ask(self, wanted: Wanted, place: Place | None) -> list[str]:
        """The ids of the ten best."""
        ...

    def megabytes(self) -> float:
        """Of what it keeps to search in."""
        ...


class SqliteFullText:
    """FTS5 with English stems, ordered by bm25, each word as a beginning; any of the words when all find nothing."""

    name = "SQLite FTS5"

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection = sqlite3.connect(file)
        self._connection.executescript(
            """
            PRAGMA journal_mode = WAL;
            CREATE TABLE listing (
                number INTEGER PRIMARY KEY, id TEXT, latitude REAL, longitude REAL,
                is_anywhere INTEGER, is_free INTEGER, days TEXT, languages TEXT, room_until INTEGER
            );
            CREATE VIRTUAL TABLE words USING fts5(
                name, organisation, terms, body, place, tokenize = 'porter unicode61', prefix = '3 4'
            );
            """
        )

    def add(self, entries: Iterable[Entry]) -> None:
        for row in map(_row, entries):
            facts = (row[0], *row[6:])
            number = self._connection.execute(
                "INSERT INTO listing (id, latitude, longitude, is_anywhere, is_free, days, languages, room_until) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                facts,
            ).lastrowid
            self._connection.execute(
                "INSERT INTO words (rowid, name, organisation, terms, body, place) VALUES (?, ?, ?, ?, ?, ?)", (number, *row[1:6])
            )

    def finish(self) -> None:
        self._connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._connection.commit()
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def ask(self, wanted: Wanted, place: Place | None) -> list[str]:
        conditions, values = _conditions(wanted, place, "?")
        words = [f'"{word}"*' for word in self._typed(wanted)]
        for joined in (" AND ".join(words), " OR ".join(words)):
            found = self._connection.execute(
                "SELECT listing.id FROM words JOIN listing ON listing.number = words.rowid WHERE words MATCH ?"  # noqa: S608 - our own text
                + "".join(f" AND {condition}" for condition in conditions)
                + f" ORDER BY bm25(words, 8, 5, 6, 3, 1.5) LIMIT {FIRST}",
                (joined, *values),
            ).fetchall()
            if found:
                break
        return [row[0] for row in found]

    def megabytes(self) -> float:
        return self._file.stat().st_size / 1e6

    def _typed(self, wanted: Wanted) -> list[str]:
        return _words(wanted)


class SqliteCorrected(SqliteFullText):
    """The same, once every word no listing has is exchanged for the word most like it that one has (RapidFuzz)."""

    name = "SQLite FTS5 + RapidFuzz"

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self._known: Counter[str] = Counter()

    def add(self, entries: Iterable[Entry]) -> None:
        listings = list(entries)
        for entry in listings:
            self._known.update({*entry.name.split(), *entry.text.split()})
        super().add(listings)

    def _typed(self, wanted: Wanted) -> list[str]:
        return [word if word in self._known else self._most_like(word) for word in _words(wanted)]

    def _most_like(self, word: str) -> str:
        near = process.extract(word, self._known.keys(), scorer=OSA.distance, score_cutoff=2, limit=20)
        return min(near, key=lambda match: (match[1], -self._known[match[0]]))[0] if near else word


class BareTantivy:
    """The engine alone, as its manual shows: five fields, bm25 with the same weights, every word allowed one wrong letter."""

    name = "tantivy, bare"

    def __init__(self, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        for field in BARE_FIELDS:
            builder.add_text_field(field)
        for field in ("is_anywhere", "is_free"):
            builder.add_boolean_field(field, indexed=True)
        for field in ("days", "languages"):
            builder.add_text_field(field)
        builder.add_integer_field("room_until", indexed=True)
        for field in ("latitude", "longitude"):
            builder.add_float_field(field, indexed=True, fast=True)
        self._folder = folder
        folder.mkdir()
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._writer = self._index.writer(128_000_000)

    def add(self, entries: Iterable[Entry]) -> None:
        for row in map(_row, entries):
            document = tantivy.Document()
            for name, value in zip(COLUMNS.split(", "), row, strict=True):
                if name == "body":
                    document.add_text("text", str(value))
                elif name in ("is_anywhere", "is_free"):
                    document.add_boolean(name, bool(value))
                elif name == "room_until":
                    document.add_integer(name, int(value or 0))
                elif name in ("latitude", "longitude"):
                    if value is not None:
                        document.add_float(name, float(value))
                else:
                    document.add_text(name, str(value))
            self._writer.add_document(document)

    def finish(self) -> None:
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._index.reload()

    def ask(self, wanted: Wanted, place: Place | None) -> list[str]:
        clauses = [(Occur.Must, self._word(word)) for word in _words(wanted)]
        clauses += [(Occur.Must, Query.const_score_query(query, 0.0)) for query in self._filters(wanted, place)]
        searcher = self._index.searcher()
        hits = searcher.search(Query.boolean_query(clauses), FIRST).hits
        return [str(searcher.doc(address).get_first("id")) for _, address in hits]

    def _word(self, word: str) -> Query:
        distance = 1 if len(word) >= 4 else 0
        found = [
            Query.boost_query(Query.term_query(self._schema, field, word), weight) for field, weight in BARE_FIELDS.items()
        ] + [Query.fuzzy_term_query(self._schema, field, word, distance=distance) for field in ("name", "text")]
        return Query.disjunction_max_query(found)

    def _filters(self, wanted: Wanted, place: Place | None) -> Iterator[Query]:
        if place is not None:
            high = (wanted.within or DEFAULT_MILES) / MILES_A_DEGREE
            wide = high / cos(radians(place.latitude))
            sides = (("latitude", place.latitude, high), ("longitude", place.longitude, wide))
            box = [
                (Occur.Must, Query.range_query(self._schema, name, FieldType.Float, middle - reach, middle + reach))
                for name, middle, reach in sides
            ]
            anywhere = Query.term_query(self._schema, "is_anywhere", True)
            yield Query.boolean_query([(Occur.Should, anywhere), (Occur.Should, Query.boolean_query(box))])
        if wanted.free:
            yield Query.term_query(self._schema, "is_free", True)
        if wanted.open_on:
            yield Query.term_query(self._schema, "days", wanted.open_on)
        if wanted.language:
            yield Query.term_query(self._schema, "languages", wanted.language)
        if wanted.has_room:
            yield Query.range_query(self._schema, "room_until", FieldType.Integer, 1, None)

    def megabytes(self) -> float:
        return sum(file.stat().st_size for file in self._folder.iterdir()) / 1e6


class PostgresqlFullText:
    """Weighted tsvector by ts_rank; when it finds nothing, trigrams of the names (pg_trgm), which forgive typos. GIN both."""

    name = "PostgreSQL full text + trigrams"

    def __init__(self, database_url: str) -> None:
        self._connection = psycopg.connect(database_url.replace("postgresql+psycopg", "postgresql"), autocommit=True)
        self._connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        self._connection.execute("DROP TABLE IF EXISTS alternative")
        self._connection.execute(
            """
            CREATE TABLE alternative (
                id text, name text, organisation text, terms text, body text, place text, latitude float8, longitude float8,
                is_anywhere int, is_free int, days text, languages text, room_until int,
                words tsvector GENERATED ALWAYS AS (
                    setweight(to_tsvector('english', name), 'A')
                    || setweight(to_tsvector('english', terms || ' ' || organisation), 'B')
                    || setweight(to_tsvector('english', body), 'C') || setweight(to_tsvector('english', place), 'D')
                ) STORED
            )
            """
        )

    def add(self, entries: Iterable[Entry]) -> None:
        with self._connection.cursor() as cursor:
            columns = f"COPY alternative ({COLUMNS}) FROM STDIN"
            with cursor.copy(columns) as copy:
                for row in map(_row, entries):
                    copy.write_row(row)

    def finish(self) -> None:
        self._connection.execute("CREATE INDEX ON alternative USING gin (words)")
        self._connection.execute("CREATE INDEX ON alternative USING gin (name gin_trgm_ops)")
        self._connection.execute("VACUUM ANALYZE alternative")

    def ask(self, wanted: Wanted, place: Place | None) -> list[str]:
        conditions, values = _conditions(wanted, place, "%s")
        also = "".join(f" AND {condition}" for condition in conditions)
        words = " ".join(_words(wanted))
        exact = f"""SELECT id FROM alternative, plainto_tsquery('english', %s) AS asked WHERE words @@ asked{also}
                    ORDER BY ts_rank(words, asked) DESC LIMIT {FIRST}"""  # noqa: S608 - our own text
        alike = f"""SELECT id FROM alternative WHERE %s <%% name{also}
                    ORDER BY word_similarity(%s, name) DESC LIMIT {FIRST}"""  # noqa: S608 - our own text
        found = self._connection.execute(exact, (words, *values)).fetchall()
        if not found:
            found = self._connection.execute(alike, (words, *values, words)).fetchall()
        return [row[0] for row in found]

    def megabytes(self) -> float:
        size = self._connection.execute("SELECT pg_total_relation_size('alternative')").fetchone()
        return float(size[0]) / 1e6 if size else 0.0

    def close(self) -> None:
        self._connection.execute("DROP TABLE alternative")
        self._connection.close()


@contextmanager
def sqlite_full_text(folder: Path) -> Iterator[SqliteFullText]:
    file = folder / "full-text.sqlite3"
    yield SqliteFullText(file)
    file.unlink()


@contextmanager
def sqlite_corrected(folder: Path) -> Iterator[SqliteCorrected]:
    file = folder / "full-text-corrected.sqlite3"
    yield SqliteCorrected(file)
    file.unlink()


@contextmanager
def postgresql_full_text(database_url: str) -> Iterator[PostgresqlFullText]:
    alternative = PostgresqlFullText(database_url)
    try:
        yield alternative
    finally:
        alternative.close()


def _row(entry: Entry) -> tuple[str | float | int | None, ...]:
    """As COLUMNS; of several places the first."""
    latitude, longitude = entry.points[0] if entry.points else (None, None)
    return (
        str(entry.id),
        entry.name,
        entry.organisation,
        " ".join(sorted(entry.term_names)),
        entry.text,
        " ".join(sorted(entry.place_words)),
        latitude,
        longitude,
        int(entry.is_anywhere),
        int(entry.is_free),
        " ".join(day for day in DAYS if day in entry.open_until),
        " ".join(sorted(entry.languages)),
        entry.room_until,
    )


def _words(wanted: Wanted) -> list[str]:
    return [word for word in fold(wanted.words).split() if word not in QUIET_WORDS]


def _conditions(wanted: Wanted, place: Place | None, mark: str) -> tuple[list[str], list[str | float | int]]:
    """What else must be true of a listing, in SQL, with the values in order."""
    conditions: list[str] = []
    values: list[str | float | int] = []
    if place is not None:
        high = (wanted.within or DEFAULT_MILES) / MILES_A_DEGREE
        wide = high / cos(radians(place.latitude))
        conditions.append(f"(is_anywhere = 1 OR latitude BETWEEN {mark} AND {mark} AND longitude BETWEEN {mark} AND {mark})")
        values += [place.latitude - high, place.latitude + high, place.longitude - wide, place.longitude + wide]
    if wanted.free:
        conditions.append("is_free = 1")
    if wanted.open_on:
        conditions.append(f"days LIKE {mark}")
        values.append(f"%{wanted.open_on}%")
    if wanted.language:
        conditions.append(f"languages LIKE {mark}")
        values.append(f"%{wanted.language}%")
    if wanted.has_room:
        conditions.append("room_until > 0")
    return conditions, values
