"""Editors come in by a link: once, for a while, and not by a machine that looks through their mail."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory.upkeep.models import EditorLink, LinkPurpose, ListingEditor
from messaging.wording import texts as wording
from navigator.db import db
from navigator.people.models import Staff
from navigator.upkeep import telling
from tests.cast import PASSWORD, Cast
from tests.strict_client import StrictClient
from tests.upkeep.conftest import list_messages, make_editor


@pytest.fixture
def invitation(jan: ListingEditor, ada: Staff, now: datetime, link_in: Callable[[str], str]) -> str:
    """The address in Jan's invitation."""
    telling.send_invitation(editor=jan, staff=ada, public_url="http://localhost", now=now)
    db.session.commit()
    return link_in("editor_invitation")


def is_in(client: StrictClient) -> bool:
    """Whether the door leads straight on to the listings."""
    return client.get("/listings/sign-in").status_code == 302


class TestTheLink:
    def test_signs_in_when_the_button_is_pressed(self, client: StrictClient, invitation: str, jan: ListingEditor) -> None:
        answer = client.submit(invitation, follow=False)

        assert (answer.status_code, answer.location) == (303, "/listings")
        assert is_in(client)
        assert jan.signed_in_at is not None

    def test_is_not_used_up_by_looking(self, client: StrictClient, invitation: str) -> None:
        for _ in range(3):
            page = client.get(invitation)

        assert page.status_code == 200
        assert "Hello Jan Trewhella" in page.text
        assert not is_in(client)
        assert client.submit(invitation, follow=False).status_code == 303

    def test_works_once(self, app: Flask, client: StrictClient, invitation: str) -> None:
        client.submit(invitation)

        answer = app.test_client().get(invitation)

        assert answer.status_code == 404
        assert "This link does not work any more" in answer.text

    def test_lasts_a_fortnight(self, client: StrictClient, invitation: str, clock: time_machine.Traveller, now: datetime) -> None:
        clock.move_to(now + timedelta(days=13, hours=23))
        assert client.get(invitation).status_code == 200

        clock.move_to(now + timedelta(days=14))

        assert client.get(invitation).status_code == 404

    def test_is_kept_as_a_digest_alone(self, invitation: str) -> None:
        token = invitation.rsplit("/", 1)[1]

        [link] = db.session.scalars(select(EditorLink))

        assert token not in str(vars(link))

    def test_leaves_nothing_of_itself_once_it_was_sent(self, invitation: str) -> None:
        [email] = list_messages(template="editor_invitation")
        written = wording.render(email.template, email.values, "en")

        values, body = wording.without_secrets(email.template, email.values, written.body)

        assert invitation in written.body
        assert invitation.rsplit("/", 1)[1] not in body + str(values)

    def test_that_asks_if_all_is_correct_signs_nobody_in(
        self, client: StrictClient, jan: ListingEditor, cast: Cast, now: datetime
    ) -> None:
        telling.ask_if_still_correct(editor=jan, services=[cast.tea_and_talk], public_url="http://localhost", now=now)
        db.session.commit()
        [email] = list_messages(template="still_correct_email")
        token = str(email.values["link"]).rsplit("/", 1)[1]

        assert client.get(f"/listings/open/{token}").status_code == 404
        assert db.session.scalar(select(EditorLink.purpose)) is LinkPurpose.CHECK

    @pytest.mark.parametrize("token", ["x", "x" * 5000, "\u202e"])
    def test_that_never_was_is_told_kindly(self, client: StrictClient, cast: Cast, token: str) -> None:
        assert client.get(f"/listings/open/{token}").status_code == 404

    def test_cannot_be_guessed_for_ever(self, client: StrictClient, cast: Cast) -> None:
        answers = [client.get(f"/listings/open/guess{number}").status_code for number in range(61)]

        assert answers == [404] * 60 + [429]


class TestAskingForALink:
    def test_sends_one_to_those_who_keep_listings(
        self, client: StrictClient, jan: ListingEditor, link_in: Callable[[str], str]
    ) -> None:
        page = client.submit("/listings/sign-in", email=" Jan@teaandtalk.example")

        assert "a link is on its way" in page.text
        client.submit(link_in("editor_sign_in"))
        assert is_in(client)

    def test_says_the_same_to_everybody_else(self, client: StrictClient, jan: ListingEditor) -> None:
        known = client.submit("/listings/sign-in", email="jan@teaandtalk.example")
        unknown = client.submit("/listings/sign-in", email="nobody@teaandtalk.example")

        assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
        assert len(list_messages()) == 1

    def test_lasts_an_hour(
        self,
        client: StrictClient,
        jan: ListingEditor,
        link_in: Callable[[str], str],
        clock: time_machine.Traveller,
        now: datetime,
    ) -> None:
        client.submit("/listings/sign-in", email="jan@teaandtalk.example")

        clock.move_to(now + timedelta(hours=1))

        assert client.get(link_in("editor_sign_in")).status_code == 404

    def test_fills_no_inbox(self, client: StrictClient, jan: ListingEditor) -> None:
        pages = [client.submit("/listings/sign-in", email="jan@teaandtalk.example") for _ in range(7)]

        assert len({page.text for page in pages}) == 1
        assert len(list_messages(template="editor_sign_in")) == 5

    def test_wants_an_address(self, client: StrictClient, cast: Cast) -> None:
        empty = client.submit("/listings/sign-in", email="")
        wrong = client.submit("/listings/sign-in", email="jan")

        assert (empty.status_code, wrong.status_code) == (422, 422)
        assert "Write your e-mail address." in empty.text
        assert 'value="jan"' in wrong.text


class TestBeingSignedIn:
    def test_ends_after_thirty_days_unused(self, phone: StrictClient, clock: time_machine.Traveller, now: datetime) -> None:
        clock.move_to(now + timedelta(days=29))
        assert is_in(phone)
        clock.move_to(now + timedelta(days=58))
        assert is_in(phone)

        clock.move_to(now + timedelta(days=89))

        assert not is_in(phone)

    def test_ends_when_they_sign_out(self, phone: StrictClient) -> None:
        page = phone.get("/services")
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]

        phone.post("/listings/sign-out", data={"csrf_token": token})

        assert not is_in(phone)

    def test_stands_beside_a_member_of_staff(self, phone: StrictClient, ada: Staff) -> None:
        phone.submit("/sign-in", email="ada@care.example", password=PASSWORD)

        assert is_in(phone)
        assert phone.get("/admin/words").status_code == 200

    def test_is_in_their_language(self, client: StrictClient, cast: Cast, ada: Staff, now: datetime) -> None:
        amna = make_editor(cast.tea_and_talk.organization, now=now, name="Amna Bibi", language="ur")
        telling.send_invitation(editor=amna, staff=ada, public_url="http://localhost", now=now)
        db.session.commit()
        [email] = list_messages(template="editor_invitation")

        page = client.get(str(email.values["link"]).removeprefix("http://localhost"))

        assert '<html lang="ur" dir="rtl">' in page.text
