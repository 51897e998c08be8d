"""For professionals: one page, under a minute, no account. By their organisation's link, or by a code to their e-mail address."""

import uuid
from datetime import timedelta
from hashlib import sha256

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from navigator import forms
from navigator.db import begin_writing, db, new_id
from navigator.people import throttle
from navigator.people.models import Team
from navigator.people.staff_operations import EmailWrong, read_email
from navigator.referring_in import codes, coming_in, labels, operations, queries
from navigator.referring_in.models import ReferrerLink, Source
from navigator.referring_in.schemas import CodeForm, EmailForm, ProfessionalForm
from navigator.times import utc_now
from translations.locales import LANGUAGES

blueprint = Blueprint("professionals", __name__, template_folder="templates")

QUARTER_OF_AN_HOUR, DAY = timedelta(minutes=15), timedelta(days=1)
MOST_CODES_FROM_ONE_PLACE = 20  # in a quarter of an hour
MOST_CODES_TO_ONE = 6  # a day
MOST_CODE_TRIES = 40  # in a quarter of an hour, from one place
MOST_WRONG_LINKS = 60
CODE, ADDRESS = "referrer_code", "referrer_address"  # in the browser's cookie: the code it waits for, the address it has shown


class NoSuchLink(Exception):
    """The organisation's link never was, or was revoked."""


@blueprint.errorhandler(NoSuchLink)
def no_such_link(_: NoSuchLink) -> ResponseReturnValue:
    """The other way in."""
    return render_template("referring_in/no_link.html"), 404


@blueprint.get("/professional")
def professional() -> ResponseReturnValue:
    """A code to a work address; whoever has shown theirs goes on at once."""
    if session.get(ADDRESS):
        return redirect(url_for(".by_email"))
    return render_template("referring_in/email.html", form=forms.blank())


@blueprint.post("/professional")
def send_code() -> ResponseReturnValue:
    """Send six digits. The answer is the same whatever we know of the address."""
    form, now = forms.read(EmailForm(), request.form), utc_now()
    email = ""
    if form.is_valid:
        try:
            email = read_email(form.data["email"])
        except EmailWrong:
            form = form.with_error("email", gettext("This does not look like an e-mail address. Please check it."))
    if not form.is_valid:
        return render_template("referring_in/email.html", form=form), 422
    try:
        bucket = f"referrer codes to {sha256(email.encode()).hexdigest()[:32]}"
        place = f"referrer codes from {request.remote_addr}"
        throttle.check(bucket=place, most=MOST_CODES_FROM_ONE_PLACE, within=QUARTER_OF_AN_HOUR, now=now)
        throttle.check(bucket=bucket, most=MOST_CODES_TO_ONE, within=DAY, now=now)
    except throttle.TooMany as problem:
        db.session.rollback()
        return render_template("referring_in/email.html", form=form.with_error("email", coming_in.too_many_words(problem))), 429
    key = coming_in.settings().secret_key
    session[CODE] = str(codes.send_code(email=email, language=coming_in.page_language(), key=key, now=now))
    db.session.commit()
    return redirect(url_for(".code"), 303)


@blueprint.get("/professional/code")
def code() -> ResponseReturnValue:
    """Which digits?"""
    if not session.get(CODE):
        return redirect(url_for(".professional"))
    return render_template("referring_in/code.html", form=forms.blank())


@blueprint.post("/professional/code")
def check_code() -> ResponseReturnValue:
    """The right ones open the page for this browser's session."""
    form, now = forms.read(CodeForm(), request.form), utc_now()
    if form.is_valid:
        try:
            place = f"referrer code tries from {request.remote_addr}"
            throttle.check(bucket=place, most=MOST_CODE_TRIES, within=QUARTER_OF_AN_HOUR, now=now)
            email = codes.check_code(
                code_id=uuid.UUID(str(session.get(CODE, ""))),
                digits="".join(filter(str.isdigit, form.data["code"])),
                key=coming_in.settings().secret_key,
                now=now,
            )
        except throttle.TooMany as problem:
            db.session.rollback()
            return render_template("referring_in/code.html", form=form.with_error("code", coming_in.too_many_words(problem))), 429
        except codes.CodeWrong:
            form = form.with_error("code", gettext("These are not the numbers we sent. Please look again."))
        except (codes.CodeOver, ValueError):
            form = form.with_error("code", gettext("This code does not work any more. Please ask for a new one."))
        else:
            session.pop(CODE, None)
            session[ADDRESS] = email
            db.session.commit()
            return redirect(url_for(".by_email"), 303)
    db.session.commit()  # a wrong try counts
    return render_template("referring_in/code.html", form=form), 422


