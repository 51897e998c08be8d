"""When it happens: a row for each rhythm.

A rhythm that a row cannot express (an imported one with days of the month, a count, weeks of the year) is kept as it is and
shown in words; it can only be taken away whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from babel.dates import get_day_names
from flask_babel import lazy_gettext
from marshmallow import ValidationError, post_load, validates_schema

from directory.importing import values
from directory.models import LocationType, Schedule, Service, ServiceAtLocation
from directory.queries import hours_of, schedules_of
from directory.times.opening_hours import DAYS, Line, in_words
from directory.upkeep.asking.question import (
    MOST_ROWS,
    SPOKEN,
    Answer,
    Cleaned,
    Question,
    Reader,
    Writing,
    as_rows,
    day_typed,
    known_id,
    numbers_of_rows,
    row_of,
)
from directory.upkeep.asking.where import WAYS, name_of, online, physical
from directory.upkeep.typed_times import LONGEST, TypedTime, is_bare, read_typed_clock, read_typed_times
from navigator.forms import Day, FormSchema, OneOf, Several, Text, Ticked
from translations.locales import words as words_of

FIELDS = (
    "id",
    "place",
    "days",
    "every",
    "which",
    "since",
    "opens",
    "closes",
    "starts",
    "ends",
    "term_time",
    "working_days",
    "note",
    "gone",
)
WEEK, FORTNIGHT, MONTH = "week", "fortnight", "month"
EVERY = (WEEK, FORTNIGHT, MONTH)
WHICH = ("1", "2", "3", "4", "-1")
TERM_TIME, WORKING_DAYS = "Term time only", "Not on bank holidays"  # as `directory.times` reads them


@dataclass(frozen=True)
class _Rhythm:
    """Days and how often, as a row holds them."""

    days: list[str]
    every: str
    which: list[str]


def _rhythm(schedule: Schedule) -> _Rhythm | None:
    """The schedule's recurrence as a row; None when a row cannot express it."""
    if schedule.count or schedule.byweekno or schedule.byyearday or schedule.bymonthday:
        return None
    if not schedule.freq:
        return None if schedule.byday or schedule.interval else _Rhythm([], WEEK, [])
    days = hours_of(schedule).days
    if not days or schedule.byday and len(days) != len(schedule.byday.split(",")):
        return None
    numbers, names = list(dict.fromkeys(n for n, _ in days)), [day for day in DAYS if day in {name for _, name in days}]
    every = schedule.interval or 1
    if schedule.freq == "WEEKLY" and every in (1, 2) and numbers == [0]:
        return _Rhythm(names, WEEK if every == 1 else FORTNIGHT, [])
    which = [str(number) for number in numbers]
    square = {(number, name) for number in numbers for name in names} == set(days)
    if schedule.freq == "MONTHLY" and every == 1 and square and set(which) <= set(WHICH):
        return _Rhythm(names, MONTH, [one for one in WHICH if one in which])
    return None


def _note(description: str | None) -> tuple[str, bool, bool]:
    """The words of a row, and whether it is in term time only, and not on bank holidays."""
    rest = description or ""
    ticks = {TERM_TIME: False, WORKING_DAYS: False}
    for phrase in (WORKING_DAYS, TERM_TIME):
        if rest == phrase or rest.endswith(f". {phrase}"):
            rest, ticks[phrase] = rest.removesuffix(phrase).removesuffix(". "), True
    return rest, ticks[TERM_TIME], ticks[WORKING_DAYS]


def _description(note: str, term_time: bool, working_days: bool) -> str | None:
    said = [note.removesuffix(".") if term_time or working_days else note]
    said += [phrase for phrase, is_so in ((TERM_TIME, term_time), (WORKING_DAYS, working_days)) if is_so]
    return ". ".join(text for text in said if text) or None


def _place_of(schedule: Schedule, of_place: Mapping[int, ServiceAtLocation]) -> str:
    place = of_place.get(id(schedule))
    if place is not None:
        return str(place.id)
    return schedule.attending_type if schedule.attending_type and schedule.attending_type in WAYS else ""


