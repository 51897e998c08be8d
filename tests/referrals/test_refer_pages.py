"""Finding and referring, as Ben does it in the browser."""

import json
from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup
from sqlalchemy import func, select

from directory.models import ServiceStatus
from messaging.models import OutgoingMessage
from navigator.db import db
from navigator.people.models import AuditEntry, Consent, Purpose, Staff
from navigator.referrals.models import Referral, ReferralEvent
from navigator.steps.models import Step
from tests.cast import Cast
from tests.strict_client import StrictClient

Outbox = Callable[..., list[OutgoingMessage]]
FILLED_IN: dict[str, Any] = {
    "shared": ["name", "mobile"],
    "reason": "She would like company on Tuesdays.",
    "how": "spoken",
    "agreed": "yes",
}


def hidden_fields(page: str) -> dict[str, Any]:
    """The hidden fields of the page's own form, as a browser would send them."""
    form = BeautifulSoup(page, "html.parser").select_one("main form[method=post]")
    assert form is not None
    found: dict[str, Any] = {}
    for field in form.select("input[type=hidden]"):
        found.setdefault(str(field["name"]), []).append(str(field.get("value", "")))
    return found


def fill_in(browser: StrictClient, address: str, **differences: Any) -> Any:
    """Open the form, fill it in, and ask to see what will be sent."""
    hidden = hidden_fields(browser.get(address).get_data(as_text=True))
    return browser.post(address, data=hidden | FILLED_IN | {"then": "preview"} | differences)


def send(browser: StrictClient, address: str, preview: str) -> Any:
    return browser.post(address, data=hidden_fields(preview) | {"then": "send"})


def address_of(cast: Cast, step: Step | None = None) -> str:
    query = f"?step={step.id}" if step else ""
    return f"/people/{cast.amina.id}/refer/{cast.tea_and_talk.id}{query}"


