"""What a long story is most likely about, from all its words together, where no phrase of the thesaurus says it outright.

Somebody who tells what troubles them seldom uses the words of a thesaurus, but most of theirs stand in some phrase of it: "the
lav is downstairs and they sent him home with a zimmer" has no phrase, and each of its words is told of by phrases that mean
equipment. So each word, and each two that follow each other, speaks for the kinds of help of the phrases it stands in, by how
much likelier they are where it is said. What all of them together speak for loudest is the hunch. Pure.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import log

from directory.finding.words.speech import Heard, key_of, listen

HELPS_TOO = 0.4  # of a phrase: what it means beside what it first of all means
UNSEEN = 3.0  # phrases that have to speak for a kind before they count as much as not knowing any better
USUAL = 0.5  # how much it counts that a kind of help is one that most phrases mean
LEAST_ODDS = 0.2  # below, a word says nothing of a kind
MOST_KINDS = 12  # that one word may speak for


@dataclass(frozen=True)
class Hunch:
    """A kind of help, how loudly a sentence speaks for it, and which telling words of the sentence do, the loudest first."""

    code: str
    strength: float
    words: tuple[str, ...]


class Hunches:
    """Phrases and what they mean, as what each word of theirs speaks for."""

    def __init__(self) -> None:
        self._said: Counter[str] = Counter()
        self._for: dict[str, Counter[str]] = defaultdict(Counter)
        self._all: Counter[str] = Counter()
        self._phrases = 0
        self._odds: dict[str, tuple[tuple[str, float], ...]] = {}
        self._usual: dict[str, float] = {}

    def learn(self, said: str, language: str, main: Iterable[str], also: Iterable[str]) -> None:
        """Take a phrase in, and what it means."""
        worth = dict.fromkeys(also, HELPS_TOO) | dict.fromkeys(main, 1.0)
        self._phrases += 1
        for code, share in worth.items():
            self._all[code] += share  # type: ignore[assignment]
        words = [replace(word, keys=(key_of(word.text, language),)) for word in listen(said)]
        for feature in dict.fromkeys(feature for feature, _ in _features(words)):
            self._said[feature] += 1
            for code, share in worth.items():
                self._for[feature][code] += share  # type: ignore[assignment]

    def finish(self) -> None:
        """Weigh what was learnt; what it was learnt from is forgotten."""
        self._usual = {code: USUAL * log(share / self._phrases) for code, share in self._all.items()}
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

    def of(self, everything: Sequence[Heard]) -> list[Hunch]:
        """What the words of a sentence, small ones too, speak for, the loudest first."""
        strength: dict[str, float] = defaultdict(float)
        spoken: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        done: set[str] = set()
        for feature, place in _features(everything):
            if feature in done:
                continue
            done.add(feature)
            for code, odd in self._odds.get(feature, ()):
                strength[code] += odd
                spoken[code][place] += odd
        for code in strength:
            strength[code] += self._usual[code]
        return [
            Hunch(
                code,
                strength[code],
                tuple(
                    everything[place].text
                    for place in sorted(spoken[code], key=lambda place: -spoken[code][place])
                    if not everything[place].is_quiet
                ),
            )
            for code in sorted(strength, key=lambda code: (-strength[code], code))
        ]


def _features(everything: Sequence[Heard]) -> Iterable[tuple[str, int]]:
    """What may speak for a kind of help, each with the place of a word: every word; each two that follow each other; and each
    two that do when the words that make no difference are left out."""
    telling: list[int] = []
    for place, word in enumerate(everything):
        for key in word.keys:
            yield key, place
        if place:
            yield f"{everything[place - 1].keys[0]}_{word.keys[0]}", place
        if not word.is_passed_over:
            if telling:
                yield f"{everything[telling[-1]].keys[0]} {word.keys[0]}", place
            telling.append(place)
