"""The parts of somebody that are shared, said in a language that is not the page's: the reader's of a text."""

from collections.abc import Iterable

from babel.lists import format_list

from navigator.referrals.sharing import SharedPart
from translations.locales import words


def list_in_words(parts: Iterable[SharedPart], locale: str) -> str:
    """ "your name, your mobile number and your language"."""
    _ = words(locale).gettext
    said = {
        SharedPart.NAME: _("your name"),
        SharedPart.MOBILE: _("your mobile number"),
        SharedPart.EMAIL: _("your e-mail address"),
        SharedPart.LANGUAGE: _("your language"),
        SharedPart.SAFE_CONTACT: _("how it is safe to be in touch"),
        SharedPart.CONTACT_NOTES: _("how to support you"),
        SharedPart.MATTERS: _("what matters to you"),
        SharedPart.STEP: _("your small step"),
        SharedPart.BIRTH_DATE: _("your date of birth"),
    }
    return format_list([said[part] for part in parts], locale=locale)