def _row(schedule: Schedule, of_place: Mapping[int, ServiceAtLocation]) -> Answer:
    rhythm = _rhythm(schedule)
    if rhythm is None or (schedule.opens_at and len(schedule.opens_at) > 5):
        return {"id": str(schedule.id), "kept": "yes"}
    note, term_time, working_days = _note(schedule.description)
    if _description(note, term_time, working_days) != (schedule.description or None):
        note, term_time, working_days = schedule.description or "", False, False
    return {
        "id": str(schedule.id or ""),
        "place": _place_of(schedule, of_place),
        "days": rhythm.days,
        "every": rhythm.every,
        "which": rhythm.which,
        "since": day_typed(schedule.dtstart),
        "opens": schedule.opens_at or "",
        "closes": schedule.closes_at or "",
        "starts": day_typed(schedule.valid_from),
        "ends": day_typed(schedule.valid_to),
        **({"term_time": "yes"} if term_time else {}),
        **({"working_days": "yes"} if working_days else {}),
        "note": note,
    }


def _at_places(service: Service) -> dict[int, ServiceAtLocation]:
    return {id(schedule): place for place in service.service_at_locations for schedule in place.schedules}


def _read(service: Service) -> Answer:
    of_place = _at_places(service)
    return as_rows(_row(schedule, of_place) for schedule in schedules_of(service))


def kept_lines(service: Service, reader: Reader) -> dict[str, str]:
    """What the schedules that no row can express say, by their ids."""
    return {str(schedule.id): _in_words(schedule, reader) for schedule in schedules_of(service) if _rhythm(schedule) is None}


def place_choices(service: Service) -> dict[str, str]:
    """What can be chosen as the place of a row: the listing's places, by phone, at home, or nothing said."""
    places = {str(place.id): name_of(place) for place in [*physical(service), *online(service)]}
    return {**places, **{way: str(words) for way, words in WAYS.items()}, "": str(lazy_gettext("Somewhere else, or not said"))}


def names_of_days(code: str) -> list[tuple[str, str]]:
    """The days of the week by their codes, in the language `code`, Monday first."""
    names = get_day_names("wide", "stand-alone", locale=code)
    return [(day, names[number]) for number, day in enumerate(DAYS)]


NOT_UNDERSTOOD = lazy_gettext(
    "We did not understand this. Write the days and the times, for example “Mondays and Thursdays 10 to 12”, or fill in the "
    "boxes below. Nothing you wrote is lost."
)
NOT_SEEN_YET = lazy_gettext("Press “Read this” first, so that you see what we understood.")


