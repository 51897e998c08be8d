"""The ways texts leave us, and the one these settings choose."""

import sys
from datetime import datetime
from typing import TextIO

from messaging.gateways.handover import Gateway, Parcel
from messaging.gateways.simulated import SimulatorGateway
from messaging.gateways.twilio import TwilioGateway
from navigator.config import Settings
from navigator.db import new_id


class ConsoleGateway:
    """Texts are printed, and nobody receives them."""

    at_once = 1

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out

    def send(self, parcel: Parcel) -> str:
        print(f"Text to {parcel.to}: {parcel.body}", file=self._out or sys.stdout, flush=True)  # noqa: T201 - its purpose
        return f"console-{new_id().hex}"

    def list_sent(self, *, to: str, body: str, since: datetime) -> list[str]:
        return []


def from_settings(settings: Settings) -> Gateway:
    """The gateway that NAVIGATOR_SMS_GATEWAY names."""
    if settings.sms_gateway == "twilio":
        return TwilioGateway(
            account_sid=settings.twilio_account_sid,
            auth_token=settings.twilio_auth_token,
            from_number=settings.twilio_from,
            api_url=settings.twilio_api_url,
            status_url=f"{settings.public_url}/webhooks/twilio/status",
        )
    return SimulatorGateway() if settings.sms_gateway == "simulator" else ConsoleGateway()
