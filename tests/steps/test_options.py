"""What could help, in order; and one press that makes a step of it."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory.models import Service
from directory.queries import has_secret_place
from navigator.conversations import operations as conversations
from navigator.db import db
from navigator.steps.ideas import by_oneself
from navigator.steps.models import Goal, Step
from tests.cast import Cast
from tests.pressing import press
from tests.seed import bring_in_the_listings
from tests.strict_client import StrictClient
from translations.locales import words

HEADS = (
    "What I can do myself",
    "Family and carers",
    "Groups and people nearby",
    "By telephone and online",
    "other public services",
)


@pytest.fixture
def listings(app: Flask, cast: Cast, tmp_path: Path) -> None:
    """The demonstration's listings."""
    bring_in_the_listings(app, tmp_path)


@pytest.fixture
def needs(cast: Cast, now: datetime) -> None:
    """Ben and Amina found that she would like company, and that money is short."""
    kept = conversations.open_conversation(person_id=cast.amina.id, staff_id=cast.ben.id, now=now)
    conversations.record_needs(conversation=kept, codes=["company", "money"], seen=[], now=now)
    conversations.save_conversation(conversation=kept, answers={"who_helps": "Joe, on most days"}, now=now)
    db.session.commit()


def newest(cast: Cast) -> Step:
    db.session.rollback()
    return db.session.scalars(select(Step).where(Step.person_id == cast.amina.id).order_by(Step.created_at.desc())).all()[0]


class TestOptions:
    @pytest.mark.usefixtures("listings", "needs")
    def test_stand_in_order_with_why_they_are_shown(self, ben: StrictClient, cast: Cast) -> None:
        page = ben.get(f"/people/{cast.amina.id}/options").get_data(as_text=True)

        places = [page.index(head) for head in HEADS]
        nearby = page[places[2] : places[3]]
        assert places == sorted(places)
        assert "Joe, on most days" in page[places[1] : places[2]]
        assert nearby.count("app-result__name") >= 2
        assert "Why it is shown:" in nearby
        assert "/refer/" in nearby or "/refer" in nearby

    @pytest.mark.usefixtures("listings", "needs")
    def test_are_for_one_need_at_a_time(self, ben: StrictClient, cast: Cast) -> None:
        page = ben.get(f"/people/{cast.amina.id}/options?need=money").get_data(as_text=True)

        assert by_oneself("money", words("en"))[0] in page
        assert by_oneself("company", words("en"))[0] not in page
        assert "need=company" in page

    def test_without_needs_say_where_they_come_from(self, ben: StrictClient, cast: Cast) -> None:
        page = ben.get(f"/people/{cast.amina.id}/options").get_data(as_text=True)

        assert "No needs are written down yet." in page

    @pytest.mark.usefixtures("listings", "needs")
    @pytest.mark.parametrize("language", ["en", "pl", "ur"])
    def test_stand_in_every_language(self, ben: StrictClient, cast: Cast, goal: Goal, language: str) -> None:
        assert ben.get(f"/people/{cast.amina.id}/options?lang={language}").status_code == 200

    def test_are_hidden_from_another_team(self, carys: StrictClient, cast: Cast, goal: Goal) -> None:
        address = f"/people/{cast.amina.id}/options"
        data: dict[str, Any] = {"need": "company", "kind": "myself", "which": "1", "goal": str(goal.id)}

        assert carys.get(address).status_code == 404
        assert press(carys, f"{address}/step", on="/desk", **data).status_code == 404


class TestOnePress:
    def choose(self, ben: StrictClient, cast: Cast, goal: Goal, **what: str) -> int:
        address = f"/people/{cast.amina.id}"
        data: dict[str, Any] = {"need": "company", "goal": str(goal.id), **what}
        return press(ben, f"{address}/options/step", on=address, **data).status_code

    def test_makes_an_idea_a_step_in_her_language(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        assert self.choose(ben, cast, goal, kind="myself", which="1") == 303

        assert newest(cast).what == by_oneself("company", words("ur"))[0]
        assert newest(cast).confidence is None

    def test_makes_a_listing_a_step_that_leads_to_it(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        self.choose(ben, cast, goal, kind="listing", which=str(cast.tea_and_talk.id))

        step = newest(cast)
        page = ben.get(f"/people/{cast.amina.id}/steps/{step.id}").get_data(as_text=True)
        assert (step.service_id, step.service_name) == (cast.tea_and_talk.id, "Tea & Talk")
        assert f"/services/{cast.tea_and_talk.id}" in page

    def test_makes_a_page_to_read_a_step(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        self.choose(ben, cast, goal, kind="page", which="company")

        assert newest(cast).topic == "company"

    def test_pressed_twice_makes_one(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        for _ in range(2):
            self.choose(ben, cast, goal, kind="family", which="1")

        assert len(db.session.scalars(select(Step).where(Step.person_id == cast.amina.id)).all()) == 1

    @pytest.mark.parametrize(("kind", "which"), [("myself", "99"), ("page", "nothing"), ("listing", "nothing"), ("family", "x")])
    def test_makes_nothing_of_nothing(self, ben: StrictClient, cast: Cast, goal: Goal, kind: str, which: str) -> None:
        assert self.choose(ben, cast, goal, kind=kind, which=which) == 404

    @pytest.mark.usefixtures("listings")
    def test_never_writes_a_refuge_into_a_plan(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        refuges = [service for service in db.session.scalars(select(Service)) if has_secret_place(service)]

        assert refuges
        assert self.choose(ben, cast, goal, kind="listing", which=str(refuges[0].id)) == 404
