"""The pages of somebody who helps a person: what the person lets them see and do, and how far that is."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from messaging.replies.danger import may_mean_danger
from navigator import forms
from navigator.circle import check_ins, labels, operations, own_plans, replies, sight
from navigator.circle.forms import CheckInForm
from navigator.circle.queries import get_in_circle
from navigator.conversations import carers_words
from navigator.db import begin_writing, db
from navigator.people import carer_sessions, help_first
from navigator.people.access import Helped, Part, PersonNotFound, get_helped
from navigator.people.circle_models import CarerCheckIn, CircleMember, EndedBy, Scope, WhyAskedNoMore
from navigator.people.models import ConsentHow
from navigator.people.operations import record_audit
from navigator.referrals.models import Reason
from navigator.referrals.operations import call_for_attention
from navigator.times import utc_now

blueprint = Blueprint("helping", __name__, template_folder="templates")


class WriteForm(forms.FormSchema):
    words = forms.Text(missing=lazy_gettext("Write what you would like to say."), longest=1000)


@blueprint.get("/<uuid:member_id>")
def home(member_id: uuid.UUID) -> ResponseReturnValue:
    """What I may see and do; the first time, whether I want to."""
    new = _find_unconfirmed(member_id)
    if new is not None:
        given = get_in_circle(person_id=new.person_id, member_id=new.id)
        scopes = [scope for scope in Scope if given.find_open(scope, utc_now())]
        return render_template("circle/welcome.html", member=new, person=new.person, scopes=[labels.YOU_MAY[s] for s in scopes])
    return _home(get_helped_here(member_id, Part.HOME))


@blueprint.post("/<uuid:member_id>/confirm")
def confirm(member_id: uuid.UUID) -> ResponseReturnValue:
    """I would like to; or (`then=no`) I would not."""
    new, now = _find_unconfirmed(member_id), utc_now()
    if new is None:
        get_helped_here(member_id, Part.HOME)
        return redirect(url_for(".home", member_id=member_id), 303)
    if request.form.get("then") == "no":
        operations.end_member(member=new, ended_by=EndedBy.CARER, now=now)
        db.session.commit()
        return redirect("/", 303)
    operations.confirm(member=new, now=now)
    db.session.commit()
    return redirect(url_for(".home", member_id=member_id), 303)


@blueprint.get("/<uuid:member_id>/plan")
def plan(member_id: uuid.UUID) -> ResponseReturnValue:
    """Their plan, without what is private."""
    helped = get_helped_here(member_id, Part.PLAN)
    return _show("plan", helped, seen=sight.look(helped, now=utc_now()))


@blueprint.get("/<uuid:member_id>/messages")
def messages(member_id: uuid.UUID) -> ResponseReturnValue:
    """The texts they got about appointments."""
    helped = get_helped_here(member_id, Part.MESSAGES)
    return _show("messages", helped, texts=sight.list_texts(helped))


@blueprint.post("/<uuid:member_id>/answer/<uuid:referral_id>")
def answer(member_id: uuid.UUID, referral_id: uuid.UUID) -> ResponseReturnValue:
    """They got there, or (`then=no`) they did not: told by me."""
    helped, now = get_helped_here(member_id, Part.ANSWERING), utc_now()
    referral = next((one for one in sight.look(helped, now=now).to_answer if one.id == referral_id), None)
    if referral is None:
        abort(404)
    if replies.answer(member=helped.member, referral=referral, got_there=request.form.get("then") != "no", now=now):
        db.session.commit()
        flash(gettext("Thank you. We have written down that you told us."), "success")
    return redirect(url_for(".home", member_id=member_id), 303)


@blueprint.post("/<uuid:member_id>/write")
def write(member_id: uuid.UUID) -> ResponseReturnValue:
    """A word to the team."""
    helped, now = get_helped_here(member_id, Part.TEAM), utc_now()
    form = forms.read(WriteForm(), request.form)
    if not form.is_valid:
        return _home(helped, form), 422
    words = labels.say_who(helped.member, form.data["words"])
    in_danger = may_mean_danger(form.data["words"])
    reason = Reason.DISTRESS if in_danger else Reason.FROM_CARER
    call_for_attention(person_id=helped.person.id, reason=reason, words=words, now=now)
    db.session.commit()
    if in_danger:
        help_first.say_on_next_page()
    flash(gettext("Thank you. Somebody from the team will read it in working hours."), "success")
    return redirect(url_for(".home", member_id=member_id), 303)


@blueprint.post("/<uuid:member_id>/check-in")
def check_in(member_id: uuid.UUID) -> ResponseReturnValue:
    """Ask me so often how I am; or (`then=end`) no more."""
    helped, now = get_helped_here(member_id, Part.HOME), utc_now()
    if request.form.get("then") == "end":
        check_ins.stop(member=helped.member, why=WhyAskedNoMore.CARER, now=now)
        db.session.commit()
        flash(gettext("We do not ask you any more."), "success")
        return redirect(url_for(".home", member_id=member_id), 303)
    form = forms.read(CheckInForm(), request.form)
    if not form.is_valid:
        return _home(helped, form), 422
    every = int(form.data["every"])
    chosen = check_ins.choose(member=helped.member, every_weeks=every, how=ConsentHow.WRITTEN, now=now)
    if isinstance(chosen, CarerCheckIn):
        db.session.commit()
        flash(gettext("Thank you. We will ask you how you are."), "success")
    else:
        db.session.rollback()
        flash(gettext("We cannot ask you by text. Please ring us."), "warning")
    return redirect(url_for(".home", member_id=member_id), 303)


@blueprint.post("/<uuid:member_id>/my-plan")
def my_plan(member_id: uuid.UUID) -> ResponseReturnValue:
    """A link to my own plan, to my own phone."""
    helped = get_helped_here(member_id, Part.HOME)
    if own_plans.send_link(member=helped.member, now=utc_now()):
        flash(gettext("A text with a link to your own plan is on its way to your phone."), "success")
    else:
        flash(gettext("We could not text you a link just now. Please ring the team."), "warning")
    db.session.commit()
    return redirect(url_for(".home", member_id=member_id), 303)


@blueprint.post("/<uuid:member_id>/leave")
def leave(member_id: uuid.UUID) -> ResponseReturnValue:
    """I do not want to be in this circle any more."""
    helped = get_helped_here(member_id, Part.HOME)
    operations.end_member(member=helped.member, ended_by=EndedBy.CARER, now=utc_now())
    db.session.commit()
    flash(gettext("You are not part of this circle any more. We will not write to you about it."), "success")
    return redirect("/", 303)


def get_helped_here(member_id: uuid.UUID, part: Part) -> Helped:
    """Whom this browser's carer helps, as far as `part`; else there is no such page."""
    try:
        return get_helped(held=carer_sessions.list_held(), member_id=member_id, part=part, now=utc_now())
    except PersonNotFound:
        abort(404)


