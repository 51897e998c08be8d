"""Texts printed where the worker runs, so that an installation can be tried without a provider."""

import sys
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TextIO

from messaging.gateways.handover import Parcel
from navigator.db import new_id


class ConsoleGateway:
    """Texts are printed, and nobody receives them."""

    name = "console"
    at_once = 1
    stop_link: Callable[[uuid.UUID], str] | None = None

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out

    def send(self, parcel: Parcel) -> str:
        print(f"Text to {parcel.to}: {parcel.body}", file=self._out or sys.stdout, flush=True)  # noqa: T201 - its purpose
        return f"console-{new_id().hex}"

    def list_sent(self, *, to: str, body: str, since: datetime, provider: str = "") -> list[str]:
        return []
