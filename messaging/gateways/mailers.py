"""The ways e-mails leave us, and the one these settings choose."""

import smtplib
import ssl
import sys
from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from functools import partial
from typing import TextIO
from urllib.parse import unquote, urlsplit
from uuid import UUID

from messaging.gateways.handover import GatewayError, Mailer, OutcomeUnknown, Parcel
from messaging.gateways.simulated import SimulatorMailer
from messaging.return_tokens import return_address, unsubscribe_link
from navigator.config import Settings

TIMEOUT = 20.0  # seconds
STANDARD_PORTS = {"smtp": 587, "smtps": 465}


class ConsoleMailer:
    """E-mails are printed, and nobody receives them."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out

    def send(self, parcel: Parcel) -> None:
        words = f"E-mail to {parcel.to}: {parcel.subject}\n{parcel.body}\n"
        print(words, file=self._out or sys.stdout, flush=True)  # noqa: T201 - its purpose


class SmtpMailer:
    """E-mails through a mail server: `smtp://user:password@host:587` (encrypted as soon as the server can) or `smtps://…`."""

    def __init__(
        self,
        *,
        url: str,
        mail_from: str,
        return_to: Callable[[UUID], str] | None = None,
        stop_link: Callable[[UUID], str] | None = None,
    ) -> None:
        """`return_to`: where what comes back of a message goes; `stop_link`: the address that ends its kind with one tap."""
        self._url, self._from, self._return_to, self._stop_link = urlsplit(url), mail_from, return_to, stop_link

    def send(self, parcel: Parcel) -> None:
        message = self._compose(parcel)
        try:
            server = self._connect()
        except (OSError, smtplib.SMTPException) as problem:
            raise GatewayError(_code(problem), permanent=False) from problem
        try:
            server.send_message(message, from_addr=self._return_to(parcel.id) if self._return_to else None)
        except smtplib.SMTPRecipientsRefused as problem:
            code, _ = next(iter(problem.recipients.values()))
            raise GatewayError(f"smtp-{code}", permanent=code >= 500) from problem
        except smtplib.SMTPResponseException as problem:
            raise GatewayError(f"smtp-{problem.smtp_code}", permanent=problem.smtp_code >= 500) from problem
        except (OSError, smtplib.SMTPException) as problem:
            raise OutcomeUnknown(type(problem).__name__) from problem
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "localhost", self._url.port or STANDARD_PORTS[self._url.scheme]
        safely = ssl.create_default_context()
        if self._url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=safely)
        else:
            server = smtplib.SMTP(host, port, timeout=TIMEOUT)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=safely)
            elif self._url.password:
                raise smtplib.SMTPNotSupportedError("the server offers no encryption, and we will not send a password without")
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))
        return server

    def _compose(self, parcel: Parcel) -> EmailMessage:
        name, address = parseaddr(self._from)
        message = EmailMessage(policy=SMTP)
        message["From"] = Address(name, addr_spec=address)
        message["To"] = parcel.to
        message["Subject"] = " ".join(parcel.subject.split())
        message["Message-ID"] = f"<{parcel.id}@{address.rpartition('@')[2]}>"  # the same each time it is tried
        message["Auto-Submitted"] = "auto-generated"
        if parcel.can_be_stopped and self._stop_link:
            message["List-Unsubscribe"] = f"<{self._stop_link(parcel.id)}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(parcel.body)
        return message


def _code(problem: Exception) -> str:
    return f"smtp-{problem.smtp_code}" if isinstance(problem, smtplib.SMTPResponseException) else "unreachable"


def from_settings(settings: Settings) -> Mailer:
    """The mailer that NAVIGATOR_MAILER names; with the simulator's phones goes the simulator's inbox."""
    if settings.mailer == "smtp":
        return SmtpMailer(
            url=settings.smtp_url,
            mail_from=settings.mail_from,
            return_to=partial(return_address, base=settings.bounces_to, key=settings.secret_key) if settings.bounces_to else None,
            stop_link=partial(unsubscribe_link, public_url=settings.public_url, key=settings.secret_key),
        )
    return SimulatorMailer() if settings.sms_gateway == "simulator" else ConsoleMailer()
