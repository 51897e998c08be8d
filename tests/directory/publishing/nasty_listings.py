"""Listings as nobody would wish them, written straight to the tables, past every check: the same ones from the same seed."""

import random
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from directory.models import (
    Accessibility,
    Address,
    Attribute,
    Contact,
    CostOption,
    Funding,
    Location,
    LocationType,
    Organization,
    OrganizationIdentifier,
    Phone,
    Program,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    ServiceStatus,
    SpokenLanguage,
    Taxonomy,
    TaxonomyTerm,
)
from directory.operations import next_revision
from navigator.db import Base, db

SECRET_STREET = "77 Wychwood Hollow"
SECRET_POSTCODE = "TR99 9ZZ"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

WORDS = (
    "Tea & Talk",
    "",
    "   ",
    "\t\n ",
    "چائے اور باتیں",
    "مجموعة الدعم \u202e للجميع",
    "🧶 Knit 👨‍👩‍👧‍👦 & natter",
    "Bell \x07 and \x1b[31mescape\x00".replace("\x00", ""),
    "<script>alert('boo')</script>",
    "<p>Caf&eacute; <b>morning</b></p>",
    '=HYPERLINK("http://evil.example","Click")',
    "+44 1632 960000",
    "-1+1|cmd",
    "@SUM(A1:A9)",
    'O\'Brien "the" Ångström \\ group / %s %(x)s {0} {{ 7*7 }}',
    "NULL",
    "Z̶̡̢a̷̛l̸g̴o̵",
    "\ufeffmarked \ufffe end \x85 \x9f",
    "x" * 255,
    "a\u2028b\u2029c",
    "]]>",
    "ﬁne ½ ™",
)
LONG_WORDS = ("long " * 2_000, "word\n\n" * 500, "ж" * 10_000)
WEB_ADDRESSES = (
    None,
    "",
    "  ",
    "https://tea.example/",
    "http://tea.example:8080/a?b=c#d",
    "www.tea.example",
    "tea.example",
    "see our Facebook page",
    "javascript:alert(1)",
    "http://",
    "http:///nowhere",
    "https://tea.example/a b",
    "https://tëa.example/é?q=ü",
    "https://[::1",
    "https://tea.example/%zz",
    "ftp://tea.example/file",
    "mailto:a@tea.example",
    "https://tea.example/<b>",
    "//tea.example/x",
)
EMAILS = (
    None,
    "",
    "hello@tea.example",
    "HELLO@TEA.EXAMPLE",
    "hello",
    "a@b",
    "two@tea.example, three@tea.example",
    "Ann <ann@tea.example>",
    "é@tea.example",
    "a b@tea.example",
    "@tea.example",
    "x@",
    "a@tëa.example",
)
TIMES = (None, "", "10:00", "00:00", "24:00", "25:00", "9:30", "10am", "10.00", "1:60", "noon")
DAYS = (None, "", "MO", "TU,TH", "mo, we", "1SA", "-1FR", "8MO", "XX", "MO TU", "0MO", "MO,,TU", "MO,TU,WE,TH,FR,SA,SU")
FREQUENCIES = (None, "", "WEEKLY", "MONTHLY", "weekly", "DAILY", "YEARLY", "often")
NUMBERS = (None, 0, 1, 2, -1, 7, 10**6)
AGES = (None, 0, 18, 65, 17.5, -3, 151, 1e308, float("inf"), 120)
DEGREES = (None, 50.1, -5.5, 0.0, 91.0, -181.0, 1e9, float("inf"))
POSTCODES = ("TR18 2AB", "", "  ", "tr182ab", "nowhere")
NUMBERS_SAID = ("01632 960123", "07700 900123", "ring the hall", "", "  ", "999", "+44 (0)1632 960123 ext 4", "١٢٣٤٥")
EXTENSIONS = (None, "", "12", "012", "x4", "١٢", "99999999999999999999")


