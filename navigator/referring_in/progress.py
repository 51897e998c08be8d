"""Telling whoever referred how it goes on: that we have been in touch, and that there has been a first conversation.

Nobody at their desk has to think of it: a job reads it from what was logged, as the page behind the referrer's link does.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import selectinload

from messaging.models import OutgoingMessage
from navigator.conversations.models import Conversation
from navigator.db import db
from navigator.referring_in import telling
from navigator.referring_in.models import PROFESSIONAL, ReferralIn, Source
from navigator.visits.models import IN_TOUCH, Kind, LoggedContact

CONTACTED, TALKED = "referral_in_contacted", "referral_in_talked"
WHO_HEARS = (*PROFESSIONAL, Source.CARER)
SETTLES = timedelta(minutes=30)  # what was written on the wrong person's page has been taken back by then
NEWS_FOR = timedelta(days=180)  # after which nobody waits to hear of a first contact


def tell_one(now: datetime, *, public_url: str, key: str) -> bool:
    """Write to one referrer who is to hear of a first contact, or a first conversation; whether there was one. Commits.

    Whoever heard of the conversation need not hear of the contact any more.
    """
    wanted = (
        select(ReferralIn)
        .where(
            ReferralIn.accepted_at > now - NEWS_FOR,
            ReferralIn.person_id.is_not(None),
            ReferralIn.tells_referrer,
            ReferralIn.referrer_email.is_not(None),
            ReferralIn.referrer_email != "",
            ReferralIn.source.in_(WHO_HEARS),
            ~_was_told(TALKED),
            or_(_has_talked(now), _has_been_reached(now) & ~_was_told(CONTACTED)),
        )
        .options(selectinload(ReferralIn.team))
        .order_by(ReferralIn.accepted_at, ReferralIn.id)
        .limit(1)
        .with_for_update(of=ReferralIn, skip_locked=True)
    )
    referral = db.session.scalar(wanted)
    if referral is None:
        db.session.rollback()
        return False
    has_talked = db.session.scalar(select(ReferralIn.id).where(ReferralIn.id == referral.id, _has_talked(now))) is not None
    template = TALKED if has_talked else CONTACTED
    telling.tell_referrer(referral=referral, template=template, key=key, public_url=public_url, now=now)
    db.session.commit()
    return True


def _was_told(template: str) -> ColumnElement[bool]:
    return exists().where(OutgoingMessage.about_id == ReferralIn.id, OutgoingMessage.template == template)


def _has_been_reached(now: datetime) -> ColumnElement[bool]:
    return exists().where(
        LoggedContact.person_id == ReferralIn.person_id,
        LoggedContact.outcome.in_(IN_TOUCH),
        LoggedContact.kind != Kind.OTHERS,
        LoggedContact.taken_back_at.is_(None),
        LoggedContact.happened_at >= ReferralIn.received_at,
        LoggedContact.written_at <= now - SETTLES,
    )


def _has_talked(now: datetime) -> ColumnElement[bool]:
    return exists().where(
        Conversation.person_id == ReferralIn.person_id,
        Conversation.started_at >= ReferralIn.received_at,
        Conversation.started_at <= now - SETTLES,
    )
