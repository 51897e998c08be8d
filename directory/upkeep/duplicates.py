"""Finding listings that look like one: not every pair is compared, but those that share something rare.

A *block* holds the listings that share a phone, a postcode, a charity or company number, a web address, or the two rarest words
of their names. Within a block each is compared with each; in a large one, each with its neighbours by name.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from flask_babel import gettext
from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, joinedload

from directory.models import (
    Address,
    Attribute,
    Organization,
    OrganizationIdentifier,
    Phone,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from directory.queries import FINDABLE, has_secret_place
from directory.secret_places import hides_its_place
from directory.upkeep.likeness import Likeness, Marks, Sign, compare, make_marks
from directory.upkeep.models import ListingPair, PairState
from directory.words import QUIET_WORDS
from navigator.db import db

PER_PAGE = 25
LARGE = 40  # listings in a block; in a larger one only neighbours by name are compared
NEIGHBOURS = 4
MOST_CANDIDATES = 200
BLOCKING = (Sign.NUMBER, Sign.PHONE, Sign.POSTCODE, Sign.WEB)


@dataclass(frozen=True)
class Alike:
    """A listing like the one asked about, and in words why."""

    service: Service
    likeness: Likeness

    @property
    def reasons(self) -> list[str]:
        return reasons(self.likeness.agree)


def reasons(signs: Iterable[str]) -> list[str]:
    """The signs that agree, in words."""
    words = {
        Sign.NAME: gettext("alike names"),
        Sign.NUMBER: gettext("same charity or company number"),
        Sign.PHONE: gettext("same phone"),
        Sign.POSTCODE: gettext("same postcode"),
        Sign.WEB: gettext("same web address"),
    }
    return [words[Sign(sign)] for sign in signs]


def find_all(*, now: datetime) -> int:
    """Look through every listing that can be found, and write down the pairs that look alike; how many are new.

    What somebody decided about a pair stands. Pairs that no longer look alike, and nobody decided about, go.
    """
    marks = _all_marks()
    found = {pair: likeness for pair in _pairs(marks) if (likeness := compare(marks[pair[0]], marks[pair[1]])).is_probable}
    known = {(pair.first_id, pair.second_id): pair for pair in db.session.scalars(select(ListingPair))}
    new = 0
    for (first, second), likeness in found.items():
        pair = known.get((first, second))
        if pair is None:
            pair = ListingPair(first_id=first, second_id=second, found_at=now, score=0)
            db.session.add(pair)
            new += 1
        if pair.state is not PairState.DIFFERENT and pair.state is not PairState.MERGED:
            pair.score, pair.why, pair.state = likeness.score, [sign.value for sign in likeness.agree], PairState.ALIKE
    for key, pair in known.items():
        if key not in found and pair.state is PairState.ALIKE:
            db.session.delete(pair)
    db.session.flush()
    return new


def list_pairs(*, page: int) -> tuple[Sequence[ListingPair], int]:
    """Pairs nobody has decided about, the likest first, PER_PAGE a page from 1; and how many there are."""
    wanted = select(ListingPair).where(ListingPair.state == PairState.ALIKE)
    both = [joinedload(side).joinedload(Service.organization) for side in (ListingPair.first, ListingPair.second)]
    found = db.session.scalars(
        wanted.options(*both).order_by(ListingPair.score.desc(), ListingPair.id).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    )
    return found.all(), count_pairs()


def count_pairs() -> int:
    """How many pairs nobody has decided about."""
    return db.session.scalar(select(func.count()).select_from(ListingPair).where(ListingPair.state == PairState.ALIKE)) or 0


def find_alike(service: Service, *, identifiers: Sequence[str] = ()) -> list[Alike]:
    """The listings most like this one, which need not be in the database. `identifiers`: its charity and company numbers."""
    marks = marks_of(service, identifiers=identifiers)
    likest = []
    for other in _candidates(marks, without=service.id):
        likeness = compare(marks, marks_of(other))
        if likeness.is_probable:
            likest.append(Alike(other, likeness))
    return sorted(likest, key=lambda alike: -alike.likeness.score)[:5]


def marks_of(service: Service, *, identifiers: Sequence[str] = ()) -> Marks:
    """One listing's marks. A secret place is no mark."""
    places = [] if has_secret_place(service) else service.service_at_locations
    organization = service.organization
    return make_marks(
        owner=organization.id or service.id,
        names=(service.name, service.alternate_name),
        numbers=[*identifiers, *(identifier.identifier for identifier in organization.identifiers)],
        phones=[phone.number for phone in service.phones],
        postcodes=[address.postal_code for place in places for address in place.location.addresses],
        addresses=(service.url, organization.website),
    )


