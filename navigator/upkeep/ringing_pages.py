"""For administrators: listings to be rung about, since nobody can be written to, or nobody answered; what came of the call."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from directory.models import Service
from directory.queries import ListingNotFound, get_service, has_secret_place
from directory.upkeep import asking_contacts, confirmations, one_tap, reports
from directory.upkeep.contact_models import SaidOnTheCall
from directory.upkeep.models import CheckAnswer
from directory.upkeep.report_models import WhatIsWrong
from messaging import dead_addresses
from navigator.db import db
from navigator.forms import Form, FormSchema, OneOf, Text, blank, read
from navigator.people import staff_sessions
from navigator.referrals import operations as referrals
from navigator.times import utc_now
from navigator.upkeep import labels

blueprint = Blueprint("to_be_rung", __name__, template_folder="templates")


class CallForm(FormSchema):
    """What came of a call; what has changed, in words."""

    said = OneOf(frozenset(SaidOnTheCall), missing=lazy_gettext("Choose what they said."))
    words = Text(longest=2000)


@blueprint.get("")
def to_be_rung() -> str:
    """Whom to ring, with the number."""
    return _show(blank())


@blueprint.post("/<uuid:service_id>")
def rung(service_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody rang about it."""
    service, form, now = _get(service_id), read(CallForm(), request.form), utc_now()
    said = SaidOnTheCall(form.data["said"]) if form.is_valid else None
    if said is SaidOnTheCall.CHANGED and not form.data["words"]:
        form = form.with_error("words", gettext("Write what has changed."))
    if said is None or not form.is_valid:
        return _show(form, wrong_id=service_id), 422
    staff = staff_sessions.current_staff()
    asking_contacts.note_call(service=service, said=said, made_by=staff.name, now=now)
    match said:
        case SaidOnTheCall.STILL_RIGHT:
            one_tap.confirm(service=service, by_name=staff.name, by_email=staff.email, now=now)
        case SaidOnTheCall.CLOSED:
            one_tap.close(service=service, by_name=staff.name, now=now)
            referrals.call_about_closed_service(service=service, now=now)
        case SaidOnTheCall.CHANGED:
            confirmations.note_answer(service=service, answer=CheckAnswer.CHANGED, by=staff.name, now=now)
            reports.report(service=service, what=WhatIsWrong.OTHER, words=form.data["words"], reach=None, now=now)
    db.session.commit()
    flash(TOLD[said], "success")
    return redirect(url_for("to_be_rung.to_be_rung"), 303)


TOLD = {
    SaidOnTheCall.STILL_RIGHT: lazy_gettext("Thank you. It says now that it was checked today."),
    SaidOnTheCall.CHANGED: lazy_gettext("Thank you. It waits now under “What people say is wrong”."),
    SaidOnTheCall.CLOSED: lazy_gettext("Thank you. No search shows it any more. You can undo this in the listing’s history."),
    SaidOnTheCall.NO_ANSWER: lazy_gettext("It stays here, at the end of the list."),
}


def _show(form: Form, *, wrong_id: uuid.UUID | None = None) -> str:
    page, now = request.args.get("page", "1"), utc_now()
    number = min(max(int(page), 1), 10_000) if page.isascii() and page.isdigit() and len(page) < 9 else 1
    waiting, total = asking_contacts.list_to_ring(now=now, dead=dead_addresses.all_dead(now=now), page=number)
    return render_template(
        "upkeep/to_be_rung.html",
        form=form,
        wrong_id=wrong_id,
        waiting=[(one, has_secret_place(one.service)) for one in waiting],
        why=labels.WHY_RING,
        calls=asking_contacts.last_calls([one.service.id for one in waiting]),
        Said=SaidOnTheCall,
        total=total,
        page=number,
        total_pages=-(-total // asking_contacts.PER_PAGE),
        address_of_page=lambda other: url_for("to_be_rung.to_be_rung", page=other),
    )


def _get(service_id: uuid.UUID) -> Service:
    try:
        return get_service(service_id)
    except ListingNotFound:
        abort(404)
