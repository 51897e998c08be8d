"""Rows of a spreadsheet made into rows of the standard's tables, which are then cleaned, checked and compared like any other.

Only what a column says is told: a sheet without telephone numbers takes none away. A row is known again by its own number, or
else by the names of its organization and itself, within the mapping it came through.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from directory.finding.words import thesaurus
from directory.importing.identifiers import made
from directory.importing.rows import Reading, Row, Spot
from directory.importing.spreadsheets.said_in_words import read_ages, read_clock, read_cost, read_days, read_times
from directory.importing.spreadsheets.workbooks import Grid
from directory.models import Organization, TaxonomyTerm
from directory.places.gazetteer import coordinates_of_postcodes
from directory.words import fold
from navigator.db import db

NEEDS = "Needs"  # the taxonomy whose terms are needs; those of the others are kinds of help
AS_IT_STANDS = {
    "description": "description",
    "email": "email",
    "url": "url",
    "how_to_join": "application_process",
    "checked": "assured_date",
}
ADDRESS = ("address_1", "address_2", "city", "postal_code")
PLACE = ("venue", *ADDRESS)
WHEN = ("times", "days", "starts", "ends")
_PARTS = re.compile(r"\s*[;,/|\n]\s*")


@dataclass(frozen=True)
class Meaning:
    """What a sheet's columns are: field → place among the cells. `organization`: whose every row is, when none says."""

    name: str
    columns: Mapping[str, int]
    organization: str = ""

    def told(self, *fields: str) -> bool:
        return any(field in self.columns for field in fields)


@dataclass
class _Known:
    """What the directory says of the sheet's words, asked for once for all rows."""

    organizations: dict[str, str] = field(default_factory=dict)  # folded name → id
    postcodes: dict[str, tuple[float, float]] = field(default_factory=dict)
    terms: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # folded words → (link type, term's id)


def meaning(name: str, *, headings: Sequence[str], columns: Mapping[str, str], organization: str) -> Meaning:
    """`columns`: folded heading → field. A heading that the sheet does not have is passed over."""
    places = {fold(heading): place for place, heading in enumerate(headings)}
    return Meaning(name, {field: places[heading] for heading, field in columns.items() if heading in places}, organization)


def make_reading(grid: Grid, means: Meaning, *, file: str) -> Reading:
    """What the rows say, as a source that can be brought in. Asks the database about words, places and organizations."""
    reading = Reading()
    known = _look_up(grid, means)
    seen: dict[str, int] = {}
    unknown: Counter[str] = Counter()
    for number, cells in grid.rows:
        said = {field: cells[place].strip() for field, place in means.columns.items() if place < len(cells)}
        spot = Spot(file, "row", number)
        organization = said.get("organization") or means.organization
        if not said.get("name"):
            reading.refused.append(("services", spot, "there is no name", 1))
        elif not organization:
            reading.refused.append(("services", spot, "nothing says which organisation runs it", 1))
        else:
            identity = _identity(means, said, organization)
            if identity in seen:
                reason = f"this is the same listing as row {seen[identity]}; give each a name or a number of its own"
                reading.refused.append(("services", spot, reason, 1))
                continue
            seen[identity] = number
            _Listing(reading, known, means, unknown, said, spot, identity, organization).tell()
    for words, rows in unknown.items():
        reading.left_out[f"“{words}” means no need or kind of help that we know"] += rows
    return reading


