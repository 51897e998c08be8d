"""Words of danger in what somebody writes on their own pages: the team is called first of all, as by a text. Callers commit.

What they have not shown to anybody stays theirs: then the call says that there are such words, and not which. The pages say so
before anything is written.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from messaging.replies.danger import may_mean_danger
from navigator.db import db
from navigator.people.models import Person
from navigator.referrals.models import Attention, Reason
from navigator.referrals.operations import call_for_attention

ONCE_A = timedelta(days=1)  # words that stood there already call no more often, once somebody has seen to it


class Where(StrEnum):
    """Where it was written, for the navigator, in English as notes are."""

    BEFOREHAND = "Written before a conversation"
    BEFOREHAND_BY_CARER = "Written before a conversation by somebody of the circle of care"
    CARD = "Written on their card “If things get worse”"
    PLAN_CHECK = "Written when asked whether the plan is right"


NOT_SHOWN = "What stands there may mean that somebody is in danger. It is not shown to you yet, so please ring them."


def hear(*, person: Person, words: str, before: str, where: Where, now: datetime, is_shown: bool = True, by: str = "") -> bool:
    """Call for attention when `words`, which stand where `before` stood, may mean danger; says whether they may.

    While a call from the same place is open, it says what stands there now. `by`: whoever wrote it, if not the person.
    """
    if not may_mean_danger(words):
        return False
    if words == before:
        return True
    begins = f"{where.value}{f' ({by})' if by else ''}: "
    last = db.session.scalar(
        select(Attention)
        .where(
            Attention.person_id == person.id,
            Attention.reason == Reason.DISTRESS,
            Attention.received_id.is_(None),
            Attention.words.startswith(begins, autoescape=True),
        )
        .order_by(Attention.opened_at.desc(), Attention.id.desc())
        .limit(1)
    )
    said = begins + (words.strip() if is_shown else NOT_SHOWN)
    if last is not None and last.settled_at is None:
        last.words = said
        db.session.flush()
    elif last is None or not may_mean_danger(before) or last.opened_at < now - ONCE_A:
        call_for_attention(person_id=person.id, reason=Reason.DISTRESS, words=said, now=now)
    return True
