"""What the conversation's headings are called, in the page's language."""

from flask_babel import lazy_gettext

from navigator.conversations.own_words_models import Heading

HEADINGS = {
    "matters": lazy_gettext("What matters to me"),
    "going_well": lazy_gettext("What is going well"),
    "capability": lazy_gettext("Knowing how, and being able to"),
    "opportunity": lazy_gettext("Money, transport, time and other people"),
    "motivation": lazy_gettext("Wanting to, and feeling up to it"),
    "who_helps": lazy_gettext("Who helps"),
    "how_supported": lazy_gettext("How I would like to be supported"),
}

OWN_HEADINGS = {
    Heading.IMPORTANT: lazy_gettext("What is most important to me"),
    Heading.PEOPLE: lazy_gettext("People who are important to me"),
    Heading.COMMUNICATION: lazy_gettext("How I communicate, and how to communicate with me"),
    Heading.WELLNESS: lazy_gettext("My wellness"),
    Heading.PLEASE_DO: lazy_gettext("Please do, and please don't"),
    Heading.SUPPORT: lazy_gettext("How and when to support me"),
    Heading.ALSO: lazy_gettext("Also worth knowing about me"),
    Heading.SUPPORTED_BY: lazy_gettext("Supported to write this by"),
    Heading.NOTICE: lazy_gettext("What I notice"),
    Heading.CAN_DO: lazy_gettext("What I can do"),
    Heading.RING: lazy_gettext("Whom I ring"),
}
