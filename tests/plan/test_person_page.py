"""The navigator's page of one person, and their texts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from messaging.models import OutgoingMessage, ReceivedMessage
from messaging.purposes import Purpose
from messaging.states import State
from navigator.conversations.operations import finish_conversation, open_conversation, save_conversation
from navigator.db import db
from navigator.people.models import AuditEntry
from navigator.people.operations import withdraw_consent
from navigator.referrals.models import ReferralStatus
from navigator.steps import operations
from navigator.steps.models import ToldBy
from navigator.times import utc_now
from tests.cast import AMINA_MOBILE, Cast
from tests.plan.conftest import Story, ask_for_help, plan_goal, plan_step, refer
from tests.strict_client import StrictClient


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """The statements sent to the database within it."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def page_of(browser: StrictClient, cast: Cast, rest: str = "") -> str:
    answer = browser.get(f"/people/{cast.amina.id}{rest}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


class TestThePage:
    def test_says_how_to_reach_and_support_them_first(self, ben: StrictClient, cast: Cast) -> None:
        cast.amina.contact_notes = "Ring after ten, and speak slowly."

        page = page_of(ben, cast)

        assert page.index("Ring after ten") < page.index("What matters to them")
        assert f'href="tel:{AMINA_MOBILE}"' in page
        assert "Urdu" in page

    def test_says_what_is_not_there_yet(self, ben: StrictClient, cast: Cast) -> None:
        page = page_of(ben, cast)

        assert "Nothing is arranged yet." in page
        assert "A conversation is where it starts." in page
        assert "No texts yet." in page

    def test_shows_what_was_said_once_the_conversation_is_finished(self, ben: StrictClient, cast: Cast) -> None:
        said = {"matters": "My garden", "going_well": "I cook", "who_helps": "Joe", "capability": "My knees"}
        kept = open_conversation(person_id=cast.amina.id, staff_id=cast.ben.id, now=utc_now())
        save_conversation(conversation=kept, answers=said, now=utc_now())
        finish_conversation(conversation=kept, now=utc_now())
        open_conversation(person_id=cast.amina.id, staff_id=cast.ben.id, now=utc_now())

        page = page_of(ben, cast)

        assert all(words in page for words in said.values())
        assert "to Ben Carter" in page
        assert "Nothing is written down yet. A conversation" not in page

    def test_says_why_they_need_somebody_and_lets_it_be_settled(self, ben: StrictClient, cast: Cast, story: Story) -> None:
        page = page_of(ben, cast)

        assert "Asked for help" in page
        assert "3 please ring" in page
        assert f'action="/attention/{story.attention.id}/settle"' in page

    def test_tells_the_story_of_each_step(self, ben: StrictClient, cast: Cast, story: Story) -> None:
        operations.record_confidence(step=story.step, score=7, told_by=ToldBy.TEXT, now=utc_now())

        page = page_of(ben, cast)

        assert "Seeing people again" in page
        assert "Walk to the harbour" in page
        assert "Confident: 4, then 7 out of 10" in page

    def test_says_what_happens_next(self, ben: StrictClient, cast: Cast, story: Story) -> None:
        story.referral.status = ReferralStatus.ACCEPTED
        story.referral.appointment_at = utc_now() + timedelta(days=2)
        story.referral.appointment_place = "St John's Hall"
        story.referral.ask_for = "Jan"

        page = page_of(ben, cast)

        assert "Ask for Jan" in page
        assert "St John" in page

    def test_shows_what_they_agreed_to_and_took_back(self, ben: StrictClient, cast: Cast, story: Story) -> None:
        withdraw_consent(consent=story.texts, how="spoken", now=utc_now())

        page = page_of(ben, cast)

        assert "Tea &amp; Talk: to welcome them" in page
        assert "taken back on" in page
        assert "We do not text them: they have not agreed to texts." in page

    @pytest.mark.parametrize(
        ("page", "spoken", "words"),
        [
            ("en", "ur", 'Urdu (<bdi lang="ur">اردو</bdi>)'),
            ("pl", "ur", 'urdu (<bdi lang="ur">اردو</bdi>)'),
            ("pl", "pl", ">polski</dd>"),
            ("ur", "pl", 'پولش (<bdi lang="pl">Polski</bdi>)'),
            ("en", "en", ">English</dd>"),
        ],
    )
    def test_names_their_language_in_the_readers_own(
        self, ben: StrictClient, cast: Cast, page: str, spoken: str, words: str
    ) -> None:
        cast.amina.language = spoken
        db.session.commit()

        assert words in page_of(ben, cast, f"?lang={page}")

    def test_never_has_their_name_in_the_title(self, ben: StrictClient, cast: Cast) -> None:
        title = page_of(ben, cast).split("<title>")[1].split("</title>")[0]

        assert "Amina" not in title

    def test_writes_down_who_looked(self, ben: StrictClient, cast: Cast) -> None:
        page_of(ben, cast)

        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "looked_at")).one()
        assert (entry.staff_id, entry.person_id, entry.detail) == (cast.ben.id, cast.amina.id, "person")

    def test_asks_the_database_no_more_for_a_long_story_than_for_a_short_one(
        self, ben: StrictClient, cast: Cast, story: Story
    ) -> None:
        now = utc_now() - timedelta(minutes=5)
        plan_step(plan_goal(cast, words="Something first", now=now), what="A step", confidence=5, now=now)
        refer(cast, step=None, now=now)
        ask_for_help(cast.amina, now=now)
        db.session.commit()
        page_of(ben, cast)
        with counted_queries() as short:
            page_of(ben, cast)
        for number in range(3):
            goal = plan_goal(cast, words=f"Priority {number}", now=now)
            for count in range(3):
                plan_step(goal, what=f"Step {count}", confidence=count, now=now)
            refer(cast, step=None, now=now)
            ask_for_help(cast.amina, now=now)
        db.session.commit()

        with counted_queries() as long:
            page_of(ben, cast)

        assert len(long) == len(short)

    @pytest.mark.parametrize("language", ["en", "pl", "ur"])
    def test_stands_in_every_language(self, ben: StrictClient, cast: Cast, story: Story, language: str) -> None:
        assert f'lang="{language}"' in page_of(ben, cast, f"?lang={language}")

    @pytest.mark.parametrize("rest", ["", "/thread"])
    def test_is_not_there_for_another_team(self, carys: StrictClient, cast: Cast, story: Story, rest: str) -> None:
        assert carys.get(f"/people/{cast.amina.id}{rest}").status_code == 404


