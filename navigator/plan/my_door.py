"""From the link in a text to the person's plan: the code that confirms it is their phone.

Until the code is right, nothing here shows anything of the person's but the end of the number the code goes to.
"""

import re
import unicodedata
from datetime import timedelta
from hashlib import sha256

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext, refresh

from messaging.phone_numbers import PhoneNumberWrong, parse_mobile
from navigator import forms
from navigator.circle.operations import send_link as send_carer_link
from navigator.circle.queries import list_by_mobile
from navigator.config import Settings
from navigator.db import begin_writing, db
from navigator.people import arrivals, codes, links, person_sessions, queries, throttle
from navigator.people.details import say_what_is_wrong
from navigator.people.models import Person
from navigator.people.operations import record_audit
from navigator.people.texting import NotTexted, text_person
from navigator.times import utc_now

blueprint = Blueprint("my_door", __name__, template_folder="templates")

HOME = "/my"
QUARTER_OF_AN_HOUR = timedelta(minutes=15)
HOUR = timedelta(hours=1)
MOST_WRONG_LINKS = 60  # many phones share one address with a mobile network, and a link is far too long to guess
MOST_CODES = 5  # an hour, for one person
MOST_LINKS = 3  # an hour, for one number
MOST_ASKING = 20  # in a quarter of an hour, from one address
MOST_SHARING = 3  # people who share one phone
# A link to a plan (or, for carers, to a helper's page), or its end alone.
A_LINK = re.compile(rf"(.*/(?P<kind>[th])/)?(?P<token>[{links.ALPHABET}]{{{links.LENGTH}}})")


class LinkUnknown(Exception):
    """The link leads nowhere: it never did, or does not any more. From outside the two look the same."""


class CodeForm(forms.FormSchema):
    """The digits from the text."""

    code = forms.Text(missing=lazy_gettext("Write the code from the text."), longest=40)


class LinkForm(forms.FormSchema):
    """The link from the text, or its end."""

    link = forms.Text(missing=lazy_gettext("Write the link from the text, or its end."), longest=200)


class AskForm(forms.FormSchema):
    """The number to send a link to."""

    mobile = forms.Text(missing=lazy_gettext("Write your mobile number."), longest=40)


@blueprint.errorhandler(LinkUnknown)
def link_unknown(_: LinkUnknown) -> ResponseReturnValue:
    """One page for every link that does not work, with the way to a new one."""
    return render_template("my_door/link_unknown.html"), 404


@blueprint.errorhandler(throttle.TooMany)
def too_many(problem: throttle.TooMany) -> ResponseReturnValue:
    """Too many tries from here."""
    db.session.rollback()
    return render_template("my_door/too_many.html", message=_wait(problem)), 429


@blueprint.get("/t/<token>")
def open_link(token: str) -> ResponseReturnValue:
    """Is this you? We will text a code to the number ending so."""
    person = _get_person(token)
    current = person_sessions.find_current_person()
    if current is not None and current.id == person.id:
        return redirect(HOME)
    _speak_as_the_text_did(person)
    return _door(person, token)


@blueprint.post("/t/<token>")
def send_code(token: str) -> ResponseReturnValue:
    """Text a code to the person's phone."""
    person, now = _get_person(token), utc_now()
    try:
        throttle.check(bucket=f"codes for {person.id}", most=MOST_CODES, within=HOUR, now=now)
    except throttle.TooMany as problem:
        return _door(person, token, error=_wait(problem)), 429
    code = codes.issue_code(person=person, now=now, key=_settings().secret_key)
    text = text_person(
        person=person,
        template="sign_in_code",
        values={"code": code.digits},
        dedupe_key=f"code {code.id}",
        now=now,
        expires_at=code.expires_at,
        any_hour=True,
    )
    if isinstance(text, NotTexted):
        db.session.rollback()
        return render_template("my_door/cannot_text.html", locality=queries.find_locality()), 409
    db.session.commit()
    return redirect(url_for("my_door.code", token=token), 303)


@blueprint.get("/t/<token>/code")
def code(token: str) -> ResponseReturnValue:
    """Type the code."""
    _get_person(token)
    return _code_page(forms.blank(), token)


@blueprint.post("/t/<token>/code")
def check_code(token: str) -> ResponseReturnValue:
    """The right code opens the plan on this phone."""
    person, now = _get_person(token), utc_now()
    form = forms.read(CodeForm(), request.form)
    if not form.is_valid:
        return _code_page(form, token), 422
    try:
        codes.check_code(person_id=person.id, digits=_digits(form.data["code"]), now=now, key=_settings().secret_key)
    except (codes.CodeWrong, codes.CodeExpired, codes.TooManyTries) as problem:
        db.session.commit()  # a wrong try counts
        return _code_page(form.with_error("code", WHAT_IS_WRONG[type(problem)]), token), 422
    record_audit(action="plan_opened", staff_id=None, person_id=person.id, now=now)
    person_sessions.begin(person)
    db.session.commit()
    return redirect(HOME, 303)


