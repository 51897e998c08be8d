"""What people type that a directory of local help does not hold, and who does it: nails are cut, and cars sold, elsewhere.

Such a search must not answer as if it knew: it says that nobody listed offers just that, who can tell, and what comes nearest.
A locality that does list it (a name or a kind of help has the word) is believed instead.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from directory.finding.words.lexicon import Unit
from directory.words import fold

LONGEST = 6  # words: who says more is telling what the matter is, and "toenails" may be a part of it
SAYS_NOTHING_HERE = frozenset({"helpline", "health-conditions"})  # for lack of anything nearer


class Who(StrEnum):
    """Who does it."""

    NHS = "nhs"
    OFFICE = "office"  # the council, or the government
    SHOP = "shop"  # a shop or a trade


@dataclass(frozen=True)
class Elsewhere:
    """A thing that is done elsewhere. `name` goes into the report of what was missed; nobody's own words do."""

    name: str
    who: Who


def _patterns(who: Who, **named: str) -> list[tuple[re.Pattern[str], Elsewhere]]:
    return [(re.compile(rf"\b(?:{words})\b"), Elsewhere(name.replace("_", "-"), who)) for name, words in named.items()]


_THING = "car|cars|van|house|flat|bungalow|caravan|boat|motorbike|phone|laptop|telly|tv|puppy|kitten|horse"
_KNOWN = [
    *_patterns(
        Who.NHS,
        toenails=r"(?:toe ?nails?|finger ?nails?|nail) ?(?:cutting|clipping|cut|trim\w*)?|chiropod\w+|podiatr\w+",
        dentist=r"dentists?|dental|toothache|tooth ache|dentures?|false teeth|teeth (?:out|pulled|whitening)",
        hospital_date=(
            r"(?:hip|knee|cataract|hernia|operation|surgery|op|hospital|outpatients?|clinic|consultant|replacement) "
            r"(?:replacement |operation |appointment )?(?:dates?|waiting (?:list|times?)|results?|referral)|"
            r"waiting (?:list|times?) for (?:\w+ ){0,2}(?:operation|surgery|replacement)"
        ),
        tests=(
            r"blood tests?|(?:test|scan|biopsy) results?|x ?ray|mri|ct scan|ultrasound|smear(?: test)?|mammogram|hearing tests?|"
            r"(?:eye|sight) tests?|opticians?|new glasses|ear ?wax|ears? syring\w+"
        ),
        prescriptions=r"repeat prescriptions?|order (?:my )?prescriptions?|antibiotics?|sick note|fit note",
        jabs=r"(?:flu|covid|travel|shingles|holiday) (?:jabs?|vaccin\w+|boosters?)|vaccin\w+|immunisations?",
        treatment=r"ivf|vasectomy|botox|contracepti\w+|sti tests?|coil fitted|circumcision",
    ),
    *_patterns(
        Who.OFFICE,
        passport=r"(?:renew|new|apply for|lost)(?: my| a)? passport|passport (?:renewal|application|photos?)",
        driving_licence=r"(?:driving|theory) test|(?:renew|new)(?: my)? (?:driving )?licence|car tax|mot|dvla",
        bins=(
            r"bin (?:collections?|days?|men)|bins? (?:not )?(?:collected|emptied)|rubbish (?:tip|collection)|"
            r"recycling cent(?:re|er)|tip opening"
        ),
        parking=r"parking (?:permits?|fines?|tickets?)",
        roads=r"pot ?holes?|street ?lights?|road works",
        planning=r"planning (?:permission|application)|building control",
        school_places=r"school (?:admissions?|places?|application)",
        registrar=(
            r"register (?:a |the )?(?:birth|death|wedding|marriage)|(?:birth|death|marriage) certificates?|"
            r"register to vote|postal vote"
        ),
        tv_licence=r"tv licen[cs]e",
    ),
    *_patterns(
        Who.SHOP,
        buying=(
            rf"(?:buy|buying|sell|selling|hire|hiring)(?: an?| my| the| our)?(?: new| second hand| used| cheap)? (?:{_THING})|"
            rf"(?:{_THING}) (?:for sale|hire|dealers?)"
        ),
        insurance=r"(?:car|home|house|pet|travel|life) insurance|mortgage (?:brokers?|rates?)",
        travel=r"(?:cheap )?flights?|package holidays?|hotels?|holiday (?:cottages?|lets?)|(?:train|ferry) tickets?",
        hair_and_beauty=r"hair ?cuts?|(?:mobile )?hair ?dressers?|barbers?|beauticians?|manicures?|eyebrows|tattoos?",
        trades=(
            r"plumbers?|electricians?|locksmiths?|roofers?|plasterers?|estate agents?|removal (?:firm|van|men)|"
            r"car mechanic|garage repairs"
        ),
        going_out=(
            r"night ?clubs?|take ?aways?|restaurants?|cinema times?|(?:football|concert|festival|gig) tickets?|wedding venues?"
        ),
        television=r"sky tv|broadband deals?|satellite dish",
        panels=r"solar panels?|double glazing|new (?:kitchen|bathroom|conservatory)",
    ),
]


def elsewhere_in(typed: str, *, is_listed: Callable[[str], bool]) -> Elsewhere | None:
    """What in these few words is done elsewhere; None when nothing is, or when some listing is for it.

    `is_listed` says whether a word is in the name of a listing or of a kind of help.
    """
    folded = fold(typed)
    if not folded or len(folded.split()) > LONGEST:
        return None
    for pattern, elsewhere in _KNOWN:
        found = pattern.search(folded)
        if found and not all(is_listed(word) for word in found[0].split()):
            return elsewhere
    return None


def nearest(units: Sequence[Unit]) -> list[Unit]:
    """What the words mean but for those meanings that stand for want of a better one."""
    return [
        replace(
            unit,
            means=tuple(code for code in unit.means if code not in SAYS_NOTHING_HERE),
            also=unit.also - SAYS_NOTHING_HERE if set(unit.means) - SAYS_NOTHING_HERE else frozenset(),
        )
        for unit in units
    ]
