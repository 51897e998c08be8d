"""The story of one referral, and all that can be done with it. Each button is one `then`, with a form of its own."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator.config import Settings
from navigator.db import db
from navigator.forms import Form, FormSchema, blank, read
from navigator.people import staff_sessions
from navigator.people.models import ConsentHow, Person, Staff
from navigator.people.operations import record_audit
from navigator.people.trail import looked_at
from navigator.referrals import (
    chase_times,
    dealings,
    deciding,
    endings,
    hearing,
    labels,
    proposals,
    queries,
    reply_links,
    safety,
    sharing,
    states,
    texts,
)
from navigator.referrals.models import Referral, ReferralStatus, Side, WhyRecalled
from navigator.referrals.schemas import AnswerQuestionForm, CompleteForm, NothingMore, RecallForm, ReopenForm, WithdrawForm
from navigator.times import utc_now


@dataclass(frozen=True)
class Deed:
    """What somebody does to a referral: to which, of whom, who, with what was typed, and when."""

    referral: Referral
    person: Person
    staff: Staff
    form: Form
    now: datetime

    @property
    def note(self) -> str:
        return str(self.form.data.get("note", ""))


def referral(referral_id: uuid.UUID) -> ResponseReturnValue:
    """The story of one referral, and what can be done with it."""
    staff, now = staff_sessions.current_staff(), utc_now()
    found, person = queries.get_referral(staff=staff, referral_id=referral_id)
    if request.method != "POST":
        page = _show(found, person, form=blank(by=Side.PERSON.value))
        looked_at(staff_id=staff.id, person_id=person.id, page=f"referral {found.reference}")
        return page
    action = request.form.get("then", "")
    schema, act = ACTIONS.get(action, (NothingMore, None))
    form = read(schema(), request.form)
    if act is None:
        return redirect(url_for("referrals.referral", referral_id=referral_id), 303)
    if not form.is_valid:
        return _show(found, person, form=form, open_part=action), 422
    reference = found.reference
    try:
        said = act(Deed(found, person, staff, form, now))
    except endings.ConsentNeeded:
        db.session.rollback()
        found, person = queries.get_referral(staff=staff, referral_id=referral_id)
        form = form.with_error("how", gettext("They had taken it back. Choose how they agreed again."))
        return _show(found, person, form=form, open_part=action), 422
    except (states.MoveNotAllowed, deciding.AlreadyAnswered, dealings.NothingToTalkAbout):
        db.session.rollback()
        flash(gettext("Something happened to this referral in the meantime. This is how it stands now."), "info")
        return redirect(url_for("referrals.referral", referral_id=referral_id), 303)
    record_audit(action=f"referral_{action}", staff_id=staff.id, person_id=person.id, detail=reference, now=now)
    db.session.commit()
    flash(str(said), "success")
    return redirect(url_for("referrals.referral", referral_id=referral_id), 303)


def _withdraw(deed: Deed) -> object:
    by = Side.TEAM if deed.form.data["by"] == Side.TEAM.value else Side.PERSON
    told = endings.withdraw(referral=deed.referral, staff=deed.staff, note=deed.note, by=by, person=deed.person, now=deed.now)
    _say_not_texted(told)
    return gettext("The referral is taken back. Nothing more is sent about it, and the group hears that nobody will come.")


def _recall(deed: Deed) -> object:
    why = WhyRecalled(deed.form.data["why"])
    note = deed.form.data["recall_note"]
    told = endings.recall(referral=deed.referral, person=deed.person, staff=deed.staff, why=why, note=note, now=deed.now)
    _say_not_texted(told)
    if deed.referral.incident:
        return gettext("It is recalled. Somebody had opened it already: that is kept as an incident. Please tell your team lead.")
    return gettext("It is recalled. Nobody had opened it, and nobody can any more.")


def _reopen(deed: Deed) -> object:
    how = ConsentHow(deed.form.data["how"]) if deed.form.data["how"] else None
    told = endings.reopen(
        referral=deed.referral,
        person=deed.person,
        staff=deed.staff,
        note=deed.form.data["reopen_note"],
        how=how,
        public_url=_public_url(),
        now=deed.now,
    )
    _say_not_texted(told)
    return gettext("It is open again.")


def _revoke(deed: Deed) -> object:
    reply_links.revoke_links(referral=deed.referral, now=deed.now)
    return gettext("The link does not work any more.")


def _send_link(deed: Deed) -> object:
    reply_links.send_link(referral=deed.referral, staff=deed.staff, public_url=_public_url(), now=deed.now)
    return gettext(
        "We are sending %(organization)s a new link. The old one does not work any more.",
        organization=deed.referral.organization_name,
    )


def _attended(deed: Deed) -> object:
    hearing.mark_attended(referral=deed.referral, who=deed.staff.name, now=deed.now)
    return gettext("Written down: they got there.")


def _did_not_attend(deed: Deed) -> object:
    hearing.mark_did_not_attend(referral=deed.referral, who=deed.staff.name, now=deed.now)
    return gettext("Written down: they did not get there.")


def _complete(deed: Deed) -> object:
    hearing.complete(referral=deed.referral, outcome=deed.form.data["outcome"], who=deed.staff.name, now=deed.now)
    return gettext("Written down: it has finished.")


def _answer(deed: Deed) -> object:
    dealings.answer_question(
        referral=deed.referral,
        staff=deed.staff,
        words=deed.form.data["words"],
        key=deed.form.data["key"] or token_urlsafe(24),
        public_url=_public_url(),
        now=deed.now,
    )
    return gettext("Your answer stands on their page, and an e-mail tells them so.")


def _time_suits(deed: Deed) -> object:
    _decide(deed, accepts=True)
    return gettext("It is arranged. The group knows, and so will they.")


def _time_does_not_suit(deed: Deed) -> object:
    _decide(deed, accepts=False)
    return gettext("We have told the group that it does not suit.")


def _decide(deed: Deed, *, accepts: bool) -> None:
    proposal = proposals.find_open(deed.referral.id)
    if proposal is None:
        raise deciding.AlreadyAnswered(deed.referral.id)
    told = deciding.decide(
        proposal=proposal, referral=deed.referral, person=deed.person, accepts=accepts, who=deed.staff.name, now=deed.now
    )
    _say_not_texted(told)


def _prohibit(deed: Deed) -> object:
    safety.prohibit_contact(referral=deed.referral, prohibited=True, staff=deed.staff, now=deed.now)
    return gettext("Nothing more goes to them about this, and the group is told to answer us.")


def _allow(deed: Deed) -> object:
    safety.prohibit_contact(referral=deed.referral, prohibited=False, staff=deed.staff, now=deed.now)
    return gettext("They may be contacted about this again.")


ACTIONS: dict[str, tuple[type[FormSchema], Callable[[Deed], object]]] = {
    "withdraw": (WithdrawForm, _withdraw),
    "recall": (RecallForm, _recall),
    "reopen": (ReopenForm, _reopen),
    "revoke": (NothingMore, _revoke),
    "send_link": (NothingMore, _send_link),
    "attended": (NothingMore, _attended),
    "did_not_attend": (NothingMore, _did_not_attend),
    "complete": (CompleteForm, _complete),
    "answer": (AnswerQuestionForm, _answer),
    "time_suits": (NothingMore, _time_suits),
    "time_does_not_suit": (NothingMore, _time_does_not_suit),
    "prohibit": (NothingMore, _prohibit),
    "allow": (NothingMore, _allow),
}


def _say_not_texted(told: texts.Told) -> None:
    if not_texted := labels.why_not_texted(told):
        flash(not_texted, "info")


def _public_url() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.public_url


def _show(found: Referral, person: Person, *, form: Form, open_part: str = "") -> str:
    now = utc_now()
    links = queries.list_links(found.id)
    newest = links[0] if links else None
    may = {target: states.is_allowed(found.status, target) for target in ReferralStatus}
    return render_template(
        "referrals/referral.html",
        referral=found,
        person=person,
        form=form,
        open_part=open_part,
        labels=labels,
        shared=sharing.read(found.shared),
        link=newest,
        link_works=bool(newest and not newest.used_at and not newest.revoked_at and newest.expires_at > now),
        opened_at=min((link.opened_at for link in links if link.opened_at), default=None),
        days_waiting=chase_times.waited(found.sent_at, now) if found.status in states.NOT_ANSWERED else 0,
        is_over=found.appointment_at is not None and found.appointment_at <= now,
        not_texted=labels.obstacle_in_words(person),
        may=may,
        may_reopen=found.status in states.REOPENS and found.consent_id is not None,
        needs_consent=found.status in states.TAKEN_BACK,
        hidden=found.status in states.HIDDEN_FROM_RECEIVER,
        notes=dealings.list_notes(found.id),
        note_key=form.value("key") or token_urlsafe(24),
        opened_when=_moments_of(found),
        proposal=proposals.find_open(found.id),
        together=queries.list_together(found),
        outcome=states.outcome_of(found.status, found.outcome),
        Status=ReferralStatus,
        Side=Side,
    )


def _moments_of(found: Referral) -> dict[str, datetime]:
    """When somebody opened what was then recalled, and when it was; nothing without an incident."""
    incident = found.incident or {}
    return {name: datetime.fromisoformat(incident[name]) for name in ("opened_at", "recalled_at") if name in incident}
