"""How contacts and visits are spoken of, in the reader's language."""

from flask_babel import lazy_gettext

from navigator.visits.models import Kind, Outcome

KINDS = {
    Kind.CALL: lazy_gettext("A phone call"),
    Kind.HOME: lazy_gettext("A visit at their home"),
    Kind.ELSEWHERE: lazy_gettext("We met somewhere else"),
    Kind.VIDEO: lazy_gettext("A video call"),
    Kind.MESSAGE: lazy_gettext("A message"),
    Kind.OTHERS: lazy_gettext("With somebody else, about them"),
}
TO_ARRANGE = {
    Kind.CALL: lazy_gettext("Ring them"),
    Kind.HOME: lazy_gettext("Visit them at home"),
    Kind.ELSEWHERE: lazy_gettext("Meet somewhere else"),
    Kind.VIDEO: lazy_gettext("Call them by video"),
}
OUTCOMES = {
    Outcome.TALKED: lazy_gettext("We talked"),
    Outcome.LEFT_MESSAGE: lazy_gettext("I left a message"),
    Outcome.NO_ANSWER: lazy_gettext("No answer"),
    Outcome.NOT_THERE: lazy_gettext("They were not there"),
}
