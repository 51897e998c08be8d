"""What a text from a person does: the step, the referral, the caseload. Connected to messaging's signals by navigator.app."""

from typing import Any


def act_on_reply(sender: Any, **what: Any) -> None:
    raise NotImplementedError


def act_on_failure(sender: Any, **what: Any) -> None:
    raise NotImplementedError
