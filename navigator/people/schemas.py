"""What the pages about people read, and what the API of people takes and gives."""

from flask_babel import lazy_gettext
from marshmallow import Schema, fields, validate

from navigator import forms
from navigator.api_shapes import Day, Strict, Words, one_of
from navigator.envelope import PageQuery
from navigator.people.models import ConsentHow, ContactMethod, Need, Purpose, TextDetail, WhyClosed
from translations.locales import LANGUAGES

TOLD_US = (ConsentHow.SPOKEN.value, ConsentHow.WRITTEN.value)


class DetailsForm(forms.FormSchema):
    """A person's details."""

    given_name = forms.Text(missing=lazy_gettext("Write their first name."), longest=80)
    family_name = forms.Text(missing=lazy_gettext("Write their family name."), longest=80)
    birth_date = forms.Day(missing=lazy_gettext("Write their date of birth."))
    mobile = forms.Text(longest=40)
    email = forms.Text(longest=254)
    language = forms.OneOf(LANGUAGES, missing=lazy_gettext("Choose the language they like best."))
    contact_method = forms.Choice(ContactMethod, missing=lazy_gettext("Choose how they like us to get in touch."))
    contact_notes = forms.Text(longest=2000)
    address = forms.Text(longest=500)
    postcode = forms.Text(longest=20)
    place_name = forms.Text(longest=120)


class NewPersonForm(DetailsForm):
    """A person's details and what they agreed to."""

    person_id = fields.UUID(load_default=None)  # made with the page, so that one page adds one person
    consent_support = forms.Ticked(
        missing=lazy_gettext("We can only support somebody who agrees to it. Ask them, then tick this.")
    )
    consent_texts = forms.Ticked()
    texts_in_full = forms.Ticked()
    consent_how = forms.OneOf(TOLD_US, missing=lazy_gettext("Choose how they told you."))
    consent_language = forms.OneOf(LANGUAGES, missing=lazy_gettext("Choose the language you asked in."))
    programme = forms.Text(longest=40)  # they begin in, if any
    waits = forms.Ticked()  # for a coordinator: somebody else of the team is to support them
    answer = forms.Text(longest=10)  # to "do we know this person already?": new, back, or not asked yet


class ConsentForm(forms.FormSchema):
    """Something a person agreed to, told to a navigator."""

    consent_how = forms.OneOf(TOLD_US, missing=lazy_gettext("Choose how they told you."))
    consent_language = forms.OneOf(LANGUAGES, missing=lazy_gettext("Choose the language you asked in."))
    texts_in_full = forms.Ticked()


class MeetingForm(forms.FormSchema):
    """That a person agreed to be talked about when the team meets. (Its page asks for texts as well: hence the names.)"""

    meeting_how = forms.OneOf(TOLD_US, missing=lazy_gettext("Choose how they told you."))
    meeting_language = forms.OneOf(LANGUAGES, missing=lazy_gettext("Choose the language you asked in."))


class TextDetailForm(forms.FormSchema):
    """How much texts may say."""

    text_detail = forms.Choice(TextDetail, missing=lazy_gettext("Choose how much the texts may say."))


class CloseForm(forms.FormSchema):
    """Why we no longer support somebody."""

    why = forms.Choice(WhyClosed, missing=lazy_gettext("Choose why our support ends."))
    died_on = forms.Day()
    reason = forms.Text(longest=200)


class PeopleQuery(PageQuery):
    """Which people: `q` as on the search page."""

    q = Words(200, metadata={"description": "Names in any order, a birth date (27/3/1948) or a mobile number."})


class DetailsIn(Strict):
    """What is known of a person, and how to reach them."""

    given_name = Words(80, shortest=1, metadata={"example": "Dorota"})
    family_name = Words(80, shortest=1, metadata={"example": "Nowak"})
    birth_date = Day(required=True, metadata={"example": "1951-11-05"})
    mobile = Words(40, metadata={"example": "07700 900555"})
    email = Words(254)
    language = Words(12, load_default="en", validate=validate.OneOf(list(LANGUAGES)))
    contact_method = one_of(ContactMethod)
    contact_notes = Words(2000, metadata={"example": "Ring after ten, speak slowly."})
    address = Words(500)
    postcode = Words(20)
    place_name = Words(120, metadata={"example": "Penzance"})