@blueprint.get("/professional/form")
def by_email() -> ResponseReturnValue:
    """The page, for whoever has shown their address."""
    team = queries.find_front_desk()
    if not session.get(ADDRESS):
        return redirect(url_for(".professional"))
    return _page(_blank(referrer_email=session[ADDRESS])) if team else coming_in.nobody_here()


@blueprint.post("/professional/form")
def send_by_email() -> ResponseReturnValue:
    """Send it in, from the address shown: what the form says of it does not count."""
    team = queries.find_front_desk()
    if not session.get(ADDRESS):
        return redirect(url_for(".professional"), 303)
    return _send(team, Source.EMAIL) if team else coming_in.nobody_here()


@blueprint.get("/<token>")
def by_link(token: str) -> ResponseReturnValue:
    """The page, by an organisation's link."""
    link = _find(token)
    return _page(_blank(referrer_organization=link.organization_name), link)


@blueprint.post("/<token>")
def send_by_link(token: str) -> ResponseReturnValue:
    """Send it in to the link's team."""
    link = _find(token)
    return _send(link.team, Source.LINK, link)


def _send(team: Team, source: Source, link: ReferrerLink | None = None) -> ResponseReturnValue:
    form = coming_in.checked(forms.read(ProfessionalForm(), request.form))
    if not form.is_valid:
        return _page(form, link), 422
    data = dict(form.data)
    if source is Source.EMAIL:
        data["referrer_email"] = session[ADDRESS]
    try:
        coming_in.send_in(form_id=data["form_id"], team=team, source=source, data=data, link=link)
    except throttle.TooMany as problem:
        db.session.rollback()
        return _page(form.with_error("referrer_name", coming_in.too_many_words(problem)), link), 429
    except operations.ReferralTaken:
        db.session.rollback()
        return _page(
            forms.Form({**form.values, "form_id": str(new_id())}, {"form_id": gettext("Please send it again.")}), link
        ), 422
    session[coming_in.HERE] = {name: data[name] for name in coming_in.OWN_DETAILS}
    return redirect(url_for("asking_for_support.sent"), 303)


def _find(token: str) -> ReferrerLink:
    """The organisation of a link that works. Wrong links from one place are counted."""
    link = queries.find_link(token[:200])
    if link is None:
        db.session.rollback()
        begin_writing()
        place = f"wrong referrer links from {request.remote_addr}"
        try:
            throttle.check(bucket=place, most=MOST_WRONG_LINKS, within=QUARTER_OF_AN_HOUR, now=utc_now())
        except throttle.TooMany:
            db.session.rollback()
        db.session.commit()
        raise NoSuchLink
    return link


def _blank(**known: str) -> forms.Form:
    """A form with the referrer's own details of last time."""
    own = session.get(coming_in.HERE) or {}
    return forms.blank(**{**own, **known, "form_id": str(new_id()), "language": "en"})


def _page(form: forms.Form, link: ReferrerLink | None = None) -> str:
    code = coming_in.page_language()
    return render_template(
        "referring_in/professional.html",
        form=form,
        link=link,
        address=session.get(ADDRESS) if link is None else None,
        team=link.team if link else queries.find_front_desk(),
        needs=labels.needs_options(code),
        language_options=[(each.code, each.own_name) for each in LANGUAGES.values()],
        communication=[(need.value, words) for need, words in labels.COMMUNICATION.items()],
        bases=list(labels.BASES.items()),
    )