class TestTheTexts:
    def text(self, cast: Cast, *, state: State, template: str = "plan_link", body: str = "", **details: Any) -> None:
        now = utc_now()
        values = {"navigator_name": "Ben", "link": "http://localhost/t/secretsecret"}
        db.session.add(
            OutgoingMessage(
                recipient_id=cast.amina.id,
                to_address=AMINA_MOBILE,
                locale="en",
                template=template,
                purpose=Purpose.ASKED_FOR,
                values=values if template == "plan_link" else {"code": "123456"},
                dedupe_key=f"{template} {state}",
                not_before=now,
                state=state,
                body=body,
                created_at=now,
                **details,
            )
        )
        db.session.flush()

    def test_are_shown_both_ways_with_what_became_of_each(self, ben: StrictClient, cast: Cast) -> None:
        self.text(cast, state=State.DELIVERED, body="Hello Amina", sent_at=utc_now())
        self.text(cast, state=State.UNDELIVERED, template="sign_in_code", sent_at=utc_now())
        db.session.add(
            ReceivedMessage(
                provider_id="SM1", from_number=AMINA_MOBILE, to_number="+447700900999", body="شکریہ", received_at=utc_now()
            )
        )

        page = page_of(ben, cast, "/thread")

        assert "Hello Amina" in page
        assert "Arrived" in page
        assert "Did not arrive" in page
        assert "A code to open their plan" in page
        assert "شکریہ" in page

    def test_say_what_is_still_to_go_without_its_secrets(self, ben: StrictClient, cast: Cast) -> None:
        self.text(cast, state=State.PLANNED)
        self.text(cast, state=State.PLANNED, template="sign_in_code")

        page = page_of(ben, cast, "/thread")

        assert "Still to go" in page
        assert "You can look at your plan" in page
        assert "secretsecret" not in page
        assert "123456" not in page

    def test_still_to_go_are_announced_on_the_persons_page(self, ben: StrictClient, cast: Cast) -> None:
        self.text(cast, state=State.PLANNED)
        self.text(cast, state=State.PLANNED, template="sign_in_code")

        page = page_of(ben, cast)

        assert "No texts yet." not in page
        assert "The next text" in page
        assert "You can look at your plan" in page
        assert "1 more is planned after it." in page
        assert "secretsecret" not in page

    def test_are_none_at_first(self, ben: StrictClient, cast: Cast) -> None:
        assert "No texts yet." in page_of(ben, cast, "/thread")
