"""Localities, teams, colleagues and programmes, for programs acting for a member of staff. Nothing of people."""

from typing import Any

from marshmallow import fields

from navigator.api_shapes import Blueprint
from navigator.envelope import Envelope, PageQuery, envelope_of, make_envelope
from navigator.people.api_tokens import current_holder, needs
from navigator.people.token_scopes import TokenScope
from navigator.teams import queries
from navigator.teams.api_schemas import ColleagueOut, LocalityOut, ProgrammeOut, TeamOut

blueprint = Blueprint("teams_api", __name__, description="Localities, teams, who works there, and programmes.")


class ColleagueQuery(PageQuery):
    """Who works where."""

    team_id = fields.UUID(load_default=None)


@blueprint.get("/localities")
@needs(blueprint, TokenScope.TEAMS_READ)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, envelope_of(LocalityOut))
def list_localities(asked: dict[str, Any]) -> Envelope:
    """The areas this installation serves."""
    found = queries.list_localities(**asked)
    return make_envelope(found.rows, asked["page"], asked["per_page"], found.total)


@blueprint.get("/teams")
@needs(blueprint, TokenScope.TEAMS_READ)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, envelope_of(TeamOut))
def list_teams(asked: dict[str, Any]) -> Envelope:
    """Every team, by name."""
    found = queries.list_teams(**asked)
    return make_envelope(found.rows, asked["page"], asked["per_page"], found.total)


@blueprint.get("/colleagues")
@needs(blueprint, TokenScope.TEAMS_READ)
@blueprint.arguments(ColleagueQuery, location="query")
@blueprint.response(200, envelope_of(ColleagueOut))
def list_colleagues(asked: dict[str, Any]) -> Envelope:
    """Who works in your team; for an administrator, everywhere."""
    found = queries.list_colleagues(current_holder(), **asked)
    return make_envelope(found.rows, asked["page"], asked["per_page"], found.total)


@blueprint.get("/programmes")
@needs(blueprint, TokenScope.TEAMS_READ)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, envelope_of(ProgrammeOut))
def list_programmes(asked: dict[str, Any]) -> Envelope:
    """The programmes of your locality."""
    found = queries.list_programmes(current_holder(), **asked)
    return make_envelope(found.rows, asked["page"], asked["per_page"], found.total)
