"""`navigator users invite …` and `navigator users leave …`: the same operations as administrators' pages use."""

import uuid

import click
from flask import current_app
from flask.cli import with_appcontext

from navigator.db import db
from navigator.people import handing_over, queries, staff_operations
from navigator.people.commands import users
from navigator.people.models import Role, Staff
from navigator.teams import administration, cover, invitations, leaving
from navigator.times import utc_now


@users.command("invite")
@click.option("--name", required=True, help="As the people they support know them: Ben Carter.")
@click.option("--email", required=True, help="Where the link goes, and what they sign in with.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="What they may do.")
@click.option("--team", required=True, help="The team's name.")
@with_appcontext
def invite(name: str, email: str, role: str, team: str) -> None:
    """Write to somebody with a link by which they choose a password; it works once, for a week."""
    try:
        invitation = invitations.invite(
            team=staff_operations.get_team(team),
            role=Role(role),
            name=name,
            email=email,
            by=None,
            public_url=current_app.extensions["settings"].public_url,
            now=utc_now(),
        )
    except staff_operations.TeamNotFound:
        raise click.ClickException(f"there is no team called {team!r}") from None
    except staff_operations.EmailWrong:
        raise click.ClickException(f"{email!r} is not an e-mail address") from None
    db.session.commit()
    click.echo(f"{invitation.name} is invited as {invitation.email} ({invitation.role}, {invitation.team.name}).")


@users.command("leave")
@click.argument("email")
@click.option("--hand-over-to", metavar="EMAIL", help="Who supports all their people from now on: somebody of the same team.")
@click.option("--as-suggested", is_flag=True, help="Each of their people goes to whoever fits best by language, area and load.")
@with_appcontext
def leave(email: str, hand_over_to: str | None, as_suggested: bool) -> None:
    """Somebody left: they cannot sign in any more, and their keys are revoked. Their people go to colleagues first."""
    staff, now = _get_staff(email), utc_now()
    colleague = _get_staff(hand_over_to) if hand_over_to else None
    people, suggested = leaving.suggest_takers(staff=staff, now=now)
    takers: dict[uuid.UUID, Staff] = {}
    if colleague is not None:
        takers = {person.id: colleague for person in people}
    elif as_suggested:
        takers = {person_id: db.session.get_one(Staff, suggestion.candidate.id) for person_id, suggestion in suggested.items()}
    try:
        handed_over = leaving.leave(staff=staff, takers=takers, by=None, now=now)
    except staff_operations.StillSupportsPeople as supports:
        whom = "1 person" if supports.how_many == 1 else f"{supports.how_many} people"
        raise click.ClickException(
            f"{staff.name} supports {whom} still; say who takes over with --hand-over-to EMAIL or --as-suggested"
        ) from None
    except handing_over.CannotTakeOver:
        raise click.ClickException(f"{hand_over_to} cannot take over: it must be a colleague of {staff.team.name}") from None
    except cover.CannotCover as covered:
        raise click.ClickException(f"nobody is left who could answer for {covered}, who is away") from None
    except administration.LastAdministrator:
        raise click.ClickException(f"{staff.name} is the only administrator: make somebody else one first") from None
    db.session.commit()
    whom = "1 person is" if handed_over == 1 else f"{handed_over} people are"
    if colleague is not None and handed_over:
        click.echo(f"{whom} with {colleague.name} now.")
    elif handed_over:
        click.echo(f"{whom} with colleagues now.")
    click.echo(f"{staff.name} cannot sign in any more.")


def _get_staff(email: str) -> Staff:
    staff = queries.find_staff_by_email(email)
    if staff is None:
        raise click.ClickException(f"nobody signs in as {email}")
    return staff


__all__ = ["users"]
