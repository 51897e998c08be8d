"""What editors change is in the listing's history, with who changed it; what people say is wrong reaches them."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from directory.history.models import ListingChange, Origin
from directory.models import Service
from directory.room import Room
from directory.upkeep import one_tap, reports
from directory.upkeep.report_models import WhatIsWrong
from navigator.db import db
from tests.cast import Cast
from tests.directory.listings import make_service
from tests.strict_client import StrictClient


@pytest.fixture
def tea(app: Flask) -> Service:
    tea = make_service("Tea & Talk", organization="Tea & Talk")
    db.session.commit()
    return tea


def noted() -> list[tuple[Origin, str]]:
    return [
        (change.origin, change.made_by) for change in db.session.scalars(select(ListingChange).order_by(ListingChange.number))
    ]


class TestATap:
    def test_is_noted_with_who_made_it(self, tea: Service, now: datetime) -> None:
        before = one_tap.set_room(service=tea, room=Room.FULL, by_name="Jan", now=now)
        one_tap.put_room_back(service=tea, before=before, by_name="Jan", now=now)
        one_tap.confirm(service=tea, by_name="Loveday", by_email="loveday@teaandtalk.example", now=now)
        one_tap.close(service=tea, by_name="Jan", now=now)
        one_tap.open_again(service=tea, by_name="Jan", now=now)

        assert noted() == [
            (Origin.EDITOR, "Jan"),
            (Origin.EDITOR, "Jan"),
            (Origin.CONFIRMATION, "Loveday"),
            (Origin.EDITOR, "Jan"),
            (Origin.EDITOR, "Jan"),
        ]

    def test_raises_the_listings_revision_so_that_searches_know(self, tea: Service, now: datetime) -> None:
        before = tea.revision

        one_tap.set_room(service=tea, room=Room.FULL, by_name="Jan", now=now)
        db.session.refresh(tea)

        assert tea.revision > before
        assert tea.last_modified == now


class TestWhatPeopleSayIsWrong:
    def test_waits_on_the_editors_page_without_how_to_reach_the_teller(
        self, phone: StrictClient, cast: Cast, now: datetime
    ) -> None:
        tea = cast.tea_and_talk
        reports.report(service=tea, what=WhatIsWrong.TIMES, words="It is at ten now.", reach="07700 900555", now=now)
        db.session.commit()

        page = phone.get(f"/listings/{tea.id}").text

        assert "The days or times are wrong" in page
        assert "It is at ten now." in page
        assert "900555" not in page
