"""On whose list each conversation is, told in plain words for every mixture of whose person it is and who has it in hand."""

from datetime import datetime, timedelta
from itertools import product

import pytest

from navigator.db import db
from navigator.people import giving
from navigator.people.models import Role, Staff
from navigator.teams import cover
from navigator.teams.caseloads import Whose
from navigator.teams.models import Says
from navigator.threads import queries
from navigator.threads.models import Thread
from tests.cast import Cast, make_person, make_staff

OWNERS = ("Ben", "Dee", "Viv", "Carys")
HANDS = ("nobody", "Ben", "Dee", "Kim")  # Kim has left: what she had in hand is in nobody's
MIXTURES = [
    f"{owner}’s in {hand} hand{'' if is_open else ', closed'}{', given to Viv' if is_given else ''}"
    for owner, hand, is_open, is_given in product(OWNERS, HANDS, (True, False), (True, False))
    if not (is_given and owner in ("Viv", "Carys"))
]


@pytest.fixture
def staff(cast: Cast, dee: Staff, now: datetime) -> dict[str, Staff]:
    """Ben, Dee and the volunteer Viv of one team, Kim who has left it, Carys of another; a conversation of every mixture."""
    made = {name: make_staff(team=cast.ben.team, name=name, role=Role.VOLUNTEER, now=now) for name in ("Viv", "Kim")}
    everybody = {"Ben": cast.ben, "Dee": dee, "Carys": cast.carys, **made}
    for mixture in MIXTURES:
        owner, hand = (mixture.split("’s in ")[0], mixture.split(" hand")[0].split(" in ")[1])
        person = make_person(navigator=everybody[owner], now=now, given_name=mixture, mobile=None)
        if "given" in mixture:
            giving.give(person=person, volunteer=made["Viv"], by=cast.ben, now=now)
        holder = everybody.get(hand)
        db.session.add(
            Thread(person_id=person.id, last_at=now, waiting_since=now, holder_id=holder.id if holder else None, held_since=now)
        )
        if "closed" in mixture:
            person.closed_at = now
    made["Kim"].left_at = now
    db.session.commit()
    return everybody


def on_the_list(staff: Staff, whose: Whose, now: datetime) -> set[str]:
    found = queries.list_waiting(staff, whose=whose, now=now, per_page=200)
    names = [row.person.given_name for row in found.rows if row.person]
    assert len(names) == len(set(names)) == found.total
    return set(names)


def of_the_team(mixture: str) -> bool:
    return "closed" not in mixture and not mixture.startswith("Carys")


def is_theirs(mixture: str, *names: str) -> bool:
    """What they have in hand, and what is of their people and in nobody's."""
    in_hand = any(f"in {name} hand" in mixture for name in names)
    in_nobodys = any(f"in {name} hand" in mixture for name in ("nobody", "Kim"))
    return of_the_team(mixture) and (in_hand or (in_nobodys and mixture.split("’")[0] in names))


def test_the_teams_is_everybody_still_supported(staff: dict[str, Staff], now: datetime) -> None:
    assert on_the_list(staff["Ben"], Whose.TEAM, now) == {one for one in MIXTURES if of_the_team(one)}


def test_mine_is_what_i_have_in_hand_and_my_people_whom_nobody_has(staff: dict[str, Staff], now: datetime) -> None:
    assert on_the_list(staff["Ben"], Whose.MINE, now) == {one for one in MIXTURES if is_theirs(one, "Ben")}


def test_mine_is_a_colleagues_too_while_i_cover_them(staff: dict[str, Staff], now: datetime) -> None:
    ben, dee = staff["Ben"], staff["Dee"]
    today = now.date()
    back_on = today + timedelta(days=7)
    cover.record_absence(staff=ben, covered_by=dee, starts_on=today, back_on=back_on, says=Says.NOTHING, by=ben, now=now)
    db.session.commit()

    assert on_the_list(dee, Whose.MINE, now) == {one for one in MIXTURES if is_theirs(one, "Ben", "Dee")}
    assert on_the_list(dee, Whose.MINE, now + timedelta(days=7)) == {one for one in MIXTURES if is_theirs(one, "Dee")}


@pytest.mark.parametrize("whose", list(Whose))
def test_a_volunteers_are_their_own_and_those_given_to_them(staff: dict[str, Staff], now: datetime, whose: Whose) -> None:
    seen = {one for one in MIXTURES if of_the_team(one) and (one.startswith("Viv") or "given" in one)}
    in_nobodys = {one for one in seen if "in nobody hand" in one or "in Kim hand" in one}

    assert on_the_list(staff["Viv"], whose, now) == (seen if whose is Whose.TEAM else in_nobodys)


def test_another_teams_are_none_of_ours(staff: dict[str, Staff], now: datetime) -> None:
    theirs = {one for one in MIXTURES if one.startswith("Carys") and "closed" not in one}

    assert on_the_list(staff["Carys"], Whose.TEAM, now) == theirs
