"""Texts say no more than somebody chose, and some things never: proven of every text there is."""

import inspect
import uuid
from datetime import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from messaging.models import OutgoingMessage
from messaging.wording import texts
from messaging.wording.samples import SAMPLES
from navigator.db import db
from navigator.people import operations, staff_operations, texting
from navigator.people.models import ConsentHow, Person, Purpose, Role, TextDetail
from tests.cast import Cast, make_staff
from tests.form_filling import fill
from tests.signed_in import browser_of_person, browser_of_staff

NEVER = (
    "West Cornwall Domestic Abuse Service",
    "Brook Sexual Health",
    "Drug and Alcohol Team",
    "Kerensa Refuge",
    "Schronisko: przemoc w domu",
    "منشیات سے نجات",
    "Klub trzeźwości",
    "Niebieska Linia",
    "گھریلو زیادتی سے تحفظ",
)
WHEN_CHOSEN = (
    "Penzance Memory Café",
    "Breathe Easy COPD group",
    "Mental Health Drop-in",
    "Diabetes cooking club",
    "Zdrowie psychiczne",
    "ذہنی صحت گروپ",
)
TEXTS = [write.__name__ for write in texts.TEXTS if write.__name__ != "written_by_staff"]  # that one says what staff wrote


@pytest.fixture
def amina(cast: Cast, now: datetime) -> Person:
    """Amina, who has agreed to texts."""
    operations.record_consent(
        person_id=cast.amina.id, purpose=Purpose.TEXTS, wording="Text me.", how=ConsentHow.SPOKEN, recorded_by_id=None, now=now
    )
    db.session.commit()
    return cast.amina


def texted(person: Person, template: str, now: datetime, **said: str) -> str:
    """What a person reads when we mean to say all of this."""
    wanted = inspect.signature(texts.TEMPLATES[template]).parameters
    values: dict[str, Any] = {name: value for name, value in {**SAMPLES, **said}.items() if name in wanted}
    message = texting.text_person(person=person, template=template, values=values, dedupe_key=str(uuid.uuid4()), now=now)
    assert isinstance(message, OutgoingMessage)
    return texts.render(message.template, message.values, message.locale).body


class TestNoText:
    @pytest.mark.parametrize("template", TEXTS)
    @pytest.mark.parametrize("detail", TextDetail)
    def test_ever_names_what_could_shame_or_endanger(
        self, template: str, detail: TextDetail, amina: Person, now: datetime
    ) -> None:
        amina.text_detail = detail

        for name in NEVER:
            body = texted(amina, template, now, service_name=name, step_words=f"Ring the {name}", place=f"{name}, Penzance")

            assert name not in body

    @pytest.mark.parametrize("template", TEXTS)
    def test_tells_of_somebodys_health_unless_they_chose_so(self, template: str, amina: Person, now: datetime) -> None:
        for name in WHEN_CHOSEN:
            body = texted(amina, template, now, service_name=name, step_words=f"Try {name}", place=f"{name}, Penzance")

            assert name not in body

    @pytest.mark.parametrize("template", TEXTS)
    def test_says_what_a_step_is_unless_they_chose_so(self, template: str, amina: Person, now: datetime) -> None:
        assert SAMPLES["step_words"] not in texted(amina, template, now)


class TestWhatTheyChose:
    def test_is_plain_until_they_say_so(self, cast: Cast) -> None:
        assert cast.amina.text_detail is TextDetail.PLAIN

    def test_lets_a_text_say_what_the_step_is_and_whom_it_is_with(self, amina: Person, now: datetime) -> None:
        amina.text_detail = TextDetail.FULL

        assert SAMPLES["step_words"] in texted(amina, "step_nudge", now)
        assert "Penzance Memory Café" in texted(amina, "referral_sent", now, service_name="Penzance Memory Café")

    def test_does_not_hide_an_ordinary_group_or_place(self, amina: Person, now: datetime) -> None:
        body = texted(amina, "reminder", now)

        assert "Tea & Talk" in body
        assert "St John's Hall" in body

    def test_taken_back_holds_for_what_is_planned(self, amina: Person, now: datetime) -> None:
        amina.text_detail = TextDetail.FULL
        body = texted(amina, "step_nudge", now)
        message = db.session.scalars(db.select(OutgoingMessage).where(OutgoingMessage.template == "step_nudge")).one()

        operations.choose_text_detail(person=amina, detail=TextDetail.PLAIN, staff_id=None, now=now)

        assert SAMPLES["step_words"] in body
        assert SAMPLES["step_words"] not in texts.render(message.template, message.values, message.locale).body

    def test_is_changed_by_their_navigator(self, app: Flask, cast: Cast, amina: Person) -> None:
        ben = browser_of_staff(app, cast.ben)
        address = f"/people/{amina.id}/details"

        assert "That there is something new" in ben.get(f"/people/{amina.id}").get_data(as_text=True)
        page = fill(ben, address, to="/text-detail", follow=True).get_data(as_text=True)

        assert "They chose texts that say more" in page
        db.session.refresh(amina)
        chosen = amina.text_detail
        fill(ben, address, to="/text-detail")
        db.session.refresh(amina)
        assert (chosen, amina.text_detail) == (TextDetail.FULL, TextDetail.PLAIN)

    def test_is_changed_by_themselves(self, app: Flask, amina: Person) -> None:
        amina.language = "en"
        db.session.commit()
        phone = browser_of_person(app, amina)

        fill(phone, "/my/sharing", to="/text-detail")
        db.session.refresh(amina)
        chosen = amina.text_detail
        fill(phone, "/my/sharing", to="/text-detail")
        db.session.refresh(amina)

        assert (chosen, amina.text_detail) == (TextDetail.FULL, TextDetail.PLAIN)

    def test_is_not_changed_by_a_navigator_of_another_team(self, app: Flask, cast: Cast, amina: Person) -> None:
        carys = browser_of_staff(app, cast.carys)
        page = BeautifulSoup(carys.get("/people/new").get_data(as_text=True), "html.parser")
        token = page.select_one("main input[name=csrf_token]")
        assert token

        typed = {"csrf_token": str(token["value"]), "text_detail": "full"}

        assert carys.post(f"/people/{amina.id}/text-detail", data=typed).status_code in (403, 404)
        db.session.refresh(amina)
        assert amina.text_detail is TextDetail.PLAIN


class TestAHandOver:
    def test_tells_the_person_who_their_navigator_is_now(self, cast: Cast, amina: Person, now: datetime) -> None:
        nia = make_staff(team=cast.ben.team, name="Nia Roe", role=Role.NAVIGATOR, now=now)

        staff_operations.record_leaving(staff=cast.ben, now=now, hand_over_to=nia)

        message = db.session.scalars(db.select(OutgoingMessage).where(OutgoingMessage.template == "new_navigator")).one()
        assert (message.recipient_id, message.locale) == (amina.id, "ur")
        assert "Nia Roe" in texts.render(message.template, message.values, "en").body

    def test_tells_nobody_who_gets_no_texts(self, cast: Cast, now: datetime) -> None:
        nia = make_staff(team=cast.ben.team, name="Nia Roe", role=Role.NAVIGATOR, now=now)

        staff_operations.record_leaving(staff=cast.ben, now=now, hand_over_to=nia)

        assert db.session.scalars(db.select(OutgoingMessage)).all() == []
