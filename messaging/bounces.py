"""E-mails that come back: a mail server's report (RFC 3464) finds the message it is about, and what follows is done once.

It finds it by the mark in the address it was returned to, which only we and whoever got the e-mail know: a forged report can
at most say of the forger's own address that it does not work. Callers commit.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from messaging import dead_addresses, return_tokens, signals
from messaging.models import Channel, MessageEvent, OutgoingMessage
from messaging.states import State, settle
from navigator.db import db

log = logging.getLogger(__name__)

LARGEST = 1024 * 1024  # bytes; a report holds at most the e-mail it is about, and ours are a page long
RETURNED_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
# The mailbox is full, or our words or our server are not liked: that says nothing against the address.
NOT_THE_ADDRESS = ("5.2.2", "5.2.3", "5.3.", "5.4.", "5.5.", "5.6.", "5.7.")


class Came(StrEnum):
    """What an e-mail that came in was."""

    TAKEN = "taken"
    OLD = "old"  # we knew already
    DELAYED = "delayed"  # they try further
    NOT_A_REPORT = "not a report"  # an answer from somebody who is away, say
    UNKNOWN = "of no message of ours"
    UNREADABLE = "unreadable"


def take(raw: bytes, *, key: str, now: datetime) -> Came:
    """Act on one e-mail that came to the return address."""
    if len(raw) > LARGEST:
        return Came.UNREADABLE
    try:
        report = message_from_bytes(raw, policy=policy.default)
        marks = list(_marks(report))
        status = _failed_status(report)
    except Exception:  # whatever somebody sends must not stop the reading of the next
        log.exception("an e-mail that came back cannot be read")
        return Came.UNREADABLE
    if status is None:
        return Came.NOT_A_REPORT
    if status == "":
        return Came.DELAYED
    message_id = next((found for mark in marks if (found := _message_id(mark, key))), None)
    message = _find(message_id) if message_id else None
    if message is None:
        return Came.UNKNOWN
    if status.startswith("5.") and not status.startswith(NOT_THE_ADDRESS):
        dead_addresses.mark(message.to_address, code=status, now=now)
    wanted = settle(message.state, State.UNDELIVERED)
    if wanted is None:
        return Came.OLD
    message.state, message.cause = wanted, f"bounced:{status}"
    message.leased_until, message.lease_holder = None, ""
    db.session.add(MessageEvent(message_id=message.id, happened_at=now, state=wanted, cause=message.cause))
    db.session.flush()
    signals.message_failed.send("messaging", message=message, now=now)
    return Came.TAKEN


def _marks(report: Message) -> Iterable[str]:
    written = [str(value) for name in RETURNED_TO for value in report.get_all(name, [])]
    for _, address in getaddresses(written):
        yield address.rpartition("@")[0].rpartition("+")[2].lower()


def _message_id(mark: str, key: str) -> UUID | None:
    return return_tokens.find_message_id(mark, key=key, what_for=return_tokens.RETURNED)


def _find(message_id: UUID) -> OutgoingMessage | None:
    wanted = (OutgoingMessage.id == message_id, OutgoingMessage.channel == Channel.EMAIL)
    return db.session.scalar(select(OutgoingMessage).where(*wanted).with_for_update())


def _failed_status(report: Message) -> str | None:
    """The status of a failure, "5.1.1"; "" when it is only delayed (or arrived); None when this is no report at all."""
    if report.get_content_type() != "multipart/report" or report.get_param("report-type") != "delivery-status":
        return None
    seen: str | None = None
    for part in report.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else ():
            if not isinstance(block, Message) or not block.get("Action"):
                continue
            action = str(block["Action"]).strip().lower()
            if action == "failed":
                return (str(block.get("Status", "")).split() or ["5.0.0"])[0][:11]
            seen = ""
    return seen
