"""From the link in a text to the plan: over HTTP, on the person's phone."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from messaging.models import OutgoingMessage
from messaging.opt_outs import stop
from navigator.db import db
from navigator.people.links import make_link
from navigator.people.models import Attempt, AuditEntry, ConsentHow, Person, Purpose, SignInCode
from navigator.people.operations import record_consent
from tests.cast import AMINA_MOBILE, Cast, make_person
from tests.strict_client import StrictClient


@pytest.fixture
def token(cast: Cast) -> str:
    """A link to Amina's plan, in a text she agreed to."""
    return give_link(cast.amina)


def give_link(person: Person, lasts: timedelta = timedelta(days=14), at: datetime | None = None) -> str:
    moment = at or datetime.now(UTC)
    record_consent(
        person_id=person.id, purpose=Purpose.TEXTS, wording="Text me.", how=ConsentHow.SPOKEN, recorded_by_id=None, now=moment
    )
    made = make_link(person_id=person.id, now=moment, lasts=lasts)
    db.session.commit()
    return made


def texts(template: str) -> list[OutgoingMessage]:
    return list(
        db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.template == template).order_by(OutgoingMessage.id))
    )


def ask_for_code(client: StrictClient, token: str) -> str:
    """Press the button, and read the code on the phone."""
    client.get("/?lang=en")
    answer = client.submit(f"/t/{token}", follow=False)
    assert (answer.status_code, answer.location) == (303, f"/t/{token}/code")
    return str(texts("sign_in_code")[-1].values["code"])


def another(code: str, than: int = 1) -> str:
    """A code that is not the one."""
    return f"{(int(code) + than) % 1_000_000:06d}"


class TestALink:
    def test_shows_where_the_code_will_go_and_nothing_else_of_hers(self, client: StrictClient, cast: Cast, token: str) -> None:
        page = client.get(f"/t/{token}?lang=en")

        assert "123" in page.text
        for hers in ("Amina", "Hussain", "900123", "Ben", "Penzance", "TR18"):
            assert hers not in page.text

    def test_opens_in_the_language_of_the_text_that_held_it(self, client: StrictClient, token: str) -> None:
        assert 'lang="ur" dir="rtl"' in client.get(f"/t/{token}").text

    def test_opens_in_the_language_chosen_on_this_phone(self, client: StrictClient, token: str) -> None:
        client.get("/plan-link?lang=pl")

        assert '<html lang="pl"' in client.get(f"/t/{token}").text

    def test_that_expired_looks_like_one_that_never_was(self, client: StrictClient, cast: Cast) -> None:
        expired = give_link(cast.amina, lasts=timedelta(days=1), at=datetime.now(UTC) - timedelta(days=2))
        client.get("/plan-link?lang=en")

        old, never = client.get(f"/t/{expired}"), client.get("/t/23456789abcd")

        assert old.status_code == never.status_code == 404
        assert old.text.replace(expired, "") == never.text.replace("23456789abcd", "")
        assert "/plan-link" in old.text

    def test_ends_when_we_no_longer_support_the_person(self, client: StrictClient, cast: Cast, token: str) -> None:
        db.session.get_one(Person, cast.amina.id).closed_at = datetime.now(UTC)

        assert client.get(f"/t/{token}").status_code == 404

    def test_cannot_be_guessed_for_long(self, client: StrictClient, token: str) -> None:
        moment = datetime.now(UTC)
        db.session.add_all([Attempt(bucket="wrong links from 127.0.0.1", happened_at=moment) for _ in range(60)])

        assert client.get("/t/23456789abcd").status_code == 429
        assert client.get(f"/t/{token}").status_code == 200

    def test_sends_a_code_at_any_hour_for_ten_minutes(self, client: StrictClient, token: str) -> None:
        ask_for_code(client, token)

        (text,) = texts("sign_in_code")
        assert (text.to_address, text.locale, text.any_hour) == (AMINA_MOBILE, "ur", True)
        assert text.expires_at is not None
        assert text.expires_at - text.created_at == timedelta(minutes=10)

    def test_sends_no_code_to_a_number_that_said_stop(self, client: StrictClient, token: str) -> None:
        stop(number=AMINA_MOBILE, how="text", now=datetime.now(UTC))

        answer = client.submit(f"/t/{token}?lang=en")

        assert answer.status_code == 409
        assert "We cannot text this phone" in answer.text
        assert texts("sign_in_code") == []

    def test_sends_five_codes_an_hour_at_most(self, client: StrictClient, token: str) -> None:
        for _ in range(5):
            ask_for_code(client, token)

        answer = client.submit(f"/t/{token}")

        assert answer.status_code == 429
        assert "There were too many tries" in answer.text
        assert len(texts("sign_in_code")) == 5


