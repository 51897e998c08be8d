"""All that was asked of an organisation on one page, by the link sent to its address or by its editors' sign-in.

Two doors, one house: both have the same pages at their own addresses, and differ in who looks.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from navigator.db import begin_writing, db
from navigator.forms import Form, blank
from navigator.paging import PER_PAGE
from navigator.people import throttle
from navigator.people.operations import record_audits
from navigator.receiving import answering, queries
from navigator.receiving.labels import ANSWERS_IN_WORDS, COMPLETED_OUTCOMES
from navigator.receiving.queries import NotTheirs, Receiver, Seen
from navigator.receiving.reply_pages import count_guess, kindly, unlisted
from navigator.referrals import dealings, labels, proposals, reply_links
from navigator.referrals.models import Referral, ReferralStatus
from navigator.times import utc_now
from navigator.upkeep import editor_sessions

by_link = Blueprint("inbox_by_link", __name__, template_folder="templates")
by_account = Blueprint("inbox_by_account", __name__, template_folder="templates")


@dataclass(frozen=True)
class House:
    """Who looks, and where this door's pages are."""

    receiver: Receiver
    address: Callable[..., str]  # of the list, or with `referral_id` (and `answer`) of one
    is_signed_in: bool


@by_link.route("/<token>", methods=["GET", "POST"])
def all_by_link(token: str) -> ResponseReturnValue:
    """All that was sent to the address the link was sent to."""
    house = _house_of(token)
    return _all(house) if isinstance(house, House) else house


@by_link.route("/<token>/<uuid:referral_id>", methods=["GET", "POST"])
def one_by_link(token: str, referral_id: uuid.UUID) -> ResponseReturnValue:
    """One of them."""
    house = _house_of(token)
    return _one(house, referral_id) if isinstance(house, House) else house


@by_account.route("", methods=["GET", "POST"])
def all_by_account() -> ResponseReturnValue:
    """All that was sent to the organisations whose listings this editor keeps."""
    return _all(_own_house())


@by_account.route("/<uuid:referral_id>", methods=["GET", "POST"])
def one_by_account(referral_id: uuid.UUID) -> ResponseReturnValue:
    """One of them."""
    return _one(_own_house(), referral_id)


def _house_of(token: str) -> House | Response:
    now = utc_now()
    link = dealings.find_inbox_link(token, now=now)
    if link is None:
        try:
            count_guess(f"reply:{request.remote_addr}", now)
        except throttle.TooMany as full:
            return kindly("receiving/reply_wait.html", 429, minutes=full.minutes)
        return kindly("receiving/reply_closed.html", 404)

    def address(**of: Any) -> str:
        return url_for(".one_by_link" if of.get("referral_id") else ".all_by_link", token=token, **of)

    return House(Receiver(link.organization_name, address=link.address), address, is_signed_in=False)


def _own_house() -> House:
    editors = editor_sessions.current_editors()

    def address(**of: Any) -> str:
        return url_for(".one_by_account" if of.get("referral_id") else ".all_by_account", **of)

    ids = tuple(editor.organization_id for editor in editors)
    return House(Receiver(editor_sessions.current_editor().name, organization_ids=ids), address, is_signed_in=True)


