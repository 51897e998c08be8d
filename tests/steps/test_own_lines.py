"""The questions of a conversation and the ideas for a need, in a locality's own words: what is read in which language."""

import pytest
from flask import Flask

from navigator.conversations import own_lines
from navigator.conversations.line_models import About
from navigator.conversations.own_lines import Line, Source, resolve
from navigator.conversations.prompts import TOPICS, usual_prompts
from navigator.db import db
from navigator.steps.ideas import by_oneself
from navigator.steps.models import Goal, Step
from navigator.steps.own_ideas import list_ideas
from tests.cast import Cast
from tests.form_filling import fill, filled_in
from tests.pressing import press
from tests.signed_in import browser_of_person
from tests.strict_client import StrictClient
from translations.locales import words

MYSELF = "/admin/conversation-lines/myself/company"
MATTERS = "/admin/conversation-lines/prompts/matters"


def ours(n: int, code: str) -> str:
    return by_oneself("company", words(code))[n - 1]


def save(asha: StrictClient, address: str, **said: str) -> int:
    form = filled_in(asha, address, to=address)
    return asha.post(address, data=form | {"then": "save"} | said).status_code


class TestWhatIsRead:
    """The order in which words are looked for."""

    def read(self, *own: Line, language: str) -> list[tuple[str, Source]]:
        return [(one.words, one.source) for one in resolve(lambda of: (of.gettext("Yes"),), own, language=language)]

    def test_is_ours_while_nobody_changed_it(self) -> None:
        assert self.read(language="en") == [("Yes", Source.OURS)]
        assert self.read(language="ur") == [(words("ur").gettext("Yes"), Source.OURS)]

    def test_is_the_localitys_own_in_that_language(self) -> None:
        assert self.read(Line("1", {"en": "Aye", "ur": "جی"}), language="ur") == [("جی", Source.OWN)]

    def test_is_never_our_translation_of_something_else(self) -> None:
        assert self.read(Line("1", {"en": "Aye"}), language="ur") == [("Aye", Source.OWN_ENGLISH)]

    def test_of_another_language_changes_nothing_in_this_one(self) -> None:
        assert self.read(Line("1", {"pl": "Owszem"}), language="ur") == [(words("ur").gettext("Yes"), Source.OURS)]
        assert self.read(Line("1", {"pl": "Owszem"}), language="en") == [("Yes", Source.OURS)]

    def test_leaves_out_what_is_left_out_in_every_language(self) -> None:
        assert [self.read(Line("1", {}, is_left_out=True), language=code) for code in ("en", "pl", "ur")] == [[], [], []]

    def test_ends_with_the_localitys_own_lines(self) -> None:
        assert [said for said, _ in self.read(Line("abc", {"en": "Perhaps"}), language="en")] == ["Yes", "Perhaps"]

    @pytest.mark.parametrize("topic", TOPICS)
    def test_is_there_under_every_heading(self, topic: str) -> None:
        assert usual_prompts(topic, words("en"))


