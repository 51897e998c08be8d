"""An editor ticks whom a listing is made for; the search narrows down by it, and the open feed says it."""

from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from directory.models import Service
from directory.publishing import gate
from directory.upkeep import editors
from navigator.db import db
from navigator.times import utc_now
from tests.cast import Cast
from tests.form_filling import fill, standing_in
from tests.strict_client import StrictClient


@pytest.fixture
def tea(cast: Cast, now: datetime) -> Service:
    """Tea & Talk is trusted: what Jan sends is live at once."""
    editors.set_trust(organization_id=cast.tea_and_talk.organization_id, is_trusted=True, decided_by="Ada Penrose", now=now)
    cast.tea_and_talk.eligibility_description = "Carers and those they look after."
    db.session.commit()
    return cast.tea_and_talk


def say(phone: StrictClient, tea: Service, *ticks: str, then: str = "next") -> str:
    """Jan ticks these, and no others; the answer to "Save and go on"."""
    address = f"/listings/{tea.id}/questions/circumstances"
    form = BeautifulSoup(phone.get(address).text, "html.parser").select_one("main form[data-autosave]")
    assert form is not None
    data = {name: value for name, value in standing_in(form).items() if name != "made_for"}
    answer = phone.post(address, data={**data, "made_for": list(ticks), "then": then})
    return answer.text if answer.status_code == 422 else str(answer.location)


def ticked_on(phone: StrictClient, tea: Service) -> list[str]:
    page = BeautifulSoup(phone.get(f"/listings/{tea.id}/questions/circumstances").text, "html.parser")
    return [str(box["value"]) for box in page.select("input[name=made_for][checked]")]


def is_found_for(phone: StrictClient, who: str) -> bool:
    return "Tea &amp; Talk" in phone.get(f"/services?q=tea&circumstance={who}").text


class TestWhomItIsMadeFor:
    def test_is_offered_as_its_words_say_it_already(self, phone: StrictClient, tea: Service) -> None:
        assert ticked_on(phone, tea) == ["carers"]

    def test_is_what_the_search_narrows_down_by_and_the_page_says(self, phone: StrictClient, tea: Service) -> None:
        assert say(phone, tea, "veterans", "dementia").endswith("/questions/joining")
        fill(phone, f"/listings/{tea.id}/review", to="/send")

        assert is_found_for(phone, "veterans")
        assert is_found_for(phone, "dementia")
        assert not is_found_for(phone, "carers")  # it was unticked, whatever the words say
        assert "Made for: People with dementia, Veterans" in phone.get(f"/services/{tea.id}").text
        assert ticked_on(phone, tea) == ["dementia", "veterans"]

    def test_is_no_kind_of_help(self, phone: StrictClient, tea: Service) -> None:
        say(phone, tea, "veterans")
        fill(phone, f"/listings/{tea.id}/review", to="/send")

        assert phone.get("/api/v1/services?kind=for-veterans").get_json()["total_items"] == 0

    def test_goes_out_in_the_open_feed(self, app: Flask, phone: StrictClient, tea: Service) -> None:
        say(phone, tea, "veterans")
        fill(phone, f"/listings/{tea.id}/review", to="/send")
        while gate.look_at_some(now=utc_now()):
            pass

        said = phone.get(f"/open-referral/services/{tea.id}").get_json()["attributes"]

        assert [(one["link_type"], one["taxonomy_term"]["name"]) for one in said if one["link_type"] == "eligibility"] == [
            ("eligibility", "Veterans")
        ]
        assert {one["taxonomy_term"]["taxonomy"] for one in said if one["link_type"] == "eligibility"} == {"Circumstances"}

    def test_can_be_nobody_in_particular_whatever_the_words_seem_to_say(self, phone: StrictClient, tea: Service) -> None:
        say(phone, tea)
        fill(phone, f"/listings/{tea.id}/review", to="/send")

        assert ticked_on(phone, tea) == ["anybody"]
        assert not is_found_for(phone, "carers")

    def test_is_not_anybody_and_somebody_at_once(self, phone: StrictClient, tea: Service) -> None:
        told = say(phone, tea, "anybody", "veterans")

        assert "Which is right?" in told
        assert ticked_on(phone, tea) == ["veterans", "anybody"]  # nothing that was ticked is lost

    def test_is_taken_away_again_tick_by_tick(self, phone: StrictClient, tea: Service) -> None:
        for ticks in (("veterans", "men"), ("men",)):
            say(phone, tea, *ticks)
            fill(phone, f"/listings/{tea.id}/review", to="/send")

        assert not is_found_for(phone, "veterans")
        assert is_found_for(phone, "men")
