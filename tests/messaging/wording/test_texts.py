import inspect
from decimal import Decimal

import pytest
from babel.support import NullTranslations
from flask import Flask

from messaging.models import Channel
from messaging.wording import texts as wording
from messaging.wording.samples import SAMPLES
from messaging.wording.segments import Encoding, count, safe_downgrade
from messaging.wording.speaking import WordsMissing
from translations import locales

NEEDED = {
    name: {key: value for key, value in SAMPLES.items() if key in inspect.signature(write).parameters}
    for name, write in wording.TEMPLATES.items()
}
TEXTS = [write.__name__ for write in wording.TEXTS]


class NothingToSay(NullTranslations):
    def gettext(self, message: str) -> str:
        return " "


class BrokenTranslator(NullTranslations):
    def gettext(self, message: str) -> str:
        return "Cześć %(imie)s"


class TestTexts:
    @pytest.mark.parametrize("template", TEXTS)
    def test_take_two_pieces_at_most_in_english(self, template: str) -> None:
        wording.check_values(template, NEEDED[template], Channel.TEXT)

        size = count(safe_downgrade(wording.compose(template, NEEDED[template], "en").body))

        assert size.encoding is Encoding.GSM_7
        assert 1 <= size.segments <= 2

    @pytest.mark.parametrize("template", TEXTS)
    def test_leave_no_hole_unfilled(self, template: str) -> None:
        body = wording.compose(template, NEEDED[template], "en").body

        assert "%(" not in body
        assert "  " not in body

    @pytest.mark.parametrize("template", ["welcome", "started", "help", "stopped", "safety", "unclear", "thanks_need_help"])
    def test_say_whom_to_ring_in_danger(self, template: str) -> None:
        body = wording.compose(template, NEEDED[template], "en").body

        assert "999" in body
        assert "111" in body

    def test_welcome_says_who_we_are_and_how_to_stop(self) -> None:
        body = wording.compose("welcome", NEEDED["welcome"], "en").body

        assert all(words in body for words in ("Amina", "Ben", "Penwith team", "STOP", "not an emergency service"))

    def test_reminder_holds_when_where_whom_to_ask_and_what_if_you_cannot_come(self) -> None:
        body = wording.compose("reminder", NEEDED["reminder"], "en").body

        assert body == (
            "A friendly reminder: Tea & Talk, Monday 24 November, 10:30am. Where: St John's Hall, Penzance. "
            "When you get there, ask for Jo. If you cannot come, reply to this text and Ben will let them know."
        )

    def test_give_the_time_on_the_clocks_here(self) -> None:
        summer = NEEDED["reminder"] | {"appointment_at": "2026-07-01T13:30:00+00:00"}

        assert "Wednesday 1 July, 2:30pm" in wording.compose("reminder", summer, "en").body

    @pytest.mark.parametrize("template", [name for name in TEXTS if "service_name" in NEEDED[name]])
    def test_do_not_name_a_group_whose_name_says_too_much(self, template: str) -> None:
        body = wording.compose(template, NEEDED[template] | {"service_name": ""}, "en").body

        assert "Tea" not in body
        assert "  " not in body
        assert " ." not in body


class TestEmailToAGroup:
    def test_holds_the_link_and_nothing_of_the_person(self) -> None:
        written = wording.compose("referral_email", NEEDED["referral_email"], "en")

        assert SAMPLES["link"] in written.body
        assert "KTRWQPLMBD" in written.subject
        assert "Sunday 7 December, noon" in written.body
        assert "first_name" not in NEEDED["referral_email"]


class TestValues:
    @pytest.mark.parametrize(
        ("values", "complaint"),
        [
            ({}, "link is missing"),
            ({"link": "  "}, "link is missing"),
            ({"link": "https://care.example", "name": "Amina"}, "name is not one of its values"),
        ],
    )
    def test_are_checked_when_a_text_is_planned(self, values: dict[str, str], complaint: str) -> None:
        with pytest.raises(WordsMissing, match=complaint):
            wording.check_values("plan_link", values, Channel.TEXT)

    @pytest.mark.parametrize("moment", ["tomorrow", "2026-11-24T10:30:00"])
    def test_hold_moments_with_their_zone(self, moment: str) -> None:
        with pytest.raises(WordsMissing, match="appointment_at"):
            wording.check_values("reminder", NEEDED["reminder"] | {"appointment_at": moment}, Channel.TEXT)

    @pytest.mark.parametrize(("template", "channel"), [("nothing", Channel.TEXT), ("referral_email", Channel.TEXT)])
    def test_are_of_a_template_that_is_there(self, template: str, channel: Channel) -> None:
        with pytest.raises(WordsMissing, match="there is no"):
            wording.check_values(template, {}, channel)


