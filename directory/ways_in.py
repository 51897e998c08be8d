"""How a listing is reached and joined: by oneself or through somebody, at home; and whether a public body runs it.

Recognised in free words, since the standard has no fields for them.
"""

import re
from collections.abc import Set

_ONLY_REFERRED = re.compile(
    r"\breferrals? only\b|\bonly (by|through|on|with|from) (a )?(\w+ )?referral|\bprofessional referral\b|\bby referral\b"
    r"|\b(referred|referral) (only )?(by|through|from|via) (a|an|your|the|any)\b"
    r"|\b(surgery|doctor|GP|nurse|social worker|navigator|school|council)( or \w+( \w+)?)? "
    r"(must|has to|needs to|have to|fills? in|will) ",
    re.IGNORECASE,
)
_ONESELF = re.compile(
    r"\bself[- ]?refer|\brefer yourself\b|\byou can (ring|refer|ask|come|call|book|join)\b|\bno (appointment|advance|need)\b"
    r"|\b(come|turn up|walk in|drop in|ring|call|phone|telephone|text|e-?mail|message|book|join|ask|knock|sign (up|in)|apply"
    r"|look|arrive|meet|buy|pay at|open the door|put your name)\b",
    re.IGNORECASE,
)
_YOU_TOO = re.compile(r"\b(you can|or yourself|self[- ]?refer|refer yourself)", re.IGNORECASE)
_AT_HOME = re.compile(
    r"\bhome visits?\b|\bin your own home\b|\bcomes? (out )?to your (own )?(home|house|flat)\b|\bcomes? to you\b"
    r"|\bvisits? (you|people) (at|in) (your|their) (own )?homes?\b",
    re.IGNORECASE,
)
_HOME_KINDS = frozenset({"meals-at-home", "home-from-hospital", "handyperson", "sitting-service", "home-safety"})
_STATUTORY = re.compile(
    r"\bNHS\b|\bcouncil\b|\blocal authority\b|\bstatutory\b|\bgovernment\b|\bpublic (body|sector)\b|\bpolice\b", re.IGNORECASE
)


def takes_self_referral(application_process: str | None) -> bool:
    """Whether people can come or ask by themselves, as far as it says how to join. Where it says nothing we do not know."""
    text = application_process or ""
    if _ONLY_REFERRED.search(text) and not _YOU_TOO.search(text):
        return False
    return bool(_ONESELF.search(text))


def visits_homes(*texts: str | None, kinds: Set[str] = frozenset()) -> bool:
    """Whether somebody comes to people's homes, by what is said of it or by its kinds of help (codes)."""
    if kinds & _HOME_KINDS:
        return True
    return any(_AT_HOME.search(text) for text in texts if text and ("home" in text or "to you" in text or "Home" in text))


def is_statutory(legal_status: str | None) -> bool:
    """Whether the organisation is the NHS, a council or another public body, by its legal status."""
    return bool(_STATUTORY.search(legal_status or ""))
