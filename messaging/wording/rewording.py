"""What a locality may say in its own words: every value in its place, nothing lost that somebody's safety or answer hangs on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from messaging.models import Channel
from messaging.wording.own_words import as_pattern, in_braces
from messaging.wording.parts import Part, list_parts
from messaging.wording.samples import list_cases
from messaging.wording.segments import make_plain, safe_downgrade
from messaging.wording.speaking import NotTranslated, Words, speak
from messaging.wording.texts import CHANNELS, TEMPLATES, Preview, compose, weigh

LONGEST = 2_000  # characters of one part
WARN_ABOVE = 3  # segments
MOST_SEGMENTS = 6

_VALUE = re.compile(r"\{(\w+)\}")
# 999, 116 123, the numbers and the words people answer with: whoever rewords a sentence has to say them again.
_TO_KEEP = re.compile(r"(?<![\w{])(?:\d+(?: \d+)*|[A-Z]{4,})(?![\w}])")


class Fault(StrEnum):
    BLANK = "blank"
    TOO_LONG = "too_long"
    VALUE_MISSING = "value_missing"
    VALUE_UNKNOWN = "value_unknown"
    BRACE = "brace"  # a brace that belongs to no value
    NUMBER_LOST = "number_lost"  # 999, 111, 116 123, STOP, or a number to answer with
    SEGMENTS = "segments"  # the whole text is too long to send


@dataclass(frozen=True)
class Found:
    """One thing wrong with one part. `what`: the value, number or word it is about."""

    fault: Fault
    what: str = ""


@dataclass(frozen=True)
class Judged:
    """What is wrong, by the part's English; how the message would look in each of its cases; the most segments of any."""

    faults: Mapping[str, list[Found]]
    looks: list[Preview] = field(default_factory=list)

    @property
    def most_segments(self) -> int:
        return max((look.segments for look in self.looks), default=0)

    @property
    def is_long(self) -> bool:
        return self.most_segments > WARN_ABOVE


def original(part: Part, locale: str) -> str:
    """Our own words for a part, in braces; empty when the catalogue has none in this language."""
    try:
        return in_braces(speak(locale)(part.source))
    except NotTranslated:
        return ""


def judge(*, template: str, locale: str, bodies: Mapping[str, str]) -> Judged:
    """Whether a message may be said like this. `bodies`: by the part's English, in braces; parts left out stay as they are."""
    parts = {part.source: part for part in list_parts(template)}
    faults = {source: found for source, body in bodies.items() if (found := _find_faults(parts[source], body, locale))}
    if faults:
        return Judged(faults)
    looks = show(template=template, locale=locale, bodies=bodies)
    if CHANNELS[template] is Channel.TEXT and max(look.segments for look in looks) > MOST_SEGMENTS:
        longest = max(bodies, key=lambda source: len(bodies[source]))
        return Judged({longest: [Found(Fault.SEGMENTS, str(MOST_SEGMENTS))]}, looks)
    return Judged({}, looks)


def show(*, template: str, locale: str, bodies: Mapping[str, str]) -> list[Preview]:
    """The message with invented values, in each of its cases that reads differently; the fullest first."""
    own = {locale: {source: as_pattern(body) for source, body in bodies.items() if body}}
    looks: dict[str, Preview] = {}
    for values in list_cases(TEMPLATES[template]):
        written = compose(template, values, locale, own)
        if CHANNELS[template] is Channel.TEXT:
            written = Words(written.subject, safe_downgrade(written.body), written.locale, written.cause)
        looks.setdefault(f"{written.subject}\n{written.body}", weigh(written))
    return list(looks.values())


def _find_faults(part: Part, body: str, locale: str) -> list[Found]:
    if not body.strip():
        return [Found(Fault.BLANK)]
    if len(body) > LONGEST:
        return [Found(Fault.TOO_LONG, str(LONGEST))]
    named = set(_VALUE.findall(body))
    found = [Found(Fault.VALUE_MISSING, f"{{{name}}}") for name in sorted(part.values - named)]
    found += [Found(Fault.VALUE_UNKNOWN, f"{{{name}}}") for name in sorted(named - part.values)]
    if re.search(r"[{}]", _VALUE.sub("", body)):
        found.append(Found(Fault.BRACE))
    ours = original(part, locale) or in_braces(part.source)
    kept = set(_TO_KEEP.findall(make_plain(body)))
    found += [Found(Fault.NUMBER_LOST, word) for word in dict.fromkeys(_TO_KEEP.findall(make_plain(ours))) if word not in kept]
    return found
