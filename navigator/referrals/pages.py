"""What was done about a call for attention, and the story of one referral. (Finding and referring: `refer_pages`.)"""

import uuid

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator import local_times
from navigator.config import Settings
from navigator.db import db
from navigator.forms import Form, blank, read
from navigator.people import staff_sessions
from navigator.people.models import Person, Staff
from navigator.people.operations import record_audit
from navigator.people.trail import looked_at
from navigator.people.way_back import is_local
from navigator.referrals import (
    appointment_pages,
    labels,
    moves,
    operations,
    queries,
    refer_pages,
    replies,
    sharing,
)
from navigator.referrals.models import Referral, ReferralStatus
from navigator.referrals.schemas import WithdrawForm
from navigator.times import utc_now

blueprint = Blueprint("referrals", __name__, template_folder="templates")
blueprint.add_url_rule("/people/<uuid:person_id>/find", view_func=refer_pages.find)
blueprint.add_url_rule("/people/<uuid:person_id>/refer/<uuid:service_id>", view_func=refer_pages.refer, methods=["GET", "POST"])

blueprint.add_url_rule(
    "/referrals/<uuid:referral_id>/appointment", view_func=appointment_pages.change_appointment, methods=["GET", "POST"]
)


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


@blueprint.route("/referrals/<uuid:referral_id>", methods=["GET", "POST"])
def referral(referral_id: uuid.UUID) -> ResponseReturnValue:
    """The story of one referral, and what can be done with it."""
    staff = staff_sessions.current_staff()
    found, person = queries.get_referral(staff=staff, referral_id=referral_id)
    if request.method == "POST":
        form = read(WithdrawForm(), request.form)
        if form.is_valid:
            _act(found, staff, form.data["note"])
            return redirect(url_for("referrals.referral", referral_id=referral_id), 303)
        return _show(found, person, form=form, status=422)
    page = _show(found, person, form=blank(), status=200)
    looked_at(staff_id=staff.id, person_id=person.id, page=f"referral {found.reference}")
    return page


def _act(found: Referral, staff: Staff, note: str) -> None:
    settings: Settings = current_app.extensions["settings"]
    now, action = utc_now(), request.form.get("then", "")
    try:
        match action:
            case "withdraw":
                operations.withdraw(referral=found, staff=staff, note=note, now=now)
                said = gettext(
                    "The referral is taken back. Nothing more is sent about it. Please let the group know if they expect them."
                )
            case "revoke":
                operations.revoke_links(referral=found, now=now)
                said = gettext("The link does not work any more.")
            case "send_link":
                operations.send_link(referral=found, staff=staff, public_url=settings.public_url, now=now)
                said = gettext(
                    "We are sending %(organization)s a new link. The old one does not work any more.",
                    organization=found.organization_name,
                )
            case "attended":
                operations.mark_attended(referral=found, who=staff.name, now=now)
                said = gettext("Written down: they got there.")
            case "did_not_attend":
                operations.mark_did_not_attend(referral=found, who=staff.name, now=now)
                said = gettext("Written down: they did not get there.")
            case _:
                return
    except moves.MoveNotAllowed:
        db.session.rollback()
        flash(gettext("Something happened to this referral in the meantime. This is how it stands now."), "info")
        return
    record_audit(action=f"referral_{action}", staff_id=staff.id, person_id=found.person_id, detail=found.reference, now=now)
    db.session.commit()
    flash(said, "success")


def _show(found: Referral, person: Person, *, form: Form, status: int) -> ResponseReturnValue:
    now = utc_now()
    links = queries.list_links(found.id)
    newest = links[0] if links else None
    page = render_template(
        "referrals/referral.html",
        referral=found,
        person=person,
        form=form,
        labels=labels,
        shared=sharing.read(found.shared),
        link=newest,
        link_works=bool(newest and not newest.used_at and not newest.revoked_at and newest.expires_at > now),
        days_waiting=local_times.working_days_between(found.sent_at, now),
        is_over=found.appointment_at is not None and found.appointment_at <= now,
        not_texted=labels.obstacle_in_words(person),
        may={target: moves.is_allowed(found.status, target) for target in ReferralStatus},
        Status=ReferralStatus,
    )
    return page, status