class TimesForm(FormSchema):
    """What has to be so within each row; and that nothing said in words is left unread."""

    spoken = Text(longest=LONGEST)

    @post_load(pass_original=True)
    def end_after_the_beginning(self, data: dict[str, Any], typed: Mapping[str, Any], **kwargs: Any) -> dict[str, Any]:
        """ "7pm" to "9": nine in the evening, not the next morning."""
        for n in numbers_of_rows(data):
            opens, closes = data.get(f"opens_{n}"), data.get(f"closes_{n}")
            if opens and closes and closes <= opens and closes < "12:00" and is_bare(str(typed.get(f"closes_{n}") or "")):
                data[f"closes_{n}"] = f"{int(closes[:2]) + 12}{closes[2:]}"
        return data

    @validates_schema(skip_on_field_errors=False)
    def make_sense(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        wrong: dict[str, list[Any]] = {}
        if data.get(SPOKEN):
            wrong[SPOKEN] = [NOT_SEEN_YET if read_typed_times(data[SPOKEN]) else NOT_UNDERSTOOD]
        for n in numbers_of_rows(data):
            row = row_of(data, n, FIELDS)
            if row["gone"] or f"days_{n}" not in data:
                continue
            if row["every"] == MONTH and row["days"] and not row["which"]:
                wrong[f"which_{n}"] = [lazy_gettext("Choose which ones of the month.")]
            if row["closes"] and not row["opens"] and f"opens_{n}" in data:
                wrong[f"opens_{n}"] = [lazy_gettext("Write when it begins.")]
            if row["opens"] and not row["days"]:
                wrong[f"days_{n}"] = [lazy_gettext("Choose the days.")]
            if row["every"] == FORTNIGHT and row["days"] and not row["since"] and f"since_{n}" in data and not row["id"]:
                wrong[f"since_{n}"] = [lazy_gettext("Write the date of one time it happens, so that we know which weeks.")]
            if row["starts"] and row["ends"] and row["starts"] > row["ends"]:
                wrong[f"ends_{n}"] = [lazy_gettext("It ends before it begins.")]
        if wrong:
            raise ValidationError(wrong)


def _form(service: Service, answer: Answer) -> FormSchema:
    wrong_time = lazy_gettext("Write a time, for example 10:30, 2pm or half past two.")
    rows: dict[str, Any] = {}
    for n in numbers_of_rows(answer):
        rows |= {f"id_{n}": Text(longest=36), f"gone_{n}": Ticked(), f"kept_{n}": Ticked()}
        if f"kept_{n}" in answer:
            continue
        rows |= {
            f"place_{n}": OneOf(place_choices(service), missing=lazy_gettext("Choose where.")),
            f"days_{n}": Several(DAYS),
            f"every_{n}": OneOf(EVERY, missing=lazy_gettext("Choose how often.")),
            f"which_{n}": Several(WHICH),
            f"since_{n}": Day(),
            f"opens_{n}": Cleaned(read_typed_clock, wrong=wrong_time, longest=40),
            f"closes_{n}": Cleaned(read_typed_clock, wrong=wrong_time, longest=40),
            f"starts_{n}": Day(),
            f"ends_{n}": Day(),
            f"term_time_{n}": Ticked(),
            f"working_days_{n}": Ticked(),
            f"note_{n}": Text(longest=1000),
        }
    return TimesForm.from_dict(rows)()  # type: ignore[return-value]  # it makes a subclass of the class it is asked of


def _write(service: Service, data: Mapping[str, Any], writing: Writing) -> None:
    there = {schedule.id: schedule for schedule in schedules_of(service)}
    of_place = _at_places(service)
    places = {str(place.id): place for place in service.service_at_locations} | writing.places
    still = set()
    for n in numbers_of_rows(data):
        row = row_of(data, n, FIELDS)
        schedule = there.get(known_id(row["id"]))  # type: ignore[arg-type]  # no id is no row
        if row["gone"]:
            continue
        if f"place_{n}" not in data:  # one that rows cannot express
            if schedule is not None:
                still.add(schedule.id)
            continue
        if not (row["days"] or row["note"] or row["opens"] or row["place"] in WAYS):
            continue
        if schedule is None:
            schedule = Schedule()
            service.schedules.append(schedule)
        else:
            still.add(schedule.id)
        _write_row(schedule, row)
        if _place_of(schedule, of_place) != row["place"]:
            _move(service, schedule, of_place.get(id(schedule)), row["place"], places)
    for identity, schedule in there.items():
        if identity not in still:
            _owner(service, of_place.get(id(schedule))).remove(schedule)


def _write_row(schedule: Schedule, row: Mapping[str, Any]) -> None:
    """A recurrence that says the same in other words is left as it is."""
    wanted = _Rhythm([day for day in DAYS if day in row["days"]], row["every"], [w for w in WHICH if w in row["which"]])
    if row["every"] != MONTH:
        wanted = _Rhythm(wanted.days, wanted.every if wanted.days else WEEK, [])
    if _rhythm(schedule) != wanted or (wanted.days and not schedule.freq):
        schedule.freq = ("MONTHLY" if wanted.every == MONTH else "WEEKLY") if wanted.days else None
        schedule.interval = 2 if wanted.every == FORTNIGHT else None
        numbers = wanted.which if wanted.every == MONTH else [""]
        schedule.byday = ",".join(f"{number}{day}" for number in numbers for day in wanted.days) or None
    schedule.dtstart, schedule.valid_from, schedule.valid_to = row["since"], row["starts"], row["ends"]
    if (schedule.opens_at or "", schedule.closes_at or "") != (row["opens"], row["closes"]):
        schedule.opens_at, schedule.closes_at = row["opens"] or None, row["closes"] or None
    description = _description(row["note"], row["term_time"], row["working_days"])
    if (schedule.description or None) != description:
        schedule.description = description


def _move(
    service: Service,
    schedule: Schedule,
    was: ServiceAtLocation | None,
    to: str,
    places: Mapping[str, ServiceAtLocation],
) -> None:
    """Hang the schedule on another place, or on the listing itself, and say how one takes part there."""
    place = places.get(to)
    owner, target = _owner(service, was), _owner(service, place)
    if owner is not target:
        owner.remove(schedule)
        target.append(schedule)
    if place is None:
        schedule.attending_type = to if to in WAYS else None
    else:
        schedule.attending_type = "online" if place.location.location_type is LocationType.VIRTUAL else "in_person"


def _owner(service: Service, place: ServiceAtLocation | None) -> list[Schedule]:
    return service.schedules if place is None else place.schedules


def _in_words(schedule: Schedule, reader: Reader) -> str:
    line: Line = in_words(hours_of(schedule), words=words_of(reader.language), code=reader.language, today=reader.today)
    return ". ".join(text for text in (line.text, line.note) if text)


def _lines(service: Service, reader: Reader) -> list[str]:
    of_place = _at_places(service)
    names = place_choices(service)
    lines = []
    for schedule in schedules_of(service):
        said = _in_words(schedule, reader)
        place = _place_of(schedule, of_place)
        if said:
            lines.append(f"{said} – {names[place]}" if place and place in names and len(names) > 4 or place in WAYS else said)
    return lines


def _tidy(answer: Answer, is_secret: bool) -> Answer:
    """The answer without the rows that were taken away, and those in which nothing was written."""
    gone = {
        n
        for n in numbers_of_rows(answer)
        if answer.get(f"gone_{n}")
        or (
            not any(answer.get(f"{name}_{n}") for name in ("id", "days", "opens", "closes", "note", "kept"))
            and answer.get(f"place_{n}") not in WAYS
        )
    }
    return {name: value for name, value in answer.items() if not any(name.endswith(f"_{n}") for n in gone)}


def _hear(service: Service, answer: Answer) -> tuple[Answer, list[int]] | None:
    """What was said in words, as rows after those there are. At the listing's place, when it has only one."""
    heard = read_typed_times(str(answer.get(SPOKEN) or ""))
    told = {name: value for name, value in _tidy(answer, False).items() if name != SPOKEN}
    last = max(numbers_of_rows(told), default=0)
    if not heard or last + len(heard) > MOST_ROWS:
        return None
    places = physical(service)
    place = str(places[0].id) if len(places) == 1 else ""
    numbers = list(range(last + 1, last + 1 + len(heard)))
    for number, one in zip(numbers, heard, strict=True):
        row = {
            "id": "",
            "place": place,
            "days": list(one.days),
            "every": MONTH if one.which else FORTNIGHT if one.is_fortnightly else WEEK,
            "which": list(one.which),
            "since": day_typed(None),
            "opens": one.opens,
            "closes": one.closes,
            "starts": day_typed(None),
            "ends": day_typed(None),
            **({"term_time": "yes"} if one.is_in_term_time else {}),
            **({"working_days": "yes"} if one.is_on_working_days else {}),
            "note": "",
        }
        told |= {f"{name}_{number}": value for name, value in row.items()}
    return told, numbers


def rows_in_words(answer: Mapping[str, Any], numbers: Iterable[int], reader: Reader) -> list[str]:
    """What these rows of an answer say, a line each; those that cannot be read are left out."""
    lines = []
    for n in numbers:
        row = row_of(answer, n, FIELDS)
        days = tuple(day for day in DAYS if day in (row["days"] or ()))
        try:
            opens, closes = (read_typed_clock(row[name])[0] if row[name] else "" for name in ("opens", "closes"))
        except values.ValueUnreadable:
            continue
        which = tuple(row["which"] or ()) if row["every"] == MONTH else ()
        typed = TypedTime(days, opens, closes, which=which, is_fortnightly=row["every"] == FORTNIGHT)
        note = _description("", bool(row["term_time"]), bool(row["working_days"]))
        line = in_words(
            replace(typed.hours, description=note), words=words_of(reader.language), code=reader.language, today=reader.today
        )
        lines.append(". ".join(text for text in (line.text, line.note) if text))
    return lines


TIMES = Question(
    name="times",
    label=lazy_gettext("When"),
    title=lazy_gettext("When does it happen?"),
    hint=lazy_gettext("A box for each rhythm, for example one for Mondays at ten and one for the first Saturday of the month."),
    read=_read,
    form=_form,
    write=_write,
    lines=_lines,
    tidy=_tidy,
    hear=_hear,
)
