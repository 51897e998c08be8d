"""Whom we may notify, and where: browsers that people told us to use. Callers commit."""

import base64
import binascii
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from messaging.models import PushSubscription
from navigator.db import db
from navigator.outside import is_private

MOST = 5  # browsers of one person
LONGEST_ENDPOINT = 1000
SIMULATED = "simulator:"  # the demonstration's phones


class SubscriptionWrong(Exception):
    """What a browser sent is none that we could, or would, notify. The message says why, for a log."""


@dataclass(frozen=True)
class Target:
    """A browser to notify, free of the database."""

    id: uuid.UUID
    endpoint: str
    p256dh: str
    auth: str


def subscribe(
    *, recipient_id: uuid.UUID, endpoint: str, p256dh: str, auth: str, now: datetime, allows_inside: bool = False
) -> PushSubscription:
    """Notify this browser of what is new for somebody, and nobody else any more. Raises `SubscriptionWrong`.

    The address is whoever's who fills in the form, so it is looked at here, and again whenever it is called.
    """
    _check_endpoint(endpoint, allows_inside=allows_inside)
    if not endpoint.startswith(SIMULATED):
        _check_keys(p256dh, auth)
    try:
        with db.session.begin_nested():
            known = _known(endpoint) or PushSubscription(endpoint=endpoint)
            known.recipient_id, known.p256dh, known.auth = recipient_id, p256dh, auth
            known.created_at, known.gone_at, known.why_gone = now, None, ""
            db.session.add(known)
            db.session.flush()
    except IntegrityError:  # the same form, sent twice at once
        known = db.session.scalars(select(PushSubscription).where(PushSubscription.endpoint == endpoint)).one()
    for extra in list_live(recipient_id)[MOST:]:
        extra.gone_at, extra.why_gone = now, "another"
    db.session.flush()
    return known


def list_live(recipient_id: uuid.UUID) -> list[PushSubscription]:
    """The browsers we notify for somebody, the newest first."""
    return list(
        db.session.scalars(
            select(PushSubscription)
            .where(PushSubscription.recipient_id == recipient_id, PushSubscription.gone_at.is_(None))
            .order_by(PushSubscription.created_at.desc(), PushSubscription.id.desc())
        )
    )


def has_any(recipient_id: uuid.UUID) -> bool:
    standing = (PushSubscription.recipient_id == recipient_id, PushSubscription.gone_at.is_(None))
    return db.session.scalar(select(PushSubscription.id).where(*standing).limit(1)) is not None


def find_targets(recipient_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, tuple[Target, ...]]:
    """The browsers of each of these people; nobody without one is in it. One query."""
    found: dict[uuid.UUID, tuple[Target, ...]] = {}
    live = select(PushSubscription).where(PushSubscription.recipient_id.in_(recipient_ids), PushSubscription.gone_at.is_(None))
    for one in db.session.scalars(live.order_by(PushSubscription.created_at, PushSubscription.id)) if recipient_ids else ():
        target = Target(one.id, one.endpoint, one.p256dh, one.auth)
        found[one.recipient_id] = (*found.get(one.recipient_id, ()), target)
    return found


def end(*, recipient_id: uuid.UUID, why: str, now: datetime, subscription_id: uuid.UUID | None = None) -> int:
    """Notify somebody no more: on one of their browsers, or on any. Says how many were ended."""
    which = [PushSubscription.recipient_id == recipient_id, PushSubscription.gone_at.is_(None)]
    if subscription_id is not None:
        which.append(PushSubscription.id == subscription_id)
    ended = db.session.scalars(
        update(PushSubscription).where(*which).values(gone_at=now, why_gone=why).returning(PushSubscription.id)
    ).all()
    return len(ended)


def end_refused(subscription_ids: Collection[uuid.UUID], *, now: datetime) -> None:
    """Browsers whose makers say that they are gone."""
    if subscription_ids:
        db.session.execute(
            update(PushSubscription)
            .where(PushSubscription.id.in_(subscription_ids), PushSubscription.gone_at.is_(None))
            .values(gone_at=now, why_gone="refused")
            .execution_options(synchronize_session=False)
        )


def _known(endpoint: str) -> PushSubscription | None:
    return db.session.scalar(select(PushSubscription).where(PushSubscription.endpoint == endpoint).with_for_update())


def _check_endpoint(endpoint: str, *, allows_inside: bool) -> None:
    if not endpoint.isascii() or len(endpoint) > LONGEST_ENDPOINT or any(letter.isspace() for letter in endpoint):
        raise SubscriptionWrong("no address")
    if endpoint.startswith(SIMULATED):
        if not allows_inside:
            raise SubscriptionWrong("the simulator's phones are in the demonstration only")
        return
    try:
        address = urlsplit(endpoint)
        host, port = address.hostname or "", address.port
    except ValueError:
        raise SubscriptionWrong("no address") from None
    if allows_inside and address.scheme == "http" and host:
        return
    if address.scheme != "https" or not host or address.username is not None or address.password is not None:
        raise SubscriptionWrong("not an https address")
    if allows_inside:
        return
    if port not in (None, 443):
        raise SubscriptionWrong("makers of browsers answer at https's own port")
    try:
        is_inside = is_private(str(ip_address(host)))
    except ValueError:
        is_inside = host == "localhost" or "." not in host
    if is_inside:
        raise SubscriptionWrong("an address within a network")


def _check_keys(p256dh: str, auth: str) -> None:
    try:
        point, secret = _decode(p256dh), _decode(auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except (ValueError, binascii.Error):
        raise SubscriptionWrong("no key of a browser's") from None
    if len(point) != 65 or len(secret) != 16:
        raise SubscriptionWrong("a key of the wrong length")


def _decode(text: str) -> bytes:
    if not text.isascii() or len(text) > 100:
        raise ValueError("no base64")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
