"""Whether two records are likely to be one person: a rule on names, birth dates and mobiles, saying why."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from navigator.people import names

SAME_NAME = 99.5
LIKE_NAME = 84.0  # one slip of the finger, a short form, another spelling of a transliterated name
SOMEWHAT_LIKE_NAME = 70.0  # enough when the birth date is the very same


class Why(StrEnum):
    """What speaks for it."""

    SAME_NAME = "same_name"
    LIKE_NAME = "like_name"
    SWAPPED_NAME = "swapped_name"
    SAME_BIRTH_DATE = "same_birth_date"
    SWAPPED_BIRTH_DATE = "swapped_birth_date"
    NEAR_BIRTH_DATE = "near_birth_date"
    SAME_MOBILE = "same_mobile"


@dataclass(frozen=True)
class Particulars:
    """What is compared. `mobile` is E.164 or None."""

    given_name: str
    family_name: str
    birth_date: date
    mobile: str | None


def swapped_day(day: date) -> date | None:
    """The date with day and month the other way round; None when there is no such date, or it is the same one."""
    if day.day > 12 or day.day == day.month:
        return None
    return day.replace(month=day.day, day=day.month)


def compare(one: Particulars, other: Particulars) -> tuple[tuple[Why, ...], float]:
    """Why these are likely the same person, and how likely from 0 to 100 (for ordering); no reasons when they are not.

    A shared mobile alone is not enough (a couple may share a phone), nor is a shared name (there are many John Smiths).
    """
    why: list[Why] = []
    name, other_name = (one.given_name, one.family_name), (other.given_name, other.family_name)
    alike = names.likeness(name, other_name)
    if names.is_swapped(name, other_name):
        why.append(Why.SWAPPED_NAME)
    elif alike >= SAME_NAME:
        why.append(Why.SAME_NAME)
    elif alike >= SOMEWHAT_LIKE_NAME:
        why.append(Why.LIKE_NAME)
    born = _compare_days(one.birth_date, other.birth_date)
    if born:
        why.append(born)
    if one.mobile and one.mobile == other.mobile:
        why.append(Why.SAME_MOBILE)
    same_mobile = Why.SAME_MOBILE in why
    likely = (
        (alike >= LIKE_NAME and (born is not None or same_mobile))
        or (alike >= SOMEWHAT_LIKE_NAME and born is Why.SAME_BIRTH_DATE)
        or (born is Why.SAME_BIRTH_DATE and same_mobile)
    )
    weight = {None: 0, Why.NEAR_BIRTH_DATE: 15, Why.SWAPPED_BIRTH_DATE: 20, Why.SAME_BIRTH_DATE: 30}[born]
    return (tuple(why), alike / 2 + weight + (20 if same_mobile else 0)) if likely else ((), 0.0)


def _compare_days(one: date, other: date) -> Why | None:
    if one == other:
        return Why.SAME_BIRTH_DATE
    if swapped_day(one) == other:
        return Why.SWAPPED_BIRTH_DATE
    if sum(a != b for a, b in zip(one.timetuple()[:3], other.timetuple()[:3], strict=True)) == 1:
        return Why.NEAR_BIRTH_DATE
    return None
