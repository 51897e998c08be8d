"""Where it happens: places, online, by phone, at people's homes; or a place that must not be public.

An address that must not be public is not kept at all: what is not here cannot leave. That it is kept back is said by a kind of
help (`secret_places.WITHHELD`), which every door already heeds. A place that another listing shares is never changed under
it: this listing gets its own copy.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext
from marshmallow import ValidationError, validates_schema
from sqlalchemy import func, select

from directory.importing import values
from directory.models import (
    Address,
    Attribute,
    Location,
    LocationType,
    Schedule,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from directory.places.gazetteer import POSTCODE, find_place, knows_postcodes, outward_code, read_postcode
from directory.queries import has_secret_place
from directory.secret_places import WITHHELD
from directory.upkeep.asking.question import (
    Answer,
    Cleaned,
    Question,
    Reader,
    Writing,
    as_rows,
    known_id,
    numbers_of_rows,
    one_line,
    row_of,
)
from directory.words import fold
from navigator.db import new_id
from navigator.forms import FormSchema, Several, Text, Ticked

PLACE_FIELDS = ("id", "name", "address_1", "address_2", "city", "postal_code", "directions")
ONLINE_FIELDS = ("online_id", "online_name", "online_url")
WHEREABOUTS = PLACE_FIELDS[1:]
WAYS: Mapping[str, Any] = {
    "phone": lazy_gettext("By phone"),
    "home_visit": lazy_gettext("We come to people's homes"),
}
HOMELAND = "England"  # the last resort for the standard's `state_province`, which may not be empty


def physical(service: Service) -> list[ServiceAtLocation]:
    """The listing's places one can go to."""
    return [place for place in service.service_at_locations if place.location.location_type is not LocationType.VIRTUAL]


def online(service: Service) -> list[ServiceAtLocation]:
    return [place for place in service.service_at_locations if place.location.location_type is LocationType.VIRTUAL]


def name_of(place: ServiceAtLocation) -> str:
    """A place as it is named in a list of places."""
    location = place.location
    return location.name or next((one_line(a.address_1, a.city) for a in location.addresses), "") or gettext("A place")


def _tidy(answer: Answer, is_secret: bool) -> Answer:
    """The answer as a draft may keep it: each new place with the id it will have, and no whereabouts that must not be public."""
    if is_secret or answer.get("withheld"):
        return without_whereabouts(answer) | {"withheld": "yes"}
    new = {
        name: str(new_id())
        for name, value in answer.items()
        if not value and name.rpartition("_")[0] in ("id", "online_id") and _says_something(answer, name)
    }
    return answer | new


def _says_something(answer: Answer, name: str) -> bool:
    stem, _, number = name.rpartition("_")
    return any(answer.get(f"{other}_{number}") for other in (ONLINE_FIELDS[1:] if stem == "online_id" else WHEREABOUTS))


def without_whereabouts(answer: Answer) -> Answer:
    """The answer of a listing whose place must not be public: with no place in it."""
    return {
        name: value
        for name, value in answer.items()
        if name.rpartition("_")[0] not in (*PLACE_FIELDS, "sure") and not name.startswith("online_")
    }


def _read(service: Service) -> Answer:
    secret = has_secret_place(service)
    ways = {schedule.attending_type for schedule in service.schedules}
    answer: Answer = {"ways": [way for way in WAYS if way in ways], **({"withheld": "yes"} if secret else {})}
    if secret:
        return answer
    rows = []
    for place in physical(service):
        address = next(iter(place.location.addresses), None)
        rows.append(
            {
                "id": str(place.id),
                "name": place.location.name or "",
                **{name: (getattr(address, name) if address else None) or "" for name in PLACE_FIELDS[2:6]},
                "directions": place.location.transportation or "",
            }
        )
    virtual = [
        {"online_id": str(place.id), "online_name": place.location.name or "", "online_url": place.location.url or ""}
        for place in online(service)
    ]
    return answer | as_rows(rows) | as_rows(virtual)