def _find_unconfirmed(member_id: uuid.UUID) -> CircleMember | None:
    """This browser's member who has not said yes yet."""
    return next(
        (
            member
            for member in carer_sessions.list_held()
            if member.id == member_id and member.confirmed_at is None and member.person.closed_at is None
        ),
        None,
    )


def _home(helped: Helped, form: forms.Form | None = None) -> str:
    asked = check_ins.look(helped.member)
    return _show(
        "home",
        helped,
        seen=sight.look(helped, now=utc_now()),
        form=form or forms.blank(every=asked.standing.every_weeks if asked.standing else check_ins.USUAL),
        asked=asked,
        every=labels.every,
        every_options=[(weeks, labels.every(weeks)) for weeks in check_ins.EVERY],
        own=own_plans.find_own(helped.member),
        is_own_open=own_plans.is_open_here(helped.member),
        has_written=carers_words.find_draft(helped.member.id) or carers_words.find_last_shown(helped.member.id),
    )


def _show(template: str, helped: Helped, **values: object) -> str:
    page = render_template(
        f"circle/{template}.html",
        member=helped.member,
        person=helped.person,
        navigator=helped.person.navigator,
        team=helped.person.team,
        may={part.value for part in Part if helped.may(part)},
        scopes=[labels.YOU_MAY[scope] for scope in Scope if scope in helped.scopes],
        **values,
    )
    member_id, person_id = helped.member.id, helped.person.id
    write_down_look(member_id, person_id, template)
    return page


def write_down_look(member_id: uuid.UUID, person_id: uuid.UUID, page: str) -> None:
    """Who looked at what, in a transaction of its own (see `people.trail`); the answer to a form is no look."""
    if request.method != "GET":
        return
    from_here = f"{member_id} {page}"
    db.session.rollback()
    begin_writing()
    record_audit(action="carer_looked", staff_id=None, person_id=person_id, detail=from_here, now=utc_now())
    db.session.commit()
