"""`navigator users` and `navigator tokens`, as an operator types them."""

from datetime import datetime

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

from navigator.db import db
from navigator.people.commands import tokens, users
from navigator.people.models import ApiToken, AuditEntry, Person, Role, Staff
from navigator.people.passwords import matches
from tests.cast import Cast, make_staff

ADA = ["--name", "Ada Penrose", "--email", "Ada@care.example", "--role", "team_lead", "--password-stdin"]


def run(app: Flask, group: object, *words: str, typed: str = "three plain words\n") -> Result:
    info = ScriptInfo(create_app=lambda: app)
    result = CliRunner().invoke(group, words, input=typed, obj=info)  # type: ignore[arg-type]  # a click group
    db.session.rollback()
    return result


class TestAddingAUser:
    def test_lets_them_sign_in(self, app: Flask, cast: Cast) -> None:
        result = run(app, users, "add", *ADA, "--team", "penwith team")

        ada = db.session.scalars(select(Staff).where(Staff.email == "ada@care.example")).one()
        assert result.exit_code == 0, result.output
        assert (ada.role, ada.team_id) == (Role.TEAM_LEAD, cast.ben.team_id)
        assert matches("three plain words", ada.password_hash)

    def test_makes_the_first_team_and_locality_when_asked_to(self, app: Flask) -> None:
        result = run(
            app, users, "add", *ADA, "--team", "Lizard team", "--new-team", "--locality", "Cornwall", "--phone", "01632 960200"
        )

        ada = db.session.scalars(select(Staff)).one()
        assert result.exit_code == 0, result.output
        assert (ada.team.name, ada.team.locality.name, ada.team.phone) == ("Lizard team", "Cornwall", "01632 960200")

    def test_asks_twice_for_the_password_and_shows_it_never(self, app: Flask, cast: Cast) -> None:
        typed = "three plain words\nthree plain words\n"

        result = run(app, users, "add", *ADA[:-1], "--team", "Penwith team", typed=typed)

        assert result.exit_code == 0, result.output
        assert "three plain words" not in result.output

    @pytest.mark.parametrize(
        ("words", "typed", "complaint"),
        [
            ([*ADA, "--team", "Nowhere"], "three plain words\n", "there is no team called 'Nowhere'"),
            (
                [*ADA, "--team", "Penwith team", "--email", "ben@care.example"],
                "three plain words\n",
                "signs in with ben@care.example already",
            ),
            ([*ADA, "--team", "Penwith team", "--email", "ada"], "three plain words\n", "'ada' is not an e-mail address"),
            ([*ADA, "--team", "Penwith team"], "short\n", "at least 12 characters"),
        ],
    )
    def test_says_what_is_wrong(self, app: Flask, cast: Cast, words: list[str], typed: str, complaint: str) -> None:
        result = run(app, users, "add", *words, typed=typed)

        assert result.exit_code == 1
        assert complaint in result.stderr


class TestTheOtherCommands:
    def test_list_everybody(self, app: Flask, cast: Cast) -> None:
        result = run(app, users, "list")

        assert "ben@care.example\tBen Carter\tnavigator\tPenwith team" in result.output

    def test_let_somebody_go(self, app: Flask, cast: Cast, now: datetime) -> None:
        cast.amina.closed_at = now
        db.session.commit()

        result = run(app, users, "leave", "ben@care.example")

        assert result.exit_code == 0
        assert db.session.get_one(Staff, cast.ben.id).left_at is not None
        assert run(app, users, "leave", "ben@care.example").exit_code == 1

    def test_strand_nobody(self, app: Flask, cast: Cast) -> None:
        result = run(app, users, "leave", "ben@care.example")

        assert result.exit_code == 1
        assert (
            "Ben Carter supports 1 person still; say who takes over with --hand-over-to EMAIL or --as-suggested" in result.stderr
        )
        assert db.session.get_one(Staff, cast.ben.id).left_at is None

    def test_hand_people_over_when_somebody_goes(self, app: Flask, cast: Cast, now: datetime) -> None:
        dee = make_staff(team=cast.ben.team, name="Dee Pascoe", role=Role.NAVIGATOR, now=now)
        db.session.commit()

        result = run(app, users, "leave", "ben@care.example", "--hand-over-to", "dee@care.example")

        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "handed_over")).one()
        assert result.exit_code == 0, result.output
        assert "1 person is with Dee Pascoe now." in result.output
        assert db.session.get_one(Person, cast.amina.id).navigator_id == dee.id
        assert (entry.person_id, entry.detail) == (cast.amina.id, "from ben@care.example to dee@care.example")
        assert db.session.get_one(Staff, cast.ben.id).left_at is not None

    @pytest.mark.parametrize("who", ["carys@care.example", "ben@care.example", "ada@care.example"])
    def test_hand_nobody_to_another_team_or_an_administrator(self, app: Flask, cast: Cast, now: datetime, who: str) -> None:
        make_staff(team=cast.ben.team, name="Ada Penrose", role=Role.ADMINISTRATOR, now=now)
        db.session.commit()

        result = run(app, users, "leave", "ben@care.example", "--hand-over-to", who)

        assert result.exit_code == 1
        assert f"{who} cannot take over: it must be a colleague of Penwith team" in result.stderr
        assert db.session.get_one(Person, cast.amina.id).navigator_id == cast.ben.id

    def test_list_keys_and_end_one(self, app: Flask, cast: Cast) -> None:
        run(app, tokens, "add", "ben@care.example", "report")
        key = db.session.scalars(select(ApiToken)).one()
        db.session.rollback()

        before = run(app, tokens, "list").output
        result = run(app, tokens, "revoke", str(key.id))
        after = run(app, tokens, "list").output

        assert before.startswith(f"{key.id}\tben@care.example\treport\tworks until 2")
        assert result.output == "The key “report” of ben@care.example does not work any more.\n"
        assert "\trevoked 2" in after
        assert db.session.get_one(ApiToken, key.id).revoked_at is not None
        assert run(app, tokens, "revoke", str(cast.ben.id)).exit_code == 1

    def test_set_a_new_password_and_end_the_sessions(self, app: Flask, cast: Cast) -> None:
        result = run(app, users, "password", "ben@care.example", "--password-stdin", typed="quite another one\n")

        ben = db.session.get_one(Staff, cast.ben.id)
        assert result.exit_code == 0
        assert matches("quite another one", ben.password_hash)
        assert ben.session_epoch == 1

    def test_show_a_key_once_and_keep_its_digest(self, app: Flask, cast: Cast) -> None:
        result = run(app, tokens, "add", "ben@care.example", "report")

        key = db.session.scalars(select(ApiToken)).one()
        assert result.output.startswith("cn_")
        assert (key.staff_id, key.label) == (cast.ben.id, "report")
        assert key.digest not in result.output
