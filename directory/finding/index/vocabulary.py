"""The words of the listings, held in memory for as long as the index stays as it is, and which of them a misspelt one may mean.

Words are kept by their first letter and their length, so that a misspelt word is compared only with those it could be: a few
hundred of tens of thousands. A letter's words are read when somebody first misspells one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import ceil, floor

import tantivy
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

SHORTEST_FORGIVEN = 4  # letters of a listing's word: from here on one may be wrong
LONG_WORD = 8  # letters of a listing's word: from here on two may be wrong
MOST_ALIKE = 20  # words of the listings that one typed word may stand for
LIKE_A_WORD = 0.75  # of 1: from here on a known word may be what was meant; one wrong letter in four
MOST_REMEMBERED = 2000  # answers

_ByLength = Mapping[int, Mapping[str, int]]


class Vocabulary:
    """The words of one searcher's listings. Threads may share it: at worst they read a letter twice."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._letters: dict[str, _ByLength] = {}
        self._like: dict[str, list[tuple[str, int]]] = {}

    def is_of(self, searcher: tantivy.Searcher) -> bool:
        """Whether these are this searcher's words."""
        return self._searcher is searcher

    def words_like(self, word: str) -> list[tuple[str, int]]:
        """Words that may have been meant, with how many letters are wrong, fewest first: one in a word of four letters or
        more, two in a word of eight or more. It is the listing's word that must be so long, however many were typed."""
        if len(word) < SHORTEST_FORGIVEN - 1:
            return []
        if word not in self._like:
            if len(self._like) >= MOST_REMEMBERED:
                self._like.clear()
            self._like[word] = self._look_for(word)
        return self._like[word]

    def nearest(self, word: str) -> str:
        """The known word most like this one, the commoner of two as like; the word itself when none is like it."""
        if len(word) < SHORTEST_FORGIVEN:
            return word
        lengths = range(max(SHORTEST_FORGIVEN, ceil(len(word) * LIKE_A_WORD)), floor(len(word) / LIKE_A_WORD) + 1)
        counts = {known: count for length in lengths for those in self._words(word, length) for known, count in those.items()}
        near = process.extract(word, counts.keys(), scorer=OSA.normalized_similarity, score_cutoff=LIKE_A_WORD, limit=5)
        return max(near, key=lambda match: (match[1], counts[match[0]]))[0] if near else word

    def _look_for(self, word: str) -> list[tuple[str, int]]:
        near: dict[str, int] = {}
        for length in range(max(SHORTEST_FORGIVEN, len(word) - 2), len(word) + 3):
            forgiven = 2 if length >= LONG_WORD else 1
            if abs(length - len(word)) > forgiven:
                continue
            for known in self._words(word, length):
                found = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=forgiven, limit=None)
                near.update((term, int(wrong)) for term, wrong, _ in found)
        # Of words as near the likelier begin alike and have the same letters in about the same places.
        likeliest = sorted(
            near, key=lambda known: (near[known], known[0] != word[0], -JaroWinkler.similarity(word, known), known)
        )
        return [(known, near[known]) for known in likeliest[:MOST_ALIKE]]

    def _words(self, word: str, length: int) -> Sequence[Mapping[str, int]]:
        """Those that begin as the word does, or with its second letter: the first may be missing, or the two changed about."""
        beginnings = map(self._beginning_with, dict.fromkeys(word[:2]))
        return [by_length[length] for by_length in beginnings if length in by_length]

    def _beginning_with(self, letter: str) -> _ByLength:
        if letter not in self._letters:
            by_length: dict[int, dict[str, int]] = defaultdict(dict)
            for word, count in self._searcher.terms_with_prefix("every_word", letter):
                if len(word) >= SHORTEST_FORGIVEN:
                    by_length[len(word)][word] = count
            self._letters[letter] = dict(by_length)
        return self._letters[letter]


_held: list[Vocabulary] = []  # at most one


def vocabulary_of(searcher: tantivy.Searcher) -> Vocabulary:
    """The words of this searcher's listings; those of the searcher asked for last are held."""
    for vocabulary in _held:
        if vocabulary.is_of(searcher):
            return vocabulary
    vocabulary = Vocabulary(searcher)
    _held[:] = [vocabulary]
    return vocabulary
