"""Which listings are kept quiet: a refuge is safe only while nobody can find it, and some names are nobody else's business.

One rule for every door: pages, the API, searching, the gazetteer, importing and exporting all ask here.
"""

import re
from collections.abc import Iterable

SECRET_KINDS = frozenset({"refuge"})
PRIVATE_KINDS = frozenset({"domestic-abuse", "substance-use", "sexual-health"})

_REFUGE = r"(?:refuges?|safe[ -]?houses?|safe accommodation|women['’]?s['’]? shelters?)\b(?!['’]s)"
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
_FLEES = re.compile(
    r"\b(?:flee(?:s|ing)?|fled|escap(?:es?|ing|ed)|leav(?:es?|ing)|running from|at risk of|experienc\w+|surviv\w+|victims? of)"
    r"\s+(?:[\w'’-]+\s+){0,4}?(?:domestic|abuse|abusive|violent|violence|coerci\w+|forced marriage|trafficking|exploitation)\b",
    re.IGNORECASE,
)
_LIVES_THERE = re.compile(
    r"\b(?:accommodation|housing|shelter|flats?|bedrooms?|beds|to stay|to live in|(?:places?|somewhere) to live)\b"
    r"(?! (?:advice|advis|rights|benefit|options|officer|team|application|problem))",
    re.IGNORECASE,
)
_WORTH_A_LOOK = (
    *("refuge", "safe", "shelter", "confidential", "secret", "disclos", "publish", "withheld", "given out", "give out"),
    *("shared", "share", "reveal", "tell any", "abus", "violen", "domestic", "coerci", "marriage", "traffick", "exploit"),
)
_PRIVATE_NAME = re.compile(
    r"\b(?:domestic (?:abuse|violence)|abuse|abused|rape|sexual|sexually|hiv|abortion|drugs?|alcohol\w*|addict\w*|substance)\b",
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
        any(code in SECRET_KINDS for code in term_codes)
        or any(is_named_as_refuge(words) for words in (name, alternate_name, organization_name))
        or _says_it_is_secret(description)
    )


def is_named_as_refuge(name: str | None) -> bool:
    """Whether a listing or an organisation with this name keeps its places to itself."""
    return bool(name) and _NAMED_REFUGE.search(_NOT_OF_PEOPLE.sub(" ", name or "")) is not None


def is_private_matter(*, names: Iterable[str | None], term_codes: Iterable[str | None]) -> bool:
    """Whether the name alone, read on a shared phone, could shame somebody or put them in danger."""
    return any(code in PRIVATE_KINDS for code in term_codes) or any(_PRIVATE_NAME.search(name or "") for name in names)


def _says_it_is_secret(description: str | None) -> bool:
    told = description or ""
    folded = told.lower()
    if not any(word in folded for word in _WORTH_A_LOOK):
        return False
    told = _NOT_OF_PEOPLE.sub(" ", told)
    return (
        _SAYS_SECRET.search(told) is not None
        or _IS_A_REFUGE.search(told) is not None
        or any(_FLEES.search(part) and _LIVES_THERE.search(part) for part in _SENTENCE.findall(told))
    )
