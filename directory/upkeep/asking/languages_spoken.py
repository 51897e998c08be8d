"""Which languages are spoken there, and whether an interpreter can be had."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from babel import Locale
from flask_babel import gettext, lazy_gettext

from directory.finding.results.why import language_name
from directory.models import Service, SpokenLanguage
from directory.upkeep.asking.question import Answer, Question, Reader, Writing, form_of
from directory.words import fold
from navigator.forms import FormSchema, Several, Text

# Those offered to tick: British Sign Language, Cornish and Welsh, and the most spoken main languages of England and Wales
# after English (Office for National Statistics, Census 2021). Any other can be written.
OFFERED = (
    *("en", "pl", "ro", "pa", "ur", "pt", "es", "ar", "bn", "gu", "it", "ta", "fr", "lt", "zh", "tr", "bg", "ru", "fa", "hu"),
    *("el", "uk", "so", "ku", "cy", "kw", "bfi"),
)
CAN_BE_HAD = "An interpreter can be had; please ask."


def choices(code: str) -> list[tuple[str, str]]:
    """Those offered, by name in the language `code`; English first."""
    named = [(other, language_name(other, code)) for other in OFFERED]
    return sorted(named, key=lambda pair: (pair[0] != "en", pair[1]))


@cache
def _codes_by_name() -> dict[str, str]:
    """Languages' English and own names, folded, and their codes."""
    found: dict[str, str] = {}
    for code, name in Locale.parse("en").languages.items():
        found.setdefault(fold(name), code)
    return {**found, **{fold(language_name(code, "en")): code for code in OFFERED}}


def _is_offered(spoken: SpokenLanguage) -> bool:
    return spoken.code in OFFERED


def _other_name(spoken: SpokenLanguage) -> str:
    name = spoken.name or (language_name(spoken.code, "en") if spoken.code else "")
    return re.sub(r"[,\s]+", " ", name).strip()


def _read(service: Service) -> Answer:
    words = service.interpretation_services or ""
    return {
        "codes": list(dict.fromkeys(str(spoken.code) for spoken in service.languages if _is_offered(spoken))),
        "others": ", ".join(dict.fromkeys(n for s in service.languages if not _is_offered(s) and (n := _other_name(s)))),
        **({"interpreter": "yes"} if words else {}),
        "interpreter_words": "" if words == CAN_BE_HAD else words,
    }


def _form(service: Service, answer: Answer) -> FormSchema:
    # Words about the interpreter say that there is one: the tick alone is for those who have no more to say.
    return form_of(
        codes=Several(OFFERED), others=Text(longest=500), interpreter=Several(("yes",)), interpreter_words=Text(longest=1000)
    )


def _write(service: Service, data: Mapping[str, Any], writing: Writing) -> None:
    others = list(dict.fromkeys(" ".join(name.split())[:80] for name in re.split(r"[,;\n،]", data["others"]) if name.strip()))
    for spoken in list(service.languages):
        still = spoken.code in data["codes"] if _is_offered(spoken) else _other_name(spoken) in others
        if not still and (_is_offered(spoken) or _other_name(spoken)):
            service.languages.remove(spoken)
    there = {spoken.code for spoken in service.languages}
    named = {_other_name(spoken) for spoken in service.languages if not _is_offered(spoken)}
    wanted = [(code, language_name(code, "en")) for code in data["codes"]]
    wanted += [(_codes_by_name().get(fold(name)), name) for name in others if name not in named]
    for code, name in wanted:
        if code is None or code not in there:
            service.languages.append(SpokenLanguage(code=code, name=name))
            there.add(code)
    service.interpretation_services = data["interpreter_words"] or (CAN_BE_HAD if data["interpreter"] else None)


def _lines(service: Service, reader: Reader) -> list[str]:
    spoken = [language_name(s.code, reader.language, otherwise=s.name) if s.code else s.name or "" for s in service.languages]
    lines = [*dict.fromkeys(name for name in spoken if name)]
    if service.interpretation_services:
        lines.append(gettext("Interpreter: %(words)s", words=service.interpretation_services))
    return lines


LANGUAGES_SPOKEN = Question(
    name="languages",
    label=lazy_gettext("Languages"),
    title=lazy_gettext("Which languages are spoken there?"),
    hint=lazy_gettext("By somebody who is really there, not only by a leaflet."),
    read=_read,
    form=_form,
    write=_write,
    lines=_lines,
)
