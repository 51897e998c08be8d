"""What a text may say on a phone that others may read."""

from collections.abc import Mapping
from typing import Any

from directory.secret_places import is_named_as_refuge, is_private_matter, tells_of_health
from navigator.people.models import Person, TextDetail
from translations.locales import words

DETAILS = ("service_name", "step_words")  # values with a sentence that does without them
WHERE = ("place",)  # values that always stand, and send to the plan when they may not be said


def say_no_more_than_chosen(person: Person, values: Mapping[str, Any]) -> dict[str, Any]:
    """A text's values without what others may not read on this person's phone.

    Names and words of what could shame somebody or put them in danger never stand in a text. What tells of their health, and
    the words of their step, stand there only when they chose to have texts in full.
    """
    in_full = person.text_detail is TextDetail.FULL
    kept = dict(values)
    for name, said in values.items():
        if name not in (*DETAILS, *WHERE) or not said:
            continue
        is_never_said = is_private_matter(names=(said,), term_codes=()) or is_named_as_refuge(said)
        is_unasked = not in_full and (name == "step_words" or tells_of_health(said))
        if is_never_said or is_unasked:
            kept[name] = words(person.language).gettext("it is in your plan") if name in WHERE else ""
    return kept
