"""The thesaurus held in memory, and how a sentence is understood by it.

Every phrase is kept under its rarest word, so a query looks only at the phrases that begin to fit: a few dozen of thousands.
Pure: it is made from ideas and names, and knows no database.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.finding.words.hunches import Hunches
from directory.finding.words.phrases import Match, Phrase, Sentence, context_of, find_match, weigh_alone
from directory.finding.words.speech import FILLERS, NOT, SOMEBODY, Heard, is_telling, key_of, keys_of_phrase
from directory.words import QUIET_WORDS, fold, is_unspaced

SHORTEST_MISSPELT = 5  # letters of the thesaurus's word: below, one wrong letter makes another word
_SAYING_NOTHING = SOMEBODY | {NOT}  # "dad isn't" is the beginning of anything
LONG_WORD = 8  # letters of the thesaurus's word: from here on two may be wrong
SURE = 0.7  # of 1
MANY = 4  # units: in a sentence of so many, a word that the thesaurus lacks is most likely said in passing
IN_PASSING = 0.5
STORY = 11  # words, small ones too: from here on somebody tells what happened, and all the words together are listened to
FITS_NOTHING = 0.5  # of how sure a unit is, when nothing else in a story speaks for what it means
HUNCH = 0.9  # how sure the loudest hunch is beside the surest unit
LEAST_HUNCH = 2.0  # how loud it must be: about as a word that hardly means anything else
NEARLY_AS_LOUD = 0.5  # of the loudest: what is quieter is no hunch
LOOKED_AT, MOST_HUNCHES = 4, 3
WORDS_OF_A_HUNCH = 3


@dataclass(frozen=True)
class Unit:
    """A stretch of what was typed: the words as they stand, and the terms they mean (none when the thesaurus lacks them).

    `means` are those first of all meant, the likeliest first; `also` those that help too. A guess was typed a little differently.
    `sureness`, to 1: how much it says beside the surest of the same sentence.
    """

    words: tuple[str, ...]
    means: tuple[str, ...] = ()
    also: frozenset[str] = frozenset()
    is_guess: bool = False
    sureness: float = 1.0

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

    @property
    def is_sure(self) -> bool:
        """Whether it is so sure that a listing has to have it."""
        return self.is_understood and self.sureness >= SURE


@dataclass(frozen=True)
class Idea:
    """A group of the thesaurus: one idea, all its words by language, the codes it first of all means, and those that help too."""

    name: str
    terms: tuple[str, ...]
    also: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()  # (language, words)


class Lexicon:
    """Ideas, ready to understand what people type. `names` are terms' own names by code: they mean themselves."""

    def __init__(self, ideas: Iterable[Idea], names: Mapping[str, str]) -> None:
        phrases: dict[tuple[tuple[str, ...], bool, tuple[str, ...]], Phrase] = {}
        words: dict[str, str] = {}  # every word that may be misspelt, with its key
        alone: set[str] = set()
        self._hunches = Hunches()

        def learn(said: str, language: str, main: Iterable[str], also: Iterable[str]) -> None:
            keys = keys_of_phrase(said, language)
            folded = fold(said).split()
            if not keys or (len(keys) > 1 and _SAYING_NOTHING.issuperset(keys)):
                return
            is_tight = all(map(is_unspaced, folded))
            context = context_of(said) if language == "en" and len(keys) == 1 else ()
            phrase = phrases.setdefault(
                (keys if is_tight else tuple(sorted(keys)), is_tight, context), Phrase(keys, is_tight, context)
            )
            phrase.main.update(dict.fromkeys(main))
            phrase.also.update(also)
            phrase.orders.add(keys)
            if len(keys) == 1:
                phrase.forms.update(folded)
            for word in folded:
                key = key_of(word, language)
                if len(word) >= SHORTEST_MISSPELT and is_telling(key):
                    words.setdefault(word, key)
            if len(folded) == 1:
                alone.add(folded[0])

        for idea in ideas:
            for language, said in idea.words:
                learn(said, language, idea.terms, idea.also)
                self._hunches.learn(said, language, idea.terms, idea.also)
        for code, name in names.items():
            learn(name, "en", (code,), ())
        weigh_alone(phrases.values())
        self._hunches.finish()
        self._plain = {phrase.keys[0]: phrase for phrase in phrases.values() if len(phrase.keys) == 1 and not phrase.context}
        for phrase in phrases.values():
            phrase.has_a_plain_one = bool(phrase.context) and phrase.keys[0] in self._plain
        self._known = {key for phrase in phrases.values() for key in phrase.keys}
        self._phrases = self._under_their_rarest_word(phrases.values())
        self._beginnings: dict[str, list[str]] = defaultdict(list)
        for word in words:
            self._beginnings[word[0]].append(word)
        self._words, self._alone = words, alone

    @staticmethod
    def _under_their_rarest_word(phrases: Iterable[Phrase]) -> dict[str, list[Phrase]]:
        phrases = list(phrases)
        counts = Counter(key for phrase in phrases for key in set(phrase.keys))
        kept: dict[str, list[Phrase]] = defaultdict(list)
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
        sentence = Sentence(text)
        heard = sentence.heard
        respelt = {place: key for place, word in enumerate(heard) if (key := self._respelt(word, is_word))}
        keys = [(*word.keys, respelt[place]) if place in respelt else word.keys for place, word in enumerate(heard)]
        taken = {place: matches for matches in self._choose(sentence, keys) for place in matches[0].places}
        units, done = [], set()
        for place, word in enumerate(heard):
            matches = taken.get(place)
            if matches is None:
                if not word.is_quiet and not word.is_somebody:
                    units.append(Unit((word.text,)))
            elif matches[0].places not in done:
                done.add(matches[0].places)
                units.append(self._unit(matches, heard, set(respelt)))
        units = _beside_each_other(units)
        if len(sentence.everything) >= STORY:
            units = self._with_hunches(units, sentence.everything)
        return units or [Unit((word.text,)) for word in heard if word.is_somebody or word.text in FILLERS - QUIET_WORDS]

    def _with_hunches(self, units: Sequence[Unit], everything: Sequence[Heard]) -> list[Unit]:
        """The units of a story, those that fit the rest of it surer than those that do not, and what all its words together
        speak for, where no unit has said so. A chance word that speaks for that stands in it, and no longer for itself."""
        hunches = self._hunches.of(everything)
        loudest = hunches[0].strength if hunches else 0
        if loudest <= 0:
            return list(units)
        strength = {hunch.code: max(hunch.strength, 0) / loudest for hunch in hunches}

        def as_it_fits(unit: Unit) -> Unit:
            fits = max((strength.get(code, 0) for code in unit.means), default=1.0)
            return replace(unit, sureness=unit.sureness * (FITS_NOTHING + (1 - FITS_NOTHING) * fits))

        said = {code for unit in units for code in unit.means}
        least = max(LEAST_HUNCH, loudest * NEARLY_AS_LOUD)
        new = [
            Unit(words=hunch.words[:WORDS_OF_A_HUNCH], means=(hunch.code,), sureness=HUNCH * strength[hunch.code])
            for hunch in hunches[:LOOKED_AT]
            if hunch.strength >= least and hunch.code not in said and hunch.words
        ][:MOST_HUNCHES]
        spoken = {word for unit in new for word in unit.words}
        others = [as_it_fits(unit) for unit in units if unit.is_understood or unit.words[0] not in spoken]
        return _beside_each_other([*others, *new])

    def _choose(self, sentence: Sentence, keys: Sequence[tuple[str, ...]]) -> list[list[Match]]:
        """The phrases that say most, none of which share a word; those of the very same words together."""
        where: dict[str, list[int]] = defaultdict(list)
        for place, those in enumerate(keys):
            for key in those:
                where[key].append(place)
        matches = [
            match
            for key, places in where.items()
            for phrase in self._phrases.get(key, ())
            for place in places
            if (match := find_match(phrase, key, place, where, sentence))
        ]
        taken: set[int] = set()
        chosen: dict[tuple[int, ...], list[Match]] = {}
        for match in sorted(matches, key=lambda match: match.worth, reverse=True):
            if match.places in chosen:
                if match.phrase.keys == chosen[match.places][0].phrase.keys:  # in another context
                    chosen[match.places].append(match)
            elif taken.isdisjoint(match.places):
                taken.update(match.places)
                chosen[match.places] = [match]
        return list(chosen.values())

    def _of_the_thing(self, phrase: Phrase) -> Iterable[str]:
        """What somebody's trouble means whoever's it is: "husband has Parkinson's" is for who cares, and for Parkinson's."""
        if len(phrase.keys) != 2 or SOMEBODY.isdisjoint(phrase.keys):
            return ()
        thing = next((key for key in phrase.keys if key not in SOMEBODY), "")
        plain = self._plain.get(thing)
        return plain.main if plain and plain.alone >= SURE else ()

    def _unit(self, matches: Sequence[Match], heard: Sequence[Heard], respelt: set[int]) -> Unit:
        means = tuple(
            dict.fromkeys(code for match in matches for code in (*match.phrase.main, *self._of_the_thing(match.phrase)))
        )
        also = frozenset(code for match in matches for code in match.phrase.also)
        return Unit(
            words=tuple(heard[place].text for place in matches[0].places),
            means=means,
            also=also.difference(means),
            is_guess=not respelt.isdisjoint(matches[0].places),
            sureness=max(match.sureness(heard) for match in matches),
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


def _beside_each_other(units: Sequence[Unit]) -> list[Unit]:
    """The units of a sentence, each as sure as it is beside the surest: what is said alone is all there is to go by."""
    surest = max((unit.sureness for unit in units if unit.is_understood), default=1.0)
    in_passing = IN_PASSING if len(units) >= MANY and any(unit.is_understood for unit in units) else 1.0
    return [replace(unit, sureness=round(unit.sureness / surest if unit.is_understood else in_passing, 3)) for unit in units]
