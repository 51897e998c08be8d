"""My circle: who helps me, and what each may see and do. One tap gives, one tap ends, at once."""

import uuid

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator import forms
from navigator.circle import labels, operations, queries
from navigator.circle.forms import LANGUAGE, WHY_NOT, InviteForm, PeriodForm, read_invited, read_period
from navigator.db import db
from navigator.people.circle_models import EndedBy, Scope
from navigator.people.person_sessions import current_person
from navigator.times import utc_now

blueprint = Blueprint("my_circle", __name__, template_folder="templates")


@blueprint.get("/circle")
def circle() -> ResponseReturnValue:
    """Who is in it."""
    return render_template(
        "circle/my_circle.html",
        circle=queries.list_circle(current_person().id),
        scopes=labels.SCOPES,
        now=utc_now(),
        team=current_person().team,
    )


@blueprint.get("/circle/new")
def new() -> ResponseReturnValue:
    """Somebody to invite."""
    return _new(forms.blank(language=current_person().language, scopes=[Scope.APPOINTMENT.value]))


@blueprint.post("/circle/new")
def invite() -> ResponseReturnValue:
    person, now = current_person(), utc_now()
    form = forms.read(InviteForm(), request.form)
    form, who = read_invited(form, allows_test_numbers=current_app.extensions["settings"].allows_test_numbers)
    if who is None:
        return _new(form), 422
    try:
        chosen = [Scope(value) for value in form.data["scopes"]]
        member = operations.invite(person=person, who=who, scopes=chosen, told=operations.Told(), now=now)
    except tuple(WHY_NOT) as problem:
        db.session.rollback()
        return _new(form.with_error(*WHY_NOT[type(problem)])), 422
    db.session.commit()
    flash(gettext("We have invited %(name)s. They see nothing until they say yes.", name=member.name), "success")
    return redirect(url_for(".circle"), 303)


@blueprint.get("/circle/<uuid:member_id>")
def member(member_id: uuid.UUID) -> ResponseReturnValue:
    """One of them, scope by scope."""
    return _member(_get(member_id), forms.blank())


@blueprint.post("/circle/<uuid:member_id>/<scope>")
def change(member_id: uuid.UUID, scope: str) -> ResponseReturnValue:
    """Give it, or (`then=end`) end it."""
    mine, now = _get(member_id), utc_now()
    if scope not in {each.value for each in Scope}:
        abort(404)
    which = Scope(scope)
    if request.form.get("then") == "end":
        operations.end_scope(member=mine.member, scope=which, ended_by=EndedBy.PERSON, now=now)
    else:
        form, from_at, until_at = read_period(forms.read(PeriodForm(), request.form), now=now)
        if not form.is_valid:
            return _member(mine, form), 422
        try:
            operations.give(member=mine.member, scope=which, told=operations.Told(), from_at=from_at, until_at=until_at, now=now)
        except operations.OnlyWithNavigator:
            db.session.rollback()
            flash(gettext("Please talk with your navigator about this first."), "warning")
            return redirect(url_for(".member", member_id=member_id), 303)
    db.session.commit()
    return redirect(url_for(".member", member_id=member_id), 303)


@blueprint.post("/circle/<uuid:member_id>/end")
def end(member_id: uuid.UUID) -> ResponseReturnValue:
    """They are in my circle no more."""
    mine = _get(member_id)
    operations.end_member(member=mine.member, ended_by=EndedBy.PERSON, now=utc_now())
    db.session.commit()
    flash(gettext("%(name)s sees nothing of yours any more.", name=mine.member.name), "success")
    return redirect(url_for(".circle"), 303)


def _get(member_id: uuid.UUID) -> queries.InCircle:
    try:
        return queries.get_in_circle(person_id=current_person().id, member_id=member_id)
    except queries.MemberNotFound:
        abort(404)


def _new(form: forms.Form) -> str:
    return render_template(
        "circle/my_new.html",
        form=form,
        languages_to_choose=list(LANGUAGE.items()),
        scope_options=[(scope.value, words) for scope, words in labels.SCOPES.items()],
    )


def _member(mine: queries.InCircle, form: forms.Form) -> str:
    return render_template("circle/my_member.html", one=mine, member=mine.member, form=form, scopes=labels.SCOPES, now=utc_now())
