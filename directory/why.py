"""Why a result is shown, and when somebody last checked it: in plain words, in the reader's language."""

from collections.abc import Sequence
from datetime import date, datetime

from babel import Locale
from babel.dates import format_skeleton, get_day_names
from babel.numbers import format_decimal

from directory.danger import Danger, is_for
from directory.mentions import Part, mentions
from directory.models import Service
from directory.needs import names_of_needs
from directory.opening_hours import DAYS, Translator, opens_on
from directory.queries import find_capacity, hours_of, is_free, schedules_of
from directory.thesaurus import Unit
from directory.wanted import Wanted
from navigator.times import LONDON
from translations import dates
from translations.locales import words as words_of

CHECKED_LATELY_DAYS = 180
MOST_MENTIONS = 3  # words said of a result; more would be longer than the listing


def reasons(
    service: Service,
    *,
    wanted: Wanted,
    units: Sequence[Unit],
    distance_miles: float | None,
    is_anywhere: bool,
    now: datetime,
    words: Translator,
    code: str,
    danger: Danger | None = None,
) -> list[str]:
    """Why this listing is shown for this search, most telling first; when it was checked comes last."""
    today = now.astimezone(LONDON).date()
    said = []
    if danger and is_for(danger, name=service.name, codes=[attribute.term.code for attribute in service.attributes]):
        said.append(words.gettext("for when somebody may be in danger"))
    said += _meanings(service, units, words)
    if distance_miles is not None:
        said.append(miles_in_words(distance_miles, words, code))
    if is_anywhere:
        said.append(words.gettext("online, by phone or at home"))
    said += _languages(service, wanted, words, code)
    if is_free(service.cost_options, service.fees_description, today=today):
        said.append(words.gettext("free"))
    if room := room_in_words(service, now=now, words=words, code=code):
        said.append(room)
    if wanted.open_on and opens_on(map(hours_of, schedules_of(service)), wanted.open_on, today=today):
        day = get_day_names("wide", locale=code)[DAYS.index(wanted.open_on.upper())]
        said.append(words.gettext("open on %(day)s") % {"day": day})
    if ages := ages_in_words(service, words):
        said.append(ages)
    return [*said, checked_in_words(service.assured_date, today=today, words=words, code=code)]


def miles_in_words(miles: float, words: Translator, code: str) -> str:
    """ "1.2 miles away"."""
    if miles < 0.1:
        return words.gettext("very near")
    rounded = round(miles, 1) if miles < 10 else round(miles)
    if rounded == 1:
        return words.gettext("1 mile away")
    return words.gettext("%(miles)s miles away") % {"miles": format_decimal(rounded, locale=code)}


def room_in_words(service: Service, *, now: datetime, words: Translator, code: str) -> str | None:
    """ "has room (told us on 3 November)"; None when nobody said, or too long ago."""
    capacity = find_capacity(service, now=now)
    if capacity is None:
        return None
    day = {"day": _day_and_month(capacity.updated.astimezone(LONDON).date(), code)}
    if capacity.available > 0:
        return words.gettext("has room (told us on %(day)s)") % day
    if capacity.description:
        return words.gettext("has a waiting list (told us on %(day)s)") % day
    return words.gettext("no room just now (told us on %(day)s)") % day


def checked_in_words(assured: date | None, *, today: date, words: Translator, code: str) -> str:
    """ "checked 12 days ago", "not checked since March 2025", "not checked yet"."""
    if assured is None:
        return words.gettext("not checked yet")
    days = (today - assured).days
    if days > CHECKED_LATELY_DAYS:
        month = format_skeleton("yMMMM", datetime(assured.year, assured.month, 15, tzinfo=LONDON), locale=code)
        return words.gettext("not checked since %(month)s") % {"month": month}
    if days <= 0:
        return words.gettext("checked today")
    if days == 1:
        return words.gettext("checked yesterday")
    return words.gettext("checked %(days)s days ago") % {"days": dates.number(days, code)}


def ages_in_words(service: Service, words: Translator) -> str | None:
    """ "for people of 65 and over"; None when it is for any age."""
    lowest, highest = service.minimum_age or 0, service.maximum_age
    if highest is not None and lowest:
        return words.gettext("for people aged %(lowest)s to %(highest)s") % {"lowest": f"{lowest:g}", "highest": f"{highest:g}"}
    if highest is not None:
        return words.gettext("for people up to %(age)s years old") % {"age": f"{highest:g}"}
    return words.gettext("for people of %(age)s and over") % {"age": f"{lowest:g}"} if lowest else None


def language_name(language: str, code: str, *, otherwise: str | None = None) -> str:
    """A language's name in the reader's language; in English, as it is called `otherwise`, or its code when there is none."""
    tag, words = language.replace("-", "_"), words_of(code)
    unlisted = {
        "bfi": words.gettext("British Sign Language"),
        "phr": words.gettext("Pahari"),
        "pnb": words.gettext("Western Punjabi"),
        "skr": words.gettext("Saraiki"),
    }
    for known in (Locale.parse(code).languages, unlisted, Locale.parse("en").languages):
        if name := known.get(tag) or known.get(tag.split("_")[0]):
            return str(name)
    return otherwise or language


def _meanings(service: Service, units: Sequence[Unit], words: Translator) -> list[str]:
    needs = names_of_needs(words)
    terms = {attribute.term.code: attribute.term.name for attribute in service.attributes if attribute.term.code}
    said, others = [], []
    for unit in units:
        hit = sorted(unit.codes & terms.keys(), key=lambda term: term in needs)  # a kind of help tells more than a need
        if hit:
            term = needs.get(hit[0], terms[hit[0]])
            said.append(words.gettext("matches “%(typed)s”: %(term)s") % {"typed": unit.text, "term": term})
        else:
            others.append(unit)
    return said + [_mention(word, part, words) for word, part in mentions(service, others)[:MOST_MENTIONS]]


def _mention(word: str, part: Part, words: Translator) -> str:
    said = {
        Part.NAME: words.gettext("mentions “%(word)s” in its name"),
        Part.KIND: words.gettext("mentions “%(word)s” in the kind of help it gives"),
        Part.ORGANISATION: words.gettext("mentions “%(word)s” in the name of its group"),
        Part.DESCRIPTION: words.gettext("mentions “%(word)s” in its description"),
        Part.PLACE: words.gettext("mentions “%(word)s” in where it is"),
    }
    return said[part] % {"word": word}


def _languages(service: Service, wanted: Wanted, words: Translator, code: str) -> list[str]:
    """The language asked for; else the reader's own, when it is not English."""
    spoken = {language.code.lower(): language.name for language in service.languages if language.code}
    telling = [language for language in (wanted.language, code) if language and language != "en" and language in spoken]
    names = [language_name(language, code, otherwise=spoken[language]) for language in dict.fromkeys(telling)]
    return [words.gettext("%(language)s spoken") % {"language": name} for name in names]


def _day_and_month(day: date, code: str) -> str:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=LONDON)
    return str(format_skeleton("MMMMd", noon, locale="en_GB" if code == "en" else code))
