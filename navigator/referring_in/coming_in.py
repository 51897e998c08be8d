"""From a filled-in form to a referral in: what is the same for people, carers and professionals."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import current_app, render_template, request, session
from flask_babel import get_locale, gettext, ngettext

from messaging.phone_numbers import PhoneNumberWrong
from navigator import forms
from navigator.config import Settings
from navigator.db import db
from navigator.people import throttle
from navigator.people.details import POSTCODE
from navigator.people.models import ContactMethod, Team
from navigator.people.staff_operations import EmailWrong, read_email
from navigator.referring_in import labels, operations
from navigator.referring_in.models import PROFESSIONAL, Basis, ReferralIn, ReferrerLink, Source
from navigator.referring_in.schemas import errors_in, read_phone
from navigator.times import LONDON, utc_now
from translations.locales import language

HOUR = timedelta(hours=1)
MOST_FROM_ONE_PLACE = {
    Source.LINK: 60,
    Source.EMAIL: 60,
    Source.SELF: 10,
    Source.CARER: 10,
}  # an hour: a surgery shares one
SENT = "referred"  # in the browser's cookie: the reference of the last one sent
HERE = "referrer"  # the referrer's own details, for next time in this session
OWN_DETAILS = ("referrer_name", "referrer_role", "referrer_organization", "referrer_email", "referrer_phone")
PASSED_ON = (
    *OWN_DETAILS, "given_name", "family_name", "birth_date", "phone", "address", "language", "spoken", "gp_name", "gp_code",
    "reason", "should_know", "risks", "person_knows", "is_urgent", "from_hospital", "home_on", "may_text", "tells_referrer",
)  # fmt: skip


def page_language() -> str:
    return language(str(get_locale())).code


def settings() -> Settings:
    found = current_app.extensions["settings"]
    assert isinstance(found, Settings)  # noqa: S101 - told to mypy: create_app put it there
    return found


def checked(form: forms.Form) -> forms.Form:
    """The form with what its schema could not see."""
    found = errors_in(form.data, today=utc_now().astimezone(LONDON).date(), allows_test_numbers=settings().allows_test_numbers)
    for name, message in found.items():
        if name not in form.errors:
            form = form.with_error(name, message)
    if form.value("leave_empty"):
        form = form.with_error("leave_empty", gettext("Please leave this box empty."))
    return form


def send_in(
    *, form_id: uuid.UUID, team: Team, source: Source, data: Mapping[str, Any], link: ReferrerLink | None = None
) -> ReferralIn:
    """Keep it, tell who has to be told, and remember the reference in this browser. Commits. Raises `throttle.TooMany`."""
    now = utc_now()
    if db.session.get(ReferralIn, form_id) is None:  # the same form again is no new try
        bucket = f"referrals in from {request.remote_addr}"
        throttle.check(bucket=bucket, most=MOST_FROM_ONE_PLACE[source], within=HOUR, now=now)
    referral, _ = operations.receive(
        referral_id=form_id,
        team=team,
        source=source,
        values={**_values(source, data), "link_id": link.id if link else None},
        key=settings().secret_key,
        public_url=settings().public_url,
        now=now,
    )
    session[SENT] = referral.reference
    db.session.commit()
    return referral


def too_many_words(problem: throttle.TooMany) -> str:
    words: str = ngettext(
        "There were too many tries. Please wait %(num)d minute and try again.",
        "There were too many tries. Please wait %(num)d minutes and try again.",
        problem.minutes,
    )
    return words


def nobody_here() -> tuple[str, int]:
    """There is no team yet to refer to."""
    return render_template("referring_in/nobody.html"), 503


def _values(source: Source, data: Mapping[str, Any]) -> dict[str, Any]:
    """The columns a form's answers come to. What was typed as words is kept as it was typed."""
    values = {name: data[name] for name in PASSED_ON if data.get(name) is not None}
    basis = data.get("basis") or Basis.AGREED
    may_text = bool(data.get("may_text"))
    phone = data.get("phone") or ""
    mobile = None
    if phone:
        try:
            mobile = read_phone(phone, allows_test_numbers=settings().allows_test_numbers)
        except PhoneNumberWrong:
            mobile = None
    found = POSTCODE.fullmatch("".join(c for c in (data.get("postcode") or "").upper() if c.isalnum()))
    method = data.get("contact_method")
    if method is None:
        method = ContactMethod.TEXT if mobile and may_text else ContactMethod.CALL if phone else ContactMethod.LETTER
    return values | {
        "mobile": mobile,
        "email": _email(data.get("email")),
        "referrer_email": _email(data.get("referrer_email")),
        "referrer_language": page_language(),
        "postcode": f"{found[1]} {found[2]}" if found else None,
        "contact_method": method,
        "communication_needs": ",".join(sorted(data.get("communication") or [])),
        "needs": ",".join(data.get("needs") or []),
        "no_risks": data.get("risk") == "none",
        "risks": "" if data.get("risk") == "none" else data.get("risks") or "",
        "basis": basis,
        "basis_words": labels.agreed_words(source, may_text=may_text)
        if basis is Basis.AGREED
        else data.get("best_interest") or "",
        "may_text": may_text and mobile is not None,
        "tells_referrer": bool(data.get("tells_referrer")) and source in {*PROFESSIONAL, Source.CARER},
    }


def _email(typed: str | None) -> str | None:
    try:
        return read_email(typed) if typed else None
    except EmailWrong:
        return None
