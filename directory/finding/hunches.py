"""What a long story is most likely about, from all its words together, where no phrase of the thesaurus says it outright.

Somebody who tells what troubles them seldom uses the words of a thesaurus, but most of theirs stand in some phrase of it: "the
lav is downstairs and they sent him home with a zimmer" has no phrase, and each of its words is told of by phrases that mean
equipment. So each word, and each two that follow each other, speaks for the kinds of help of the phrases it stands in, by how
much likelier they are where it is said. What all of them together speak for loudest is the hunch. Pure.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from directory.finding.speech import NOT, SOMEBODY, Heard, is_telling

HELPS_TOO = 0.4  # of a phrase: what it means beside what it first of all means
UNSEEN = 3.0  # phrases that have to speak for a kind before they count as much as not knowing any better
LEAST_ODDS = 0.2  # below, a word says nothing of a kind
MOST_KINDS = 12  # that one word may speak for


@dataclass(frozen=True)
class Hunch:
    """A kind of help, how loudly a sentence speaks for it, and which of its words do, the loudest first."""

    code: str
    strength: float
    places: tuple[int, ...]


class Hunches:
    """Phrases and what they mean, as what each word of theirs speaks for."""

    def __init__(self) -> None:
        self._said: Counter[str] = Counter()
        self._for: dict[str, Counter[str]] = defaultdict(Counter)
        self._all: Counter[str] = Counter()
        self._phrases = 0
        self._odds: dict[str, tuple[tuple[str, float], ...]] = {}

    def learn(self, keys: Sequence[str], main: Iterable[str], also: Iterable[str]) -> None:
        """Take a phrase in; its keys as they are said."""
        worth = dict.fromkeys(also, HELPS_TOO) | dict.fromkeys(main, 1.0)
        self._phrases += 1
        for code, share in worth.items():
            self._all[code] += share  # type: ignore[assignment]
        for feature in dict.fromkeys(feature for feature, _ in _features([(key,) for key in keys])):
            self._said[feature] += 1
            for code, share in worth.items():
                self._for[feature][code] += share  # type: ignore[assignment]

    def finish(self) -> None:
        """Weigh what was learnt; what it was learnt from is forgotten."""
        for feature, times in self._said.items():
            odds = []
            for code, share in self._for[feature].items():
                usual = self._all[code] / self._phrases
                odd = log((share + UNSEEN * usual) / (times + UNSEEN) / usual)
                if odd >= LEAST_ODDS:
                    odds.append((code, odd))
            if odds:
                self._odds[feature] = tuple(sorted(odds, key=lambda pair: -pair[1])[:MOST_KINDS])
        self._said, self._for = Counter(), defaultdict(Counter)

    def of(self, heard: Sequence[Heard]) -> list[Hunch]:
        """What the words speak for, the loudest first."""
        strength: dict[str, float] = defaultdict(float)
        spoken: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        done: set[str] = set()
        for feature, place in _features([word.keys for word in heard]):
            if feature in done:
                continue
            done.add(feature)
            for code, odd in self._odds.get(feature, ()):
                strength[code] += odd
                spoken[code][place] += odd
        return [
            Hunch(code, strength[code], tuple(sorted(spoken[code], key=lambda place: -spoken[code][place])))
            for code in sorted(strength, key=lambda code: (-strength[code], code))
        ]


def _features(words: Sequence[Sequence[str]]) -> Iterable[tuple[str, int]]:
    """Each telling key of each word with its place, and each two first keys that follow each other with the first's."""
    for place, keys in enumerate(words):
        for key in keys:
            if key in SOMEBODY or is_telling(key):
                yield key, place
        if place + 1 < len(words) and {keys[0], words[place + 1][0]} - SOMEBODY - {NOT}:
            yield f"{keys[0]} {words[place + 1][0]}", place
