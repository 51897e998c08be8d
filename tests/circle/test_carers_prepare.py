"""What Joe writes down before a conversation, in his own name: who reads it, when, and how Amina takes it away."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from messaging.models import OutgoingMessage
from navigator.circle import operations, own_plans
from navigator.conversations import carers_words, own_words, preparing
from navigator.db import db
from navigator.people.circle_models import CircleMember, EndedBy, Scope
from navigator.people.models import ConsentHow, Person, Purpose
from navigator.people.operations import record_consent
from navigator.times import utc_now
from tests.cast import AMINA_MOBILE, Cast, make_person
from tests.circle.conftest import JOE_MOBILE, MakeJoe, browser_of_carer
from tests.form_filling import fill
from tests.pressing import press
from tests.signed_in import browser_of_person
from tests.strict_client import StrictClient

RAIN = "She will not go out in the rain, and does not say so."
TIRED = "A bit tired."


def write(phone: StrictClient, joe: CircleMember, **said: str) -> None:
    for question, words in said.items():
        fill(phone, f"/helping/{joe.id}/prepare/{question}", words=words)


def show(phone: StrictClient, joe: CircleMember) -> str:
    here = f"/helping/{joe.id}/prepare/hard"
    return press(phone, f"/helping/{joe.id}/show-prepared", on=here, follow=True).get_data(as_text=True)


@pytest.fixture
def joe(make_joe: MakeJoe) -> CircleMember:
    return make_joe(Scope.PREPARE)


@pytest.fixture
def joes(app: Flask, joe: CircleMember) -> StrictClient:
    """Joe's phone."""
    return browser_of_carer(app, joe)


@pytest.fixture
def shown(joes: StrictClient, joe: CircleMember) -> None:
    """Joe wrote two answers and showed them."""
    write(joes, joe, hard=RAIN, themselves=TIRED)
    show(joes, joe)


