"""`navigator users …` and `navigator tokens …`: who may sign in, and keys for the API."""

import sys
import uuid
from datetime import timedelta

import click
from flask.cli import with_appcontext

from navigator.db import db
from navigator.people import queries, staff_operations
from navigator.people.models import Role, Staff
from navigator.people.token_scopes import ScopeNotAllowed, TokenScope
from navigator.times import utc_now


@click.group()
def users() -> None:
    """Who may sign in to work: navigators, volunteers, team leads and administrators."""


@users.command("add")
@click.option("--name", required=True, help="As the people they support know them: Ben Carter.")
@click.option("--email", required=True, help="What they sign in with.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="What they may do.")
@click.option("--team", required=True, help="The team's name.")
@click.option("--phone", default="", help="Where the people they support can ring them.")
@click.option(
    "--new-team", is_flag=True, help="Make the team (and, for the first one, the locality) when there is none of this name."
)
@click.option("--team-phone", default="", help="With --new-team: where people can ring the team. Otherwise --phone.")
@click.option("--locality", help="With --new-team: the locality's name, when it is not the one there is.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it.")
@with_appcontext
def add(
    name: str,
    email: str,
    role: str,
    team: str,
    phone: str,
    new_team: bool,
    team_phone: str,
    locality: str | None,
    password_stdin: bool,
) -> None:
    """Take somebody on."""
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt="The same password again")
    try:
        theirs = (
            staff_operations.ensure_team(name=team, phone=team_phone or phone, locality_name=locality)
            if new_team
            else staff_operations.get_team(team)
        )
        staff = staff_operations.add_staff(
            team=theirs, name=name, email=email, password=password, role=Role(role), phone=phone, now=utc_now()
        )
    except staff_operations.TeamNotFound:
        raise click.ClickException(f"there is no team called {team!r}; --new-team makes it") from None
    except staff_operations.EmailWrong:
        raise click.ClickException(f"{email!r} is not an e-mail address") from None
    except staff_operations.EmailTaken:
        raise click.ClickException(f"somebody signs in with {email} already") from None
    except staff_operations.PasswordTooShort:
        raise click.ClickException(f"the password needs at least {staff_operations.SHORTEST_PASSWORD} characters") from None
    db.session.commit()
    click.echo(f"{staff.name} can sign in as {staff.email} ({staff.role}, {staff.team.name}).")


@users.command("list")
@with_appcontext
def list_users() -> None:
    """Everybody who may sign in, and who once could."""
    for staff in queries.list_staff():
        left = f"\tleft {staff.left_at:%Y-%m-%d}" if staff.left_at else ""
        click.echo(f"{staff.email}\t{staff.name}\t{staff.role}\t{staff.team.name}{left}")


@users.command("password")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it.")
@with_appcontext
def password(email: str, password_stdin: bool) -> None:
    """Set a new password; their open sessions end."""
    staff = _get_staff(email)
    typed = (
        sys.stdin.readline().rstrip("\r\n")
        if password_stdin
        else click.prompt("Password", hide_input=True, confirmation_prompt="The same password again")
    )
    try:
        staff_operations.change_password(staff=staff, password=typed)
    except staff_operations.PasswordTooShort:
        raise click.ClickException(f"the password needs at least {staff_operations.SHORTEST_PASSWORD} characters") from None
    db.session.commit()
    click.echo(f"{staff.name} has a new password.")


@click.group()
def tokens() -> None:
    """Keys for the API. A key does what the member of staff it belongs to may do."""


@tokens.command("add")
@click.argument("email")
@click.argument("label")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([scope.value for scope in TokenScope]),
    help="What it may do; more than once for more. Without it: all that their role allows.",
)
@click.option("--days", type=click.IntRange(1, 3650), default=365, show_default=True, help="How long it works.")
@with_appcontext
def add_token(email: str, label: str, scopes: tuple[str, ...], days: int) -> None:
    """Make a key for the member of staff with this EMAIL and show it, once. LABEL says what it is for."""
    try:
        token = staff_operations.make_token(
            staff_id=_get_staff(email).id,
            label=label,
            scopes=[TokenScope(scope) for scope in scopes] or None,
            lasts=timedelta(days=days),
            now=utc_now(),
        )
    except ScopeNotAllowed as problem:
        raise click.ClickException(f"the role of {email} does not allow {problem}") from None
    db.session.commit()
    click.echo(token)


@tokens.command("list")
@with_appcontext
def list_tokens() -> None:
    """Every key: its ID, whose it is, what for, and whether it works. The key itself is kept nowhere."""
    now = utc_now()
    for token in queries.list_tokens():
        if token.revoked_at:
            state = f"revoked {token.revoked_at:%Y-%m-%d}"
        else:
            state = f"{'expired' if token.expires_at <= now else 'works until'} {token.expires_at:%Y-%m-%d}"
        used = f"used {token.last_used_at:%Y-%m-%d}" if token.last_used_at else "never used"
        click.echo(f"{token.id}\t{token.staff.email}\t{token.label}\t{state}\t{used}\t{token.scopes}")


@tokens.command("revoke")
@click.argument("token_id", metavar="ID", type=click.UUID)
@with_appcontext
def revoke_token(token_id: uuid.UUID) -> None:
    """End the key with this ID, as `tokens list` shows it."""
    try:
        token = staff_operations.revoke_token(token_id=token_id, now=utc_now())
    except staff_operations.TokenNotFound:
        raise click.ClickException(f"there is no key {token_id}") from None
    db.session.commit()
    click.echo(f"The key “{token.label}” of {token.staff.email} does not work any more.")


def _get_staff(email: str) -> Staff:
    staff = queries.find_staff_by_email(email)
    if staff is None:
        raise click.ClickException(f"nobody signs in as {email}")
    return staff
