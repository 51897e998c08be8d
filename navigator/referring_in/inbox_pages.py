"""The team's inbox of referrals in: what is new, urgent first; each to be accepted, declined, put off or asked about."""

import uuid
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from messaging.phone_numbers import pretty
from navigator import forms, local_times
from navigator.db import db
from navigator.paging import PER_PAGE
from navigator.people.access import list_ids_seen_by
from navigator.people.arrivals import LikelyDuplicate
from navigator.people.enrolments import list_programmes
from navigator.people.models import Staff
from navigator.people.queries import find_locality
from navigator.people.staff_sessions import current_staff
from navigator.people.trail import looked_through
from navigator.referring_in import coming_in, labels, operations, queries
from navigator.referring_in.models import Basis, ReferralIn, Source, State
from navigator.referring_in.queries import Shelf
from navigator.referring_in.schemas import AcceptForm, DeclineForm, ParkForm, WordsForm
from navigator.teams.labels import reason_in_words
from navigator.teams.suggesting import suggest_coordinators
from navigator.times import LONDON, utc_now
from translations.locales import language

blueprint = Blueprint("referrals_in", __name__, template_folder="templates")

LATEST = timedelta(days=366)


@blueprint.errorhandler(operations.CannotMove)
def decided_already(problem: operations.CannotMove) -> ResponseReturnValue:
    """A colleague was quicker, or the button was pressed twice: it stands where it stands."""
    db.session.rollback()
    flash(gettext("This was decided already: %(state)s.", state=labels.STATES[problem.state]), "warning")
    view = request.view_args or {}
    return redirect(url_for(".referral", **view), 303)


