"""Keeps a refuge's address out: of what a source brings, where it is goes no further than this."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.importing.checking import Accepted
from directory.importing.report import Report
from directory.importing.writing import batched
from directory.models import Attribute, Organization, Service, TaxonomyTerm
from directory.secret_places import hides_its_place, is_named_as_refuge, without_whereabouts

LEFT_OUT = "address of a refuge left out"
# Where somebody may have written, in words, what must not be known; contacts of a refuge do not come in at all.
_OF_A_LISTING = (
    *("description", "alert", "application_process", "eligibility_description", "fees_description"),
    *("wait_time", "licenses"),
)
SAID_OF_A_PLACE = {
    "services": _OF_A_LISTING,
    "phones": ("description",),
    "schedules": ("description", "notes"),
    "contacts": (),
}

Ids = set[uuid.UUID]


def withhold_addresses(session: Session, accepted: Accepted, report: Report) -> Ids:
    """Take out of `accepted` the whereabouts of every listing that must stay secret. Gives the locations taken out."""
    secret_organizations, secret_services = _who_must_stay_secret(session, accepted)
    places = accepted.rows["service_at_location"]
    hidden = {identity: values for identity, values in places.items() if values["service_id"] in secret_services}
    locations = {values["location_id"] for values in hidden.values()}
    locations |= {i for i, values in accepted.rows["locations"].items() if values.get("organization_id") in secret_organizations}
    # Where another listing meets openly is no secret; only that the refuge is there.
    locations -= {values["location_id"] for identity, values in places.items() if identity not in hidden}
    for identity in hidden:
        report.mend("service_at_location", accepted.spots["service_at_location", identity], LEFT_OUT)
        del places[identity]
    for identity in locations & accepted.rows["locations"].keys():
        report.mend("locations", accepted.spots["locations", identity], LEFT_OUT)
        del accepted.rows["locations"][identity]
    _let_go(accepted, hidden={i: v["service_id"] for i, v in hidden.items()}, locations=locations)
    _silence(accepted, secret_services, report)
    return locations


def _silence(accepted: Accepted, secret_services: Ids, report: Report) -> None:
    """Leave out of what a refuge says of itself where it is, and who works there."""
    for name, columns in SAID_OF_A_PLACE.items():
        for identity, values in list(accepted.rows[name].items()):
            if (identity if name == "services" else values.get("service_id")) not in secret_services:
                continue
            quiet = {column: without_whereabouts(values[column]) for column in columns if values.get(column)}
            if name != "contacts" and all(values[column] == words for column, words in quiet.items()):
                continue
            report.mend(name, accepted.spots[name, identity], LEFT_OUT)
            if name == "contacts":
                del accepted.rows[name][identity]
            else:
                values |= quiet


def _let_go(accepted: Accepted, *, hidden: dict[uuid.UUID, uuid.UUID], locations: Ids) -> None:
    """Take the addresses away with their locations, and let what hung on a hidden place hang on its listing instead."""
    for name, rows in accepted.rows.items():
        for identity, values in list(rows.items()):
            if values.get("location_id") in locations:
                if name in ("addresses", "accessibility", "service_at_location"):
                    del rows[identity]
                    continue
                values["location_id"] = None
            if (place := values.get("service_at_location_id")) in hidden:
                values["service_at_location_id"] = None
                values["service_id"] = values.get("service_id") or hidden[place]


def _who_must_stay_secret(session: Session, accepted: Accepted) -> tuple[Ids, Ids]:
    """Organizations and services, of the source and of ours that it speaks of, whose place is a secret."""
    organizations = {i: v.get("name") for i, v in accepted.rows["organizations"].items()}
    services = {
        i: (v.get("name"), v.get("alternate_name"), v.get("description"), v.get("organization_id"))
        for i, v in accepted.rows["services"].items()
    }
    for batch in batched({v["service_id"] for v in accepted.rows["service_at_location"].values()} - services.keys()):
        words = (Service.name, Service.alternate_name, Service.description, Service.organization_id)
        ours = session.execute(select(Service.id, *words).where(Service.id.in_(batch)))
        services |= {row.id: (row.name, row.alternate_name, row.description, row.organization_id) for row in ours}
    owners = {owner for *_, owner in services.values() if owner}
    owners |= {owner for values in accepted.rows["locations"].values() if (owner := values.get("organization_id"))}
    for batch in batched(owners - organizations.keys()):
        named = select(Organization.id, Organization.name).where(Organization.id.in_(batch))
        organizations |= {row.id: row.name for row in session.execute(named)}
    codes = _codes(session, accepted, set(services))
    secret_organizations = {identity for identity, name in organizations.items() if is_named_as_refuge(name)}
    secret_services = {
        identity
        for identity, (name, alternate_name, description, owner) in services.items()
        if hides_its_place(
            name=name,
            alternate_name=alternate_name,
            description=description,
            organization_name=organizations.get(owner) if owner else None,
            term_codes=codes.get(identity, ()),
        )
    }
    return secret_organizations, secret_services


def _codes(session: Session, accepted: Accepted, services: Ids) -> dict[uuid.UUID, list[str | None]]:
    """The terms' codes that each service is given, in the source or by us."""
    codes: dict[uuid.UUID, list[str | None]] = {}
    known = {identity: values.get("code") for identity, values in accepted.rows["taxonomy_terms"].items()}
    named = {values["taxonomy_term_id"] for values in accepted.rows["attributes"].values()}
    for batch in batched(named - known.keys()):
        terms = session.execute(select(TaxonomyTerm.id, TaxonomyTerm.code).where(TaxonomyTerm.id.in_(batch)))
        known |= {row.id: row.code for row in terms}
    for values in accepted.rows["attributes"].values():
        codes.setdefault(values["link_id"], []).append(known.get(values["taxonomy_term_id"]))
    for batch in batched(services):
        ours = select(Attribute.link_id, TaxonomyTerm.code).join(TaxonomyTerm).where(Attribute.link_id.in_(batch))
        for service, code in session.execute(ours):
            codes.setdefault(service, []).append(code)
    return codes