class _Listing:
    """One row of the sheet, told table by table."""

    def __init__(
        self,
        reading: Reading,
        known: _Known,
        means: Meaning,
        unknown: Counter[str],
        said: dict[str, str],
        spot: Spot,
        identity: str,
        organization: str,
    ) -> None:
        self.reading, self.known, self.means, self.unknown = reading, known, means, unknown
        self.said, self.spot, self.id, self.organization = said, spot, identity, organization

    def tell(self) -> None:
        owner = self.known.organizations.get(fold(self.organization)) or str(made("organization", fold(self.organization)))
        self._row("organizations", owner, name=self.organization)
        mends: list[str] = []
        values: dict[str, object] = {column: self.said[name] for name, column in AS_IT_STANDS.items() if name in self.said}
        values |= self._ages(mends)
        if self.means.told("cost"):
            values["fees_description"] = self.said["cost"] if read_cost(self.said["cost"]) is None else None
        told = frozenset(
            table
            for table, fields in (
                ("phones", ("phone",)),
                ("schedules", WHEN),
                ("cost_options", ("cost",)),
                ("attributes", ("needs",)),
                ("languages", ("languages",)),
                ("service_at_location", PLACE),
            )
            if self.means.told(*fields)
        )
        row = self._row("services", self.id, name=self.said["name"], organization_id=owner, **values)
        row.tells, row.mends = told, mends
        self._phone()
        self._place(row)
        self._times(row)
        self._cost()
        self._needs()
        for language in _parts(self.said.get("languages", "")):
            self._row("languages", self._made("language", fold(language)), service_id=self.id, name=language)

    def _row(self, table: str, identity: str, **values: object) -> Row:
        row = Row(table, {"id": identity, **values}, self.spot)
        self.reading.rows.append(row)
        return row

    def _made(self, *words: str) -> str:
        return str(made("spreadsheet", self.id, *words))

    def _ages(self, mends: list[str]) -> dict[str, object]:
        values: dict[str, object] = {}
        notes = [self.said.get("who_for", "")]
        if self.means.told("ages"):
            said = self.said["ages"]
            ages = read_ages(said) if said else (None, None)
            if ages is None:
                notes.append(said)
                mends.append("ages kept as words: not certain enough to search by")
            values["minimum_age"], values["maximum_age"] = ages or (None, None)
        if self.means.told("who_for", "ages"):
            values["eligibility_description"] = "\n\n".join(note for note in notes if note)
        return values

    def _phone(self) -> None:
        number = self.said.get("phone", "")
        if not number:
            return
        bare = re.sub(r"\s", "", number)
        if re.fullmatch(r"[127]\d{8,9}", bare):  # a spreadsheet takes the nought off what it believes to be a number
            number = f"0{number}"
        self._row("phones", self._made("phone"), service_id=self.id, number=number, type="voice")

    def _place(self, listing: Row) -> None:
        said = {name: self.said.get(name, "") for name in PLACE}
        if not any(said.values()):
            return
        where = self._made("place")
        values: dict[str, object] = {"name": said["venue"]} if self.means.told("venue") else {}
        if self.means.told("postal_code"):
            found = self.known.postcodes.get(fold(said["postal_code"]).replace(" ", ""))
            values["latitude"], values["longitude"] = found or (None, None)
            if said["postal_code"] and not found:
                listing.mends.append("postcode not in our list of places: the listing has no place on the map")
        self._row("locations", where, location_type="physical", **values)
        if any(said[name] for name in ADDRESS):
            address = {name: said[name] for name in ADDRESS}
            self._row("addresses", self._made("address"), location_id=where, address_type="physical", **address)
        self._row("service_at_location", self._made("at"), service_id=self.id, location_id=where)

    def _times(self, listing: Row) -> None:
        words = self.said.get("times", "")
        days, opens, closes = (self.said.get(name, "") for name in ("days", "starts", "ends"))
        if days or opens:
            byday, first, last = read_days(days), read_clock(opens), read_clock(closes) if closes else ""
            if byday and first and last is not None:
                self._schedule("days", freq="WEEKLY", byday=byday, opens_at=first, closes_at=last)
            else:
                words = " ".join(part for part in (words, days, opens, "to" if closes else "", closes) if part)
        sessions = read_times(words) if words else []
        for number, one in enumerate(sessions):
            self._schedule(str(number), freq=one.freq, byday=one.byday, opens_at=one.opens_at, closes_at=one.closes_at)
        if words and not sessions:
            self._schedule("words", description=words)
            listing.mends.append("days and times kept as words: not certain enough to search by")

    def _schedule(self, which: str, **values: str) -> None:
        blank = dict.fromkeys(("freq", "byday", "opens_at", "closes_at", "description"), "")
        self._row("schedules", self._made("schedule", which), service_id=self.id, **(blank | values))

    def _cost(self) -> None:
        amount = read_cost(self.said.get("cost", ""))
        if amount is not None:
            self._row("cost_options", self._made("cost"), service_id=self.id, amount=amount, currency="GBP")

    def _needs(self) -> None:
        told: set[str] = set()
        for part in _parts(self.said.get("needs", "")):
            terms = self.known.terms.get(fold(part), [])
            if not terms:
                self.unknown[part] += 1
            for link_type, term in terms:
                if term not in told:
                    told.add(term)
                    values = {"link_id": self.id, "link_entity": "service", "link_type": link_type, "taxonomy_term_id": term}
                    self._row("attributes", self._made("term", term), **values)


def _identity(means: Meaning, said: Mapping[str, str], organization: str) -> str:
    if own := said.get("own_id"):
        return str(made("spreadsheet", means.name, "number", own))
    return str(made("spreadsheet", means.name, "names", fold(organization), fold(said["name"])))


def _parts(text: str) -> list[str]:
    return list(dict.fromkeys(part for part in _PARTS.split(text) if part))


def _look_up(grid: Grid, means: Meaning) -> _Known:
    def values(field: str) -> set[str]:
        place = means.columns.get(field)
        return set() if place is None else {cells[place] for _, cells in grid.rows if place < len(cells) and cells[place]}

    known = _Known(postcodes=coordinates_of_postcodes(values("postal_code")))
    names = {name.strip().lower() for name in values("organization") | {means.organization} if name.strip()}
    ours = select(Organization.id, Organization.name)
    listed = sorted(names)
    for start in range(0, len(listed), 500):
        for row in db.session.execute(ours.where(func.lower(Organization.name).in_(listed[start : start + 500]))):
            known.organizations.setdefault(fold(row.name), str(row.id))
    if means.told("needs"):
        terms = {
            term.code: ("need" if term.taxonomy and term.taxonomy.name == NEEDS else "kind", str(term.id))
            for term in db.session.scalars(select(TaxonomyTerm).where(TaxonomyTerm.code.is_not(None)))
        }
        for part in {part for cell in values("needs") for part in _parts(cell)}:
            codes = {code for unit in thesaurus.understand(part) for code in unit.codes}
            known.terms[fold(part)] = sorted(terms[code] for code in codes if code in terms)
    return known
