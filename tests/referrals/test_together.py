"""Several groups asked at once from one summary, telling without referring, and how few pages it takes."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from directory.models import Organization, Service
from messaging.models import OutgoingMessage
from navigator.db import db
from navigator.people import safety
from navigator.people.models import Consent, Purpose, Staff
from navigator.referrals import signposts
from navigator.referrals.models import Referral, ReferralStatus
from navigator.referrals.signpost_models import Signpost, Tried
from navigator.steps.models import Step
from tests.cast import Cast
from tests.referrals.test_refer_pages import hidden_fields
from tests.strict_client import StrictClient

Outbox = Callable[..., list[OutgoingMessage]]


@pytest.fixture
def shed(cast: Cast) -> Service:
    """Another group."""
    group = Organization(name="The Shed", email="hello@shed.example")
    service = Service(organization=group, name="The Shed", description="Mending things together.", revision=2)
    db.session.add_all([group, service])
    db.session.commit()
    return service


def address_of(cast: Cast, shed: Service) -> str:
    return f"/people/{cast.amina.id}/refer/{cast.tea_and_talk.id}?also={shed.id}"


def fill_in(browser: StrictClient, address: str, shed: Service, **differences: Any) -> str:
    hidden = hidden_fields(browser.get(address).text)
    filled = {
        "shared": ["name", "mobile"],
        "reason": "Company.",
        "how": "spoken",
        "agreed": "yes",
        "agreed_to": str(shed.id),
        "then": "preview",
    }
    return browser.post(address, data=hidden | filled | differences).text


class TestTwoAtOnce:
    def test_each_get_an_email_and_a_consent_of_their_own(
        self, ben: StrictClient, cast: Cast, shed: Service, outbox: Outbox
    ) -> None:
        address = address_of(cast, shed)
        ben.post(address, data=hidden_fields(fill_in(ben, address, shed)) | {"then": "send"})

        referrals = db.session.scalars(select(Referral)).all()
        consents = db.session.scalars(select(Consent).where(Consent.purpose == Purpose.REFERRAL)).all()
        assert {referral.service_name for referral in referrals} == {"Tea & Talk", "The Shed"}
        assert len({referral.together_id for referral in referrals}) == 1
        assert {consent.shared_with for consent in consents} == {"Tea & Talk", "The Shed"}
        assert all(consent.shared_with in consent.wording for consent in consents)
        assert {email.to_address for email in outbox(template="referral_email")} == {
            "hello@teaandtalk.example",
            "hello@shed.example",
        }

    def test_are_previewed_each_as_it_will_see_it(self, ben: StrictClient, cast: Cast, shed: Service) -> None:
        page = BeautifulSoup(fill_in(ben, address_of(cast, shed), shed), "html.parser")

        assert [heading.get_text() for heading in page.select("main h2")] == ["Tea & Talk", "The Shed"]
        assert len(page.select("main dl")) == 2

    def test_need_a_yes_for_each(self, ben: StrictClient, cast: Cast, shed: Service) -> None:
        page = fill_in(ben, address_of(cast, shed), shed, agreed_to="")

        assert "Tick the box of each group when they have agreed" in page
        assert db.session.scalar(select(func.count(Referral.id))) == 0

    def test_sent_twice_are_asked_once(self, ben: StrictClient, cast: Cast, shed: Service, outbox: Outbox) -> None:
        address = address_of(cast, shed)
        preview = hidden_fields(fill_in(ben, address, shed)) | {"then": "send"}
        ben.post(address, data=preview)
        ben.post(address, data=preview)

        assert db.session.scalar(select(func.count(Referral.id))) == 2
        assert len(outbox(template="referral_email")) == 2

    def test_are_chosen_one_after_the_other(self, ben: StrictClient, cast: Cast, shed: Service) -> None:
        page = ben.get(f"/people/{cast.amina.id}/find?chosen={cast.tea_and_talk.id},{shed.id}").text

        assert "Chosen so far:" in page
        assert f"/refer/{cast.tea_and_talk.id}?also={shed.id}" in page


class TestSafety:
    def test_prohibited_on_the_form_shares_no_number_and_texts_nobody(
        self, ben: StrictClient, cast: Cast, shed: Service, outbox: Outbox, agrees_to_texts: None
    ) -> None:
        address = address_of(cast, shed)
        preview = fill_in(ben, address, shed, prohibited="yes")
        ben.post(address, data=hidden_fields(preview) | {"then": "send"})

        referrals = db.session.scalars(select(Referral)).all()
        assert "900123" not in preview
        assert "Please do not contact them: answer us" in preview
        assert [referral.shared_parts for referral in referrals] == [["name"], ["name"]]
        assert outbox(recipient_id=cast.amina.id) == []

    def test_words_on_safe_contact_always_go_along(self, ben: StrictClient, cast: Cast, shed: Service, now: datetime) -> None:
        safety.set_safe_contact(person=cast.amina, prohibited=False, words="Never leave a message.", staff=cast.ben, now=now)
        db.session.commit()

        assert "Never leave a message." in fill_in(ben, address_of(cast, shed), shed, shared=["name"])

    def test_said_later_tells_a_group_that_knows(
        self, ben: StrictClient, cast: Cast, refer: Callable[..., Referral], outbox: Outbox
    ) -> None:
        refer()
        for email in outbox(template="referral_email"):
            email.state = email.state.SENT
        db.session.commit()
        ben.submit(f"/people/{cast.amina.id}/safe-contact", prohibited="yes", words="")

        [email] = outbox(template="referral_ended")
        assert email.values["why"] == "do_not_contact"


class TestOnlyTelling:
    def test_is_written_down_in_a_tap_and_asked_after(
        self, ben: StrictClient, cast: Cast, agrees_to_texts: None, outbox: Outbox, now: datetime
    ) -> None:
        page = ben.get(f"/people/{cast.amina.id}/refer/{cast.tea_and_talk.id}").text
        form = BeautifulSoup(page, "html.parser").select_one("form[action*='/signpost/']")
        assert form is not None
        data = {str(box["name"]): str(box["value"]) for box in form.select("input")}
        for _ in range(2):
            ben.post(str(form["action"]), data=data)

        told = db.session.scalars(select(Signpost)).one()
        [question] = outbox(template="did_you_try")
        assert (question.asks, question.about_id, question.not_before) == ("tried", told.id, now + timedelta(days=7))
        assert outbox(recipient_id=None) == []
        assert "Tea &amp; Talk" in ben.get(f"/people/{cast.amina.id}").text

    def test_keeps_what_they_answer(self, cast: Cast, now: datetime) -> None:
        told = signposts.signpost(
            person=cast.amina, service=cast.tea_and_talk, staff=cast.ben, step=None, idempotency_key="once", now=now
        )
        signposts.hear(signpost=told, tried=Tried.TRIED, now=now)

        assert signposts.list_of(cast.amina.id)[0].tried is Tried.TRIED
        assert signposts.count_for_service(cast.tea_and_talk.id, days=30, now=now) == 1


class TestTheWalk:
    def test_from_the_desk_to_a_sent_referral_is_at_most_five_pages(
        self, ben: StrictClient, cast: Cast, step: Step, shed: Service
    ) -> None:
        loads = 0

        def load(address: str) -> BeautifulSoup:
            nonlocal loads
            loads += 1
            return BeautifulSoup(ben.get(address, follow_redirects=True).text, "html.parser")

        def follow(page: BeautifulSoup, pattern: str) -> str:
            link = page.find("a", href=re.compile(pattern))
            assert link is not None, pattern
            return str(link["href"])  # type: ignore[index]  # it is a Tag

        desk = BeautifulSoup(ben.get("/desk").text, "html.parser")
        search = desk.select_one("main form[role=search]")
        assert search is not None
        person = load(f"{search['action']}?q=amina+hussain")  # the one it finds is opened at once
        found = load(follow(person, "/find") + "?q=tea")
        address = follow(found, f"/refer/{cast.tea_and_talk.id}")
        form = load(address)
        filled = {"shared": ["name"], "reason": "Company.", "how": "spoken", "agreed": "yes", "then": "preview"}
        preview = ben.post(address, data=hidden_fields(str(form)) | filled)
        loads += 1
        sent = ben.post(address, data=hidden_fields(preview.text) | {"then": "send"}, follow_redirects=True)
        loads += 1

        assert sent.status_code == 200
        assert db.session.scalars(select(Referral.status)).one() is ReferralStatus.SENT
        assert loads <= 5


class TestTheApi:
    def test_refers_to_several_once_however_often_it_is_called(
        self, client: StrictClient, cast: Cast, shed: Service, as_staff: Callable[[Staff], dict[str, str]]
    ) -> None:
        body = {
            "person_id": str(cast.amina.id),
            "receivers": [{"service_id": str(each.id), "wording": "I agree."} for each in (cast.tea_and_talk, shed)],
            "shared_parts": ["name"],
            "reason": "Company.",
            "how": "spoken",
            "idempotency_key": "a call to repeat",
        }
        headers = as_staff(cast.ben)
        once, again = (client.post("/api/v1/referrals/together", json=body, headers=headers) for _ in range(2))

        assert once.status_code == 201
        assert [each["id"] for each in once.get_json()] == [each["id"] for each in again.get_json()]
        assert {each["task_status"] for each in once.get_json()} == {"requested"}
        assert {each["state"] for each in once.get_json()} == {"sent"}
