"""An organisation asks to be listed: who it is, a link by e-mail, then the questions about its first listing. No account."""

import uuid
from datetime import timedelta
from hashlib import sha256

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext, ngettext

from directory.importing import values
from directory.upkeep import applications, edits
from directory.upkeep.asking.question import Cleaned
from directory.upkeep.models import ListingApplication, ListingEdit
from navigator import forms
from navigator.db import begin_writing, db
from navigator.people import throttle
from navigator.times import utc_now
from navigator.upkeep import answering, letters
from navigator.upkeep.answering import Desk

blueprint = Blueprint("listing_applications", __name__, template_folder="templates")

KEY = "application"  # in the browser's cookie: the application whose link was opened on it
QUARTER_OF_AN_HOUR = timedelta(minutes=15)
MOST_APPLYING = 10  # in a quarter of an hour, from one address
MOST_LINKS = 3  # a day, to one e-mail address
MOST_WRONG_LINKS = 60


class ApplyForm(forms.FormSchema):
    """The organisation, and who asks for it."""

    organization_name = forms.Text(missing=lazy_gettext("Write the name of the organisation."))
    about = forms.Text(missing=lazy_gettext("Write a few words about what it does."), longest=2000)
    charity_number = forms.Text(longest=20)
    company_number = forms.Text(longest=20)
    website = Cleaned(values.web_address, wrong=lazy_gettext("Write a web address, for example group.example."), longest=2000)
    name = forms.Text(missing=lazy_gettext("Write your name."), longest=120)
    email = Cleaned(
        values.email,
        wrong=lazy_gettext("This does not look like an e-mail address. Please check it."),
        missing=lazy_gettext("Write your e-mail address."),
    )


class NoApplication(Exception):
    """The link never was or has run out, or this browser has opened none."""


@blueprint.errorhandler(NoApplication)
def no_application(_: NoApplication) -> ResponseReturnValue:
    """The way to a new one."""
    return render_template("upkeep/apply_unknown.html"), 404


@blueprint.errorhandler(throttle.TooMany)
def too_many(problem: throttle.TooMany) -> ResponseReturnValue:
    """Too many tries from here."""
    db.session.rollback()
    message = ngettext(
        "There were too many tries. Please wait %(num)d minute and try again.",
        "There were too many tries. Please wait %(num)d minutes and try again.",
        problem.minutes,
    )
    return render_template("upkeep/too_many.html", message=message), 429


@blueprint.get("")
def apply() -> str:
    """Who the organisation is, and who asks."""
    return render_template("upkeep/apply.html", form=forms.blank())


@blueprint.post("")
def send_link() -> ResponseReturnValue:
    """Keep it, and send the link that shows the address is theirs. The answer is the same whatever we know of the address."""
    form, now = forms.read(ApplyForm(), request.form), utc_now()
    if not form.is_valid:
        return render_template("upkeep/apply.html", form=form), 422
    throttle.check(bucket=f"applications from {request.remote_addr}", most=MOST_APPLYING, within=QUARTER_OF_AN_HOUR, now=now)
    digest = sha256(form.data["email"].encode()).hexdigest()[:32]
    throttle.check(bucket=f"applications by {digest}", most=MOST_LINKS, within=timedelta(days=1), now=now)
    application, token = applications.apply(language=str(get_locale() or "en"), now=now, **form.data)
    letters.send_application_link(application=application, token=token, now=now)
    db.session.commit()
    return redirect(url_for("listing_applications.sent"), 303)


@blueprint.get("/sent")
def sent() -> str:
    """An e-mail is on its way."""
    return render_template("upkeep/apply_sent.html")


@blueprint.get("/open/<token>")
def open_link(token: str) -> str:
    """One big button: programs that scan mail open every link."""
    application = _find(token)
    return render_template("upkeep/apply_open.html", application=application, token=token)


@blueprint.post("/open/<token>")
def use_link(token: str) -> ResponseReturnValue:
    """The address is theirs; this browser goes on with the application."""
    application = _find(token)
    applications.confirm(application=application, now=utc_now())
    session[KEY] = str(application.id)
    edit = edits.get_edit_of_application(application.id)
    to = _desk().review if edit.answers else _desk().question(answering.NAMES[0])
    db.session.commit()
    return redirect(to, 303)


@blueprint.get("/questions/<name>")
def question(name: str) -> ResponseReturnValue:
    """One question about the organisation's first listing."""
    return answering.show_question(_desk(), name)


@blueprint.post("/questions/<name>")
def save_question(name: str) -> ResponseReturnValue:
    """Keep the answer in the draft."""
    return answering.save_question(_desk(), name)


@blueprint.post("/questions/<name>/autosave")
def autosave(name: str) -> ResponseReturnValue:
    """Keep what was typed so far."""
    return answering.autosave(_desk(), name)


@blueprint.get("/review")
def review() -> ResponseReturnValue:
    """What the listing would say."""
    return answering.review(_desk())


@blueprint.get("/preview")
def preview() -> ResponseReturnValue:
    """The public page as it would be."""
    return answering.preview(_desk())


@blueprint.post("/send")
def send() -> ResponseReturnValue:
    """To the queue."""
    return answering.send(_desk())


@blueprint.post("/withdraw")
def withdraw() -> ResponseReturnValue:
    """Never mind."""
    return answering.withdraw(_desk())


@blueprint.post("/again")
def take_up_again() -> ResponseReturnValue:
    """Go on with what was rejected."""
    return answering.take_up_again(_desk())


def _desk() -> Desk:
    """Where this browser's application is worked on."""

    def find() -> ListingEdit:
        try:
            application = applications.get_confirmed(uuid.UUID(str(session.get(KEY, ""))))
            return edits.get_edit_of_application(application.id)
        except (ValueError, applications.ApplicationNotFound, edits.EditNotFound):
            raise NoApplication from None

    find()
    return Desk("/listings/apply", "/listings/apply/review", gettext("Back to what you wrote"), find, find)


def _find(token: str) -> ListingApplication:
    """The application of a link that works. Wrong links from one place are counted."""
    now = utc_now()
    application = applications.find_by_token(token[:200], now=now)
    if application is None:
        db.session.rollback()
        begin_writing()
        bucket = f"wrong application links from {request.remote_addr}"
        throttle.check(bucket=bucket, most=MOST_WRONG_LINKS, within=QUARTER_OF_AN_HOUR, now=now)
        db.session.commit()
        raise NoApplication
    return application
