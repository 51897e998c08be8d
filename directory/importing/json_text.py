"""JSON as sources write it: whole, or with a reason why not that a person can act on."""

import json
from typing import Any


class NotWhole(Exception):
    """The text is no whole JSON. The message says what is wrong and where: "is not whole JSON: … at line 3 column 7"."""


def parsed(text: str) -> Any:
    """What the text says. Raises NotWhole."""
    try:
        return json.loads(text)
    except RecursionError:
        raise NotWhole("is nested too deeply") from None
    except json.JSONDecodeError as problem:
        what = problem.msg.removesuffix(" at")  # "Unterminated string starting at"
        raise NotWhole(f"is not whole JSON: {what} at line {problem.lineno} column {problem.colno}") from None
    except ValueError:  # Python reads no number of more than 4,300 digits
        raise NotWhole("holds a number of thousands of digits") from None