class TestACode:
    def test_opens_the_plan(self, client: StrictClient, cast: Cast, token: str) -> None:
        code = ask_for_code(client, token)

        answer = client.submit(f"/t/{token}/code", follow=False, code=f" {code[:3]} {code[3:]} ")

        with client.session_transaction() as session:
            opened = session["person_id"]
        assert (answer.status_code, answer.location) == (303, "/my")
        assert opened == str(cast.amina.id)
        assert "plan_opened" in set(db.session.scalars(select(AuditEntry.action)))

    def test_may_be_typed_in_the_digits_of_ones_own_script(self, client: StrictClient, token: str) -> None:
        code = ask_for_code(client, token)

        answer = client.submit(f"/t/{token}/code", follow=False, code="".join("۰۱۲۳۴۵۶۷۸۹"[int(digit)] for digit in code))

        assert answer.status_code == 303

    def test_that_is_wrong_may_be_tried_again(self, client: StrictClient, token: str) -> None:
        code = ask_for_code(client, token)

        wrong = client.submit(f"/t/{token}/code", code=another(code))
        right = client.submit(f"/t/{token}/code", follow=False, code=code)

        assert wrong.status_code == 422
        assert "This is not the code we sent" in wrong.text
        assert right.status_code == 303

    def test_ends_after_five_wrong_tries(self, client: StrictClient, token: str) -> None:
        code = ask_for_code(client, token)
        for than in range(1, 6):
            last = client.submit(f"/t/{token}/code", code=another(code, than))

        answer = client.submit(f"/t/{token}/code", code=code)

        assert "There were too many tries with this code" in last.text
        assert answer.status_code == 422
        assert "There were too many tries with this code" in answer.text

    def test_expires(self, client: StrictClient, token: str) -> None:
        code = ask_for_code(client, token)
        db.session.scalars(select(SignInCode)).one().expires_at = datetime.now(UTC)

        answer = client.submit(f"/t/{token}/code", code=code)

        assert answer.status_code == 422
        assert "This code does not work any more" in answer.text

    def test_works_once(self, client: StrictClient, token: str) -> None:
        code = ask_for_code(client, token)
        client.submit(f"/t/{token}/code", follow=False, code=code)
        with client.session_transaction() as session:
            session.clear()

        answer = client.submit(f"/t/{token}/code?lang=en", code=code)

        assert "This code does not work any more" in answer.text

    def test_ends_when_a_newer_one_is_sent(self, client: StrictClient, token: str) -> None:
        first = ask_for_code(client, token)
        second = ask_for_code(client, token)

        answer = client.submit(f"/t/{token}/code", code=first if first != second else another(first))

        assert "This is not the code we sent" in answer.text

    def test_is_asked_for_when_nothing_is_typed(self, client: StrictClient, token: str) -> None:
        ask_for_code(client, token)

        assert "Write the code from the text." in client.submit(f"/t/{token}/code", code=" ").text

    def test_is_not_kept_as_it_is(self, client: StrictClient, token: str) -> None:
        code = ask_for_code(client, token)

        assert code not in db.session.scalars(select(SignInCode)).one().digest

    def test_opens_the_plan_of_the_one_the_link_was_for_on_a_shared_phone(
        self, client: StrictClient, cast: Cast, now: datetime
    ) -> None:
        yusuf = make_person(navigator=cast.ben, now=now, given_name="Yusuf")
        give_link(cast.amina)
        token = give_link(yusuf)
        code = ask_for_code(client, token)

        client.submit(f"/t/{token}/code", follow=False, code=code)

        with client.session_transaction() as session:
            assert session["person_id"] == str(yusuf.id)


