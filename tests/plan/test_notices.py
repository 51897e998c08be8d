"""Tell me on this phone: switched on and off on the person's own plan; what then is a notification, and what is still a text."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from messaging import opt_outs, subscriptions
from messaging.models import Asks, Channel, OutgoingMessage, SimulatedText
from navigator import jobs
from navigator.db import db
from navigator.people.closing import record_lost_phone
from navigator.people.models import AuditEntry, ContactMethod
from navigator.people.texting import text_person
from navigator.times import utc_now
from tests.cast import AMINA_MOBILE, Cast
from tests.plan.conftest import Story
from tests.strict_client import StrictClient

REMINDER = {"navigator_name": "Ben", "appointment_at": "2030-11-27T10:30:00+00:00", "place": "St John's Hall"}
NEWS = {"navigator_name": "Ben", "service_name": "Tea & Talk"}


def press(browser: StrictClient, action: str) -> str:
    """Press the button of the form of /my/texts whose address ends with `action`."""
    page = BeautifulSoup(browser.get("/my/texts").get_data(as_text=True), "html.parser")
    form = next(one for one in page.find_all("form") if str(one.get("action", "")).endswith(action))
    data = {str(field["name"]): str(field.get("value", "")) for field in form.find_all("input")}
    return browser.post(str(form["action"]), data=data, follow_redirects=True).get_data(as_text=True)


def way_of(
    cast: Cast, template: str, values: dict[str, str], key: str, asks: Asks | None = None, any_hour: bool = False
) -> Channel:
    planned = text_person(
        person=cast.amina, template=template, values=values, dedupe_key=key, now=utc_now(), asks=asks, any_hour=any_hour
    )
    db.session.commit()
    assert isinstance(planned, OutgoingMessage)
    return planned.channel


class TestOnMyPlan:
    def test_is_asked_for_and_ended_with_a_button_each(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        said = press(amina, "/notices")
        told = len(subscriptions.list_live(cast.amina.id))
        ended = press(amina, "/end")

        assert "From now on we tell you on this phone" in said
        assert told == 1
        assert "We do not tell you there any more" in ended
        assert subscriptions.list_live(cast.amina.id) == []
        assert {"notices_asked_for", "notices_ended"} <= set(db.session.scalars(select(AuditEntry.action)))

    def test_is_of_nobody_elses_to_end(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        other = subscriptions.subscribe(
            recipient_id=cast.ben.id, endpoint="simulator:+447700900199", p256dh="", auth="", now=utc_now(), allows_inside=True
        )
        other_id = other.id
        db.session.commit()
        press(amina, "/notices")
        page = BeautifulSoup(amina.get("/my/texts").get_data(as_text=True), "html.parser")
        token = str(page.select("main input[name=csrf_token]")[0]["value"])

        amina.post(f"/my/texts/notices/{other_id}/end", data={"csrf_token": token})

        assert len(subscriptions.list_live(cast.ben.id)) == 1

    def test_makes_news_a_notification_and_leaves_questions_and_codes_texts(
        self, amina: StrictClient, cast: Cast, story: Story
    ) -> None:
        press(amina, "/notices")

        assert way_of(cast, "reminder", REMINDER, "a") is Channel.PUSH
        assert way_of(cast, "referral_no_room", NEWS, "b") is Channel.PUSH
        assert way_of(cast, "did_you_get_there", {"service_name": "Tea & Talk"}, "c", asks=Asks.ATTENDED) is Channel.TEXT
        assert way_of(cast, "sign_in_code", {"code": "482913"}, "d", any_hour=True) is Channel.TEXT
        assert way_of(cast, "welcome", {"first_name": "A", "navigator_name": "B", "team_name": "C"}, "e") is Channel.TEXT

    def test_gives_way_to_letters_for_whoever_likes_those_best(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        press(amina, "/notices")
        cast.amina.contact_method, cast.amina.address = ContactMethod.LETTER, "2 Chapel Street"

        assert way_of(cast, "referral_no_room", NEWS, "a") is Channel.LETTER

    def test_arrives_on_the_simulators_phone_and_says_no_more_than_it_must(
        self, amina: StrictClient, cast: Cast, story: Story
    ) -> None:
        press(amina, "/notices")
        cast.amina.language = "en"
        way_of(cast, "referral_no_room", NEWS, "a")
        noon = utc_now().replace(hour=12) + timedelta(days=1)

        deliver = jobs.make_jobs(amina.application.extensions["settings"], holder="test")[0]
        while deliver(noon):
            pass

        shown = db.session.scalars(select(SimulatedText).where(SimulatedText.phone == AMINA_MOBILE)).all()
        assert [(one.subject, one.body) for one in shown] == [("Care Navigator", "There is something new in your plan.")]
        assert "A notification on the phone" in amina.get(f"/simulator/{AMINA_MOBILE}").get_data(as_text=True)

    def test_ends_with_a_stop_to_everything(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        press(amina, "/notices")

        page = BeautifulSoup(amina.get("/my/texts").get_data(as_text=True), "html.parser")
        token = str(page.select("main input[name=csrf_token]")[0]["value"])
        amina.post(f"/my/sharing/{story.texts.id}/withdraw", data={"csrf_token": token})

        db.session.rollback()
        assert opt_outs.is_stopped(AMINA_MOBILE)
        assert subscriptions.list_live(cast.amina.id) == []

    def test_ends_with_a_stop_by_text(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        press(amina, "/notices")

        amina.submit(f"/simulator/{AMINA_MOBILE}", body="STOP")
        jobs_of = jobs.make_jobs(amina.application.extensions["settings"], holder="test")
        for job in jobs_of[1:3]:
            job(utc_now())

        db.session.rollback()
        assert subscriptions.list_live(cast.amina.id) == []

    def test_ends_with_a_lost_phone(self, amina: StrictClient, cast: Cast, story: Story) -> None:
        press(amina, "/notices")

        record_lost_phone(person=cast.amina, staff=cast.ben, now=utc_now())

        assert subscriptions.list_live(cast.amina.id) == []

    def test_is_told_to_staff_as_the_way_and_why(self, amina: StrictClient, ben: StrictClient, cast: Cast, story: Story) -> None:
        press(amina, "/notices")

        assert "because they asked for that" in ben.get(f"/people/{cast.amina.id}").get_data(as_text=True)


class TestServiceWorker:
    def test_stands_at_the_root_and_is_asked_for_anew(self, client: StrictClient) -> None:
        answer = client.get("/service-worker.js")

        assert answer.mimetype == "text/javascript"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "showNotification" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/my/texts/notices", "/my/texts/notices/01890000-0000-7000-8000-000000000001/end"])
def test_nobody_subscribes_without_their_plan_open(client: StrictClient, path: str) -> None:
    assert client.post(path).status_code in (302, 400)
