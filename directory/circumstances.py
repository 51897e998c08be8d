"""Who a listing says it is for: the circumstances people choose by, and how listings say them.

An editor says it with ticks (attributes with the link type ELIGIBILITY). Where nobody has said it, it is recognised in free
words, with care: a filter that promises a group for carers must not show one that only welcomes everybody.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from directory.times.opening_hours import Translator

_WORDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        code: re.compile(words, re.IGNORECASE)
        for code, words in {
            "carers": r"\b(?<!your )(?<!a )carers?\b|\bcaring for (an?other|someone|somebody|a (relative|friend|partner))\b"
            r"|\b(looks?|looking) after (a relative|someone|somebody)\b|\bthose who care for\b",
            "disabled": r"\b(?<!learning )disabled (people|person|adults?|children)\b"
            r"|\b(?<!learning )disabilit(y|ies)\b|\bwheelchair users?\b",
            "learning-disability": r"\blearning (disabilit|difficult)",
            "deaf": r"\bdeaf(ened)?\b|\bhard[- ]of[- ]hearing\b|\bhearing (loss|aids|impair)",
            "blind": r"\bblind\b|\b(partially|visually) (sighted|impaired)\b|\bsight[- ]loss\b|\bwhose sight\b|\blow vision\b"
            r"|\bcannot read print\b",
            "dementia": r"\bdementia\b|\balzheimer|\bmemory (loss|problems)\b|\bworried about their memory\b",
            "long-term-illness": r"\blong[- ]term (health )?(condition|illness)|\bchronic (condition|illness|pain)"
            r"|\bCOPD\b|\basthma\b"
            r"|\bdiabet|\btype [12] or type [12]\b|\b(heart|lung)( or (heart|lung))? (condition|failure|disease|rehab)"
            r"|\b(had a|after a) stroke\b|\bcancer\b|\bparkinson|\bmultiple sclerosis\b|\blong covid\b"
            r"|\barthritis\b|\bepilep|\baphasia\b",
            "mental-health": r"\bmental[- ](health|illness)|\bdepress(ed|ion)\b|\banxi(ety|ous)\b|\bin distress\b"
            r"|\bstressed, low\b",
            "autism": r"\bautis(m|tic)\b|\bADHD\b|\bneurodiver",
            "bereaved": r"\bbereave(d|ment)\b|\bgriev(e|ing)\b|\bwidow(s|ed|er|ers)\b|\b(has|have|who) lost (somebody|someone|a "
            r"(partner|child|parent|husband|wife|baby|loved one))\b",
            "older": r"\bolder (people|adults|persons?|men|women)\b"
            r"|\b(people |anyone |anybody |adults |those )?over[- ](5[05]|6[05]|7[05])s?\b"
            r"|\b(5[05]|6[05]|7[05])( and over|\+| or over)|\bpensioners?\b",
            "young": r"\byoung (people|person|adults?)\b|\bteen(ager)?s\b|\bunder[- ](1[6-9]|2[0-5])s?\b",
            "parents": r"\b(new |single |lone |young )?parents?( and |-to-be|, |\b(?! or school| can| must|\W+s ))"
            r"|\bfamilies with\b"
            r"|\b(new|young) (mums|dads|mothers|fathers)\b|\blook after a child\b|\bbringing up\b|\bgrown-up\b"
            r"|\blooking after them\b",
            "pregnant": r"\bpregnan|\bexpectant\b|\b(parents?|mums?|mothers?)-to-be\b|\bexpecting a baby\b",
            "women": r"\bwomen\b(?!, men| and men| or men)(?<!men and women)(?<!men or women)",
            "men": r"\bmen\b(?! and women| or women| and non)(?<!women and men)(?<!women, men)(?<!women or men)",
            "lgbt": r"\bLGBT|\b(lesbian|gay|bisexual|transgender|trans) (people|men|women|adults?)\b|\bqueer\b",
            "refugees": r"\brefugees?\b|\basylum\b|\bnew(ly)? arriv(als?|ed)\b|\bmigrants?\b",
            "veterans": r"\bveterans?\b|\barmed forces\b|\bex-(service|forces)\b",
            "homeless": r"\bhomeless(ness)?\b|\brough sleep|\bnowhere to (sleep|live|stay)\b|\bsofa[- ]surf",
            "unemployed": r"\bunemployed\b|\b(out of|not in) work\b|\blooking for (work|a job)\b|\bjob ?seekers?\b",
            "debt": r"\bin debt\b|\bwith debts?\b|\bmoney (they|you) owe\b|\b(rent|bill) arrears\b",
            "low-income": r"\blow incomes?\b|\bno money\b|\bon (benefits|universal credit)\b",
            "addictions": r"\baddict|\b(drinking|alcohol|drug)s?( or drug)? use\b|\btheir drinking\b"
            r"|\bsubstance (use|misuse)\b|\bgambling\b",
            "domestic-abuse": r"\bdomestic (abuse|violence)\b|\babusive (relationship|partner)",
        }.items()
    }
)
_NOT = re.compile(r"\b(no|not|never|cannot|isn't|aren't|except|sorry|need not be|bring)\b[^.;]*$", re.IGNORECASE)
ELIGIBILITY = "eligibility"  # what an attribute that an editor ticked is linked as
SORTS = frozenset({"circumstance", ELIGIBILITY})  # what sources call an attribute that says whom it is for
TERM_PREFIX = "for-"  # of the ticked terms' codes: "veterans" alone is a kind of help
ANYBODY = "anybody"  # ticked when it is for nobody in particular: then nothing is read into the words either
OLDER_FROM, YOUNG_UP_TO = 50, 25  # years: a lowest age from here on, a highest age up to there

# Kinds of help that are for somebody by their nature.
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "carers-support": "carers",
        "sitting-service": "carers",
        "young-carers": "carers",
        "bereavement": "bereaved",
        "memory-cafe": "dementia",
        "homelessness": "homeless",
        "debt-advice": "debt",
        "employment": "unemployed",
        "parent-and-toddler": "parents",
        "family-support": "parents",
        "young-people": "young",
        "breathing-group": "long-term-illness",
        "stroke-group": "long-term-illness",
        "diabetes-group": "long-term-illness",
        "heart-group": "long-term-illness",
        "parkinsons-group": "long-term-illness",
        "self-management": "long-term-illness",
        "sight-loss": "blind",
        "hearing-loss": "deaf",
        "learning-disability": "learning-disability",
        "neurodiversity": "autism",
        "talking-therapy": "mental-health",
        "crisis-cafe": "mental-health",
        "substance-use": "addictions",
        "domestic-abuse": "domestic-abuse",
        "lgbtq": "lgbt",
        "veterans": "veterans",
    }
)


def names_of_circumstances(words: Translator) -> dict[str, str]:
    """Each code and its name in the reader's language, in the order they are offered."""
    return {
        "carers": words.gettext("Carers"),
        "older": words.gettext("Older people"),
        "young": words.gettext("Young people"),
        "parents": words.gettext("Parents and families"),
        "pregnant": words.gettext("Pregnant women"),
        "women": words.gettext("Women"),
        "men": words.gettext("Men"),
        "lgbt": words.gettext("LGBT+ people"),
        "disabled": words.gettext("Disabled people"),
        "learning-disability": words.gettext("People with a learning disability"),
        "autism": words.gettext("Autistic people and people with ADHD"),
        "deaf": words.gettext("Deaf people and people with hearing loss"),
        "blind": words.gettext("Blind people and people with sight loss"),
        "dementia": words.gettext("People with dementia"),
        "long-term-illness": words.gettext("People with a long-term illness"),
        "mental-health": words.gettext("People with mental health problems"),
        "bereaved": words.gettext("Bereaved people"),
        "domestic-abuse": words.gettext("People hurt by someone close"),
        "addictions": words.gettext("People with addictions"),
        "homeless": words.gettext("Homeless people"),
        "unemployed": words.gettext("People looking for work"),
        "debt": words.gettext("People in debt"),
        "low-income": words.gettext("People on a low income"),
        "refugees": words.gettext("Refugees and new arrivals"),
        "veterans": words.gettext("Veterans"),
    }


