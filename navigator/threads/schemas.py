"""What the pages of conversations read."""

from flask_babel import lazy_gettext

from navigator.forms import FormSchema, Text
from translations.locales import LANGUAGES

LONGEST = 900  # characters: six texts joined together; a longer answer is a telephone call


class AnswerForm(FormSchema):
    """An answer. `key` is made with the page, so that one page sends the same words once."""

    body = Text(missing=lazy_gettext("Write what you want to say."), longest=LONGEST)
    urgent_reason = Text(longest=300)
    key = Text(longest=40)


class HandOverForm(FormSchema):
    """To whom, and what they should know."""

    to = Text(missing=lazy_gettext("Choose a colleague."), longest=40)
    note = Text(missing=lazy_gettext("Write what they should know."), longest=500)


ReadyForm = FormSchema.from_dict(
    {
        "title": Text(missing=lazy_gettext("Give it a title."), longest=120),
        **{f"words_{code}": Text(longest=LONGEST) for code in LANGUAGES},
    },
    name="ReadyForm",
)
