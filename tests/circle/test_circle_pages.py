"""My circle on the person's own phone, the carer's way in, and the circle as staff keep it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from messaging.models import OutgoingMessage
from navigator.circle import operations, queries
from navigator.circle.operations import Invited, Told
from navigator.db import db
from navigator.people.access import scopes_at
from navigator.people.circle_models import CircleMember, EndedBy, Scope
from navigator.people.models import Consent, ConsentHow, Purpose
from navigator.times import utc_now
from tests.cast import AMINA_MOBILE, Cast, make_person
from tests.circle.conftest import JOE_MOBILE, MakeJoe, agree_to_texts, browser_of_carer
from tests.pressing import press
from tests.signed_in import browser_of_person
from tests.strict_client import StrictClient

JOE: dict[str, Any] = {"name": "Joe Hussain", "relation": "brother", "mobile": "07700 900200", "language": "en"}


def find_joe() -> CircleMember:
    db.session.rollback()
    return db.session.scalars(select(CircleMember)).one()


def texts_to(number: str) -> list[OutgoingMessage]:
    wanted = select(OutgoingMessage).where(OutgoingMessage.to_address == number).order_by(OutgoingMessage.id)
    return list(db.session.scalars(wanted))


def token_in(text: OutgoingMessage) -> str:
    return str(text.values["link"]).rpartition("/h/")[2]


class TestInvitingSomebody:
    def test_is_done_from_my_circle(self, amina: StrictClient, cast: Cast) -> None:
        assert 'href="/my/circle"' in amina.get("/my").get_data(as_text=True)
        answer = press(amina, "/my/circle/new", on="/my/circle/new", follow=True, **JOE, scopes=["appointment", "steps"])

        assert "We have invited Joe Hussain" in answer.get_data(as_text=True)
        [invitation] = texts_to(JOE_MOBILE)
        assert invitation.template == "carer_invitation"
        assert "Amina" not in str(invitation.values)

    def test_gives_nothing_before_they_say_yes(self, amina: StrictClient, cast: Cast) -> None:
        agree_to_texts(cast)
        press(amina, "/my/circle/new", on="/my/circle/new", **JOE, scopes=["plan"])

        assert texts_to(AMINA_MOBILE) == []
        assert find_joe().confirmed_at is None

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"mobile": ""}, "Write a mobile number or an e-mail address."),
            ({"mobile": "07700 900123"}, "own number"),
            ({"mobile": "07700"}, "too short"),
            ({"name": ""}, "Write their name."),
            ({"scopes": []}, "Tick at least one thing."),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, amina: StrictClient, cast: Cast, typed: dict[str, Any], said: str
    ) -> None:
        answer = press(amina, "/my/circle/new", on="/my/circle/new", **({**JOE, "scopes": ["plan"]} | typed))

        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert said in page
        assert "brother" in page

    def test_twice_is_once(self, amina: StrictClient, cast: Cast) -> None:
        press(amina, "/my/circle/new", on="/my/circle/new", **JOE, scopes=["plan"])
        again = press(amina, "/my/circle/new", on="/my/circle/new", **JOE, scopes=["plan"])

        assert again.status_code == 422
        assert find_joe().name == "Joe Hussain"


class TestTheCarersWayIn:
    def test_leads_from_the_text_through_the_code_to_their_own_yes(
        self, app: Flask, cast: Cast, make_joe: MakeJoe, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        agree_to_texts(cast)
        joe = make_joe(Scope.APPOINTMENT, confirms=False)
        token = token_in(texts_to(JOE_MOBILE)[0])
        client = app.test_client()
        assert isinstance(client, StrictClient)
        door = client.get(f"/h/{token}").get_data(as_text=True)
        client.submit(f"/h/{token}", follow=False)
        code = next(text for text in texts_to(JOE_MOBILE) if text.template == "carer_code").values["code"]
        question = client.submit(f"/h/{token}/code", code=code).get_data(as_text=True)
        client.submit(f"/helping/{joe.id}")

        assert "Amina" not in door
        assert "Hussain" not in door
        assert "Amina Hussain" in question
        assert find_joe().confirmed_at is not None
        [told] = [text for text in texts_to(AMINA_MOBILE) if text.template == "someone_new_helps"]
        assert told.values["carer_name"] == "Joe"
        assert "carer_welcome" in [text.template for text in texts_to(JOE_MOBILE)]

    def test_opens_nothing_with_a_wrong_code(self, app: Flask, client: StrictClient, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.PLAN)
        token = token_in(texts_to(JOE_MOBILE)[0])
        client.submit(f"/h/{token}?lang=en", follow=False)
        code = next(text for text in texts_to(JOE_MOBILE) if text.template == "carer_code").values["code"]
        wrong = f"{(int(code) + 1) % 1_000_000:06d}"
        tries = [client.submit(f"/h/{token}/code", code=wrong) for _ in range(6)]

        assert "not the code we sent" in tries[0].get_data(as_text=True)
        assert "too many tries" in tries[5].get_data(as_text=True)
        assert client.submit(f"/h/{token}/code", code=code).status_code == 422
        assert client.get(f"/helping/{joe.id}").status_code == 302

    def test_ends_with_their_helping(self, client: StrictClient, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.PLAN)
        token = token_in(texts_to(JOE_MOBILE)[0])
        operations.end_member(member=joe, ended_by=EndedBy.PERSON, now=utc_now())
        db.session.commit()

        assert client.get(f"/h/{token}").status_code == 404

    def test_is_found_again_by_their_number(self, client: StrictClient, cast: Cast, make_joe: MakeJoe) -> None:
        make_joe(Scope.PLAN)
        client.submit("/plan-link", mobile="07700 900200")

        assert [text.template for text in texts_to(JOE_MOBILE)][-1] == "carer_link"

    def test_may_end_in_a_no(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.PLAN, confirms=False)
        press(browser_of_carer(app, joe), f"/helping/{joe.id}/confirm", on=f"/helping/{joe.id}", then="no")

        assert find_joe().ended_at is not None
        assert find_joe().confirmed_at is None


class TestMyCircle:
    def test_gives_and_ends_with_one_tap_each(self, amina: StrictClient, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.APPOINTMENT)
        home = f"/my/circle/{joe.id}"
        press(amina, f"{home}/steps", on=home)
        given = scopes_at(joe.id, now=utc_now())
        press(amina, f"{home}/appointment", on=home, then="end")

        assert given == {Scope.APPOINTMENT, Scope.STEPS}
        assert scopes_at(joe.id, now=utc_now()) == {Scope.STEPS}

    def test_gives_for_some_days(self, amina: StrictClient, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.APPOINTMENT)
        last = (utc_now() + timedelta(days=7)).date()
        days: dict[str, Any] = {"last-day": str(last.day), "last-month": str(last.month), "last-year": str(last.year)}
        press(amina, f"/my/circle/{joe.id}/plan", on=f"/my/circle/{joe.id}", **days)

        assert Scope.PLAN in scopes_at(joe.id, now=utc_now())
        assert Scope.PLAN not in scopes_at(joe.id, now=utc_now() + timedelta(days=9))

    def test_refuses_days_that_have_gone_by(self, amina: StrictClient, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.APPOINTMENT)
        days: dict[str, Any] = {"last-day": "1", "last-month": "2", "last-year": "2020"}
        answer = press(amina, f"/my/circle/{joe.id}/plan", on=f"/my/circle/{joe.id}", **days)

        assert answer.status_code == 422
        assert "The last day has to come after the first" in answer.get_data(as_text=True)

    def test_stands_in_the_sharing_ledger_with_every_change(self, amina: StrictClient, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.PLAN)
        before = amina.get("/my/sharing").get_data(as_text=True)
        press(amina, f"/my/circle/{joe.id}/plan", on=f"/my/circle/{joe.id}", then="end")
        after = amina.get("/my/sharing").get_data(as_text=True)

        assert "Joe Hussain" in before
        assert "See my whole plan" in before
        assert "took it back" not in before
        assert "took it back" in after

    def test_is_nobody_elses(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.PLAN)
        zofia = make_person(navigator=cast.ben, now=utc_now(), given_name="Zofia", mobile="+447700900124")
        db.session.commit()
        browser = browser_of_person(app, zofia)

        assert browser.get(f"/my/circle/{joe.id}").status_code == 404
        assert press(browser, f"/my/circle/{joe.id}/end", on="/my/circle/new").status_code == 404

    def test_shows_whom_i_help_myself(self, app: Flask, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.PLAN)
        own = make_person(navigator=cast.ben, now=utc_now(), given_name="Joe", mobile=JOE_MOBILE)
        operations.make_own_person(member=joe, person=own, staff=cast.ben, now=utc_now())
        db.session.commit()
        browser = browser_of_person(app, own)

        assert f'href="/helping/{joe.id}"' in browser.get("/my").get_data(as_text=True)
        assert browser.get(f"/helping/{joe.id}/plan").status_code == 200


class TestTheCircleWithStaff:
    def test_is_not_for_another_team(self, carys: StrictClient, cast: Cast) -> None:
        assert carys.get(f"/people/{cast.amina.id}/circle").status_code == 404

    def test_needs_the_persons_spoken_yes_in_the_words_on_the_page(self, ben: StrictClient, cast: Cast) -> None:
        address = f"/people/{cast.amina.id}/circle/new"
        without = press(ben, address, on=address, **JOE, scopes=["plan"])
        press(ben, address, on=address, **JOE, scopes=["plan"], agreed="yes")

        assert without.status_code == 422
        [consent] = db.session.scalars(select(Consent).where(Consent.purpose == Purpose.CIRCLE))
        assert (consent.how, consent.recorded_by_id, consent.shared_with) == (ConsentHow.SPOKEN, cast.ben.id, "Joe Hussain")
        assert "Joe Hussain" in consent.wording

    def test_ends_a_scope_for_safety_with_a_reason_only_staff_read(
        self, app: Flask, ben: StrictClient, amina: StrictClient, cast: Cast, make_joe: MakeJoe
    ) -> None:
        joe = make_joe(Scope.PLAN, Scope.TEAM)
        home = f"/people/{cast.amina.id}/circle"
        without = press(ben, f"{home}/{joe.id}/plan", on=home, then="safety")
        press(ben, f"{home}/{joe.id}/plan", on=home, then="safety", reason="He reads her phone")
        pages = browser_of_carer(app, joe).get(f"/helping/{joe.id}").get_data(as_text=True)
        pages += amina.get("/my/sharing").get_data(as_text=True) + amina.get(f"/my/circle/{joe.id}").get_data(as_text=True)

        assert without.status_code == 422
        assert scopes_at(joe.id, now=utc_now()) == {Scope.TEAM}
        assert "He reads her phone" in ben.get(home).get_data(as_text=True)
        assert "reads her phone" not in pages
        assert "safety" not in pages

    def test_what_ended_for_safety_is_not_given_again_from_the_persons_phone(
        self, ben: StrictClient, amina: StrictClient, cast: Cast, make_joe: MakeJoe
    ) -> None:
        joe = make_joe(Scope.PLAN)
        operations.end_scope(member=joe, scope=Scope.PLAN, ended_by=EndedBy.SAFETY, staff=cast.ben, reason="x", now=utc_now())
        operations.end_member(member=joe, ended_by=EndedBy.PERSON, now=utc_now())
        db.session.commit()

        with pytest.raises(operations.OnlyWithNavigator):
            operations.invite(
                person=cast.amina, who=Invited("J", mobile=JOE_MOBILE), scopes=[Scope.TEAM], told=Told(), now=utc_now()
            )
        db.session.rollback()
        operations.invite(
            person=cast.amina,
            who=Invited("J", mobile=JOE_MOBILE),
            scopes=[Scope.TEAM],
            told=Told(ConsentHow.SPOKEN, cast.ben),
            now=utc_now(),
        )
        assert len(queries.list_circle(cast.amina.id)) == 1

    def test_recognises_a_carer_who_has_a_plan_of_their_own(self, ben: StrictClient, cast: Cast, make_joe: MakeJoe) -> None:
        joe = make_joe(Scope.PLAN)
        own = make_person(navigator=cast.ben, now=utc_now(), given_name="Joe", mobile=JOE_MOBILE)
        other = make_person(navigator=cast.ben, now=utc_now(), given_name="Zofia", mobile="+447700900124")
        db.session.commit()
        home = f"/people/{cast.amina.id}/circle"
        press(ben, f"{home}/{joe.id}/own/{other.id}", on=home)
        not_them = find_joe().own_person_id
        press(ben, f"{home}/{joe.id}/own/{own.id}", on=home)

        assert not_them is None
        assert find_joe().own_person_id == own.id

    @pytest.mark.parametrize("language", ["en", "pl", "ur"])
    def test_stands_in_every_language(
        self, app: Flask, ben: StrictClient, amina: StrictClient, cast: Cast, make_joe: MakeJoe, language: str
    ) -> None:
        joe = make_joe(*Scope)
        pages = {
            ben: [f"/people/{cast.amina.id}/circle", f"/people/{cast.amina.id}/circle/new"],
            amina: ["/my/circle", "/my/circle/new", f"/my/circle/{joe.id}", "/my/sharing"],
            browser_of_carer(app, joe): [f"/helping/{joe.id}", f"/helping/{joe.id}/plan", f"/helping/{joe.id}/messages"],
        }
        for browser, addresses in pages.items():
            for address in addresses:
                page = browser.get(f"{address}?lang={language}").get_data(as_text=True)
                assert re.search(rf'<html lang="{language}"', page), address
