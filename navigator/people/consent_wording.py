"""The words people agree to, in each language. What is stored is the very text they heard or read."""

from navigator.people.models import Purpose
from translations.locales import words


def consent_wording(*, purpose: Purpose, locale: str, team_name: str) -> str:
    (
        """The words for agreeing to be supported, to be texted, or to be talked about, by a team.

    A referral's words are its own: see `sharing`.
    """
        ""
    )
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
    if purpose is Purpose.TEAM_MEETING:
        return words(locale).gettext(
            "%(team_name)s may talk about how I am doing when the team meets, and have a short summary on paper: "
            "what matters to me, my small step and how confident I feel. Only the team hears it. "
            "I can stop this at any time, and still be supported."
        ) % {"team_name": team_name}
    raise ValueError(f"no fixed words for {purpose}")