@blueprint.get("")
def inbox() -> str:
    """`?shelf=` chooses a part; at first what is new."""
    staff, now = current_staff(), utc_now()
    today = now.astimezone(LONDON).date()
    try:
        shelf = Shelf(request.args.get("shelf", Shelf.NEW))
    except ValueError:
        shelf = Shelf.NEW
    page = min(max(request.args.get("page", 1, type=int), 1), 5000)
    part = queries.list_shelf(staff, shelf=shelf, today=today, page=page)
    return render_template(
        "referring_in/inbox.html",
        shelf=shelf,
        part=part,
        counts=queries.count_shelves(staff, today=today),
        labels=labels,
        page=page,
        pages=-(-part.total // PER_PAGE),
        page_address=lambda number: url_for(".inbox", shelf=shelf.value, page=number),
        working_days=lambda referral: local_times.working_days_between(referral.received_at, now),
        needs_in_words=lambda referral: labels.needs_in_words(referral.need_codes, coming_in.page_language()),
        may_propose=staff.role.value == "team_lead",
    )


@blueprint.get("/<uuid:referral_id>")
def referral(referral_id: uuid.UUID) -> str:
    """One referral in: all that was said, in the order somebody deciding needs it."""
    staff = current_staff()
    found = queries.get_referral_in(staff=staff, referral_id=referral_id)
    reference = found.reference
    page = _page(found, staff)
    looked_through(staff_id=staff.id, person_ids=[], page=f"referral in {reference}")
    return page


@blueprint.post("/<uuid:referral_id>/accept")
def accept(referral_id: uuid.UUID) -> ResponseReturnValue:
    """We support them; first ask, when we may know them."""
    staff, now = current_staff(), utc_now()
    found = queries.get_referral_in(staff=staff, referral_id=referral_id, lock=True)
    form = forms.read(AcceptForm(), request.form)
    team = {str(each.id): each for each in queries.list_coordinators(found.team_id)}
    coordinator = team.get(form.data.get("coordinator") or "")
    if coordinator is None and "coordinator" not in form.errors:
        form = form.with_error("coordinator", gettext("Choose who will support them."))
    if found.source is Source.LIST and not form.data.get("agrees"):
        form = form.with_error("agrees", gettext("A name on a list is not a yes. Ask them first, then tick this."))
    programmes = {str(each.id): each for each in list_programmes(found.team.locality_id, only_open=True)}
    if coordinator is None or not form.is_valid:
        return _page(found, staff, accept_form=form), 422
    try:
        person = operations.accept(
            referral=found,
            staff=staff,
            coordinator=coordinator,
            answer=form.data["answer"],
            agreed_words=labels.agreed_words(Source.LIST, may_text=False) if form.data["agrees"] else "",
            programme=programmes.get(form.data["programme"]),
            key=coming_in.settings().secret_key,
            public_url=coming_in.settings().public_url,
            now=now,
        )
    except LikelyDuplicate as likely:
        return _ask_whether_known(found, staff, form, likely), 409
    except operations.MustNotBeSupported:
        db.session.rollback()
        found = queries.get_referral_in(staff=staff, referral_id=referral_id)
        problem = gettext(
            "We know this person: they asked us not to be in touch, or have died. Please decline, or ask your team."
        )
        return _page(found, staff, accept_form=form.with_error("coordinator", problem)), 422
    db.session.commit()
    flash(gettext("Accepted. %(name)s supports them from now on.", name=person.navigator.name), "success")
    return redirect(url_for(".referral", referral_id=referral_id), 303)


@blueprint.post("/<uuid:referral_id>/decline")
def decline(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Not for us, and why."""
    staff, now = current_staff(), utc_now()
    found = queries.get_referral_in(staff=staff, referral_id=referral_id, lock=True)
    form = forms.read(DeclineForm(), request.form)
    if not form.is_valid:
        return _page(found, staff, decline_form=form), 422
    operations.decline(referral=found, why=form.data["why"], words=form.data["decline_words"], staff=staff, now=now, **_tell())
    db.session.commit()
    flash(gettext("It is written down that we cannot support them."), "success")
    return redirect(url_for(".referral", referral_id=referral_id), 303)


@blueprint.post("/<uuid:referral_id>/park")
def park(referral_id: uuid.UUID) -> ResponseReturnValue:
    """Later, on a day."""
    staff, now = current_staff(), utc_now()
    found = queries.get_referral_in(staff=staff, referral_id=referral_id, lock=True)
    form = forms.read(ParkForm(), request.form)
    today = now.astimezone(LONDON).date()
    until = form.data.get("until")
    if until and not today < until <= today + LATEST:
        form = form.with_error("until", gettext("Choose a day from tomorrow on, within a year."))
    if until is None or not form.is_valid:
        return _page(found, staff, park_form=form), 422
    operations.park(referral=found, until=until, words=form.data["park_words"], staff=staff, now=now, **_tell())
    db.session.commit()
    flash(gettext("It comes back to the top of the list on that day."), "success")
    return redirect(url_for(".referral", referral_id=referral_id), 303)


@blueprint.post("/<uuid:referral_id>/ask")
def ask(referral_id: uuid.UUID) -> ResponseReturnValue:
    """A question to the referrer."""
    staff, now = current_staff(), utc_now()
    found = queries.get_referral_in(staff=staff, referral_id=referral_id, lock=True)
    form = forms.read(WordsForm(), request.form)
    if not found.referrer_email:
        form = form.with_error("words", gettext("We have no e-mail address of theirs: please ring."))
    if not form.is_valid:
        return _page(found, staff, ask_form=form), 422
    operations.ask_referrer(referral=found, words=form.data["words"], staff=staff, now=now, **_tell())
    db.session.commit()
    flash(gettext("They get an e-mail with a link to your question. Nothing about the person stands in it."), "success")
    return redirect(url_for(".referral", referral_id=referral_id), 303)


@blueprint.post("/<uuid:referral_id>/open-again")
def open_again(referral_id: uuid.UUID) -> ResponseReturnValue:
    """To be looked at after all."""
    staff, now = current_staff(), utc_now()
    found = queries.get_referral_in(staff=staff, referral_id=referral_id, lock=True)
    operations.open_again(referral=found, staff=staff, now=now)
    db.session.commit()
    flash(gettext("It is back among the new ones."), "success")
    return redirect(url_for(".referral", referral_id=referral_id), 303)


def _tell() -> dict[str, str]:
    return {"key": coming_in.settings().secret_key, "public_url": coming_in.settings().public_url}


def _page(
    found: ReferralIn,
    staff: Staff,
    *,
    accept_form: forms.Form | None = None,
    decline_form: forms.Form | None = None,
    park_form: forms.Form | None = None,
    ask_form: forms.Form | None = None,
) -> str:
    open_still = found.state in (State.RECEIVED, State.PARKED)
    suggested = _suggest(found) if open_still else []
    programmes = list_programmes(found.team.locality_id, only_open=True) if open_still else []
    person_ids = [found.person_id] if found.person_id else []
    spoken_here = language(found.language)
    return render_template(
        "referring_in/referral.html",
        referral=found,
        labels=labels,
        clocks=queries.read_clocks(found),
        coordinators=suggested,
        programmes=[("", gettext("None")), *((str(each.id), each.name) for each in programmes)] if programmes else [],
        accept_form=accept_form or forms.blank(coordinator=suggested[0][0] if suggested else str(staff.id)),
        decline_form=decline_form or forms.blank(),
        park_form=park_form or forms.blank(),
        ask_form=ask_form or forms.blank(),
        is_list=found.source is Source.LIST,
        is_open=open_still,
        is_best_interest=found.basis is Basis.BEST_INTEREST,
        sees_person=bool(list_ids_seen_by(staff=staff, person_ids=person_ids)) if person_ids else False,
        needs_words=labels.needs_in_words(found.need_codes, coming_in.page_language()),
        language_name=spoken_here.own_name,
        communication=", ".join(str(labels.COMMUNICATION[need]) for need in sorted(found.communication)),
        phone=pretty(found.mobile) if found.mobile else found.phone,
        today_ends=found.received_at.astimezone(LONDON).date() == utc_now().astimezone(LONDON).date(),
    )


def _suggest(found: ReferralIn) -> list[tuple[str, str, str]]:
    """Who could support them, the likeliest first, each with the reasons; nobody who may not decide about referrals in."""
    may = {each.id for each in queries.list_coordinators(found.team_id)}
    ranked = suggest_coordinators(
        team=found.team,
        language=found.language,
        postcode=found.postcode,
        today=utc_now().astimezone(LONDON).date(),
    )
    return [
        (str(one.candidate.id), one.candidate.name, " · ".join(map(reason_in_words, one.reasons)))
        for one in ranked
        if one.candidate.id in may
    ]


def _ask_whether_known(found: ReferralIn, staff: Staff, form: forms.Form, likely: LikelyDuplicate) -> str:
    ids = list_ids_seen_by(staff=staff, person_ids=[one.person.id for one in likely.duplicates])
    visible = [one.person for one in likely.duplicates if one.person.id in ids]
    return render_template(
        "referring_in/known.html",
        referral=found,
        visible=visible,
        is_elsewhere=len(visible) < len(likely.duplicates),
        locality=find_locality(),
        form=form,
    )
