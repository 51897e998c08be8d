"""How tasks are spoken of, in the reader's language."""

from flask_babel import gettext

from navigator.tasks.models import Origin, Task


def in_words(task: Task) -> str:
    """What is to do: as it was written, or in the service's words."""
    if task.origin is Origin.RING_TO_CHECK:
        return str(gettext("Ring to check that it happened: %(what)s", what=task.about_words))
    return task.what
