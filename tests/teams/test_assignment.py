"""Who would be the right coordinator, and why: each reason by itself, and what outweighs what."""

import uuid
from datetime import date

import pytest

from navigator.teams import assignment
from navigator.teams.assignment import Candidate, Kind, Wanted

MONDAY = date(2026, 11, 23)
WEDNESDAY = date(2026, 11, 25)
MONDAYS = {"0": ["09:00", "17:00"]}
THREE_DAYS = {day: ["09:00", "17:00"] for day in "012"}  # 22.5 of 37.5 hours


def candidate(name: str = "Ben", **about: object) -> Candidate:
    return Candidate(id=uuid.uuid5(uuid.NAMESPACE_OID, name), name=name, people=0, **about)  # type: ignore[arg-type]


def reasons(wanted: Wanted, one: Candidate, *, on: date = MONDAY) -> dict[Kind, assignment.Reason]:
    (suggestion,) = assignment.rank(wanted, [one], load_limit=30, today=on)
    return {reason.kind: reason for reason in suggestion.reasons}


def order(wanted: Wanted, *candidates: Candidate, on: date = MONDAY) -> list[str]:
    return [one.candidate.name for one in assignment.rank(wanted, candidates, load_limit=30, today=on)]


class TestReasons:
    def test_say_that_a_language_is_shared_or_that_it_is_not(self) -> None:
        urdu = Wanted(language="ur")

        assert reasons(urdu, candidate(languages=frozenset({"ur"})))[Kind.SPEAKS].what == "ur"
        assert reasons(urdu, candidate())[Kind.DOES_NOT_SPEAK].what == "ur"

    def test_say_nothing_of_english(self) -> None:
        assert set(reasons(Wanted(), candidate())) == {Kind.LOAD}

    def test_name_each_skill_that_is_wanted_and_there(self) -> None:
        wanted = Wanted(skills=frozenset({"housing", "benefits"}))

        found = reasons(wanted, candidate(skills=frozenset({"housing", "dementia"})))

        assert found[Kind.GOOD_AT].what == "housing"

    @pytest.mark.parametrize(
        ("place", "area", "is_there"),
        [
            ("Hayle", "hayle", True),
            ("St Ives", "StIves", True),
            ("TR27 4AA", "TR27", True),
            ("tr274aa", "TR27", True),
            ("TR27 4AA", "TR27 4", True),
            ("TR27 4AA", "TR2", False),
            ("TR2 7AA", "TR27", False),
            ("TR27 4AA", "TR274AA", True),
            ("Hayle", "Hayle Towans", False),
            ("Penzance", "", False),
        ],
    )
    def test_know_a_place_by_its_name_its_district_or_how_its_postcode_begins(
        self, place: str, area: str, is_there: bool
    ) -> None:
        assert assignment.is_within(place, area) is is_there

    def test_are_for_whoever_works_there_and_against_whoever_works_elsewhere(self) -> None:
        hayle = Wanted(places=("Hayle", "TR27 4AA"))

        assert reasons(hayle, candidate(areas=("Penzance", "TR27")))[Kind.WORKS_IN].what == "TR27"
        assert reasons(hayle, candidate(areas=("Penzance", "TR18")))[Kind.WORKS_ELSEWHERE].what == "Penzance, TR18"
        assert set(reasons(hayle, candidate())) == {Kind.LOAD}, "who says no areas works everywhere"

    def test_say_whether_they_work_today_or_when_next(self) -> None:
        assert Kind.WORKS_TODAY in reasons(Wanted(), candidate(works=MONDAYS))
        assert reasons(Wanted(), candidate(works=MONDAYS), on=WEDNESDAY)[Kind.WORKS_NEXT].day == date(2026, 11, 30)

    def test_of_somebody_away_say_until_when_and_who_answers(self) -> None:
        away = candidate(is_away=True, away_until=WEDNESDAY, covered_by="Dee", works=MONDAYS)

        found = reasons(Wanted(), away)

        assert (found[Kind.AWAY].day, found[Kind.AWAY].what) == (WEDNESDAY, "Dee")
        assert Kind.WORKS_TODAY not in found

    def test_measure_how_many_people_somebody_has_by_how_much_they_work(self) -> None:
        part_time = Candidate(id=uuid.UUID(int=1), name="Dee", people=18, works=THREE_DAYS)

        assert reasons(Wanted(), part_time)[Kind.FULL].limit == 18


class TestTheOrder:
    def test_puts_a_shared_language_before_a_place_nearby(self) -> None:
        wanted = Wanted(language="ur", places=("Hayle",))

        assert order(wanted, candidate("Near", areas=("Hayle",)), candidate("Urdu", languages=frozenset({"ur"}))) == [
            "Urdu",
            "Near",
        ]

    def test_puts_whoever_is_away_after_whoever_shares_no_language(self) -> None:
        away = candidate("Away", languages=frozenset({"ur"}), is_away=True)

        assert order(Wanted(language="ur"), away, candidate("Here")) == ["Here", "Away"]

    def test_puts_whoever_has_room_first_and_whoever_is_full_last(self) -> None:
        some = [
            Candidate(id=uuid.UUID(int=n), name=name, people=people)
            for n, (name, people) in enumerate({"A": 30, "B": 29, "C": 1}.items())
        ]

        assert order(Wanted(), *some) == ["C", "B", "A"]

    def test_puts_a_volunteer_after_navigators(self) -> None:
        assert order(Wanted(), candidate("Viv", is_volunteer=True), candidate("Zed")) == ["Zed", "Viv"]

    def test_is_by_name_among_equals_so_that_it_is_the_same_every_time(self) -> None:
        assert order(Wanted(), candidate("Dee"), candidate("Ben"), candidate("Meera")) == ["Ben", "Dee", "Meera"]


class TestHowManyPeople:
    @pytest.mark.parametrize(("works", "limit"), [(None, 30), (THREE_DAYS, 18), ({"0": ["09:00", "09:30"]}, 1)])
    def test_somebody_may_have_follows_the_hours_they_work_and_is_one_at_least(self, works: object, limit: int) -> None:
        assert assignment.limit_of(works, load_limit=30) == limit  # type: ignore[arg-type]
