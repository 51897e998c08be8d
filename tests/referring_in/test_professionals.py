"""A nurse refers somebody in a minute: by the surgery's link, or by a code; what she typed is kept, and said once."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from messaging.models import OutgoingMessage
from navigator.db import db
from navigator.people import closing
from navigator.people.models import Role, WhyClosed
from navigator.referring_in.models import ReferralIn, ReferrerLink, Source
from tests.cast import Cast
from tests.form_filling import filled_in
from tests.pressing import press
from tests.strict_client import StrictClient

Outbox = Callable[..., list[OutgoingMessage]]
ZOFIA: dict[str, Any] = {
    "given_name": "Zofia",
    "family_name": "Nowak",
    "birth_date-day": "2",
    "birth_date-month": "11",
    "birth_date-year": "1961",
    "phone": "07700 900124",
    "language": "pl",
    "gp_name": "Harbour Surgery",
    "gp_code": "A81001",
    "needs": ["company", "home"],
    "reason": "Alone since the operation; <b>afraid</b> of the stairs.",
    "risk": "none",
    "basis": "agreed",
    "person_knows": "We talked about it today.",
    "may_text": "yes",
    "tells_referrer": "yes",
    "referrer_name": "Sue Hart",
    "referrer_role": "District nurse",
    "referrer_organization": "Harbour Surgery",
    "referrer_email": "sue@surgery.example",
}


def the_one() -> ReferralIn:
    return db.session.scalars(select(ReferralIn)).one()


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(ReferralIn)) or 0


class TestProfessional:
    def test_refers_by_the_surgerys_link(self, client: StrictClient, link: str, cast: Cast) -> None:
        answer = client.post(link, data=filled_in(client, link) | ZOFIA, follow_redirects=True)

        referral = the_one()
        assert referral.reference in answer.get_data(as_text=True)
        assert (referral.source, referral.team_id) == (Source.LINK, cast.ben.team_id)
        assert (referral.mobile, referral.needs, referral.no_risks) == ("+447700900124", "company,home", True)
        assert referral.reason == ZOFIA["reason"]
        assert len(referral.reference) == 10

    def test_sends_one_form_twice_and_refers_once(self, client: StrictClient, link: str, cast: Cast, outbox: Outbox) -> None:
        form = filled_in(client, link) | ZOFIA

        first, second = client.post(link, data=form), client.post(link, data=form)

        assert (first.status_code, second.status_code) == (303, 303)
        assert how_many() == 1
        assert len(outbox(template="referral_in_received")) == 1
        assert len(outbox(template="request_received")) == 1

    def test_is_asked_for_what_the_national_record_demands_and_loses_nothing(
        self, client: StrictClient, link: str, cast: Cast
    ) -> None:
        form = filled_in(client, link) | {
            "reason": "Fell twice.",
            "from_hospital": "yes",
            "basis": "best_interest",
            "risk": "some",
        }

        page = client.post(link, data=form)

        said = page.get_data(as_text=True)
        assert page.status_code == 422
        assert how_many() == 0
        for asked in ("Write your name.", "name of the GP practice", "why it is best for them", "what the risks are"):
            assert asked in said
        assert "Write the day they come or came home." in said
        assert "Fell twice." in said
        assert 'name="from_hospital" type="checkbox" value="yes" checked' in said

    def test_must_say_whether_there_are_risks(self, client: StrictClient, link: str, cast: Cast) -> None:
        form = {name: value for name, value in (filled_in(client, link) | ZOFIA).items() if name != "risk"}

        page = client.post(link, data=form)

        assert "even if you know of none" in page.get_data(as_text=True)
        assert how_many() == 0

    def test_finds_their_own_details_next_time_and_not_the_persons(self, client: StrictClient, link: str, cast: Cast) -> None:
        client.post(link, data=filled_in(client, link) | ZOFIA)

        page = client.get(link).get_data(as_text=True)

        assert "District nurse" in page
        assert "Zofia" not in page

    def test_hears_by_an_email_that_names_nobody(self, client: StrictClient, link: str, cast: Cast, outbox: Outbox) -> None:
        client.post(link, data=filled_in(client, link) | ZOFIA)

        [email] = outbox(template="referral_in_received")
        [text] = outbox(template="request_received")

        said = " ".join(map(str, email.values.values())) + " ".join(map(str, text.values.values()))
        assert (email.to_address, text.to_address) == ("sue@surgery.example", "+447700900124")
        assert text.locale == "pl"
        assert "Zofia" not in said
        assert "Nowak" not in said

    def test_cannot_have_somebody_texted_who_did_not_agree(
        self, client: StrictClient, link: str, cast: Cast, outbox: Outbox
    ) -> None:
        form = {name: value for name, value in (filled_in(client, link) | ZOFIA).items() if name != "may_text"}

        client.post(link, data=form)

        assert how_many() == 1
        assert outbox(template="request_received") == []

    def test_cannot_have_somebody_texted_who_asked_us_not_to_be_in_touch(
        self, client: StrictClient, link: str, cast: Cast, outbox: Outbox, now: Any
    ) -> None:
        closing.close_person(person=cast.amina, reason="", why=WhyClosed.DO_NOT_CONTACT, staff=cast.ben, now=now)

        client.post(link, data=filled_in(client, link) | ZOFIA | {"phone": "07700 900123"})

        assert how_many() == 1
        assert outbox(template="request_received") == []

    def test_is_refused_by_a_revoked_link(self, client: StrictClient, link: str, cast: Cast, now: Any) -> None:
        form = filled_in(client, link) | ZOFIA
        db.session.scalars(select(ReferrerLink)).one().revoked_at = now

        assert client.get(link).status_code == 404
        assert client.post(link, data=form).status_code == 404
        assert how_many() == 0

    def test_who_is_a_program_fills_in_every_box_and_is_refused(self, client: StrictClient, link: str, cast: Cast) -> None:
        page = client.post(link, data=filled_in(client, link) | ZOFIA | {"leave_empty": "http://pills.example"})

        assert page.status_code == 422
        assert how_many() == 0

    def test_is_throttled_and_keeps_what_was_typed(self, client: StrictClient, link: str, cast: Cast) -> None:
        for _ in range(60):
            client.reads_strictly = False
            client.post(link, data=filled_in(client, link) | ZOFIA)
        client.reads_strictly = True

        page = client.post(link, data=filled_in(client, link) | ZOFIA | {"given_name": "Wiktoria"})

        assert page.status_code == 429
        assert "Wiktoria" in page.get_data(as_text=True)


class TestCode:
    def ask(self, client: StrictClient, outbox: Outbox, email: str = "sue@surgery.example") -> str:
        client.submit("/refer/professional", email=email)
        return str(outbox(template="referrer_code")[-1].values["code"])

    def test_opens_the_page_for_this_browser(self, client: StrictClient, cast: Cast, outbox: Outbox) -> None:
        code = self.ask(client, outbox)
        client.submit("/refer/professional/code", code=f"{code[:3]} {code[3:]}")
        page = "/refer/professional/form"

        client.post(page, data=filled_in(client, page) | ZOFIA | {"referrer_email": "somebody@else.example"})

        assert (the_one().source, the_one().referrer_email) == (Source.EMAIL, "sue@surgery.example")

    def test_is_over_after_five_wrong_tries(self, client: StrictClient, cast: Cast, outbox: Outbox) -> None:
        code = self.ask(client, outbox)
        wrong = "000000" if code != "000000" else "111111"
        for _ in range(5):
            client.submit("/refer/professional/code", code=wrong)

        page = client.submit("/refer/professional/code", code=code)

        assert "ask for a new one" in page.get_data(as_text=True)
        assert client.get("/refer/professional/form").status_code == 302

    def test_is_needed(self, client: StrictClient, cast: Cast) -> None:
        answer = press(client, "/refer/professional/form", on="/refer/professional", **ZOFIA)

        assert answer.status_code == 303
        assert how_many() == 0

    def test_goes_a_few_times_a_day_to_one_address(self, client: StrictClient, cast: Cast, outbox: Outbox) -> None:
        for _ in range(7):
            client.submit("/refer/professional", email="sue@surgery.example")

        assert len(outbox(template="referrer_code")) == 6


class TestAdministrator:
    def test_makes_and_revokes_a_link(self, client: StrictClient, cast: Cast, staff: Callable[[str, Role], StrictClient]) -> None:
        asha = staff("Asha Lloyd", Role.ADMINISTRATOR)

        page = asha.submit("/admin/referrers", organization_name="Ward 4", team=str(cast.ben.team_id)).get_data(as_text=True)
        address = page.split("http://localhost")[1].split()[0]
        opened = client.get(address)
        made = db.session.scalars(select(ReferrerLink)).one()
        press(asha, f"/admin/referrers/{made.id}/revoke", on="/admin/referrers")

        assert opened.status_code == 200
        assert client.get(address).status_code == 404
