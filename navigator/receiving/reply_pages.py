"""The page an organisation answers one referral on, by a link and without an account."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator.config import Settings
from navigator.db import begin_writing, db
from navigator.forms import Form, blank
from navigator.people import throttle
from navigator.people.models import Staff
from navigator.people.queries import find_locality
from navigator.receiving import answering
from navigator.receiving import queries as receiving
from navigator.receiving.labels import ANSWERS_IN_WORDS, COMPLETED_OUTCOMES
from navigator.referrals import dealings, labels, queries, reply_links, states
from navigator.referrals.models import ReferralStatus, ReplyLink
from navigator.times import utc_now

blueprint = Blueprint("referral_reply", __name__, template_folder="templates")

MOST_GUESSES = 20
WITHIN = timedelta(minutes=15)
BY_LINK = frozenset(
    {"accepted", "propose", "waiting_list", "no_room", "not_eligible", "cannot_reach", "not_right", "question", "received"}
)


@blueprint.route("/<token>", methods=["GET", "POST"])
def reply(token: str) -> ResponseReturnValue:
    """Answer a referral. Opening the page changes nothing of it but when it was first opened; an answer uses the link up."""
    now = utc_now()
    link = queries.find_link(token)
    if link is None:  # only guesses are counted: who holds a link gets in, whoever else guessed from the same address
        try:
            count_guess(f"reply:{request.remote_addr}", now)
        except throttle.TooMany as full:
            return kindly("receiving/reply_wait.html", 429, minutes=full.minutes)
        return kindly("receiving/reply_closed.html", 404)
    if not receiving.may_see(link.referral):
        return kindly("receiving/reply_closed.html", 410, link)
    if link.used_at is not None:
        return kindly("receiving/reply_done.html", 200, link)
    if not _still_works(link, now):
        return kindly("receiving/reply_closed.html", 410, link)
    answer = request.args.get("answer", "")
    if answer not in BY_LINK or answer not in answering.may_say(link.referral, now):  # a waiting list is answered once
        return _show("receiving/reply.html", token, link, "", blank())
    if request.method != "POST":
        return _show("receiving/reply_answer.html", token, link, answer, answering.begin(answer, link.referral))
    return _take(token, link, answer, now)


@blueprint.post("/<token>/inbox")
def ask_for_inbox(token: str) -> ResponseReturnValue:
    """Send the link to all that was asked to the address this one was sent to: whoever reads its e-mails may see them."""
    now = utc_now()
    link = queries.find_link(token)
    if link is None or not receiving.may_see(link.referral):
        return kindly("receiving/reply_closed.html", 404)
    settings: Settings = current_app.extensions["settings"]
    staff = db.session.get_one(Staff, link.referral.staff_id)
    dealings.send_inbox_link(
        address=link.referral.sent_to,
        organization_name=link.referral.organization_name,
        team_phone=staff.team.phone,
        public_url=settings.public_url,
        key=f"inbox:{link.id}:{now:%Y-%m-%d}",  # pressed twice, it comes once a day
        now=now,
    )
    db.session.commit()
    flash(gettext("We have sent a link to the address this one was sent to. It shows everything that is open."), "success")
    return redirect(url_for("referral_reply.reply", token=token), 303)


def _take(token: str, link: ReplyLink, answer: str, now: datetime) -> ResponseReturnValue:
    uses_up = answer not in ("propose", "question", "received")
    try:
        form = answering.take(answer, link.referral, who=link.referral.organization_name, link=link if uses_up else None, now=now)
    except answering.TOO_LATE:
        db.session.rollback()  # somebody else was quicker: they answered, or the team took the link back
        db.session.refresh(link)
        return kindly("receiving/reply_done.html" if link.used_at else "receiving/reply_closed.html", 409, link)
    if not form.is_valid:
        return _show("receiving/reply_answer.html", token, link, answer, form, status=422)
    db.session.commit()
    if not uses_up:
        flash(ANSWERS_IN_WORDS[answer].thanks, "success")
    return redirect(url_for("referral_reply.reply", token=token), 303)


def _still_works(link: ReplyLink, now: datetime) -> bool:
    return link.revoked_at is None and link.expires_at > now and link.referral.status in queries.NOT_DECIDED


def count_guess(bucket: str, now: datetime) -> None:
    """One more unknown link from there. A transaction of its own, because looking alone has locked nothing."""
    db.session.rollback()
    begin_writing()
    throttle.check(bucket=bucket, most=MOST_GUESSES, within=WITHIN, now=now)
    db.session.commit()


def _show(template: str, token: str, link: ReplyLink, answer: str, form: Form, status: int = 200) -> Response:
    now = utc_now()
    seen = receiving.see(link.referral)
    page = render_template(
        template,
        referral=link.referral,
        seen=seen,
        shared=seen.shared,
        first_name=seen.first_name,
        staff=seen.staff,
        phone=seen.staff.phone or seen.staff.team.phone,
        answer=answer,
        token=token,
        form=form,
        labels=labels,
        say=ANSWERS_IN_WORDS,
        may=answering.may_say(link.referral, now),
        notes=dealings.list_notes(link.referral_id),
        key=form.value("key") or token_urlsafe(24),
        outcomes=COMPLETED_OUTCOMES,
        day_hint=answering.example_of_a_day(),
        here=url_for("referral_reply.reply", token=token),
        answer_address=lambda name: url_for("referral_reply.reply", token=token, answer=name),
        Status=ReferralStatus,
    )
    if request.method == "GET" and link.opened_at is None:
        db.session.rollback()  # looking alone has locked nothing: that it was opened is written in a transaction of its own
        begin_writing()
        reply_links.note_opened(link_id=link.id, now=now)
        db.session.commit()
    return unlisted(make_response(page, status))


def kindly(template: str, status: int, link: ReplyLink | None = None, **about: object) -> Response:
    """A page without anybody's particulars: whom to ring, and for an answer given, which it was."""
    locality = find_locality()
    phone = locality.phone if locality else ""
    if link is not None:
        phone = db.session.get_one(Staff, link.referral.staff_id).team.phone or phone
    answered = link.referral if link is not None and link.used_at is not None else None
    page = render_template(
        template, phone=phone, answered=answered, labels=labels, Status=ReferralStatus, DECLINED=states.DECLINED, **about
    )
    return unlisted(make_response(page, status))


def unlisted(response: Response) -> Response:
    """Kept out of search engines."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
