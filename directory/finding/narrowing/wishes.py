"""Each wish a search can be narrowed down by, as the set of listings that fulfil it: what
`directory.finding.narrowing.filters` asks of the engine, known beforehand where every page counts it."""

from datetime import date, datetime
from functools import reduce
from operator import and_, or_

from tantivy import Occur, Query

from directory.finding.index import facets
from directory.finding.index.bits import Bits
from directory.finding.index.listing_sets import ListingSets
from directory.finding.narrowing.filters import earliest_check, narrowing
from directory.finding.narrowing.wanted import EVENING, NOW, Wanted


def all_with(wanted: Wanted, sets: ListingSets, *, today: date, now: datetime) -> Bits:
    """Listings that fulfil every wish, words and place aside."""
    day = today.toordinal()
    found = sets.everyone
    if wanted.free:
        found &= sets.group("flag", "free")
    if wanted.has_room:
        found &= sets.reach("room_until", day)
    if wanted.mark:
        found &= sets.reach("mark_until", day)
    if wanted.self_referral:
        found &= sets.group("flag", "self_referral")
    if wanted.when == EVENING:
        found &= in_the_evening(sets, wanted.open_on, today=today)
    elif wanted.open_on:
        found &= sets.open_on(wanted.open_on, day)
    if wanted.when == NOW:
        found &= open_now(sets, today=today, now=now)
    if wanted.circumstances:
        found &= reduce(or_, (sets.group("circumstance", code) for code in wanted.circumstances))
    found = reduce(and_, (sets.group("access", code) for code in wanted.access), found)
    if wanted.remote:
        found &= sets.are("is_anywhere")
    if wanted.ways:
        found &= reduce(or_, (sets.group("flag", way) for way in wanted.ways))
    if wanted.checked:
        found &= sets.reach("assured_day", earliest_check(wanted.checked, today).toordinal())
    # What has too many different values to know beforehand, one by one, so that each is remembered.
    for wish in (
        Wanted(age=wanted.age),
        Wanted(language=wanted.language, interpreter=wanted.interpreter),
        Wanted(need=wanted.need),
        Wanted(kind=wanted.kind),
    ):
        if wish.chosen:
            found &= _asked(wish, sets, today=today, now=None)
    return found


def in_the_evening(sets: ListingSets, day: str | None, *, today: date) -> Bits:
    """Listings with an evening session on this day of the week, or on any."""
    days = [day] if day else facets.DAYS
    return reduce(or_, (sets.open_on(f"{one}-evening", today.toordinal()) for one in days))


def open_now(sets: ListingSets, *, today: date, now: datetime) -> Bits:
    """Listings that are open at this minute."""
    return _asked(Wanted(when=NOW), sets, today=today, now=now.replace(second=0, microsecond=0))


def _asked(wish: Wanted, sets: ListingSets, *, today: date, now: datetime | None) -> Bits:
    def query() -> Query:
        return Query.boolean_query([(Occur.Must, one) for one in narrowing(wish, sets.searcher, today=today, now=now)])

    return sets.has(("wish", wish, now), query)
