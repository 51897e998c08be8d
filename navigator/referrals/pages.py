"""What was done about a call for attention; and the door of every page about referrals, which stand in files of their own."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator.db import db
from navigator.people import staff_sessions
from navigator.people.operations import record_audit
from navigator.people.way_back import is_local
from navigator.referrals import (
    appointment_pages,
    operations,
    queries,
    recalled_pages,
    refer_pages,
    referral_pages,
    replies,
    signpost_pages,
    unanswered_pages,
)
from navigator.times import utc_now

blueprint = Blueprint("referrals", __name__, template_folder="templates")
BOTH = ["GET", "POST"]
blueprint.add_url_rule("/people/<uuid:person_id>/find", view_func=refer_pages.find)
blueprint.add_url_rule("/people/<uuid:person_id>/refer/<uuid:service_id>", view_func=refer_pages.refer, methods=BOTH)
blueprint.add_url_rule("/people/<uuid:person_id>/signpost/<uuid:service_id>", view_func=signpost_pages.signpost, methods=["POST"])
blueprint.add_url_rule("/referrals/unanswered", view_func=unanswered_pages.unanswered)
blueprint.add_url_rule("/referrals/recalled", view_func=recalled_pages.recalled)
blueprint.add_url_rule("/referrals/<uuid:referral_id>", view_func=referral_pages.referral, methods=BOTH)
blueprint.add_url_rule("/referrals/<uuid:referral_id>/appointment", view_func=appointment_pages.change_appointment, methods=BOTH)


@blueprint.post("/attention/<uuid:attention_id>/settle")
def settle(attention_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody has dealt with it; or, with `undo`, has not after all. `back` says where to return to."""
    staff, now = staff_sessions.current_staff(), utc_now()
    attention, person = queries.get_attention(staff=staff, attention_id=attention_id)
    undo = request.form.get("undo") == "yes"
    if undo:
        operations.open_again(attention=attention, staff=staff, now=now)
    else:
        operations.settle(attention=attention, staff=staff, now=now)
    action = "attention_opened_again" if undo else "attention_settled"
    record_audit(action=action, staff_id=staff.id, person_id=person.id, detail=attention.reason, now=now)
    db.session.commit()
    back = request.form.get("back", "")
    if is_local(back):
        flash(gettext("It is back on the list.") if undo else gettext("Dealt with. Thank you."), "success")
        return redirect(back, 303)
    whose = request.form.get("whose") or None
    if undo:
        flash(gettext("It is back on the list."), "success")
        return redirect(url_for("caseload.desk", whose=whose), 303)
    return redirect(url_for("caseload.desk", settled=attention_id, whose=whose), 303)


@blueprint.post("/attention/<uuid:attention_id>/take")
def take(attention_id: uuid.UUID) -> ResponseReturnValue:
    """I am at it: the others see who, and since when. `back` says where to return to."""
    staff, now = staff_sessions.current_staff(), utc_now()
    attention, person = queries.get_attention(staff=staff, attention_id=attention_id)
    if operations.take(attention=attention, staff=staff, now=now):
        record_audit(action="attention_taken", staff_id=staff.id, person_id=person.id, detail=attention.reason, now=now)
        db.session.commit()
        flash(gettext("You are at it. Your colleagues can see that."), "success")
    else:
        db.session.rollback()
        flash(gettext("Somebody had taken it already, or dealt with it."), "info")
    return _back_to_where_they_were()


@blueprint.post("/attention/<uuid:attention_id>/undo-stop")
def undo_stop(attention_id: uuid.UUID) -> ResponseReturnValue:
    """The person did not mean to stop our texts: they get them again."""
    staff, now = staff_sessions.current_staff(), utc_now()
    attention, person = queries.get_attention(staff=staff, attention_id=attention_id)
    try:
        replies.undo_stop(attention=attention, person=person, staff=staff, now=now)
    except replies.NothingToUndo:
        db.session.rollback()
        flash(gettext("Somebody had dealt with it already."), "info")
        return _back_to_where_they_were()
    record_audit(action="stop_undone", staff_id=staff.id, person_id=person.id, now=now)
    db.session.commit()
    flash(gettext("We text them again. If they wrote CANCEL, they have to text START themselves as well."), "success")
    return _back_to_where_they_were()


def _back_to_where_they_were() -> ResponseReturnValue:
    back = request.form.get("back", "")
    return redirect(back if is_local(back) else url_for("caseload.desk", whose=request.form.get("whose") or None), 303)
