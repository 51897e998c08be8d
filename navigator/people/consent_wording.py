"""The words people agree to, in each language. What is stored is the very text they heard or read."""

from navigator.people.models import Purpose
from translations.locales import words


def consent_wording(*, purpose: Purpose, locale: str, team_name: str) -> str:
    """The words for agreeing to be supported, or to be texted, by a team. A referral's words are its own: see `sharing`."""
    if purpose is Purpose.SUPPORT:
        return words(locale).gettext(
            "I would like %(team_name)s to support me. They may write down what I tell them, so that I only tell it once. "
            "People in the team who help me may read it. Nobody else sees it unless I agree. "
            "I can ask to see it, correct it, or stop at any time."
        ) % {"team_name": team_name}
    if purpose is Purpose.TEXTS:
        return words(locale).gettext(
            "%(team_name)s may send texts to my mobile about what we plan together. "
            "I can stop the texts at any time by replying STOP, and still be supported."
        ) % {"team_name": team_name}
    raise ValueError(f"no fixed words for {purpose}")
