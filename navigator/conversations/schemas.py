"""What may be typed on the page of the guided conversation."""

from navigator.forms import FormSchema, Text

LONGEST_ANSWER = 10_000  # about four pages: more than anybody says under one heading


class ConversationForm(FormSchema):
    """The whole conversation; every heading may stay empty. `seen` marks the texts as they were when the page opened."""

    matters = Text(longest=LONGEST_ANSWER)
    going_well = Text(longest=LONGEST_ANSWER)
    capability = Text(longest=LONGEST_ANSWER)
    opportunity = Text(longest=LONGEST_ANSWER)
    motivation = Text(longest=LONGEST_ANSWER)
    who_helps = Text(longest=LONGEST_ANSWER)
    seen = Text(longest=200)
