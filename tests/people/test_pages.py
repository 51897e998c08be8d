"""Adding, correcting and finding people, over HTTP."""

import uuid
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.models import Place
from messaging.models import OutgoingMessage, State
from navigator.db import db, new_id
from navigator.people import queries
from navigator.people.models import AuditEntry, Consent, ConsentHow, Person, PersonLink, Purpose, Role
from navigator.people.operations import record_consent
from tests.cast import AMINA_MOBILE, Cast, make_person, make_staff
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient

DOROTA: dict[str, Any] = {
    "given_name": "Dorota",
    "family_name": "Żukowska",
    "birth_date-day": "5",
    "birth_date-month": "11",
    "birth_date-year": "1951",
    "mobile": "07700 900555",
    "language": "pl",
    "contact_method": "text",
    "postcode": "tr182ab",
    "consent_support": "yes",
    "consent_texts": "yes",
    "consent_how": "spoken",
    "consent_language": "pl",
}


def texts_to(person_id: uuid.UUID) -> list[OutgoingMessage]:
    return list(
        db.session.scalars(
            select(OutgoingMessage).where(OutgoingMessage.recipient_id == person_id).order_by(OutgoingMessage.not_before)
        )
    )


def everybody() -> int:
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


class TestAddingAPerson:
    def test_keeps_their_details_and_the_very_words_they_agreed_to(self, ben: StrictClient, cast: Cast) -> None:
        db.session.add(Place(name="TR18 2AB", folded="tr182ab", kind="postcode", latitude=50.12, longitude=-5.53, source="test"))

        answer = ben.submit("/people/new", follow=False, **DOROTA)

        person = db.session.scalars(select(Person).where(Person.family_name == "Żukowska")).one()
        agreed = {consent.purpose: consent for consent in queries.list_consents(person_id=person.id)}
        actions = set(db.session.scalars(select(AuditEntry.action).where(AuditEntry.person_id == person.id)))
        assert (answer.status_code, answer.location) == (303, f"/people/{person.id}")
        assert (person.mobile, person.postcode, person.latitude) == ("+447700900555", "TR18 2AB", 50.12)
        assert (person.navigator_id, person.team_id) == (cast.ben.id, cast.ben.team_id)
        assert set(agreed) == {Purpose.SUPPORT, Purpose.TEXTS}
        assert "Penwith team" in agreed[Purpose.SUPPORT].wording
        assert agreed[Purpose.SUPPORT].recorded_by_id == cast.ben.id
        assert {"person_added", "consent_recorded"} <= actions

    def test_welcomes_them_in_their_language_and_sends_the_link(self, ben: StrictClient) -> None:
        ben.submit("/people/new", follow=False, **DOROTA)

        person = db.session.scalars(select(Person).where(Person.given_name == "Dorota")).one()
        welcome, link = texts_to(person.id)
        assert (welcome.template, welcome.locale, welcome.to_address) == ("welcome", "pl", "+447700900555")
        assert link.template == "plan_link"
        assert link.values["link"].startswith("http://localhost/t/")

    def test_texts_nobody_who_did_not_agree_to_texts(self, ben: StrictClient) -> None:
        ben.submit("/people/new", follow=False, **DOROTA | {"consent_texts": "", "contact_method": "call"})

        person = db.session.scalars(select(Person).where(Person.given_name == "Dorota")).one()
        assert texts_to(person.id) == []
        assert queries.find_consent(person_id=person.id, purpose=Purpose.TEXTS) is None

    def test_needs_no_mobile_for_somebody_who_likes_letters(self, ben: StrictClient) -> None:
        fields = DOROTA | {"mobile": "", "consent_texts": "", "contact_method": "letter", "address": "2 Chapel Street"}

        answer = ben.submit("/people/new", follow=False, **fields)

        assert answer.status_code == 303

    def test_says_when_the_place_is_unknown_and_saves_all_the_same(self, ben: StrictClient) -> None:
        ben.submit("/people/new", follow=False, **DOROTA)

        assert "We do not know where “TR18 2AB” is" in ben.get("/people/new").text.replace("&#34;", "")

    def test_adds_once_however_often_the_button_is_pressed(self, ben: StrictClient) -> None:
        before, person_id = everybody(), str(new_id())

        first = ben.submit("/people/new", follow=False, **DOROTA, person_id=person_id)
        second = ben.submit("/people/new", follow=False, **DOROTA, person_id=person_id)

        assert first.location == second.location == f"/people/{person_id}"
        assert everybody() == before + 1
        assert len(texts_to(uuid.UUID(person_id))) == 2

    def test_adds_once_when_the_button_is_pressed_twice_at_once(self, ben: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
        before, person_id = everybody(), str(new_id())
        monkeypatch.setattr("navigator.people.operations.refuse_if_added", lambda _: None)  # neither sees the other yet

        first = ben.submit("/people/new", follow=False, **DOROTA, answer="new", person_id=person_id)
        second = ben.submit("/people/new", follow=False, **DOROTA, answer="new", person_id=person_id)

        assert first.location == second.location == f"/people/{person_id}"
        assert everybody() == before + 1

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"given_name": " "}, "Write their first name."),
            ({"birth_date-year": "2999"}, "This day has not come yet."),
            ({"birth_date-year": "1851"}, "This is more than 120 years ago."),
            ({"birth_date-day": "31"}, "That day does not exist."),
            ({"birth_date-day": "", "birth_date-month": "", "birth_date-year": ""}, "Write their date of birth."),
            ({"mobile": "01632 960123"}, "This is a landline."),
            ({"mobile": "07700"}, "This number is too short."),
            ({"mobile": ""}, "We need a mobile number to text."),
            ({"mobile": "", "consent_texts": "", "contact_method": "call"}, "We need a number to ring."),
            ({"contact_method": "email"}, "We need an e-mail address"),
            ({"contact_method": "letter"}, "We need an address"),
            ({"contact_method": "pigeon"}, "Choose how they like us to get in touch."),
            ({"email": "dorota at mail"}, "This does not look like an e-mail address."),
            ({"postcode": "Penzance"}, "Write the whole postcode"),
            ({"consent_support": ""}, "We can only support somebody who agrees to it."),
            ({"language": "xx"}, "Choose the language they like best."),
            ({"contact_notes": "x" * 2001}, "This is too long by 1 characters."),
        ],
    )
    def test_says_what_is_wrong_by_the_field_and_keeps_what_was_typed(
        self, ben: StrictClient, wrong: dict[str, str], message: str
    ) -> None:
        before = everybody()

        answer = ben.submit("/people/new", **DOROTA | {"family_name": "<b>Nowak & Córka</b>"} | wrong)

        assert answer.status_code == 422
        assert message in answer.text
        assert "&lt;b&gt;Nowak &amp; Córka&lt;/b&gt;" in answer.text
        assert "There is a problem" in answer.text
        assert everybody() == before

    @pytest.mark.parametrize("lang", ["pl", "ur"])
    def test_reads_in_every_language_with_its_errors(self, ben: StrictClient, lang: str) -> None:
        ben.get(f"/people/new?lang={lang}")

        answer = ben.submit("/people/new", **DOROTA | {"given_name": "", "mobile": "abc", "family_name": "بیگم"})

        assert answer.status_code == 422
        assert 'value="بیگم"' in answer.text

    def test_shows_several_mistakes_at_once(self, ben: StrictClient) -> None:
        answer = ben.submit("/people/new", **DOROTA | {"given_name": "", "mobile": "abc", "postcode": "nowhere"})

        assert all(
            words in answer.text
            for words in ("Write their first name.", "A mobile number has only numbers in it", "Write the whole postcode")
        )


