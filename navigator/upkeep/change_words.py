"""What was changed about a listing, in the words its readers would use."""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from flask_babel import gettext, lazy_gettext
from sqlalchemy import select

from directory.history.models import ChangedField, FieldAction, ListingChange, Origin
from directory.history.parts import PARTS
from directory.history.secrecy import PLACES
from directory.history.values import row_from_text
from directory.models import Location, Organization, Program, ServiceStatus, TaxonomyTerm
from directory.times.opening_hours import Hours, in_words
from directory.upkeep.word_changes import Piece, find_word_changes
from navigator.db import db
from translations import dates
from translations.locales import words as words_of

ROWS = {
    "organizations": lazy_gettext("The organisation"),
    "organization_identifiers": lazy_gettext("The organisation's number"),
    "programs": lazy_gettext("Programme"),
    "services": lazy_gettext("The listing"),
    "locations": lazy_gettext("Place"),
    "addresses": lazy_gettext("Address"),
    "accessibility": lazy_gettext("Access"),
    "service_at_location": lazy_gettext("Where it happens"),
    "contacts": lazy_gettext("Ask for"),
    "phones": lazy_gettext("Phone"),
    "languages": lazy_gettext("Language"),
    "schedules": lazy_gettext("Times"),
    "cost_options": lazy_gettext("Cost"),
    "service_areas": lazy_gettext("Area"),
    "service_capacities": lazy_gettext("Room"),
    "required_documents": lazy_gettext("What to bring"),
    "funding": lazy_gettext("Who pays for it"),
    "attributes": lazy_gettext("Kind of help, need, or whom it is for"),
}

FIELDS = {
    ("services", "name"): lazy_gettext("Name"),
    ("services", "alternate_name"): lazy_gettext("Other name"),
    ("services", "description"): lazy_gettext("What it is"),
    ("services", "organization_id"): lazy_gettext("The organisation"),
    ("services", "program_id"): lazy_gettext("Programme"),
    ("services", "url"): lazy_gettext("Website"),
    ("services", "email"): lazy_gettext("E-mail"),
    ("services", "status"): lazy_gettext("Whether it is running"),
    ("services", "interpretation_services"): lazy_gettext("Interpreters"),
    ("services", "application_process"): lazy_gettext("How to join"),
    ("services", "fees_description"): lazy_gettext("Cost, in words"),
    ("services", "wait_time"): lazy_gettext("How long one waits"),
    ("services", "licenses"): lazy_gettext("Licences"),
    ("services", "accreditations"): lazy_gettext("Quality"),
    ("services", "eligibility_description"): lazy_gettext("Who it is for"),
    ("services", "minimum_age"): lazy_gettext("From age"),
    ("services", "maximum_age"): lazy_gettext("Up to age"),
    ("services", "alert"): lazy_gettext("Notice at the top"),
    ("services", "assured_date"): lazy_gettext("Checked"),
    ("services", "assurer_email"): lazy_gettext("Who checked it"),
    ("organizations", "name"): lazy_gettext("The organisation's name"),
    ("organizations", "description"): lazy_gettext("About the organisation"),
    ("organizations", "email"): lazy_gettext("The organisation's e-mail"),
    ("organizations", "website"): lazy_gettext("The organisation's website"),
    ("locations", "name"): lazy_gettext("Name of the place"),
    ("locations", "transportation"): lazy_gettext("How to get there"),
    ("locations", "latitude"): lazy_gettext("Where it is on the map"),
    ("locations", "longitude"): lazy_gettext("Where it is on the map"),
    ("addresses", "address_1"): lazy_gettext("Street"),
    ("addresses", "city"): lazy_gettext("Town"),
    ("addresses", "postal_code"): lazy_gettext("Postcode"),
    ("schedules", "byday"): lazy_gettext("Days"),
    ("schedules", "opens_at"): lazy_gettext("Begins at"),
    ("schedules", "closes_at"): lazy_gettext("Ends at"),
    ("schedules", "valid_to"): lazy_gettext("Times hold until"),
    ("phones", "number"): lazy_gettext("Phone number"),
    ("service_capacities", "available"): lazy_gettext("Places free"),
    ("service_capacities", "updated"): lazy_gettext("Room last said"),
}

STATUSES = {
    ServiceStatus.ACTIVE: lazy_gettext("Running"),
    ServiceStatus.INACTIVE: lazy_gettext("Not running"),
    ServiceStatus.DEFUNCT: lazy_gettext("Ended for good"),
    ServiceStatus.TEMPORARILY_CLOSED: lazy_gettext("Closed for now"),
}

TITLES = {
    Origin.EDITOR: lazy_gettext("Changed by %(who)s, of the organisation"),
    Origin.STAFF: lazy_gettext("Changed by %(who)s"),
    Origin.IMPORT: lazy_gettext("Brought in from %(who)s"),
    Origin.CONFIRMATION: lazy_gettext("Said to be still correct by %(who)s"),
    Origin.RESTORATION: lazy_gettext("Taken back to version %(number)s by %(who)s"),
    Origin.MERGE: lazy_gettext("Joined with another listing by %(who)s"),
}

_SAYS_NOTHING = frozenset(
    {"link_entity", "link_type", "country", "state_province", "currency", "freq", "type", "unit", "timezone"}
)
_NAMED_BY_ID = {
    "organization_id": Organization,
    "program_id": Program,
    "location_id": Location,
    "taxonomy_term_id": TaxonomyTerm,
}


