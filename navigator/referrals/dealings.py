"""Questions about a referral and their answers; the link to all that an organisation was asked. Callers commit."""

import uuid
from datetime import datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from navigator.db import db
from navigator.people.models import Staff
from navigator.referrals import operations, queries, states, texts
from navigator.referrals.dealing_models import InboxLink, ReferralNote
from navigator.referrals.models import Reason, Referral, Side

INBOX_LASTS = timedelta(days=30)


class NothingToTalkAbout(Exception):
    """The referral was taken back: its organisation hears and says nothing more about it."""


def write_note(*, referral: Referral, side: Side, who: str, words: str, key: str, now: datetime) -> ReferralNote:
    """A question of the organisation, or what the team says to it. The same `key` again gives what was written.

    Raises `NothingToTalkAbout`.
    """
    if referral.status in states.HIDDEN_FROM_RECEIVER:
        raise NothingToTalkAbout(referral.id)
    same = select(ReferralNote).where(ReferralNote.key == key)
    if standing := db.session.scalar(same):
        return standing
    note = ReferralNote(referral_id=referral.id, written_at=now, side=side, who=who[:120], words=words, key=key)
    try:
        with db.session.begin_nested():
            db.session.add(note)
            db.session.flush()
    except IntegrityError:  # the other click was quicker
        return db.session.scalars(same).one()
    if side is Side.RECEIVER:
        operations.call_for_attention(
            person_id=referral.person_id, reason=Reason.QUESTION, words=words, referral_id=referral.id, now=now
        )
    else:
        operations.settle_about(referral=referral, reason=Reason.QUESTION, now=now)
    return note


def answer_question(*, referral: Referral, staff: Staff, words: str, key: str, public_url: str, now: datetime) -> ReferralNote:
    """The team's answer, and an e-mail that says there is one. Raises `NothingToTalkAbout`."""
    note = write_note(referral=referral, side=Side.TEAM, who=staff.name, words=words, key=key, now=now)
    if note.written_at == now:
        send_inbox_link(
            address=referral.sent_to,
            organization_name=referral.organization_name,
            team_phone=staff.phone or staff.team.phone,
            public_url=public_url,
            key=f"question-answered:{note.id}",
            now=now,
            reference=referral.reference,
            why="question_answered",
        )
    return note


def send_inbox_link(
    *, address: str, organization_name: str, team_phone: str, public_url: str, key: str, now: datetime, **more: str
) -> InboxLink:
    """Send an address the link to all that was sent to it: whoever reads its e-mails may see them."""
    token = token_urlsafe(32)
    link = InboxLink(
        digest=queries.digest_of(token),
        address=address,
        organization_name=organization_name,
        created_at=now,
        expires_at=now + INBOX_LASTS,
    )
    db.session.add(link)
    db.session.flush()
    texts.send_inbox(
        address=address,
        organization_name=organization_name,
        team_phone=team_phone,
        link=f"{public_url}/inbox/{token}",
        expires_at=link.expires_at,
        key=key,
        now=now,
        **more,
    )
    return link


def find_inbox_link(token: str, *, now: datetime) -> InboxLink | None:
    """The link this token opens, while it works; None otherwise."""
    return db.session.scalar(
        select(InboxLink).where(
            InboxLink.digest == queries.digest_of(token), InboxLink.expires_at > now, InboxLink.revoked_at.is_(None)
        )
    )


def list_notes(referral_id: uuid.UUID) -> list[ReferralNote]:
    """What was asked and answered about a referral, the oldest first."""
    wanted = select(ReferralNote).where(ReferralNote.referral_id == referral_id)
    return list(db.session.scalars(wanted.order_by(ReferralNote.written_at, ReferralNote.id)))
