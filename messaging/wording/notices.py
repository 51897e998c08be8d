"""What stands on a locked phone: that there is something, and never what. The plan says the rest."""

from messaging.purposes import Purpose
from messaging.wording.speaking import NotTranslated, Words, speak
from translations.locales import fallbacks


def notice(*, locale: str, purpose: Purpose) -> Words:
    """A notification's words, in the first of its reader's languages that has them."""
    for code in fallbacks(locale):
        try:
            _ = speak(code)
            body = _("Something is coming up. Your plan says when and where.") if purpose is Purpose.REMINDER else ""
            return Words("", body or _("There is something new in your plan."), code, "" if code == locale else f"in_{code}")
        except NotTranslated:
            continue
    raise AssertionError("English has words for everything")
