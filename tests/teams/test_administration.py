"""Administrators' pages: every one opens, changes keep who and when and the way back; inviting, joining, and leaving."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from messaging.models import OutgoingMessage
from navigator.db import db
from navigator.people.models import Person, Role, Staff
from navigator.teams import cover, invitations, rules
from navigator.teams.models import Change, Invitation, Says
from tests.cast import Cast, make_person
from tests.pressing import press
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient

PASSWORD = "three plain words"
PAGES = (
    *("users", "users/invite", "teams", "teams/new", "localities", "localities/new"),
    *("programmes", "programmes/new", "settings", "changes", "listings"),
)


def link_sent() -> str:
    text = db.session.scalars(
        select(OutgoingMessage).where(OutgoingMessage.template == "staff_invitation").order_by(OutgoingMessage.created_at.desc())
    ).first()
    assert text is not None
    return str(text.values["link"]).removeprefix("http://localhost")


def invite(ada: StrictClient, cast: Cast, email: str = "nia@care.example") -> str:
    address = "/admin/users/invite"
    press(ada, address, on=address, name="Nia Roe", email=email, role="navigator", team_id=str(cast.ben.team_id), language="en")
    return link_sent()


class TestAdministrationPages:
    @pytest.mark.parametrize("page", PAGES)
    def test_open(self, app: Flask, ada: Staff, page: str) -> None:
        assert browser_of_staff(app, ada).get(f"/admin/{page}").status_code == 200

    @pytest.mark.parametrize("page", ["users", "teams", "localities", "programmes", "settings", "changes"])
    def test_are_for_administrators_alone(self, app: Flask, cast: Cast, lou: Staff, page: str) -> None:
        assert browser_of_staff(app, lou).get(f"/admin/{page}").status_code == 403

    def test_change_a_setting_and_bring_it_back(self, app: Flask, cast: Cast, ada: Staff) -> None:
        adas, locality_id = browser_of_staff(app, ada), cast.ben.team.locality_id

        adas.submit("/admin/settings", days_quiet="14", confidence_threshold="7", load_limit="30")
        changed = rules.get_rules(locality_id).days_quiet
        change = db.session.scalars(select(Change)).one()
        press(adas, f"/admin/changes/{change.id}/undo", on="/admin/settings", back="/admin/settings")

        assert (changed, change.staff_id, change.before, change.after) == (14, ada.id, {"days_quiet": 21}, {"days_quiet": 14})
        assert rules.get_rules(locality_id).days_quiet == 21

    def test_add_a_programme_and_close_it(self, app: Flask, cast: Cast, ada: Staff) -> None:
        adas = browser_of_staff(app, ada)
        press(adas, "/admin/programmes/usual", on="/admin/programmes/new")

        assert "Welcome Home" in adas.get("/admin/programmes").get_data(as_text=True)
        assert "Living Well" in browser_of_staff(app, cast.ben).get(f"/people/{cast.amina.id}/programmes").get_data(as_text=True)

    def test_say_what_a_colleague_speaks_and_when_they_work(self, app: Flask, cast: Cast, ada: Staff) -> None:
        adas, address = browser_of_staff(app, ada), f"/admin/users/{cast.ben.id}"

        typed = {
            "name": "Ben Carter",
            "role": "navigator",
            "team_id": str(cast.ben.team_id),
            "languages": "ur",
            "areas": "Penzance",
        }
        page = press(adas, address, on=address, **typed, from_0="9", until_0="17:00", follow=True).get_data(as_text=True)

        ben = db.session.get_one(Staff, cast.ben.id, populate_existing=True)
        assert (ben.languages, ben.works) == ("ur", {"0": ["09:00", "17:00"]})
        assert "Monday 09:00–17:00" in page

    def test_move_nobody_away_from_their_people(self, app: Flask, cast: Cast, ada: Staff) -> None:
        adas, address = browser_of_staff(app, ada), f"/admin/users/{cast.ben.id}"

        answer = press(
            adas, address, on=address, name="Ben Carter", phone="", role="navigator", team_id=str(cast.carys.team_id), areas=""
        )

        assert answer.status_code == 422
        assert "They support 1 person still." in answer.get_data(as_text=True)


class TestAnInvitation:
    def test_lets_somebody_in_once(self, app: Flask, cast: Cast, ada: Staff, client: StrictClient) -> None:
        link = invite(browser_of_staff(app, ada), cast)

        client.submit(link, password=PASSWORD)
        nia = db.session.scalars(select(Staff).where(Staff.email == "nia@care.example")).one()

        assert (nia.role, nia.team_id) == (Role.NAVIGATOR, cast.ben.team_id)
        assert client.get(link).status_code == 404

    def test_opens_nothing_once_it_is_old_taken_back_or_sent_again(
        self, app: Flask, cast: Cast, ada: Staff, client: StrictClient, now: datetime, clock: object
    ) -> None:
        adas = browser_of_staff(app, ada)
        link = invite(adas, cast)
        invitation = db.session.scalars(select(Invitation)).one()

        press(adas, f"/admin/users/invitations/{invitation.id}", on="/admin/users")
        assert client.get(link).status_code == 404
        token = link_sent().removeprefix("/join/")
        assert invitations.find_invitation(token, now=now + timedelta(days=8)) is None
        press(adas, f"/admin/users/invitations/{invitation.id}", on="/admin/users", then="take_back")
        assert client.get(f"/join/{token}").status_code == 404

    def test_of_somebody_known_changes_nothing_and_tells_the_lead_nothing(
        self, app: Flask, cast: Cast, lou: Staff, client: StrictClient
    ) -> None:
        lous = browser_of_staff(app, lou)
        said = {}
        for email in ("carys@care.example", "nobody@care.example"):
            answer = press(
                lous, "/team/invite", on="/team/invite", name="Sam", email=email, role="volunteer", language="en", follow=True
            )
            said[email] = "We are writing to Sam now" in answer.get_data(as_text=True)

        assert set(said.values()) == {True}

    def test_by_a_lead_makes_no_administrator(self, app: Flask, lou: Staff) -> None:
        lous = browser_of_staff(app, lou)

        answer = press(
            lous, "/team/invite", on="/team/invite", name="Sam", email="sam@care.example", role="administrator", language="en"
        )

        assert answer.status_code == 422
        assert db.session.scalars(select(Invitation)).all() == []


class TestLeaving:
    def test_hands_everybody_over_before_the_account_closes(
        self, app: Flask, cast: Cast, dee: Staff, lou: Staff, ada: Staff, now: datetime
    ) -> None:
        joe = make_person(navigator=cast.ben, now=now, given_name="Joe", mobile=None)
        cover.record_absence(
            staff=lou, covered_by=cast.ben, starts_on=now.date(), back_on=None, says=Says.NOTHING, by=lou, now=now
        )
        db.session.commit()
        bens, adas, address = browser_of_staff(app, cast.ben), browser_of_staff(app, ada), f"/admin/users/{cast.ben.id}/leave"

        assert "answers for 1 colleague" in adas.get(address).get_data(as_text=True)
        takers: dict[str, Any] = {f"to_{cast.amina.id}": str(dee.id), f"to_{joe.id}": str(lou.id)}
        press(adas, address, on=address, **takers, note="Take care")

        held = {
            person.id: person.navigator_id
            for person in db.session.scalars(select(Person).execution_options(populate_existing=True))
        }
        absence = cover.find_absence(lou.id, today=now.date())
        assert held == {cast.amina.id: dee.id, joe.id: lou.id}
        assert db.session.get_one(Staff, cast.ben.id, populate_existing=True).left_at == now
        assert absence is not None
        assert absence.covered_by_id == dee.id
        assert bens.get("/desk").status_code == 302

    def test_does_nothing_while_somebody_is_for_nobody(self, app: Flask, cast: Cast, dee: Staff, ada: Staff) -> None:
        adas, address = browser_of_staff(app, ada), f"/admin/users/{cast.ben.id}/leave"

        nobody: dict[str, Any] = {f"to_{cast.amina.id}": ""}
        answer = press(adas, address, on=address, **nobody, note="")

        assert answer.status_code == 422
        assert db.session.get_one(Staff, cast.ben.id, populate_existing=True).left_at is None

    def test_of_the_only_administrator_is_refused(self, app: Flask, ada: Staff) -> None:
        adas, address = browser_of_staff(app, ada), f"/admin/users/{ada.id}/leave"

        page = press(adas, address, on=address, note="", follow=True).get_data(as_text=True)

        assert "They are the only administrator." in page


class TestTheTeamPage:
    def test_is_for_the_lead(self, app: Flask, cast: Cast, dee: Staff, lou: Staff, viv: Staff) -> None:
        assert browser_of_staff(app, lou).get("/team").status_code == 200
        assert browser_of_staff(app, dee).get("/team").status_code == 403
