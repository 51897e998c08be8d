"""What the pages of referring in read: the public questions, the professionals' page, and what staff decide."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import fields

from directory.needs import FRONT_PAGE
from messaging.phone_numbers import PhoneNumberWrong, Wrong, parse_mobile
from navigator import forms
from navigator.people.details import find_errors, say_what_is_wrong
from navigator.people.models import ContactMethod, Need
from navigator.referring_in.models import Basis, WhyDeclined
from translations.locales import LANGUAGES

# The four things people most often need on coming home, by the directory's own codes; the others after them.
COMMONEST = ("company", "food", "home", "getting-out")
NEEDS = (*COMMONEST, *(code for code in FRONT_PAGE if code not in COMMONEST), "loss", "safety", "family", "health-conditions")


class YouForm(forms.FormSchema):
    """A carer: who they are, and how to reach them."""

    referrer_name = forms.Text(missing=lazy_gettext("Write your name."), longest=120)
    referrer_role = forms.Text(longest=120)
    referrer_phone = forms.Text(longest=40)
    referrer_email = forms.Text(longest=254)


class WhoForm(forms.FormSchema):
    """Who would like support."""

    given_name = forms.Text(missing=lazy_gettext("Write the first name."), longest=80)
    family_name = forms.Text(missing=lazy_gettext("Write the family name."), longest=80)
    birth_date = forms.Day(missing=lazy_gettext("Write the date of birth."))


class ReachForm(forms.FormSchema):
    """How to reach them."""

    phone = forms.Text(longest=40)
    email = forms.Text(longest=254)
    address = forms.Text(longest=500)
    postcode = forms.Text(longest=20)
    contact_method = forms.Choice(ContactMethod, missing=lazy_gettext("Choose how we get in touch."))
    language = forms.OneOf(LANGUAGES, missing=lazy_gettext("Choose the language they like best."))
    spoken = forms.Text(longest=80)


class HelpForm(forms.FormSchema):
    """What would help."""

    needs = forms.Several(NEEDS)
    reason = forms.Text(longest=4000)


class KnowForm(forms.FormSchema):
    """Anything we should know, and any risk."""

    should_know = forms.Text(longest=4000)
    risks = forms.Text(longest=2000)
    gp_name = forms.Text(longest=120)


class ConsentForm(forms.FormSchema):
    """The person themselves agrees."""

    agrees = forms.Ticked(missing=lazy_gettext("We can only begin when you agree. Tick this, or ring us to talk it over."))
    may_text = forms.Ticked()


class CarerConsentForm(forms.FormSchema):
    """A carer says whether the person agrees."""

    basis = forms.Choice(Basis, missing=lazy_gettext("Choose whether they agree."))
    best_interest = forms.Text(longest=1000)
    may_text = forms.Ticked()
    tells_referrer = forms.Ticked()


class ProfessionalForm(forms.FormSchema):
    """A professional's referral: the items of the national record, on one page."""

    form_id = fields.UUID(required=True)
    leave_empty = forms.Text(longest=200)
    referrer_name = forms.Text(missing=lazy_gettext("Write your name."), longest=120)
    referrer_role = forms.Text(missing=lazy_gettext("Write what you do, for example district nurse."), longest=120)
    referrer_organization = forms.Text(missing=lazy_gettext("Write the name of the organisation."), longest=120)
    referrer_email = forms.Text(missing=lazy_gettext("Write your e-mail address."), longest=254)
    referrer_phone = forms.Text(longest=40)
    given_name = forms.Text(missing=lazy_gettext("Write their first name."), longest=80)
    family_name = forms.Text(missing=lazy_gettext("Write their family name."), longest=80)
    birth_date = forms.Day(missing=lazy_gettext("Write their date of birth."))
    phone = forms.Text(longest=40)
    address = forms.Text(longest=500)
    postcode = forms.Text(longest=20)
    language = forms.OneOf(LANGUAGES, missing=lazy_gettext("Choose the language they like best."))
    spoken = forms.Text(longest=80)
    communication = forms.Several(tuple(need.value for need in Need))
    gp_name = forms.Text(missing=lazy_gettext("Write the name of the GP practice, or “none”."), longest=120)
    gp_code = forms.Text(longest=12)
    needs = forms.Several(NEEDS)
    reason = forms.Text(missing=lazy_gettext("Write in a few words why you refer them."), longest=4000)
    risk = forms.OneOf(("none", "some"), missing=lazy_gettext("Say whether there are any risks, even if you know of none."))
    risks = forms.Text(longest=2000)
    should_know = forms.Text(longest=4000)
    is_urgent = forms.Ticked()
    from_hospital = forms.Ticked()
    home_on = forms.Day()
    basis = forms.Choice(Basis, missing=lazy_gettext("Choose whether they agree."))
    best_interest = forms.Text(longest=1000)
    person_knows = forms.Text(missing=lazy_gettext("Write what they know of this referral."), longest=1000)
    may_text = forms.Ticked()
    tells_referrer = forms.Ticked()


