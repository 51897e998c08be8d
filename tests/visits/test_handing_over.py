"""What is arranged with a person goes along when somebody else becomes their coordinator."""

from datetime import datetime, timedelta

from sqlalchemy import select

from messaging.models import OutgoingMessage
from messaging.states import WAITING
from navigator.db import db, new_id
from navigator.people import handing_over
from navigator.people.models import Role
from navigator.visits import operations as visits
from navigator.visits.models import Kind, Visit
from tests.cast import Cast, make_staff
from tests.teams.test_handing_over import agree_to_texts


class TestAVisitOfSomebodyHandedOver:
    def test_goes_to_the_new_coordinator_and_the_reminder_names_them(self, cast: Cast, now: datetime) -> None:
        agree_to_texts(cast, now)
        dee = make_staff(team=cast.ben.team, name="Dee Pascoe", role=Role.NAVIGATOR, now=now)
        for starts_at in (now - timedelta(days=1), now + timedelta(days=3)):
            visits.arrange(
                visit_id=new_id(), person=cast.amina, staff=cast.ben, kind=Kind.HOME, starts_at=starts_at, minutes=60, now=now
            )
        db.session.commit()

        handing_over.hand_over(person_id=cast.amina.id, to=dee, by=cast.ben, now=now)
        db.session.commit()

        whose = [visit.staff_id for visit in db.session.scalars(select(Visit).order_by(Visit.starts_at))]
        planned = db.session.scalars(
            select(OutgoingMessage).where(OutgoingMessage.template == "visit_reminder", OutgoingMessage.state.in_(WAITING))
        ).all()
        assert whose == [cast.ben.id, dee.id]
        assert [text.values["navigator_name"] for text in planned] == ["Dee"]

    def test_stays_with_a_colleague_who_had_arranged_it(self, cast: Cast, now: datetime) -> None:
        dee, eve = (
            make_staff(team=cast.ben.team, name=name, role=Role.NAVIGATOR, now=now) for name in ("Dee Pascoe", "Eve Hall")
        )
        visits.arrange(
            visit_id=new_id(),
            person=cast.amina,
            staff=eve,
            kind=Kind.CALL,
            starts_at=now + timedelta(days=3),
            minutes=20,
            now=now,
        )
        db.session.commit()

        handing_over.hand_over(person_id=cast.amina.id, to=dee, by=cast.ben, now=now)
        db.session.commit()

        assert db.session.scalars(select(Visit.staff_id)).all() == [eve.id]
