"""What staff and editors type about themselves."""

from flask_babel import lazy_gettext

from navigator import forms
from translations.locales import LANGUAGES


class InvitationForm(forms.FormSchema):
    """Somebody to keep an organisation's listings. A mobile, when given, gets "still correct?" by text."""

    name = forms.Text(missing=lazy_gettext("Write their name."), longest=120)
    email = forms.Text(missing=lazy_gettext("Write their e-mail address."), longest=254)
    mobile = forms.Text(longest=40)
    language = forms.OneOf(LANGUAGES, missing=lazy_gettext("Choose the language we write to them in."))


class SignInForm(forms.FormSchema):
    """The address to send a link to."""

    email = forms.Text(missing=lazy_gettext("Write your e-mail address."), longest=254)
