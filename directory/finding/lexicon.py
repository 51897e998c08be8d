"""The thesaurus held in memory, and how a sentence is understood by it.

Every phrase is kept under its rarest word, so a query looks only at the phrases that begin to fit: a few dozen of thousands.
Pure: it is made from ideas and names, and knows no database.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.finding.speech import FILLERS, NOT, SOMEBODY, Heard, is_telling, key_of, keys_of_phrase, listen
from directory.words import QUIET_WORDS, fold, is_unspaced

MOST_BETWEEN = 2  # telling words that may stand between the words of a phrase
MOST_QUIET_BETWEEN = 4
SHORTEST_MISSPELT = 5  # letters of the thesaurus's word: below, one wrong letter makes another word
_SAYING_NOTHING = SOMEBODY | {NOT}  # "dad isn't" is the beginning of anything
LONG_WORD = 8  # letters of the thesaurus's word: from here on two may be wrong


@dataclass(frozen=True)
class Unit:
    """A stretch of what was typed: the words as they stand, and the terms they mean (none when the thesaurus lacks them).

    `means` are those first of all meant, the likeliest first; `also` those that help too. A guess was typed a little differently.
    """

    words: tuple[str, ...]
    means: tuple[str, ...] = ()
    also: frozenset[str] = frozenset()
    is_guess: bool = False

    @property
    def codes(self) -> frozenset[str]:
        """All that may help."""
        return self.also.union(self.means)

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def telling(self) -> tuple[str, ...]:
        """Its words but for those that carry no meaning; all, when there are no others."""
        return tuple(word for word in self.words if word not in QUIET_WORDS) or self.words

    @property
    def is_understood(self) -> bool:
        return bool(self.means)


@dataclass(frozen=True)
class Idea:
    """A group of the thesaurus: one idea, all its words by language, the codes it first of all means, and those that help too."""

    name: str
    terms: tuple[str, ...]
    also: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()  # (language, words)


@dataclass
class _Phrase:
    keys: tuple[str, ...]
    is_tight: bool  # of a script without spaces: its letters stand together, in order
    main: dict[str, None] = field(default_factory=dict)  # in order
    also: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.telling = sum(map(is_telling, self.keys))
        self.is_weak = not any(is_telling(key) and key not in SOMEBODY for key in self.keys)


@dataclass(frozen=True)
class _Match:
    phrase: _Phrase
    places: tuple[int, ...]  # of the words it has, in order
    between: int

    @property
    def worth(self) -> tuple[int, int, int, int]:
        return len(self.places), self.phrase.telling, -self.between, -self.places[0]


class Lexicon:
    """Ideas, ready to understand what people type. `names` are terms' own names by code: they mean themselves."""

    def __init__(self, ideas: Iterable[Idea], names: Mapping[str, str]) -> None:
        phrases: dict[tuple[tuple[str, ...], bool], _Phrase] = {}
        words: dict[str, str] = {}  # every word that may be misspelt, with its key
        alone: set[str] = set()

        def learn(said: str, language: str, main: Iterable[str], also: Iterable[str]) -> None:
            keys = keys_of_phrase(said, language)
            folded = fold(said).split()
            if not keys or (len(keys) > 1 and _SAYING_NOTHING.issuperset(keys)):
                return
            is_tight = all(map(is_unspaced, folded))
            phrase = phrases.setdefault((keys if is_tight else tuple(sorted(keys)), is_tight), _Phrase(keys, is_tight))
            phrase.main.update(dict.fromkeys(main))
            phrase.also.update(also)
            for word in folded:
                key = key_of(word, language)
                if len(word) >= SHORTEST_MISSPELT and is_telling(key):
                    words.setdefault(word, key)
            if len(folded) == 1:
                alone.add(folded[0])

        for idea in ideas:
            for language, said in idea.words:
                learn(said, language, idea.terms, idea.also)
        for code, name in names.items():
            learn(name, "en", (code,), ())
        self._known = {key for phrase in phrases.values() for key in phrase.keys}
        self._phrases = self._under_their_rarest_word(phrases.values())
        self._beginnings: dict[str, list[str]] = defaultdict(list)
        for word in words:
            self._beginnings[word[0]].append(word)
        self._words, self._alone = words, alone

    @staticmethod
    def _under_their_rarest_word(phrases: Iterable[_Phrase]) -> dict[str, list[_Phrase]]:
        phrases = list(phrases)
        counts = Counter(key for phrase in phrases for key in set(phrase.keys))
        kept: dict[str, list[_Phrase]] = defaultdict(list)
        for phrase in phrases:
            rarest = min(phrase.keys, key=lambda key: (not is_telling(key), counts[key]))
            kept[phrase.keys[0] if phrase.is_tight else rarest].append(phrase)
        return dict(kept)

    def understand(self, text: str, *, is_word: Callable[[str], bool] = lambda word: False) -> list[Unit]:
        """What was typed, cut into units in order: phrases of the thesaurus and names of terms, then single words.

        The words of a phrase may stand apart and in any order ("won't ever leave the old house"); words without a meaning of
        their own are left out; a word that the thesaurus spells a little differently is taken for it, unless it `is_word`,
        which says whether the listings have it.
        """
        heard = [word for word in listen(text) if not word.is_passed_over]
        respelt = {place: key for place, word in enumerate(heard) if (key := self._respelt(word, is_word))}
        keys = [(*word.keys, respelt[place]) if place in respelt else word.keys for place, word in enumerate(heard)]
        chosen = self._choose(heard, keys)
        taken = {place: match for match in chosen for place in match.places}
        units, done = [], set()
        for place, word in enumerate(heard):
            match = taken.get(place)
            if match is None:
                if not word.is_quiet and not word.is_somebody:
                    units.append(Unit((word.text,)))
            elif id(match) not in done:
                done.add(id(match))
                units.append(self._unit(match, heard, set(respelt)))
        return units or [Unit((word.text,)) for word in heard if word.is_somebody or word.text in FILLERS - QUIET_WORDS]

    def _choose(self, heard: Sequence[Heard], keys: Sequence[tuple[str, ...]]) -> list[_Match]:
        where: dict[str, list[int]] = defaultdict(list)
        for place, those in enumerate(keys):
            for key in those:
                where[key].append(place)
        matches = [
            match
            for key, places in where.items()
            for phrase in self._phrases.get(key, ())
            for place in places
            if (match := self._match(phrase, key, place, where, heard))
        ]
        taken: set[int] = set()
        chosen = []
        for match in sorted(matches, key=lambda match: match.worth, reverse=True):
            if taken.isdisjoint(match.places):
                taken.update(match.places)
                chosen.append(match)
        return chosen

    @staticmethod
    def _match(
        phrase: _Phrase, anchor: str, place: int, where: Mapping[str, Sequence[int]], heard: Sequence[Heard]
    ) -> _Match | None:
        if phrase.is_weak and sum(not word.is_quiet for word in heard) > len(phrase.keys):
            return None  # "will" is a paper to write, and "dads" a group, only when little else is said
        if phrase.is_tight:
            run = tuple(range(place, place + len(phrase.keys)))
            return (
                _Match(phrase, run, 0) if all(n in where.get(key, ()) for n, key in zip(run, phrase.keys, strict=True)) else None
            )
        places = {place}
        rest = list(phrase.keys)
        rest.remove(anchor)
        for key in rest:
            free = [other for other in where.get(key, ()) if other not in places]
            if not free:
                return None
            places.add(min(free, key=lambda other: abs(other - place)))
        first, last = min(places), max(places)
        if last - first + 1 == len(places):
            return _Match(phrase, tuple(sorted(places)), 0)
        between = [heard[n] for n in range(first, last + 1) if n not in places]
        telling = sum(not word.is_quiet for word in between)
        if telling > (MOST_BETWEEN if phrase.telling > 1 else 0) or len(between) > MOST_QUIET_BETWEEN + telling:
            return None
        return _Match(phrase, tuple(sorted(places)), len(between))

    @staticmethod
    def _unit(match: _Match, heard: Sequence[Heard], respelt: set[int]) -> Unit:
        return Unit(
            words=tuple(heard[place].text for place in match.places),
            means=tuple(match.phrase.main),
            also=frozenset(match.phrase.also - match.phrase.main.keys()),
            is_guess=not respelt.isdisjoint(match.places),
        )

    def _respelt(self, word: Heard, is_word: Callable[[str], bool]) -> str | None:
        """The key of the thesaurus's word that this one is nearly; None when it is known, or nothing is near."""
        typed = word.text
        if word.is_quiet or len(typed) < SHORTEST_MISSPELT or not self._known.isdisjoint(word.keys) or NOT in word.keys:
            return None
        if is_word(typed):
            return None
        near = [
            (found, wrong)
            for letter in dict.fromkeys(typed[:2])
            for found, wrong, _ in process.extract(
                typed, self._beginnings.get(letter, ()), scorer=OSA.distance, score_cutoff=2, limit=6
            )
            if wrong == 1 or (wrong == 2 and len(found) >= LONG_WORD)
        ]
        if not near:
            return None
        best, _ = min(near, key=lambda pair: (pair[1], pair[0] not in self._alone, pair[0][0] != typed[0], pair[0]))
        return self._words[best]
