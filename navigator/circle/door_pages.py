"""From the link in a carer's text to the pages of whom they help: the code that confirms it is their phone.

Until the code is right, nothing here says who has invited them.
"""

import unicodedata
from datetime import timedelta

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext, ngettext, refresh

from navigator import forms
from navigator.circle import keys, texts
from navigator.config import Settings
from navigator.db import begin_writing, db
from navigator.people import carer_sessions, codes, throttle
from navigator.people.circle_models import CircleLink, CircleMember
from navigator.people.operations import record_audit
from navigator.people.queries import find_locality
from navigator.times import utc_now

blueprint = Blueprint("carer_door", __name__, template_folder="templates")

QUARTER_OF_AN_HOUR, HOUR = timedelta(minutes=15), timedelta(hours=1)
MOST_WRONG_LINKS = 60
MOST_CODES = 5  # an hour, for one member

WHAT_IS_WRONG = {
    codes.CodeWrong: lazy_gettext("This is not the code we sent. Please look at the text and try again."),
    codes.CodeExpired: lazy_gettext("This code does not work any more. We can text you a new one."),
    codes.TooManyTries: lazy_gettext("There were too many tries with this code. We can text you a new one."),
}


class LinkUnknown(Exception):
    """The link leads nowhere: it never did, or does not any more."""


class CodeForm(forms.FormSchema):
    code = forms.Text(missing=lazy_gettext("Write the code from the text."), longest=40)


@blueprint.errorhandler(LinkUnknown)
def link_unknown(_: LinkUnknown) -> ResponseReturnValue:
    """One page for every link that does not work."""
    return render_template("circle/link_unknown.html"), 404


@blueprint.errorhandler(throttle.TooMany)
def too_many(problem: throttle.TooMany) -> ResponseReturnValue:
    db.session.rollback()
    return render_template("my_door/too_many.html", message=_wait(problem)), 429


@blueprint.get("/h/<token>")
def open_link(token: str) -> ResponseReturnValue:
    """Is this you? We will send a code."""
    _, member = _get(token)
    if any(held.id == member.id for held in carer_sessions.list_held()):
        return redirect(url_for("helping.home", member_id=member.id))
    if "language" not in session and "lang" not in request.args:
        session["language"] = member.language
        refresh()
    return _door(member, token)


@blueprint.post("/h/<token>")
def send_code(token: str) -> ResponseReturnValue:
    """Send a code to their own phone or mailbox."""
    link, member = _get(token)
    now = utc_now()
    try:
        throttle.check(bucket=f"codes for circle {member.id}", most=MOST_CODES, within=HOUR, now=now)
    except throttle.TooMany as problem:
        return _door(member, token, error=_wait(problem)), 429
    digits = keys.issue_code(link=link, now=now, key=_settings().secret_key)
    text = texts.text_carer(
        member=member,
        template="carer_code",
        values={"code": digits},
        dedupe_key=f"carer-code:{link.id}:{now.isoformat()}",
        expires_at=link.code_expires_at,
        any_hour=True,
        now=now,
    )
    if text is None:
        db.session.rollback()
        return render_template("my_door/cannot_text.html", locality=find_locality()), 409
    db.session.commit()
    return redirect(url_for(".code", token=token), 303)


@blueprint.get("/h/<token>/code")
def code(token: str) -> ResponseReturnValue:
    _get(token)
    return render_template("circle/code.html", form=forms.blank(), token=token)


@blueprint.post("/h/<token>/code")
def check_code(token: str) -> ResponseReturnValue:
    """The right code opens the pages on this phone; the first time, with the question whether they want to."""
    (link, member), now = _get(token), utc_now()
    form = forms.read(CodeForm(), request.form)
    if form.is_valid:
        digits = "".join(str(unicodedata.digit(sign)) for sign in form.data["code"] if sign.isdigit())
        try:
            keys.check_code(link=link, digits=digits, now=now, key=_settings().secret_key)
        except (codes.CodeWrong, codes.CodeExpired, codes.TooManyTries) as problem:
            db.session.commit()  # a wrong try counts
            form = form.with_error("code", WHAT_IS_WRONG[type(problem)])
    if not form.is_valid:
        return render_template("circle/code.html", form=form, token=token), 422
    record_audit(action="carer_came_in", staff_id=None, person_id=member.person_id, detail=str(member.id), now=now)
    carer_sessions.begin(member)
    db.session.commit()
    return redirect(url_for("helping.home", member_id=member.id), 303)


@blueprint.post("/helping-sign-out")
def sign_out() -> ResponseReturnValue:
    """This phone forgets whom it helps."""
    carer_sessions.end()
    return redirect("/", 303)


def _get(token: str) -> tuple[CircleLink, CircleMember]:
    now = utc_now()
    found = keys.find_link(token=token, now=now)
    if found is None:
        db.session.rollback()
        begin_writing()
        bucket = f"wrong links from {request.remote_addr}"
        throttle.check(bucket=bucket, most=MOST_WRONG_LINKS, within=QUARTER_OF_AN_HOUR, now=now)
        db.session.commit()
        raise LinkUnknown
    return found


def _door(member: CircleMember, token: str, error: str = "") -> str:
    return render_template(
        "circle/door.html", token=token, ending=(member.mobile or member.email or "")[-3 if member.mobile else -12 :], error=error
    )


def _wait(problem: throttle.TooMany) -> str:
    words = ngettext(
        "There were too many tries. Please wait %(num)d minute and try again.",
        "There were too many tries. Please wait %(num)d minutes and try again.",
        problem.minutes,
    )
    return str(words)


def _settings() -> Settings:
    settings = current_app.extensions["settings"]
    assert isinstance(settings, Settings)  # noqa: S101 - told to mypy: create_app put it there
    return settings