def codes_in(who_for: str | None) -> set[str]:
    """The circumstances that a listing's words on whom it is for name; "not only for carers" names none."""
    text = who_for or ""
    if not text:
        return set()
    found = set()
    for code, words in _WORDS.items():
        hit = words.search(text)
        if hit and not _NOT.search(text[: hit.start()]):
            found.add(code)
    return found


def is_tick(code: str | None, link_type: str | None) -> bool:
    """Whether an attribute (its term's code, what it is linked as) is such a tick."""
    return link_type == ELIGIBILITY and (code or "").startswith(TERM_PREFIX)


def ticked_codes(terms: Iterable[str | None]) -> set[str]:
    """The circumstances, or ANYBODY, that the codes of ticked terms stand for; others are left out."""
    codes = {(code or "").removeprefix(TERM_PREFIX) for code in terms if (code or "").startswith(TERM_PREFIX)}
    return codes & {*_WORDS, ANYBODY}


def codes_of(
    *,
    who_for: str | None,
    minimum_age: float | None,
    maximum_age: float | None,
    kinds: Iterable[str],
    said: Iterable[tuple[str | None, str]] = (),
    ticked: Iterable[str | None] = (),
) -> set[str]:
    """A listing's circumstances: what its editor ticked (`ticked`: the codes of those terms) and nothing else; without any,
    from its words, its ages, its kinds of help (codes), and the terms that its source calls circumstances (`said`: code and
    name of each)."""
    if chosen := ticked_codes(ticked):
        return chosen - {ANYBODY}
    found = codes_in(who_for) | {_KINDS[kind] for kind in kinds if kind in _KINDS}
    for code, name in said:
        found |= {code} if code and code in _WORDS else codes_in(name)
    if minimum_age is not None and minimum_age >= OLDER_FROM:
        found.add("older")
    if maximum_age is not None and maximum_age <= YOUNG_UP_TO and (maximum_age > 11 or (minimum_age or 0) >= 8):
        found.add("young")
    return found
