"""What the pages of localities, teams, programmes and staff read."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import Schema, fields

from directory.upkeep.asking.languages_spoken import OFFERED
from navigator import forms
from navigator.people.models import Role
from navigator.people.support_models import WhyLeft
from navigator.teams.models import Says
from navigator.teams.rules import BOUNDS
from translations.locales import LANGUAGES

NAME_MISSING = lazy_gettext("Write a name.")
PHONE_MISSING = lazy_gettext("Write the number people can ring.")


class LocalityForm(forms.FormSchema):
    """A locality; its skills one a line."""

    name = forms.Text(missing=NAME_MISSING, longest=120)
    phone = forms.Text(missing=PHONE_MISSING, longest=40)
    opening_words = forms.Text(longest=200)
    skills = forms.Text(longest=2000)


class TeamForm(forms.FormSchema):
    """A team, and for a new one where it works."""

    name = forms.Text(missing=NAME_MISSING, longest=120)
    phone = forms.Text(missing=PHONE_MISSING, longest=40)
    email = forms.Text(longest=254)
    locality_id = forms.Text(longest=40)


class ProgrammeForm(forms.FormSchema):
    """A programme in plain words."""

    name = forms.Text(missing=NAME_MISSING, longest=120)
    words = forms.Text(missing=lazy_gettext("Write in a few words what it is."), longest=1000)
    who_for = forms.Text(longest=300)
    is_open = forms.Ticked()


def staff_form(skills: Iterable[str]) -> Schema:
    """A colleague, in a locality that knows these skills."""
    kinds: dict[str, fields.Field[Any]] = {
        "name": forms.Text(missing=NAME_MISSING, longest=120),
        "phone": forms.Text(longest=40),
        "role": forms.Choice(Role, missing=lazy_gettext("Choose what they do.")),
        "team_id": forms.Text(missing=lazy_gettext("Choose a team."), longest=40),
        "languages": forms.Several(OFFERED),
        "skills": forms.Several(tuple(skills)),
        "areas": forms.Text(longest=300),
        **{f"{side}_{weekday}": forms.Text(longest=10) for weekday in range(7) for side in ("from", "until")},
    }
    return forms.FormSchema.from_dict(kinds, name="StaffForm")()


class InviteForm(forms.FormSchema):
    """Somebody to be invited. A team lead's page has no team to choose."""

    name = forms.Text(missing=NAME_MISSING, longest=120)
    email = forms.Text(missing=lazy_gettext("Write their e-mail address."), longest=254)
    role = forms.Choice(Role, missing=lazy_gettext("Choose what they do."))
    team_id = forms.Text(longest=40)
    language = forms.OneOf(LANGUAGES, missing=lazy_gettext("Choose the language we write in."))


class JoinForm(forms.FormSchema):
    """A password of one's own."""

    password = forms.Text(missing=lazy_gettext("Choose a password."), longest=200)


class LeaveNoteForm(forms.FormSchema):
    """What whoever takes over should know, the same for everybody. (Who takes over is read beside it.)"""

    note = forms.Text(longest=500)


class HandOverForm(forms.FormSchema):
    """To whom a person is handed over, and why; `from_id`: whose they were when the page was made."""

    to = forms.Text(missing=lazy_gettext("Choose who supports them from now on."), longest=40)
    note = forms.Text(missing=lazy_gettext("Write what the new coordinator should know."), longest=1000)
    from_id = forms.Text(longest=40)
    is_quiet = forms.Ticked()


class MoveForm(forms.FormSchema):
    """To which team, and why."""

    team_id = forms.Text(missing=lazy_gettext("Choose a team."), longest=40)
    why = forms.Text(missing=lazy_gettext("Write what the other team should know."), longest=1000)


class GiveForm(forms.FormSchema):
    """A volunteer, and what they help with."""

    volunteer = forms.Text(missing=lazy_gettext("Choose a volunteer."), longest=40)
    helps_with = forms.Text(missing=lazy_gettext("Write what they help with."), longest=300)


class EnrolForm(forms.FormSchema):
    """A programme, from when, and when it was asked how things stood at the start."""

    programme = forms.Text(missing=lazy_gettext("Choose a programme."), longest=40)
    starts_on = forms.Day(missing=lazy_gettext("Write the first day."))
    baseline_on = forms.Day()


class BaselineForm(forms.FormSchema):
    """When it was asked how things stood at the start."""

    baseline_on = forms.Day()


class EndForm(forms.FormSchema):
    """The last day in a programme, and why it ends."""

    last_day = forms.Day(missing=lazy_gettext("Write the last day."))
    why = forms.Choice(WhyLeft, missing=lazy_gettext("Choose why it ends."))
    note = forms.Text(longest=500)


class AbsenceForm(forms.FormSchema):
    """Who is away, when, who answers, and what people are told."""

    staff = forms.Text(longest=40)
    starts_on = forms.Day(missing=lazy_gettext("Write the first day away."))
    back_on = forms.Day()
    covered_by = forms.Text(missing=lazy_gettext("Choose who answers meanwhile."), longest=40)
    says = forms.Choice(Says, missing=lazy_gettext("Choose what people are told."))
    note = forms.Text(longest=1000)


class BackForm(forms.FormSchema):
    """The day they are back."""

    back_on = forms.Day(missing=lazy_gettext("Write the day they are back."))


class CoverForm(forms.FormSchema):
    """Who answers instead."""

    covered_by = forms.Text(missing=lazy_gettext("Choose who answers meanwhile."), longest=40)


SettingsForm = forms.FormSchema.from_dict(
    {
        name: forms.WholeNumber(
            lowest,
            highest,
            wrong=lazy_gettext("Write a whole number from %(lowest)s to %(highest)s.", lowest=lowest, highest=highest),
        )
        for name, (lowest, highest) in BOUNDS.items()
    },
    name="SettingsForm",
)