def unknown_postcodes(service: Service, values: Mapping[str, Any]) -> dict[int, str]:
    """The whole postcodes in these values that nobody knows the place of, by the row; not those that the listing has already.

    A service that knows no postcodes at all has nothing to tell a slip from.
    """
    there = {address.postal_code for place in physical(service) for address in place.location.addresses}
    typed = {n: _whole_postcode(values.get(f"postal_code_{n}")) for n in numbers_of_rows(values)}
    new = {n: code for n, code in typed.items() if code and code not in there}
    if not new or not knows_postcodes():
        return {}
    return {n: code for n, code in new.items() if find_place(code) is None}


class WhereForm(FormSchema):
    """What is asked whatever the number of places. A place with an address has at least a first line, a town and a postcode.

    A postcode that we do not know stands when the editor says that it is right (`sure_…` holds it).
    """

    service: Service
    ways = Several(WAYS)
    withheld = Ticked()

    @validates_schema(skip_on_field_errors=False)
    def whole_addresses(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if data.get("withheld"):
            return
        wrong: dict[str, list[Any]] = {}
        for n in numbers_of_rows(data):
            row = row_of(data, n, PLACE_FIELDS)
            if not any(row[name] for name in ("address_1", "address_2", "city", "postal_code")):
                continue
            if not row["address_1"]:
                wrong[f"address_1_{n}"] = [lazy_gettext("Write the first line of the address.")]
            if not row["city"]:
                wrong[f"city_{n}"] = [lazy_gettext("Write the town or village.")]
            if not row["postal_code"] and f"postal_code_{n}" in data:
                wrong[f"postal_code_{n}"] = [
                    lazy_gettext("Write the postcode, so that people can find it and see how far it is.")
                ]
        for n, code in unknown_postcodes(self.service, data).items():
            if data.get(f"sure_{n}") != code:
                wrong[f"postal_code_{n}"] = [
                    lazy_gettext(
                        "We do not know the postcode %(postcode)s. Is it right? As long as we do not know it, nobody who "
                        "looks for something near finds this place. Put it right, or tick below to keep it.",
                        postcode=code,
                    )
                ]
        if wrong:
            raise ValidationError(wrong)


def _form(service: Service, answer: Answer) -> FormSchema:
    rows: dict[str, Any] = {}
    for n in numbers_of_rows(answer):
        rows |= {f"id_{n}": Text(longest=36), f"name_{n}": Text(), f"address_1_{n}": Text(), f"address_2_{n}": Text()}
        rows |= {f"city_{n}": Text(longest=120), f"directions_{n}": Text(longest=2000)}
        rows[f"postal_code_{n}"] = Cleaned(
            _full_postcode, wrong=lazy_gettext("Write a whole postcode, for example TR18 2AB."), longest=20
        )
        rows[f"sure_{n}"] = Text(longest=20)
    for n in numbers_of_rows(answer, "online_id"):
        rows |= {f"online_id_{n}": Text(longest=36), f"online_name_{n}": Text()}
        rows[f"online_url_{n}"] = Cleaned(
            values.web_address, wrong=lazy_gettext("Write a web address, for example group.example."), longest=2000
        )
    form: WhereForm = WhereForm.from_dict(rows)()  # type: ignore[assignment]  # it makes a subclass of the class it is asked of
    form.service = service
    return form


def _whole_postcode(typed: Any) -> str | None:
    """A whole postcode in its usual spelling; None when it is none."""
    code = read_postcode(str(typed or ""))
    return f"{code[1][:-3]} {code[1][-3:]}".upper() if code is not None and code[0] == POSTCODE else None


def _full_postcode(raw: str) -> values.Read:
    code = _whole_postcode(raw)
    if code is None:
        raise values.ValueUnreadable(f"is {raw!r}, which is no postcode")
    return code, []


def _write(service: Service, data: Mapping[str, Any], writing: Writing) -> None:
    _write_withheld(service, data["withheld"], writing)
    _write_ways(service, data["ways"])
    there = {place.id: place for place in service.service_at_locations}
    writing.places.update({str(identity): place for identity, place in there.items()})
    kept: set[uuid.UUID] = set()
    if not has_secret_place(service):
        for n in numbers_of_rows(data):
            row = row_of(data, n, PLACE_FIELDS)
            if any(row[name] for name in WHEREABOUTS):
                place = _place(service, row["id"], there, kept, writing)
                _write_place(place, row, writing)
        for n in numbers_of_rows(data, "online_id"):
            row = row_of(data, n, ONLINE_FIELDS)
            if row["online_name"] or row["online_url"]:
                place = _place(service, row["online_id"], there, kept, writing, kind=LocationType.VIRTUAL)
                _write_online(place, row, writing)
    for identity, place in there.items():
        if identity not in kept:
            _take_away(service, place, writing)


def _write_withheld(service: Service, withheld: bool, writing: Writing) -> None:
    marks = [attribute for attribute in service.attributes if attribute.term.code == WITHHELD]
    if not withheld:
        for attribute in marks:
            service.attributes.remove(attribute)
    elif not has_secret_place(service):
        term = writing.session.scalars(select(TaxonomyTerm).where(TaxonomyTerm.code == WITHHELD)).first()
        if term is None:
            term = TaxonomyTerm(
                code=WITHHELD, name="Address not published", description="Where it is, only those who go there know."
            )
        service.attributes.append(Attribute(term=term, link_type="address", link_entity="service"))


def _write_ways(service: Service, ways: list[str]) -> None:
    """That it is by phone or at home stands with its times; where there are none yet, a row without times holds it."""
    for way in WAYS:
        rows = [schedule for schedule in service.schedules if schedule.attending_type == way]
        if way in ways and not rows:
            service.schedules.append(Schedule(attending_type=way))
        elif way not in ways:
            for schedule in rows:
                if schedule.freq or schedule.opens_at or schedule.description:
                    schedule.attending_type = None
                else:
                    service.schedules.remove(schedule)


def _place(
    service: Service,
    identity: str,
    there: Mapping[uuid.UUID, ServiceAtLocation],
    kept: set[uuid.UUID],
    writing: Writing,
    *,
    kind: LocationType = LocationType.PHYSICAL,
) -> ServiceAtLocation:
    """The place a row means, or a new one. A new one takes the id it was given on the page, unless that is another's."""
    known = known_id(identity)
    place = there.get(known) if known else None
    if place is None:
        free = known is not None and writing.session.get(ServiceAtLocation, known) is None
        place = ServiceAtLocation(
            id=known if free else new_id(),
            location=Location(id=new_id(), location_type=kind, organization_id=service.organization_id),
        )
        service.service_at_locations.append(place)
        writing.places[identity] = place
    kept.add(place.id)
    return place


def _write_place(place: ServiceAtLocation, row: Mapping[str, Any], writing: Writing) -> None:
    address = next(iter(place.location.addresses), None)
    was = {name: (getattr(address, name) if address else None) or "" for name in PLACE_FIELDS[2:6]}
    was |= {"name": place.location.name or "", "directions": place.location.transportation or ""}
    if all(was[name] == row[name] for name in WHEREABOUTS):
        return
    location = own_location(place, writing)
    location.name, location.transportation = row["name"] or None, row["directions"] or None
    address = next(iter(location.addresses), None)
    if not row["postal_code"] and not row["address_1"]:
        if address is not None:
            location.addresses.remove(address)
        location.latitude = location.longitude = None
        return
    spot, county = find_place(row["postal_code"]), _county(writing, postcode=row["postal_code"], town=row["city"])
    if address is None:
        address = Address(country="GB", address_type="physical", state_province=county, postal_code="", city="", address_1="")
        location.addresses.append(address)
    if address.postal_code != row["postal_code"] or location.latitude is None:
        location.latitude, location.longitude = (spot.latitude, spot.longitude) if spot else (None, None)
    if not address.state_province or (address.postal_code, address.city) != (row["postal_code"], row["city"]):
        address.state_province = county
    address.address_1, address.address_2 = row["address_1"], row["address_2"] or None
    address.city, address.postal_code = row["city"], row["postal_code"]


def _write_online(place: ServiceAtLocation, row: Mapping[str, Any], writing: Writing) -> None:
    if (place.location.name or "", place.location.url or "") == (row["online_name"], row["online_url"]):
        return
    location = own_location(place, writing)
    location.name, location.url = row["online_name"] or None, row["online_url"] or None


def own_location(place: ServiceAtLocation, writing: Writing) -> Location:
    """The location of this place alone, to be changed: a copy of it, when another listing shares it."""
    location = place.location
    shared = select(func.count()).where(ServiceAtLocation.location_id == location.id, ServiceAtLocation.id != place.id)
    if not writing.session.scalar(shared):
        return location
    copy: Location = _copy(location)
    copy.addresses = [_copy(address) for address in location.addresses]
    copy.accessibility = [_copy(access) for access in location.accessibility]
    place.location = copy
    return copy


def _copy(row: Any) -> Any:
    columns = [column.key for column in row.__table__.columns if column.key not in ("id", "location_id")]
    return type(row)(id=new_id(), **{name: getattr(row, name) for name in columns})


def _take_away(service: Service, place: ServiceAtLocation, writing: Writing) -> None:
    """The place goes; its times stay with the listing, and the location goes too when nobody else has it."""
    for schedule in list(place.schedules):
        place.schedules.remove(schedule)
        service.schedules.append(schedule)
    service.service_at_locations.remove(place)
    others = select(func.count()).where(ServiceAtLocation.location_id == place.location_id, ServiceAtLocation.id != place.id)
    if place.location in writing.session and not writing.session.scalar(others):
        writing.session.delete(place.location)


def _county(writing: Writing, *, postcode: str, town: str) -> str:
    """The standard's `state_province`: what most addresses of this outward code say, else of this town, else of all."""
    outward = (outward_code(fold(postcode)) or "").upper()
    common = select(Address.state_province).group_by(Address.state_province).order_by(func.count().desc()).limit(1)
    common = common.where(Address.state_province != "")
    for there in ([Address.postal_code.startswith(f"{outward} ")] if outward else [], [Address.city == town], []):
        if found := writing.session.scalar(common.where(*there)):
            return found
    return HOMELAND


def _lines(service: Service, reader: Reader) -> list[str]:
    lines = []
    if has_secret_place(service):
        lines.append(gettext("The address is kept off the site."))
    else:
        for place in physical(service):
            location = place.location
            address = "; ".join(one_line(a.address_1, a.address_2, a.city, a.postal_code) for a in location.addresses)
            lines += [line for line in (one_line(location.name, address), location.transportation) if line]
            if location.latitude is None and (code := next((a.postal_code for a in location.addresses), None)):
                lines.append(
                    gettext("We do not know where %(postcode)s is, so no search near it finds this place.", postcode=code)
                )
        lines += [gettext("Online: %(where)s", where=one_line(p.location.name, p.location.url)) for p in online(service)]
    ways = {schedule.attending_type for schedule in service.schedules}
    return [*lines, *(str(words) for way, words in WAYS.items() if way in ways)]


WHERE = Question(
    name="where",
    label=lazy_gettext("Where"),
    title=lazy_gettext("Where does it happen?"),
    hint=lazy_gettext("Every place people can come to, and every other way to take part."),
    read=_read,
    form=_form,
    write=_write,
    lines=_lines,
    tidy=_tidy,
)
