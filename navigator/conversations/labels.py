"""What the conversation's headings are called, in the page's language."""

from flask_babel import lazy_gettext

HEADINGS = {
    "matters": lazy_gettext("What matters to me"),
    "going_well": lazy_gettext("What is going well"),
    "capability": lazy_gettext("Knowing how, and being able to"),
    "opportunity": lazy_gettext("Money, transport, time and other people"),
    "motivation": lazy_gettext("Wanting to, and feeling up to it"),
    "who_helps": lazy_gettext("Who helps"),
}
