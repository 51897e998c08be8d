import re

import pytest

from messaging.wording import one_way, texts
from messaging.wording.speaking import WordsMissing

LINK = "https://care.example/stop/abc"
VALUES: dict[str, dict[str, str]] = {
    "welcome": {"first_name": "Amina", "navigator_name": "Ben", "team_name": "Penwith team"},
    "plan_link": {"link": "https://care.example/t/abc"},
    "sign_in_code": {"code": "482913"},
    "still_correct": {"link": "https://care.example/l/abc"},
    "started": {},
    "referral_no_room": {"navigator_name": "Ben", "service_name": "Tea & Talk"},
    "unclear": {},
    "safety": {},
}


@pytest.mark.usefixtures("app")  # a locality may have its own words for them
class TestTextFromAName:
    @pytest.mark.parametrize("template", VALUES)
    def test_asks_for_no_reply_and_says_how_to_stop(self, template: str) -> None:
        body = one_way.render(template, VALUES[template], "en", link=LINK).body

        assert not re.search("repl(y|ies)", body, re.IGNORECASE)
        assert body.count(LINK) == 1

    @pytest.mark.parametrize("template", ["did_you_get_there", "confidence_question", "help", "stopped"])
    def test_is_not_written_when_it_asks_for_one(self, template: str) -> None:
        with pytest.raises(one_way.NeedsReply):
            one_way.render(template, {}, "pl", link=LINK)

    def test_is_about_its_own_rewritten_texts_only(self) -> None:
        assert set(one_way.REWRITTEN) <= {write.__name__ for write in texts.TEXTS}
        assert all(one_way.ASKS.search(texts.render(name, VALUES[name], "en").body) for name in one_way.REWRITTEN)

    def test_refuses_what_has_no_words(self) -> None:
        with pytest.raises(WordsMissing):
            one_way.render("no such text", {}, "en", link=LINK)


@pytest.mark.usefixtures("app")
class TestLetter:
    @pytest.mark.parametrize("language", ["en", "pl", "ur"])
    @pytest.mark.parametrize("service_name", ["Tea & Talk", ""])
    def test_promises_no_text(self, language: str, service_name: str) -> None:
        values = {"navigator_name": "Ben", "service_name": service_name}

        asked = one_way.without_reply("referral_sent", values, language).body
        welcome = one_way.without_reply("welcome", VALUES["welcome"], language).body

        assert not re.search(r"\btext you\b|SMS|ٹیکسٹ", f"{asked} {welcome}")
        assert asked != texts.render("referral_sent", values, language).body
