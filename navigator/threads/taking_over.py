"""When a team is closed: texts from numbers only that team knows are the other team's to answer. Hears `teams.signals`."""

from datetime import datetime

from sqlalchemy import update

from navigator.db import db
from navigator.people.models import Staff, Team
from navigator.threads.models import Thread


def take_over(sender: object, *, team: Team, to: Team, by: Staff, now: datetime) -> None:
    db.session.execute(update(Thread).where(Thread.team_id == team.id).values(team_id=to.id))
