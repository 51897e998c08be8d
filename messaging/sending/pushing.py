"""A message that goes as a notification: to each of its reader's browsers, or, where none takes it, as a text."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from messaging.gateways.handover import GatewayError
from messaging.gateways.push import TITLE, Notice, Pusher, SubscriptionEnded
from messaging.models import Channel
from messaging.purposes import Purpose
from messaging.sending.claiming import Claimed
from messaging.sending.lasting import OF_USE_FOR
from messaging.subscriptions import Target
from translations.locales import language

AS_A_TEXT = "no_notification"  # the cause of a message that goes as a text after all
OPENS = "/my"
TRIES_BEFORE_A_TEXT = 3
# After it a push service drops what no browser has fetched; a text says it then, unless one has shown it (see `unseen`).
SHOWN_WITHIN = timedelta(minutes=30)
A_TEXT_AFTER = SHOWN_WITHIN + timedelta(minutes=5)  # what was fetched at the last moment has time to say so

# What makes a notification the text it would have been: written anew, and not yet tried.
BECOMES_A_TEXT: dict[str, Any] = {"channel": Channel.TEXT, "subject": "", "body": "", "segments": 0, "attempts": 0}


@dataclass(frozen=True)
class Pushed:
    """What came of notifying somebody: which browsers are gone, and the problem, when none took it.

    `text_at`: when a text says it, unless a browser has told us by then that it showed it.
    """

    gone: tuple[UUID, ...] = ()
    problem: GatewayError | None = None
    text_at: datetime | None = None


def push(message: Claimed, words: str, targets: Sequence[Target], pusher: Pusher, *, now: datetime) -> Pushed:
    """Tell every browser of a message's reader that there is something. One that took it is enough."""
    tells = pusher.shown_path
    notice = _notice(message, words, shown=tells(message.id) if tells else "", now=now)
    gone: list[UUID] = []
    problem: GatewayError | None = None
    taken = False
    for target in targets:
        try:
            pusher.push(notice, target)
        except SubscriptionEnded as ended:
            gone.append(target.id)
            problem = problem or ended
        except GatewayError as refusal:
            problem = refusal  # one that may pass says more than one that is gone
        else:
            taken = True
    return Pushed(tuple(gone), None if taken else problem, now + A_TEXT_AFTER if taken and tells else None)


def becomes_a_text(problem: GatewayError, attempts: int) -> bool:
    """Whether a text must say it now, because no browser will, or not in time."""
    return problem.permanent or attempts >= TRIES_BEFORE_A_TEXT


def _notice(message: Claimed, words: str, *, shown: str, now: datetime) -> Notice:
    spoken = language(message.locale)
    until = message.expires_at or now + OF_USE_FOR[message.purpose]
    if shown:
        until = min(until, now + SHOWN_WITHIN)
    sealed = {
        "title": TITLE,
        "body": words,
        "tag": message.id.hex,
        "lang": spoken.code,
        "dir": spoken.direction,
        "opens": OPENS,
        "shown": shown,
    }
    return Notice(
        id=message.id,
        words=words,
        sealed=json.dumps(sealed, ensure_ascii=False),
        seconds=int((until - now).total_seconds()),
        is_urgent=message.purpose is Purpose.REMINDER,
    )
