"""A locality's own words: what may be said, what is said then, and the way back."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from messaging.wording import own_words, rewording, texts
from messaging.wording.parts import list_parts
from messaging.wording.rewording import Fault
from messaging.wording.samples import list_cases
from navigator.db import db

PLAN = {"link": "https://care.example/t/abc", "navigator_name": "Ben"}
NAMED, UNNAMED = (part.source for part in list_parts("plan_link"))


def say(template: str, locale: str, source: str, body: str, now: datetime) -> int:
    changed = own_words.reword(template=template, locale=locale, bodies={source: body}, made_by="Asha Rowe", now=now)
    db.session.commit()
    return changed


def faults_of(template: str, body: str, locale: str = "en", part: int = 0) -> list[Fault]:
    source = list_parts(template)[part].source
    judged = rewording.judge(template=template, locale=locale, bodies={source: body})
    return [found.fault for found in judged.faults.get(source, [])]


class TestOwnWords:
    def test_are_what_is_sent_from_then_on(self, app: Flask, now: datetime) -> None:
        say("plan_link", "en", NAMED, "{navigator_name} keeps your plan here: {link} 100% yours.", now)

        written = texts.render("plan_link", PLAN, "en")

        assert written.body == "Ben keeps your plan here: https://care.example/t/abc 100% yours."
        assert written.cause == ""

    def test_change_that_part_in_that_language_of_that_message_alone(self, app: Flask, now: datetime) -> None:
        before = [
            texts.render("plan_link", PLAN, "pl"),
            texts.render("plan_link", {"link": PLAN["link"]}, "en"),
            texts.render("something_new", PLAN, "en"),
        ]

        say("plan_link", "en", NAMED, "{navigator_name}: {link}", now)

        assert before == [
            texts.render("plan_link", PLAN, "pl"),
            texts.render("plan_link", {"link": PLAN["link"]}, "en"),
            texts.render("something_new", PLAN, "en"),
        ]

    def test_stand_in_the_last_version_and_go_back_to_the_original(self, app: Flask, now: datetime) -> None:
        ours = texts.render("plan_link", PLAN, "en")
        say("plan_link", "en", NAMED, "First: {link} {navigator_name}", now)
        say("plan_link", "en", NAMED, "Second: {link} {navigator_name}", now + timedelta(hours=1))
        second = texts.render("plan_link", PLAN, "en")
        say("plan_link", "en", NAMED, "", now + timedelta(hours=2))

        assert second.body.startswith("Second")
        assert texts.render("plan_link", PLAN, "en") == ours
        history = own_words.list_history("plan_link", "en")
        assert [(one.version, one.body[:6], one.made_by) for one in history] == [
            (3, "", "Asha Rowe"),
            (2, "Second", "Asha Rowe"),
            (1, "First:", "Asha Rowe"),
        ]

    def test_that_say_the_same_again_are_no_new_version(self, app: Flask, now: datetime) -> None:
        assert say("plan_link", "en", NAMED, "", now) == 0
        assert say("plan_link", "en", NAMED, "Here: {link} {navigator_name}", now) == 1
        assert say("plan_link", "en", NAMED, "Here: {link} {navigator_name}", now) == 0

    def test_said_by_two_at_once_are_the_quicker_ones(self, app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        say("plan_link", "en", NAMED, "Quick: {link} {navigator_name}", now)
        monkeypatch.setattr(db.session, "scalar", lambda _: None)  # looked just before that was written

        with pytest.raises(own_words.ChangedMeanwhile):
            say("plan_link", "en", NAMED, "Slow: {link} {navigator_name}", now)

        assert texts.render("plan_link", PLAN, "en").body.startswith("Quick")

    def test_that_do_not_fit_any_more_give_way_to_ours_and_say_so(self, app: Flask, now: datetime) -> None:
        say("plan_link", "en", NAMED, "{nobody_knows_this} {link}", now)  # as after an update of the service

        written = texts.render("plan_link", PLAN, "en")

        assert written.body == texts.compose("plan_link", PLAN, "en").body
        assert written.cause == "own_words_unfit"

    @pytest.mark.parametrize("template", [name for name in texts.TEMPLATES if list_parts(name)])
    def test_may_hold_a_percent_sign_anywhere(self, template: str) -> None:
        own = {part.source: own_words.as_pattern(f"{own_words.in_braces(part.source)} 100%") for part in list_parts(template)}

        for values in list_cases(texts.TEMPLATES[template]):
            written = texts.compose(template, values, "en", {"en": own})

            assert written.cause == ""
            assert "100%" in written.body
            assert "%%" not in written.body + written.subject

    def test_cost_one_query_a_text(self, app: Flask, now: datetime) -> None:
        asked: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

        texts.render("plan_link", PLAN, "ur")

        assert len([words for words in asked if "rewordings" in words]) == 1


class TestWhatMayBeSaid:
    def test_is_every_message_as_it_stands(self) -> None:
        for template in texts.TEMPLATES:
            for locale in ("en", "pl", "ur"):
                bodies = {part.source: rewording.original(part, locale) for part in list_parts(template)}
                judged = rewording.judge(template=template, locale=locale, bodies=bodies)
                assert not judged.faults, (template, locale, judged.faults)

    @pytest.mark.parametrize(
        ("body", "faults"),
        [
            ("", [Fault.BLANK]),
            (" \n ", [Fault.BLANK]),
            ("x" * 2001, [Fault.TOO_LONG]),
            ("Your plan: {link}", [Fault.VALUE_MISSING]),
            ("{navigator_name} {link} {code}", [Fault.VALUE_UNKNOWN]),
            ("{navigator_name} {link} {", [Fault.BRACE]),
            ("{navigator_name} {link} { }", [Fault.BRACE]),
            ("{navigator_name} {link}" + " very" * 200, [Fault.SEGMENTS]),
            ("{navigator_name} {link} 100%", []),
        ],
    )
    def test_has_every_value_and_no_other(self, body: str, faults: list[Fault]) -> None:
        assert faults_of("plan_link", body) == faults

    @pytest.mark.parametrize(
        ("template", "body", "lost"),
        [
            ("safety", "You are not alone. Ring 999, or 111.", ["116 123"]),
            ("stopped", "We stopped. In danger ring 999, for medical help ring 111.", ["START"]),
            ("stopped", "We stopped. To get texts again, reply START.", ["999", "111"]),
            ("unclear", "Thank you, we will read this.", ["999", "111"]),
            ("did_you_get_there", "Did you get to {service_name}? Reply 1 for yes, 2 for no.", ["3"]),
            ("still_correct", "Is it still right? {link}", ["STOP"]),
        ],
    )
    def test_keeps_whom_to_ring_and_what_to_answer(self, template: str, body: str, lost: list[str]) -> None:
        source = list_parts(template)[0].source

        judged = rewording.judge(template=template, locale="en", bodies={source: body})

        assert [(found.fault, found.what) for found in judged.faults[source]] == [(Fault.NUMBER_LOST, word) for word in lost]

    @pytest.mark.parametrize("template", ["welcome", "carer_welcome", "stopped", "out_of_hours", "unclear", "safety", "help"])
    @pytest.mark.parametrize("locale", ["en", "pl", "ur"])
    def test_never_leaves_999_and_111_out_of_what_keeps_people_safe(self, template: str, locale: str) -> None:
        (part,) = list_parts(template)
        for number in ("999", "111"):
            body = rewording.original(part, locale).replace(number, "somebody")

            assert Fault.NUMBER_LOST in faults_of(template, body, locale)

    def test_warns_of_more_than_three_segments(self) -> None:
        long = rewording.judge(template="plan_link", locale="en", bodies={NAMED: "{navigator_name} {link} " + "so " * 160})
        short = rewording.judge(template="plan_link", locale="en", bodies={NAMED: "{navigator_name} {link}"})

        assert (long.faults, long.is_long) == ({}, True)
        assert (short.faults, short.is_long) == ({}, False)


class TestParts:
    def test_of_a_message_are_all_of_its_sentences(self) -> None:
        sources = [part.source for part in list_parts("thanks_need_help")]

        assert sources == [
            "Thank you for telling us. %(navigator_name)s will be in touch.",
            "To talk to somebody sooner, ring %(team_phone)s.",
            "If you are in danger, ring 999. For medical help, ring 111.",
        ]

    def test_are_there_for_all_but_what_staff_write_by_hand(self) -> None:
        assert [template for template in texts.TEMPLATES if not list_parts(template)] == ["written_by_staff"]

    @pytest.mark.parametrize("text", ["Ring %(team_phone)s", "100%% of %(name)s", "Nothing"])
    def test_read_in_braces_and_are_filled_in_percent(self, text: str) -> None:
        assert own_words.as_pattern(own_words.in_braces(text)) == text