@blueprint.get("/plan-link")
def ask_for_link() -> ResponseReturnValue:
    """Ask for a new link."""
    return render_template("my_door/ask.html", form=forms.blank())


@blueprint.post("/plan-link")
def send_link() -> ResponseReturnValue:
    """Text a link to whoever we support on this number. The answer is the same when there is nobody."""
    form, now = forms.read(AskForm(), request.form), utc_now()
    if not form.is_valid:
        return render_template("my_door/ask.html", form=form), 422
    try:
        number = parse_mobile(form.data["mobile"], allows_test_numbers=_settings().allows_test_numbers)
    except PhoneNumberWrong as problem:
        return render_template("my_door/ask.html", form=form.with_error("mobile", say_what_is_wrong(problem))), 422
    throttle.check(bucket=f"asking for links from {request.remote_addr}", most=MOST_ASKING, within=QUARTER_OF_AN_HOUR, now=now)
    digest = sha256(f"{_settings().secret_key} {number}".encode()).hexdigest()[:32]
    try:
        throttle.check(bucket=f"links for {digest}", most=MOST_LINKS, within=HOUR, now=now)
    except throttle.TooMany:
        people, helping = [], []  # and the answer is the same
    else:
        people = queries.find_person_by_mobile(number)[:MOST_SHARING]
        helping = list_by_mobile(number)[:MOST_SHARING]
    for person in people:
        arrivals.send_plan_link(person=person, public_url=_settings().public_url, now=now)
    for member in helping:
        send_carer_link(member=member, now=now)
    db.session.commit()
    return redirect(url_for("my_door.link_asked_for"), 303)


@blueprint.get("/plan-link/sent")
def link_asked_for() -> ResponseReturnValue:
    """If we know the number, a text is on its way; and a field for its link."""
    return _asked_page(forms.blank())


@blueprint.post("/plan-link/sent")
def open_written_link() -> ResponseReturnValue:
    """The link from a text, copied or written off: a page on a home screen is not where the phone opens links."""
    form = forms.read(LinkForm(), request.form)
    found = A_LINK.fullmatch(form.data["link"].strip().lower()) if form.is_valid else None
    if form.is_valid and found is None:
        form = form.with_error("link", gettext("This is not the link from our text. Its end has 12 letters and numbers."))
    if found is None:
        return _asked_page(form), 422
    return redirect(f"/{found['kind'] or 't'}/{found['token']}", 303)


@blueprint.post("/my-sign-out")
def sign_out() -> ResponseReturnValue:
    """This phone forgets whose plan it showed."""
    person_sessions.end()
    return redirect("/", 303)


WHAT_IS_WRONG = {
    codes.CodeWrong: lazy_gettext("This is not the code we sent. Please look at the text and try again."),
    codes.CodeExpired: lazy_gettext("This code does not work any more. We can text you a new one."),
    codes.TooManyTries: lazy_gettext("There were too many tries with this code. We can text you a new one."),
}


def _get_person(token: str) -> Person:
    """Whose plan the link leads to. Raises `LinkUnknown`, or `TooMany` after many links from here that led nowhere.

    A link that works is let in all the same: many phones share an address with whoever guessed.
    """
    now, bucket = utc_now(), f"wrong links from {request.remote_addr}"
    person = links.find_person_by_link(token=token, now=now)
    if person is None:
        db.session.rollback()
        begin_writing()  # a page that began by reading cannot always go on to write on SQLite
        throttle.check(bucket=bucket, most=MOST_WRONG_LINKS, within=QUARTER_OF_AN_HOUR, now=now)
        db.session.commit()
        raise LinkUnknown
    return person


def _speak_as_the_text_did(person: Person) -> None:
    """The page is in the language of the text that led here, unless this browser has chosen another."""
    if "language" not in session and "lang" not in request.args:
        session["language"] = person.language
        refresh()


def _door(person: Person, token: str, error: str = "") -> str:
    return render_template("my_door/door.html", token=token, ending=(person.mobile or "")[-3:], error=error)


def _code_page(form: forms.Form, token: str) -> str:
    return render_template("my_door/code.html", form=form, token=token)


def _digits(typed: str) -> str:
    """What was typed, as plain digits, in whatever script and with whatever spaces."""
    return "".join(str(unicodedata.digit(sign)) for sign in typed if sign.isdigit())


def _asked_page(form: forms.Form) -> str:
    return render_template("my_door/asked.html", form=form, locality=queries.find_locality())


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
