"""What is typed into the pages of tasks."""

from flask_babel import lazy_gettext

from navigator.forms import Day, FormSchema, Text


class TaskForm(FormSchema):
    """Something to do."""

    what = Text(missing=lazy_gettext("Write what is to do."), longest=500)
    due_on = Day(missing=lazy_gettext("Write the day it is due."))
    key = Text(longest=64)


class DoneForm(FormSchema):
    """What came of it, if there is something to say; where to go back to."""

    note = Text(longest=1000)
    back = Text(longest=500)


class MoveForm(FormSchema):
    """Another day."""

    due_on = Day(missing=lazy_gettext("Write the day it is due."))
