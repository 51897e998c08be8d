"""What a page says to somebody whose words may mean danger. Fixed words: the numbers to ring, and no promise."""

from flask import flash
from flask_babel import gettext


def say_on_next_page() -> None:
    """Above all else on the page that follows, with the numbers to ring."""
    said = gettext(
        "Thank you for telling us. You do not have to be alone with this. "
        "We have asked the team to ring; they may not see it straight away."
    )
    flash(said, "danger")


def say_now() -> None:
    """Above all else on the page that follows or is shown now, where nobody of the team can be asked to ring yet."""
    said = gettext("You do not have to be alone with this. Nobody may read it straight away: if it cannot wait, please ring.")
    flash(said, "danger")


def saved_words() -> str:
    """For a page that saves by itself, in place of the time it saved at."""
    return str(
        gettext(
            "Saved. You do not have to be alone with this. Samaritans listen day and night, free: 116 123. "
            "If you are in danger, ring 999. For urgent help, ring 111."
        )
    )