class TestReferring:
    def test_begins_with_the_least_ticked_and_the_step_as_reason(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        page = BeautifulSoup(ben.get(address_of(cast, step)).get_data(as_text=True), "html.parser")

        ticked = {field["value"] for field in page.select("input[name=shared][checked]")}
        reason = page.select_one("textarea[name=reason]")
        assert ticked == {"name", "mobile"}
        assert reason is not None
        assert "Go to one tea afternoon" in reason.get_text()

    def test_shows_the_wording_with_the_organisations_name(self, ben: StrictClient, cast: Cast) -> None:
        page = ben.get(address_of(cast)).get_data(as_text=True)

        assert "I agree that Penwith team tells Tea &amp; Talk what is ticked here" in page

    def test_previews_exactly_what_is_then_shared(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        preview = fill_in(ben, address_of(cast, step), shared=["name", "step"]).get_data(as_text=True)
        shown = [dd.get_text(strip=True) for dd in BeautifulSoup(preview, "html.parser").select("main dd")]
        answer = send(ben, address_of(cast, step), preview)

        referral = db.session.scalars(select(Referral)).one()
        assert answer.status_code == 303
        assert shown == [*json.loads(referral.shared).values(), referral.reason]
        assert json.loads(referral.shared) == {"name": "Amina Hussain", "step": "Go to one tea afternoon"}

    def test_writes_down_the_consent_with_what_and_with_whom(self, ben: StrictClient, cast: Cast) -> None:
        send(ben, address_of(cast), fill_in(ben, address_of(cast)).get_data(as_text=True))

        consent = db.session.scalars(select(Consent).where(Consent.purpose == Purpose.REFERRAL)).one()
        assert (consent.shared_parts, consent.shared_with) == ("name,mobile", "Tea & Talk")
        assert "Tea & Talk" in consent.wording
        assert consent.recorded_by_id == cast.ben.id

    def test_begins_the_referrals_story(self, ben: StrictClient, cast: Cast) -> None:
        send(ben, address_of(cast), fill_in(ben, address_of(cast)).get_data(as_text=True))

        event = db.session.scalars(select(ReferralEvent)).one()
        audit = db.session.scalars(select(AuditEntry.action)).all()
        assert (event.from_status, event.to_status, event.who) == (None, "sent", "Ben Carter")
        assert "referred" in audit

    def test_sends_nothing_before_the_preview_was_seen(self, ben: StrictClient, cast: Cast) -> None:
        answer = fill_in(ben, address_of(cast), then="send")

        assert answer.status_code == 200
        assert db.session.scalar(select(func.count(Referral.id))) == 0

    def test_shows_the_preview_again_when_the_record_changed_since(self, ben: StrictClient, cast: Cast) -> None:
        preview = fill_in(ben, address_of(cast)).get_data(as_text=True)
        cast.amina.mobile = "+447700900999"
        db.session.commit()
        answer = send(ben, address_of(cast), preview)

        assert answer.status_code == 200
        assert "07700 900999" in answer.get_data(as_text=True)
        assert db.session.scalar(select(func.count(Referral.id))) == 0

    def test_lets_ben_change_something_and_loses_nothing(self, ben: StrictClient, cast: Cast) -> None:
        preview = fill_in(ben, address_of(cast), shared=["name"]).get_data(as_text=True)
        page = ben.post(address_of(cast), data=hidden_fields(preview) | {"then": "change"}).get_data(as_text=True)

        form = BeautifulSoup(page, "html.parser")
        assert {field["value"] for field in form.select("input[name=shared][checked]")} == {"name"}
        assert "She would like company on Tuesdays." in page

    def test_happens_once_for_a_double_click(self, ben: StrictClient, cast: Cast, outbox: Outbox) -> None:
        preview = fill_in(ben, address_of(cast)).get_data(as_text=True)
        once, again = send(ben, address_of(cast), preview), send(ben, address_of(cast), preview)

        assert once.location == again.location
        assert db.session.scalar(select(func.count(Referral.id))) == 1
        assert len(outbox(template="referral_email")) == 1

    def test_is_refused_without_agreement_and_keeps_what_was_typed(self, ben: StrictClient, cast: Cast) -> None:
        answer = fill_in(ben, address_of(cast), agreed="", how="")

        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "We can only refer somebody who has agreed." in page
        assert "She would like company on Tuesdays." in page

    def test_needs_a_name_to_share(self, ben: StrictClient, cast: Cast) -> None:
        answer = fill_in(ben, address_of(cast), shared=["mobile"])

        assert answer.status_code == 422
        assert "Share at least the name" in answer.get_data(as_text=True)

    def test_offers_the_telephone_where_there_is_no_email(self, ben: StrictClient, cast: Cast) -> None:
        cast.tea_and_talk.email = cast.tea_and_talk.organization.email = None
        db.session.commit()
        page = ben.get(address_of(cast)).get_data(as_text=True)

        assert "We have no e-mail for them" in page
        assert "agreed" not in {field.get("name") for field in BeautifulSoup(page, "html.parser").select("main input")}

    def test_is_not_possible_to_a_service_that_has_closed(self, ben: StrictClient, cast: Cast) -> None:
        cast.tea_and_talk.status = ServiceStatus.INACTIVE
        db.session.commit()
        page = ben.get(address_of(cast)).get_data(as_text=True)

        assert "It is not running now" in page

    def test_warns_of_a_referral_that_is_still_open(self, ben: StrictClient, cast: Cast, refer: Callable[..., Referral]) -> None:
        referral = refer()
        page = ben.get(address_of(cast)).get_data(as_text=True)

        assert "There is a referral already" in page
        assert f"/referrals/{referral.id}" in page

    def test_says_when_the_person_cannot_be_texted(self, ben: StrictClient, cast: Cast) -> None:
        preview = fill_in(ben, address_of(cast)).get_data(as_text=True)
        page = ben.get(send(ben, address_of(cast), preview).location).get_data(as_text=True)

        assert "they have not agreed to texts" in preview
        assert "they have not agreed to texts" in page

    def test_asks_about_a_step_of_this_person_only(self, ben: StrictClient, cast: Cast) -> None:
        assert ben.get(f"{address_of(cast)}?step=00000000-0000-0000-0000-000000000000").status_code == 404
        assert ben.get(f"{address_of(cast)}?step=nonsense").status_code == 404


class TestEmailToTheOrganisation:
    def test_says_nothing_of_the_person(self, ben: StrictClient, cast: Cast, step: Step, outbox: Outbox) -> None:
        send(ben, address_of(cast, step), fill_in(ben, address_of(cast, step)).get_data(as_text=True))

        [email] = outbox(template="referral_email")
        words = json.dumps(email.values, ensure_ascii=False)
        assert email.to_address == "hello@teaandtalk.example"
        for secret in ("Amina", "Hussain", "7700", "1948", "company", "tea afternoon"):
            assert secret not in words

    def test_carries_a_link_of_which_only_the_digest_is_kept(self, link: str) -> None:
        assert len(link.removeprefix("/reply/")) >= 32


class TestTextToThePerson:
    def test_says_that_the_group_was_asked(self, ben: StrictClient, cast: Cast, agrees_to_texts: None, outbox: Outbox) -> None:
        send(ben, address_of(cast), fill_in(ben, address_of(cast)).get_data(as_text=True))

        [text] = outbox(template="referral_sent")
        assert (text.to_address, text.locale) == (cast.amina.mobile, "ur")
        assert text.values == {"navigator_name": "Ben", "service_name": "Tea & Talk"}


class TestFinding:
    def test_fills_in_the_persons_place_language_and_step(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        page = BeautifulSoup(ben.get(f"/people/{cast.amina.id}/find?step={step.id}").get_data(as_text=True), "html.parser")

        near, words = page.select_one("input[name=near]"), page.select_one("input[name=q]")
        assert near is not None
        assert near["value"] == "TR18 2AB"
        assert words is not None
        assert words["value"] == "Go to one tea afternoon"

    def test_leads_from_a_listing_to_its_referral(self, ben: StrictClient, cast: Cast) -> None:
        page = ben.get(f"/people/{cast.amina.id}/find?q=tea").get_data(as_text=True)

        assert f"/people/{cast.amina.id}/refer/{cast.tea_and_talk.id}" in page


class TestCarys:
    def test_finds_none_of_it(
        self, signed_in: Callable[[Staff], StrictClient], cast: Cast, refer: Callable[..., Referral]
    ) -> None:
        referral = refer()
        carys = signed_in(cast.carys)

        assert carys.get(f"/people/{cast.amina.id}/find").status_code == 404
        assert carys.get(address_of(cast)).status_code == 404
        assert carys.post(address_of(cast), data={"then": "send"}).status_code in (400, 404)
        assert carys.get(f"/referrals/{referral.id}").status_code == 404
