"""Where nobody may contact a person, nothing goes to them by any path: it could put them in danger."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from messaging import contact_bans
from messaging.contact_bans import Ban
from messaging.models import Channel, OutgoingMessage, State
from messaging.replies import incoming
from messaging.replies.answering import NotAnswered, answer
from messaging.sending import outbox
from messaging.wording import texts as wording
from navigator.db import db
from navigator.letters.queries import list_waiting
from navigator.people import safety
from navigator.people.models import ConsentHow, ContactMethod, Person
from navigator.people.models import Purpose as ConsentPurpose
from navigator.people.operations import PersonDetails, change_details, record_consent
from navigator.people.texting import NotTexted, WhyNot, choose_way, text_person
from tests.cast import Cast, make_person
from tests.messaging.recording import MOBILE, RecordingGateway, deliver_all, plan
from tests.messaging.test_nothing_after_stop import TEXTS, values_of, went_out

EMAIL = "amina@home.example"


@pytest.fixture
def amina(cast: Cast, now: datetime) -> Person:
    """Amina, who agreed to texts, has an e-mail address, and may not be contacted."""
    cast.amina.email, cast.amina.address = EMAIL, "1 Chapel Street, Penzance"
    agree(cast.amina, now)
    safety.set_safe_contact(person=cast.amina, prohibited=True, words="", staff=cast.ben, now=now)
    db.session.commit()
    return cast.amina


def agree(person: Person, now: datetime) -> None:
    record_consent(
        person_id=person.id,
        purpose=ConsentPurpose.TEXTS,
        wording="Yes.",
        how=ConsentHow.SPOKEN,
        recorded_by_id=person.navigator_id,
        now=now,
    )


def thanks(person: Person, now: datetime, **differences: object) -> OutgoingMessage | NotTexted:
    about = {"template": "thanks_no", "values": {"navigator_name": "Ben"}, "dedupe_key": "thanks"} | differences
    return text_person(person=person, now=now, **about)  # type: ignore[arg-type]  # as the test says


class TestEveryTemplate:
    @pytest.mark.parametrize("template", TEXTS)
    def test_is_kept_back_however_it_was_planned(self, app: Flask, amina: Person, now: datetime, template: str) -> None:
        to_her = plan(template, now=now, values=values_of(template), recipient_id=amina.id)
        to_her_number = plan(template, now=now, values=values_of(template), recipient_id=None, any_hour=True)

        assert went_out(now) == []
        db.session.expire_all()
        assert {to_her.state, to_her_number.state} == {State.SUPPRESSED}

    @pytest.mark.parametrize("template", sorted(wording.PURPOSES))
    def test_is_refused_at_the_gate(self, amina: Person, now: datetime, template: str) -> None:
        assert thanks(amina, now, template=template) == NotTexted(WhyNot.PROHIBITED)


class TestEveryPath:
    def test_what_was_planned_before_is_cancelled(self, app: Flask, cast: Cast, now: datetime) -> None:
        agree(cast.amina, now)
        before = thanks(cast.amina, now, not_before=now + timedelta(hours=1))
        safety.set_safe_contact(person=cast.amina, prohibited=True, words="", staff=cast.ben, now=now)
        db.session.commit()

        assert isinstance(before, OutgoingMessage)
        assert before.state is State.CANCELLED
        assert went_out(now) == []

    @pytest.mark.parametrize("way", list(ContactMethod))
    def test_neither_texts_nor_emails_nor_letters_are_planned(self, amina: Person, now: datetime, way: ContactMethod) -> None:
        amina.contact_method = way

        assert choose_way(amina) is WhyNot.PROHIBITED
        assert thanks(amina, now) == NotTexted(WhyNot.PROHIBITED)

    def test_an_email_that_somebody_planned_elsewhere_does_not_leave(self, app: Flask, amina: Person, now: datetime) -> None:
        outbox.plan_email(
            to=outbox.Recipient(None, EMAIL.upper(), "en"),
            template="shortlist_email",
            values={"link": "https://care.example/s/x"},
            dedupe_key="a list",
            now=now,
        )
        db.session.commit()
        deliver_all(RecordingGateway(), now)

        [email] = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.channel == Channel.EMAIL))
        assert (email.state, email.cause) == (State.SUPPRESSED, "contact_prohibited")

    def test_a_letter_is_not_among_those_to_print(self, cast: Cast, amina: Person, now: datetime) -> None:
        outbox.plan_instead_of_text(
            Channel.LETTER,
            to=outbox.Recipient(amina.id, "Amina", "en"),
            template="thanks_no",
            values={"navigator_name": "Ben"},
            dedupe_key="a letter",
            now=now,
        )

        assert list_waiting(staff=cast.ben, now=now) == []

    @pytest.mark.parametrize("body", ["STOP", "START", "HELP", "who is this", "I want to die", "yes", "hello there"])
    def test_no_machine_answers_what_comes_from_the_phone(self, app: Flask, amina: Person, now: datetime, body: str) -> None:
        received = incoming.receive(provider_id="SM1", from_number=MOBILE, to_number="+447700900000", body=body, now=now)
        db.session.commit()
        incoming.handle(received.id, now=now)
        db.session.commit()

        assert went_out(now) == []
        said = answer(received=received, template="unclear", key="x", last=None, locale="en", now=now)
        assert said is NotAnswered.PROHIBITED

    def test_no_start_from_the_phone_lifts_it(self, app: Flask, amina: Person, now: datetime) -> None:
        received = incoming.receive(provider_id="SM1", from_number=MOBILE, to_number="+447700900000", body="START", now=now)
        db.session.commit()
        incoming.handle(received.id, now=now)
        db.session.commit()

        assert thanks(amina, now) == NotTexted(WhyNot.PROHIBITED)

    def test_it_follows_her_to_another_number(self, app: Flask, cast: Cast, amina: Person, now: datetime) -> None:
        details = PersonDetails("Amina", "Hussain", amina.birth_date, mobile="+447700900888", language="en")
        change_details(person=amina, details=details, staff=cast.ben, now=now)

        assert contact_bans.is_banned(Ban(addresses=("+447700900888",)))

    def test_who_shares_her_phone_is_not_texted_there_either(self, app: Flask, cast: Cast, amina: Person, now: datetime) -> None:
        joe = make_person(navigator=cast.ben, now=now, given_name="Joe", mobile=MOBILE)
        agree(joe, now)

        assert thanks(joe, now) == NotTexted(WhyNot.PROHIBITED)

    def test_lifted_it_lets_new_words_go_and_brings_nothing_old_back(self, app: Flask, cast: Cast, now: datetime) -> None:
        agree(cast.amina, now)
        thanks(cast.amina, now, dedupe_key="old")
        safety.set_safe_contact(person=cast.amina, prohibited=True, words="", staff=cast.ben, now=now)
        safety.set_safe_contact(person=cast.amina, prohibited=False, words="", staff=cast.ben, now=now)
        thanks(cast.amina, now, dedupe_key="new")
        db.session.commit()

        assert len(went_out(now)) == 1


class TestOneReferral:
    def test_keeps_back_what_is_about_it_and_nothing_else(
        self, app: Flask, cast: Cast, now: datetime, make: Callable[..., OutgoingMessage]
    ) -> None:
        agree(cast.amina, now)
        contact_bans.put(whose=cast.ben.id, ban=Ban(about_id=cast.ben.id), now=now)
        about_it, about_else = make(about_id=cast.ben.id), make(about_id=cast.carys.id)
        went_out(now)

        db.session.expire_all()
        assert (about_it.state, about_else.state) == (State.SUPPRESSED, State.SENT)

    @pytest.fixture
    def make(self, cast: Cast, now: datetime) -> Callable[..., OutgoingMessage]:
        return lambda **details: plan("thanks_no", now=now, values={"navigator_name": "Ben"}, **details)
