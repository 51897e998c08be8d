"""The forms of circles: whom to invite, and until when something is given."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import gettext, lazy_gettext

from messaging.phone_numbers import PhoneNumberWrong, parse_mobile
from navigator import forms
from navigator.circle import check_ins
from navigator.circle.operations import AlreadyInCircle, Invited, NowhereToWrite, OnlyWithNavigator, OwnNumber
from navigator.people.circle_models import Scope
from navigator.people.details import say_what_is_wrong
from navigator.people.staff_operations import EmailWrong, read_email
from navigator.times import LONDON
from translations.locales import LANGUAGES

LANGUAGE = {code: language.own_name for code, language in LANGUAGES.items()}


class InviteForm(forms.FormSchema):
    name = forms.Text(missing=lazy_gettext("Write their name."), longest=80)
    relation = forms.Text(longest=80)
    mobile = forms.Text(longest=40)
    email = forms.Text(longest=254)
    language = forms.OneOf(frozenset(LANGUAGES), missing=lazy_gettext("Choose a language."))
    scopes = forms.Several(tuple(scope.value for scope in Scope), missing=lazy_gettext("Tick at least one thing."))


class StaffInviteForm(InviteForm):
    agreed = forms.Ticked(missing=lazy_gettext("Ask the person first, in these words, and tick that they said yes."))


class PeriodForm(forms.FormSchema):
    """From which day, and until which (that day is the last)."""

    first = forms.Day()
    last = forms.Day()


class GiveForm(forms.FormSchema):
    agreed = forms.Ticked(missing=lazy_gettext("Ask the person first, in these words, and tick that they said yes."))


class CheckInForm(forms.FormSchema):
    """How often a carer is asked how they are, as they say."""

    every = forms.OneOf(frozenset(str(weeks) for weeks in check_ins.EVERY), missing=lazy_gettext("Choose how often."))


class StaffCheckInForm(CheckInForm):
    agreed = forms.Ticked(missing=lazy_gettext("Ask them first, in these words, and tick that they said yes."))


class SafetyForm(forms.FormSchema):
    reason = forms.Text(missing=lazy_gettext("Write why. Only staff can read it."), longest=500)


WHY_NOT: Mapping[type[Exception], tuple[str, Any]] = {
    NowhereToWrite: ("mobile", lazy_gettext("Write a mobile number or an e-mail address.")),
    OwnNumber: ("mobile", lazy_gettext("That is the person's own number or address. Write theirs who helps.")),
    AlreadyInCircle: ("mobile", lazy_gettext("Somebody with this number or address is in the circle already.")),
    OnlyWithNavigator: ("mobile", lazy_gettext("Please talk with your navigator about this first.")),
}


def read_contact(*, mobile: str, email: str, allows_test_numbers: bool) -> tuple[str | None, str | None, dict[str, Any]]:
    """A mobile (E.164) and an e-mail address as they are kept, and what is wrong with what was written, by field."""
    read_mobile = read_address = None
    errors: dict[str, Any] = {}
    if mobile:
        try:
            read_mobile = parse_mobile(mobile, allows_test_numbers=allows_test_numbers)
        except PhoneNumberWrong as problem:
            errors["mobile"] = say_what_is_wrong(problem)
    if email:
        try:
            read_address = read_email(email)
        except EmailWrong:
            errors["email"] = lazy_gettext("This does not look like an e-mail address. For example: joe@mail.example")
    return read_mobile, read_address, errors


def read_invited(form: forms.Form, *, allows_test_numbers: bool) -> tuple[forms.Form, Invited | None]:
    """Who is meant, or the form with what is wrong beside each field."""
    typed = {name: form.data.get(name) or "" for name in ("mobile", "email")}
    mobile, email, errors = read_contact(**typed, allows_test_numbers=allows_test_numbers)
    for name, message in errors.items():
        form = form.with_error(name, message)
    if not form.is_valid:
        return form, None
    return form, Invited(form.data["name"], form.data["relation"], mobile, email, form.data["language"])


def read_period(form: forms.Form, *, now: datetime) -> tuple[forms.Form, datetime | None, datetime | None]:
    """From the morning of the first day (None: now) to the end of the last (None: until it is ended)."""
    first, last = form.data.get("first"), form.data.get("last")
    today = now.astimezone(LONDON).date()
    if last and last < max(today, first or today):
        form = form.with_error("last", gettext("The last day has to come after the first, and not have gone by."))
    from_at = datetime.combine(first, time(0), LONDON) if first and first > today else None
    until_at = datetime.combine(last + timedelta(days=1), time(0), LONDON) if last else None
    return form, from_at, until_at
