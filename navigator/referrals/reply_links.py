"""The links an organisation answers one referral by: sent, opened, taken back. Callers commit."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any, cast

from sqlalchemy import CursorResult, update

from messaging import queries as messaging_queries
from messaging.sending import outbox
from navigator.db import db
from navigator.people.models import Staff
from navigator.referrals import queries, states, texts
from navigator.referrals.models import Referral, ReferralStatus, ReplyLink

LINK_LASTS = timedelta(days=30)


def send_link(*, referral: Referral, staff: Staff, public_url: str, now: datetime) -> ReplyLink:
    """Plan the e-mail with a new link to answer by. Any earlier link of this referral stops working."""
    if referral.status not in states.NOT_DECIDED:
        raise states.MoveNotAllowed(referral.status, ReferralStatus.ACCEPTED)
    revoke_links(referral=referral, now=now)
    link, token = make_link(referral=referral, now=now)
    texts.write_to_organization(referral=referral, link=link, address=f"{public_url}/reply/{token}", staff=staff, now=now)
    return link


def make_link(*, referral: Referral, now: datetime) -> tuple[ReplyLink, str]:
    """A new link to answer by, beside those there are, and its token."""
    token = token_urlsafe(32)
    link = ReplyLink(referral=referral, digest=queries.digest_of(token), created_at=now, expires_at=now + LINK_LASTS)
    db.session.add(link)
    db.session.flush()
    return link, token


def revoke_links(*, referral: Referral, now: datetime) -> int:
    """Take back every link of this referral that still works, and its e-mail if it has not left; how many links there were."""
    working = [link for link in queries.list_links(referral.id) if link.used_at is None and link.revoked_at is None]
    for link in working:
        db.session.execute(update(ReplyLink).where(ReplyLink.id == link.id, ReplyLink.used_at.is_(None)).values(revoked_at=now))
        outbox.cancel_planned(about_id=link.id, cause="link_revoked", now=now)
    return len(working)


def note_opened(*, link_id: uuid.UUID, now: datetime) -> bool:
    """The page behind this link was shown to somebody. False when it had been before."""
    opened = db.session.execute(
        update(ReplyLink)
        .where(ReplyLink.id == link_id, ReplyLink.opened_at.is_(None))
        .values(opened_at=now)
        .execution_options(synchronize_session=False)
    )
    return cast(CursorResult[Any], opened).rowcount == 1


def note_opened_of(referral_ids: Sequence[uuid.UUID], *, now: datetime) -> None:
    """These were shown to somebody on the page of all of an organisation's."""
    db.session.execute(
        update(ReplyLink)
        .where(ReplyLink.referral_id.in_(referral_ids), ReplyLink.opened_at.is_(None))
        .values(opened_at=now)
        .execution_options(synchronize_session=False)
    )


def has_reached_them(referral: Referral) -> bool:
    """Whether an e-mail about this referral has left us, or may have: then they know of it."""
    return messaging_queries.has_left([link.id for link in queries.list_links(referral.id)])


def find_opened_at(referral: Referral) -> datetime | None:
    """When somebody first saw the page, by any link or by answering; None when nobody has."""
    moments = [link.opened_at or link.used_at for link in queries.list_links(referral.id)]
    return min((moment for moment in (*moments, referral.answered_at) if moment), default=None)