class Maker:
    """Rows of every table, kept until they are written all at once."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.rows: dict[type[Base], list[dict[str, Any]]] = {}

    def add(self, model: type[Base], **values: Any) -> uuid.UUID:
        identity = uuid.UUID(int=self.chance.getrandbits(128), version=4)
        self.rows.setdefault(model, []).append({"id": identity} | values)
        return identity

    def one(self, choices: Sequence[Any]) -> Any:
        return self.chance.choice(choices)

    def mostly(self, usual: Any, others: Sequence[Any]) -> Any:
        """So that not everything is wrong with everything, and much of it goes out."""
        return usual if self.chance.random() < 0.975 else self.one(others)

    def some(self, make: Callable[[], object], most: int = 2) -> None:
        for _ in range(self.chance.randrange(most + 1)):
            make()

    def words(self, longest: int) -> str:
        return str(self.one(WORDS))[:longest]

    def day(self) -> date | None:
        days: tuple[date | None, ...] = (None, date(1, 1, 1), date(9999, 12, 31), date(2026, 11, 22), date(2026, 2, 28))
        return self.chance.choice(days)

    def write(self) -> None:
        for model in (table for mapper in db.metadata.sorted_tables for table in self.rows if table.__table__ is mapper):
            names = {name for row in self.rows[model] for name in row}
            db.session.execute(insert(model), [dict.fromkeys(names) | row for row in self.rows[model]])


def make_nasty_listings(count: int, *, seed: int = 1) -> None:
    """Write `count` listings with everything awkward about them, and commit."""
    maker = Maker(seed)
    taxonomies = [
        maker.add(Taxonomy, name=name, description="", uri=uri) for name, uri in (("Needs", "no address"), ("Kinds", None))
    ]
    terms = [
        maker.add(TaxonomyTerm, name=name, code=code, description="", taxonomy_id=maker.one((*taxonomies, None)))
        for name, code in (
            ("Company", "company"),
            ("Refuge", "refuge"),
            ("<b>Bold</b>", None),
            ("چائے", "x" * 120),
            (" ", "blank"),
        )
    ]
    parent = maker.add(Organization, name="The parent", description="")
    revision = next_revision(db.session())
    for _ in range(count):
        _make_one(maker, terms, parent, revision)
    maker.write()
    db.session.commit()


def _make_one(maker: Maker, terms: list[uuid.UUID], parent: uuid.UUID, revision: int) -> None:
    one, mostly, words = maker.one, maker.mostly, maker.words
    is_refuge = maker.chance.random() < 0.05
    organization = maker.add(
        Organization,
        name=mostly("Neighbours Together", WORDS),
        alternate_name=words(255),
        description=one((*WORDS, *LONG_WORDS)),
        email=mostly(None, EMAILS),
        website=mostly(None, WEB_ADDRESSES),
        logo=one(WEB_ADDRESSES),
        uri=one(WEB_ADDRESSES),
        year_incorporated=one((None, 0, 1999, -44)),
        parent_organization_id=one((None, parent)),
    )
    maker.some(
        lambda: maker.add(OrganizationIdentifier, organization_id=organization, identifier_type=words(120), identifier=words(120))
    )
    program = maker.add(Program, organization_id=organization, name=words(255), description=words(200))
    name = mostly("Tuesday table", WORDS)
    service = maker.add(
        Service,
        organization_id=organization,
        program_id=one((None, program)),
        name="Haven women's refuge" if is_refuge else name,
        alternate_name=words(255),
        description=one((*WORDS, *LONG_WORDS))
        if not is_refuge
        else one(("Safe.", f"We are at {SECRET_STREET.lower()}.", "Near tr999zz")),
        url=mostly(None, WEB_ADDRESSES),
        email=mostly("hello@tea.example", EMAILS),
        status=one(list(ServiceStatus)),
        application_process=words(500),
        fees_description=one(LONG_WORDS),
        wait_time=words(200),
        licenses=one(LONG_WORDS),
        minimum_age=mostly(one((None, 18)), AGES),
        maximum_age=mostly(one((None, 65)), AGES),
        assured_date=maker.day(),
        assurer_email="checker@secret.example",
        alert=words(100),
        last_modified=one((None, NOW, NOW - timedelta(days=5000))),
        revision=revision,
    )
    for _ in range(maker.chance.randrange(3) or int(is_refuge)):
        _make_place(maker, service, is_refuge=is_refuge)
    maker.some(lambda: _make_schedule(maker, service_id=service))
    maker.some(lambda: _make_phone(maker, service_id=service, organization_id=one((None, organization))))
    contact = maker.add(Contact, service_id=service, name=one((None, *WORDS)), title=words(255), email=mostly(None, EMAILS))
    maker.some(lambda: _make_phone(maker, contact_id=contact))
    maker.some(
        lambda: maker.add(
            SpokenLanguage, service_id=service, name=mostly("Urdu", ("", None)), code=one((None, "ur", "english!", ""))
        )
    )
    maker.some(
        lambda: maker.add(
            CostOption,
            service_id=service,
            amount=mostly(2.5, (None, 0.0, -1.0, float("inf"), 1e300)),
            currency=mostly("GBP", (None, "", "£", "gbp", "12")),
            option=words(100),
            valid_from=maker.day(),
        )
    )
    maker.some(
        lambda: maker.add(
            ServiceArea,
            service_id=service,
            name=words(255),
            extent=one((None, "", "TR18", "{}")),
            extent_type=one((None, "", "text", "shape")),
        )
    )
    maker.some(
        lambda: maker.add(
            ServiceCapacity,
            service_id=service,
            unit=one(("place", "", " ")),
            available=mostly(3, NUMBERS[1:]),
            maximum=mostly(None, NUMBERS),
            updated=NOW,
        ),
        most=1,
    )
    maker.some(
        lambda: maker.add(RequiredDocument, service_id=service, document=words(80), uri=mostly(None, WEB_ADDRESSES)), most=1
    )
    maker.some(lambda: maker.add(Funding, service_id=service, source=words(80)))
    chosen = one(terms[:1] + terms[2:4])
    for _ in range(maker.chance.randrange(3)):  # the same one again and again
        maker.add(
            Attribute,
            link_id=service,
            link_entity="service",
            link_type=one((None, "need", "")),
            taxonomy_term_id=mostly(chosen, terms[-1:]),
            value=one((None, "", "v")),
        )


def _make_place(maker: Maker, service: uuid.UUID, *, is_refuge: bool) -> None:
    one, mostly, words = maker.one, maker.mostly, maker.words
    location = maker.add(
        Location,
        location_type=one(list(LocationType)),
        name=one((None, words(255))),
        description=words(100),
        url=mostly(None, WEB_ADDRESSES),
        latitude=mostly(50.1, DEGREES),
        longitude=mostly(-5.5, DEGREES),
    )
    for _ in range(maker.chance.randrange(3) or int(is_refuge)):
        maker.add(
            Address,
            location_id=location,
            address_1=SECRET_STREET if is_refuge else mostly("1 High Street", WORDS),
            address_2=one((None, words(255))),
            city=mostly("Penzance", ("", " ", "x" * 120)),
            state_province=one(("Cornwall", "", " ")),
            region=one((None, "", "South West")),
            postal_code=SECRET_POSTCODE if is_refuge else mostly("TR18 2AB", POSTCODES),
            country=one(("GB", "", "gb", "UK")),
            address_type=one(("physical", "postal", "", "house")),
        )
    maker.some(
        lambda: maker.add(Accessibility, location_id=location, description=one((None, *WORDS)), url=mostly(None, WEB_ADDRESSES))
    )
    place = maker.add(ServiceAtLocation, service_id=service, location_id=location, description=words(100))
    maker.some(lambda: _make_schedule(maker, service_at_location_id=place))
    maker.some(lambda: _make_phone(maker, location_id=location), most=1)
    maker.some(lambda: maker.add(Contact, location_id=location, name=words(255)), most=1)
    maker.some(lambda: maker.add(SpokenLanguage, location_id=location, name="Polish"), most=1)


def _make_schedule(maker: Maker, **owner: uuid.UUID) -> None:
    one, mostly = maker.one, maker.mostly
    maker.add(
        Schedule,
        freq=mostly("WEEKLY", FREQUENCIES),
        byday=mostly("TU", DAYS),
        interval=mostly(None, NUMBERS),
        count=mostly(None, NUMBERS),
        dtstart=maker.day(),
        until=maker.day(),
        valid_from=maker.day(),
        valid_to=maker.day(),
        wkst=one((None, "MO", "XX", "")),
        bymonthday=mostly(None, ("1,2", "-5", "first", "", "1;2")),
        opens_at=mostly("10:00", TIMES),
        closes_at=mostly("12:00", TIMES),
        description=maker.words(200),
        schedule_link=mostly(None, WEB_ADDRESSES),
        notes=maker.words(200),
        **owner,
    )


def _make_phone(maker: Maker, **owner: uuid.UUID | None) -> None:
    maker.add(
        Phone,
        number=maker.mostly("01632 960123", NUMBERS_SAID),
        extension=maker.one(EXTENSIONS),
        type=maker.one((None, "", "voice", "carrier pigeon")),
        description=maker.one((None, *WORDS)),
        **owner,
    )
