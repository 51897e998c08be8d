"""Every message we can word is sent by something: a text nobody sends is a promise nobody keeps."""

import re
from pathlib import Path

import pytest

from messaging.wording.texts import TEMPLATES

ROOT = Path(__file__).parents[3]
# Where a name says only how a message reads, or what it is called.
NOT_SENDING = ("messaging/wording/", "labels.py", "navigator/migrations/")


def _code() -> str:
    files = (path for part in ("navigator", "messaging", "directory") for path in (ROOT / part).rglob("*.py"))
    return "\n".join(
        path.read_text() for path in files if not any(said in path.relative_to(ROOT).as_posix() for said in NOT_SENDING)
    )


CODE = _code()


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_every_template_is_reached_by_some_code(template: str) -> None:
    is_reached = re.search(rf"""["']{template}["']""", CODE) is not None

    assert is_reached