class EmailForm(forms.FormSchema):
    """A professional asks for a code."""

    email = forms.Text(missing=lazy_gettext("Write your e-mail address."), longest=254)


class CodeForm(forms.FormSchema):
    """The six digits."""

    code = forms.Text(missing=lazy_gettext("Write the six numbers from the e-mail."), longest=20)


class AcceptForm(forms.FormSchema):
    """Who becomes their coordinator; whether they are somebody we know; for a name on a list, whether they agreed."""

    coordinator = forms.Text(missing=lazy_gettext("Choose who will support them."), longest=40)
    programme = forms.Text(longest=40)
    answer = forms.Text(longest=40)
    agrees = forms.Ticked()


class DeclineForm(forms.FormSchema):
    """Why not; the referrer reads the words."""

    why = forms.Choice(WhyDeclined, missing=lazy_gettext("Choose why."))
    decline_words = forms.Text(longest=1000)


class ParkForm(forms.FormSchema):
    """Until when."""

    until = forms.Day(missing=lazy_gettext("Write the day on which to look at it again."))
    park_words = forms.Text(longest=1000)


class WordsForm(forms.FormSchema):
    """A question, or its answer."""

    words = forms.Text(missing=lazy_gettext("Write a few words first."), longest=2000)


class LinkForm(forms.FormSchema):
    """An organisation's link."""

    organization_name = forms.Text(missing=lazy_gettext("Write the name of the organisation."), longest=120)
    team = forms.Text(missing=lazy_gettext("Choose a team."), longest=40)


class ListForm(forms.FormSchema):
    """A file of proposed people; the file itself comes beside it."""

    team = forms.Text(longest=40)


def read_phone(typed: str, *, allows_test_numbers: bool) -> str | None:
    """The number in E.164 when it can be texted; None when it can only be rung. Raises `PhoneNumberWrong`."""
    try:
        return parse_mobile(typed, allows_test_numbers=allows_test_numbers)
    except PhoneNumberWrong as problem:
        if problem.code in (Wrong.LANDLINE, Wrong.NOT_MOBILE):
            return None
        raise


def errors_in(given: Mapping[str, Any], *, today: date, allows_test_numbers: bool) -> dict[str, Any]:
    """What is wrong by field where a schema cannot look, of whichever of the fields are given."""
    errors = find_errors(
        {name: given.get(name) for name in ("birth_date", "email", "postcode")},
        today=today,
        allows_test_numbers=allows_test_numbers,
        agreed_to_texts=False,
    )
    mobile = None
    if phone := given.get("phone"):
        try:
            mobile = read_phone(phone, allows_test_numbers=allows_test_numbers)
        except PhoneNumberWrong as problem:
            errors["phone"] = say_what_is_wrong(problem)
    if email := given.get("referrer_email"):
        found = find_errors({"email": email}, today=today, allows_test_numbers=allows_test_numbers, agreed_to_texts=False)
        if "email" in found:
            errors["referrer_email"] = found["email"]
    if "phone" in given and "phone" not in errors:
        errors |= _unreachable(given, mobile)
    if given.get("basis") is Basis.BEST_INTEREST and not given.get("best_interest"):
        errors["best_interest"] = lazy_gettext("Write why it is best for them.")
    if given.get("basis") is Basis.NOT_ASKED:
        errors["basis"] = lazy_gettext("Choose whether they agree.")
    if given.get("risk") == "some" and not given.get("risks"):
        errors["risks"] = lazy_gettext("Write what the risks are.")
    if given.get("from_hospital") and not given.get("home_on"):
        errors["home_on"] = lazy_gettext("Write the day they come or came home.")
    return errors


def _unreachable(given: Mapping[str, Any], mobile: str | None) -> dict[str, Any]:
    """Somebody has to be able to reach them, in the way chosen."""
    method = given.get("contact_method")
    if method is ContactMethod.TEXT and not mobile:
        return {"phone": lazy_gettext("We need a mobile number to text. Write one, or choose another way.")}
    if method is ContactMethod.CALL and not given.get("phone"):
        return {"phone": lazy_gettext("We need a number to ring. Write one, or choose another way.")}
    if method is ContactMethod.EMAIL and not given.get("email"):
        return {"email": lazy_gettext("We need an e-mail address to write to. Write one, or choose another way.")}
    if method is ContactMethod.LETTER and not given.get("address"):
        return {"address": lazy_gettext("We need an address to write to. Write one, or choose another way.")}
    if method is None and not (given.get("phone") or given.get("address")):
        return {"phone": lazy_gettext("Write a telephone number or an address, so that somebody can reach them.")}
    if given.get("may_text") and not mobile:
        return {"phone": lazy_gettext("We need a mobile number to text. Write one, or do not tick texts.")}
    return {}
