"""What a column may mean, in plain words, and guessing it from its heading and from what stands in it."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType

from rapidfuzz import fuzz, process

from directory.times.opening_hours import Translator
from directory.words import fold

ALIKE = 82  # of 100
MOSTLY = 0.6  # of the values, when only they tell what a column is

# What people head such columns with. The first that is alike enough wins.
HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "own_id": ("id", "ref", "reference", "our reference", "record number", "listing id", "service id", "unique id"),
        "organization": ("organisation", "organization", "organisation name", "provider", "charity", "run by", "group"),
        "name": ("name", "service", "service name", "activity", "activity name", "title", "group name", "club", "what"),
        "description": ("description", "about", "details", "summary", "what happens", "information", "more information"),
        "phone": ("phone", "telephone", "tel", "phone number", "contact number", "mobile", "telephone number", "tel no"),
        "email": ("email", "e-mail", "email address", "contact email"),
        "url": ("website", "web", "url", "web address", "link", "web site", "webpage"),
        "venue": ("venue", "where", "place", "location", "building", "venue name", "hall"),
        "address_1": ("address", "street", "address line 1", "address 1", "venue address", "full address"),
        "address_2": ("address line 2", "address 2"),
        "city": ("town", "city", "town or city", "village", "address line 3"),
        "postal_code": ("postcode", "post code", "zip", "postal code", "venue postcode"),
        "times": ("times", "days and times", "when", "day and time", "opening hours", "opening times", "session times", "hours"),
        "days": ("day", "days", "weekday"),
        "starts": ("start", "starts", "start time", "from", "opens"),
        "ends": ("end", "ends", "end time", "to", "until", "closes"),
        "cost": ("cost", "price", "fee", "fees", "charge", "how much", "cost of session"),
        "ages": ("age", "ages", "age range", "age group", "who is it for age"),
        "who_for": ("who for", "who is it for", "eligibility", "audience", "target group", "suitable for"),
        "needs": ("need", "needs", "category", "categories", "type", "type of service", "kind of help", "tags", "theme"),
        "languages": ("language", "languages", "languages spoken"),
        "how_to_join": ("how to join", "referral", "booking", "how to book", "how to refer", "referral route", "access"),
        "checked": ("last checked", "checked", "date checked", "last updated", "verified", "assured date"),
    }
)
_BY_VALUES = (
    ("postal_code", re.compile(r"[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}", re.IGNORECASE)),
    ("email", re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")),
    ("url", re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)),
    ("phone", re.compile(r"(\+44|0)?[\d\s()-]{9,16}")),
    (
        "times",
        re.compile(r".*\b(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?s?\b.*\d.*", re.IGNORECASE | re.DOTALL),
    ),
)


def names_of_fields(words: Translator) -> dict[str, str]:
    """Each field and how the page calls it, in the order in which it offers them."""
    return {
        "name": words.gettext("Name of the group or service"),
        "organization": words.gettext("Organisation that runs it"),
        "description": words.gettext("What happens there"),
        "phone": words.gettext("Telephone"),
        "email": words.gettext("E-mail"),
        "url": words.gettext("Website"),
        "venue": words.gettext("Name of the place"),
        "address_1": words.gettext("Street"),
        "address_2": words.gettext("Second line of the address"),
        "city": words.gettext("Town or village"),
        "postal_code": words.gettext("Postcode"),
        "times": words.gettext("Days and times, in words"),
        "days": words.gettext("Day of the week"),
        "starts": words.gettext("Start time"),
        "ends": words.gettext("End time"),
        "cost": words.gettext("Cost"),
        "ages": words.gettext("Ages"),
        "who_for": words.gettext("Who it is for"),
        "needs": words.gettext("Needs and kinds of help"),
        "languages": words.gettext("Languages spoken"),
        "how_to_join": words.gettext("How to join"),
        "checked": words.gettext("When it was last checked"),
        "own_id": words.gettext("Its own number, to be known again by"),
    }


def guess(headings: Sequence[str], examples: Sequence[Sequence[str]]) -> dict[str, str]:
    """Folded heading → field, for the columns that can be guessed. `examples`: some values of each column. No field twice."""
    likeness: list[tuple[float, str, str]] = []
    for heading in headings:
        for field, known in HEADINGS.items():
            best = process.extractOne(fold(heading), [fold(words) for words in known], scorer=fuzz.ratio, score_cutoff=ALIKE)
            if best:
                likeness.append((best[1], fold(heading), field))
    found: dict[str, str] = {}
    for _, heading, field in sorted(likeness, key=lambda one: -one[0]):
        if heading not in found and field not in found.values():
            found[heading] = field
    for heading, values in zip(headings, examples, strict=True):
        told = [value for value in values if value]
        if fold(heading) in found or not told:
            continue
        for field, pattern in _BY_VALUES:
            alike = sum(1 for value in told if pattern.fullmatch(value.strip()))
            if field not in found.values() and alike >= MOSTLY * len(told):
                found[fold(heading)] = field
                break
    return found


def digest(headings: Sequence[str]) -> str:
    """What the same headings are known again by, in whatever order and spelling of case."""
    return sha256("\x1f".join(sorted(fold(heading) for heading in headings if heading)).encode()).hexdigest()
