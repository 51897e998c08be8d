"""A team or a locality is closed: nobody is left without a coordinator, nothing that waits is lost; and it is opened again."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from navigator.db import db
from navigator.people import coordinations
from navigator.people.models import Locality, Person, Role, Staff, Team
from navigator.people.queries import find_locality
from navigator.referring_in.models import FrontDesk
from navigator.teams import administration, closing, invitations
from navigator.teams.models import Change, Invitation
from tests.cast import Cast, make_person, make_staff
from tests.form_filling import fill
from tests.pressing import press
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient


@pytest.fixture
def asha(app: Flask, cast: Cast, now: datetime) -> StrictClient:
    """A browser of Asha, an administrator, whose own team is a third one."""
    team = Team(locality=cast.ben.team.locality, name="Office", phone="01632 960100")
    db.session.add(team)
    db.session.flush()
    staff = make_staff(team=team, name="Asha Patel", role=Role.ADMINISTRATOR, now=now)
    db.session.commit()
    return browser_of_staff(app, staff)


@pytest.fixture
def bola(cast: Cast, now: datetime) -> Person:
    """Somebody Ben's team no longer supports."""
    person = make_person(navigator=cast.ben, now=now, given_name="Bola", mobile=None)
    person.closed_at = now
    db.session.commit()
    return person


def closes(cast: Cast) -> str:
    return f"/admin/teams/{cast.ben.team_id}/close"


def take_over(asha: StrictClient, cast: Cast, how: str, to: Any = None) -> int:
    address = f"/admin/teams/{cast.ben.team_id}/take-over"
    return press(asha, address, on=closes(cast), to=to or cast.carys.team_id, how=how).status_code


def fresh(thing: Any) -> Any:
    db.session.rollback()
    return db.session.get_one(type(thing), thing.id)


class TestATeam:
    def test_with_people_is_not_closed(self, asha: StrictClient, cast: Cast) -> None:
        page = asha.get(closes(cast)).get_data(as_text=True)
        press(asha, closes(cast), on=closes(cast))

        assert "1 person supported by it" in page
        assert "1 colleague" in page
        assert fresh(cast.ben.team).closed_at is None

    def test_moves_together_and_everybody_keeps_their_coordinator(
        self, asha: StrictClient, cast: Cast, bola: Person, app: Flask
    ) -> None:
        assert take_over(asha, cast, "together") == 303
        fill(asha, closes(cast))

        amina, ben = fresh(cast.amina), fresh(cast.ben)
        assert (amina.team_id, amina.navigator_id) == (cast.carys.team_id, ben.id)
        assert ben.team_id == cast.carys.team_id
        assert coordinations.find_open(amina.id).staff_id == ben.id  # type: ignore[union-attr]
        assert fresh(bola).team_id == cast.carys.team_id
        assert browser_of_staff(app, ben).get(f"/people/{amina.id}").status_code == 200

    def test_hands_people_over_and_colleagues_follow_by_hand(self, asha: StrictClient, cast: Cast) -> None:
        here = closes(cast)
        assert take_over(asha, cast, "people") == 303
        press(asha, here, on=here)
        is_open_with_ben = fresh(cast.ben.team).closed_at is None
        administration.change_staff(staff=cast.ben, by=None, now=cast.ben.created_at, team_id=cast.carys.team_id)
        db.session.commit()

        fill(asha, here)

        amina = fresh(cast.amina)
        assert is_open_with_ben
        assert (amina.team_id, amina.navigator_id) == (cast.carys.team_id, cast.carys.id)
        assert coordinations.find_open(amina.id).staff_id == cast.carys.id  # type: ignore[union-attr]
        team = db.session.scalars(select(Team).where(Team.name == "Penwith team")).one()
        assert team.closed_at is not None

    def test_leaves_nobody_with_a_team_in_which_nobody_works(self, asha: StrictClient, cast: Cast) -> None:
        office = db.session.scalars(select(Team).where(Team.name == "Office")).one()

        answers = [take_over(asha, cast, "people", office.id)]

        assert answers == [422]
        assert fresh(cast.amina).team_id == cast.ben.team_id

    @pytest.mark.parametrize("typed", [{"to": "", "how": "people"}, {"how": ""}, {"to": "x", "how": "together"}])
    def test_asks_what_was_not_said(self, asha: StrictClient, cast: Cast, typed: dict[str, Any]) -> None:
        address = f"/admin/teams/{cast.ben.team_id}/take-over"

        assert press(asha, address, on=closes(cast), **({"to": str(cast.carys.team_id)} | typed)).status_code == 422
        assert fresh(cast.amina).team_id == cast.ben.team_id

    def test_hands_on_what_comes_in(self, asha: StrictClient, cast: Cast, now: datetime) -> None:
        db.session.add(
            FrontDesk(locality_id=cast.ben.team.locality_id, team_id=cast.ben.team_id, chosen_by_id=cast.ben.id, chosen_at=now)
        )
        db.session.commit()
        before = "way in for referrals" in asha.get(closes(cast)).get_data(as_text=True)

        take_over(asha, cast, "together")

        db.session.rollback()
        assert before
        assert db.session.scalars(select(FrontDesk)).one().team_id == cast.carys.team_id

    def test_closed_is_offered_nowhere_and_takes_nobody(self, asha: StrictClient, cast: Cast, now: datetime) -> None:
        penwith = cast.ben.team
        invitations.invite(
            team=penwith, role=Role.NAVIGATOR, name="Nia", email="nia@care.example", by=None, public_url="http://x", now=now
        )
        db.session.commit()
        take_over(asha, cast, "together")
        fill(asha, f"/admin/teams/{penwith.id}/close")

        assert "Penwith team" not in asha.get("/admin/users/invite").get_data(as_text=True)
        assert "Penwith team" in asha.get("/admin/teams").get_data(as_text=True)
        db.session.rollback()
        assert db.session.scalars(select(Invitation)).one().revoked_at is not None
        with pytest.raises(administration.TeamClosed):
            administration.change_staff(staff=cast.carys, by=None, now=now, team_id=penwith.id, role=Role.ADMINISTRATOR)

    def test_closed_says_who_closed_it_and_opens_again(self, asha: StrictClient, cast: Cast) -> None:
        here = f"/admin/teams/{cast.ben.team_id}"
        penwith = cast.ben.team
        take_over(asha, cast, "together")
        fill(asha, f"{here}/close")
        page = asha.get(here).get_data(as_text=True)

        fill(asha, here, to="/open")

        changes = db.session.scalars(select(Change).where(Change.subject_id == penwith.id).order_by(Change.id)).all()
        assert "Asha Patel" in page
        assert "Closed on" in page
        assert [bool(change.after["closed"]) for change in changes] == [True, False]
        assert fresh(penwith).closed_at is None

    def test_that_is_the_only_one_stays(self, app: Flask, cast: Cast, now: datetime, lou: Staff) -> None:
        for team in db.session.scalars(select(Team).where(Team.id != cast.ben.team_id)):
            team.closed_at = now

        with app.test_request_context(), pytest.raises(closing.LastOne):
            closing.close_team(team=cast.ben.team, by=lou, now=now)


