"""Pages about what goes out: open data explained, the map of the site for search engines, and a listing as a card to keep."""

import uuid
from typing import Any
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, current_app, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from werkzeug.utils import secure_filename

from directory.models import Service
from directory.needs import FRONT_PAGE
from directory.publishing.gate import StillChecking, catch_up, count_cleared
from directory.publishing.schemas import OrganizationsQuestion, PlacesQuestion, ServicesQuestion, TermsQuestion
from directory.publishing.vcard import card_of
from directory.queries import FINDABLE, ListingNotFound, get_service
from navigator.db import db
from navigator.times import utc_now

MOST_ADDRESSES = 50_000  # in one file, as sitemaps.org has it
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
ENDPOINTS = {
    "services": ServicesQuestion,
    "service_at_locations": PlacesQuestion,
    "organizations": OrganizationsQuestion,
    "taxonomy_terms": TermsQuestion,
}

blueprint = Blueprint("open_data", __name__, template_folder="templates")


@blueprint.get("/open-data")
def open_data() -> str:
    """What the feed is, how to ask it, and the whole directory to download."""
    settings = current_app.extensions["settings"]
    try:
        state = catch_up(now=utc_now())
        count, changed_at = count_cleared(), state.changed_at
    except StillChecking:
        count, changed_at = None, None
    return render_template(
        "open_data/open_data.html",
        base=f"{settings.public_url}/open-referral",
        licence=settings.licence,
        count=count,
        changed_at=changed_at,
        endpoints={name: _parameters_of(schema) for name, schema in ENDPOINTS.items()},
    )


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every public page, for search engines; in several files when one may not hold them."""
    base = current_app.extensions["settings"].public_url
    files = -(-_count_findable() // MOST_ADDRESSES)
    if files <= 1:
        pages = [
            f"{base}{path}" for path in ("/", "/services", "/open-data", "/help-now", *(f"/needs/{code}" for code in FRONT_PAGE))
        ]
        return _xml("urlset", [f"<url><loc>{escape(page)}</loc></url>" for page in pages] + _addresses(base, 1))
    return _xml(
        "sitemapindex", [f"<sitemap><loc>{escape(base)}/sitemap-{number}.xml</loc></sitemap>" for number in range(1, files + 1)]
    )


@blueprint.get("/sitemap-<number>.xml")
def part_of_sitemap(number: str) -> Response:
    """One of the files, from 1."""
    is_number = number.isascii() and number.isdecimal() and len(number) < 6 and int(number) > 0
    found = _addresses(current_app.extensions["settings"].public_url, int(number)) if is_number else []
    if not found:
        abort(404)
    return _xml("urlset", found)


@blueprint.get("/services/<uuid:service_id>/contact.vcf")
def card(service_id: uuid.UUID) -> ResponseReturnValue:
    """How to reach the group, for the contacts of a telephone."""
    try:
        service = get_service(service_id)
    except ListingNotFound:
        abort(404)
    if service.status not in FINDABLE:
        abort(410)
    words = card_of(service, address=f"{current_app.extensions['settings'].public_url}/services/{service.id}")
    name = secure_filename(service.name) or "contact"
    return Response(words, mimetype="text/vcard", headers={"Content-Disposition": f'attachment; filename="{name[:60]}.vcf"'})


def _parameters_of(schema: type[Any]) -> list[tuple[str, str]]:
    return [(name, str(field.metadata.get("description", ""))) for name, field in schema().fields.items()]


def _count_findable() -> int:
    return db.session.scalar(select(func.count()).select_from(Service).where(Service.status.in_(FINDABLE))) or 0


def _addresses(base: str, number: int) -> list[str]:
    asked = select(Service.id, Service.last_modified).where(Service.status.in_(FINDABLE)).order_by(Service.id)
    rows = db.session.execute(asked.limit(MOST_ADDRESSES).offset((number - 1) * MOST_ADDRESSES))
    return [
        f"<url><loc>{escape(base)}/services/{service_id}</loc>"
        + (f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else "")
        + "</url>"
        for service_id, changed in rows
    ]


def _xml(root: str, parts: list[str]) -> Response:
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">\n' + "\n".join(parts) + f"\n</{root}>\n"
    return Response(body, mimetype="application/xml")
