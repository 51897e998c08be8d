"""Signing in: who gets in, who does not, and what they are told."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from navigator.db import db
from navigator.people import passwords, sign_in_pages
from navigator.people.models import Attempt, Person, Role, Staff
from navigator.people.staff_operations import record_leaving
from tests.cast import PASSWORD, Cast, make_staff
from tests.strict_client import StrictClient


class TestSigningIn:
    def test_leads_a_navigator_to_the_desk(self, client: StrictClient, cast: Cast) -> None:
        answer = client.submit("/sign-in", follow=False, email="Ben@Care.example ", password=PASSWORD)

        assert (answer.status_code, answer.location) == (303, "/desk")

    def test_leads_an_administrator_to_all_that_waits(self, client: StrictClient, cast: Cast, now: datetime) -> None:
        make_staff(team=cast.ben.team, name="Ada Penrose", role=Role.ADMINISTRATOR, now=now)
        db.session.commit()

        answer = client.submit("/sign-in", follow=False, email="ada@care.example", password=PASSWORD)

        assert answer.location == "/admin/listings"

    def test_leads_back_to_where_they_were_going(self, client: StrictClient, cast: Cast) -> None:
        sent_away = client.get("/people/new?name=Joe")

        answer = client.submit(sent_away.location, follow=False, email="ben@care.example", password=PASSWORD)

        assert answer.location == "/people/new?name=Joe"

    @pytest.mark.parametrize(
        "elsewhere",
        ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "evil", ""],
    )
    def test_never_leads_off_the_site(self, client: StrictClient, cast: Cast, elsewhere: str) -> None:
        token = client.submit("/sign-in", follow=False, email="", password="")
        assert token.status_code == 422

        answer = client.submit("/sign-in", follow=False, email="ben@care.example", password=PASSWORD, then=elsewhere)

        assert answer.location == "/desk"

    def test_says_the_same_of_a_wrong_password_and_an_unknown_address(self, client: StrictClient, cast: Cast) -> None:
        wrong = client.submit("/sign-in", email="ben@care.example", password="no such password")
        unknown = client.submit("/sign-in", email="eve@care.example", password="no such password")

        assert wrong.status_code == unknown.status_code == 422
        assert "We do not know this e-mail address with this password" in wrong.text
        assert wrong.text.replace("ben@", "").split("<form", 1)[0] == unknown.text.replace("eve@", "").split("<form", 1)[0]

    def test_keeps_the_address_and_never_the_password(self, client: StrictClient, cast: Cast) -> None:
        answer = client.submit("/sign-in", email="ben@care.example", password="not this one either")

        assert 'value="ben@care.example"' in answer.text
        assert "not this one either" not in answer.text

    def test_is_refused_to_somebody_who_left(self, client: StrictClient, cast: Cast, now: datetime) -> None:
        cast.amina.closed_at = now
        record_leaving(staff=cast.ben, now=now)
        db.session.commit()

        answer = client.submit("/sign-in", email="ben@care.example", password=PASSWORD)

        assert answer.status_code == 422

    def test_asks_to_wait_after_ten_tries_for_one_account_from_one_place(self, client: StrictClient, cast: Cast) -> None:
        moment = datetime.now(UTC)
        bucket = f"password for {sign_in_pages._digest('ben@care.example')} from 127.0.0.1"
        db.session.add_all([Attempt(bucket=bucket, happened_at=moment - timedelta(minutes=5)) for _ in range(10)])
        db.session.commit()

        answer = client.submit("/sign-in", email="ben@care.example", password=PASSWORD)

        assert answer.status_code == 429
        assert "Please wait 10 minutes and try again" in answer.text

    def test_is_not_kept_from_somebody_by_guesses_from_elsewhere(
        self, client: StrictClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(passwords, "matches", lambda password, _: password == PASSWORD)  # the slow part is not the matter
        for _ in range(11):
            client.submit("/sign-in", email="ben@care.example", password="a guess")
        client.environ_base["REMOTE_ADDR"] = "192.0.2.7"

        answer = client.submit("/sign-in", follow=False, email="ben@care.example", password=PASSWORD)

        assert answer.status_code == 303

    @pytest.mark.parametrize(
        ("bucket", "tries", "status"),
        [
            ("password from 127.0.0.1", 99, 303),
            ("password from 127.0.0.1", 100, 429),
            (f"password for {sign_in_pages._digest('carys@care.example')}", 49, 303),
            (f"password for {sign_in_pages._digest('carys@care.example')}", 50, 429),
        ],
    )
    def test_asks_to_wait_after_many_tries_from_one_place_or_for_one_account(
        self, client: StrictClient, cast: Cast, bucket: str, tries: int, status: int
    ) -> None:
        moment = datetime.now(UTC)
        db.session.add_all([Attempt(bucket=bucket, happened_at=moment) for _ in range(tries)])
        db.session.commit()

        answer = client.submit("/sign-in", follow=False, email="carys@care.example", password=PASSWORD)

        assert answer.status_code == status

    def test_counts_wrong_tries_and_forgets_them_after_the_right_one(self, client: StrictClient, cast: Cast) -> None:
        client.submit("/sign-in", email="ben@care.example", password="wrong")
        counted = len(db.session.scalars(select(Attempt)).all())
        client.submit("/sign-in", follow=False, email="ben@care.example", password=PASSWORD)

        left = {attempt.bucket for attempt in db.session.scalars(select(Attempt))}

        assert counted == 3
        assert left == {"password from 127.0.0.1", f"password for {sign_in_pages._digest('ben@care.example')}"}

    def test_shows_the_demonstrations_sign_ins_in_the_demonstration(self, client: StrictClient, cast: Cast) -> None:
        page = client.get("/sign-in")

        assert "ben@care.example" in page.text
        assert "tea at half past three" in page.text


class TestASession:
    def test_ends_after_a_while_unused_and_says_so(self, ben: StrictClient) -> None:
        with ben.session_transaction() as session:
            session["staff_seen"] -= 31 * 60

        sent_away = ben.get("/people")
        page = ben.get(sent_away.location)

        assert sent_away.status_code == 302
        assert "You were signed out because nothing was done here for a while" in page.text

    def test_ends_after_ten_hours_however_busy(self, ben: StrictClient) -> None:
        with ben.session_transaction() as session:
            session["staff_began"] -= 10 * 3600 + 1

        assert ben.get("/people").status_code == 302

    def test_ends_when_they_sign_out(self, ben: StrictClient) -> None:
        page = ben.get("/people/new")
        token = page.text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]

        ben.post("/sign-out", data={"csrf_token": token})

        assert ben.get("/people").status_code == 302

    def test_ends_when_somebody_leaves(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        db.session.get_one(Person, cast.amina.id).closed_at = now
        record_leaving(staff=db.session.get_one(Staff, cast.ben.id), now=now)
        db.session.commit()

        assert ben.get("/people").status_code == 302

    def test_says_nothing_of_ending_to_somebody_who_never_signed_in(self, client: StrictClient, cast: Cast) -> None:
        assert "You were signed out" not in client.get("/sign-in").text
