"""What hangs on a listing, as the standard writes it: each kind of row, and the problems met in it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row

from directory.importing.identifiers import made
from directory.publishing import said
from directory.publishing.problems import Problem
from directory.publishing.rows import Listings
from directory.times.opening_hours import DAYS

Document = dict[str, Any]
T = TypeVar("T")

ADDRESS_TYPES = ("physical", "postal", "virtual")
EXTENT_TYPES = ("geojson", "topojson", "kml", "text")
DEAREST = 1_000_000  # pounds
_NUMBERS = frozenset({int, float, bool})
_EXTENSION = re.compile(r"[1-9][0-9]{0,8}")  # a number loses the noughts it begins with


@dataclass
class Parts:
    """The parts of documents made from `listings`. `met`: the problems in what has been made since it was last emptied."""

    listings: Listings
    met: list[Problem] = field(default_factory=list)
    _terms: dict[UUID, Document] = field(default_factory=dict)  # many listings share one

    def address(self, row: Row[Any], location: Row[Any]) -> Document:
        city = self.required(said.text(row.city), "where", "town")
        kind = said.text(row.address_type) or ""
        return compact(
            id=str(row.id),
            attention=said.text(row.attention),
            address_1=self.required(said.text(row.address_1) or said.text(location.name), "where", "street"),
            address_2=said.text(row.address_2),
            city=city,
            region=said.text(row.region),
            # The standard demands a county and a country even where nobody writes them.
            state_province=said.text(row.state_province) or said.text(row.region) or city,
            postal_code=self.required(said.text(row.postal_code), "where", "postcode"),
            country=(said.text(row.country) or "GB").upper(),
            address_type=kind if kind in ADDRESS_TYPES else "physical",
        )

    def access(self, owner: UUID) -> list[Document]:
        found = [
            compact(
                id=str(row.id),
                description=said.text(row.description),
                details=said.text(row.details),
                url=self.say(said.web_address, row.url, "access", "access-web-address"),
            )
            for row in self.listings.of("accessibility", owner)
        ]
        return saying_something(found)

    def schedules(self, rows: Iterable[Row[Any]]) -> list[Document]:
        return saying_something([self._schedule(row) for row in rows])

    def _schedule(self, row: Row[Any]) -> Document:
        freq, times = said.text(row.freq), row._mapping["count"]  # a row has a method of this name
        if freq and freq not in ("WEEKLY", "MONTHLY"):
            self.met.append(Problem("times", "how-often"))
        if any(value is not None and value < 1 for value in (row.interval, times)):
            self.met.append(Problem("times", "how-often"))
        if row.interval and row.interval > 1 and not row.dtstart:
            self.met.append(Problem("times", "first-day"))
        week_begins = said.text(row.wkst)
        return compact(
            id=str(row.id),
            valid_from=said.day(row.valid_from),
            valid_to=said.day(row.valid_to),
            dtstart=said.day(row.dtstart),
            until=said.day(row.until),
            count=times,
            wkst=week_begins if week_begins in DAYS else None,
            freq=freq,
            interval=row.interval,
            byday=self.say(lambda days: said.days_of_week(days, is_monthly=freq == "MONTHLY"), row.byday, "times", "days"),
            byweekno=self.say(said.numbers, row.byweekno, "times", "days"),
            bymonthday=self.say(said.numbers, row.bymonthday, "times", "days"),
            byyearday=self.say(said.numbers, row.byyearday, "times", "days"),
            description=said.text(row.description),
            opens_at=self.say(said.time_of_day, row.opens_at, "times", "time-of-day"),
            closes_at=self.say(said.time_of_day, row.closes_at, "times", "time-of-day"),
            schedule_link=self.say(said.web_address, row.schedule_link, "times", "times-web-address"),
            attending_type=said.text(row.attending_type),
            notes=said.text(row.notes),
            timezone=said.hours_from_utc(row.timezone),
        )

    def phones(self, owner: UUID) -> list[Document]:
        return [self._phone(row) for row in self.listings.of("phones", owner)]

    def _phone(self, row: Row[Any]) -> Document:
        extension, told = said.text(row.extension), said.text(row.description)
        is_number = bool(extension and _EXTENSION.fullmatch(extension))
        if extension and not is_number:  # the standard takes a number only
            told = f"Extension {extension}. {told}" if told else f"Extension {extension}"
        return compact(
            id=str(row.id),
            number=self.say(said.telephone, row.number, "contact", "telephone"),
            extension=int(extension) if extension and is_number else None,
            type=said.text(row.type),
            description=told,
            languages=self.languages(row.id),
        )

    def contacts(self, owner: UUID) -> list[Document]:
        found = [
            compact(
                id=str(row.id),
                name=said.text(row.name),
                title=said.text(row.title),
                department=said.text(row.department),
                email=self.say(said.email, row.email, "contact", "email"),
                phones=self.phones(row.id),
            )
            for row in self.listings.of("contacts", owner)
        ]
        return saying_something(found)

    def languages(self, owner: UUID) -> list[Document]:
        found = []
        for row in self.listings.of("languages", owner):
            name = said.text(row.name)
            code = self.say(said.language_code, row.code, "languages", "language") if not name else _or_none(row.code)
            found.append(compact(id=str(row.id), name=name, code=code, note=said.text(row.note)))
        return saying_something(found)

    def areas(self, owner: UUID) -> list[Document]:
        found = []
        for row in self.listings.of("service_areas", owner):
            extent, kind = said.text(row.extent), said.text(row.extent_type)
            area = compact(
                id=str(row.id),
                name=said.text(row.name),
                description=said.text(row.description),
                extent=extent,
                extent_type=(kind if kind in EXTENT_TYPES else "text") if extent else None,
                uri=said.identifier_address(row.uri),
            )
            found.append(area)
        return saying_something(found)

    def cost(self, row: Row[Any]) -> Document:
        currency = said.text(row.currency)
        if currency and not (currency.isascii() and currency.isalpha() and len(currency) == 3):
            self.met.append(Problem("cost", "currency"))
        return compact(
            id=str(row.id),
            valid_from=said.day(row.valid_from),
            valid_to=said.day(row.valid_to),
            option=said.text(row.option),
            currency=currency,
            amount=self.say(lambda amount: said.number(amount, lowest=0, highest=DEAREST), row.amount, "cost", "amount"),
            amount_description=said.text(row.amount_description),
        )

    def capacity(self, row: Row[Any]) -> Document:
        unit = said.text(row.unit) or "place"
        return compact(
            id=str(row.id),
            unit={"id": str(made("units", unit)), "name": unit},
            available=self.say(lambda room: said.number(room, lowest=0), row.available, "room", "room"),
            maximum=self.say(lambda room: said.number(room, lowest=0), row.maximum, "room", "room"),
            description=said.text(row.description),
            updated=said.moment(row.updated),
        )

    def funding(self, owner: UUID) -> list[Document]:
        rows = self.listings.of("funding", owner)
        return [{"id": str(row.id), "source": source} for row in rows if (source := said.text(row.source))]

    def attributes(self, owner: UUID) -> list[Document]:
        found, seen = [], set()
        for row in self.listings.attributes.get(owner, []):
            same = (row.taxonomy_term_id, row.link_type, row.value)
            if same in seen:
                continue
            seen.add(same)
            if (term := self._terms.get(row.taxonomy_term_id)) is None:
                term = self._terms[row.taxonomy_term_id] = taxonomy_term(self.listings.terms[row.taxonomy_term_id])
            if not term.get("name"):
                self.met.append(Problem("help", "term-name"))
            found.append(
                compact(
                    id=str(row.id),
                    link_id=str(row.link_id),
                    link_entity=said.text(row.link_entity),
                    link_type=said.text(row.link_type),
                    value=said.text(row.value),
                    taxonomy_term_id=term["id"],
                    taxonomy_term=term,
                )
            )
        return found

    def program(self, row: Row[Any]) -> Document:
        name = said.text(row.name)
        return compact(
            id=str(row.id),
            name=name,
            alternate_name=said.text(row.alternate_name),
            description=said.text(row.description) or name,
        )

    def age(self, years: float | None) -> int | float | None:
        return self.say(lambda value: said.number(value, lowest=0, highest=said.OLDEST), years, "who", "ages")

    def coordinate(self, degrees: float | None, most: float) -> int | float | None:
        return self.say(lambda value: said.number(value, lowest=-most, highest=most), degrees, "where", "coordinates")

    def say(self, say: Callable[[Any], T | None], value: Any, question: str, problem: str) -> T | None:
        try:
            return say(value)
        except said.Unsayable:
            self.met.append(Problem(question, problem))
            return None

    def required(self, value: str | None, question: str, problem: str) -> str | None:
        if value is None:
            self.met.append(Problem(question, problem))
        return value


def taxonomy(row: Row[Any], *, prefix: str = "") -> Document:
    """A taxonomy, from a row whose columns begin with `prefix`."""
    name = said.text(getattr(row, f"{prefix}name"))
    return compact(
        id=str(getattr(row, f"{prefix}id")),
        name=name,
        description=said.text(getattr(row, f"{prefix}description")) or name,
        uri=said.identifier_address(getattr(row, f"{prefix}uri")),
        version=said.text(getattr(row, f"{prefix}version")),
    )


def taxonomy_term(row: Row[Any]) -> Document:
    """A term with its taxonomy, from a row of `rows.terms_with_taxonomies`."""
    name = said.text(row.term_name)
    within = taxonomy(row, prefix="taxonomy_") if row.taxonomy_id and said.text(row.taxonomy_name) else {}
    return compact(
        id=str(row.term_id),
        code=said.text(row.term_code),
        name=name,
        description=said.text(row.term_description) or name,
        parent_id=id_of(row.term_parent_id),
        taxonomy=said.text(row.term_taxonomy_name) or within.get("name"),
        taxonomy_id=id_of(row.taxonomy_id),
        taxonomy_detail=within,
        language=said.text(row.term_language),
        term_uri=said.identifier_address(row.term_term_uri),
    )


def compact(**values: Any) -> Document:
    """What is said, without what is empty. A zero is something; so is a false."""
    return {name: value for name, value in values.items() if value or value.__class__ in _NUMBERS}


def saying_something(documents: list[Document]) -> list[Document]:
    return [document for document in documents if len(document) > 1]  # more than its id


def _or_none(code: str | None) -> str | None:
    try:
        return said.language_code(code)
    except said.Unsayable:
        return None


def id_of(value: UUID | None) -> str | None:
    return str(value) if value else None
