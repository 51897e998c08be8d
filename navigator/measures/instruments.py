"""The instruments whose questions may be asked here, each a plug-in: add one to `INSTRUMENTS` and its pages are there.

Only what may be used and passed on by anybody stands here with its words. What needs a licence (PAM, SWEMWBS, MYCaW) is
entered as a score alone: see `operations.add_licensed`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext


class Better(StrEnum):
    """Which end of a scale is the good one."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True)
class Band:
    """All scores up to and with `upto`, in words."""

    upto: int
    words: Any


@dataclass(frozen=True)
class Question:
    """`code` is kept with every answer and does not change; `short` heads a table."""

    code: str
    words: Any
    short: Any
    low_words: Any
    high_words: Any
    bands: tuple[Band, ...]
    better: Better = Better.HIGHER
    lowest: int = 0
    highest: int = 10

    def band(self, score: int) -> Any:
        """The band a score lies in, in words."""
        return next(band.words for band in self.bands if score <= band.upto)


@dataclass(frozen=True)
class Instrument:
    """`version` is kept with every answer, so that answers to other words are never taken for the same.

    `untested_in`: the languages in which the words are ours, because no translation tested for this measure is known to us.
    """

    code: str
    name: Any
    version: str
    intro: Any
    questions: tuple[Question, ...]
    from_age: int
    source: Any
    licence: Any
    untested_in: tuple[str, ...] = ()

    def question(self, code: str) -> Question | None:
        return next((question for question in self.questions if question.code == code), None)

    def may_be_asked(self, birth_date: date, today: date) -> bool:
        """Whether somebody is old enough for it today."""
        had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
        return today.year - birth_date.year - (not had_birthday) >= self.from_age


_WELL = (
    Band(4, lazy_gettext("low")),
    Band(6, lazy_gettext("medium")),
    Band(8, lazy_gettext("high")),
    Band(10, lazy_gettext("very high")),
)
_ANXIOUS = (
    Band(1, lazy_gettext("very low")),
    Band(3, lazy_gettext("low")),
    Band(5, lazy_gettext("medium")),
    Band(10, lazy_gettext("high")),
)

# The harmonised questions of the Office for National Statistics, word for word. It gives no total of the four, nor do we.
ONS4 = Instrument(
    code="ons4",
    name=lazy_gettext("Four questions about how you feel (ONS4)"),
    version="harmonised",
    intro=lazy_gettext(
        "Next I would like to ask you four questions about your feelings on aspects of your life. There are no right or wrong "
        "answers. For each of these questions I’d like you to give an answer on a scale of 0 to 10, where 0 is “not at all” and "
        "10 is “completely”."
    ),
    questions=(
        Question(
            code="satisfied",
            words=lazy_gettext("Overall, how satisfied are you with your life nowadays?"),
            short=lazy_gettext("Satisfied with life"),
            low_words=lazy_gettext("Not at all satisfied"),
            high_words=lazy_gettext("Completely satisfied"),
            bands=_WELL,
        ),
        Question(
            code="worthwhile",
            words=lazy_gettext("Overall, to what extent do you feel that the things you do in your life are worthwhile?"),
            short=lazy_gettext("Doing worthwhile things"),
            low_words=lazy_gettext("Not at all worthwhile"),
            high_words=lazy_gettext("Completely worthwhile"),
            bands=_WELL,
        ),
        Question(
            code="happy",
            words=lazy_gettext("Overall, how happy did you feel yesterday?"),
            short=lazy_gettext("Happy yesterday"),
            low_words=lazy_gettext("Not at all happy"),
            high_words=lazy_gettext("Completely happy"),
            bands=_WELL,
        ),
        Question(
            code="anxious",
            words=lazy_gettext(
                "On a scale where 0 is “not at all anxious” and 10 is “completely anxious”, overall, how anxious did you feel "
                "yesterday?"
            ),
            short=lazy_gettext("Anxious yesterday"),
            low_words=lazy_gettext("Not at all anxious"),
            high_words=lazy_gettext("Completely anxious"),
            bands=_ANXIOUS,
            better=Better.LOWER,
        ),
    ),
    from_age=16,
    source=lazy_gettext("Office for National Statistics, personal well-being harmonised standard"),
    licence=lazy_gettext("Free to use; contains public sector information under the Open Government Licence"),
    untested_in=("pl", "ur"),
)

INSTRUMENTS: Mapping[str, Instrument] = {instrument.code: instrument for instrument in (ONS4,)}
