"""Which e-mails somebody can stop with one tap: what we write of our own accord, and not what they asked for or must answer."""

from typing import Protocol
from uuid import UUID

from messaging.models import Channel
from messaging.purposes import STOPPABLE, Purpose

ASKING_ABOUT_LISTINGS = frozenset({"still_correct_email", "still_correct_contact"})


class Written(Protocol):
    """A message, from the table or free of it."""

    @property
    def channel(self) -> Channel: ...
    @property
    def template(self) -> str: ...
    @property
    def purpose(self) -> Purpose: ...
    @property
    def recipient_id(self) -> UUID | None: ...


def can_be_stopped(message: Written) -> bool:
    if message.channel is not Channel.EMAIL:
        return False
    if message.template in ASKING_ABOUT_LISTINGS:
        return True
    return message.recipient_id is not None and message.purpose in STOPPABLE and message.purpose is not Purpose.LISTING
