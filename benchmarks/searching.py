"""How quickly and how rightly listings are found, beside what else the search could have been built on."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter

from flask import Flask
from sqlalchemy import select

from benchmarks.alternatives import (
    FIRST,
    Alternative,
    BareTantivy,
    postgresql_full_text,
    sqlite_corrected,
    sqlite_full_text,
)
from benchmarks.changing import measure_changes
from benchmarks.figures import Table, WrongAnswer, share, spread
from benchmarks.generated_listings import Locality, write
from benchmarks.installations import bring_in_the_seed, new_installation, scratch_folder, settings_in, teach_words_and_places
from benchmarks.questions import Asker, Question
from directory.finding.index.on_disk import ListingIndex, listing_index
from directory.finding.index.reading import list_findable_ids, read_entries
from directory.finding.narrowing.wanted import DEFAULT_MILES
from directory.finding.order.best import best, only_idea
from directory.finding.order.ranking import Box, Strictness, listings_query
from directory.finding.order.weights import USUAL as USUAL_WEIGHTS
from directory.finding.results.search import search
from directory.finding.words.lexicon import Unit
from directory.finding.words.thesaurus import understand
from directory.models import Place
from directory.places.gazetteer import find_place
from navigator.db import begin_reading, begin_writing, db
from tests.databases import find_postgresql, postgresql_server

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # generated listings are of this day
TODAY = NOW.date()
FULL = (0, 20_000, 100_000)  # 0: the seed's own listings
SHORT = (0, 500)
ON_BOTH_DATABASES = 20_000
CHANGED_AMONG = 100_000
QUESTIONS, QUESTIONS_SHORT = 125, 10  # of each of the eight sorts: a thousand in all
# The least share of right answers in the first ten, of the whole search. Below, `make bench` fails.
LEAST_RIGHT = {
    "two of its words": 0.95,
    "two of its words near its place": 0.95,
    "two of its words, one misspelt": 0.75,
    "one of its words, one letter wrong": 0.85,
    "one long word of it, two letters wrong": 0.85,
}


@dataclass
class Answers:
    """What one way of finding took, and how often it was right, for one sort of question."""

    seconds: list[float] = field(default_factory=list)
    right: int = 0
    asked: int = 0  # of the questions that have a right answer


@dataclass(frozen=True)
class Way:
    """One way of finding: `prepare` is not timed and gives what is."""

    name: str
    prepare: Callable[[Question], Callable[[], list[str]]]


def run(*, short: bool) -> list[Table]:
    """Measure every size. Raises `WrongAnswer` when the search finds too little."""
    tables: list[Table] = []
    building: list[list[str]] = []
    changing: list[list[str]] = []
    with ExitStack() as stack:
        database_url = stack.enter_context(postgresql_server()) if find_postgresql() else None
        for count in SHORT if short else FULL:
            with scratch_folder() as folder:
                found, built, changed = measure(
                    count, folder, database_url=database_url, questions=QUESTIONS_SHORT if short else QUESTIONS
                )
            tables.append(found)
            building += built
            changing += changed
    return [
        Table("Building the index", ("listings", "what", "seconds", "MB"), building),
        *tables,
        Table(
            "From a change to its being found by the process that serves",
            ("listings", "what changed", "times", "p50 s", "longest s"),
            changing,
        ),
    ]


def measure(
    count: int, folder: Path, *, database_url: str | None, questions: int
) -> tuple[Table, list[list[str]], list[list[str]]]:
    """One size: what was found, what the indexes took to make, and how soon changes were found. `count` 0: the seed's."""
    with ExitStack() as stack:
        app = _filled(count, folder)
        stack.enter_context(app.app_context())
        begin_reading()
        began = perf_counter()
        size = ListingIndex(app.extensions["settings"].index_dir).rebuild(today=TODAY)
        built: list[tuple[str, float, float]] = [
            ("our index, read from the database", perf_counter() - began, _megabytes(app.extensions["settings"].index_dir))
        ]
        alternatives: list[Alternative] = [
            BareTantivy(folder / "bare"),
            stack.enter_context(sqlite_full_text(folder)),
            stack.enter_context(sqlite_corrected(folder)),
        ]
        if database_url:
            alternatives.append(stack.enter_context(postgresql_full_text(database_url)))
        asker = Asker(places=db.session.scalars(select(Place)).all(), today=TODAY)
        seconds = dict.fromkeys((alternative.name for alternative in alternatives), 0.0)
        for ids in list_findable_ids():
            entries = read_entries(ids, today=TODAY)
            asker.see(entries)
            for alternative in alternatives:
                began = perf_counter()
                alternative.add(entries)
                seconds[alternative.name] += perf_counter() - began
        for alternative in alternatives:
            began = perf_counter()
            alternative.finish()
            seconds[alternative.name] += perf_counter() - began
            built.append((f"{alternative.name}, rows in hand", seconds[alternative.name], alternative.megabytes()))
        ways = [_whole(app, "ours, the whole search"), _engine(app), *map(_alternative, alternatives)]
        if database_url and count == ON_BOTH_DATABASES:
            other = stack.enter_context(_on_postgresql(count, folder, database_url))
            ways.insert(1, _whole(other, "the same on PostgreSQL"))
        answers = _ask(asker.questions(questions), ways)
        db.session.remove()
        changed = measure_changes(app, size) if count == CHANGED_AMONG else []
    _check(answers, ways[0].name, size)
    answers |= _together(answers, ways)
    rows = [[sort, way, *spread(one.seconds), share(one.right, one.asked)] for (sort, way), one in answers.items() if one.seconds]
    previous = ""
    for row in rows:
        previous, row[0] = row[0], "" if row[0] == previous else row[0]
    table = Table(
        f"Finding among {size:,} listings", ("asked", "way", "p50 ms", "p95 ms", "longest ms", f"right in first {FIRST}"), rows
    )
    return table, [[f"{size:,}", what, f"{took:.1f}", f"{mb:.1f}"] for what, took, mb in built], changed


