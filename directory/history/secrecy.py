"""Where a refuge was must stay as secret as where it is: history must not tell what the listing's page hides."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.history.models import ChangedField, ListingChange
from directory.models import Service, TaxonomyTerm
from directory.queries import has_secret_place
from directory.secret_places import SECRET_KINDS, hides_its_place

# Tables that tell where something happens.
PLACES = frozenset({"locations", "addresses", "accessibility", "service_at_location", "service_areas"})
_TELLING = ("name", "alternate_name", "description")


def has_ever_been_secret(session: Session, service: Service) -> bool:
    """Whether no place of this listing may be shown in any of its versions: its place is a secret now, or was in one of them."""
    if has_secret_place(service):
        return True
    words = (
        select(ChangedField.field_name, ChangedField.previous_value, ChangedField.replacement_value)
        .join(ListingChange)
        .where(
            ListingChange.service_id == service.id,
            ChangedField.resource_type.in_(("services", "organizations")),
            ChangedField.field_name.in_(_TELLING),
        )
    )
    for field, *texts in session.execute(words):
        said = [json.loads(text) for text in texts if text is not None]
        if any(_hides(field, text) for text in said):
            return True
    return _had_a_secret_kind(session, service)


def _hides(field: str, text: str) -> bool:
    name, description = (None, text) if field == "description" else (text, None)
    return hides_its_place(name=name, alternate_name=None, description=description, organization_name=None, term_codes=())


def _had_a_secret_kind(session: Session, service: Service) -> bool:
    kinds = {str(i) for i in session.scalars(select(TaxonomyTerm.id).where(TaxonomyTerm.code.in_(SECRET_KINDS)))}
    attributes = (
        select(ChangedField.previous_value, ChangedField.replacement_value)
        .join(ListingChange)
        .where(ListingChange.service_id == service.id, ChangedField.resource_type == "attributes")
    )
    return any(text and any(kind in text for kind in kinds) for row in session.execute(attributes) for text in row)
