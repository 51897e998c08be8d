"""Priorities and goals, for programs acting for a member of staff."""

import uuid
from collections.abc import Sequence
from typing import Any

from navigator.api_shapes import Blueprint, abort, refuse_past_day
from navigator.conversations.operations import take_conversation_for_priorities
from navigator.db import db
from navigator.people.access import get_person
from navigator.people.api_tokens import current_holder, needs
from navigator.people.operations import record_audit
from navigator.people.token_scopes import TokenScope
from navigator.people.trail import gave
from navigator.steps import goals, operations, queries
from navigator.steps.goal_models import GoalRating
from navigator.steps.goal_schemas import (
    GoalChangeIn,
    GoalIn,
    GoalOut,
    GoalStatusIn,
    PrioritiesIn,
    PriorityOut,
    RatingIn,
    RatingOut,
)
from navigator.steps.models import Goal, Priority, ToldBy
from navigator.times import utc_now

blueprint = Blueprint("goals_api", __name__, description="What comes first for people, and what they would like to reach.")


@blueprint.get("/<uuid:person_id>/priorities")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.response(200, PriorityOut(many=True))
def list_priorities(person_id: uuid.UUID) -> Sequence[Priority]:
    """What comes first, in the person's own words; five at most."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    listed = queries.list_priorities(person_id)
    gave(staff_id=staff.id, person_id=person_id, what="priorities")
    return listed


@blueprint.route("/<uuid:person_id>/priorities", methods=["PUT"])
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(PrioritiesIn)
@blueprint.response(200, PriorityOut(many=True))
@blueprint.alt_response(409, description="There would be more than five, or one that has a goal would go.")
def set_priorities(given: dict[str, Any], person_id: uuid.UUID) -> Sequence[Priority]:
    """What comes first, in this order. Words that change are kept beside the new ones, which nobody has agreed to yet."""
    staff, now = current_holder(), utc_now()
    get_person(staff=staff, person_id=person_id)
    kept = take_conversation_for_priorities(person_id=person_id, staff_id=staff.id, now=now)
    entries = [(entry["id"], entry["words"]) for entry in given["priorities"]]
    try:
        operations.set_priorities(person_id=person_id, conversation_id=kept.id, entries=entries, staff_id=staff.id, now=now)
    except operations.PriorityHasGoals as problem:
        abort(409, message=f"Priority {problem.priority_id} has a goal, so it stays. Its words can change.")
    except operations.TooManyPriorities:
        abort(409, message="Five is the most. Take one away first.")
    if given["is_agreed"]:
        operations.agree_on_priorities(person_id=person_id, now=now)
    record_audit(action="priorities_changed", staff_id=staff.id, person_id=person_id, now=now)
    db.session.commit()
    return queries.list_priorities(person_id)


@blueprint.get("/<uuid:person_id>/goals")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.response(200, GoalOut(many=True))
def list_goals(person_id: uuid.UUID) -> list[goals.Attained]:
    """Every goal of their standing priorities, with its levels and where they stand."""
    staff = current_holder()
    get_person(staff=staff, person_id=person_id)
    listed = goals.list_attained(person_id)
    gave(staff_id=staff.id, person_id=person_id, what="goals")
    return listed


@blueprint.post("/<uuid:person_id>/goals")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(GoalIn)
@blueprint.response(201, GoalOut)
def add_goal(given: dict[str, Any], person_id: uuid.UUID) -> goals.Attained:
    """A goal for one of their priorities. The same words again give the goal that stands."""
    get_person(staff=current_holder(), person_id=person_id)
    priority = queries.get_priority(person_id=person_id, priority_id=given["priority_id"])
    return _commit(operations.add_goal(priority=priority, words=given["words"], now=utc_now()), "goal_added")


@blueprint.route("/<uuid:person_id>/goals/<uuid:goal_id>", methods=["PUT"])
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(GoalChangeIn)
@blueprint.response(200, GoalOut)
def change_goal(given: dict[str, Any], person_id: uuid.UUID, goal_id: uuid.UUID) -> goals.Attained:
    """Make the goal this; its words and levels of before are kept in its history, and ratings stay as they were told."""
    now = utc_now()
    goal = _goal(person_id, goal_id)
    levels = {level["level"]: level["words"] for level in given.pop("levels")}
    if given["review_on"] != goal.review_on:
        refuse_past_day(given["review_on"], field="review_on", now=now)
    try:
        goals.check_levels(levels=levels, baseline=given["baseline"])
    except goals.LevelsIncomplete as missing:
        which = "Say where they were: `baseline`." if missing.level is None else f"Level {missing.level} has no words."
        abort(422, errors={"json": {"levels": [which]}})
    goals.change_goal(goal=goal, levels=levels, staff_id=current_holder().id, now=now, **given)
    return _commit(goal, "goal_changed")


@blueprint.post("/<uuid:person_id>/goals/<uuid:goal_id>/ratings")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(RatingIn)
@blueprint.response(201, RatingOut)
@blueprint.alt_response(409, description="The goal has no levels yet.")
def rate(given: dict[str, Any], person_id: uuid.UUID, goal_id: uuid.UUID) -> GoalRating:
    """Where they stand with it now."""
    goal = _goal(person_id, goal_id)
    try:
        rating = goals.rate(
            goal=goal, level=given["level"], told_by=ToldBy.CONVERSATION, staff_id=current_holder().id, now=utc_now()
        )
    except goals.LevelUnknown:
        abort(409, message="What each level of this goal means is not written down yet.")
    _commit(goal, "goal_rated")
    return rating


@blueprint.post("/<uuid:person_id>/goals/<uuid:goal_id>/status")
@needs(blueprint, TokenScope.CONVERSATIONS)
@blueprint.arguments(GoalStatusIn)
@blueprint.response(200, GoalOut)
def set_status(given: dict[str, Any], person_id: uuid.UUID, goal_id: uuid.UUID) -> goals.Attained:
    """Reached, set aside, or taken up again, and why."""
    goal = _goal(person_id, goal_id)
    goals.set_status(goal=goal, status=given["status"], words=given["why"], staff_id=current_holder().id, now=utc_now())
    return _commit(goal, "goal_status")


def _goal(person_id: uuid.UUID, goal_id: uuid.UUID) -> Goal:
    get_person(staff=current_holder(), person_id=person_id)
    return queries.get_goal(person_id=person_id, goal_id=goal_id)


def _commit(goal: Goal, action: str) -> goals.Attained:
    record_audit(action=action, staff_id=current_holder().id, person_id=goal.person_id, detail=str(goal.id), now=utc_now())
    db.session.commit()
    return goals.attained(goal)