@dataclass(frozen=True)
class Told:
    """One thing that was changed. `before` and `after` are empty where there was, or is, nothing."""

    label: str
    before: str = ""
    after: str = ""
    is_hidden: bool = False

    @cached_property
    def pieces(self) -> list[Piece]:
        """A long text word by word; none for a short one, or for one that was written anew."""
        return find_word_changes(self.before, self.after)


@dataclass(frozen=True)
class ChangeView:
    change: ListingChange
    title: str
    told: list[Told]


def tell(changes: Iterable[ListingChange], *, code: str, today: date, is_secret: bool) -> list[ChangeView]:
    """Changes, read whole, for a reader of `code`. `is_secret`: nothing of where it happens is told. Four queries at most."""
    all_of_them = list(changes)
    names = _names(field for change in all_of_them for field in change.fields)
    views = []
    for change in all_of_them:
        fields = sorted(change.fields, key=lambda f: (list(PARTS).index(f.resource_type), f.resource_id, f.field_name))
        told = [_tell(field, names, code, today, is_secret) for field in fields]
        views.append(ChangeView(change, title_of(change), [one for one in told if one.before or one.after or one.is_hidden]))
    return views


def title_of(change: ListingChange) -> str:
    """What kind of change it was, and by whom."""
    is_new = any(f.resource_type == "services" and f.last_action_type is FieldAction.CREATE for f in change.fields)
    words = lazy_gettext("Added by %(who)s") if is_new else TITLES[change.origin]
    return str(words) % {"who": change.made_by, "number": change.note or ""}


def label_of(table: str, column: str) -> str:
    """A field's name as a reader of the listing would say it."""
    if (table, column) in FIELDS:
        return str(FIELDS[table, column])
    if not column or column in _NAMED_BY_ID:
        return str(ROWS[table])
    return str(gettext("%(thing)s: %(field)s", thing=ROWS[table], field=column.replace("_", " ")))


def values_in_words(values: Sequence[tuple[str, str, str | None]], *, code: str, today: date) -> list[str]:
    """Values (table, column, JSON text) as the history and conflicts keep them; the whole row when the column is empty."""
    names = _names_in(values)
    return [
        _value(table, column, text, names, code) if column else _row(table, text, names, code, today)
        for table, column, text in values
    ]


def _tell(field: ChangedField, names: dict[uuid.UUID, str], code: str, today: date, is_secret: bool) -> Told:
    label = label_of(field.resource_type, field.field_name)
    if is_secret and field.resource_type in PLACES:
        return Told(label, is_hidden=True)
    if field.field_name:
        before, after = (
            _value(field.resource_type, field.field_name, text, names, code)
            for text in (field.previous_value, field.replacement_value)
        )
    else:
        before, after = (
            _row(field.resource_type, text, names, code, today) for text in (field.previous_value, field.replacement_value)
        )
    return Told(label, before, after)


def _value(table: str, column: str, text: str | None, names: dict[uuid.UUID, str], code: str) -> str:
    if text is None or column not in PARTS[table].table.c:
        return ""
    value = row_from_text(PARTS[table].table.c, json.dumps({column: json.loads(text)}))[column]
    if column == "byday" and isinstance(value, str):
        return in_words(Hours(freq="WEEKLY", byday=value), words=words_of(code), code=code, today=date.min).text or value
    return _said(value, names, code)


def _row(table: str, text: str | None, names: dict[uuid.UUID, str], code: str, today: date) -> str:
    if text is None:
        return ""
    values = row_from_text(PARTS[table].table.c, text)
    if table == "schedules":
        hours = Hours(**{name: value for name, value in values.items() if name in Hours.__dataclass_fields__})
        line = in_words(hours, words=words_of(code), code=code, today=today)
        return " – ".join(part for part in (line.text, line.note) if part)
    owners = PARTS[table].owners.keys() - {"location_id"} if table == "service_at_location" else PARTS[table].owners.keys()
    said = [_said(value, names, code) for name, value in values.items() if name not in owners and name not in _SAYS_NOTHING]
    return ", ".join(part for part in said if part)


def _said(value: Any, names: dict[uuid.UUID, str], code: str) -> str:
    if isinstance(value, uuid.UUID):
        return names.get(value, "")
    if isinstance(value, ServiceStatus):
        return str(STATUSES[value])
    if isinstance(value, date):
        return dates.long_date(value, code)
    if isinstance(value, float):
        return dates.number(int(value), code) if value.is_integer() else str(value)
    return str(value)


def _names(fields: Iterable[ChangedField]) -> dict[uuid.UUID, str]:
    texts = [
        (field.resource_type, field.field_name, text)
        for field in fields
        for text in (field.previous_value, field.replacement_value)
    ]
    return _names_in(texts)


def _names_in(texts: Iterable[tuple[str, str, str | None]]) -> dict[uuid.UUID, str]:
    """The names of what values point at, as they are now: one query for each kind of thing."""
    wanted: dict[str, set[uuid.UUID]] = {}
    for table, column, text in texts:
        if text is None or table not in PARTS:
            continue
        written = json.loads(text)
        values = {column: written} if column else written
        for name, value in row_from_text(PARTS[table].table.c, json.dumps(values)).items():
            if name in _NAMED_BY_ID and isinstance(value, uuid.UUID):
                wanted.setdefault(name, set()).add(value)
    names: dict[uuid.UUID, str] = {}
    for column, identities in wanted.items():
        model: Any = _NAMED_BY_ID[column]
        found = db.session.execute(select(model.id, model.name).where(model.id.in_(identities)))
        names |= {row[0]: row[1] or "" for row in found}
    return names