def _all(house: House) -> ResponseReturnValue:
    now = utc_now()
    if request.method == "POST":
        return _say_of_several(house)
    page = min(max(request.args.get("page", 1, type=int), 1), 5000)
    found = queries.list_seen(house.receiver, now=now, page=page)
    offers = proposals.list_open_of([seen.referral.id for seen in found.rows])
    may = {seen.referral.id: answering.may_say(seen.referral, now) for seen in found.rows}
    shown = render_template(
        "receiving/inbox.html",
        house=house,
        rows=found.rows,
        offers=offers,
        total=found.total,
        labels=labels,
        say=ANSWERS_IN_WORDS,
        several=[name for name in answering.SEVERAL if any(name in allowed for allowed in may.values())],
        page=page,
        pages=-(-found.total // PER_PAGE),
        page_address=lambda number: house.address(page=number),
    )
    _note_looked(house, [seen.referral for seen in found.rows])
    return unlisted(make_response(shown))


def _say_of_several(house: House) -> ResponseReturnValue:
    """One press for those that are ticked."""
    now, answer = utc_now(), request.form.get("then", "")
    chosen: list[Referral] = []
    for named in dict.fromkeys(request.form.getlist("referral")[:100]):
        try:
            chosen.append(queries.get_seen(house.receiver, uuid.UUID(named), now=now).referral)
        except (ValueError, NotTheirs):
            continue  # it ended while the page was open, or was never theirs
    said = answering.take_of_several(answer, chosen, who=house.receiver.name, now=now)
    db.session.commit()
    if said:
        thanks = ngettext("Written down of %(num)s person. Thank you.", "Written down of %(num)s people. Thank you.", said)
        flash(thanks, "success")
    else:
        flash(gettext("Nothing was written down: tick those it is about, and choose what fits all of them."), "info")
    return redirect(house.address(), 303)


def _one(house: House, referral_id: uuid.UUID) -> ResponseReturnValue:
    now = utc_now()
    try:
        seen = queries.get_seen(house.receiver, referral_id, now=now)
    except NotTheirs:
        if house.is_signed_in:
            abort(404)
        return kindly("receiving/reply_closed.html", 404)
    answer = request.args.get("answer", "")
    may = answering.may_say(seen.referral, now)
    if answer not in may:
        if request.method == "POST":
            flash(gettext("Something happened to this referral in the meantime. This is how it stands now."), "info")
            return redirect(house.address(referral_id=referral_id), 303)
        return _show(house, seen, "receiving/one.html", "", blank())
    if request.method != "POST":
        if answer in answering.AT_ONCE:
            return redirect(house.address(referral_id=referral_id), 303)
        return _show(house, seen, "receiving/reply_answer.html", answer, answering.begin(answer, seen.referral))
    try:
        form = answering.take(answer, seen.referral, who=house.receiver.name, now=now)
    except answering.TOO_LATE:
        db.session.rollback()
        flash(gettext("Something happened to this referral in the meantime. This is how it stands now."), "info")
        return redirect(house.address(referral_id=referral_id), 303)
    if not form.is_valid:
        return _show(house, seen, "receiving/reply_answer.html", answer, form, status=422)
    db.session.commit()
    flash(ANSWERS_IN_WORDS[answer].thanks, "success")
    return redirect(house.address(), 303)


def _show(house: House, seen: Seen, template: str, answer: str, form: Form, *, status: int = 200) -> Response:
    referral = seen.referral
    page = render_template(
        template,
        referral=referral,
        seen=seen,
        shared=seen.shared,
        first_name=seen.first_name,
        staff=seen.staff,
        phone=seen.staff.phone or seen.staff.team.phone,
        answer=answer,
        form=form,
        labels=labels,
        say=ANSWERS_IN_WORDS,
        may=answering.may_say(referral, utc_now()),
        notes=dealings.list_notes(referral.id),
        offer=proposals.find_open(referral.id),
        key=form.value("key") or token_urlsafe(24),
        outcomes=COMPLETED_OUTCOMES,
        at_once=answering.AT_ONCE,
        day_hint=answering.example_of_a_day(),
        here=house.address(referral_id=referral.id),
        back=house.address(),
        answer_address=lambda name: house.address(referral_id=referral.id, answer=name),
        Status=ReferralStatus,
    )
    if request.method == "GET":
        _note_looked(house, [referral])
    return unlisted(make_response(page, status))


def _note_looked(house: House, referrals: list[Referral]) -> None:
    """Who outside the team saw whom, for the person's own trail and for an incident. A transaction of its own, as `trail` has."""
    seen = [(referral.id, referral.person_id, referral.reference) for referral in referrals]
    db.session.rollback()
    begin_writing()
    reply_links.note_opened_of([referral_id for referral_id, _, _ in seen], now=utc_now())
    looks = [(person_id, f"{house.receiver.name}: {reference}") for _, person_id, reference in seen]
    record_audits(action="receiver_looked", of_whom=looks, now=utc_now())
    db.session.commit()
