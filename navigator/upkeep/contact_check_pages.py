""" "Still correct?" for an organisation without an editor: the page behind the link sent to the address in its listings.

Whoever reads that post may say that all is right, that something has changed, or that it has closed; nothing more.
"""

import uuid

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from directory.models import Service, ServiceStatus
from directory.upkeep import asking_contacts, confirmations, one_tap
from directory.upkeep.contact_models import ContactLink
from directory.upkeep.models import CheckAnswer, ListingCheck
from navigator.db import db
from navigator.referrals import operations as referrals
from navigator.times import LONDON, utc_now
from navigator.upkeep import labels
from navigator.upkeep.opened_links import fail_kindly, known_or_too_many

blueprint = Blueprint("contact_check", __name__, template_folder="templates")
fail_kindly(blueprint)


@blueprint.get("/<token>")
def questions(token: str) -> str:
    """Each listing that is asked about, and what was said of it already."""
    link = _get_link(token)
    today, language = utc_now().astimezone(LONDON).date(), str(get_locale() or "en")
    asked = asking_contacts.list_asked(link)
    return render_template(
        "upkeep/still_correct.html",
        door="contact_check",
        greeting=gettext(
            "Hello. Look at what people read about %(name)s, and tell us with one tap.", name=link.organization.name
        ),
        token=token,
        asked=[(service, check, labels.states_of(service, today=today, code=language)) for service, check in asked],
        still_open=sum(check.answer is None for _, check in asked),
        is_signed_in=False,
        Answer=CheckAnswer,
    )


@blueprint.post("/<token>")
def all_still_right(token: str) -> ResponseReturnValue:
    """Everything that is asked about, and not answered yet, is still right."""
    link = _get_link(token)
    for service, check in asking_contacts.list_asked(link):
        if check.answer is None:
            _confirm(service, link)
    db.session.commit()
    return redirect(url_for("contact_check.questions", token=token), 303)


@blueprint.post("/<token>/<uuid:service_id>")
def answer(token: str, service_id: uuid.UUID) -> ResponseReturnValue:
    """One listing is still right, has changed, has closed, or has not closed after all."""
    link, now = _get_link(token), utc_now()
    service, check = _get(link, service_id)
    match request.form.get("answer"):
        case CheckAnswer.STILL_RIGHT.value if service.status is not ServiceStatus.DEFUNCT:
            _confirm(service, link)
        case CheckAnswer.CLOSED.value if check.answer is not CheckAnswer.CLOSED:
            one_tap.close(service=service, by_name=_name(link), now=now)
            referrals.call_about_closed_service(service=service, now=now)
        case "not_closed" if check.answer is CheckAnswer.CLOSED:
            one_tap.open_again(service=service, by_name=_name(link), now=now)
            referrals.settle_about_closed_service(service=service, now=now)
        case CheckAnswer.CHANGED.value:
            confirmations.note_answer(service=service, answer=CheckAnswer.CHANGED, by=_name(link), now=now)
            db.session.commit()
            return redirect(url_for("something_wrong.ask", service_id=service.id), 303)
    db.session.commit()
    return redirect(url_for("contact_check.questions", token=token), 303)


def _confirm(service: Service, link: ContactLink) -> None:
    one_tap.confirm(service=service, by_name=_name(link), by_email=link.email, now=utc_now())


def _name(link: ContactLink) -> str:
    """Who it was, as the listing's history names them: nobody in particular."""
    return link.organization.name[:120]


def _get_link(token: str) -> ContactLink:
    return known_or_too_many(asking_contacts.find_link(token, now=utc_now()))


def _get(link: ContactLink, service_id: uuid.UUID) -> tuple[Service, ListingCheck]:
    """What the link asks about; 404 for any other listing."""
    found = next((pair for pair in asking_contacts.list_asked(link) if pair[0].id == service_id), None)
    if found is None:
        abort(404)
    return found
