"""The ways texts leave us, and those that these settings choose."""

import uuid
from collections.abc import Callable, Mapping

from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from messaging import stop_links
from messaging.gateways import twilio, vonage
from messaging.gateways.console import ConsoleGateway
from messaging.gateways.failover import FailoverGateway
from messaging.gateways.handover import Caller, Gateway
from messaging.gateways.simulated import SimulatorGateway
from messaging.models import OutgoingMessage
from navigator.config import Settings
from navigator.db import db


def from_settings(settings: Settings) -> Gateway:
    """The gateway that NAVIGATOR_SMS_GATEWAY names, and behind it the one of NAVIGATOR_SMS_FALLBACK.

    Called within an application's context.
    """
    first = _one(settings.sms_gateway, settings)
    if not settings.sms_fallback:
        return first
    return FailoverGateway(first, _one(settings.sms_fallback, settings), note=_note_on(db.engine))


def callers(settings: Settings) -> Mapping[str, Caller]:
    """Who may call us, by the name in the address. The simulator's phones call as Twilio does."""
    known: dict[str, Caller] = {"twilio": twilio.TwilioCaller(token=settings.webhook_token)}
    if settings.vonage_signature_secret:
        known["vonage"] = vonage.VonageCaller(signature_secret=settings.vonage_signature_secret)
    return known


def _one(name: str, settings: Settings) -> Gateway:
    def stop_link(message_id: uuid.UUID) -> str:
        return settings.public_url + stop_links.path(message_id, key=settings.secret_key)

    if name == "twilio":
        return twilio.TwilioGateway(
            account_sid=settings.twilio_account_sid,
            auth_token=settings.twilio_auth_token,
            from_number=settings.twilio_from,
            messaging_service=settings.twilio_messaging_service,
            api_url=settings.twilio_api_url,
            status_url=f"{settings.public_url}/webhooks/twilio/status",
            stop_link=stop_link,
        )
    if name == "vonage":
        return vonage.VonageGateway(
            api_key=settings.vonage_api_key,
            api_secret=settings.vonage_api_secret,
            sender=settings.vonage_from,
            api_url=settings.vonage_api_url,
            stop_link=stop_link,
        )
    return SimulatorGateway() if name == "simulator" else ConsoleGateway()


def _note_on(engine: Engine) -> Callable[[uuid.UUID, str], None]:
    """Writes down who is about to carry a message, in a transaction of its own, from whichever thread calls."""

    def note(message_id: uuid.UUID, provider: str) -> None:
        with Session(engine) as session:
            session.execute(update(OutgoingMessage).where(OutgoingMessage.id == message_id).values(provider=provider))
            session.commit()

    return note
