"""How listing editors come in: a link by e-mail, opened and then pressed, because programs that scan mail open every link."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from directory.upkeep import editor_links, editors
from navigator import forms
from navigator.config import Settings
from navigator.db import db
from navigator.people import queries as people_queries
from navigator.people import throttle
from navigator.people.staff_operations import EmailWrong, read_email
from navigator.times import utc_now
from navigator.upkeep import editor_sessions, telling
from navigator.upkeep.opened_links import QUARTER_OF_AN_HOUR, LinkUnknown, fail_kindly, get_link, speak_as_the_message_did
from navigator.upkeep.schemas import SignInForm

blueprint = Blueprint("editor_door", __name__, template_folder="templates")

MOST_ASKING = 20  # in a quarter of an hour, from one address
fail_kindly(blueprint)


@blueprint.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Ask for a link. Somebody signed in already goes to their listings."""
    if editor_sessions.find_current_editor() is not None:
        return redirect("/listings")
    return _ask(forms.blank())


@blueprint.post("/sign-in")
def send_link() -> ResponseReturnValue:
    """Send a link to whoever keeps listings under this address. The answer is the same when nobody does."""
    form, now = forms.read(SignInForm(), request.form), utc_now()
    if not form.is_valid:
        return _ask(form), 422
    try:
        email = read_email(form.data["email"])
    except EmailWrong:
        problem = gettext("This does not look like an e-mail address. Please check it.")
        return _ask(form.with_error("email", problem)), 422
    throttle.check(bucket=f"editors' links from {request.remote_addr}", most=MOST_ASKING, within=QUARTER_OF_AN_HOUR, now=now)
    theirs = next(iter(editors.list_by_email(email)), None)
    if theirs is not None:
        telling.send_sign_in_link(editor=theirs, public_url=_settings().public_url, now=now)
    db.session.commit()
    return redirect(url_for("editor_door.link_asked_for"), 303)


@blueprint.get("/sign-in/sent")
def link_asked_for() -> ResponseReturnValue:
    """If we know the address, an e-mail is on its way."""
    return render_template("upkeep/asked_for_link.html", locality=people_queries.find_locality())


@blueprint.get("/open/<token>")
def open_link(token: str) -> ResponseReturnValue:
    """One big button. Opening the page uses nothing up."""
    link = get_link(token, purposes=editor_links.SIGNS_IN)
    speak_as_the_message_did(link)
    return render_template("upkeep/open_link.html", link=link, token=token)


@blueprint.post("/open/<token>")
def use_link(token: str) -> ResponseReturnValue:
    """The button was pressed: this browser keeps the listings from now on."""
    link, now = get_link(token, purposes=editor_links.SIGNS_IN), utc_now()
    try:
        editor = editor_links.use_up(link=link, now=now)
    except editor_links.LinkSpent:
        raise LinkUnknown from None
    editor_sessions.begin(editor)
    db.session.commit()
    return redirect("/listings", 303)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """This browser forgets whose listings it kept."""
    editor_sessions.end()
    return redirect("/", 303)


def _ask(form: forms.Form) -> str:
    is_demo = _settings().is_demo
    return render_template("upkeep/sign_in.html", form=form, demo_editors=editors.list_all() if is_demo else [])


def _settings() -> Settings:
    settings = current_app.extensions["settings"]
    assert isinstance(settings, Settings)  # noqa: S101 - told to mypy: create_app put it there
    return settings
