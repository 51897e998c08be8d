"""Why a result is shown, and when somebody last checked it: in plain words, in the reader's language."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_skeleton, get_day_names

from directory.access_needs import names_of_access
from directory.circumstances import names_of_circumstances
from directory.finding.index.cards import Card
from directory.finding.narrowing.wanted import EVENING, NOW, Wanted
from directory.finding.results.mentions import Part, mentions, phrases_of
from directory.finding.words.danger import Danger, is_for
from directory.finding.words.lexicon import Unit
from directory.freshness import marked_on
from directory.needs import names_of_needs
from directory.room import Room, RoomSaid, Wait
from directory.times.opening_hours import DAYS, Translator, opens_on
from navigator.times import LONDON
from translations import dates
from translations.locales import words as words_of

MOST_MENTIONS = 3  # words said of a result; more would be longer than the listing


def reasons(
    card: Card,
    *,
    wanted: Wanted,
    units: Sequence[Unit],
    distance_miles: float | None,
    now: datetime,
    words: Translator,
    code: str,
    phrases: Sequence[str] = (),
    danger: Danger | None = None,
) -> list[str]:
    """Why this listing is shown for this search, most telling first; when it was checked comes last."""
    today = now.astimezone(LONDON).date()
    said = []
    if danger and is_for(danger, name=card.name, codes=[term for term, _ in card.terms]):
        said.append(words.gettext("for when somebody may be in danger"))
    said += [words.gettext("has “%(words)s” word for word") % {"words": phrase} for phrase in phrases_of(card, phrases)]
    said += _meanings(card, units, words)
    if distance_miles is not None:
        said.append(miles_in_words(distance_miles, words, code))
    if card.is_anywhere:
        said.append(words.gettext("online, by phone or at home"))
    said += _languages(card, wanted, words, code)
    if card.is_free(today):
        said.append(words.gettext("free"))
    if room := room_in_words(card.room_at(now), words=words, code=code):
        said.append(room)
    if wanted.open_on and opens_on(card.hours, wanted.open_on, today=today):
        day = get_day_names("wide", locale=code)[DAYS.index(wanted.open_on.upper())]
        said.append(words.gettext("open on %(day)s") % {"day": day})
    said += _chosen(wanted, words)
    if ages := ages_in_words(card.minimum_age, card.maximum_age, words):
        said.append(ages)
    return [*said, checked_in_words(card.assured_date, today=today, words=words, code=code)]


def miles_in_words(miles: float, words: Translator, code: str) -> str:
    """ "1.2 miles away"."""
    if miles < 0.1:
        return words.gettext("very near")
    rounded = round(miles, 1) if miles < 10 else round(miles)
    if rounded == 1:
        return words.gettext("1 mile away")
    return words.gettext("%(miles)s miles away") % {"miles": dates.number(rounded, code)}


def room_in_words(said: RoomSaid | None, *, words: Translator, code: str) -> str | None:
    """ "has room (told us on 3 November)"; None when nobody said, or too long ago."""
    if said is None:
        return None
    words_of_room = {
        Room.HAS_ROOM: words.gettext("has room (told us on %(day)s)"),
        Room.WAITING_LIST: words.gettext("has a waiting list (told us on %(day)s)"),
        Room.FULL: words.gettext("no room just now (told us on %(day)s)"),
        Room.NOT_TAKING_REFERRALS: words.gettext("not taking referrals just now (told us on %(day)s)"),
    }
    return words_of_room[said.room] % {"day": _day_and_month(said.said_at.astimezone(LONDON).date(), code)}


def wait_in_words(said: RoomSaid | None, words: Translator) -> str | None:
    """How long one waits, as the group said it; None when it did not say."""
    if said is None or not said.wait:
        return None
    known = {
        Wait.WEEKS.value: words.gettext("one or two weeks"),
        Wait.MONTH.value: words.gettext("about a month"),
        Wait.MONTHS.value: words.gettext("two or three months"),
        Wait.LONGER.value: words.gettext("more than three months"),
    }
    return words.gettext("How long one waits: %(wait)s") % {"wait": known.get(said.wait, said.wait)}


def checked_in_words(assured: date | None, *, today: date, words: Translator, code: str) -> str:
    """ "checked 12 days ago", "not checked since March 2025", "not checked yet"."""
    if assured is None:
        return words.gettext("not checked yet")
    days = (today - assured).days
    if today >= marked_on(assured):
        return words.gettext("not checked since %(month)s") % {"month": _month(assured.year, assured.month, code)}
    if days <= 0:
        return words.gettext("checked today")
    if days == 1:
        return words.gettext("checked yesterday")
    return words.gettext("checked %(days)s days ago") % {"days": dates.number(days, code)}


def ages_in_words(minimum: float | None, highest: float | None, words: Translator) -> str | None:
    """ "for people of 65 and over"; None when it is for any age."""
    lowest = minimum or 0
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


def _meanings(card: Card, units: Sequence[Unit], words: Translator) -> list[str]:
    needs = names_of_needs(words)
    terms = {term: name for term, name in card.terms if term}
    said, others = [], []
    for unit in units:
        # A kind of help tells more than a need, and what is first of all meant more than what helps too.
        hit = sorted(unit.codes & terms.keys(), key=lambda term: (term in needs, term in unit.also, term))
        if hit:
            term = needs.get(hit[0], terms[hit[0]])
            said.append(words.gettext("matches “%(typed)s”: %(term)s") % {"typed": unit.text, "term": term})
        else:
            others.append(unit)
    return said + [_mention(word, part, words) for word, part in mentions(card, others)[:MOST_MENTIONS]]


def _mention(word: str, part: Part, words: Translator) -> str:
    said = {
        Part.NAME: words.gettext("mentions “%(word)s” in its name"),
        Part.KIND: words.gettext("mentions “%(word)s” in the kind of help it gives"),
        Part.ORGANISATION: words.gettext("mentions “%(word)s” in the name of its group"),
        Part.DESCRIPTION: words.gettext("mentions “%(word)s” in its description"),
        Part.PLACE: words.gettext("mentions “%(word)s” in where it is"),
    }
    return said[part] % {"word": word}


def _languages(card: Card, wanted: Wanted, words: Translator, code: str) -> list[str]:
    """The language asked for; else the reader's own, when it is not English."""
    spoken = {spoken.lower(): name for spoken, name in card.languages}
    telling = [language for language in (wanted.language, code) if language and language != "en" and language in spoken]
    names = [language_name(language, code, otherwise=spoken[language]) for language in dict.fromkeys(telling)]
    return [words.gettext("%(language)s spoken") % {"language": name} for name in names]


def _chosen(wanted: Wanted, words: Translator) -> list[str]:
    """What was asked for and every result has."""
    said = []
    if wanted.when == NOW:
        said.append(words.gettext("open now"))
    elif wanted.when == EVENING:
        said.append(words.gettext("in the evening"))
    if wanted.self_referral:
        said.append(words.gettext("you can come or ask by yourself"))
    if wanted.area:
        said.append(words.gettext("serves the area you asked for"))
    if len(wanted.circumstances) == 1:
        said.append(words.gettext("for: %(whom)s") % {"whom": names_of_circumstances(words)[wanted.circumstances[0]]})
    named = names_of_access(words)
    return [*said, *(named[code] for code in wanted.access)]


@lru_cache(maxsize=2048)
def _month(year: int, month: int, code: str) -> str:
    return str(format_skeleton("yMMMM", datetime(year, month, 15, tzinfo=LONDON), locale=code))


@lru_cache(maxsize=4096)
def _day_and_month(day: date, code: str) -> str:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=LONDON)
    return str(format_skeleton("MMMMd", noon, locale="en_GB" if code == "en" else code))
