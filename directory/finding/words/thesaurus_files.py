"""The thesaurus as a file: one line for an idea in a language, `idea,terms,also,language,words`, words parted by "|".

The older form, a line for each word (`words,language,term`), is read too: its words join the group of their term's name.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from directory.finding.models import ThesaurusGroup, ThesaurusWords
from directory.finding.words.thesaurus import LONGEST_WORDS, list_whole_groups, names_of_terms
from directory.words import fold
from navigator.db import db, new_id

COLUMNS = ("idea", "terms", "also", "language", "words")
BETWEEN_WORDS = "|"


@dataclass
class ThesaurusReport:
    """What an import did: words added and there already, groups added, and each refusal with its line and why."""

    created: int = 0
    unchanged: int = 0
    groups: int = 0
    refused: list[str] = field(default_factory=list)


def import_csv(lines: Iterable[str], *, name: str = "thesaurus.csv") -> ThesaurusReport:
    """Add the groups and words of a CSV, in either form. What is there already stays; a bad line stops no other.

    Raises ValueError when the columns are not there.
    """
    reader = csv.DictReader(lines)
    columns = set(reader.fieldnames or ())
    if {"words", "idea", "terms"} <= columns:
        return _Import(name).groups(reader)
    if {"words", "term"} <= columns:
        return _Import(name).single_words(reader)
    raise ValueError(f"{name}: the first line must name the columns {', '.join(COLUMNS)}, or words, language and term")


class _Import:
    def __init__(self, name: str) -> None:
        self._name = name
        self._report = ThesaurusReport()
        self._names = names_of_terms()
        self._groups = {group.folded: group for group in list_whole_groups()}
        self._there = {group.folded: {said.folded: said.language for said in group.words} for group in self._groups.values()}
        self._meant = {
            (said.folded, code) for group in self._groups.values() for said in group.words for code in group.terms + group.also
        }

    def groups(self, reader: "csv.DictReader[str]") -> ThesaurusReport:
        last = ""
        for row in reader:
            idea = (row["idea"] or "").strip() or last
            terms, also = (row["terms"] or "").split(), (row.get("also") or "").split()
            group = self._groups.get(fold(idea))
            if group is not None and not terms:  # a further language of the idea above
                terms = group.terms
            unknown = next((code for code in (*terms, *also) if code not in self._names), None)
            if not fold(idea) or len(idea) > LONGEST_WORDS:
                self._refuse(reader, "the idea needs a name of at most 120 letters")
            elif unknown is not None or not terms:
                self._refuse(reader, f"no taxonomy has a term with the code {unknown or ''!r}")
            else:
                last = idea
                group = group or self._new_group(idea, terms, also)
                for words in (row["words"] or "").split(BETWEEN_WORDS):
                    self._add(reader, group, words, (row.get("language") or "").strip() or "en")
        return self._finish()

    def single_words(self, reader: "csv.DictReader[str]") -> ThesaurusReport:
        for row in reader:
            words, code = (row["words"] or "").strip(), (row["term"] or "").strip()
            if not fold(words):
                self._refuse(reader, "no words")
            elif code not in self._names:
                self._refuse(reader, f"no taxonomy has a term with the code {code!r}")
            elif (fold(words), code) in self._meant:
                self._report.unchanged += 1
            elif self._add(reader, self._group_of(code), words, (row.get("language") or "").strip() or "en"):
                self._meant.add((fold(words), code))
        return self._finish()

    def _group_of(self, code: str) -> ThesaurusGroup:
        """The group that has the term's name, or the name and the code when another idea has taken the name."""
        for name in (self._names[code], f"{self._names[code]} ({code})"):
            group = self._groups.get(fold(name)) or self._new_group(name, [code], [])
            if code in group.terms:
                return group
        return group

    def _new_group(self, idea: str, terms: list[str], also: list[str]) -> ThesaurusGroup:
        group = ThesaurusGroup(idea=idea, folded=fold(idea), terms=terms, also=[code for code in also if code not in terms])
        db.session.add(group)
        self._groups[group.folded], self._there[group.folded] = group, {}
        self._report.groups += 1
        return group

    def _add(self, reader: "csv.DictReader[str]", group: ThesaurusGroup, words: str, language: str) -> bool:
        words, folded = " ".join(words.split()), fold(words)
        if not folded:
            self._refuse(reader, "no words")
        elif len(words) > LONGEST_WORDS or len(folded) > LONGEST_WORDS:
            self._refuse(reader, "more than 120 letters")
        elif folded in self._there[group.folded]:
            self._report.unchanged += 1
        else:
            there = self._there[group.folded]
            there[folded] = language
            group.words.append(ThesaurusWords(words=words, folded=folded, language=language, place=len(there)))
            group.version = new_id()
            self._report.created += 1
            return True
        return False

    def _refuse(self, reader: "csv.DictReader[str]", why: str) -> None:
        self._report.refused.append(f"{self._name} line {reader.line_num}: {why}")

    def _finish(self) -> ThesaurusReport:
        db.session.flush()
        return self._report


def list_rows() -> Iterator[tuple[str, str, str, str, str]]:
    """The groups as `import_csv` reads them: a row of `COLUMNS` for each idea and language."""
    for group in list_whole_groups():
        for language in dict.fromkeys(said.language for said in group.words):
            words = f" {BETWEEN_WORDS} ".join(said.words for said in group.words if said.language == language)
            yield group.idea, " ".join(group.terms), " ".join(group.also), language, words
