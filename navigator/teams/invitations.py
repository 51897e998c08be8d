"""Inviting colleagues by e-mail: the link sets their password, once, and opens nothing afterwards. Callers commit."""

import uuid
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import Select, select

from messaging.sending import outbox
from navigator.db import db
from navigator.people import queries, staff_operations
from navigator.people.models import Role, Staff, Team
from navigator.teams import changes
from navigator.teams.models import Invitation, Subject

LASTS = timedelta(days=7)
LEADS_INVITE = (Role.NAVIGATOR, Role.VOLUNTEER)


class NotTheirsToInvite(Exception):
    """Administrators invite anybody into a team that works; a team lead invites navigators and volunteers into their own team."""


class InvitationSpent(Exception):
    """The link was used, has expired or was taken back; or there never was one: from outside they look the same."""


class HasAccount(Exception):
    """Whoever opened the link signs in with this address already."""


def may_invite(by: Staff | None, *, team: Team, role: Role) -> bool:
    """Whether `by` (None: a command) may invite somebody into this team, in this role."""
    if by is None or by.role is Role.ADMINISTRATOR:
        return True
    return by.role is Role.TEAM_LEAD and by.team_id == team.id and role in LEADS_INVITE


def invite(
    *,
    team: Team,
    role: Role,
    name: str,
    email: str,
    by: Staff | None,
    public_url: str,
    now: datetime,
    language: str = "en",
) -> Invitation:
    """Write to somebody with the link that lets them in. An earlier invitation to this address ends.

    Nothing tells whoever invites whether the address has an account already: its owner reads that behind the link. Raises
    `NotTheirsToInvite` and `staff_operations.EmailWrong`.
    """
    if not may_invite(by, team=team, role=role) or team.closed_at is not None:
        raise NotTheirsToInvite
    address = staff_operations.read_email(email)
    for earlier in db.session.scalars(
        _open_invitations(now).where(Invitation.email == address, Invitation.team_id == team.id)
    ).all():
        revoke(invitation=earlier, by=by, now=now)
    invitation = Invitation(
        team=team,
        role=role,
        name=name.strip(),
        email=address,
        language=language,
        made_by_id=by.id if by else None,
        made_at=now,
        expires_at=now + LASTS,
        digest="",
    )
    token = _renew(invitation, now=now)
    db.session.add(invitation)
    db.session.flush()
    _send(invitation, token, by=by, public_url=public_url, now=now)
    _note(invitation, {}, {"email": address, "role": role.value}, by=by, now=now)
    return invitation


def invite_again(*, invitation: Invitation, by: Staff, public_url: str, now: datetime) -> None:
    """Send a new link; the one before opens nothing any more. Raises `InvitationSpent` when they have come in by it."""
    _lock(invitation)
    if invitation.used_at is not None or invitation.revoked_at is not None:
        raise InvitationSpent
    outbox.cancel_planned(about_id=invitation.id, cause="invited_again", now=now)
    token = _renew(invitation, now=now)
    db.session.flush()
    _send(invitation, token, by=by, public_url=public_url, now=now)
    _note(invitation, {"sent": None}, {"sent": now.isoformat()}, by=by, now=now)


def revoke(*, invitation: Invitation, by: Staff | None, now: datetime) -> None:
    """They are not to come after all: the link opens nothing. One that was used stays used."""
    _lock(invitation)
    if invitation.used_at is not None or invitation.revoked_at is not None:
        return
    invitation.revoked_at = now
    db.session.flush()
    outbox.cancel_planned(about_id=invitation.id, cause="invitation_taken_back", now=now)
    _note(invitation, {"taken_back": None}, {"taken_back": now.isoformat()}, by=by, now=now)


def find_invitation(token: str, *, now: datetime) -> Invitation | None:
    """The invitation this link opens now; None for every other link, whatever is the matter with it."""
    if len(token) > 100:
        return None
    return db.session.scalar(_open_invitations(now).where(Invitation.digest == _digest(token)))


def accept(*, token: str, password: str, now: datetime) -> Staff:
    """They come in: an account of their own with this password. The link opens nothing any more.

    Raises `InvitationSpent`, `staff_operations.PasswordTooShort`, and `HasAccount` when they sign in with the address already.
    """
    invitation = find_invitation(token, now=now)
    if invitation is None:
        raise InvitationSpent
    _lock(invitation)
    if invitation.used_at is not None or invitation.revoked_at is not None:  # another tab was quicker
        raise InvitationSpent
    try:
        staff = staff_operations.add_staff(
            team=invitation.team, name=invitation.name, email=invitation.email, password=password, role=invitation.role, now=now
        )
    except staff_operations.EmailTaken:
        raise HasAccount from None
    invitation.used_at = now
    db.session.flush()
    _note(invitation, {"came_in": None}, {"came_in": now.isoformat()}, by=staff, now=now)
    return staff


def list_open(*, now: datetime, team_id: uuid.UUID | None = None) -> list[Invitation]:
    """Who was invited and has not come in: those still waiting, and those whose link has expired. The latest first."""
    wanted = select(Invitation).where(Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
    if team_id is not None:
        wanted = wanted.where(Invitation.team_id == team_id)
    return list(db.session.scalars(wanted.order_by(Invitation.made_at.desc(), Invitation.id.desc()).limit(100)))


def get_invitation(*, by: Staff, invitation_id: uuid.UUID) -> Invitation:
    """One invitation that `by` might have made. Raises `InvitationSpent` for any other."""
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None or not may_invite(by, team=invitation.team, role=invitation.role):
        raise InvitationSpent
    return invitation


def has_account(invitation: Invitation) -> bool:
    """Whether the address signs in already. Said to nobody but whoever opened the link sent to it."""
    return queries.find_staff_by_email(invitation.email) is not None


def _open_invitations(now: datetime) -> Select[Invitation]:
    return select(Invitation).where(Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > now)


def _lock(invitation: Invitation) -> None:
    db.session.execute(select(Invitation.id).where(Invitation.id == invitation.id).with_for_update()).one()
    db.session.refresh(invitation)


def _renew(invitation: Invitation, *, now: datetime) -> str:
    token = token_urlsafe(24)
    invitation.digest, invitation.expires_at = _digest(token), now + LASTS
    return token


def _send(invitation: Invitation, token: str, *, by: Staff | None, public_url: str, now: datetime) -> None:
    outbox.plan_email(
        to=outbox.Recipient(None, invitation.email, invitation.language),
        template="staff_invitation",
        values={
            "reader_name": invitation.name,
            "team_name": invitation.team.name,
            "invited_by": by.name if by else invitation.team.name,
            "team_phone": invitation.team.phone,
            "link": f"{public_url}/join/{token}",
            "expires_at": invitation.expires_at.isoformat(),
        },
        dedupe_key=f"staff-invitation:{invitation.digest}",
        about_id=invitation.id,
        now=now,
    )


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _note(
    invitation: Invitation, before: dict[str, str | None], after: dict[str, str], *, by: Staff | None, now: datetime
) -> None:
    changes.record(
        subject=Subject.INVITATION,
        subject_id=invitation.id,
        team_id=invitation.team_id,
        name=invitation.name,
        before=before,
        after=after,
        by=by,
        now=now,
    )