class TestALikelyDuplicate:
    AMINA_AGAIN = DOROTA | {
        "given_name": "Ameena",
        "family_name": "Hussein",
        "birth_date-day": "27",
        "birth_date-month": "3",
        "birth_date-year": "1948",
        "mobile": "07700 900123",
    }

    def test_is_shown_before_anything_is_saved(self, ben: StrictClient, cast: Cast) -> None:
        before = everybody()

        answer = ben.submit("/people/new", **self.AMINA_AGAIN)

        assert answer.status_code == 409
        assert "Do we know this person already?" in answer.text
        assert "Amina Hussain" in answer.text
        assert "the same date of birth" in answer.text
        assert "the same mobile number" in answer.text
        assert f"/people/{cast.amina.id}" in answer.text
        assert everybody() == before

    def test_is_added_when_somebody_says_it_is_another_person(self, ben: StrictClient) -> None:
        before = everybody()

        answer = ben.submit("/people/new", follow=False, **self.AMINA_AGAIN, answer="new")

        assert answer.status_code == 303
        assert everybody() == before + 1

    def test_can_be_gone_back_from_with_everything_typed(self, ben: StrictClient) -> None:
        answer = ben.submit("/people/new", **self.AMINA_AGAIN, answer="back")

        assert answer.status_code == 200
        assert 'value="Ameena"' in answer.text
        assert 'value="1948"' in answer.text

    def test_of_another_team_is_hinted_at_and_never_shown(self, carys: StrictClient, cast: Cast) -> None:
        answer = carys.submit("/people/new", **self.AMINA_AGAIN)

        assert answer.status_code == 409
        assert "Another team supports somebody who may be this person" in answer.text
        assert "01632 960100" in answer.text
        assert "Amina" not in answer.text
        assert str(cast.amina.id) not in answer.text
        assert "Ben Carter" not in answer.text

    def test_of_a_colleague_is_not_said_to_be_another_teams(self, app: Flask, cast: Cast, now: datetime) -> None:
        viv = browser_of_staff(app, make_staff(team=cast.ben.team, name="Viv Nance", role=Role.VOLUNTEER, now=now))

        answer = viv.submit("/people/new", **self.AMINA_AGAIN)

        assert answer.status_code == 409
        assert "A colleague in your team supports somebody like this" in answer.text
        assert "Another team" not in answer.text
        assert "Amina" not in answer.text


