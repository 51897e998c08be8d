"""Invented values to show a message with, where nobody's real ones may stand."""

import inspect
from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

SAMPLES: Mapping[str, str] = {
    "first_name": "Amina",
    "navigator_name": "Ben",
    "before_name": "Meera",
    "cover_name": "Dee Pascoe",
    "team_name": "Penwith team",
    "team_phone": "01632 960101",
    "service_name": "Tea & Talk",
    "organization_name": "Tea & Talk",
    "carer_name": "Joe",
    "editor_name": "Jan",
    "listing_name": "Tea & Talk",
    "listings": "Tea & Talk",
    "reader_name": "Asha",
    "invited_by": "Asha",
    "appointment_at": "2025-11-24T10:30:00+00:00",
    "reads_at": "2025-11-24T09:00:00+00:00",
    "when": "2025-11-24T10:30:00+00:00",
    "expires_at": "2025-12-07T12:00:00+00:00",
    "visit_kind": "call",
    "place": "St John's Hall, Penzance",
    "ask_for": "Jo",
    "code": "482913",
    "link": "https://care.example/t/3f9aK2mQ7xW1",
    "reference": "KTRWQPLMBD",
    "step_words": "Walk to the library once",
    "answer": "1",
    "asks": "attended",
    "body": "I found the bus times you asked about: number 5, every half hour from the Greenmarket.",
    "signature": "Ben, Penwith team",
    "what": "times",
    "words": "They open at noon now.",
    "question": "Is this still on Mondays?",
    "purpose": "reminder",
    "news": "cannot_come",
    "staff_name": "Asha",
    "message_name": "The link to the plan",
    "program_name": "Practice system",
    "sent": "1200",
    "mailbox": "INBOX of bounces@care.example at mail.care.example",
    "trouble": "refused",
    "parts": "your name and mobile number",
    "sent_at": "2025-11-18T09:00:00+00:00",
    "why": "asked",
    "reason": "We could not reach you to check it.",
}
OTHERWISE: Mapping[str, tuple[str, ...]] = {  # values that change the words
    "asks": ("attended", "confidence", "something else"),
    "purpose": ("reminder", "check_in", "referral", "plan"),
    "news": ("cannot_come", "change_day", "can_come"),
    "why": ("asked", "question_answered", "taken_back", "recalled", "do_not_contact"),
    "trouble": ("refused", "no_folder", "not_safe", "unreachable"),
    "visit_kind": ("call", "home", "video", "elsewhere"),
}


def list_cases(write: Callable[..., Any]) -> list[dict[str, str]]:
    """Sets of values that bring out every part of a message: all of them first, then with this or that left out."""
    wanted = {name: parameter for name, parameter in inspect.signature(write).parameters.items() if name != "locale"}
    choices = [
        [*OTHERWISE.get(name, (SAMPLES[name],)), *([] if parameter.default is inspect.Parameter.empty else [""])]
        for name, parameter in wanted.items()
    ]
    return [dict(zip(wanted, chosen, strict=True)) for chosen in product(*choices)]
