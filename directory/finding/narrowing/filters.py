"""Each wish a search can be narrowed down by, as the engine's question."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

import tantivy
from tantivy import FieldType, Occur, Query

from directory.finding.index.cards import read_hours
from directory.finding.index.documents import SCHEMA, until_field
from directory.finding.narrowing.wanted import EVENING, NOW, Wanted
from directory.times.opening_hours import Hours, is_open_at
from navigator.times import LONDON

DAYS_A_MONTH = 30.5
MOST_HOURS = 50_000  # different hours looked through to tell what is open now
_known_hours: dict[int, tuple[tantivy.Searcher, list[tuple[str, Hours]]]] = {}
_open_now: dict[tuple[int, datetime], list[str]] = {}


def narrowing(wanted: Wanted, searcher: tantivy.Searcher, *, today: date, now: datetime | None = None) -> Iterator[Query]:
    """A clause for each wish but the place; all must hold. `now` is needed for what is open now, which is nothing without it."""
    if wanted.free:
        yield term("flag", "free")
    if wanted.has_room:
        yield at_least("room_until", today.toordinal())
    if wanted.mark:
        yield at_least("mark_until", today.toordinal())
    if wanted.self_referral:
        yield term("flag", "self_referral")
    yield from _times(wanted, searcher, today, now)
    if wanted.age:
        first, last = wanted.age
        yield Query.range_query(SCHEMA, "lowest_age", FieldType.Float, None, float(last + 1), include_upper=False)
        yield Query.range_query(SCHEMA, "highest_age", FieldType.Float, float(first), None)
    if wanted.circumstances:
        yield any_of(term("circumstance", code) for code in wanted.circumstances)
    for code in wanted.access:
        yield term("access", code)
    yield from _languages(wanted)
    if wanted.remote:
        yield is_so("is_anywhere")
    if wanted.ways:
        yield any_of(term("flag", way) for way in wanted.ways)
    if wanted.checked:
        yield at_least("assured_day", earliest_check(wanted.checked, today).toordinal())
    for chosen in (wanted.need, wanted.kind):
        if chosen:
            yield term("code", chosen)


def earliest_check(months: int, today: date) -> date:
    """The first day that counts as within the last so many months."""
    return today - timedelta(days=round(months * DAYS_A_MONTH))


def _languages(wanted: Wanted) -> Iterator[Query]:
    spoken = [term("language", wanted.language)] if wanted.language else []
    through_somebody = [term("flag", "interpreter")] if wanted.interpreter else []
    if spoken or through_somebody:
        yield any_of([*spoken, *through_somebody])


def _times(wanted: Wanted, searcher: tantivy.Searcher, today: date, now: datetime | None) -> Iterator[Query]:
    day = wanted.open_on
    if wanted.when == EVENING:
        yield evening(day, today)
    elif day:
        yield at_least(until_field(day), today.toordinal())
    if wanted.when == NOW:
        yield Query.term_set_query(SCHEMA, "session", open_at(now, searcher) if now else [])


def evening(day: str | None, today: date) -> Query:
    """What has an evening session (`directory.finding.index.reading.times_of`) on this day of the week, or on any."""
    days = [day] if day else ["mo", "tu", "we", "th", "fr", "sa", "su"]
    return any_of(at_least(until_field(f"{one}-evening"), today.toordinal()) for one in days)


def open_at(now: datetime, searcher: tantivy.Searcher) -> list[str]:
    """The hours, as the index has them (`session`), that are open at this minute.

    Of all the different hours that listings keep, those of this weekday, or of yesterday past midnight, are looked at.
    """
    minute = now.replace(second=0, microsecond=0)
    asked = (id(searcher), minute)
    if asked not in _open_now:
        hours = _hours_in(searcher)
        local = minute.astimezone(LONDON)
        clock = local.strftime("%H:%M")
        while len(_open_now) > 8:
            _open_now.pop(next(iter(_open_now)), None)
        _open_now[asked] = [text for text, one in hours if _may_be_open(one, clock) and is_open_at([one], minute)]
    return _open_now[asked]


def _may_be_open(hours: Hours, clock: str) -> bool:
    """A quick look at the clock alone, before days are counted."""
    opens, closes = hours.opens_at or "", hours.closes_at or ""
    if not opens or not closes:
        return False
    if len(opens) < 5 or len(closes) < 5 or closes <= opens or hours.is_all_day:
        return True
    return opens <= clock < closes


def _hours_in(searcher: tantivy.Searcher) -> list[tuple[str, Hours]]:
    held = _known_hours.get(id(searcher))
    if held is None or held[0] is not searcher:
        texts = [text for text, _ in searcher.terms_with_prefix("session", "", limit=MOST_HOURS)]
        held = (searcher, [(text, read_hours(text)) for text in texts])
        _known_hours.clear()
        _open_now.clear()
        _known_hours[id(searcher)] = held
    return held[1]


def term(field: str, value: str) -> Query:
    return Query.term_query(SCHEMA, field, value)


def is_so(field: str) -> Query:
    return Query.term_query(SCHEMA, field, True)


def at_least(field: str, lowest: int) -> Query:
    return Query.range_query(SCHEMA, field, FieldType.Integer, lowest, None)


def below(field: str, limit: int) -> Query:
    return Query.range_query(SCHEMA, field, FieldType.Integer, None, limit, include_upper=False)


def any_of(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])
