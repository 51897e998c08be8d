"""What people say and what it means: words typed → terms of the taxonomies. Administrators edit the table."""

import csv
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError

from directory.models import TaxonomyTerm, ThesaurusEntry
from directory.words import QUIET_WORDS, SMALL_WORDS, fold
from navigator.db import db

LONGEST_PHRASE = 7  # words
SHORTEST_MISSPELT = 5  # letters: below, one wrong letter makes another word
_SHORT_FORMS = {"cannot": "cant", "can not": "cant", "do not": "dont", "does not": "doesnt", "is not": "isnt", "will not": "wont"}
_LONG_FORMS = re.compile(rf"\b(?:{'|'.join(_SHORT_FORMS)})\b")
ALIKE = 0.8  # of 1: one wrong letter in five to nine, two in ten and more


class EntryNotFound(Exception):
    """There is no such entry in the thesaurus."""


class AlreadyThere(Exception):
    """The thesaurus says this already."""


class UnknownTerm(Exception):
    """No taxonomy has a term with this code."""


@dataclass(frozen=True)
class Unit:
    """A stretch of what was typed: the words as they stand, and the terms they mean (none when the thesaurus lacks them)."""

    words: tuple[str, ...]
    codes: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def telling(self) -> tuple[str, ...]:
        """Its words but for those that carry no meaning; all, when there are no others."""
        return tuple(word for word in self.words if word not in QUIET_WORDS) or self.words

    @property
    def is_understood(self) -> bool:
        return bool(self.codes)


def understand(text: str) -> list[Unit]:
    """What was typed, cut into units in order: the thesaurus's phrases and the terms' own names (longest first, in any
    language), then single words.

    A phrase is known as it stands and without small words: "can't pay my bills" is "cant pay bills". Words without a meaning
    of their own ("I need some help with …") are left out. Three queries at most.
    """
    words = fold(text).split()
    if not words:
        return []
    spans = _spans(words)
    meanings: dict[tuple[int, int], set[str]] = {}
    entries = select(ThesaurusEntry.folded, ThesaurusEntry.term_code).where(ThesaurusEntry.folded.in_(spans))
    for folded, code in db.session.execute(entries):
        for span in spans[folded]:
            meanings.setdefault(span, set()).add(code)
    for name, term in db.session.execute(select(TaxonomyTerm.name, TaxonomyTerm.code).where(TaxonomyTerm.code.is_not(None))):
        folded = fold(name)
        for span in spans.get(folded) or spans.get(_singular(folded)) or ():
            meanings.setdefault(span, set()).add(term or "")
    units = list(_cut(words, meanings))
    unknown = [unit.text for unit in units if not unit.codes and len(unit.text) >= SHORTEST_MISSPELT]
    respelt = _find_alike(unknown) if unknown else {}
    return [Unit(unit.words, respelt.get(unit.text, frozenset())) if not unit.codes else unit for unit in units]


def _spans(words: Sequence[str]) -> dict[str, set[tuple[int, int]]]:
    """What may stand in the table → where it was typed, from which word up to which. Small words between are passed over."""
    spans: dict[str, set[tuple[int, int]]] = {}
    for passed_over in (frozenset[str](), SMALL_WORDS, QUIET_WORDS):
        kept = [place for place, word in enumerate(words) if word not in passed_over]
        for first in range(len(kept)):
            for last in range(first, min(len(kept), first + LONGEST_PHRASE)):
                phrase = " ".join(words[place] for place in kept[first : last + 1])
                for form in (phrase, _singular(phrase), _shortened(phrase)):
                    spans.setdefault(form, set()).add((kept[first], kept[last] + 1))
    return spans


def _singular(phrase: str) -> str:
    """ "walking groups" as "walking group"; good enough to find an entry by."""
    return phrase[:-1] if len(phrase) > 4 and phrase.endswith("s") and not phrase.endswith("ss") else phrase


def _shortened(phrase: str) -> str:
    """ "cannot pay" as "cant pay", the way the table has it."""
    return _LONG_FORMS.sub(lambda found: _SHORT_FORMS[found[0]], phrase)


def _cut(words: Sequence[str], meanings: dict[tuple[int, int], set[str]]) -> Iterator[Unit]:
    place = 0
    while place < len(words):
        end = max((end for start, end in meanings if start == place), default=None)
        if end is not None:
            yield Unit(tuple(words[place:end]), frozenset(meanings[place, end]))
        elif words[place] not in QUIET_WORDS:
            yield Unit((words[place],))
        place = end or place + 1


