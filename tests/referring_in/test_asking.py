"""Asking for support for oneself or for somebody one cares for: a question a page, nothing lost, nothing kept too early."""

from collections.abc import Callable
from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from messaging import opt_outs
from messaging.models import OutgoingMessage
from navigator.db import db
from navigator.people.models import ContactMethod
from navigator.referring_in.models import Basis, ReferralIn, Source
from tests.cast import Cast
from tests.form_filling import standing_in
from tests.strict_client import StrictClient

Outbox = Callable[..., list[OutgoingMessage]]
WORDS = "میں اکیلی ہوں۔\nPlease ring after ten."
ANSWERS: dict[str, dict[str, str]] = {
    "you": {"referrer_name": "Joe", "referrer_role": "brother", "referrer_email": "joe@mail.example"},
    "who": {
        "given_name": "Nadia",
        "family_name": "Khan",
        "birth_date-day": "1",
        "birth_date-month": "2",
        "birth_date-year": "1950",
    },
    "reach": {"contact_method": "text", "phone": "07700 900126", "language": "ur"},
    "help": {"needs": "company", "reason": WORDS},
    "know": {"should_know": "Two dogs.", "risks": ""},
    "consent": {"agrees": "yes", "may_text": "yes"},
}


def go_on(client: StrictClient, page: str, **typed: str) -> str:
    """Answer the question that stands on `page`; the page after it."""
    form = BeautifulSoup(page, "html.parser").select_one("main form[method=post]")
    assert form is not None
    return client.post(str(form["action"]), data=standing_in(form) | typed, follow_redirects=True).get_data(as_text=True)


def ask(client: StrictClient, who: str, **differently: dict[str, str]) -> str:
    """Answer every question."""
    page = client.get(f"/refer/{who}").get_data(as_text=True)
    for question in ("you", "who", "reach", "help", "know", "consent"):
        if question == "you" and who == "me":
            continue
        page = go_on(client, page, **(differently.get(question) or ANSWERS[question]))
    return page


def the_one() -> ReferralIn:
    return db.session.scalars(select(ReferralIn)).one()


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(ReferralIn)) or 0


class TestAsking:
    def test_for_oneself_is_five_short_questions(self, client: StrictClient, cast: Cast, outbox: Outbox) -> None:
        page = ask(client, "me")

        asked = the_one()
        assert asked.reference in page
        assert (asked.source, asked.reason, asked.should_know) == (Source.SELF, WORDS, "Two dogs.")
        assert (asked.contact_method, asked.language, asked.basis) == (ContactMethod.TEXT, "ur", Basis.AGREED)
        assert "supports me" in asked.basis_words
        [text] = outbox(template="request_received")
        assert text.locale == "ur"

    def test_keeps_nothing_before_the_last_button(self, client: StrictClient, cast: Cast) -> None:
        ask(client, "me", consent={"may_text": "yes"})

        assert how_many() == 0
        with client.session_transaction() as cookie:
            assert "Nadia" not in str(dict(cookie))

    def test_goes_back_and_finds_everything(self, client: StrictClient, cast: Cast) -> None:
        page = client.get("/refer/me").get_data(as_text=True)
        page = go_on(client, page, **ANSWERS["who"])
        page = go_on(client, page, **ANSWERS["reach"])
        page = go_on(client, page, **ANSWERS["help"], then="back")
        page = go_on(client, page, then="back")

        assert 'value="Nadia"' in page
        page = go_on(client, page)
        assert "07700 900126" in page
        page = go_on(client, page)
        assert WORDS.splitlines()[0] in page

    @pytest.mark.parametrize("code", ["pl", "ur"])
    def test_is_in_the_readers_language(self, client: StrictClient, cast: Cast, code: str) -> None:
        client.get(f"/refer?lang={code}")

        ask(client, "me", reach=ANSWERS["reach"] | {"language": code})

        assert the_one().language == code
        assert "I agree" not in the_one().basis_words

    def test_with_a_landline_is_rung_and_not_texted(self, client: StrictClient, cast: Cast, outbox: Outbox) -> None:
        ask(client, "me", reach={"contact_method": "call", "phone": "01632 960555", "language": "en"}, consent={"agrees": "yes"})

        assert (the_one().phone, the_one().mobile) == ("01632 960555", None)
        assert outbox(template="request_received") == []

    def test_after_stop_is_not_texted(self, client: StrictClient, cast: Cast, outbox: Outbox, now: datetime) -> None:
        opt_outs.stop(number="+447700900126", how="text", now=now)

        ask(client, "me")

        assert how_many() == 1
        assert outbox(template="request_received") == []

    def test_cannot_be_used_to_text_a_stranger_again_and_again(self, client: StrictClient, cast: Cast, outbox: Outbox) -> None:
        for _ in range(4):
            ask(client, "me")

        assert how_many() == 4
        assert len(outbox(template="request_received")) == 2

    def test_for_somebody_else_says_whether_they_agree(self, client: StrictClient, cast: Cast, outbox: Outbox) -> None:
        ask(client, "carer", consent={"basis": "best_interest", "best_interest": "She cannot decide any more."})

        asked = the_one()
        assert (asked.source, asked.basis, asked.referrer_name) == (Source.CARER, Basis.BEST_INTEREST, "Joe")
        assert asked.basis_words == "She cannot decide any more."
        assert not asked.tells_referrer
        assert len(outbox(template="referral_in_received")) == 1

    def test_for_somebody_else_needs_a_yes_or_a_reason(self, client: StrictClient, cast: Cast) -> None:
        page = ask(client, "carer", consent={"basis": "best_interest"})

        assert "Write why it is best for them." in page
        assert how_many() == 0
