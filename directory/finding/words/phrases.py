"""A phrase of the thesaurus, where a sentence has it, and how surely it then means what the thesaurus says. Pure.

Evidence is of very different worth: "won't leave the house" can hardly mean another thing, while "box" may be said of boxing,
of a window box and of a food box. What is less sure counts less, and is never demanded of a listing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from directory.finding.words.speech import NOT, NOTS_BEFORE, SOMEBODY, Heard, is_telling, listen

MOST_BETWEEN = 2  # telling words that may stand between the words of a phrase
MOST_QUIET_BETWEEN = 4
# How surely the words mean it, of 1.
SCATTERED = 0.8  # the words of a phrase stand apart
OTHER_FORM = 0.6  # "box" where the thesaurus has "boxing"
ALONE_AT_LEAST = 0.45  # a single word that is also part of many phrases of other meanings
ALONE_KNOWN = 4  # phrases that have to be seen before they count as much as not knowing any better
WITH_SOMEBODY = 0.85  # "wife wanders": one telling word, and whose it is
OTHER_ORDER = 0.5  # "lift dad" and "dad lifts" are two things

# Small words that stand for each other: "hits me" is said of "hits her", too. Those that add nothing are left out.
_OF_A_PERSON = frozenset(
    ["me", "him", "her", "us", "them", "my", "his", "their", "our", "you", "your", "myself", "himself", "herself"]
)
_ADDS_NOTHING = frozenset(
    [
        "a",
        "an",
        "so",
        "always",
        "just",
        "really",
        "very",
        "still",
        "been",
        "being",
        "is",
        "am",
        "are",
        "was",
        "were",
        "be",
        "im",
        "i",
        "ive",
        "hes",
        "shes",
        "for",
        "to",
        "of",
        "and",
        "it",
        "its",
        "that",
        "this",
        "please",
        "as",
        "then",
        "even",
        "completely",
        "totally",
        "u",
        "ur",
        "s",
        "did",
        "do",
        "does",
    ]
)
_SAME = {"has": "have", "had": "have", "having": "have", "got": "have", "keeps": "keep", "kept": "keep", "keeping": "keep"}


@dataclass
class Phrase:
    """The keys of a phrase, and what it means. `context`: the words around its only telling one, where it needs them."""

    keys: tuple[str, ...]
    is_tight: bool  # of a script without spaces: its letters stand together, in order
    context: tuple[str, ...] = ()
    orders: set[tuple[str, ...]] = field(default_factory=set)  # its keys as people say them
    main: dict[str, None] = field(default_factory=dict)  # in order
    also: set[str] = field(default_factory=set)
    has_a_plain_one: bool = False  # whether its telling word means something without the context, too
    forms: set[str] = field(default_factory=set)  # as the thesaurus writes it, when it is one word
    alone: float = 1.0  # how surely it means this when it is one word

    def __post_init__(self) -> None:
        self.telling = sum(map(is_telling, self.keys))
        self.is_weak = not any(is_telling(key) and key not in SOMEBODY for key in self.keys)
        self.is_of_one_word = sum(key != NOT and key not in SOMEBODY for key in self.keys) < 2  # and whose it is, or a "not"


@dataclass(frozen=True)
class Match:
    """Where a sentence has a phrase. `between`: how many words stand between."""

    phrase: Phrase
    places: tuple[int, ...]  # of the words it has, in order
    between: int

    @property
    def worth(self) -> tuple[int, int, int, int, int]:
        return len(self.places), self.phrase.telling, -self.between, len(self.phrase.context), -self.places[0]

    def sureness(self, heard: Sequence[Heard]) -> float:
        """From 0 to 1: how surely these words mean what the phrase means."""
        phrase = self.phrase
        if len(phrase.keys) > 1 and not phrase.is_of_one_word:
            sure = 1.0
        elif len(phrase.keys) > 1:
            is_in_order = any(
                all(key in heard[n].keys for n, key in zip(self.places, order, strict=True)) for order in phrase.orders
            )
            sure = WITH_SOMEBODY * (1 if is_in_order or phrase.keys[0] == NOT else OTHER_ORDER)
        elif phrase.context:
            sure = 1.0
        else:
            sure = phrase.alone * (1 if not phrase.forms or heard[self.places[0]].text in phrase.forms else OTHER_FORM)
        return sure * (SCATTERED if self.between else 1)


class Sentence:
    """What was typed, as phrases are looked for in it: `heard` without what is passed over, and all of it in `flow`."""

    def __init__(self, text: str) -> None:
        self.everything = everything = listen(text)
        self.heard = [word for word in everything if not word.is_passed_over]
        self.telling = sum(not word.is_quiet for word in self.heard)
        self._flow: list[str | int] = []  # a small word, or the place of one that is heard
        self._at: dict[int, int] = {}
        place = 0
        for word in everything:
            if not word.is_passed_over:
                self._at[place] = len(self._flow)
                self._flow.append(place)
                place += 1
            elif word.text not in _ADDS_NOTHING:
                self._flow.append(_small(word.text))

    def has_around(self, place: int, context: Sequence[str]) -> bool:
        """Whether the words of a context ("" for the telling one) stand around this one."""
        first = self._at[place] - context.index("")
        around = self._flow[first : first + len(context)] if first >= 0 else []
        return len(around) == len(context) and all(
            there == said or (said == "" and there == place) for there, said in zip(around, context, strict=True)
        )


def context_of(words: str) -> tuple[str, ...]:
    """The small words that an English phrase with one telling word needs around it ("" for that word); none when it needs none.

    "watches me" is a fear and "watches" a hobby, but "had a fall" is a fall.
    """
    everything = listen(words)
    telling = [word for word in everything if not word.is_passed_over]
    if len(telling) != 1 or len(everything) == 1:
        return ()
    said = [
        "" if word is telling[0] else _small(word.text)
        for word in everything
        if word is telling[0] or word.text not in _ADDS_NOTHING
    ]
    return tuple(said) if len(said) > 1 else ()


def _small(word: str) -> str:
    return "·" if word in _OF_A_PERSON else _SAME.get(word, word)


def find_match(phrase: Phrase, anchor: str, place: int, where: Mapping[str, Sequence[int]], sentence: Sentence) -> Match | None:
    """The phrase in a sentence, begun from one word that has its `anchor`; None when it is not there."""
    heard = sentence.heard
    if phrase.is_weak and sentence.telling > len(phrase.keys):
        return None  # "will" is a paper to write, and "dads" a group, only when little else is said
    stands_alone = not phrase.has_a_plain_one and sentence.telling <= (not heard[place].is_quiet)
    if phrase.context and not stands_alone and not sentence.has_around(place, phrase.context):
        return None  # "falls", said alone, is not "it all falls on me"
    if phrase.is_tight:
        run = tuple(range(place, place + len(phrase.keys)))
        return Match(phrase, run, 0) if all(n in where.get(key, ()) for n, key in zip(run, phrase.keys, strict=True)) else None
    places = {place}
    rest = list(phrase.keys)
    rest.remove(anchor)
    for key in rest:
        free = [other for other in where.get(key, ()) if other not in places]
        if not free:
            return None
        places.add(min(free, key=lambda other: abs(other - place)))
    if NOT in rest and _denies_another(places, heard):
        return None
    first, last = min(places), max(places)
    if last - first + 1 == len(places):
        return Match(phrase, tuple(sorted(places)), 0)
    between = [heard[n] for n in range(first, last + 1) if n not in places]
    telling = sum(not word.is_quiet for word in between)
    if telling > (MOST_BETWEEN if phrase.telling > 1 else 0) or len(between) > MOST_QUIET_BETWEEN + telling:
        return None
    return Match(phrase, tuple(sorted(places)), len(between))


def _denies_another(places: Iterable[int], heard: Sequence[Heard]) -> bool:
    """Whether the "not" among these words stands after the others and before a further word: "a man not washing" denies that."""
    last = max(places)
    return heard[last].text in NOTS_BEFORE and last + 1 < len(heard) and not heard[last + 1].is_quiet


def weigh_alone(phrases: Iterable[Phrase]) -> None:
    """Say of every phrase of one word how surely it means what it means, from the phrases in which it stands with others.

    Where most of those mean something else ("work" in "heating not working"), the word alone says less.
    """
    phrases = list(phrases)
    within: dict[str, Counter[frozenset[str]]] = defaultdict(Counter)
    for phrase in phrases:
        if len(phrase.keys) > 1:
            meanings = frozenset(phrase.main)
            for key in set(phrase.keys):
                within[key][meanings] += 1
    for phrase in phrases:
        if len(phrase.keys) == 1:
            seen = within[phrase.keys[0]]
            alike = sum(times for meanings, times in seen.items() if not meanings.isdisjoint(phrase.main))
            share = (alike + ALONE_KNOWN) / (seen.total() + ALONE_KNOWN)
            phrase.alone = ALONE_AT_LEAST + (1 - ALONE_AT_LEAST) * share
