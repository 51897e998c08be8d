"""How people say things: the words of a sentence made alike, so that one entry of the thesaurus serves many ways to say it.

"My nan doesn't eat", "husband won't eat" and "mum stopped eating" are all somebody close, a not, and "eat".
Pure: no database, no index.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from directory.finding.words.stems import polish_stem_of, stem_of, urdu_stem_of
from directory.words import QUIET_WORDS, SMALL_WORDS, fold

NOT = "¬"  # the key of every way to say that something is not, or is hard
CLOSE = "♥"  # of everybody grown up that somebody may speak of as theirs
CHILD = "☺"
SOMEBODY = frozenset({CLOSE, CHILD})


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NOTS = _set(
    "not no none never without cant cannot couldnt wont wouldnt dont doesnt didnt isnt arent wasnt hasnt havent hadnt "
    "aint unable refuses refuse refusing refused struggle struggles struggling stopped trouble troubles difficulty "
    "difficulties difficult problem problems issues"
)
# Those that deny what comes after them; "problems" and "trouble" are said before and after.
NOTS_BEFORE = _NOTS - _set("none trouble troubles difficulty difficulties difficult problem problems issues")
_CLOSE = _set(
    "mum mums mummy mother mothers mam mams mammy ma mom moms dad dads daddy father fathers nan nana nanna nanny gran grans "
    "granny grandma grandmother grandad granddad grandfather grandpa gramps grampa grandparent grandparents parent "
    "parents husband husbands hubby wife wifes missus missis partner partners spouse fiance fiancee boyfriend "
    "girlfriend brother brothers sister sisters aunt auntie aunty uncle relative relatives"
)
_CHILDREN = _set(
    "son sons daughter daughters kid kids child childs children childrens childern lad lads boy boys girl girls little1"
)
_SMALL, _MIDDLING = "one|two|three|four", "five|six|seven|eight|nine|ten"
_TEENS = "eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_OLD = "sixty|seventy|eighty|ninety"
# One way to say it for many, by whole words, in this order.
_SAID_OTHERWISE = [
    (re.compile(rf"\b(?:{pattern})\b"), instead)
    for pattern, instead in (
        (r"no one|noone|no body|not anyone|not anybody|no1", "nobody"),
        (r"(?:can|could|do|does|did|will|would|is|are|was|has|have) not(?: got)?", "not"),
        (
            r"not got any|not got|havent got any|havent got|aint got any|aint got|got no|have no|has no|ran out of|run out of",
            "no",
        ),
        (r"dunno", "dont know"),
        # What somebody works as is seldom what they look for.
        (r"(?:i|he|she|we|they) (?:work|works|worked) (?:on|as|in|for|at|full time|part time|nights|shifts)", "they"),
        (r"wanna", "want"),
        (r"(?:mother|father|mum|dad) in laws?", "mum"),
        (r"other half|better half", "partner"),
        (r"(?:step|foster) ?(?:mum|dad|mother|father)", "mum"),
        (r"little (?:one|ones|girl|boy)", "toddler"),
        (r"passed away|passed on|passes away|lost (?:his|her|their) life", "died"),
        # Idioms whose own words are too small, or mean another thing, to be kept: "on the horses" is no riding lesson.
        (r"on the (?:sick|panel)", "sickness benefit"),
        (r"(?<!ups and )downs(?: syndrome)?", "down syndrome"),  # "down" alone means nothing
        (r"in the red", "overdrawn"),
        (r"on the (?:horses|slots|gee gees)", "gambling"),
        (r"(?:broke|broken|breaking) into|broke in|break ins", "burglary"),
        (r"on the streets?", "street homeless"),
        (r"put(?:ting)? (?:(?:a (?:bit|little)|some|money|something) )?(?:by|aside)(?: each| every)?", "saving up"),
        (r"(?:does|do|doing|did) (?:my|me) head in|(?:head|heads) (?:is |are )?(?:all over the place|a mess|a shed)", "stressed"),
        (r"had enough of (?:it|everything|life)(?: all)?|sick of (?:it|everything|life)(?: all)?", "fed up"),
        (r"(?:it|its|everything|everythings)(?: is)?(?: all)?(?: getting)? too much for (?:me|him|her|us)", "overwhelmed"),
        (r"in (?:bits|pieces|floods of tears)", "tearful"),
        (r"(?:pick|picks|picked|picking) on(?: (?:me|him|her))?", "bullied"),
        (r"dead on (?:my|his|her|our) feet", "exhausted"),
        (r"on the (?:sauce|bottle|drink)", "drinking too much"),
        (r"in the dumps", "low mood"),
        (r"(?:weeks|months|days) (?:left|to live)|not long (?:left|to live)|(?:not|hasnt|havent) got long", "terminal"),
        (
            r"(?:took|take|taken|lost|revoked) (?:(?:my|his|her|the) )?(?:driving )?licence(?: (?:off|from) (?:me|him|her))?",
            "cant drive",
        ),
        (r"(?:over|past|out of|off|outside) the (?:doorstep|front door)", "housebound"),
        (r"loose weight|loosing weight|losing weight", "lose weight"),
        (
            rf"(?:in (?:his|her|their|my) )?(?:{_OLD})(?: (?:one|two|three|four|five|six|seven|eight|nine))?(?: years?)? old",
            "elderly",
        ),
        (rf"(?:{_SMALL}) ?(?:years?|yrs?|yo|y o) ?(?:olds?)", "toddler"),
        (rf"(?:{_MIDDLING}) ?(?:years?|yrs?|yo|y o) ?(?:olds?)", "child"),
        (
            rf"(?:(?<=im )|(?<=is )|(?<=hes )|(?<=shes ))(?:{_TEENS}|1[3-9])(?= |$)(?! (?:miles|weeks|months|days|pounds|stone))",
            "teenager",
        ),
        (rf"(?:{_TEENS}) ?(?:years?|yrs?|yo|y o) ?(?:olds?)", "teenager"),
        (r"1[1-8] ?(?:years?|yrs?|yo|y o) ?(?:olds?)?", "teenager"),
        (r"[1-4] ?(?:years?|yrs?|yo|y o) ?(?:olds?)?", "toddler"),
        (r"(?:[5-9]|10) ?(?:years?|yrs?|yo|y o) ?(?:olds?)", "child"),
        (r"\d{1,2} ?(?:months?|weeks?|wks?) old", "baby"),
        (r"(?:[5-9]\d|100) ?(?:years?|yrs?|yo|y o) ?(?:olds?)", "elderly"),
    )
]
_IRREGULAR = {
    form: stem_of(root)
    for root, forms in {
        "fall": "fell fallen",
        "die": "died dying dead dies",
        "lose": "lost losing loses loss losses",
        "eat": "ate eaten",
        "sleep": "slept asleep",
        "drive": "drove driven driving",
        "drink": "drank drunk",
        "speak": "spoke spoken",
        "forget": "forgot forgotten forgetting",
        "pay": "paid",
        "steal": "stole stolen",
        "beat": "beaten",
        "throw": "threw thrown chuck chucked",
        "take": "took taken",
        "give": "gave given",
        "buy": "bought",
        "fight": "fought",
        "shake": "shook shaken",
        "wake": "woke woken",
        "wash": "washing washed",
        "woman": "women womens lady ladies",
        "man": "men mens bloke blokes fella fellas",
        "foot": "feet",
        "tooth": "teeth",
        "leave": "leaving leaves",
        "kick": "kicked kicking",
        "teenager": "teen teens teenage teenagers adolescent",
        "grandchild": "grandkid grandkids grandchildren grandson granddaughter grandsons",
        "baby": "babies babys newborn",
        "mould": "mold mouldy moldy",
        "phone": "telephone",
        "elderly": "pensioner pensioners oap oaps aged",
        "neighbour": "neighbours neighbor neighbors",
        "doctor": "gp gps doctors dr drs",
        "old": "older",
        "carer": "carers caregiver",
        "lift": "lifts",
        "self": "myself himself herself",
        "usefull": "useful",  # whose own stem is "use", which says nothing
    }.items()
    for form in forms.split()
}
# Joined to SMALL_WORDS: a phrase of the thesaurus is the same with and without them.
PASSED_OVER = SMALL_WORDS | _set(
    "to from by been being has have had got hes shes he she they him them theyre you youre can could would do does "
    "did about any please as but too really just keep keeps kept who which than then even ever still always im ive id "
    "ill u ur up2 lot lots bit completely totally so such been into onto there their theirs all"
)
_SHORTEST_WITHOUT_ITS_G = 5
# What a sentence is filled with; said alone ("time"), it is looked for.
FILLERS = _set(
    "doctor doctors dr gp gps "
    "since because cos cuz still always every again now day days week weeks month months year years last next time "
    "times feel feeling feels felt think thinks thinking know knows anymore any more thing things stuff also then "
    "than if only even while until lots bit little big good best better well nice proper kind sort type way today "
    "tonight tomorrow tomorow yesterday said says say told tell tells make makes made making take takes taking give "
    "gives come comes coming came put puts try trying tried start started let lets see use using already maybe "
    "perhaps though through most seem seems almost nearly quite rather pretty sometimes often whenever everything "
    "everyone everybody both each another same else person people folk folks place places area nearby close here "
    "bloody flipping happen happening happens happened went gone living live lives end round him us why myself "
    "nothing before after once twice few whole having done long ago later soon stay staying needed wanted wants "
    "wondering wonder possible able help helps helped support ended kept ask asked asking call called down back about "
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty goes look looks looked turn turned "
    "actually suppose supposed guess mean means meant honest sure ok okay yeah somehow hell shell thing "
    "again tbh pls plz thanks thank cheers dear sir madam anything first second im"
)


@dataclass(frozen=True)
class Heard:
    """One word of what was typed. `keys` are what it may be called in the thesaurus; a quiet word means little of its own."""

    text: str
    keys: tuple[str, ...]
    is_quiet: bool
    is_passed_over: bool

    @property
    def is_somebody(self) -> bool:
        return not SOMEBODY.isdisjoint(self.keys)


def listen(text: str) -> list[Heard]:
    """The words of what was typed, in order, each with the keys it goes by."""
    said = fold(text)
    for pattern, instead in _SAID_OTHERWISE:
        said = pattern.sub(instead, said)
    return [_heard(word) for word in said.split()]


def key_of(word: str, language: str) -> str:
    """The key under which the thesaurus keeps a folded word of a language."""
    if language == "en":
        return _common_key(word) or _IRREGULAR.get(word) or stem_of(word)
    if language == "pl":
        return f"pl:{polish_stem_of(word)}"
    return f"ur:{urdu_stem_of(word)}" if language == "ur" else f"={word}"


def keys_of_phrase(words: str, language: str) -> tuple[str, ...]:
    """The keys of a phrase of the thesaurus, in order, without the words that make no difference."""
    heard = listen(words) if language == "en" else [_heard(word) for word in fold(words).split()]
    telling = [word for word in heard if not word.is_passed_over] or heard
    return tuple(key_of(word.text, language) for word in telling)


def is_telling(key: str) -> bool:
    """Whether a key alone says what a phrase is about."""
    return key != NOT and key not in _QUIET_KEYS


@lru_cache(maxsize=20_000)
def _heard(word: str) -> Heard:
    common = _common_key(word)
    if common:
        keys: tuple[str, ...] = (common,)
    elif word.isascii():
        keys = (key_of(word, "en"), f"pl:{polish_stem_of(word)}", f"={word}")
        if word.endswith("in") and len(word) >= _SHORTEST_WITHOUT_ITS_G:  # "tryin", as it is said
            keys = (*keys, key_of(f"{word}g", "en"))
    else:
        keys = (key_of(word, "en"), f"ur:{urdu_stem_of(word)}", f"={word}")
    return Heard(
        text=word,
        keys=keys,
        is_quiet=common == NOT or word in QUIET_WORDS or word in FILLERS,
        is_passed_over=word in PASSED_OVER,
    )


def _common_key(word: str) -> str | None:
    if word in _NOTS:
        return NOT
    if word in _CLOSE:
        return CLOSE
    return CHILD if word in _CHILDREN else None


_QUIET_KEYS = frozenset(
    key
    for word in (QUIET_WORDS | FILLERS)
    for key in (stem_of(word), f"={word}", f"pl:{polish_stem_of(word)}", f"ur:{urdu_stem_of(word)}")
)
