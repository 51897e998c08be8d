"""What a listing says of the days it leaves out: "not bank holidays", "term time only", "closed in August".

HSDS 3.0 has no row for an exception: they stand as words in a schedule's `description` and `notes`, which is where people write
them. Only phrases whose meaning is beyond doubt are taken in, whole; all else stays a note that readers see and that changes
no answer. See docs/decisions/opening-hours.md.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from directory.times.special_days import SpecialDays

LONGEST = 200  # letters; what is said of days left out is said in fewer
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS) + "|sept)"
_DAY = rf"\d{{1,2}}(?: of)?(?: {_MONTH})?(?: \d{{4}})?|{_MONTH} \d{{1,2}}"
_TO = r" ?(?:to|until|till|-|through) ?"

_WE = r"(?:(?:we|it|they|this|the (?:group|club|class|session|service|office|shop|cafe|hub|line)) ?(?:is|are|'re|'s)? ?)?"
_EVERY = r"(?:(?:open )?(?:all year(?: round)?|every (?:day|week)|daily) )?"
_ONLY = rf"{_WE}(?:(?:only )?(?:open|runs?|running|meets?|held|available|on|sessions?|every week) )?(?:only )?"
_NOT = (
    r"(?:not|never|no|except(?: for)?|excepting|excluding|excl|but not|other than|apart from|outside|clos(?:ed|es|e)"
    r"|(?:do|does|will)(?: not|n't)|isn't|aren't)"
)
_HAPPENING = (
    r"(?: (?:be|usually|normally|generally|open|available|running|run|held|meet|meeting|on)"
    r"| (?:session|class(?:es)?|group|club|meeting)s?)"
)
_LINKING = r"(?: (?:on|over|during|in|at|for|from|between|the|any|all|weekends?|saturdays?|sundays?|and|or))"
_HOLIDAYS = r"(?:bank|public|school)(?: ?(?:and|or|/|&) ?(?:bank|public|school))?(?: holidays?| hols)(?: mondays?)?"

_NOT_HOLIDAYS = re.compile(rf"{_WE}{_EVERY}{_NOT}{_HAPPENING}{{0,3}}{_LINKING}{{0,5}} (?P<kinds>{_HOLIDAYS})")
_HOLIDAYS_EXCEPTED = re.compile(rf"(?P<kinds>{_HOLIDAYS}) (?:excepted|excluded|closed)")
_IN_TERM = re.compile(rf"{_ONLY}(?:in |during )?(?:the )?(?:school )?term(?:[- ]?times?|s)?(?: only| weeks(?: only)?)?")
_NOT_IN_TERM = re.compile(rf"{_WE}(?:not|never|outside|except)(?: in| during)?(?: the)?(?: school)? term(?:[- ]?times?)?")
_IN_SCHOOL_HOLIDAYS = re.compile(
    rf"{_ONLY}(?:in|during) (?:the )?school (?:holidays|hols)(?: only)?|(?:only )?school (?:holidays|hols) only"
)
_SEASON = re.compile(rf"{_ONLY}(?:from )?(?P<first>{_MONTH}){_TO}(?P<last>{_MONTH})(?: only| inclusive)?")
_WHEN = r"(?: (?:in|for|during|on|from|over|between|at|the|whole of|all of|all|month of)){0,3}"
_CLOSED = re.compile(rf"{_WE}{_EVERY}{_NOT}{_HAPPENING}{{0,3}}{_WHEN} (?P<when>.+)")
_ALSO = re.compile(r"\b(?:weekend|saturday|sunday)s?\b")  # said in the same breath, and not taken in: the words stay
_SOME_MONTHS = re.compile(rf"{_MONTH}(?:(?:, | and | or ){_MONTH})*")
_MONTH_RANGE = re.compile(rf"({_MONTH}){_TO}({_MONTH})(?: inclusive)?")
_DAY_RANGE = re.compile(rf"({_DAY}){_TO}({_DAY})(?: inclusive)?")
_SOME_DAYS = re.compile(rf"(\d{{1,2}}(?:(?:, | and | or )\d{{1,2}})*) ({_MONTH})(?: (\d{{4}}))?")
_CHRISTMAS = re.compile(r"christmas( and (?:the )?new year)?(?: (?:period|holidays?|break))?")


class Schools(StrEnum):
    """Which part of the school year it happens in."""

    TERM = "term"
    HOLIDAYS = "holidays"


@dataclass(frozen=True)
class Closure:
    """Days it is closed on, both included: each a (month, day), in one year or, when `year` (of the first) is None, in all."""

    first: tuple[int, int]
    last: tuple[int, int]
    year: int | None = None

    def holds(self, day: date) -> bool:
        return any(first <= day <= last for first, last in [self.dates(day.year), self.dates(day.year - 1)])

    def dates(self, year: int) -> tuple[date, date]:
        """The first and the last day of the closure that begins in `year`, or in its own year."""
        year = self.year or year
        return _day_of(year, self.first), _day_of(year + (self.last < self.first), self.last)


@dataclass(frozen=True)
class Exceptions:
    """What is said of the days left out. `season`: (first month, last month) it happens in. `rest`: what we did not take in."""

    not_bank_holidays: bool = False
    schools: Schools | None = None
    season: tuple[int, int] | None = None
    closed_months: tuple[int, ...] = ()
    closures: tuple[Closure, ...] = ()
    rest: str = ""

    @property
    def leaves_days_out(self) -> bool:
        return bool(self.not_bank_holidays or self.schools or self.season or self.closed_months or self.closures)

    def allows(self, day: date, special: SpecialDays) -> bool | None:
        """Whether it happens on `day`, as far as this goes; None when it hangs on a term whose dates nobody told us."""
        if self.not_bank_holidays and special.is_kept_as_bank_holiday(day):
            return False
        if day.month in self.closed_months or any(closure.holds(day) for closure in self.closures):
            return False
        if self.season and not _is_within(day.month, *self.season):
            return False
        if self.schools is None or (is_term := special.is_term(day)) is None:
            return None if self.schools else True
        return is_term is (self.schools is Schools.TERM)


@lru_cache(maxsize=4096)
def exceptions_in(*texts: str | None) -> Exceptions:
    """What these texts say of the days left out. Sentences are taken apart at commas; what is not understood is the `rest`."""
    whole = Exceptions()
    for text in texts:
        for sentence in re.split(r"(?<=[.;!?])\s+|\n+", (text or "").strip()):
            said = _meaning_of(sentence)
            if (
                said.schools and whole.schools and said.schools != whole.schools
            ):  # in term and out of it: the words stand as they are
                return Exceptions(rest=" ".join(text.strip() for text in texts if text))
            whole = _both(whole, said)
    return whole


def _meaning_of(sentence: str) -> Exceptions:
    plain = _plain(sentence)
    if not plain or len(plain) > LONGEST:
        return Exceptions(rest=sentence.strip())
    if alone := _meaning(plain, is_alone=True):
        return replace(alone, rest=sentence.strip() if _ALSO.search(plain) else "")
    clauses = [clause for clause in re.split(r"\s*[,()]\s*|\s+(?:and|but) (?=not |no |closed |except )", plain) if clause]
    found = [_meaning(clause, is_alone=False) for clause in clauses]
    is_whole = all(found) and len({one.schools for one in found if one and one.schools}) < 2
    said = Exceptions()
    for number, one in enumerate(found, start=1):
        # "Term time, longer in the holidays" happens in both; "six-week courses, term time" does not.
        if one and (is_whole or not one.schools or (number == len(found) and not said.schools)):
            said = _both(said, one)
    return said if is_whole and not _ALSO.search(plain) else replace(said, rest=sentence.strip())


def _both(one: Exceptions, other: Exceptions) -> Exceptions:
    return Exceptions(
        not_bank_holidays=one.not_bank_holidays or other.not_bank_holidays,
        schools=one.schools or other.schools,
        season=one.season or other.season,
        closed_months=tuple(sorted({*one.closed_months, *other.closed_months})),
        closures=tuple(dict.fromkeys([*one.closures, *other.closures])),
        rest=" ".join(text for text in (one.rest, other.rest) if text),
    )


def _meaning(said: str, *, is_alone: bool) -> Exceptions | None:
    """What one clause leaves out, when every word of it is understood."""
    if holidays := _NOT_HOLIDAYS.fullmatch(said) or _HOLIDAYS_EXCEPTED.fullmatch(said):
        kinds = holidays["kinds"]
        return Exceptions(
            not_bank_holidays="bank" in kinds or "public" in kinds, schools=Schools.TERM if "school" in kinds else None
        )
    if _IN_TERM.fullmatch(said):
        return Exceptions(schools=Schools.TERM)
    if _IN_SCHOOL_HOLIDAYS.fullmatch(said) or _NOT_IN_TERM.fullmatch(said):
        return Exceptions(schools=Schools.HOLIDAYS)
    if is_alone and (season := _SEASON.fullmatch(said)):  # "April to October, longer hours" is another matter
        return Exceptions(season=(_month(season["first"]), _month(season["last"])))
    closed = _CLOSED.fullmatch(said)
    return _closed(closed["when"]) if closed else None


def _closed(when: str) -> Exceptions | None:
    if _SOME_MONTHS.fullmatch(when):
        return Exceptions(closed_months=tuple(_month(name) for name in re.findall(_MONTH, when)))
    if months := _MONTH_RANGE.fullmatch(when):
        first, last = _month(months[1]), _month(months[2])
        return Exceptions(closed_months=tuple(month for month in range(1, 13) if _is_within(month, first, last)))
    if days := _SOME_DAYS.fullmatch(when):
        month, year = _month(days[2]), int(days[3]) if days[3] else None
        named = [(month, int(number)) for number in re.findall(r"\d+", days[1])]
        return _closures(*(Closure(day, day, year) for day in named))
    if days := _DAY_RANGE.fullmatch(when):
        return _closed_range(days[1], days[2])
    if feast := _CHRISTMAS.fullmatch(when):
        return _closures(Closure((12, 25), (1, 1) if feast[1] else (12, 26)))
    return None


def _closed_range(first: str, last: str) -> Exceptions | None:
    end = _month_and_day(last, None)
    begin = _month_and_day(first, end[0] if end else None)
    if begin is None or end is None:
        return None
    if begins := re.search(r"\d{4}", first):
        return _closures(Closure(begin, end, int(begins[0])))
    ends = re.search(r"\d{4}", last)
    return _closures(Closure(begin, end, int(ends[0]) - (end < begin) if ends else None))


def _closures(*closures: Closure) -> Exceptions | None:
    days = [day for closure in closures for day in (closure.first, closure.last)]
    return Exceptions(closures=closures) if all(_is_a_day(*day) for day in days) else None


def _plain(text: str) -> str:
    """In small letters, with plain dashes and apostrophes, "24th" as "24", and no full stop."""
    text = re.sub(r"[–—‒−]", "-", text.lower().replace("’", "'").replace("&", " and "))
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text)
    text = re.sub(rf"\bbetween ({_DAY}|{_MONTH}) and ", r"\1 to ", text)
    return " ".join(text.replace("*", " ").split()).strip(" .;!?-")


def _month(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, start=1) if month.startswith(name[:3]))


def _month_and_day(said: str, month: int | None) -> tuple[int, int] | None:
    """ "24 december" as (12, 24); "24" alone takes the month that is said after it."""
    named, number = re.search(_MONTH, said), re.search(r"\b\d{1,2}\b", said)
    month = _month(named[0]) if named else month
    return (month, int(number[0])) if month and number else None


def _is_a_day(month: int, day: int) -> bool:
    try:
        return bool(date(2024, month, day))  # a leap year
    except ValueError:
        return False


def _day_of(year: int, month_and_day: tuple[int, int]) -> date:
    month, day = month_and_day
    return date(year, month, day if (month, day) != (2, 29) or year % 4 == 0 else 28)


def _is_within(month: int, first: int, last: int) -> bool:
    return first <= month <= last if first <= last else month >= first or month <= last
