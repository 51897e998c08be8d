"""Who hears of a referral in: the referrer by e-mail, without a name in it, and the person in their way and language."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select

from messaging import opt_outs
from messaging.models import Channel
from messaging.purposes import Purpose
from messaging.sending import outbox
from navigator.db import db
from navigator.people import throttle
from navigator.people.models import ContactMethod, Person, WhyClosed
from navigator.people.texting import CANNOT_USE_WORDS
from navigator.referring_in import queries
from navigator.referring_in.models import ReferralIn, Source

MOST_TO_ONE = 2  # a day, to one number or mailbox: somebody else may have typed it
DAY = timedelta(days=1)
IN_THE_PERSONS_WAY = "request_received"
ALWAYS_TOLD = frozenset({"referral_in_received", "referral_in_question"})  # they say nothing of what became of it


def tell_referrer(*, referral: ReferralIn, template: str, key: str, public_url: str, now: datetime) -> bool:
    """Write to whoever referred, if the person agreed that they hear of it; whether anything was planned."""
    if not referral.referrer_email or referral.source is Source.LIST:
        return False
    if template not in ALWAYS_TOLD and not referral.tells_referrer:
        return False
    token = queries.token_of(referral.id, key=key)
    referral.token_digest = queries.digest(token)  # the service's secret may have changed since
    db.session.flush()
    outbox.plan_email(
        to=outbox.Recipient(None, referral.referrer_email, referral.referrer_language),
        template=template,
        values={
            "reference": referral.reference,
            "team_name": referral.team.name,
            "team_phone": referral.team.phone,
            "link": f"{public_url.rstrip('/')}/referred/{token}",
        },
        dedupe_key=f"{template}:{referral.id}:{now:%Y-%m-%dT%H:%M:%S}",
        about_id=referral.id,
        now=now,
    )
    return True


def tell_person(*, referral: ReferralIn, now: datetime) -> bool:
    """Tell the person that we have their referral: by text when they agreed to texts, by e-mail when they like that better.

    Otherwise somebody rings or writes. Nobody is told who cannot use words on a screen, whose number said stop, or who once
    asked us not to be in touch. It says nothing of what it is about: others may read a phone.
    """
    like_email = referral.contact_method is ContactMethod.EMAIL and referral.email
    to = referral.email if like_email else referral.mobile if referral.may_text else None
    if not to or _must_not_be_told(referral, is_text=not like_email):
        return False
    bucket = f"requests received by {sha256(to.encode()).hexdigest()[:32]}"
    try:
        throttle.check(bucket=bucket, most=MOST_TO_ONE, within=DAY, now=now)
    except throttle.TooMany:
        return False
    recipient = outbox.Recipient(None, to, referral.language)
    values = {"team_name": referral.team.name, "team_phone": referral.team.phone, "reference": referral.reference}
    dedupe_key = f"{IN_THE_PERSONS_WAY}:{referral.id}"
    if like_email:
        outbox.plan_instead_of_text(
            Channel.EMAIL, to=recipient, template=IN_THE_PERSONS_WAY, values=values, dedupe_key=dedupe_key, now=now
        )
    else:
        outbox.plan_text(to=recipient, template=IN_THE_PERSONS_WAY, values=values, dedupe_key=dedupe_key, now=now)
    return True


def _must_not_be_told(referral: ReferralIn, *, is_text: bool) -> bool:
    if is_text and referral.communication & CANNOT_USE_WORDS:
        return True
    if referral.mobile and opt_outs.is_stopped(referral.mobile, Purpose.REFERRAL):
        return True
    asked_us_not_to = select(Person.id).where(
        Person.mobile == referral.mobile, Person.why_closed.in_((WhyClosed.DO_NOT_CONTACT, WhyClosed.DIED))
    )
    return referral.mobile is not None and db.session.scalar(asked_us_not_to.limit(1)) is not None