def _filled(count: int, folder: Path) -> Flask:
    """An installation with the seed's listings (0) or so many generated ones."""
    return _fill(new_installation(settings_in(folder)), count)


def _fill(app: Flask, count: int) -> Flask:
    with app.app_context():
        begin_writing()
        if count:
            write(Locality(count, today=TODAY), db.session())
        else:
            bring_in_the_seed(db.session())
        teach_words_and_places()
        begin_reading()
    return app


@contextmanager
def _on_postgresql(count: int, folder: Path, database_url: str) -> Iterator[Flask]:
    """The same listings in a PostgreSQL database, with an index of its own."""
    own = folder / "on-postgresql"
    own.mkdir()
    app = _fill(new_installation(settings_in(own, database_url=database_url)), count)
    with app.app_context():
        ListingIndex(app.extensions["settings"].index_dir).rebuild(today=TODAY)
        db.session.remove()
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _whole(app: Flask, name: str) -> Way:
    """What a request does: catch up, understand, find, read a page of listings whole, say why."""

    def prepare(question: Question) -> Callable[[], list[str]]:
        def answer() -> list[str]:
            with app.app_context():
                index = listing_index(app, now=NOW)
                found = search(question.wanted, index=index, now=NOW, language="en")
                return [str(result.service.id) for result in found.results]

        return answer

    return Way(name, prepare)


def _engine(app: Flask) -> Way:
    """The index alone: the words understood and the place known beforehand, ids of the best in order of words."""

    def prepare(question: Question) -> Callable[[], list[str]]:
        wanted = question.wanted
        place = find_place(wanted.near) if wanted.near else None
        units: Sequence[Unit] = understand(wanted.words)
        where = Box(place.latitude, place.longitude, wanted.within or DEFAULT_MILES).query() if place else None
        searcher = listing_index(app, now=NOW).searcher
        db.session.remove()

        def answer() -> list[str]:
            ids: list[str] = []
            for strictness in (Strictness.ALL, Strictness.ANY):
                ask = partial(listings_query, wanted, units, searcher, strictness=strictness, where=where, today=TODAY)
                hits = best(
                    lambda part, ask=ask: ask(part=part),  # type: ignore[misc]
                    only_idea(units),
                    searcher,
                    USUAL_WEIGHTS,
                    most=FIRST,
                    with_standing=where is None,
                )
                ids = [str(searcher.doc(address).get_first("id")) for _, address in hits]
                if ids:
                    break
            return ids

        return answer

    return Way("ours, the index alone", prepare)


def _alternative(alternative: Alternative) -> Way:
    def prepare(question: Question) -> Callable[[], list[str]]:
        place = find_place(question.wanted.near) if question.wanted.near else None
        db.session.expunge_all()
        return lambda: alternative.ask(question.wanted, place)

    return Way(alternative.name, prepare)


def _ask(questions: dict[str, list[Question]], ways: Sequence[Way]) -> dict[tuple[str, str], Answers]:
    """Ask everything every way, a question at a time and a different way first each time, so that nobody has the better hour."""
    answers = {(sort, way.name): Answers() for sort in questions for way in ways}
    for sort, of_it in questions.items():
        for way in ways:  # once, untimed: nobody's first question is counted
            if of_it:
                way.prepare(of_it[0])()
        for number, question in enumerate(of_it):
            for way in [*ways[number % len(ways) :], *ways[: number % len(ways)]]:
                ask = way.prepare(question)
                began = perf_counter()
                ids = ask()
                took = perf_counter() - began
                noted = answers[sort, way.name]
                noted.seconds.append(took)
                if question.right:
                    noted.asked += 1
                    noted.right += bool(question.right & set(ids[:FIRST]))
    return answers


def _together(answers: dict[tuple[str, str], Answers], ways: Sequence[Way]) -> dict[tuple[str, str], Answers]:
    """All questions of all sorts, each way."""
    together = {}
    for way in ways:
        every = [noted for (_, name), noted in answers.items() if name == way.name]
        seconds = [took for noted in every for took in noted.seconds]
        together[f"all {len(seconds):,}", way.name] = Answers(
            seconds, sum(noted.right for noted in every), sum(noted.asked for noted in every)
        )
    return together


def _check(answers: dict[tuple[str, str], Answers], way: str, size: int) -> None:
    for sort, least in LEAST_RIGHT.items():
        noted = answers[sort, way]
        if not noted.asked:
            raise WrongAnswer(f"no question “{sort}” could be made of {size} listings")
        if noted.right < least * noted.asked:
            raise WrongAnswer(f"{size} listings, {sort}: right in {noted.right} of {noted.asked}; {least:.0%} are expected")


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
