"""My plan, as the person sees it: only ever their own."""

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from messaging import opt_outs
from navigator import forms
from navigator.circle.labels import SCOPES
from navigator.conversations.labels import OWN_HEADINGS
from navigator.db import db
from navigator.people import text_times
from navigator.people.carer_sessions import list_held
from navigator.people.models import Purpose
from navigator.people.operations import choose_text_detail as set_text_detail
from navigator.people.operations import record_audit, withdraw_consents
from navigator.people.person_sessions import current_person
from navigator.people.queries import list_consents
from navigator.people.schemas import TextDetailForm
from navigator.plan import labels, my_pages, notice_pages, queries, text_choice_pages
from navigator.referrals import endings
from navigator.referrals.models import Referral, ReferralStatus
from navigator.referrals.queries import ReferralNotFound
from navigator.steps import operations
from navigator.steps import queries as step_queries
from navigator.steps.confidence import is_too_big
from navigator.steps.labels import HOW_OFTEN, STATUS_COLOUR, STEP_STATUS
from navigator.steps.models import Happening, Step, StepStatus, ToldBy
from navigator.steps.schemas import ConfidenceForm
from navigator.steps.thresholds import confident_enough, is_to_be_made_smaller
from navigator.times import utc_now
from translations.locales import DEFAULT

blueprint = Blueprint("my", __name__, template_folder="templates")
blueprint.add_url_rule("/texts", view_func=text_choice_pages.my_texts, methods=["GET", "POST"])
blueprint.add_url_rule("/if-things-get-worse", view_func=my_pages.my_card)
blueprint.add_url_rule("/if-things-get-worse", view_func=my_pages.save_my_card, methods=["POST"])
blueprint.add_url_rule("/if-things-get-worse/autosave", view_func=my_pages.autosave_my_card, methods=["POST"])
blueprint.add_url_rule("/plan-check", view_func=my_pages.my_check)
blueprint.add_url_rule("/plan-check", view_func=my_pages.save_my_check, methods=["POST"])
blueprint.add_url_rule("/priorities/agree", view_func=my_pages.agree, methods=["POST"])
blueprint.add_url_rule("/texts/notices", view_func=notice_pages.subscribe, methods=["POST"], endpoint="ask_for_notices")
blueprint.add_url_rule(
    "/texts/notices/<uuid:subscription_id>/end", view_func=notice_pages.unsubscribe, methods=["POST"], endpoint="end_notices"
)


@blueprint.get("")
def home() -> ResponseReturnValue:
    """What happens next, my step, my navigator."""
    return _show("my_home", now=queries.get_my_now(person=current_person(), now=utc_now()), helping=list_held())


@blueprint.get("/plan")
def plan() -> ResponseReturnValue:
    """All of my plan, on one sheet."""
    mine = queries.get_my_plan(person=current_person(), language=str(get_locale() or DEFAULT), now=utc_now())
    return _show("my_plan", plan=mine, Status=ReferralStatus, own_labels=OWN_HEADINGS)


@blueprint.get("/steps/<uuid:step_id>")
def step(step_id: uuid.UUID) -> ResponseReturnValue:
    """One of my steps; a step that was made smaller leads to the smaller one."""
    mine = _my_step(step_id)
    if mine.status is StepStatus.REPLACED:
        successor = step_queries.find_successor(mine.id)
        if successor is not None:
            return redirect(url_for(".step", step_id=successor.id), 303)
    is_doubted = is_to_be_made_smaller(mine, enough=confident_enough(current_person()))
    return _show("my_step", step=mine, is_doubted=is_doubted)


@blueprint.post("/steps/<uuid:step_id>/done")
def mark_done(step_id: uuid.UUID) -> ResponseReturnValue:
    """I did it. Pressed twice, it is done once."""
    mine = _my_step(step_id)
    try:
        operations.mark_step_done(step=mine, told_by=ToldBy.PLAN, now=utc_now())
    except operations.StepCannotMove:  # it was made smaller meanwhile
        db.session.rollback()
        return redirect(url_for(".step", step_id=step_id), 303)
    _commit("step_done", str(step_id))
    return redirect(url_for(".confidence", step_id=step_id), 303)


@blueprint.post("/steps/<uuid:step_id>/not-yet")
def not_yet(step_id: uuid.UUID) -> ResponseReturnValue:
    """Not yet: the step stays as it is, and nothing is wrong."""
    mine = _my_step(step_id)
    operations.note(step=mine, what=Happening.NOT_YET, told_by=ToldBy.PLAN, now=utc_now())
    _commit("step_not_yet", str(step_id))
    name = current_person().navigator.first_name
    flash(
        gettext(
            "That is all right. It is still your step, for when you are ready. %(name)s can help to make it smaller.", name=name
        ),
        "success",
    )
    return redirect(url_for(".home"), 303)


@blueprint.get("/steps/<uuid:step_id>/confidence")
def confidence(step_id: uuid.UUID) -> ResponseReturnValue:
    """How confident do you feel now?"""
    return _show("my_confidence", step=_my_step(step_id), form=forms.blank())


