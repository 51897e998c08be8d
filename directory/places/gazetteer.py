"""The gazetteer: where a postcode, an outward code or a town is. It asks nobody outside."""

import re
from collections import defaultdict
from collections.abc import Iterable
from math import asin, cos, isfinite, radians, sin, sqrt

from rapidfuzz import fuzz, process
from sqlalchemy import bindparam, delete, func, insert, select

from directory.models import Address, Attribute, Location, Organization, Place, Service, ServiceAtLocation, TaxonomyTerm
from directory.queries import FINDABLE
from directory.secret_places import hides_its_place
from directory.words import fold
from navigator.db import db

POSTCODE, OUTCODE, PLACE = "postcode", "outcode", "place"
FROM_LISTINGS = "listings"
ALIKE = 82  # of 100: "penzanse" is 88 like "penzance"; "st ives" and "st just" are 57
_FULL = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?) ?(\d[a-z]{2})\b")
_PARTIAL = re.compile(r"([a-z]{1,2}\d[a-z\d]?)(?: \d[a-z]?)?")
_LEADING = re.compile(r"^(?:near to|close to|near|in|at|around|by|from) ")


def miles_between(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Miles as the crow flies (great circle; the Earth as a ball of 3958.8 miles)."""
    north, south = radians(latitude), radians(other_latitude)
    bend = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * 3958.8 * asin(sqrt(min(1.0, bend)))


def read_postcode(text: str) -> tuple[str, str] | None:
    """ "tr18 2ab" as (kind, folded): a full postcode or an outward code, in any spacing and case. None: it is neither."""
    compact = fold(text).replace(" ", "")
    if match := re.fullmatch(r"([a-z]{1,2}\d[a-z\d]?)(\d[a-z]{2})", compact):
        return POSTCODE, match[1] + match[2]
    if match := re.fullmatch(r"[a-z]{1,2}\d[a-z\d]?", compact):
        return OUTCODE, compact
    return None


def outward_code(text: str) -> str | None:
    """The outward code of folded text that is a postcode or the beginning of one: "tr18", "tr18 2", "tr182ab"."""
    if (code := read_postcode(text)) is not None:
        kind, folded = code
        return folded[:-3] if kind == POSTCODE else folded
    return match[1] if (match := _PARTIAL.fullmatch(text)) else None


def spellings(folded: str) -> list[str]:
    """A place's name as typed, and with Saint for St or St for Saint."""
    other = re.sub(r"\b(saint|st)\b", lambda found: "st" if found[0] == "saint" else "saint", folded)
    return list(dict.fromkeys([folded, other]))


def find_place(text: str) -> Place | None:
    """The place somebody means: a postcode, an outward code, or a town's name, misspelt or followed by its county."""
    folded = _LEADING.sub("", fold(text))
    if not folded:
        return None
    if (code := _find_by_code(folded)) is not None:
        return code
    first = _LEADING.sub("", fold(text.split(",")[0]))
    names = [name for typed in dict.fromkeys([folded, first, folded.rsplit(" ", 1)[0]]) for name in spellings(typed)]
    exact = {place.folded: place for place in _places(PLACE, names)}
    for name in names:
        if name in exact:
            return exact[name]
    return next((place for name in spellings(first) if (place := find_place_like(name))), None)


def find_place_named(names: Iterable[str]) -> tuple[str, Place] | None:
    """The first of these folded texts that is a place's name, a postcode or its beginning, with its place; in one query."""
    keys: dict[str, list[tuple[str, str]]] = {}
    for text in names:
        keys[text] = [(PLACE, name) for name in spellings(text)]
        if (code := read_postcode(text)) is not None:
            keys[text].insert(0, code)
        elif (outward := outward_code(text)) is not None:
            keys[text].append((OUTCODE, outward))
    if not keys:
        return None
    wanted = {folded for several in keys.values() for _, folded in several}
    rows = db.session.scalars(select(Place).where(Place.folded.in_(wanted)))
    found = {(place.kind, place.folded): place for place in rows}
    return next(((text, found[key]) for text, several in keys.items() for key in several if key in found), None)


def _find_by_code(folded: str) -> Place | None:
    outcode = None
    if match := _FULL.search(folded) or re.fullmatch(r"([a-z]{1,2}\d[a-z\d]?)(\d[a-z]{2})", folded.replace(" ", "")):
        exact = _places(POSTCODE, [match[1] + match[2]])
        if exact:
            return exact[0]
        outcode = match[1]
    elif (match := _PARTIAL.fullmatch(folded)) or (match := re.fullmatch(r"([a-z]{1,2}\d[a-z\d]?)", folded.replace(" ", ""))):
        outcode = match[1]
    return next(iter(_places(OUTCODE, [outcode])), None) if outcode else None


def knows_postcodes() -> bool:
    """Whether the beginning of any postcode is known here."""
    return db.session.scalar(select(Place.id).where(Place.kind == OUTCODE).limit(1)) is not None


def coordinates_of_postcodes(postcodes: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Where these postcodes are: latitude and longitude by the folded postcode without its space ("tr182ab"). One that is not
    known by itself is in the middle of its outward code; one of which not even that is known is absent.
    """
    read = {folded: outward_code(folded) for text in postcodes if (found := read_postcode(text)) for folded in [found[1]]}
    known: dict[tuple[str, str], tuple[float, float]] = {}
    for kind, wanted in ((POSTCODE, sorted(read)), (OUTCODE, sorted({code for code in read.values() if code}))):
        for start in range(0, len(wanted), 500):
            for place in _places(kind, wanted[start : start + 500]):
                known[kind, place.folded] = (place.latitude, place.longitude)
    found_at = {folded: known.get((POSTCODE, folded)) or known.get((OUTCODE, code or "")) for folded, code in read.items()}
    return {folded: place for folded, place in found_at.items() if place}


_PLACES = select(Place).where(Place.kind == bindparam("kind"), Place.folded.in_(bindparam("folded", expanding=True)))


def _places(kind: str, folded: list[str]) -> list[Place]:
    return list(db.session.scalars(_PLACES, {"kind": kind, "folded": folded}))


def find_place_like(folded: str, *, at_least: int = ALIKE) -> Place | None:
    """The town whose name is most like this, if it is alike enough (of 100)."""
    if len(folded) < 4:
        return None
    beginnings = {folded[0], folded[1]}  # the first letter may be missing, or the first two swapped
    names = db.session.scalars(
        select(Place.folded).where(
            Place.kind == PLACE,
            func.length(Place.folded).between(len(folded) - 2, len(folded) + 2),
            func.substr(Place.folded, 1, 1).in_(beginnings),
        )
    ).all()
    best = process.extractOne(folded, names, scorer=fuzz.ratio, score_cutoff=at_least)
    return next(iter(_places(PLACE, [best[0]])), None) if best else None


def rebuild_from_listings() -> int:
    """Make the gazetteer's own part again from the addresses of findable listings, and give its size.

    Postcodes where their buildings stand; outward codes and towns in the middle of theirs. What was imported stays and
    wins. A refuge's addresses are left out.
    """
    points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    names: dict[tuple[str, str], str] = {}

    def note(kind: str, name: str, folded: str, point: tuple[float, float]) -> None:
        names.setdefault((kind, folded), name)
        points[kind, folded].append(point)

    for postcode, city, latitude, longitude in _addresses():
        if (code := read_postcode(postcode)) is not None:
            kind, folded = code
            outward = folded[:-3] if kind == POSTCODE else folded
            if kind == POSTCODE:
                note(POSTCODE, f"{outward} {folded[-3:]}".upper(), folded, (latitude, longitude))
            note(OUTCODE, outward.upper(), outward, (latitude, longitude))
        if fold(city):
            note(PLACE, city.strip(), fold(city), (latitude, longitude))
    db.session.execute(delete(Place).where(Place.source == FROM_LISTINGS))
    taken = _taken([folded for _, folded in points])
    rows = [
        {
            "name": names[key][:120],
            "folded": key[1][:120],
            "kind": key[0],
            "latitude": sum(point[0] for point in at) / len(at),
            "longitude": sum(point[1] for point in at) / len(at),
            "source": FROM_LISTINGS,
        }
        for key, at in points.items()
        if key not in taken
    ]
    if rows:
        db.session.execute(insert(Place), rows)
    return len(rows)


def _taken(folded: list[str]) -> set[tuple[str, str]]:
    taken: set[tuple[str, str]] = set()
    for start in range(0, len(folded), 1000):
        rows = db.session.execute(select(Place.kind, Place.folded).where(Place.folded.in_(folded[start : start + 1000])))
        taken.update((kind, name) for kind, name in rows)
    return taken


def _addresses() -> list[tuple[str, str, float, float]]:
    """(postcode, town, latitude, longitude) of each place a listing may be found at."""
    terms: dict[object, set[str | None]] = defaultdict(set)
    for service_id, code in db.session.execute(select(Attribute.link_id, TaxonomyTerm.code).join(Attribute.term)):
        terms[service_id].add(code)
    rows = db.session.execute(
        select(
            Service.id,
            Service.name,
            Service.alternate_name,
            Service.description,
            Organization.name.label("organization_name"),
            Address.postal_code,
            Address.city,
            Location.id.label("location_id"),
            Location.latitude,
            Location.longitude,
        )
        .join(Service.organization)
        .join(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
        .join(Location, ServiceAtLocation.location_id == Location.id)
        .join(Address, Address.location_id == Location.id)
        .where(Service.status.in_(FINDABLE), Location.latitude.is_not(None), Location.longitude.is_not(None))
    ).all()
    secret = {
        row.location_id
        for row in rows
        if hides_its_place(
            name=row.name,
            alternate_name=row.alternate_name,
            description=row.description,
            organization_name=row.organization_name,
            term_codes=terms[row.id],
        )
    }
    found = {}
    for row in rows:
        if row.location_id not in secret and isfinite(row.latitude + row.longitude):
            found[row.location_id, row.postal_code] = (row.postal_code, row.city, row.latitude, row.longitude)
    return list(found.values())
