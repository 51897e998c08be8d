"""What the feed answers: the documents for a page of ids, and the stream of all of them."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import orjson
from sqlalchemy import select

from directory.models import Service, ServiceAtLocation, Taxonomy, TaxonomyTerm
from directory.publishing import said
from directory.publishing.documents import Documents
from directory.publishing.gate import is_cleared
from directory.publishing.models import Verdict
from directory.publishing.parts import Document, taxonomy, taxonomy_term
from directory.publishing.rows import ById, columns, read_organizations, read_places, read_services, terms_with_taxonomies
from navigator.db import db

AT_ONCE = 200  # documents of a stream that are held in memory
MakeDocuments = Callable[[Sequence[uuid.UUID]], list[Document]]


def services(ids: Sequence[uuid.UUID], *, whole: bool, today: date) -> list[Document]:
    """The documents of these listings, in this order. Whoever asks has asked the gate for the ids."""
    documents = Documents(read_services(ids, whole=whole, today=today))
    return [documents.service(service_id, whole=whole) for service_id in ids if service_id in documents.listings.services]


def services_in_brief(ids: Sequence[uuid.UUID]) -> list[Document]:
    """Of each listing only what tells a keeper of copies that it changed; its name and status, because the schema demands them.

    The standard's parameter speaks of `modified_date`, its schema of `last_modified`: they are the same here.
    """
    asked = select(Service.id, Service.name, Service.status, Service.last_modified, Verdict.changed_at).join(
        Verdict, Verdict.service_id == Service.id
    )
    rows = {row.id: row for row in db.session.execute(asked.where(Service.id.in_(ids)))}
    found = []
    for row in (rows[service_id] for service_id in ids if service_id in rows):
        changed = said.moment(max(row.changed_at, row.last_modified or row.changed_at))
        found.append(
            {
                "id": str(row.id),
                "name": said.text(row.name),
                "status": row.status.value,
                "last_modified": changed,
                "modified_date": changed,
            }
        )
    return found


def places(ids: Sequence[uuid.UUID], *, whole: bool, today: date) -> list[Document]:
    """The documents of these services at locations, in this order, but for those whose place is a secret."""
    documents = Documents(read_places(ids, whole=whole, today=today))
    rows = {row.id: row for of_service in documents.listings.places.values() for row in of_service}
    shown = [rows[identity] for identity in ids if identity in rows]
    return [documents.place(row, whole=whole) for row in shown if row.service_id not in documents.listings.secret]


def organizations(ids: Sequence[uuid.UUID], *, whole: bool, with_services: bool, today: date) -> list[Document]:
    """The documents of these organisations, in this order; `with_services` with those of their listings that go out."""
    documents = Documents(read_organizations(ids, whole=whole or with_services))
    shown = [identity for identity in ids if identity in documents.listings.organizations]
    found = [documents.organization(identity, whole=whole or with_services) for identity in shown]
    if with_services:
        theirs = select(Service.id).join(Verdict, Verdict.service_id == Service.id)
        listed = db.session.scalars(
            theirs.where(Service.organization_id.in_(ids), is_cleared()).order_by(Service.name, Service.id)
        )
        of_organization: dict[str, list[Document]] = {}
        for document in services(listed.all(), whole=True, today=today):
            of_organization.setdefault(document["organization_id"], []).append(document)
        for document in found:
            document["services"] = of_organization.get(document["id"], [])
    return found


def taxonomies(ids: Sequence[uuid.UUID]) -> list[Document]:
    """The documents of these taxonomies, in this order."""
    rows: ById = {row.id: row for row in db.session.execute(select(*columns(Taxonomy)).where(Taxonomy.id.in_(ids)))}
    return [taxonomy(rows[identity]) for identity in ids if identity in rows]


def taxonomy_terms(ids: Sequence[uuid.UUID]) -> list[Document]:
    """The documents of these terms, in this order, each with its taxonomy."""
    rows = {row.term_id: row for row in db.session.execute(terms_with_taxonomies().where(TaxonomyTerm.id.in_(ids)))}
    shown = [rows[identity] for identity in ids if identity in rows]
    return [taxonomy_term(row) for row in shown]


def find_service(service_id: uuid.UUID, *, today: date) -> Document | None:
    """One listing, whole, running or ended; None when there is none or it does not go out."""
    asked = select(Service.id).join(Verdict, Verdict.service_id == Service.id)
    found = db.session.scalar(asked.where(Service.id == service_id, is_cleared(with_ended=True)))
    return services([found], whole=True, today=today)[0] if found else None


def find_place(place_id: uuid.UUID, *, today: date) -> Document | None:
    """One service at a location, whole; None when there is none, it does not go out, or its place is a secret."""
    asked = select(ServiceAtLocation.id).join(Service).join(Verdict, Verdict.service_id == Service.id)
    conditions = (ServiceAtLocation.id == place_id, Verdict.hides_place.is_(False), is_cleared(with_ended=True))
    found = db.session.scalar(asked.where(*conditions))
    return next(iter(places([found], whole=True, today=today)), None) if found else None


def stream(ids: Sequence[uuid.UUID], make: MakeDocuments, still: Callable[[Sequence[uuid.UUID]], Any]) -> Iterator[bytes]:
    """Every document, one a line, some at a time in memory. `still`: a statement of those of the ids that still go out.

    Between two batches nothing is held in the database, so a slow reader keeps nobody waiting.
    """
    for start in range(0, len(ids), AT_ONCE):
        batch = ids[start : start + AT_ONCE]
        going_out = set(db.session.scalars(still(batch)))
        lines = [orjson.dumps(document) for document in make([identity for identity in batch if identity in going_out])]
        db.session.rollback()
        yield b"".join(line + b"\n" for line in lines)
