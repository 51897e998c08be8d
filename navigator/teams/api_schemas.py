"""What the APIs of teams, of who supports a person, and of their programmes take and give."""

from marshmallow import Schema, fields

from navigator.api_shapes import AN_ID, Day, Strict, Words, one_of
from navigator.people.models import Role
from navigator.people.support_models import WhyCoordinates, WhyLeft


class LocalityOut(Schema):
    """An area, and whom people there can ring."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "West Cornwall"})
    phone = fields.String(required=True, metadata={"example": "01632 960100"})
    opening_words = fields.String(required=True)
    skills = fields.List(fields.String(), required=True, metadata={"description": "What staff there may be good at."})
    closed_at = fields.AwareDateTime(required=True, allow_none=True)


class TeamOut(Schema):
    """A team, where it works, and its number."""

    id = fields.UUID(required=True)
    locality_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "Penwith team"})
    phone = fields.String(required=True, metadata={"example": "01632 960100"})
    email = fields.String(required=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True, metadata={"description": "Nobody is supported there now."})


class ProgrammeOut(Schema):
    """Something a locality offers under a name, for a time of somebody's life."""

    id = fields.UUID(required=True)
    locality_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "Welcome Home"})
    words = fields.String(required=True)
    who_for = fields.String(required=True)
    is_open = fields.Boolean(required=True, metadata={"description": "It takes new people."})


class ColleagueOut(Schema):
    """Somebody who works in a team."""

    id = fields.UUID(required=True)
    team_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "Ben Carter"})
    role = fields.Enum(Role, by_value=True, required=True)
    phone = fields.String(required=True)
    languages = fields.Function(
        lambda staff: [code for code in staff.languages.split(",") if code],
        metadata={"type": "array", "items": {"type": "string"}, "example": ["pl"], "description": "Besides English."},
    )
    skills = fields.List(fields.String(), required=True)


class HandOverIn(Strict):
    """Who supports a person from now on, and what they should know."""

    to_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "None: they wait for a coordinator.", "example": AN_ID}
    )
    from_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "Whose they were when this was decided: if somebody else was quicker, it is refused."},
    )
    note = Words(1000, shortest=1, metadata={"example": "She likes to be rung after ten. The bus pass is on its way."})
    tells = fields.Boolean(load_default=True, metadata={"description": "The person is told, the way that reaches them."})


class CoordinationOut(Schema):
    """A time in which somebody was a person's coordinator."""

    id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    staff_id = fields.UUID(required=True)
    name = fields.String(required=True, attribute="staff.name", metadata={"example": "Ben Carter"})
    since = fields.AwareDateTime(required=True)
    until = fields.AwareDateTime(required=True, allow_none=True)
    why = fields.Enum(WhyCoordinates, by_value=True, required=True)
    note = fields.String(required=True)
    is_told = fields.Boolean(required=True)


class GiveIn(Strict):
    """A volunteer of the team, and what they help with."""

    volunteer_id = fields.UUID(required=True)
    helps_with = Words(300, shortest=1, metadata={"example": "Goes along to Tea & Talk"})


class GivenOut(Schema):
    """A time in which a volunteer helps a person, and may see them."""

    id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    volunteer_id = fields.UUID(required=True)
    name = fields.String(required=True, attribute="volunteer.name", metadata={"example": "Vera Voss"})
    note = fields.String(required=True)
    since = fields.AwareDateTime(required=True)
    until = fields.AwareDateTime(required=True, allow_none=True)


class MoveTeamIn(Strict):
    """To which team, and what it should know."""

    team_id = fields.UUID(required=True)
    why = Words(1000, shortest=1, metadata={"example": "She has moved to Hayle."})


class EnrolIn(Strict):
    """A programme, from when, and when it was asked how things stood at the start."""

    programme_id = fields.UUID(required=True)
    starts_on = Day(required=True)
    baseline_on = Day(load_default=None, allow_none=True)


class EnrolmentEndIn(Strict):
    """The last day in a programme, and why it ends."""

    last_day = Day(required=True, metadata={"example": "2099-11-24"})
    why = one_of(WhyLeft)
    note = Words(500)


class EnrolmentOut(Schema):
    """A time in a programme: from a day until the day before `ends_on`."""

    id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    programme_id = fields.UUID(required=True)
    programme = fields.String(required=True, attribute="programme.name", metadata={"example": "Welcome Home"})
    starts_on = fields.Date(required=True)
    baseline_on = fields.Date(required=True, allow_none=True)
    ends_on = fields.Date(required=True, allow_none=True)
    why_left = fields.Enum(WhyLeft, by_value=True, required=True, allow_none=True)
    note = fields.String(required=True)