@blueprint.post("/steps/<uuid:step_id>/confidence")
def save_confidence(step_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the answer, and say thank you."""
    mine = _my_step(step_id)
    form = forms.read(ConfidenceForm(), request.form)
    if not form.is_valid:
        return _show("my_confidence", step=mine, form=form), 422
    score: int = form.data["confidence"]
    operations.record_confidence(step=mine, score=score, told_by=ToldBy.PLAN, now=utc_now())
    _commit("confidence_recorded", str(step_id))
    name = current_person().navigator.first_name
    if is_too_big(score, enough=confident_enough(current_person())):
        words = gettext(
            "Thank you for telling us. It is all right not to be sure: %(name)s can help to make it smaller.", name=name
        )
    else:
        words = gettext("Thank you for telling us. %(name)s will see it too.", name=name)
    flash(words, "success")
    return redirect(url_for(".home"), 303)


@blueprint.get("/sharing")
def sharing() -> ResponseReturnValue:
    """Who holds what about me, since when and what for."""
    mine = queries.get_my_sharing(person=current_person())
    ledger = [(consent, labels.list_parts(consent)) for consent in mine.consents]
    return _show("my_sharing", ledger=ledger, mine=mine, Purpose=Purpose, circle_scopes=SCOPES)


@blueprint.get("/sharing/<uuid:consent_id>/take-back")
def ask_to_take_back(consent_id: uuid.UUID) -> ResponseReturnValue:
    """What taking a referral back means, before it is done."""
    referral, is_secret = _my_referral(consent_id)
    return _show("my_take_back", referral=referral, is_secret=is_secret, consent_id=consent_id)


@blueprint.post("/sharing/<uuid:consent_id>/take-back")
def take_back(consent_id: uuid.UUID) -> ResponseReturnValue:
    """The group hears that nobody will come and can see nothing any more; the navigator sees it today."""
    referral, _ = _my_referral(consent_id)
    person = current_person()
    endings.take_back(referral=referral, person=person, now=utc_now())
    _commit("referral_taken_back", referral.reference)
    flash(gettext("You have taken it back. %(name)s will see that, too.", name=person.navigator.first_name), "success")
    return redirect(url_for(".sharing"), 303)


@blueprint.post("/sharing/<uuid:consent_id>/withdraw")
def withdraw(consent_id: uuid.UUID) -> ResponseReturnValue:
    """Stop the texts, however often they were agreed to: nothing that was planned is sent any more. Or being talked about.

    The other agreements are ended with the navigator.
    """
    consents = list_consents(person_id=current_person().id)
    consent = next((consent for consent in consents if consent.id == consent_id), None)
    if consent is None or consent.purpose not in (Purpose.TEXTS, Purpose.TEAM_MEETING):
        abort(404)
    now = utc_now()
    if consent.purpose is Purpose.TEAM_MEETING:
        withdraw_consents(person_id=current_person().id, purpose=Purpose.TEAM_MEETING, how="my plan", now=now)
        db.session.commit()
        flash(gettext("The team will not talk about you in its meeting any more."), "success")
        return redirect(url_for(".sharing"), 303)
    withdraw_consents(person_id=current_person().id, purpose=Purpose.TEXTS, how="my plan", now=now)
    if (number := current_person().mobile) is not None:
        opt_outs.stop(number=number, how="page", now=now)  # kept, whatever becomes of the record
    db.session.commit()
    flash(gettext("We will not text you any more. You can still ring us."), "success")
    return redirect(url_for(".sharing"), 303)


@blueprint.get("/text-times")
def my_text_times() -> ResponseReturnValue:
    """When I like to be texted."""
    return _show("my_text_times", form=text_times.as_form(current_person()), **text_times.page_values())


@blueprint.post("/text-times")
def save_text_times() -> ResponseReturnValue:
    """Keep it; what is planned for me moves there."""
    form, times = text_times.read_form(forms.read(text_times.TextTimesForm(), request.form))
    if not form.is_valid:
        return _show("my_text_times", form=form, **text_times.page_values()), 422
    text_times.choose(person=current_person(), times=times, staff_id=None, now=utc_now())
    db.session.commit()
    flash(gettext("Thank you. We will text you at these times."), "success")
    return redirect(url_for(".home"), 303)


@blueprint.post("/text-detail")
def choose_text_detail() -> ResponseReturnValue:
    """How much my texts may say."""
    form = forms.read(TextDetailForm(), request.form)
    if not form.is_valid:
        abort(400)
    set_text_detail(person=current_person(), detail=form.data["text_detail"], staff_id=None, now=utc_now())
    db.session.commit()
    flash(gettext("Thank you. Our texts keep to that from now on."), "success")
    return redirect(url_for(".sharing"), 303)


def _my_referral(consent_id: uuid.UUID) -> tuple[Referral, bool]:
    try:
        return queries.get_to_take_back(person=current_person(), consent_id=consent_id)
    except ReferralNotFound:
        abort(404)


def _my_step(step_id: uuid.UUID) -> Step:
    try:
        return step_queries.get_step_of(person_id=current_person().id, step_id=step_id)
    except step_queries.StepNotFound:
        abort(404)


def _commit(action: str, detail: str) -> None:
    record_audit(action=action, staff_id=None, person_id=current_person().id, detail=detail, now=utc_now())
    db.session.commit()


def _show(template: str, **values: Any) -> str:
    person = current_person()
    return render_template(
        f"plan/{template}.html",
        person=person,
        navigator=person.navigator,
        team=person.team,
        how_often=HOW_OFTEN,
        step_states=STEP_STATUS,
        step_colours=STATUS_COLOUR,
        **values,
    )