class TestWhatJoeWrites:
    def test_is_asked_a_question_a_page_and_leads_back(self, joes: StrictClient, joe: CircleMember) -> None:
        assert f"/helping/{joe.id}/prepare" in joes.get(f"/helping/{joe.id}").get_data(as_text=True)
        answer = fill(joes, f"/helping/{joe.id}/prepare/matters", words="Seeing people")

        assert answer.location == f"/helping/{joe.id}/prepare/going_well"
        assert "Seeing people" in joes.get(f"/helping/{joe.id}/prepare").get_data(as_text=True)

    def test_is_his_alone_until_he_shows_it(
        self, joes: StrictClient, joe: CircleMember, ben: StrictClient, amina: StrictClient, cast: Cast
    ) -> None:
        write(joes, joe, hard=RAIN)

        pages = [ben.get(f"/people/{cast.amina.id}/conversation"), ben.get(f"/people/{cast.amina.id}"), amina.get("/my/prepare")]
        assert [RAIN in page.get_data(as_text=True) for page in pages] == [False, False, False]

    @pytest.mark.usefixtures("shown")
    def test_shown_is_read_by_ben_as_joes(self, ben: StrictClient, cast: Cast) -> None:
        page = ben.get(f"/people/{cast.amina.id}/conversation").get_data(as_text=True)

        assert "Joe Hussain, who helps Amina, wrote something down beforehand." in page
        assert "Joe wrote this beforehand" in page
        assert RAIN in page
        assert TIRED in page
        assert "Joe Hussain wrote something down" in ben.get(f"/people/{cast.amina.id}").get_data(as_text=True)

    @pytest.mark.usefixtures("shown")
    def test_is_not_read_by_another_team(self, carys: StrictClient, cast: Cast) -> None:
        assert carys.get(f"/people/{cast.amina.id}/conversation").status_code == 404

    @pytest.mark.usefixtures("shown")
    def test_never_becomes_what_amina_says_of_herself(self, joes: StrictClient, joe: CircleMember, cast: Cast) -> None:
        write(joes, joe, about_please_do="Say who you are.")
        show(joes, joe)

        assert own_words.list_current(cast.amina.id) == {}
        assert preparing.find_preparation(cast.amina.id) is None

    def test_shows_him_nothing_of_what_amina_wrote(self, joes: StrictClient, joe: CircleMember, cast: Cast) -> None:
        hers = preparing.begin(person_id=cast.amina.id, now=utc_now())
        preparing.save_answer(preparation=hers, question="hard", words="Joe shouts", language="en", now=utc_now())
        preparing.show(preparation=hers, helped_by="", now=utc_now())
        db.session.commit()

        pages = [joes.get(f"/helping/{joe.id}/prepare"), joes.get(f"/helping/{joe.id}/prepare/hard")]
        assert ["Joe shouts" in page.get_data(as_text=True) for page in pages] == [False, False]

    def test_with_nothing_written_shows_nothing(self, joes: StrictClient, joe: CircleMember, cast: Cast) -> None:
        assert "Nothing is written down yet." in show(joes, joe)
        assert carers_words.list_shown(cast.amina.id) == []

    @pytest.mark.usefixtures("shown")
    def test_is_talked_over_once(self, ben: StrictClient, cast: Cast) -> None:
        fill(ben, f"/people/{cast.amina.id}/conversation", matters="Company", then="finish")

        assert RAIN not in ben.get(f"/people/{cast.amina.id}/conversation").get_data(as_text=True)

    def test_saves_as_he_goes(self, joes: StrictClient, joe: CircleMember) -> None:
        here = f"/helping/{joe.id}/prepare/hard"
        answer = press(joes, f"{here}/autosave", on=here, words=RAIN)

        assert answer.status_code == 200
        assert RAIN in joes.get(here).get_data(as_text=True)

    @pytest.mark.parametrize("language", ["pl", "ur"])
    def test_stands_in_every_language(self, joes: StrictClient, joe: CircleMember, language: str) -> None:
        assert joes.get(f"/helping/{joe.id}/prepare?lang={language}").status_code == 200
        assert joes.get(f"/helping/{joe.id}/prepare/themselves").status_code == 200


class TestTheScope:
    @pytest.mark.parametrize("scope", [scope for scope in Scope if scope is not Scope.PREPARE])
    def test_opens_these_pages_and_no_other_does(self, app: Flask, make_joe: MakeJoe, scope: Scope) -> None:
        joe = make_joe(scope)
        phone = browser_of_carer(app, joe)
        home = f"/helping/{joe.id}"

        looks = [phone.get(f"{home}/prepare").status_code, phone.get(f"{home}/prepare/hard").status_code]
        presses = [
            press(phone, f"{home}/{to}", on=home, words=RAIN).status_code
            for to in ("prepare/hard", "prepare/hard/autosave", "show-prepared")
        ]

        assert looks + presses == [404] * 5
        assert "/prepare" not in phone.get(home).get_data(as_text=True)

    def test_ended_closes_them_at_once(self, joes: StrictClient, joe: CircleMember, cast: Cast) -> None:
        operations.end_scope(member=joe, scope=Scope.PREPARE, ended_by=EndedBy.PERSON, now=utc_now())
        db.session.commit()

        assert joes.get(f"/helping/{joe.id}/prepare").status_code == 404

    def test_opens_nothing_to_strangers_and_to_others_who_help(
        self, app: Flask, joe: CircleMember, make_joe: MakeJoe, client: StrictClient
    ) -> None:
        other = make_joe(Scope.PREPARE, mobile="+447700900201")

        assert client.get(f"/helping/{joe.id}/prepare").status_code in (302, 303, 401, 403, 404)
        assert browser_of_carer(app, other).get(f"/helping/{joe.id}/prepare").status_code == 404


