"""A moderator looks at what was sent: before and after, approve, ask, reject; and the editor hears of it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from sqlalchemy import event, select

from directory.models import Address, Organization, Service
from directory.upkeep import edits
from directory.upkeep.models import EditState, ListingEdit, ListingEditor
from navigator.db import db
from tests.cast import Cast
from tests.directory.listings import make_service
from tests.form_filling import fill
from tests.strict_client import StrictClient
from tests.upkeep.conftest import list_messages, make_editor


@pytest.fixture
def sent(cast: Cast, phone: StrictClient) -> str:
    """What Jan changed and sent: the address at which a moderator sees it."""
    address = f"/listings/{cast.tea_and_talk.id}"
    fill(phone, f"{address}/questions/about", then="next", description="Tea and cake.")
    fill(phone, f"{address}/review", to="/send")
    return f"/admin/moderation/{the_edit().id}"


def the_edit() -> ListingEdit:
    db.session.expire_all()
    return db.session.scalars(select(ListingEdit)).one()


class TestTheQueue:
    def test_is_for_administrators_alone(self, client: StrictClient, phone: StrictClient, sent: str) -> None:
        assert client.get("/admin/moderation").status_code == 302
        assert phone.get("/admin/moderation").status_code == 302

    def test_says_who_sent_what_and_how_long_ago(
        self, office: StrictClient, sent: str, clock: time_machine.Traveller, now: datetime
    ) -> None:
        clock.move_to(now + timedelta(minutes=20))

        page = office.get("/admin/moderation").text

        assert all(words in page for words in ("Tea &amp; Talk", "Jan Trewhella", "20 minutes", "What it is"))

    def test_shows_who_has_waited_longest_first_in_a_constant_number_of_queries(
        self, office: StrictClient, now: datetime, cast: Cast
    ) -> None:
        def ask() -> tuple[list[str], int]:
            statements: list[str] = []

            def count(_c: object, _cur: object, statement: str, *_more: object) -> None:
                statements.append(statement)

            event.listen(db.engine, "before_cursor_execute", count)
            try:
                page = BeautifulSoup(office.get("/admin/moderation").text, "html.parser")
            finally:
                event.remove(db.engine, "before_cursor_execute", count)
            return [link.get_text() for link in page.select("main .app-queue a")], len(statements)

        def send_one(number: int) -> None:
            service = make_service(f"Group {number}", organization=f"Organisation {number}")
            editor = make_editor(service.organization, now=now, name=f"Ed{number} Rowe")
            edit = edits.begin_edit(editor=editor, service=service, now=now)
            answer = {"name": service.name, "description": "New."}
            edits.keep_answer(edit=edit, name="about", answer=answer, now=now)
            edit.state, edit.sent_at = EditState.WAITING, now - timedelta(hours=number)
            db.session.commit()

        send_one(1)
        _, few = ask()
        for number in (2, 3, 4):
            send_one(number)
        names, many = ask()

        assert names == ["Group 4", "Group 3", "Group 2", "Group 1"]
        assert many == few


class TestAModerator:
    def test_sees_before_and_after_and_lets_it_go_live(self, office: StrictClient, cast: Cast, sent: str) -> None:
        page = office.get(sent).text
        assert '<ins dir="auto">Tea and cake.</ins>' in page

        fill(office, sent, to="/approve")

        assert the_edit().state is EditState.PUBLISHED
        assert the_edit().decided_by == "Ada Penrose"
        assert "Tea and cake." in office.get(f"/services/{cast.tea_and_talk.id}").text
        [email] = list_messages(template="edit_published")
        assert email.to_address == "jan@teaandtalk.example"

    def test_asks_and_the_editor_answers(self, office: StrictClient, phone: StrictClient, cast: Cast, sent: str) -> None:
        fill(office, sent, to="/ask", question="Is there still tea on Mondays?")

        review = f"/listings/{cast.tea_and_talk.id}/review"
        assert "Is there still tea on Mondays?" in phone.get(review).text
        [email] = list_messages(template="edit_asked")
        assert email.values["question"] == "Is there still tea on Mondays?"
        fill(phone, review, to="/send")
        assert the_edit().state is EditState.WAITING

    def test_rejects_with_a_reason_and_nothing_written_is_lost(
        self, office: StrictClient, phone: StrictClient, cast: Cast, sent: str
    ) -> None:
        fill(office, sent, to="/reject", reason="Please say when it is.")

        page = phone.get(f"/listings/{cast.tea_and_talk.id}/review").text
        assert all(words in page for words in ("Please say when it is.", "Tea and cake."))
        assert list_messages(template="edit_rejected")
        fill(phone, f"/listings/{cast.tea_and_talk.id}/review", to="/again")
        assert the_edit().state is EditState.DRAFT

    def test_must_give_a_reason(self, office: StrictClient, sent: str) -> None:
        answer = fill(office, sent, to="/reject", reason=" ")

        assert answer.status_code == 422
        assert the_edit().state is EditState.WAITING

    def test_cannot_decide_what_was_taken_back_meanwhile(
        self, office: StrictClient, phone: StrictClient, cast: Cast, sent: str
    ) -> None:
        token = BeautifulSoup(office.get(sent).text, "html.parser").select_one("main input[name=csrf_token]")
        assert token is not None
        fill(phone, f"/listings/{cast.tea_and_talk.id}/review", to="/withdraw")

        answer = office.post(f"{sent}/approve", data={"csrf_token": str(token["value"])}, follow_redirects=True)

        assert "meanwhile" in answer.text
        assert the_edit().state is EditState.WITHDRAWN

    def test_writes_to_nobody_who_no_longer_keeps_listings(
        self, office: StrictClient, jan: ListingEditor, sent: str, now: datetime
    ) -> None:
        db.session.get_one(ListingEditor, jan.id).removed_at = now
        db.session.commit()

        fill(office, sent, to="/approve")

        assert the_edit().state is EditState.PUBLISHED
        assert list_messages(template="edit_published") == []


def apply_for_sing(client: StrictClient, email: str = "carol@sing.example") -> str:
    """Apply for a choir; the link in the e-mail."""
    fill(
        client,
        "/listings/apply",
        organization_name="Sing!",
        about="A choir.",
        name="Carol Pascoe",
        email=email,
        website="sing.example",
    )
    [message] = list_messages(template="application_link")
    return str(message.values["link"]).removeprefix("http://localhost")


class TestAnApplication:
    def test_reaches_the_queue_and_becomes_an_organisation_a_listing_and_an_editor(
        self, client: StrictClient, office: StrictClient, cast: Cast
    ) -> None:
        link = apply_for_sing(client)
        first = fill(client, link).location
        assert first == "/listings/apply/questions/about"
        fill(client, first, then="next", name="Sing! on Thursdays", description="Songs you know.")
        fill(
            client,
            "/listings/apply/questions/where",
            then="next",
            name_1="Hall",
            address_1_1="1 Low Road",
            city_1="Hayle",
            postal_code_1="TR27 4PA",
        )
        fill(
            client,
            "/listings/apply/questions/times",
            then="next",
            days_1="TH",
            opens_1="7pm",
            closes_1="9pm",
            every_1="week",
            place_1="",
        )
        assert "7pm" in client.get("/listings/apply/preview").text
        fill(client, "/listings/apply/review", to="/send")
        fill(office, f"/admin/moderation/{the_edit().id}", to="/approve")

        made = db.session.scalars(select(Service).where(Service.name == "Sing! on Thursdays")).one()
        editor = db.session.scalars(select(ListingEditor).where(ListingEditor.email == "carol@sing.example")).one()
        assert made.organization.name == "Sing!"
        assert editor.organization_id == made.organization_id
        assert db.session.scalars(select(Address)).one().country == "GB"
        assert "This is live now." in client.get("/listings/apply/review").text
        [welcome] = list_messages(template="application_accepted")
        assert fill(client, str(welcome.values["link"]).removeprefix("http://localhost")).location == "/listings"

    def test_is_shown_to_nobody_before_the_link_was_opened(self, client: StrictClient, office: StrictClient) -> None:
        apply_for_sing(client)

        assert client.get("/listings/apply/questions/about").status_code == 404
        assert "Sing!" not in office.get("/admin/moderation").text

    def test_shows_a_moderator_what_it_may_be_already(self, client: StrictClient, office: StrictClient, cast: Cast) -> None:
        make_service("Sing on Thursdays", organization="Hayle Singers")
        fill(client, apply_for_sing(client))
        fill(client, "/listings/apply/questions/about", then="next", name="Sing! on Thursdays", description="Songs.")
        fill(client, "/listings/apply/review", to="/send")

        page = office.get(f"/admin/moderation/{the_edit().id}").text
        owner = db.session.scalars(select(Organization).where(Organization.name == "Hayle Singers")).one()
        fill(office, f"/admin/moderation/{the_edit().id}", to="/approve", organization=str(owner.id))

        assert "Is it one of these?" in page
        assert db.session.scalars(select(Organization).where(Organization.name == "Sing!")).all() == []
        assert db.session.scalars(select(ListingEditor)).one().organization_id == owner.id

    def test_is_throttled(self, client: StrictClient) -> None:
        for _ in range(3):
            fill(client, "/listings/apply", organization_name="Sing!", about="A choir.", name="Carol", email="carol@sing.example")

        answer = fill(
            client, "/listings/apply", organization_name="Sing!", about="A choir.", name="Carol", email="carol@sing.example"
        )

        assert answer.status_code == 429

    def test_says_what_is_wrong_and_keeps_what_was_typed(self, client: StrictClient) -> None:
        answer = fill(client, "/listings/apply", organization_name="Sing!", about="", name="Carol", email="carol at sing")

        assert answer.status_code == 422
        assert all(words in answer.text for words in ("Sing!", "carol at sing", "Write a few words about what it does."))

    def test_with_a_wrong_link_leads_to_the_beginning(self, client: StrictClient) -> None:
        assert client.get("/listings/apply/open/not-a-link").status_code == 404