class TestTranslation:
    @pytest.mark.parametrize("catalogue", [NullTranslations(), NothingToSay(), BrokenTranslator()])
    @pytest.mark.parametrize("template", TEXTS)
    def test_that_is_missing_blank_or_broken_gives_english_and_says_so(
        self, template: str, catalogue: NullTranslations, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setitem(locales._loaded, "pl", catalogue)

        written = wording.compose(template, NEEDED[template], "pl")

        assert written.body == wording.compose(template, NEEDED[template], "en").body
        if template != "written_by_staff":
            assert (written.locale, written.cause) == ("en", "in_en")
            assert f"{template} has no words in pl" in caplog.text

    def test_is_looked_for_in_what_a_language_is_a_form_of_before_english(self, caplog: pytest.LogCaptureFixture) -> None:
        written = wording.compose("stopped", {}, "pl_GB")

        assert written.body == wording.compose("stopped", {}, "pl").body
        assert (written.locale, written.cause) == ("pl", "in_pl")
        assert "stopped has no words in pl_GB" in caplog.text

    @pytest.mark.parametrize(
        ("code", "chain"), [("en", ["en"]), ("pl", ["pl", "en"]), ("pa-Arab", ["pa-Arab", "pa_Arab", "pa", "en"])]
    )
    def test_has_a_chain_that_ends_in_english(self, code: str, chain: list[str]) -> None:
        assert list(locales.fallbacks(code)) == chain

    def test_of_nothing_at_all_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(locales._loaded, "en", NothingToSay())

        with pytest.raises(WordsMissing, match="nothing to say"):
            wording.compose("stopped", {}, "en")


class TestPreview:
    def test_says_the_words_the_segments_and_the_cost(self, app: Flask) -> None:
        seen = wording.preview("stopped", {}, "pl", pence_per_segment=Decimal("4.2"))

        assert seen.body == wording.compose("stopped", {}, "pl").body
        assert (seen.encoding, seen.segments, seen.pence) == (Encoding.UCS_2, 3, Decimal("12.6"))

    def test_knows_no_cost_where_nobody_said_what_a_segment_costs(self, app: Flask) -> None:
        assert wording.preview("stopped", {}, "en").pence is None

    def test_counts_what_staff_wrote_as_it_will_be_sent(self, app: Flask) -> None:
        seen = wording.preview("written_by_staff", {"body": " It’s on – number 5… ", "signature": "Ben"}, "en")

        assert seen.body == "It's on - number 5...\nBen"
        assert (seen.encoding, seen.segments) == (Encoding.GSM_7, 1)

    def test_keeps_polish_polish(self, app: Flask) -> None:
        assert wording.preview("written_by_staff", {"body": "Zażółć gęślą jaźń"}, "pl").body == "Zażółć gęślą jaźń"

    def test_refuses_values_that_do_not_fit(self, app: Flask) -> None:
        with pytest.raises(WordsMissing, match="link is missing"):
            wording.preview("plan_link", {}, "en")


class TestSecrets:
    def test_of_a_code_leave_nothing_behind(self) -> None:
        assert wording.without_secrets("sign_in_code", {"code": "482913"}, "482913 is the code") == ({}, "")

    def test_of_a_link_leave_the_rest(self) -> None:
        link = SAMPLES["link"]

        assert wording.without_secrets("plan_link", {"link": link}, f"Here: {link} Ben") == ({"link": ""}, "Here: … Ben")

    def test_are_kept_from_nothing_else(self) -> None:
        assert wording.without_secrets("thanks_no", {"navigator_name": "Ben"}, "Thank you") == (
            {"navigator_name": "Ben"},
            "Thank you",
        )


class TestPurposes:
    def test_are_said_for_every_message(self) -> None:
        assert set(wording.PURPOSES) == set(wording.TEMPLATES)
