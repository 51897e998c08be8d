"""When a team is closed: what waits there, and what comes in by it, goes to the team that takes over. Hears `teams.signals`."""

from datetime import datetime

from flask_babel import ngettext
from sqlalchemy import func, select, update

from navigator.db import db
from navigator.people.models import Staff, Team
from navigator.referring_in.models import FrontDesk, ProposalList, ReferralIn, ReferrerLink, State

WAITING = (State.RECEIVED, State.PARKED)


def take_over(sender: object, *, team: Team, to: Team, by: Staff, now: datetime) -> None:
    """Referrals that wait, organisations' links, lists not added yet, and whatever comes in by no link."""
    db.session.execute(
        update(ReferralIn).where(ReferralIn.team_id == team.id, ReferralIn.state.in_(WAITING)).values(team_id=to.id)
    )
    db.session.execute(
        update(ReferrerLink).where(ReferrerLink.team_id == team.id, ReferrerLink.revoked_at.is_(None)).values(team_id=to.id)
    )
    db.session.execute(
        update(ProposalList).where(ProposalList.team_id == team.id, ProposalList.added_at.is_(None)).values(team_id=to.id)
    )
    db.session.execute(
        update(FrontDesk).where(FrontDesk.team_id == team.id).values(team_id=to.id, chosen_by_id=by.id, chosen_at=now)
    )


def count_waiting(sender: object, *, team: Team, now: datetime) -> tuple[str, int]:
    """Referrals in that nobody has answered yet, and the ways by which more would come."""
    waiting = select(func.count(ReferralIn.id)).where(ReferralIn.team_id == team.id, ReferralIn.state.in_(WAITING))
    links = select(func.count(ReferrerLink.id)).where(ReferrerLink.team_id == team.id, ReferrerLink.revoked_at.is_(None))
    desk = select(func.count()).select_from(FrontDesk).where(FrontDesk.team_id == team.id)
    total = sum(db.session.scalar(one) or 0 for one in (waiting, links, desk))
    return ngettext("%(num)s referral in, or way in for referrals", "%(num)s referrals in, or ways in for them", total), total