def _candidates(marks: Marks, *, without: uuid.UUID | None) -> Sequence[Service]:
    """Listings that share a sign with `marks`, or two words of a name."""
    digits = func.replace(func.replace(func.replace(Phone.number, " ", ""), "-", ""), ")", "")
    shares: list[Any] = [
        *(Service.phones.any(digits.endswith(phone)) for phone in marks.phones),
        *(
            Service.service_at_locations.any(
                ServiceAtLocation.location.has(
                    ServiceAtLocation.location.property.mapper.class_.addresses.any(
                        func.lower(func.replace(Address.postal_code, " ", "")) == postcode
                    )
                )
            )
            for postcode in marks.postcodes
        ),
        *(
            Service.organization.has(Organization.identifiers.any(OrganizationIdentifier.identifier.endswith(number)))
            for number in marks.numbers
        ),
        *(Service.url.contains(host, autoescape=True) for host in marks.hosts),
    ]
    for name in marks.names:
        telling = sorted({word for word in name.split() if word not in QUIET_WORDS}, key=len, reverse=True)[:2]
        if telling:
            both = [func.lower(Service.name).contains(word, autoescape=True) for word in telling]
            shares.append(both[0] if len(both) == 1 else both[0] & both[1])
    if not shares:
        return []
    wanted = select(Service).where(or_(*shares), Service.status.in_(FINDABLE), Service.id != without)
    return db.session.scalars(wanted.options(joinedload(Service.organization)).limit(MOST_CANDIDATES)).all()


def _all_marks() -> dict[uuid.UUID, Marks]:
    """The marks of every listing that can be found, in a constant number of queries."""
    service, owner = aliased(Service), aliased(Organization)
    told = db.session.execute(
        select(
            service.id, service.name, service.alternate_name, service.description, service.url,
            service.organization_id, owner.name.label("owner_name"), owner.website,
        )
        .join(owner, owner.id == service.organization_id)
        .where(service.status.in_(FINDABLE))
    ).all()  # fmt: skip
    phones = _by_listing(select(Phone.service_id, Phone.number).where(Phone.service_id.is_not(None)))
    codes = _by_listing(select(Attribute.link_id, TaxonomyTerm.code).join(TaxonomyTerm))
    places = select(ServiceAtLocation.service_id, Address.postal_code).join(
        Address, Address.location_id == ServiceAtLocation.location_id
    )
    postcodes = _by_listing(places)
    numbers = _by_listing(select(OrganizationIdentifier.organization_id, OrganizationIdentifier.identifier))
    marks = {}
    for row in told:
        is_secret = hides_its_place(
            name=row.name,
            alternate_name=row.alternate_name,
            description=row.description,
            organization_name=row.owner_name,
            term_codes=codes.get(row.id, ()),
        )
        marks[row.id] = make_marks(
            owner=row.organization_id,
            names=(row.name, row.alternate_name),
            numbers=numbers.get(row.organization_id, ()),
            phones=phones.get(row.id, ()),
            postcodes=() if is_secret else postcodes.get(row.id, ()),
            addresses=(row.url, row.website),
        )
    return marks


def _by_listing(wanted: Any) -> dict[uuid.UUID, list[str | None]]:
    found: dict[uuid.UUID, list[str | None]] = defaultdict(list)
    for identity, value in db.session.execute(wanted):
        found[identity].append(value)
    return found


def _pairs(marks: dict[uuid.UUID, Marks]) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    """The pairs worth comparing, the smaller id first. Counted by their places in the order: ids are slow to compare."""
    order = sorted(marks)
    pairs: set[tuple[int, int]] = set()
    for block in _blocks([marks[identity] for identity in order]):
        if len(block) <= LARGE:
            pairs.update(combinations(block, 2))
        else:
            by_name = sorted(block, key=lambda place: min(marks[order[place]].names, default=""))
            for step in range(1, NEIGHBOURS + 1):
                pairs.update((min(two), max(two)) for two in zip(by_name, by_name[step:], strict=False))
    return ((order[one], order[other]) for one, other in pairs)


def _blocks(marks: Sequence[Marks]) -> Iterator[list[int]]:
    """Places in `marks`, rising, that share something."""
    how_often = Counter(word for mark in marks for word in {w for name in mark.names for w in name.split()})
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, mark in enumerate(marks):
        shared = {(sign.value, value) for sign in BLOCKING for value in mark.of(sign)}
        for name in mark.names:
            rarest = sorted({word for word in name.split() if word not in QUIET_WORDS}, key=lambda word: (how_often[word], word))
            shared.add((Sign.NAME.value, " ".join(sorted(rarest[:2]))))
        for key in shared:
            blocks[key].append(place)
    return (block for block in blocks.values() if len(block) > 1)