class TestAnAdministrator:
    def test_changes_an_idea_and_the_navigator_reads_it(self, asha: StrictClient, ben: StrictClient, cast: Cast) -> None:
        assert save(asha, MYSELF, words_0_en="Ring the harbour office") == 303

        page = ben.get(f"/people/{cast.amina.id}/options?need=company").get_data(as_text=True)
        assert "Ring the harbour office" in page
        assert ours(1, "en") not in page
        assert ours(2, "en") in page

    def test_adds_an_idea_of_the_community(self, asha: StrictClient, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        address = "/admin/conversation-lines/community/company"
        assert save(asha, address, words_0_en="Look in at the sail loft", words_0_ur="سیل لافٹ دیکھیں") == 303

        here = f"/people/{cast.amina.id}/options?need=company"
        page = ben.get(here).get_data(as_text=True)
        [idea] = list_ideas("company", language="ur")[About.COMMUNITY]
        press(
            ben, f"/people/{cast.amina.id}/options/step", on=here, need="company", kind="community", which=idea.key, goal=goal.id
        )

        assert "Look in at the sail loft" in page[page.index("Groups and people nearby") :]
        db.session.rollback()
        assert db.session.query(Step).one().what == "سیل لافٹ دیکھیں"  # it stands in Amina's plan, in her language

    def test_changes_a_question_and_the_person_reads_it_too(
        self, asha: StrictClient, app: Flask, ben: StrictClient, cast: Cast
    ) -> None:
        save(asha, MATTERS, words_0_en="How is your boat?")
        save(asha, "/admin/conversation-lines/prompts/worse_ring", words_0_ur="پہلے کسے فون کریں؟")
        phone = browser_of_person(app, cast.amina)

        assert "How is your boat?" in ben.get(f"/people/{cast.amina.id}/conversation").get_data(as_text=True)
        assert "پہلے کسے فون کریں؟" in phone.get("/my/if-things-get-worse?change=yes").get_data(as_text=True)

    def test_sees_first_how_it_would_look_and_nothing_is_saved(self, asha: StrictClient) -> None:
        form = filled_in(asha, MATTERS, to=MATTERS)

        page = asha.post(MATTERS, data=form | {"words_0_en": "How is your boat?", "then": "try"}).get_data(as_text=True)

        assert "Nothing is saved yet." in page
        assert page.count("How is your boat?") >= 4  # in three languages, and in the box
        assert page.count("Nobody has written it in this language") == 2
        assert "How is your boat?" not in asha.get(MATTERS).get_data(as_text=True)

    def test_goes_back_to_an_earlier_version_and_to_ours(self, asha: StrictClient, app: Flask) -> None:
        save(asha, MATTERS, words_0_en="How is your boat?")
        save(asha, MATTERS, words_0_en="How is your garden?")
        before = [version.id for version in own_lines.list_versions(About.PROMPTS, "matters")]

        first = fill(asha, MATTERS, to=f"/versions/{before[1]}").status_code
        then = asha.get(MATTERS).get_data(as_text=True)
        fill(asha, MATTERS, to="/original")

        assert first == 303
        assert then.split('id="looks"')[1].count("How is your boat?") >= 3
        assert "Asha Patel" in then
        db.session.rollback()
        newest = own_lines.list_versions(About.PROMPTS, "matters")
        assert (len(newest), newest[0].lines) == (4, [])

    def test_leaves_a_line_out(self, asha: StrictClient, ben: StrictClient, cast: Cast) -> None:
        save(asha, MYSELF, out_1="yes")

        assert ours(2, "en") not in ben.get(f"/people/{cast.amina.id}/options?need=company").get_data(as_text=True)

    def test_has_to_write_a_line_of_her_own_in_english_and_loses_nothing(self, asha: StrictClient) -> None:
        form = filled_in(asha, MYSELF, to=MYSELF)

        answer = asha.post(MYSELF, data=form | {"words_2_ur": "چائے", "words_0_en": "Ring the harbour office"})

        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "Write it in English as well" in page
        assert "چائے" in page
        assert "Ring the harbour office" in page

    def test_does_not_write_over_what_somebody_saved_meanwhile(self, asha: StrictClient) -> None:
        form = filled_in(asha, MATTERS, to=MATTERS)
        save(asha, MATTERS, words_0_en="How is your boat?")

        answer = asha.post(MATTERS, data=form | {"words_0_en": "How is your garden?"}, follow_redirects=True)

        assert "Somebody else changed these words" in answer.get_data(as_text=True)
        assert "How is your boat?" in answer.get_data(as_text=True)

    def test_saving_what_stands_is_no_change(self, asha: StrictClient) -> None:
        assert save(asha, MATTERS, words_0_en=usual_prompts("matters", words("en"))[0]) == 303
        assert own_lines.list_versions(About.PROMPTS, "matters") == []

    @pytest.mark.parametrize("language", ["en", "pl", "ur"])
    def test_sees_all_of_them_in_each_language(self, asha: StrictClient, language: str) -> None:
        page = asha.get(f"/admin/conversation-lines?language={language}").get_data(as_text=True)

        assert ours(1, language) in page
        assert usual_prompts("matters", words(language))[0] in page

    @pytest.mark.parametrize("address", ["/prompts/nothing", "/nothing/company", "/myself/matters", "/prompts/company"])
    def test_finds_nothing_where_there_is_nothing(self, asha: StrictClient, address: str) -> None:
        assert asha.get(f"/admin/conversation-lines{address}").status_code == 404

    def test_alone_does_so(self, ben: StrictClient) -> None:
        assert ben.get("/admin/conversation-lines").status_code == 403
        assert press(ben, f"{MATTERS}/original", on="/desk").status_code == 403
        assert ben.get("/admin/conversation-lines/myself/company").status_code == 403