class AgreementIn(Strict):
    """What a person agreed to, told to whoever sends it."""

    consent_how = Words(10, required=True, validate=validate.OneOf(TOLD_US))
    consent_language = Words(
        12,
        load_default="en",
        validate=validate.OneOf(list(LANGUAGES)),
        metadata={"description": "The language they were asked in."},
    )
    text_detail = one_of(
        TextDetail,
        load_default=TextDetail.PLAIN,
        metadata={"description": "How much texts may say: that there is something new, or what it is. Asked with the consent."},
    )


class PersonIn(DetailsIn, AgreementIn):
    """A new person. A field it does not name is an error."""

    consent_support = fields.Boolean(
        required=True,
        validate=validate.Equal(True),
        metadata={"description": "They agreed to be supported. Must be true.", "example": True},
    )
    consent_texts = fields.Boolean(load_default=False, metadata={"description": "They agreed to be texted."})
    confirmed_not_duplicate = fields.Boolean(
        load_default=False, metadata={"description": "Somebody looked at the likely duplicates: this is another person."}
    )


class NeedsIn(Strict):
    """All a person needs so that information reaches them."""

    needs = fields.List(one_of(Need), required=True, metadata={"example": ["large_print"]})


class SafeContactIn(Strict):
    """Whether and how it is safe to be in touch."""

    prohibited = fields.Boolean(required=True, metadata={"description": "Nothing is written to them, and groups are told so."})
    words = Words(1000, metadata={"example": "Ring between ten and two; her husband reads her texts."})


class ClosingIn(Strict):
    """Why we no longer support somebody."""

    why = one_of(WhyClosed)
    died_on = Day(load_default=None, allow_none=True)
    reason = Words(200, metadata={"description": "A few words, where `why` does not say enough by itself."})


class ConsentOut(Schema):
    """One line of the sharing ledger."""

    id = fields.UUID(required=True)
    purpose = fields.Enum(Purpose, by_value=True, required=True)
    wording = fields.String(required=True, metadata={"description": "The very words they agreed to."})
    how = fields.Enum(ConsentHow, by_value=True, required=True)
    shared_with = fields.String(required=True)
    given_at = fields.AwareDateTime(required=True)
    withdrawn_at = fields.AwareDateTime(required=True, allow_none=True)


class PersonOut(Schema):
    """A person, as the API gives them to whoever may see them."""

    id = fields.UUID(required=True)
    given_name = fields.String(required=True, metadata={"example": "Dorota"})
    family_name = fields.String(required=True, metadata={"example": "Nowak"})
    birth_date = fields.Date(required=True)
    mobile = fields.String(required=True, allow_none=True, metadata={"description": "E.164", "example": "+447700900555"})
    email = fields.String(required=True, allow_none=True)
    language = fields.String(required=True, metadata={"example": "pl"})
    contact_method = fields.Enum(ContactMethod, by_value=True, required=True)
    contact_notes = fields.String(required=True)
    contact_prohibited = fields.Boolean(required=True, metadata={"description": "Nobody may write to them: their safety."})
    safe_contact = fields.String(required=True)
    needs = fields.List(fields.Enum(Need, by_value=True), required=True)
    text_detail = fields.Enum(TextDetail, by_value=True, required=True)
    address = fields.String(required=True)
    postcode = fields.String(required=True, allow_none=True)
    place_name = fields.String(required=True, allow_none=True)
    navigator_id = fields.UUID(required=True, metadata={"description": "Their one coordinator."})
    last_contact_at = fields.AwareDateTime(required=True)
    created_at = fields.AwareDateTime(required=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    why_closed = fields.Enum(WhyClosed, by_value=True, required=True, allow_none=True)
