"""What is typed into the pages of visits and contacts."""

from flask_babel import lazy_gettext

from navigator.forms import Choice, Day, FormSchema, OneOf, Text, Ticked, WholeNumber
from navigator.visits.models import ARRANGED, Kind, Outcome

LONGEST_WORDS = 20_000
_MINUTES_WRONG = lazy_gettext("Write the minutes as a number, for example 45.")


class VisitForm(FormSchema):
    """A visit or a call that is arranged."""

    visit_id = Text(longest=36)
    kind = OneOf(tuple(kind.value for kind in ARRANGED), missing=lazy_gettext("Choose a visit or a call."))
    day = Day(missing=lazy_gettext("Write the day."))
    clock = Text(missing=lazy_gettext("Write the time, for example 10:30am."), longest=20)
    minutes = WholeNumber(5, 720, wrong=_MINUTES_WRONG)
    place = Text(longest=255)
    note = Text(longest=1000)
    tells = Ticked()


class LogForm(FormSchema):
    """What happened at a contact. Only the kind and the outcome must be said; the rest is there for who has the time."""

    contact_id = Text(longest=36)
    kind = Choice(Kind, missing=lazy_gettext("Choose how you were in contact."))
    outcome = Choice(Outcome, missing=lazy_gettext("Choose what came of it."))
    day = Day()
    clock = Text(longest=20)
    minutes = WholeNumber(0, 1440, wrong=_MINUTES_WRONG, optional=True)
    place = Text(longest=255)
    with_whom = Text(longest=255)
    words = Text(longest=LONGEST_WORDS)
    next_action = Text(longest=500)
    next_on = Day()


class SafetyForm(FormSchema):
    """What whoever visits should know first."""

    words = Text(longest=1000)
