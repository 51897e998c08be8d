"""Which listings are kept quiet: a refuge is safe only while nobody can find it, and some names are nobody else's business.

One rule for every door: pages, the API, searching, the gazetteer, importing and exporting all ask here.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from directory import telling_words

WITHHELD = "address-withheld"  # said of a listing by its own editor: where it is must not be public
SECRET_KINDS = frozenset({"refuge", WITHHELD})
PRIVATE_KINDS = frozenset({"domestic-abuse", "substance-use", "sexual-health"})

_REFUGE = r"(?:refuges?|safe[ -]?houses?|safe accommodation|women['’]?s['’]? shelters?|lloches(?:au)?)\b(?!['’]s)"
_NAMED_REFUGE = re.compile(rf"\b{_REFUGE}", re.IGNORECASE)
# A refuge for hedgehogs, or from the cold, is none; nor is one who seeks it.
_NOT_OF_PEOPLE = re.compile(
    r"\b(?:wild ?life|animal|bird|bee|mountain|traffic|donkey|hedgehog|nature|butterfly)s?['’]? refuges?\b"
    r"|\brefuges? (?:for|of) (?:[\w-]+ )?(?:wild ?life|animals|birds|bees|donkeys|hedgehogs|butterflies|nature)\b"
    r"|\brefuges? from (?!.{0,40}?(?:abus|violen|domestic|harm|partner|husband|danger|exploit|traffick))",
    re.IGNORECASE,
)
_SAYS_SECRET = re.compile(
    r"\b(?:confidential|secret|undisclosed|unpublished)\s+(?:address(?:es)?|locations?|venues?)\b"
    r"|\b(?:address(?:es)?|locations?|venues?|whereabouts)\s+(?:(?:is|are|remains?|must be|will be)\s+)?(?:(?:strictly|kept)\s+)*"
    r"(?:confidential|secret|undisclosed|withheld)\b"
    r"|\b(?:address(?:es)?|locations?|venues?|whereabouts)\s+(?:is|are|will be)\s+(?:not|never)\s+"
    r"(?:disclosed|published|given out|shared)\b"
    r"|\b(?:not|never|n['’]t)\s+(?:disclose|publish|give out|share|reveal)\s+(?:our|the|its)\s+(?:exact\s+)?"
    r"(?:address(?:es)?|locations?|whereabouts)\b"
    r"|\b(?:not|never|n['’]t)\s+tell\s+any(?:one|body)\s+where\s+(?:it|the (?:house|refuge|flat)) is\b",
    re.IGNORECASE,
)
# Between "we run" or the beginning of a sentence and "a refuge": what describes it, and no word that makes it another's.
_DESCRIBING = (
    r"(?:(?!(?:to|with|for|from|at|in|into|near|beside|alongside|about|not|no|against|we|you|they|who|ask|ring|call|"
    r"support\w*|help\w*|visit\w*|work\w*|find\w*|refer\w*|through|between|like|such)\b)[\w'’,&/-]+\s+)"
)
_IS_A_REFUGE = re.compile(
    r"\b(?:is|are|['’]re|runs?|running|provid(?:es?|ing)|offer(?:s|ing)?|have|has|manag(?:es?|ing)|operat(?:es?|ing))\s+"
    rf"{_DESCRIBING}{{0,8}}?{_REFUGE}"
    rf"|(?:^|[.!?:;]\s+|\n\s*){_DESCRIBING}{{0,4}}?{_REFUGE}"
    r"|(?<!to )(?<!into )(?<!find )(?<!about )(?<!with )(?<!in )(?<!of )"
    r"\brefuge (?:accommodation|(?:bed ?)?spaces?|rooms?|beds?|provision)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?;\n]+")
_HARMED = re.compile(
    r"\b(?:abus\w+|violen\w+|domestic|coerci\w+|forced marriages?|honou?r[- ]based|traffick\w+|modern slavery|exploit\w+|stalk\w+"
    r"|trais domestig|camdriniaeth|przemoc\w*)\b",
    re.IGNORECASE,
)
_LIVES_THERE = re.compile(
    r"\b(?:accommodation|housing|shelter|flats?|bedrooms?|beds|to stay|to live in|schronisk\w+"
    r"|(?:places?|somewhere) (?:[\w'’-]+ ){0,2}to (?:live|stay))\b"
    r"(?! (?:advice|advis|rights|benefit|options|officer|team|application|problem))",
    re.IGNORECASE,
)
_WORTH_A_LOOK = (
    *("refuge", "safe", "shelter", "confidential", "secret", "disclos", "publish", "withheld", "given out", "give out"),
    *("shared", "share", "reveal", "tell any", "abus", "violen", "domestic", "coerci", "marriage", "traffick", "exploit"),
    *("slavery", "stalk", "honour", "honor", "lloches", "trais", "camdrin", "przemoc"),
)
# Words by which somebody finds a house: a postcode, a number and a street, "our address is". "24 hours" and "6 rooms" are none.
_WHEREABOUTS = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b"
    r"|\b(?:our|the|its) address (?:is|:) (?!(?:\w+ )?(?:confidential|secret|not|never|kept|withheld|undisclosed))|\baddress: "
    r"|\b(?:find us|house is|home is|flat is|live|meet)\s+(?:at|in|on|behind|opposite|next to|near)\s+(?:the\s+)?(?-i:[A-Z\d])"
    r"|\b\d{1,4}[a-z]?,?\s+(?:[\w'’.-]+\s+){0,3}?"
    r"(?:road|street|st|lane|avenue|close|terrace|place|square|way|hill|row|crescent|gardens|court|drive)\b"
    r"|\bat \d{1,4}[a-z]?,? (?-i:[A-Z])\w+"
    r"|\bin the (?-i:[A-Z])\w+ (?:lounge|room|hall|kitchen)\b",
    re.IGNORECASE,
)
_WHOLE_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?;]+|\n|$)|\n")
_PRIVATE_NAME = re.compile(
    r"\b(?:domestic (?:abuse|violence)|abuse|abused|rape|sexual|sexually|hiv|abortion|drugs?|alcohol\w*|addict\w*|substance"
    rf"|{'|'.join(telling_words.PRIVATE)})\b",
    re.IGNORECASE,
)


def hides_its_place(
    *,
    name: str | None,
    alternate_name: str | None,
    description: str | None,
    organization_name: str | None,
    term_codes: Iterable[str | None],
) -> bool:
    """Whether no place of this listing may be shown, searched by or given away.

    Said by its kind of help; by a name, since a feed from elsewhere may lack our kinds; or by a description that says that
    this is a refuge, or that where it is is a secret. One that only speaks of a refuge hides nothing. In doubt a place too
    few: that costs a telephone call, and one too many may cost a life.
    """
    return (
        not SECRET_KINDS.isdisjoint(term_codes)
        or any(map(is_named_as_refuge, (name, alternate_name, organization_name)))
        or _says_it_is_secret(description)
    )


@lru_cache(maxsize=8192)  # an organisation's name comes with each of its listings
def is_named_as_refuge(name: str | None) -> bool:
    """Whether a listing or an organisation with this name keeps its places to itself."""
    return bool(name) and _NAMED_REFUGE.search(_NOT_OF_PEOPLE.sub(" ", name or "")) is not None


def without_whereabouts(text: str | None) -> str | None:
    """What a refuge says of itself, but for the sentences by which somebody could find the house."""
    if not text or not _WHEREABOUTS.search(text):
        return text
    kept = [part for part in _WHOLE_SENTENCE.findall(text) if not _WHEREABOUTS.search(part)]
    return "".join(kept).strip()


_HEALTH = re.compile(
    r"\b(?:adhd|alzheimer\w*|anxi\w+|arthriti\w+|asthma|autis\w+|baby loss|bipolar|cancer|cardiac|chemo\w*|continence|copd|"
    r"crohn\w*|dementia|depress\w+|diabet\w+|dialysis|eating disorders?|epilep\w+|fibromyalgia|heart failure|hospice|kidney|"
    r"long covid|lymph\w+|macmillan|memory (?:caf[eé]|clinic|group|service)|menopaus\w+|mental|miscarriage|multiple sclerosis|"
    r"neuro\w+|overeaters?|palliative|parkinson\w*|psych\w+|ptsd|schizo\w+|self[ -]harm\w*|stroke|suicid\w+|tinnitus|trauma"
    rf"|{'|'.join(telling_words.HEALTH)})\b",
    re.IGNORECASE,
)


def tells_of_health(words: str) -> bool:
    """Whether these words say what somebody lives with: the name of a group for people with one condition, say."""
    return _HEALTH.search(telling_words.fold(words)) is not None


def is_private_matter(*, names: Iterable[str | None], term_codes: Iterable[str | None]) -> bool:
    """Whether the name alone, read on a shared phone, could shame somebody or put them in danger."""
    return any(code in PRIVATE_KINDS for code in term_codes) or any(_is_private_name(name) for name in names if name)


@lru_cache(maxsize=8192)  # asked of every listing that is shown
def _is_private_name(name: str) -> bool:
    return _PRIVATE_NAME.search(telling_words.fold(name)) is not None


def _says_it_is_secret(description: str | None) -> bool:
    told = description or ""
    folded = told.lower()
    if not any(map(folded.__contains__, _WORTH_A_LOOK)):  # asked of every listing that is indexed: no step in Python a word
        return False
    told = _NOT_OF_PEOPLE.sub(" ", told)
    return (
        _SAYS_SECRET.search(told) is not None
        or _IS_A_REFUGE.search(told) is not None
        or any(_HARMED.search(part) and _LIVES_THERE.search(part) for part in _SENTENCE.findall(told))
    )
