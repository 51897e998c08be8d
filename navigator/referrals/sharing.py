"""What of a person can be shared with a group, part by part, and in which words. Shared is what was ticked, and nothing else."""

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from hashlib import sha256

from babel.dates import format_date

from messaging.phone_numbers import pretty
from navigator.people.models import Person
from navigator.steps.models import Step
from translations.locales import language


class SharedPart(StrEnum):
    """A part of what we know of somebody, in the order a group reads it."""

    NAME = "name"
    MOBILE = "mobile"
    EMAIL = "email"
    LANGUAGE = "language"
    SAFE_CONTACT = "safe_contact"
    CONTACT_NOTES = "contact_notes"
    MATTERS = "matters"
    STEP = "step"
    BIRTH_DATE = "birth_date"


WAYS_TO_REACH = (SharedPart.MOBILE, SharedPart.EMAIL)
ALWAYS = frozenset({SharedPart.SAFE_CONTACT})  # whoever is told of somebody is told how it is safe to be in touch
NOT_WHEN_PROHIBITED = frozenset({*WAYS_TO_REACH, SharedPart.CONTACT_NOTES})


class NothingToCallThemBy(Exception):
    """A group cannot welcome somebody whose name it does not know: the name is always among what is shared."""


def describe(*, person: Person, step: Step | None, matters: str, prohibited: bool = False) -> dict[SharedPart, str]:
    """Everything that could be shared of `person`, in the words it would be shared in; parts we do not know are left out.

    `prohibited`: nobody may contact them about this, so no way to reach them is among it.
    """
    words = {
        SharedPart.NAME: person.full_name,
        SharedPart.MOBILE: pretty(person.mobile) if person.mobile else "",
        SharedPart.EMAIL: person.email or "",
        SharedPart.LANGUAGE: language(person.language).english_name,
        SharedPart.SAFE_CONTACT: person.safe_contact,
        SharedPart.CONTACT_NOTES: person.contact_notes,
        SharedPart.MATTERS: matters,
        SharedPart.STEP: step.what if step else "",
        SharedPart.BIRTH_DATE: format_date(person.birth_date, "d MMMM y", locale="en_GB"),
    }
    known = {part: text.strip() for part, text in words.items() if text.strip()}
    return reachable_parts(known, prohibited=prohibited or person.contact_prohibited)


def reachable_parts(parts: Mapping[SharedPart, str], *, prohibited: bool) -> dict[SharedPart, str]:
    """The parts without the ways to reach somebody nobody may contact."""
    return {part: text for part, text in parts.items() if not (prohibited and part in NOT_WHEN_PROHIBITED)}


def ticked_at_first(known: Mapping[SharedPart, str]) -> list[SharedPart]:
    """The least that makes a referral work: the name, and one way to reach them."""
    return [SharedPart.NAME, *[part for part in WAYS_TO_REACH if part in known][:1]]


def choose(known: Mapping[SharedPart, str], ticked: Iterable[str]) -> dict[SharedPart, str]:
    """What is shared when these parts are ticked. Raises `NothingToCallThemBy`."""
    wanted = set(ticked)
    if SharedPart.NAME not in wanted:
        raise NothingToCallThemBy
    return {part: known[part] for part in SharedPart if (part in wanted or part in ALWAYS) and part in known}


def write(shared: Mapping[SharedPart, str]) -> str:
    """As it is kept with the referral."""
    return json.dumps({part.value: text for part, text in shared.items()}, ensure_ascii=False)


def read(kept: str) -> dict[SharedPart, str]:
    """What was shared, from what was kept."""
    return {SharedPart(part): text for part, text in json.loads(kept).items()}


def fingerprint(shared: Mapping[SharedPart, str], reason: str) -> str:
    """The same for the same words: tells whether what is sent is still what was shown before sending."""
    return sha256(f"{write(shared)}\n{reason}".encode()).hexdigest()
