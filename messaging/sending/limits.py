"""How much may be sent: to one number, of one template, from one sender. An operator sets it; the defaults are for a village."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Limits:
    """`a_day` and `a_week`: texts to one number that did not answer it. `of_a_template_an_hour` and `a_second`: 0 is no limit.

    `sender` names the number or service whose pace all workers share.
    """

    a_day: int = 5
    a_week: int = 15
    apart: timedelta = timedelta(minutes=1)  # between two texts to one number for one purpose
    of_a_template_an_hour: int = 1000
    a_second: float = 0
    sender: str = ""


DEFAULT_LIMITS = Limits()
