"""An administrator rewords a message: what may be said, how it would look, what people then receive, and the way back."""

from datetime import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from messaging.wording import texts
from messaging.wording.names import NAMES, REWORDED
from navigator.db import db
from navigator.messages.commands import wording
from navigator.people.models import Role
from tests.cast import Cast, make_staff
from tests.form_filling import fill
from tests.signed_in import browser_of_staff
from tests.strict_client import StrictClient

ADDRESS = "/admin/wording"
STOPPED = f"{ADDRESS}/stopped/en"


@pytest.fixture
def dee(app: Flask, cast: Cast, now: datetime) -> StrictClient:
    """A browser on which Dee, an administrator, is signed in."""
    dee = make_staff(team=cast.ben.team, name="Dee Admin", role=Role.ADMINISTRATOR, now=now)
    db.session.commit()
    return browser_of_staff(app, dee)


def boxes(page: str) -> list[str]:
    """The names of the boxes to write in."""
    return [str(box["name"]) for box in BeautifulSoup(page, "html.parser").select("main textarea")]


def typed(dee: StrictClient, words: str, *, address: str = STOPPED, number: int = 0) -> dict[str, Any]:
    """These words in the box of this number."""
    return {boxes(dee.get(address).get_data(as_text=True))[number]: words}


class TestTheList:
    def test_is_reached_from_where_administrators_begin(self, dee: StrictClient) -> None:
        assert f'href="{ADDRESS}"' in dee.get("/admin/listings").get_data(as_text=True)

    @pytest.mark.parametrize("language", ["en", "pl", "ur"])
    def test_shows_every_message_in_a_language(self, dee: StrictClient, language: str) -> None:
        page = BeautifulSoup(dee.get(f"{ADDRESS}?language={language}").get_data(as_text=True), "html.parser")

        shown = {str(link["href"]).removesuffix(f"/{language}") for link in page.select("h3 a")}
        assert shown == {f"{ADDRESS}/{name}" for name in REWORDED}
        stopped = page.select_one("[aria-labelledby=of-stopped]")
        assert stopped
        assert texts.compose("stopped", {}, language).body in stopped.get_text()
        assert f"{2 if language == 'en' else 3} segments" in stopped.get_text()

    def test_names_every_message_but_what_staff_write_by_hand(self) -> None:
        assert set(texts.TEMPLATES) - set(REWORDED) == {"written_by_staff"}
        assert set(NAMES) == set(texts.TEMPLATES)

    def test_is_for_administrators(self, app: Flask, cast: Cast) -> None:
        assert browser_of_staff(app, cast.ben).get(ADDRESS).status_code == 403

    @pytest.mark.parametrize("address", [f"{ADDRESS}?language=xx", f"{ADDRESS}/nothing/en", f"{ADDRESS}/stopped/xx"])
    def test_knows_no_others(self, dee: StrictClient, address: str) -> None:
        assert dee.get(address).status_code == 404


class TestRewording:
    WORDS = "No more texts from us. To have them again, reply START. In danger ring 999, for medical help ring 111."

    def test_shows_first_how_it_would_look_and_saves_nothing(self, dee: StrictClient) -> None:
        before = texts.render("stopped", {}, "en")

        page = fill(dee, STOPPED, to="stopped/en", then="try", **typed(dee, self.WORDS)).get_data(as_text=True)

        assert "Nothing is saved yet." in page
        assert f">{self.WORDS}</p>" in page
        assert "1 segment" in page
        assert texts.render("stopped", {}, "en") == before

    def test_is_what_people_receive_from_then_on(self, dee: StrictClient) -> None:
        page = fill(dee, STOPPED, to="stopped/en", follow=True, **typed(dee, self.WORDS)).get_data(as_text=True)

        assert "Saved." in page
        assert "Dee Admin" in page
        assert texts.render("stopped", {}, "en").body == self.WORDS
        assert "Your words" in dee.get(ADDRESS).get_data(as_text=True)

    @pytest.mark.parametrize(
        ("words", "complaint"),
        [
            ("", "Write something here."),
            ("To get texts again, reply START.", "999 is missing."),
            (WORDS + " Yours, {navigator_name}", "We do not know what to put for {navigator_name} here."),
        ],
    )
    def test_that_would_harm_is_refused_and_kept_in_the_box(self, dee: StrictClient, words: str, complaint: str) -> None:
        before = texts.render("stopped", {}, "en")

        answer = fill(dee, STOPPED, to="stopped/en", **typed(dee, words))

        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert complaint in BeautifulSoup(page, "html.parser").get_text()
        assert [kept.get_text().strip() for kept in BeautifulSoup(page, "html.parser").select("main textarea")] == [words]
        assert texts.render("stopped", {}, "en") == before

    def test_of_one_part_leaves_the_others(self, dee: StrictClient) -> None:
        address = f"{ADDRESS}/reminder/en"
        values = {"navigator_name": "Ben", "appointment_at": "2026-11-24T10:30:00+00:00", "place": "the hall", "ask_for": "Jo"}

        fill(dee, address, to="reminder/en", **typed(dee, "There, {ask_for} is waiting for you.", address=address, number=1))

        assert "There, Jo is waiting for you. If you cannot come" in texts.render("reminder", values, "en").body

    def test_warns_of_a_long_text(self, dee: StrictClient) -> None:
        long = self.WORDS + " Take care." * 40

        page = fill(dee, STOPPED, to="stopped/en", then="try", **typed(dee, long)).get_data(as_text=True)

        assert "This is a long text" in page

    def test_is_taken_back_with_a_press(self, dee: StrictClient) -> None:
        before = texts.render("stopped", {}, "en")
        fill(dee, STOPPED, to="stopped/en", **typed(dee, self.WORDS))

        page = fill(dee, STOPPED, to="/original", follow=True).get_data(as_text=True)

        assert texts.render("stopped", {}, "en") == before
        assert "Back to the original words:" in page
        assert self.WORDS in page  # the history keeps it

    def test_is_held_to_the_same_in_urdu(self, dee: StrictClient) -> None:
        address = f"{ADDRESS}/safety/ur"

        assert fill(dee, address, to="safety/ur", **typed(dee, "شکریہ۔ 999 پر فون کریں۔", address=address)).status_code == 422

    def test_saved_unchanged_stays_ours(self, dee: StrictClient) -> None:
        page = fill(dee, f"{ADDRESS}/welcome/pl", to="welcome/pl", follow=True).get_data(as_text=True)

        assert "It is said like this already." in page
        assert "Your words" not in dee.get(f"{ADDRESS}?language=pl").get_data(as_text=True)


class TestTheCommand:
    def test_lists_every_message(self, app: Flask, dee: StrictClient) -> None:
        fill(dee, STOPPED, to="stopped/en", **typed(dee, TestRewording.WORDS))

        said = app.test_cli_runner().invoke(wording, ["list"])

        lines = said.output.splitlines()
        assert len(lines) == len(texts.TEMPLATES)
        assert "stopped\ten 1*, pl 3, ur 3" in lines

    def test_shows_one(self, app: Flask) -> None:
        said = app.test_cli_runner().invoke(wording, ["show", "stopped", "--language", "pl"])

        assert texts.compose("stopped", {}, "pl").body in said.output
        assert "[3 × ucs-2]" in said.output