class TestALocality:
    def other(self, now: datetime) -> Locality:
        locality = Locality(name="East Cornwall", phone="01632 960150")
        db.session.add(locality)
        db.session.commit()
        return locality

    def test_with_teams_is_not_closed(self, asha: StrictClient, cast: Cast, now: datetime) -> None:
        self.other(now)
        locality = cast.ben.team.locality
        here = f"/admin/localities/{locality.id}"

        page = asha.get(f"{here}/close").get_data(as_text=True)
        press(asha, f"{here}/close", on=f"{here}")

        assert "Penwith team" in page
        assert fresh(locality).closed_at is None

    def test_that_is_the_only_one_stays(self, asha: StrictClient, cast: Cast) -> None:
        here = f"/admin/localities/{cast.ben.team.locality_id}"

        press(asha, f"{here}/close", on=here)

        assert "the only locality" in asha.get(f"{here}/close").get_data(as_text=True)
        assert fresh(cast.ben.team.locality).closed_at is None

    def test_without_teams_is_closed_and_opened_again(self, asha: StrictClient, cast: Cast, now: datetime) -> None:
        east = self.other(now)
        here = f"/admin/localities/{east.id}"
        fill(asha, f"{here}/close")
        closed = fresh(east).closed_at
        offered = "East Cornwall" in asha.get("/admin/teams/new").get_data(as_text=True)

        fill(asha, here, to="/open")

        assert closed is not None
        assert not offered
        assert fresh(east).closed_at is None

    def test_closed_is_not_the_one_people_ring(self, cast: Cast, now: datetime) -> None:
        self.other(now)
        cast.ben.team.locality.closed_at = now
        db.session.flush()

        found = find_locality()
        assert found is not None
        assert found.name == "East Cornwall"

    def test_closed_has_no_team_opened_in_it(self, cast: Cast, now: datetime, lou: Staff) -> None:
        cast.ben.team.locality.closed_at = cast.carys.team.closed_at = now
        db.session.flush()

        with pytest.raises(closing.LocalityClosed):
            closing.open_team(team=cast.carys.team, by=lou, now=now)


class TestWhoMay:
    @pytest.mark.parametrize("page", ["teams/{team}/close", "localities/{locality}/close"])
    def test_is_an_administrator(self, app: Flask, cast: Cast, lou: Staff, page: str) -> None:
        address = "/admin/" + page.format(team=cast.ben.team_id, locality=cast.ben.team.locality_id)
        lous = browser_of_staff(app, lou)

        assert lous.get(address).status_code == 403
        assert press(lous, address, on="/desk").status_code == 403
