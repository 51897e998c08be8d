"""Who may see which person, and which part of them: each line of `navigator/people/access.py`, read as a table."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from navigator.db import db
from navigator.people import access
from navigator.people.access import CARER_MAY, MAY_SEE, WORKS_WITH_PEOPLE, Part, PersonNotFound
from navigator.people.circle_models import CircleGrant, CircleMember, Scope
from navigator.people.models import Consent, ConsentHow, Person, Purpose, Role, Staff
from navigator.people.support_models import Given
from tests.cast import Cast, make_person, make_staff

SEES = {
    # role, of the same team, whose coordinator they are, given to them, taken back again → sees
    (Role.NAVIGATOR, "own team"): True,
    (Role.NAVIGATOR, "other team"): False,
    (Role.NAVIGATOR, "coordinates"): True,
    (Role.TEAM_LEAD, "own team"): True,
    (Role.TEAM_LEAD, "other team"): False,
    (Role.VOLUNTEER, "own team"): False,
    (Role.VOLUNTEER, "other team"): False,
    (Role.VOLUNTEER, "coordinates"): True,
    (Role.VOLUNTEER, "given"): True,
    (Role.VOLUNTEER, "taken back"): False,
    (Role.ADMINISTRATOR, "own team"): False,
    (Role.ADMINISTRATOR, "other team"): False,
    (Role.ADMINISTRATOR, "given"): False,
}
CARERS_SEE = {
    Scope.APPOINTMENT: {Part.HOME, Part.APPOINTMENTS},
    Scope.STEPS: {Part.HOME, Part.STEPS},
    Scope.PLAN: {Part.HOME, Part.APPOINTMENTS, Part.STEPS, Part.PLAN},
    Scope.MESSAGES: {Part.HOME, Part.MESSAGES},
    Scope.ANSWER: {Part.HOME, Part.ANSWERING},
    Scope.VISITS: {Part.HOME, Part.VISITS},
    Scope.TEAM: {Part.HOME, Part.TEAM},
    Scope.PREPARE: {Part.HOME, Part.PREPARING},
}


def _standing(cast: Cast, role: Role, how: str, now: datetime) -> Staff:
    team = (cast.carys if how == "other team" else cast.ben).team
    staff = make_staff(team=team, name="Walker Smith", role=role, now=now)
    if how == "coordinates":
        cast.amina.navigator = staff
    if how in ("given", "taken back"):
        until = now if how == "taken back" else None
        db.session.add(Given(person_id=cast.amina.id, volunteer_id=staff.id, since=now - timedelta(days=2), until=until))
    db.session.flush()
    return staff


class TestStaff:
    def test_have_a_line_in_the_table_whatever_their_role(self) -> None:
        assert set(MAY_SEE) == set(Role) == {role for role, _ in SEES}
        assert set(Role) - {Role.ADMINISTRATOR} == WORKS_WITH_PEOPLE

    @pytest.mark.parametrize(("role", "how"), SEES)
    def test_see_whom_the_table_says(self, cast: Cast, now: datetime, role: Role, how: str) -> None:
        staff = _standing(cast, role, how, now)

        listed = access.list_ids_seen_by(staff=staff, person_ids=[cast.amina.id])
        try:
            found = access.get_person(staff=staff, person_id=cast.amina.id) is cast.amina
        except PersonNotFound:
            found = False

        assert found is SEES[role, how]
        assert listed == ({cast.amina.id} if SEES[role, how] else set())


def _member(person: Person, scopes: set[Scope], now: datetime) -> CircleMember:
    member = CircleMember(person=person, name="Joe Hussain", mobile="+447700900777", invited_at=now, confirmed_at=now)
    db.session.add(member)
    db.session.flush()
    for scope in scopes:
        consent = Consent(person_id=person.id, purpose=Purpose.CIRCLE, wording="w", how=ConsentHow.SPOKEN, given_at=now)
        db.session.add(consent)
        db.session.flush()
        db.session.add(CircleGrant(member_id=member.id, scope=scope, consent_id=consent.id, from_at=now))
    db.session.flush()
    return member


def _may(member: CircleMember, part: Part, now: datetime, *, held: bool = True) -> bool:
    try:
        access.get_helped(held=[member] if held else [], member_id=member.id, part=part, now=now)
    except PersonNotFound:
        return False
    return True


class TestCarers:
    def test_have_a_line_for_every_part_and_every_scope(self) -> None:
        assert set(CARER_MAY) == set(Part)
        assert set(CARERS_SEE) == set(Scope)

    @pytest.mark.parametrize("scope", Scope)
    def test_see_the_parts_of_the_scope_they_were_given_and_no_other(self, cast: Cast, now: datetime, scope: Scope) -> None:
        member = _member(cast.amina, {scope}, now)

        seen = {part for part in Part if _may(member, part, now)}

        assert seen == CARERS_SEE[scope]

    def test_given_nothing_see_that_they_help_and_nothing_else(self, cast: Cast, now: datetime) -> None:
        member = _member(cast.amina, set(), now)

        assert {part for part in Part if _may(member, part, now)} == {Part.HOME}

    @pytest.mark.parametrize(
        "how", ["another's", "not confirmed", "ended", "closed", "scope ended", "scope over", "scope not begun"]
    )
    def test_see_nothing_of_a_plan_that_is_not_theirs_now(self, cast: Cast, now: datetime, how: str) -> None:
        member = _member(cast.amina, {Scope.PLAN}, now)
        grant = db.session.query(CircleGrant).filter_by(member_id=member.id).one()
        match how:
            case "not confirmed":
                member.confirmed_at = None
            case "ended":
                member.ended_at = now
            case "closed":
                cast.amina.closed_at = now
            case "scope ended":
                grant.ended_at = now
            case "scope over":
                grant.until_at = now
            case "scope not begun":
                grant.from_at = now + timedelta(seconds=1)

        assert not _may(member, Part.PLAN, now, held=how != "another's")

    def test_of_one_person_see_nothing_of_another(self, app: Flask, cast: Cast, now: datetime) -> None:
        bola = make_person(navigator=cast.carys, now=now, given_name="Bola", family_name="Adeyemi", mobile="+447700900555")
        hers, his = _member(cast.amina, set(Scope), now), _member(bola, set(Scope), now)

        with pytest.raises(PersonNotFound):
            access.get_helped(held=[his], member_id=hers.id, part=Part.HOME, now=now)