class TestAmina:
    @pytest.mark.usefixtures("shown")
    def test_reads_it_and_takes_it_away(
        self, amina: StrictClient, ben: StrictClient, joes: StrictClient, joe: CircleMember, cast: Cast
    ) -> None:
        assert "Joe wrote something down before we talk" in amina.get("/my").get_data(as_text=True)
        assert RAIN in amina.get("/my/prepare").get_data(as_text=True)

        answer = fill(amina, "/my/prepare", to="/take-away", follow=True)

        assert "It is taken away." in answer.get_data(as_text=True)
        assert RAIN not in amina.get("/my/prepare").get_data(as_text=True)
        assert RAIN not in ben.get(f"/people/{cast.amina.id}/conversation").get_data(as_text=True)
        assert "Joe" not in ben.get(f"/people/{cast.amina.id}").get_data(as_text=True).split("conversation")[0]
        his = joes.get(f"/helping/{joe.id}/prepare").get_data(as_text=True)
        assert RAIN in his  # he is not told
        assert "taken away" not in his

    @pytest.mark.usefixtures("shown")
    def test_alone_takes_it_away(self, app: Flask, cast: Cast) -> None:
        [words] = carers_words.list_shown(cast.amina.id)
        other = make_person(navigator=cast.ben, now=utc_now(), given_name="Jo", mobile=None)
        db.session.commit()
        phone = browser_of_person(app, other)

        assert press(phone, f"/my/prepare/carers/{words.id}/take-away", on="/my/prepare").status_code == 404
        assert len(carers_words.list_shown(cast.amina.id)) == 1


class TestAPlanOfHisOwn:
    @pytest.fixture
    def own(self, cast: Cast) -> Person:
        """Joe is supported, too."""
        person = make_person(navigator=cast.carys, now=utc_now(), given_name="Joe", mobile=JOE_MOBILE)
        record_consent(
            person_id=person.id,
            purpose=Purpose.TEXTS,
            wording="You may text me.",
            how=ConsentHow.SPOKEN,
            recorded_by_id=None,
            now=utc_now() - timedelta(hours=1),
        )
        db.session.commit()
        return person

    def links(self) -> list[OutgoingMessage]:
        db.session.rollback()
        return list(db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.template == "plan_link")))

    def test_is_a_press_away_and_belongs_to_him_from_then_on(
        self, app: Flask, joes: StrictClient, joe: CircleMember, own: Person
    ) -> None:
        answer = fill(joes, f"/helping/{joe.id}", to="/my-plan", follow=True)

        [text] = self.links()
        assert "on its way to your phone" in answer.get_data(as_text=True)
        assert (text.recipient_id, text.to_address) == (own.id, JOE_MOBILE)
        assert db.session.get_one(CircleMember, joe.id).own_person_id == own.id
        assert f"/helping/{joe.id}" in browser_of_person(app, own).get("/my").get_data(as_text=True)

    def test_is_opened_by_nothing_but_the_code_on_his_phone(self, joes: StrictClient, joe: CircleMember, own: Person) -> None:
        fill(joes, f"/helping/{joe.id}", to="/my-plan")

        assert joes.get("/my").status_code in (302, 303, 401, 403, 404)

    @pytest.mark.parametrize("changed", [{"given_name": "Sana"}, {"mobile": "+447700900299"}])
    def test_is_nobody_elses_on_a_shared_telephone(
        self, joes: StrictClient, joe: CircleMember, own: Person, changed: dict[str, str]
    ) -> None:
        for name, value in changed.items():
            setattr(own, name, value)
        db.session.commit()

        page = joes.get(f"/helping/{joe.id}").get_data(as_text=True)
        press(joes, f"/helping/{joe.id}/my-plan", on=f"/helping/{joe.id}")

        assert "/my-plan" not in page
        assert "/refer/me" in page
        assert self.links() == []
        assert db.session.get_one(CircleMember, joe.id).own_person_id is None

    def test_is_never_that_of_whom_he_helps(self, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.PREPARE)
        joe.mobile, joe.name = AMINA_MOBILE, cast.amina.full_name
        db.session.flush()

        assert own_plans.find_own(joe) is None
