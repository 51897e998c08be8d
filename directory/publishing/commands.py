"""The `navigator open-referral` command: what does not go out, and why."""

import json

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from directory.publishing.gate import StillChecking, catch_up, count_cleared, list_held_back
from navigator.times import utc_now


@click.group(name="open-referral")
def open_referral() -> None:
    """The directory as open data."""


@open_referral.command()
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@with_appcontext
def check(as_json: bool) -> None:
    """Look at every listing that has changed, and say which are held back from the feed, and what to answer.

    The exit code is 0 whether or not any is: a listing that is held back is no fault of the service.
    """
    while True:
        try:
            catch_up(now=utc_now())
            break
        except StillChecking as many:
            click.echo(f"… {many.left} listings still to look at", err=True)
    with force_locale("en"):
        _tell(as_json=as_json)


def _tell(*, as_json: bool) -> None:
    held, going_out = list_held_back(), count_cleared()
    if as_json:
        found = [
            {
                "id": str(identity),
                "name": name,
                "organization": organization,
                "status": status.value,
                "problems": [
                    {"question": problem.question, "name": problem.name, "message": problem.message} for problem in problems
                ],
            }
            for identity, name, organization, status, problems in held
        ]
        click.echo(json.dumps({"published": going_out, "held_back": found}, indent=2, ensure_ascii=False))
        return
    for identity, name, organization, _, problems in held:
        click.echo(f"{identity}  {' '.join(name.split()) or '(no name)'} ({' '.join(organization.split()) or 'no name'})")
        for problem in problems:
            click.echo(f"    {problem.question}: {problem.message}")
    click.echo(f"Listings that go out: {going_out}. Held back: {len(held)}.")
