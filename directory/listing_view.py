"""One listing as its page shows it: everything read and put into words before the template begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from babel.numbers import format_currency

from directory import why
from directory.models import CostOption, Location, LocationType, Phone, Place, Schedule, Service, ServiceStatus
from directory.opening_hours import Line, Translator, in_words, next_session
from directory.places import miles_between
from directory.queries import contacts_of, find_capacity, has_secret_place, hours_of, places_of, schedules_of
from directory.search import Result, Wanted, describe
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
    is_secret: bool
    phones: list[PhoneView]
    contact_names: str
    website: str | None
    lines: list[Line]
    places: list[PlaceView]
    areas: str
    next_session: datetime | None
    costs: list[CostView]
    ages: str | None
    languages: str
    room: str | None
    room_note: str | None

    @property
    def places_with_times(self) -> list[PlaceView]:
        return [place for place in self.places if place.lines]


def view_of(service: Service, *, near: Place | None, now: datetime, language: str) -> ListingView:
    """The page of a listing that was read whole, for a reader of `language`, seen from `near`."""
    today, words = now.astimezone(LONDON).date(), words_of(language)
    capacity = find_capacity(service, now=now)
    session = None
    if service.status is ServiceStatus.ACTIVE:
        session = next_session([hours_of(schedule) for schedule in schedules_of(service)], after=now)
    return ListingView(
        service=service,
        result=describe(service, wanted=Wanted(), units=[], miles=_nearest(service, near), now=now, language=language),
        is_gone=service.status in GONE,
        is_secret=has_secret_place(service),
        phones=[_phone(phone) for phone in service.phones],
        contact_names=", ".join(contact.name or "" for contact in contacts_of(service)),
        website=safe_link(service.url or service.organization.website),
        lines=_lines(service.schedules, words, language, today),
        places=[
            _place(place.location, near, _lines(place.schedules, words, language, today), words, language)
            for place in places_of(service)
        ],
        areas="" if has_secret_place(service) else ", ".join(area.name for area in service.service_areas if area.name),
        next_session=session.start if session else None,
        costs=_costs(service, words, language, today),
        ages=why.ages_in_words(service, words),
        languages=", ".join(
            why.language_name(spoken.code, language, otherwise=spoken.name) if spoken.code else spoken.name or ""
            for spoken in service.languages
        ),
        room=why.room_in_words(service, now=now, words=words, code=language),
        room_note=capacity.description if capacity else None,
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
    lines = [in_words(hours_of(schedule), words=words, code=language, today=today) for schedule in schedules]
    return [line for line in lines if line.text or line.note]


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
