"""For staff: a person's circle of care, as the person says; and ending a scope for safety."""

import uuid

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator import forms
from navigator.circle import check_ins, labels, operations, queries
from navigator.circle.forms import LANGUAGE, WHY_NOT, GiveForm, SafetyForm, StaffInviteForm, read_invited
from navigator.db import db
from navigator.people.access import PersonNotFound, get_person, list_ids_seen_by
from navigator.people.circle_models import EndedBy, Scope
from navigator.people.models import ConsentHow, Person
from navigator.people.queries import find_person_by_mobile
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_at
from navigator.times import utc_now

blueprint = Blueprint("circle", __name__, template_folder="templates")


@blueprint.get("/<uuid:person_id>/circle")
def show(person_id: uuid.UUID) -> ResponseReturnValue:
    """Who helps, how far, and what ended why."""
    person = get_person(staff=current_staff(), person_id=person_id)
    page = _page(person, forms.blank())
    looked_at(staff_id=current_staff().id, person_id=person_id, page="circle")
    return page


@blueprint.get("/<uuid:person_id>/circle/new")
def new(person_id: uuid.UUID) -> ResponseReturnValue:
    person = _supported(person_id)
    return _new(person, forms.blank(language=person.language, scopes=[Scope.APPOINTMENT.value]))


@blueprint.post("/<uuid:person_id>/circle/new")
def invite(person_id: uuid.UUID) -> ResponseReturnValue:
    """With the person's spoken yes, in the words on the page."""
    person, now = _supported(person_id), utc_now()
    form = forms.read(StaffInviteForm(), request.form)
    form, who = read_invited(form, allows_test_numbers=current_app.extensions["settings"].allows_test_numbers)
    if who is None:
        return _new(person, form), 422
    try:
        chosen = [Scope(value) for value in form.data["scopes"]]
        operations.invite(person=person, who=who, scopes=chosen, told=_told(), now=now)
    except tuple(WHY_NOT) as problem:
        db.session.rollback()
        return _new(_supported(person_id), form.with_error(*WHY_NOT[type(problem)])), 422
    db.session.commit()
    flash(gettext("Invited. They see nothing until they say yes."), "success")
    return redirect(url_for(".show", person_id=person_id), 303)


@blueprint.post("/<uuid:person_id>/circle/<uuid:member_id>/<scope>")
def change(person_id: uuid.UUID, member_id: uuid.UUID, scope: str) -> ResponseReturnValue:
    """Give it (the person has said so), end it (`then=end`), or end it for safety (`then=safety`), with a reason."""
    person, now = _supported(person_id), utc_now()
    one, then = _get(person, member_id), request.form.get("then")
    if scope not in {each.value for each in Scope}:
        abort(404)
    which, staff = Scope(scope), current_staff()
    if then == "safety":
        form = forms.read(SafetyForm(), request.form)
        if not form.is_valid:
            return _page(person, form), 422
        operations.end_scope(
            member=one.member, scope=which, ended_by=EndedBy.SAFETY, staff=staff, reason=form.data["reason"], now=now
        )
    elif then == "end":
        operations.end_scope(member=one.member, scope=which, ended_by=EndedBy.NAVIGATOR, staff=staff, now=now)
    else:
        form = forms.read(GiveForm(), request.form)
        if not form.is_valid:
            return _page(person, form), 422
        operations.give(member=one.member, scope=which, told=_told(), now=now)
    db.session.commit()
    return redirect(url_for(".show", person_id=person_id), 303)


@blueprint.post("/<uuid:person_id>/circle/<uuid:member_id>/again")
def invite_again(person_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Another link for them."""
    operations.send_link(member=_get(_supported(person_id), member_id).member, now=utc_now())
    db.session.commit()
    flash(gettext("A new link is on its way to them."), "success")
    return redirect(url_for(".show", person_id=person_id), 303)


@blueprint.post("/<uuid:person_id>/circle/<uuid:member_id>/own/<uuid:own_id>")
def own_plan(person_id: uuid.UUID, member_id: uuid.UUID, own_id: uuid.UUID) -> ResponseReturnValue:
    """This carer is supported in their own right: they are that person."""
    one, staff = _get(_supported(person_id), member_id), current_staff()
    try:
        own = get_person(staff=staff, person_id=own_id)
    except PersonNotFound:
        abort(404)
    if own.mobile is None or own.mobile != one.member.mobile:
        abort(404)
    operations.make_own_person(member=one.member, person=own, staff=staff, now=utc_now())
    db.session.commit()
    return redirect(url_for(".show", person_id=person_id), 303)


def _told() -> operations.Told:
    return operations.Told(how=ConsentHow.SPOKEN, staff=current_staff())


def _supported(person_id: uuid.UUID) -> Person:
    person = get_person(staff=current_staff(), person_id=person_id)
    if person.closed_at is not None:
        abort(404)
    return person


def _get(person: Person, member_id: uuid.UUID) -> queries.InCircle:
    try:
        return queries.get_in_circle(person_id=person.id, member_id=member_id)
    except queries.MemberNotFound:
        abort(404)


def _same_people(one: queries.InCircle) -> list[Person]:
    """Whom this carer may be, of those this member of staff may see: the same mobile, and no plan of their own yet."""
    member = one.member
    if member.own_person_id is not None or not member.mobile or member.confirmed_at is None:
        return []
    found = find_person_by_mobile(member.mobile)
    seen = list_ids_seen_by(staff=current_staff(), person_ids=[person.id for person in found])
    return [person for person in found if person.id in seen]


def _page(person: Person, form: forms.Form) -> str:
    circle = queries.list_circle(person.id, with_ended=True)
    return render_template(
        "circle/staff_circle.html",
        person=person,
        circle=[one for one in circle if one.member.ended_at is None],
        ended=[one for one in circle if one.member.ended_at is not None],
        may_be={one.member.id: _same_people(one) for one in circle if one.member.ended_at is None},
        scopes=labels.YOU_MAY,
        ended_by=labels.ENDED_BY,
        asked={one.member.id: check_ins.look(one.member) for one in circle if one.member.ended_at is None},
        every=labels.every,
        why=labels.ASKED_NO_MORE,
        consent=_words_to_read(person),
        form=form,
        now=utc_now(),
    )


def _new(person: Person, form: forms.Form) -> str:
    return render_template(
        "circle/staff_new.html",
        person=person,
        form=form,
        languages_to_choose=list(LANGUAGE.items()),
        scope_options=[(scope.value, words) for scope, words in _words_to_read(person).items()],
    )


def _words_to_read(person: Person) -> dict[Scope, str]:
    """What the person hears before they say yes, in their language; what is kept names the carer in place of the dots."""
    return {scope: labels.consent_words(scope=scope, name="…", locale=person.language) for scope in Scope}
