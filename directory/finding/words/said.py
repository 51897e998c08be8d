"""The thesaurus read the other way: what words just begun may mean, and which words people use for a kind of help."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from directory.finding.words.lexicon import Idea
from directory.words import fold

LONGEST_BEGUN = 4  # words of a phrase that is looked for by its later words, too
MOST_LOOKED_AT = 400  # phrases that begin so
WORTH_SAYING = 0.25  # of what speaks for the likeliest
LONGEST_SHOWN = 28  # letters of words that stand for a kind of help on its page


class Said:
    """Every phrase of the thesaurus under its beginnings, and every idea under what it means. `names` are the terms' own."""

    def __init__(self, ideas: Iterable[Idea], names: Iterable[tuple[str, str]]) -> None:
        begun: list[tuple[str, tuple[str, ...], int]] = []
        self._ideas: dict[str, list[Idea]] = defaultdict(list)
        for idea in ideas:
            for code in dict.fromkeys(idea.terms):
                self._ideas[code].append(idea)
            for _, said in idea.words:
                words = fold(said).split()
                for later in range(len(words) if len(words) <= LONGEST_BEGUN else 1):
                    begun.append((" ".join(words[later:]), idea.terms, len(words) + 2 * later))
        for code, name in names:
            begun.append((fold(name), (code,), 1))
        begun.sort()
        self._begun = begun
        self._texts = [text for text, _, _ in begun]

    def codes_for(self, typed: str) -> list[str]:
        """What these folded words may be the beginning of, likeliest first; when nothing begins so, the last of them alone."""
        words = typed.split()
        for first in range(len(words)):
            beginning = " ".join(words[first:])
            if len(beginning) >= (2 if first == 0 else 4) and (codes := self._codes(beginning)):
                return codes
        return []

    def _codes(self, beginning: str) -> list[str]:
        worth: dict[str, float] = defaultdict(float)
        at = bisect_left(self._texts, beginning)
        for text, terms, length in self._begun[at : at + MOST_LOOKED_AT]:
            if not text.startswith(beginning):
                break
            for place, code in enumerate(terms):
                worth[code] += 1 / ((1 + place) * length * length)
        least = max(worth.values(), default=0) * WORTH_SAYING
        return sorted((code for code in worth if worth[code] >= least), key=lambda code: (-worth[code], code))

    def words_for(self, codes: Sequence[str], language: str, *, most: int, without: Collection[str] = ()) -> list[str]:
        """Words people use for these, of as many ideas as there are: the first short one of each, then the second …

        `without`: folded words that say nothing new, such as the name itself.
        """
        ideas = {
            idea.name: idea for place in (0, 1) for code in codes for idea in self._ideas[code] if code in idea.terms[place:][:1]
        }
        columns = [_short_ones(idea, language) for idea in ideas.values()]
        found: dict[str, str] = {}
        for row in range(max(map(len, columns), default=0)):
            for column in columns:
                if row < len(column) and (folded := fold(column[row])) not in without:
                    found.setdefault(folded, column[row])
                if len(found) >= most:
                    return list(found.values())
        return list(found.values())


def _short_ones(idea: Idea, language: str) -> list[str]:
    return [said for spoken, said in idea.words if spoken == language and 3 < len(said) <= LONGEST_SHOWN]
