"""Who could be somebody's coordinator, read from the database and put in order by `assignment`. A constant number of queries."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select

from navigator.db import db
from navigator.people.access import WORKS_WITH_PEOPLE
from navigator.people.models import Person, Role, Staff, Team
from navigator.teams import assignment, cover
from navigator.teams.assignment import Candidate, Suggestion, Wanted
from navigator.teams.rules import get_rules


def suggest_coordinators(
    *,
    team: Team,
    language: str,
    today: date,
    postcode: str | None = None,
    place_name: str | None = None,
    skills: Iterable[str] = (),
    except_ids: Collection[uuid.UUID] = (),
) -> list[Suggestion]:
    """Everybody of a team who could support somebody, the likeliest first, with the reasons for and against.

    `language` is a code; `except_ids` leaves out who is not to be asked.
    """
    wanted = Wanted(language=language, places=_places(place_name, postcode), skills=frozenset(skills))
    rules = get_rules(team.locality_id)
    found = list_candidates(team, today=today, except_ids=except_ids)
    return assignment.rank(wanted, found, load_limit=rules.load_limit, today=today)


def suggest_for(person: Person, *, today: date, skills: Iterable[str] = ()) -> list[Suggestion]:
    """As `suggest_coordinators`, for a person the caller may see."""
    return suggest_coordinators(
        team=person.team,
        language=person.language,
        postcode=person.postcode,
        place_name=person.place_name,
        skills=skills,
        today=today,
    )


def spread(
    people: Sequence[Person], *, team: Team, today: date, except_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, Suggestion]:
    """Who would take over each of these people, so that no one colleague gets them all. Empty when nobody is there."""
    rules = get_rules(team.locality_id)
    candidates = {one.id: one for one in list_candidates(team, today=today, except_ids=except_ids)}
    taken: dict[uuid.UUID, Suggestion] = {}
    for person in people:
        wanted = Wanted(language=person.language, places=_places(person.place_name, person.postcode))
        ranked = assignment.rank(wanted, candidates.values(), load_limit=rules.load_limit, today=today)
        if not ranked:
            return {}
        chosen = ranked[0].candidate
        taken[person.id] = ranked[0]
        candidates[chosen.id] = replace(chosen, people=chosen.people + 1)
    return taken


def list_candidates(team: Team, *, today: date, except_ids: Collection[uuid.UUID] = ()) -> list[Candidate]:
    """Everybody of a team who works with people, as the rule sees them."""
    staff = db.session.scalars(
        select(Staff)
        .where(
            Staff.team_id == team.id,
            Staff.left_at.is_(None),
            Staff.role.in_(WORKS_WITH_PEOPLE),
            Staff.id.not_in(except_ids),
        )
        .order_by(Staff.name, Staff.id)
    ).all()
    loads = count_people(team.id)
    away = {absence.staff_id: absence for absence in cover.list_away(team.id, today=today) if absence.is_on(today)}
    return [
        Candidate(
            id=one.id,
            name=one.name,
            people=loads.get(one.id, 0),
            languages=frozenset(code for code in one.languages.split(",") if code),
            skills=frozenset(one.skills) & frozenset(team.locality.skills),
            areas=assignment.split_areas(one.areas),
            works=one.works,
            is_away=one.id in away,
            away_until=away[one.id].back_on if one.id in away else None,
            covered_by=away[one.id].covered_by.first_name if one.id in away else "",
            is_volunteer=one.role is Role.VOLUNTEER,
        )
        for one in staff
    ]


def count_people(team_id: uuid.UUID) -> Mapping[uuid.UUID, int]:
    """How many people each of a team supports. One query."""
    rows = db.session.execute(
        select(Person.navigator_id, func.count())
        .where(Person.team_id == team_id, Person.closed_at.is_(None))
        .group_by(Person.navigator_id)
    )
    return {row[0]: row[1] for row in rows}


def _places(place_name: str | None, postcode: str | None) -> tuple[str, ...]:
    return tuple(place for place in (place_name, postcode) if place)
