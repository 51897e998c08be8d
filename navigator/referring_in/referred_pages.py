"""What became of a referral, for whoever made it, as far as the person allows; and the team's question, answered."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator import forms
from navigator.db import begin_writing, db
from navigator.people import throttle
from navigator.referring_in import coming_in, labels, operations, queries
from navigator.referring_in.models import Happened, ReferralIn
from navigator.referring_in.schemas import WordsForm
from navigator.times import utc_now

blueprint = Blueprint("referred", __name__, template_folder="templates")

QUARTER_OF_AN_HOUR = timedelta(minutes=15)
MOST_WRONG_LINKS = 60
MOST_ANSWERS = 20


class NoSuchReferral(Exception):
    """The link leads nowhere."""


@blueprint.errorhandler(NoSuchReferral)
def no_such_referral(_: NoSuchReferral) -> ResponseReturnValue:
    return render_template("referring_in/no_link.html"), 404


@blueprint.get("/<token>")
def referred(token: str) -> str:
    """Where it stands. The person is not named: the referrer knows whom they referred, and others may see the page."""
    return _page(_find(token), token, forms.blank())


@blueprint.post("/<token>")
def answer(token: str) -> ResponseReturnValue:
    """The answer to the team's question."""
    referral, now = _find(token), utc_now()
    form = forms.read(WordsForm(), request.form)
    if not form.is_valid:
        return _page(referral, token, form), 422
    try:
        throttle.check(bucket=f"referrer answers {referral.id}", most=MOST_ANSWERS, within=QUARTER_OF_AN_HOUR, now=now)
    except throttle.TooMany as problem:
        db.session.rollback()
        return _page(_find(token), token, form.with_error("words", coming_in.too_many_words(problem))), 429
    operations.answer_question(referral=referral, words=form.data["words"], now=now)
    db.session.commit()
    flash(gettext("Thank you. The team has your answer."), "success")
    return redirect(url_for(".referred", token=token), 303)


def _find(token: str) -> ReferralIn:
    referral = queries.find_by_token(token[:100])
    if referral is None:
        db.session.rollback()
        begin_writing()
        place = f"wrong referred links from {request.remote_addr}"
        try:
            throttle.check(bucket=place, most=MOST_WRONG_LINKS, within=QUARTER_OF_AN_HOUR, now=utc_now())
        except throttle.TooMany:
            db.session.rollback()
        db.session.commit()
        raise NoSuchReferral
    return referral


def _page(referral: ReferralIn, token: str, form: forms.Form) -> str:
    allowed = referral.tells_referrer
    questions = [event for event in referral.events if event.kind in (Happened.ASKED, Happened.ANSWERED)]
    declined = [event for event in referral.events if event.kind is Happened.DECLINED]
    return render_template(
        "referring_in/referred.html",
        referral=referral,
        token=token,
        form=form,
        allowed=allowed,
        clocks=queries.read_clocks(referral) if allowed else None,
        reason=declined[-1].words if allowed and declined and referral.why_declined else "",
        questions=questions,
        labels=labels,
    )
