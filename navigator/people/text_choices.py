"""Which texts a person wants: each purpose can be stopped alone, by themselves or by their navigator. Callers commit."""

from collections.abc import Collection
from datetime import datetime

from flask_babel import lazy_gettext

from messaging import opt_outs
from messaging.purposes import Purpose
from messaging.sending import outbox
from navigator.people.models import Person

# What there is to choose from, in the order in which it is asked. Carers have their own texts, listing editors theirs.
CHOICES = {
    Purpose.REMINDER: lazy_gettext("Reminders before an appointment"),
    Purpose.REFERRAL: lazy_gettext("News of the groups we ask for you"),
    Purpose.CHECK_IN: lazy_gettext("Questions about how it went, and how a step is going"),
    Purpose.PLAN: lazy_gettext("Something new in your plan"),
}


class NoNumber(Exception):
    """We have no mobile number for this person, so there is nothing to choose."""


def list_wanted(person: Person) -> list[Purpose]:
    """What this person has not stopped, of what there is to choose from."""
    stopped = opt_outs.list_stopped(person.mobile) if person.mobile else frozenset()
    return [purpose for purpose in CHOICES if purpose not in stopped]


def choose(*, person: Person, wanted: Collection[Purpose], how: str, now: datetime) -> list[str]:
    """Send from now on what is `wanted` of `CHOICES`, and cancel what is planned of the rest. `how`: page or navigator.

    The choice is the number's, as a STOP by text is: who shares the phone shares it. Gives what changed, as "-reminder" or
    "+plan". Raises `NoNumber`.
    """
    if not person.mobile:
        raise NoNumber(person.id)
    changed = []
    for purpose in CHOICES:
        if purpose in wanted:
            if opt_outs.start(number=person.mobile, now=now, purpose=purpose):
                changed.append(f"+{purpose}")
        elif opt_outs.stop(number=person.mobile, how=how, now=now, purpose=purpose):
            changed.append(f"-{purpose}")
            outbox.cancel_planned(to_address=person.mobile, purpose=purpose, cause="stopped", now=now)
    return changed
