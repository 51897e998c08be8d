"""Anyone may say that something is wrong with a listing, and somebody hears of it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory.models import Service
from directory.upkeep import reports
from directory.upkeep.models import ListingEditor
from directory.upkeep.report_models import ListingReport, WhatIsWrong, WhatWasDone
from messaging.models import Channel, OutgoingMessage
from messaging.wording import texts as wording
from navigator.db import db
from navigator.people.models import Role
from navigator.upkeep import report_pages
from tests.cast import Cast, make_staff
from tests.form_filling import fill
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient


@pytest.fixture
def dee(app: Flask, cast: Cast, now: datetime) -> StrictClient:
    """A browser on which Dee, the one administrator, is signed in."""
    dee = make_staff(team=cast.ben.team, name="Dee Admin", role=Role.ADMINISTRATOR, now=now)
    db.session.commit()
    return browser_of_staff(app, dee)


def address(service: Service) -> str:
    return f"/services/{service.id}/something-wrong"


def letters() -> list[OutgoingMessage]:
    return list(db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.channel == Channel.EMAIL)))


def kept() -> list[ListingReport]:
    return list(db.session.scalars(select(ListingReport).order_by(ListingReport.reported_at)))


def report(service: Service, now: datetime, what: WhatIsWrong = WhatIsWrong.TIMES, words: str = "It is at two") -> ListingReport:
    made = reports.report(service=service, what=what, words=words, reach="joe@friend.example", now=now)
    db.session.commit()
    return made


class TestAVisitor:
    def test_finds_it_on_the_listing_and_needs_no_account(self, client: StrictClient, cast: Cast) -> None:
        assert f'href="{address(cast.tea_and_talk)}"' in client.get(f"/services/{cast.tea_and_talk.id}").get_data(as_text=True)

        answer = fill(client, address(cast.tea_and_talk), what="times", words="Tuesdays now", reach="01632 960123", follow=True)

        assert "Thank you for telling us." in answer.get_data(as_text=True)
        (report,) = kept()
        assert (report.what, report.words, report.reach) == (WhatIsWrong.TIMES, "Tuesdays now", "01632 960123")

    def test_need_only_choose(self, client: StrictClient, cast: Cast) -> None:
        fill(client, address(cast.tea_and_talk), what="closed")

        assert [(report.what, report.words, report.reach) for report in kept()] == [(WhatIsWrong.CLOSED, "", None)]

    def test_who_chooses_nothing_is_told_so_and_loses_nothing(self, client: StrictClient, cast: Cast) -> None:
        answer = fill(client, address(cast.tea_and_talk), words="Tuesdays now", reach="joe@friend.example")

        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "Choose what is wrong." in page
        assert "Tuesdays now" in page
        assert "joe@friend.example" in page
        assert kept() == []

    def test_who_means_something_else_says_what(self, client: StrictClient, cast: Cast) -> None:
        answer = fill(client, address(cast.tea_and_talk), what="other")

        assert "Write a few words about what is wrong." in answer.get_data(as_text=True)

    def test_that_is_a_machine_is_thanked_and_not_heard(self, client: StrictClient, cast: Cast) -> None:
        answer = fill(client, address(cast.tea_and_talk), what="times", website="https://pills.example")

        assert answer.status_code == 303
        assert kept() == []

    def test_who_sends_very_many_is_asked_to_wait(
        self, client: StrictClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(report_pages, "MOST_FROM_ONE", 2)
        for _ in range(2):
            fill(client, address(cast.tea_and_talk), what="times")

        answer = fill(client, address(cast.tea_and_talk), what="cost", words="It is £3")

        assert answer.status_code == 429
        assert "It is £3" in answer.get_data(as_text=True)
        assert len(kept()) == 2

    def test_of_no_listing_finds_nothing(self, client: StrictClient, cast: Cast) -> None:
        assert client.get("/services/nonsense/something-wrong").status_code == 404


class TestTheLetter:
    def test_goes_to_each_of_the_organisations_editors(self, cast: Cast, dee: StrictClient, now: datetime) -> None:
        for name, removed_at in (("Jan", None), ("Old", now)):
            db.session.add(
                ListingEditor(
                    organization_id=cast.tea_and_talk.organization_id,
                    name=name,
                    email=f"{name.lower()}@teaandtalk.example",
                    invited_at=now,
                    invited_by="Dee",
                    removed_at=removed_at,
                )
            )

        report(cast.tea_and_talk, now)

        (letter,) = letters()
        written = wording.render(letter.template, letter.values, letter.locale)
        assert letter.to_address == "jan@teaandtalk.example"
        assert "Tea & Talk" in written.subject
        assert "The days or times are wrong" in written.body
        assert "It is at two" in written.body
        assert "joe@friend.example" not in written.body

    def test_goes_to_administrators_when_there_is_no_editor(self, cast: Cast, dee: StrictClient, now: datetime) -> None:
        report(cast.tea_and_talk, now)

        assert [letter.to_address for letter in letters()] == ["dee@care.example"]
        assert "http://localhost/admin/something-wrong" in str(letters()[0].values["link"])

    def test_about_a_refuge_says_nothing_that_might_name_its_place(self, cast: Cast, dee: StrictClient, now: datetime) -> None:
        cast.tea_and_talk.name = "Women's refuge"

        report(cast.tea_and_talk, now, WhatIsWrong.PLACE, "It is at 7 Secret Street now")

        assert "Secret" not in str(letters()[0].values)


class TestTheAdministrator:
    def test_sees_the_oldest_first_and_settles_it(self, dee: StrictClient, cast: Cast, now: datetime) -> None:
        new = report(cast.tea_and_talk, now, words="The newer")
        report(cast.tea_and_talk, now - timedelta(days=1), words="The older")
        page = dee.get("/admin/something-wrong").get_data(as_text=True)
        assert page.index("The older") < page.index("The newer")

        fill(dee, "/admin/something-wrong", to=f"{new.id}/done", done="corrected", note="Asked Jan")

        (still,) = reports.list_waiting()[0]
        settled = reports.list_settled()[0]
        assert still.words == "The older"
        assert (settled.done, settled.done_by, settled.done_note) == (WhatWasDone.CORRECTED, "Dee Admin", "Asked Jan")

    def test_can_undo_that(self, dee: StrictClient, cast: Cast, now: datetime) -> None:
        wrong = report(cast.tea_and_talk, now)
        fill(dee, "/admin/something-wrong", to=f"{wrong.id}/done", done="was right")

        fill(dee, "/admin/something-wrong", to=f"{wrong.id}/again")

        assert [waiting.id for waiting in reports.list_waiting()[0]] == [wrong.id]

    def test_must_say_what_was_done_and_keeps_the_note(self, dee: StrictClient, cast: Cast, now: datetime) -> None:
        wrong = report(cast.tea_and_talk, now)

        answer = fill(dee, "/admin/something-wrong", to=f"{wrong.id}/done", note="Asked Jan")

        assert answer.status_code == 422
        assert "Choose what was done." in answer.get_data(as_text=True)
        assert "Asked Jan" in answer.get_data(as_text=True)

    def test_is_told_on_the_first_page_how_many_wait(self, dee: StrictClient, cast: Cast, now: datetime) -> None:
        report(cast.tea_and_talk, now)

        assert list(reports.list_reports_for(cast.tea_and_talk.organization_id)) == kept()
        assert "What people say is wrong" in dee.get("/admin/listings").get_data(as_text=True)