def _without_its_token(page: str) -> str:
    """Its form's token is another each second."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


class TestAskingForALink:
    def test_texts_one_to_a_number_we_know(self, client: StrictClient, token: str) -> None:
        answer = client.submit("/plan-link?lang=en", mobile="07700 900123")

        (text,) = texts("plan_link")
        assert "If we know this number, a text with a link is on its way" in answer.text
        assert text.to_address == AMINA_MOBILE
        assert text.values["link"].startswith("http://localhost/t/")

    def test_says_the_same_of_a_number_we_do_not_know(self, client: StrictClient, token: str) -> None:
        known = client.submit("/plan-link?lang=en", mobile="07700 900123")
        unknown = client.submit("/plan-link?lang=en", mobile="07700 900999")

        assert _without_its_token(known.text) == _without_its_token(unknown.text)
        assert len(texts("plan_link")) == 1

    def test_texts_nobody_who_did_not_agree(self, client: StrictClient, cast: Cast) -> None:
        answer = client.submit("/plan-link?lang=en", mobile="07700 900123")

        assert "If we know this number" in answer.text
        assert texts("plan_link") == []

    def test_texts_three_an_hour_at_most_and_says_the_same(self, client: StrictClient, token: str) -> None:
        answers = [client.submit("/plan-link?lang=en", mobile="07700 900123") for _ in range(5)]

        moments = db.session.scalars(select(Attempt).where(Attempt.bucket.startswith("links for"))).all()
        assert len({_without_its_token(answer.text) for answer in answers}) == 1
        assert len(moments) == 3

    def test_says_what_is_wrong_with_a_number_and_keeps_it(self, client: StrictClient, cast: Cast) -> None:
        answer = client.submit("/plan-link?lang=en", mobile="0770 09")

        assert answer.status_code == 422
        assert "This number is too short" in answer.text
        assert 'value="0770 09"' in answer.text

    def test_may_be_done_twenty_times_from_one_place(self, client: StrictClient, cast: Cast) -> None:
        moment = datetime.now(UTC)
        db.session.add_all([Attempt(bucket="asking for links from 127.0.0.1", happened_at=moment) for _ in range(20)])

        assert client.submit("/plan-link", mobile="07700 900123").status_code == 429


class TestSigningOut:
    def test_forgets_whose_plan_it_was(self, client: StrictClient, token: str) -> None:
        code = ask_for_code(client, token)
        client.submit(f"/t/{token}/code", follow=False, code=code)
        page = client.get("/plan-link")
        csrf = page.text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]

        client.post("/my-sign-out", data={"csrf_token": csrf})

        with client.session_transaction() as session:
            assert "person_id" not in session


class TestALinkWrittenOff:
    """On a home screen a page is apart from the browser in which the phone opens links."""

    @pytest.mark.parametrize("before", ["", "http://localhost/t/", "care.example/t/", " HTTPS://CARE.EXAMPLE/T/"])
    def test_opens_as_if_it_had_been_pressed(self, client: StrictClient, token: str, before: str) -> None:
        answer = client.submit("/plan-link/sent?lang=en", link=f"{before}{token} ", follow=False)

        assert (answer.status_code, answer.location) == (303, f"/t/{token}")

    def test_of_a_carer_leads_to_their_own_door(self, client: StrictClient, cast: Cast) -> None:
        answer = client.submit("/plan-link/sent?lang=en", link="http://localhost/h/23456789abcd", follow=False)

        assert answer.location == "/h/23456789abcd"

    @pytest.mark.parametrize("typed", ["", "hello", "//evil.example/t/", "http://localhost/t/23456789abc", "/t/../../abcdefgh"])
    def test_that_is_none_says_so_and_leads_nowhere(self, client: StrictClient, cast: Cast, typed: str) -> None:
        answer = client.submit("/plan-link/sent?lang=en", link=typed)

        assert answer.status_code == 422
        assert "12 letters and numbers" in answer.text or "Write the link from the text" in answer.text