class TestCorrectingAPerson:
    def fields(self, **changes: str) -> dict[str, Any]:
        return {
            "given_name": "Amina",
            "family_name": "Hussain",
            "birth_date-day": "27",
            "birth_date-month": "3",
            "birth_date-year": "1948",
            "mobile": "07700 900123",
            "language": "ur",
            "contact_method": "text",
            "postcode": "TR18 2AB",
            "place_name": "Penzance",
        } | changes

    def test_shows_what_is_known(self, ben: StrictClient, cast: Cast) -> None:
        page = ben.get(f"/people/{cast.amina.id}/details")

        assert 'value="07700 900123"' in page.text
        assert 'value="1948"' in page.text

    def test_saves_and_says_in_the_audit_what_changed(self, ben: StrictClient, cast: Cast) -> None:
        ben.submit(f"/people/{cast.amina.id}/details", follow=False, **self.fields(contact_notes="Ring after ten"))

        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "details_changed")).one()
        assert db.session.get_one(Person, cast.amina.id).contact_notes == "Ring after ten"
        assert entry.detail == "contact_notes"

    def test_keeps_what_was_typed_when_something_is_wrong(self, ben: StrictClient, cast: Cast) -> None:
        answer = ben.submit(f"/people/{cast.amina.id}/details", **self.fields(mobile="0770", contact_notes="Loud voice"))

        assert answer.status_code == 422
        assert "Loud voice" in answer.text
        assert db.session.get_one(Person, cast.amina.id).mobile == AMINA_MOBILE

    def test_sends_what_is_planned_to_the_new_number(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        self.agree(cast, now)
        ben.post(f"/people/{cast.amina.id}/send-link", data={"csrf_token": token(ben)})

        ben.submit(f"/people/{cast.amina.id}/details", follow=False, **self.fields(mobile="07700 900777"))

        assert [text.to_address for text in texts_to(cast.amina.id)] == ["+447700900777"]

    def test_writes_what_is_planned_in_the_new_language(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        self.agree(cast, now)
        ben.post(f"/people/{cast.amina.id}/send-link", data={"csrf_token": token(ben)})

        ben.submit(f"/people/{cast.amina.id}/details", follow=False, **self.fields(language="pl"))

        assert [text.locale for text in texts_to(cast.amina.id)] == ["pl"]

    def test_stops_planned_texts_when_they_take_back_their_consent(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        self.agree(cast, now)
        ben.post(f"/people/{cast.amina.id}/send-link", data={"csrf_token": token(ben)})

        ben.post(f"/people/{cast.amina.id}/consent/texts/withdraw", data={"csrf_token": token(ben)})

        consent = db.session.scalars(select(Consent).where(Consent.person_id == cast.amina.id)).one()
        assert [text.state for text in texts_to(cast.amina.id)] == [State.CANCELLED]
        assert consent.withdrawn_at is not None

    def test_welcomes_once_more_who_takes_consent_back_and_gives_it_again(self, ben: StrictClient, cast: Cast) -> None:
        fields = {"csrf_token": token(ben), "consent_how": "spoken", "consent_language": "ur"}

        ben.post(f"/people/{cast.amina.id}/consent/texts", data=fields)
        ben.post(f"/people/{cast.amina.id}/consent/texts/withdraw", data={"csrf_token": token(ben)})
        for _ in range(2):
            ben.post(f"/people/{cast.amina.id}/consent/texts", data=fields)

        welcomes = [text.state for text in texts_to(cast.amina.id) if text.template == "welcome"]
        assert sorted(welcomes) == [State.CANCELLED, State.PLANNED]

    def test_records_a_consent_given_later_and_welcomes_them(self, ben: StrictClient, cast: Cast) -> None:
        fields = {"csrf_token": token(ben), "consent_how": "written", "consent_language": "ur"}

        ben.post(f"/people/{cast.amina.id}/consent/texts", data=fields)

        consent = queries.find_consent(person_id=cast.amina.id, purpose=Purpose.TEXTS)
        assert consent is not None
        assert consent.how is ConsentHow.WRITTEN
        assert [text.template for text in texts_to(cast.amina.id)] == ["welcome", "plan_link"]

    def test_says_why_a_link_was_not_sent(self, ben: StrictClient, cast: Cast) -> None:
        ben.post(f"/people/{cast.amina.id}/send-link", data={"csrf_token": token(ben)})

        assert "they have not agreed to texts" in ben.get("/people/new").text
        assert texts_to(cast.amina.id) == []

    def test_writes_down_who_looked(self, ben: StrictClient, cast: Cast) -> None:
        ben.get(f"/people/{cast.amina.id}/details")

        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "looked_at")).one()
        assert (entry.staff_id, entry.person_id, entry.detail) == (cast.ben.id, cast.amina.id, "details")

    def agree(self, cast: Cast, now: datetime) -> None:
        record_consent(
            person_id=cast.amina.id,
            purpose=Purpose.TEXTS,
            wording="Text me.",
            how=ConsentHow.SPOKEN,
            recorded_by_id=cast.ben.id,
            now=now,
        )


def token(client: StrictClient) -> str:
    return client.get("/people/new").text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


class TestSomebodyOfAnotherTeam:
    def test_finds_no_door_to_amina(self, carys: StrictClient, cast: Cast) -> None:
        there = f"/people/{cast.amina.id}"
        data = {"csrf_token": token(carys), "consent_how": "spoken", "consent_language": "en"}

        statuses = [carys.get(f"{there}/details").status_code] + [
            carys.post(f"{there}/{door}", data=data).status_code
            for door in ("details", "consent/texts", "consent/texts/withdraw", "send-link")
        ]

        assert statuses == [404] * 5
        assert texts_to(cast.amina.id) == []

    def test_does_not_find_her_by_searching(self, carys: StrictClient) -> None:
        for words in ("Amina", "27/3/1948", "07700 900123"):
            assert "Hussain" not in carys.get("/people", query_string={"q": words}).text


class TestFindingAPerson:
    @pytest.mark.parametrize(
        "words", ["amina", "HUSSAIN amina", "huss", "27/3/1948", "1948-03-27", "07700 900123", "+447700900123"]
    )
    def test_works_by_name_birth_date_and_mobile(self, ben: StrictClient, words: str) -> None:
        page = ben.get("/people", query_string={"q": words})

        assert "Amina Hussain" in page.text

    def test_minds_no_accents_and_no_wildcards(self, ben: StrictClient, cast: Cast, now: datetime) -> None:
        make_person(
            navigator=cast.ben,
            now=now,
            given_name="Żaneta",
            family_name="Łoś",
            given_name_folded="zaneta",
            family_name_folded="los",
        )

        assert "Żaneta" in ben.get("/people?q=los+zan").text
        assert "Żaneta" not in ben.get("/people?q=%25").text

    def test_goes_page_by_page_and_asks_the_database_no_more_for_more_people(
        self, app: Flask, ben: StrictClient, cast: Cast, now: datetime
    ) -> None:
        for number in range(25):
            make_person(navigator=cast.ben, now=now, given_name="Joe", family_name=f"Rowe{number:02}", mobile=None)

        first, second = ben.get("/people?q=joe"), ben.get("/people?q=joe&page=2")

        assert "Rowe00" in first.text
        assert "Rowe24" not in first.text
        assert "Rowe24" in second.text

    @pytest.mark.parametrize("words", ["zofja", "Kowalski", "zofja kowalsky", "okowalski zosia"])
    def test_offers_whoever_is_written_much_like_it(self, ben: StrictClient, cast: Cast, now: datetime, words: str) -> None:
        known = {"given_name": "Zofia", "family_name": "O'Kowalski", "family_name_folded": "okowalski"}
        make_person(navigator=cast.ben, now=now, **known)
        make_person(navigator=cast.carys, now=now, **known | {"given_name": "Zofiya", "given_name_folded": "zofiya"})
        db.session.commit()

        page = ben.get("/people", query_string={"q": words}).text

        assert "Nobody is written exactly like that. Did you mean:" in page
        assert "Zofia O&#39;Kowalski" in page
        assert "Amina" not in page
        assert "Zofiya" not in page
        assert "/people/new?name=" in page

    def test_offers_names_that_begin_alike_among_very_many(
        self, ben: StrictClient, cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(queries, "MOST_SEARCHED", 0)
        make_person(navigator=cast.ben, now=now, given_name="Zofia", family_name="Nowak")
        db.session.commit()

        assert "Zofia Nowak" in ben.get("/people?q=zofja+novak").text

    def test_offers_to_add_whom_it_does_not_find(self, ben: StrictClient) -> None:
        page = ben.get("/people?q=Zacharias")

        assert "/people/new?name=Zacharias" in page.text


class TestAPageOfPeople:
    def test_is_behind_the_sign_in(self, client: StrictClient, cast: Cast) -> None:
        addresses = ["/people", "/people/new", f"/people/{cast.amina.id}/details"]

        assert [client.get(address).location.split("?")[0] for address in addresses] == ["/sign-in"] * 3


class TestALink:
    def test_is_kept_as_a_digest_only(self, ben: StrictClient) -> None:
        ben.submit("/people/new", follow=False, **DOROTA)

        text = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.template == "plan_link")).one()
        link = db.session.scalars(select(PersonLink)).one()
        assert link.digest not in text.values["link"]
        assert (link.expires_at - link.created_at).days == 14
        assert date(1951, 11, 5) == db.session.get_one(Person, link.person_id).birth_date