def _find_alike(words: Sequence[str]) -> dict[str, frozenset[str]]:
    """For each of these words that an entry spells a little differently, what that entry means."""
    beginnings = {letter for word in words for letter in word[:2]}
    rows = db.session.execute(
        select(ThesaurusEntry.folded, ThesaurusEntry.term_code).where(
            func.length(ThesaurusEntry.folded) >= SHORTEST_MISSPELT, func.substr(ThesaurusEntry.folded, 1, 1).in_(beginnings)
        )
    )
    meanings: dict[str, set[str]] = {}
    for folded, code in rows:
        if " " not in folded:
            meanings.setdefault(folded, set()).add(code)
    found = {}
    for word in words:
        best = process.extractOne(word, meanings.keys(), scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=ALIKE)
        if best:
            found[word] = frozenset(meanings[best[0]])
    return found


def list_entries(*, containing: str = "", page: int = 1, per_page: int = 50) -> tuple[list[ThesaurusEntry], int]:
    """A page of the table, by its words, and how many there are. `containing` looks in the words and the term's code."""
    statement = select(ThesaurusEntry)
    if wanted := fold(containing):
        statement = statement.where(
            or_(ThesaurusEntry.folded.contains(wanted, autoescape=True), ThesaurusEntry.term_code == containing.strip())
        )
    total = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    rows = db.session.scalars(
        statement.order_by(ThesaurusEntry.folded, ThesaurusEntry.term_code).offset((page - 1) * per_page).limit(per_page)
    )
    return list(rows), total


def get_entry(entry_id: uuid.UUID) -> ThesaurusEntry:
    """One entry. Raises `EntryNotFound`."""
    entry = db.session.get(ThesaurusEntry, entry_id)
    if entry is None:
        raise EntryNotFound(entry_id)
    return entry


def add_entry(*, words: str, language: str, term_code: str) -> ThesaurusEntry:
    """Teach the thesaurus that `words` mean the term. Raises `AlreadyThere`, `UnknownTerm`; ValueError for no words."""
    return _save(ThesaurusEntry(), words, language, term_code)


def change_entry(entry: ThesaurusEntry, *, words: str, language: str, term_code: str) -> ThesaurusEntry:
    """Correct an entry. Raises as `add_entry`."""
    return _save(entry, words, language, term_code)


def remove_entry(entry: ThesaurusEntry) -> None:
    """Forget an entry."""
    db.session.delete(entry)
    db.session.flush()


def _save(entry: ThesaurusEntry, words: str, language: str, term_code: str) -> ThesaurusEntry:
    folded = fold(words)
    if not folded:
        raise ValueError("no words")
    if term_code not in known_codes():
        raise UnknownTerm(term_code)
    try:
        with db.session.begin_nested():
            entry.words, entry.folded, entry.language, entry.term_code = " ".join(words.split()), folded, language, term_code
            db.session.add(entry)
            db.session.flush()
    except IntegrityError:
        raise AlreadyThere(folded) from None
    return entry


def known_codes() -> set[str]:
    """The code of every taxonomy term."""
    return {code for code in db.session.scalars(select(TaxonomyTerm.code)) if code}


@dataclass
class ThesaurusReport:
    """What an import did: counts, and each refused row with its line and why."""

    created: int = 0
    unchanged: int = 0
    refused: list[str] = field(default_factory=list)


def import_csv(lines: Iterable[str], *, name: str = "thesaurus.csv") -> ThesaurusReport:
    """Add the rows of a CSV with the columns words, language, term. What is there already stays; a bad row stops no other.

    Raises ValueError when the columns are not there.
    """
    report = ThesaurusReport()
    reader = csv.DictReader(lines)
    if not {"words", "term"} <= set(reader.fieldnames or ()):
        raise ValueError(f"{name}: the first line must name the columns words, language and term")
    codes = known_codes()
    there = {(folded, code) for folded, code in db.session.execute(select(ThesaurusEntry.folded, ThesaurusEntry.term_code))}
    for row in reader:
        words, code, folded = (row["words"] or "").strip(), (row["term"] or "").strip(), fold(row["words"] or "")
        problem = _what_is_wrong(words, folded, code, codes)
        if problem:
            report.refused.append(f"{name} line {reader.line_num}: {problem}")
        elif (folded, code) in there:
            report.unchanged += 1
        else:
            there.add((folded, code))
            language = (row.get("language") or "").strip() or "en"
            db.session.add(ThesaurusEntry(words=words, folded=folded, language=language, term_code=code))
            report.created += 1
    db.session.flush()
    return report


def _what_is_wrong(words: str, folded: str, code: str, codes: set[str]) -> str | None:
    if not folded:
        return "no words"
    if len(words) > 120 or len(folded) > 120:
        return "more than 120 letters"
    if code not in codes:
        return f"no taxonomy has a term with the code {code!r}"
    return None


def list_rows() -> Iterator[tuple[str, str, str]]:
    """(words, language, term) of every entry, as `import_csv` reads them."""
    statement = select(ThesaurusEntry).order_by(ThesaurusEntry.folded, ThesaurusEntry.term_code)
    for entry in db.session.scalars(statement):
        yield entry.words, entry.language, entry.term_code
