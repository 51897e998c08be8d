"""The page an organisation answers a referral on, by a link and without an account."""

from datetime import datetime, timedelta

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator.db import begin_writing, db
from navigator.forms import Form, blank, read
from navigator.people import throttle
from navigator.people.models import Staff
from navigator.people.queries import find_locality, get_person_by_id
from navigator.referrals import labels, moves, operations, queries, sharing
from navigator.referrals.models import ReferralStatus, ReplyLink
from navigator.referrals.schemas import AcceptForm, DeclineForm
from navigator.times import LONDON, utc_now
from navigator.typed_moments import read_appointment

blueprint = Blueprint("referral_reply", __name__, template_folder="templates")

MOST_GUESSES = 20
WITHIN = timedelta(minutes=15)
ANSWERS = {answer.value: answer for answer in moves.ANSWERS}


@blueprint.route("/<token>", methods=["GET", "POST"])
def reply(token: str) -> ResponseReturnValue:
    """Answer a referral. Opening the page changes nothing; only sending an answer uses the link up."""
    now = utc_now()
    link = queries.find_link(token)
    if link is None:  # only guesses are counted: who holds a link gets in, whoever else guessed from the same address
        try:
            _count_guess(f"reply:{request.remote_addr}", now)
        except throttle.TooMany as full:
            return _kindly("referrals/reply_wait.html", 429, minutes=full.minutes)
        return _kindly("referrals/reply_closed.html", 404)
    if link.used_at is not None:
        return _kindly("referrals/reply_done.html", 200, link)
    if not _still_works(link, now):
        return _kindly("referrals/reply_closed.html", 410, link)
    answer = ANSWERS.get(request.args.get("answer", ""))
    if answer is link.referral.status:  # they said so already: a waiting list is answered once
        answer = None
    if answer is None:
        return _show("referrals/reply.html", token, link, None, blank())
    if request.method != "POST":
        return _show(
            "referrals/reply_answer.html", token, link, answer, blank(place=queries.find_usual_place(link.referral.service_id))
        )
    return _take(token, link, answer, now)


def _take(token: str, link: ReplyLink, answer: ReferralStatus, now: datetime) -> ResponseReturnValue:
    accepts = answer is ReferralStatus.ACCEPTED
    form = read(AcceptForm() if accepts else DeclineForm(), request.form)
    moment: datetime | None = None
    if accepts:
        form, moment = read_appointment(form, now=now)
    if not form.is_valid:
        return _show("referrals/reply_answer.html", token, link, answer, form, status=422)
    try:
        operations.answer(
            link=link,
            person=get_person_by_id(link.referral.person_id),
            answer=answer,
            appointment_at=moment,
            place=form.data.get("place", ""),
            ask_for=form.data.get("ask_for", ""),
            note=form.data["note"],
            now=now,
        )
    except (operations.LinkSpent, moves.MoveNotAllowed):
        db.session.rollback()  # somebody else was quicker: they answered, or the team took the link back
        db.session.refresh(link)
        return _kindly("referrals/reply_done.html" if link.used_at else "referrals/reply_closed.html", 409, link)
    db.session.commit()
    return redirect(url_for("referral_reply.reply", token=token), 303)


def _still_works(link: ReplyLink, now: datetime) -> bool:
    return link.revoked_at is None and link.expires_at > now and link.referral.status in queries.NOT_DECIDED


def _count_guess(bucket: str, now: datetime) -> None:
    """One more unknown link from there. A transaction of its own, because looking alone has locked nothing."""
    db.session.rollback()
    begin_writing()
    throttle.check(bucket=bucket, most=MOST_GUESSES, within=WITHIN, now=now)
    db.session.commit()


def _show(template: str, token: str, link: ReplyLink, answer: ReferralStatus | None, form: Form, status: int = 200) -> Response:
    in_a_week = utc_now().astimezone(LONDON) + timedelta(days=7)
    example = f"{in_a_week.day} {in_a_week.month} {in_a_week.year}"
    staff = db.session.get_one(Staff, link.referral.staff_id)
    shared = sharing.read(link.referral.shared)
    page = render_template(
        template,
        referral=link.referral,
        shared=shared,
        first_name=shared[sharing.SharedPart.NAME].split(" ")[0],
        staff=staff,
        phone=staff.phone or staff.team.phone,
        answer=answer,
        token=token,
        form=form,
        labels=labels,
        day_hint=gettext("For example %(day)s", day=example),
        Status=ReferralStatus,
    )
    return _unlisted(make_response(page, status))


def _kindly(template: str, status: int, link: ReplyLink | None = None, **about: object) -> Response:
    """A page without anybody's particulars: whom to ring, and for an answer given, which it was."""
    locality = find_locality()
    phone = locality.phone if locality else ""
    if link is not None:
        phone = db.session.get_one(Staff, link.referral.staff_id).team.phone or phone
    answered = link.referral if link is not None and link.used_at is not None else None
    page = render_template(template, phone=phone, answered=answered, labels=labels, Status=ReferralStatus, **about)
    return _unlisted(make_response(page, status))


def _unlisted(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
