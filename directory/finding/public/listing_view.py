"""One listing as its page shows it: everything read and put into words before the template begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from babel.numbers import format_currency

from directory.circumstances import names_of_circumstances, ticked_codes
from directory.finding.index.cards import card_of
from directory.finding.results import why
from directory.finding.results.search import Result, Wanted, describe
from directory.models import CostOption, Location, LocationType, Phone, Place, Schedule, Service, ServiceStatus
from directory.places.gazetteer import miles_between
from directory.queries import (
    contacts_of,
    has_secret_place,
    hours_of,
    is_too_private_for_a_phone,
    places_of,
    schedules_of,
    special_days,
)
from directory.times.opening_hours import Line, Translator, find_spell, list_lines, next_session, now_in_words
from directory.words import fold
from navigator.times import LONDON
from translations.locales import words as words_of

GONE = (ServiceStatus.INACTIVE, ServiceStatus.DEFUNCT)


@dataclass(frozen=True)
class PhoneView:
    number: str
    address: str
    extension: str | None
    description: str | None
    is_text: bool


@dataclass(frozen=True)
class PlaceView:
    """One place. `address` is on one line; `distance` is in words, empty when we know not from where."""

    name: str | None
    address: str
    is_online: bool
    url: str | None
    distance: str
    directions: str | None
    access: list[str]
    lines: list[Line]


@dataclass(frozen=True)
class CostView:
    amount: str
    words: str


@dataclass(frozen=True)
class ListingView:
    service: Service
    result: Result
    is_gone: bool
    has_left_search: bool
    is_secret: bool
    phones: list[PhoneView]
    contact_names: str
    website: str | None
    lines: list[Line]
    places: list[PlaceView]
    areas: str
    now: list[str]
    is_for_a_phone: bool
    has_sessions: bool
    costs: list[CostView]
    ages: str | None
    made_for: list[str]  # whom, by what its editor ticked
    languages: str
    room: str | None
    room_note: str | None

    @property
    def places_with_times(self) -> list[PlaceView]:
        return [place for place in self.places if place.lines]


def view_of(service: Service, *, near: Place | None, now: datetime, language: str) -> ListingView:
    """The page of a listing that was read whole, for a reader of `language`, seen from `near`.

    `now` is what holds at this moment; `has_sessions`: there is something to put into a calendar; `is_for_a_phone`: its name may
    stand in a text.
    """
    today, words = now.astimezone(LONDON).date(), words_of(language)
    card = card_of(service)
    known = [hours_of(schedule) for schedule in schedules_of(service)] if service.status is ServiceStatus.ACTIVE else []
    special = special_days()
    spell, session = find_spell(known, now, special=special), next_session(known, after=now, special=special)
    places, made_for = places_of(service), ticked_codes(attribute.term.code for attribute in service.attributes)
    only = places[0] if len(places) == 1 else None  # whose times are the listing's
    is_for_a_phone = not is_too_private_for_a_phone(service)
    return ListingView(
        service=service,
        result=describe(card, wanted=Wanted(), units=[], miles=_nearest(service, near), now=now, language=language),
        is_gone=service.status in GONE,
        has_left_search=service.left_search_on is not None,
        is_secret=has_secret_place(service),
        phones=[_phone(phone) for phone in service.phones],
        contact_names=", ".join(contact.name or "" for contact in contacts_of(service)),
        website=safe_link(service.url or service.organization.website),
        lines=_lines([*service.schedules, *(only.schedules if only else ())], words, language, today),
        places=[
            _place(place.location, near, _lines(() if only else place.schedules, words, language, today), words, language)
            for place in places
        ],
        areas="" if has_secret_place(service) else ", ".join(area.name for area in service.service_areas if area.name),
        now=now_in_words(known, now=now, words=words, code=language, special=special),
        is_for_a_phone=is_for_a_phone and service.status not in GONE,
        has_sessions=is_for_a_phone and session is not None and not (spell and spell.until is None),
        costs=_costs(service, words, language, today),
        ages=why.ages_in_words(card.minimum_age, card.maximum_age, words),
        made_for=[name for code, name in names_of_circumstances(words).items() if code in made_for],
        languages=", ".join(
            why.language_name(spoken.code, language, otherwise=spoken.name) if spoken.code else spoken.name or ""
            for spoken in service.languages
        ),
        room=why.room_in_words(card.room_at(now), words=words, code=language),
        room_note=why.wait_in_words(card.room_at(now), words),
    )


def safe_link(address: str | None) -> str | None:
    """The address when it leads to a web page; None for anything else, such as a script."""
    parts = urlsplit((address or "").strip())
    return (address or "").strip() if parts.scheme in ("http", "https") and parts.netloc else None


def _phone(phone: Phone) -> PhoneView:
    digits = "".join(character for character in phone.number if character in "+0123456789")
    is_text = (phone.type or "") in ("text", "sms")
    return PhoneView(phone.number, f"{'sms' if is_text else 'tel'}:{digits}", phone.extension, phone.description, is_text)


def _place(location: Location, near: Place | None, lines: list[Line], words: Translator, language: str) -> PlaceView:
    is_online = location.location_type is LocationType.VIRTUAL
    miles = _miles_to(location, near)
    return PlaceView(
        name=location.name,
        address="; ".join(
            _one_line(address.address_1, address.address_2, address.city, address.postal_code) for address in location.addresses
        ),
        is_online=is_online,
        url=safe_link(location.url) if is_online else None,
        distance=why.miles_in_words(miles, words, language) if miles is not None else "",
        directions=location.transportation or location.description,
        access=[text for access in location.accessibility if (text := access.description or access.details)],
        lines=lines,
    )


def _lines(schedules: Iterable[Schedule], words: Translator, language: str, today: date) -> list[Line]:
    return list_lines(map(hours_of, schedules), words=words, code=language, today=today)


def _one_line(*parts: str | None) -> str:
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _miles_to(location: Location, near: Place | None) -> float | None:
    if near is None or location.latitude is None or location.longitude is None or location.location_type is LocationType.VIRTUAL:
        return None
    return miles_between(near.latitude, near.longitude, location.latitude, location.longitude)


def _nearest(service: Service, near: Place | None) -> float | None:
    return min((miles for place in places_of(service) if (miles := _miles_to(place.location, near)) is not None), default=None)


def _is_of_today(cost: CostOption, today: date) -> bool:
    return not (cost.valid_from and cost.valid_from > today) and not (cost.valid_to and cost.valid_to < today)


def _costs(service: Service, words: Translator, language: str, today: date) -> list[CostView]:
    """What it costs, without saying again what the listing's own words about fees say already."""
    fees = fold(service.fees_description or "")
    costs = [_cost(cost, words, language) for cost in service.cost_options if _is_of_today(cost, today)]
    new = [cost if fold(cost.words) not in fees else CostView(cost.amount, "") for cost in costs]
    return [cost for cost in new if cost.words or not (cost.amount and fold(cost.amount) in fees)]


def _cost(cost: CostOption, words: Translator, language: str) -> CostView:
    said = " – ".join(text for text in (cost.option, cost.amount_description) if text)
    if cost.amount is None:
        return CostView("", said)
    if not cost.amount:
        return CostView(words.gettext("Free"), said)
    locale = "en_GB" if language == "en" else language
    return CostView(format_currency(cost.amount, (cost.currency or "GBP").upper(), locale=locale).replace(".00", ""), said)
