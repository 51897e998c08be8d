"""Signing in and out, for staff."""

from datetime import timedelta
from hashlib import sha256

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from navigator import forms
from navigator.db import db
from navigator.people import carrying, demo_sign_ins, passwords, queries, staff_sessions, throttle
from navigator.people.models import Role, Staff
from navigator.people.operations import record_audit
from navigator.people.way_back import is_local
from navigator.times import utc_now

blueprint = Blueprint("staff_sign_in", __name__, template_folder="templates")

HOMES = {
    Role.NAVIGATOR: "/desk",
    Role.VOLUNTEER: "/desk",
    Role.TEAM_LEAD: "/desk",
    Role.ADMINISTRATOR: "/admin/listings",
}
QUARTER_OF_AN_HOUR = timedelta(minutes=15)
MOST_TRIES = 10  # for one account from one address: somebody elsewhere who guesses does not lock its owner out
MOST_FROM_ADDRESS = 100  # an office, or a whole mobile network, shares one address
MOST_FOR_ACCOUNT = 50  # an hour, from anywhere: a guesser with many addresses is slowed


class SignInForm(forms.FormSchema):
    """An e-mail address and a password; and, unseen, what was typed when the session had ended (see `carrying`)."""

    email = forms.Text(missing=lazy_gettext("Write your e-mail address."))
    # The longest is there so that nobody makes us hash a book.
    password = forms.Text(missing=lazy_gettext("Write your password."), longest=200)
    carried = forms.Text(longest=carrying.MOST)


@blueprint.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """The form. Somebody signed in already goes where they were going."""
    staff = staff_sessions.find_current_staff()
    if staff:
        return redirect(_where_next(staff))
    return _page(forms.blank())


@blueprint.post("/sign-in")
def check() -> ResponseReturnValue:
    """The right password opens a session; a wrong one says so, in the same words and time as an unknown address."""
    form = forms.read(SignInForm(), request.form)
    if not form.is_valid:
        return _page(form), 422
    now = utc_now()
    account, address = _digest(form.data["email"].strip().lower()), request.remote_addr
    own_bucket = f"password for {account} from {address}"
    try:
        throttle.check(bucket=own_bucket, most=MOST_TRIES, within=QUARTER_OF_AN_HOUR, now=now)
        shared_tries = (
            throttle.check(bucket=f"password from {address}", most=MOST_FROM_ADDRESS, within=QUARTER_OF_AN_HOUR, now=now),
            throttle.check(bucket=f"password for {account}", most=MOST_FOR_ACCOUNT, within=timedelta(hours=1), now=now),
        )
    except throttle.TooMany as too_many:
        db.session.rollback()
        return _page(form.with_error("password", _wait(too_many))), 429
    staff = queries.find_staff_by_email(form.data["email"])
    kept = staff.password_hash if staff else None
    db.session.commit()  # the try counts whatever happens next, and no lock is held while the password is hashed
    if not passwords.matches(form.data["password"], kept) or staff is None:
        return _page(
            form.with_error("password", lazy_gettext("We do not know this e-mail address with this password. Please try again."))
        ), 422
    throttle.forgive(bucket=own_bucket)
    for shared_try in shared_tries:
        throttle.forget(shared_try)  # those who know their password do not use up the tries they share with others
    where_next = _where_next(staff)
    staff_sessions.sign_in(staff)
    record_audit(action="signed_in", staff_id=staff.id, person_id=None, now=now)
    staff_id, home = str(staff.id), HOMES[staff.role]
    db.session.commit()
    if form.data["carried"]:
        return _give_back(form.data["carried"], staff_id, home)
    return redirect(where_next, 303)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session."""
    staff_sessions.sign_out()
    return redirect(url_for("staff_sign_in.sign_in"), 303)


def ask_again() -> ResponseReturnValue:
    """The answer to what is sent by nobody signed in: the form of signing in, which carries what was typed along.

    A script that saves by itself is told in JSON, and keeps the words on its page.
    """
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(
            saved=gettext("Not saved yet: you have been signed out. Press Save, and sign in. Your words come along.")
        ), 401
    try:
        packed = carrying.pack(
            address=request.full_path.rstrip("?"),
            fields=request.form.items(multi=True),
            written_by=staff_sessions.find_last_staff_id(),
            secret=current_app.extensions["settings"].secret_key,
            now=utc_now(),
        )
    except carrying.TooMuchToCarry:
        return _page(forms.blank(), is_too_long=True), 401
    return _page(forms.blank(carried=packed)), 401


def _give_back(packed: str, staff_id: str, home: str) -> ResponseReturnValue:
    """Signed in again: a page whose one button sends what was typed to where it was going."""
    try:
        carried = carrying.unpack(packed, secret=current_app.extensions["settings"].secret_key, now=utc_now())
    except carrying.NotCarried:
        flash(gettext("We could not bring back what you wrote before you signed in. It was not saved."), "warning")
        return redirect(home, 303)
    if carried.written_by not in ("", staff_id):
        flash(
            gettext("The person signed in here before you was writing something. It was not saved, because it is theirs."),
            "warning",
        )
        return redirect(home, 303)
    return render_template("sign_in/carry_on.html", carried=carried, home=home)


def _where_next(staff: Staff) -> str:
    then = request.values.get("then", "")
    return then if is_local(then) else HOMES[staff.role]


def _page(form: forms.Form, *, is_too_long: bool = False) -> str:
    is_demo = current_app.extensions["settings"].is_demo
    then = request.values.get("then", "")
    return render_template(
        "sign_in/sign_in.html",
        form=form,
        then=then if is_local(then) else "",
        is_too_long=is_too_long,
        has_expired="staff_began" in session and request.method == "GET",
        demo_staff=demo_sign_ins.list_demo_sign_ins() if is_demo else [],
        demo_password=demo_sign_ins.DEMO_PASSWORD,
    )


def _wait(too_many: throttle.TooMany) -> str:
    words = ngettext(
        "There were too many tries. Please wait %(num)d minute and try again.",
        "There were too many tries. Please wait %(num)d minutes and try again.",
        too_many.minutes,
    )
    return str(words)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
