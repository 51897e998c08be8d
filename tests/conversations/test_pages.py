"""The guided conversation, priorities, goals and steps, as Ben fills them in."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from navigator.conversations import queries
from navigator.conversations.models import Conversation, Goal, Step, StepStatus
from navigator.db import db
from navigator.people.models import AuditEntry, Person
from tests.cast import Cast, make_person
from tests.form_filling import fill
from tests.strict_client import StrictClient

HARBOUR = {"what": "Walk to the harbour", "when_words": "after breakfast", "how_often": "daily"}


def kept(person: Person) -> Conversation:
    db.session.rollback()
    conversation = queries.find_latest_conversation(person.id)
    assert conversation is not None
    return conversation


class TestTheConversation:
    def test_keeps_what_was_said_and_goes_on_to_priorities(self, ben: StrictClient, cast: Cast) -> None:
        address = f"/people/{cast.amina.id}/conversation"

        answer = fill(ben, address, matters="My garden\nand my sister", motivation="My knees hurt", then="priorities")

        assert (answer.status_code, answer.location) == (303, f"/people/{cast.amina.id}/priorities")
        assert kept(cast.amina).matters == "My garden\nand my sister"
        assert "My knees hurt" in ben.get(address).get_data(as_text=True)

    def test_is_not_begun_by_looking(self, ben: StrictClient, cast: Cast) -> None:
        ben.get(f"/people/{cast.amina.id}/conversation")

        assert queries.find_latest_conversation(cast.amina.id) is None

    def test_writes_down_who_looked(self, ben: StrictClient, cast: Cast) -> None:
        ben.get(f"/people/{cast.amina.id}/conversation")

        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "looked_at")).one()
        assert (entry.staff_id, entry.person_id) == (cast.ben.id, cast.amina.id)

    def test_starts_afresh_once_finished_and_shows_what_was_said(self, ben: StrictClient, cast: Cast) -> None:
        address = f"/people/{cast.amina.id}/conversation"
        fill(ben, address, matters="My garden", then="finish")

        fill(ben, address, matters="My grandson", then="stay")

        page = ben.get(address).get_data(as_text=True)
        assert "What was said last time" in page
        assert "My garden" in page
        assert kept(cast.amina).matters == "My grandson"

    def test_keeps_everything_typed_when_one_text_is_too_long(self, ben: StrictClient, cast: Cast) -> None:
        answer = fill(ben, f"/people/{cast.amina.id}/conversation", matters="word " * 2001, who_helps="Joe")

        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "too long" in page
        assert "Joe" in page
        assert "word word" in page


class TestAutosave:
    def typed(self, ben: StrictClient, cast: Cast, **texts: str) -> dict[str, str]:
        """The form as a page holds it, with `texts` typed into it."""
        page = ben.get(f"/people/{cast.amina.id}/conversation").get_data(as_text=True)
        token = page.split('name="csrf_token" value="')[-1].split('"')[0]
        seen = page.split('name="seen" value="')[1].split('"')[0]
        return {"csrf_token": token, "seen": seen, **texts}

    def save(self, ben: StrictClient, cast: Cast, form: dict[str, str]) -> Any:
        return ben.post(f"/people/{cast.amina.id}/conversation/autosave", data=form)

    def test_keeps_what_was_typed_and_says_when(self, ben: StrictClient, cast: Cast) -> None:
        answer = self.save(ben, cast, self.typed(ben, cast, matters="My gar"))

        assert answer.status_code == 200
        assert answer.json["saved"].startswith("Saved ")
        assert kept(cast.amina).matters == "My gar"

    def test_goes_on_from_its_own_last_save(self, ben: StrictClient, cast: Cast) -> None:
        form = self.typed(ben, cast, matters="My gardn")

        form["seen"] = self.save(ben, cast, form).json["seen"]
        answer = self.save(ben, cast, form | {"matters": "My garden"})

        assert answer.status_code == 200
        assert kept(cast.amina).matters == "My garden"

    def test_never_wipes_what_another_page_has_written(self, ben: StrictClient, cast: Cast) -> None:
        here, there = (self.typed(ben, cast) for _ in range(2))
        self.save(ben, cast, there | {"matters": "Seeing my sister"})

        answer = self.save(ben, cast, here | {"matters": "My garden"})

        assert answer.status_code == 409
        assert kept(cast.amina).matters == "Seeing my sister"

    def test_keeps_what_two_pages_wrote_under_different_headings(self, ben: StrictClient, cast: Cast) -> None:
        here, there = (self.typed(ben, cast) for _ in range(2))
        self.save(ben, cast, there | {"matters": "Seeing my sister"})

        answer = self.save(ben, cast, here | {"matters": "", "who_helps": "Joe"})

        assert answer.status_code == 200
        assert (kept(cast.amina).matters, kept(cast.amina).who_helps) == ("Seeing my sister", "Joe")

    def test_shows_both_texts_when_the_button_is_pressed(self, ben: StrictClient, cast: Cast) -> None:
        here, there = (self.typed(ben, cast) for _ in range(2))
        self.save(ben, cast, there | {"matters": "Seeing my sister"})

        answer = ben.post(f"/people/{cast.amina.id}/conversation", data=here | {"matters": "My garden"})

        page = answer.get_data(as_text=True)
        assert answer.status_code == 409
        assert "Saved on another page" in page
        assert "Seeing my sister\n\nMy garden" in page
        assert kept(cast.amina).matters == "Seeing my sister"

    def test_takes_both_texts_when_the_button_is_pressed_again(self, ben: StrictClient, cast: Cast) -> None:
        here, there = (self.typed(ben, cast) for _ in range(2))
        self.save(ben, cast, there | {"matters": "Seeing my sister"})
        conflict = ben.post(f"/people/{cast.amina.id}/conversation", data=here | {"matters": "My garden"})
        seen = conflict.get_data(as_text=True).split('name="seen" value="')[1].split('"')[0]

        answer = ben.post(
            f"/people/{cast.amina.id}/conversation", data=here | {"seen": seen, "matters": "Seeing my sister\n\nMy garden"}
        )

        assert answer.status_code == 303
        assert kept(cast.amina).matters == "Seeing my sister\n\nMy garden"


class TestWhatWasSaid:
    def finish(self, ben: StrictClient, cast: Cast, **typed: str) -> None:
        assert fill(ben, f"/people/{cast.amina.id}/conversation", follow=False, then="finish", **typed).status_code == 303

    def test_stands_above_the_priorities_after_they_are_saved(self, ben: StrictClient, cast: Cast) -> None:
        self.finish(ben, cast, matters="My garden")

        page = fill(ben, f"/people/{cast.amina.id}/priorities", words_1="Digging again", follow=True).get_data(as_text=True)

        assert "My garden" in page
        assert "as they said it" in page

    def test_is_where_the_priorities_belong(self, ben: StrictClient, cast: Cast) -> None:
        self.finish(ben, cast, matters="My garden")

        fill(ben, f"/people/{cast.amina.id}/priorities", words_1="Digging again")

        db.session.rollback()
        [only] = db.session.scalars(select(Conversation)).all()
        assert [priority.conversation_id for priority in queries.list_priorities(cast.amina.id)] == [only.id]

    def test_is_not_needed_for_priorities(self, ben: StrictClient, cast: Cast) -> None:
        for words in ("Digging again", "Digging, and tea"):
            fill(ben, f"/people/{cast.amina.id}/priorities", words_1=words)

        assert len(db.session.scalars(select(Conversation)).all()) == 1

    def test_is_found_again_from_the_persons_page_in_two_steps(self, ben: StrictClient, cast: Cast) -> None:
        self.finish(ben, cast, matters="My garden", opportunity="The bus is dear", who_helps="Joe next door")
        self.finish(ben, cast, matters="My grandson")
        first = queries.list_told(cast.amina.id)[-1].conversation
        address = f"/people/{cast.amina.id}/conversations"

        listed = ben.get(address).get_data(as_text=True)
        read = ben.get(f"{address}/{first.id}").get_data(as_text=True)

        assert f'href="{address}"' in ben.get(f"/people/{cast.amina.id}").get_data(as_text=True)
        assert f'href="{address}/{first.id}"' in listed
        assert all(words in read for words in ("My garden", "The bus is dear", "Joe next door", "Ben Carter listened."))
        assert "My grandson" not in read
        assert "<textarea" not in read

    @pytest.mark.parametrize("language", ["pl", "ur"])
    def test_is_framed_in_every_language(self, ben: StrictClient, cast: Cast, language: str) -> None:
        self.finish(ben, cast, matters="My garden", motivation="Tired")
        address = f"/people/{cast.amina.id}/conversations"
        one = f"{address}/{queries.list_told(cast.amina.id)[0].conversation.id}"

        assert [ben.get(f"{page}?lang={language}").status_code for page in (address, one)] == [200, 200]

    def test_is_not_read_under_another_persons_name(
        self, ben: StrictClient, carys: StrictClient, cast: Cast, now: datetime
    ) -> None:
        self.finish(ben, cast, matters="My garden")
        told = queries.list_told(cast.amina.id)[0].conversation.id
        dai = make_person(navigator=cast.carys, now=now, given_name="Dai")
        db.session.commit()

        addresses = [f"/people/{person}/conversations/{told}" for person in (cast.amina.id, dai.id)]

        assert [carys.get(address).status_code for address in addresses] == [404, 404]
        assert carys.get(f"/people/{cast.amina.id}/conversations").status_code == 404


class TestPriorities:
    def words(self, cast: Cast) -> list[str]:
        db.session.rollback()
        return [priority.words for priority in queries.list_priorities(cast.amina.id)]

    def test_are_kept_in_the_persons_own_words(self, ben: StrictClient, cast: Cast) -> None:
        address = f"/people/{cast.amina.id}/priorities"

        answer = fill(ben, address, words_1="Seeing people", words_2="<b>Sleep</b>", follow=True)

        assert self.words(cast) == ["Seeing people", "<b>Sleep</b>"]
        assert "&lt;b&gt;Sleep" in answer.get_data(as_text=True)
        assert "Choose one to start with" in answer.get_data(as_text=True)

    def test_move_up(self, ben: StrictClient, cast: Cast) -> None:
        address = f"/people/{cast.amina.id}/priorities"
        fill(ben, address, words_1="Seeing people", words_2="Sleep")

        fill(ben, address, then="up_2")

        assert self.words(cast) == ["Sleep", "Seeing people"]

    def test_need_at_least_one(self, ben: StrictClient, cast: Cast) -> None:
        answer = fill(ben, f"/people/{cast.amina.id}/priorities")

        assert answer.status_code == 422
        assert "Write at least one thing that matters" in answer.get_data(as_text=True)

    def test_stay_once_there_is_a_goal(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        answer = fill(ben, f"/people/{cast.amina.id}/priorities", words_1="", words_2="Sleep")

        assert answer.status_code == 422
        assert "There is a goal for this one" in answer.get_data(as_text=True)
        assert "Sleep" in answer.get_data(as_text=True)
        assert self.words(cast) == ["Seeing people again"]


class TestAGoal:
    def test_leads_on_to_a_small_step(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        answer = fill(ben, f"/people/{cast.amina.id}/priorities/{goal.priority_id}/goal", words="Sing in a choir")

        assert answer.status_code == 303
        assert "Sing in a choir" in ben.get(answer.location).get_data(as_text=True)

    def test_needs_words(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        answer = fill(ben, f"/people/{cast.amina.id}/priorities/{goal.priority_id}/goal", words="  ")

        assert answer.status_code == 422
        assert "Write what they would like to be doing" in answer.get_data(as_text=True)


class TestAStep:
    def plan(self, ben: StrictClient, cast: Cast, goal: Goal, **typed: str) -> Any:
        return fill(ben, f"/people/{cast.amina.id}/goals/{goal.id}/step", follow=False, **(HARBOUR | typed))

    def newest(self) -> Step:
        db.session.rollback()
        step = db.session.scalars(select(Step).order_by(Step.created_at.desc(), Step.id.desc())).first()
        assert step is not None
        return step

    def test_they_are_sure_of_leads_to_finding_a_group(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        answer = self.plan(ben, cast, goal, confidence="7")

        step = self.newest()
        assert answer.location == f"/people/{cast.amina.id}/steps/{step.id}"
        assert f"/people/{cast.amina.id}/find?step={step.id}" in ben.get(answer.location).get_data(as_text=True)

    def test_they_doubt_is_offered_smaller(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        answer = self.plan(ben, cast, goal, confidence="6")

        page = ben.get(answer.location).get_data(as_text=True)
        assert answer.location.endswith("/smaller")
        assert "Shall we make it smaller?" in page
        assert "6 out of 10" in page

    @pytest.mark.parametrize("confidence", ["", "11", "-1", "lots"])
    def test_asks_for_a_number_from_nought_to_ten_and_loses_nothing(
        self, ben: StrictClient, cast: Cast, goal: Goal, confidence: str
    ) -> None:
        answer = self.plan(ben, cast, goal, confidence=confidence)

        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "Choose a number from 0 to 10" in page
        assert "Walk to the harbour" in page
        assert "after breakfast" in page

    def test_cannot_be_for_a_day_gone_by(self, ben: StrictClient, cast: Cast, goal: Goal) -> None:
        day = {"due_on-day": "3", "due_on-month": "1", "due_on-year": "2020"}

        answer = self.plan(ben, cast, goal, confidence="8", **day)

        assert answer.status_code == 422
        assert "That day has gone by" in answer.get_data(as_text=True)

    def test_made_smaller_is_remembered_beside_the_smaller_one(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        address = f"/people/{cast.amina.id}/steps/{step.id}/smaller"

        answer = fill(ben, address, what="Walk to the corner", confidence="8")

        smaller, bigger = self.newest(), queries.get_step(step.id)
        assert answer.location == f"/people/{cast.amina.id}/steps/{smaller.id}"
        assert (bigger.status, bigger.confidence) == (StepStatus.REPLACED, 4)
        assert (smaller.replaces_id, smaller.confidence) == (bigger.id, 8)
        assert "Walk to the harbour" in ben.get(answer.location).get_data(as_text=True)

    def test_still_too_big_is_offered_smaller_again(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        answer = fill(ben, f"/people/{cast.amina.id}/steps/{step.id}/smaller", what="Walk to the corner", confidence="5")

        assert answer.location == f"/people/{cast.amina.id}/steps/{self.newest().id}/smaller"

    def test_made_smaller_twice_by_a_double_press_is_made_smaller_once(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        address = f"/people/{cast.amina.id}/steps/{step.id}/smaller"
        page = ben.get(address).get_data(as_text=True)
        token = page.split('name="csrf_token" value="')[-1].split('"')[0]
        typed = HARBOUR | {"csrf_token": token, "what": "Walk to the corner", "confidence": "8"}

        first, second = (ben.post(address, data=typed) for _ in range(2))

        assert first.location == second.location
        assert len(db.session.scalars(select(Step)).all()) == 2

    def test_can_be_kept_as_it_is(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        answer = fill(ben, f"/people/{cast.amina.id}/steps/{step.id}/smaller", then="keep")

        db.session.rollback()
        assert answer.location == f"/people/{cast.amina.id}/steps/{step.id}"
        assert queries.get_step(step.id).status is StepStatus.PLANNED

    def test_can_be_said_to_be_done(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        fill(ben, f"/people/{cast.amina.id}/steps/{step.id}", to="/outcome", then="done")

        db.session.rollback()
        assert queries.get_step(step.id).status is StepStatus.DONE

    def test_can_be_asked_about_again(self, ben: StrictClient, cast: Cast, step: Step) -> None:
        fill(ben, f"/people/{cast.amina.id}/steps/{step.id}", to="/confidence", confidence="9")

        db.session.rollback()
        assert [answer.score for answer in queries.get_step(step.id).confidences] == [4, 9]


class TestSomebodyOfAnotherTeam:
    def test_finds_none_of_these_pages(self, carys: StrictClient, cast: Cast, step: Step) -> None:
        amina = f"/people/{cast.amina.id}"
        pages = [
            f"{amina}/conversation",
            f"{amina}/priorities",
            f"{amina}/priorities/{step.goal.priority_id}/goal",
            f"{amina}/goals/{step.goal_id}/step",
            f"{amina}/steps/{step.id}",
            f"{amina}/steps/{step.id}/smaller",
        ]

        assert {page: carys.get(page).status_code for page in pages} == dict.fromkeys(pages, 404)

    def test_can_change_none_of_it(self, carys: StrictClient, cast: Cast, step: Step) -> None:
        token = carys.get("/desk").get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
        amina = f"/people/{cast.amina.id}"
        forms = [
            f"{amina}/conversation",
            f"{amina}/conversation/autosave",
            f"{amina}/priorities",
            f"{amina}/priorities/{step.goal.priority_id}/goal",
            f"{amina}/goals/{step.goal_id}/step",
            f"{amina}/steps/{step.id}/smaller",
            f"{amina}/steps/{step.id}/outcome",
            f"{amina}/steps/{step.id}/confidence",
        ]

        answers = {form: carys.post(form, data={"csrf_token": token, "then": "done"}).status_code for form in forms}

        assert answers == dict.fromkeys(forms, 404)

    def test_is_not_let_in_by_an_own_person(self, carys: StrictClient, cast: Cast, step: Step, now: datetime) -> None:
        theirs = Person(
            team=cast.carys.team,
            navigator=cast.carys,
            given_name="Dai",
            family_name="Rees",
            birth_date=cast.amina.birth_date,
            created_at=now,
        )
        db.session.add(theirs)
        db.session.commit()

        pages = [f"/people/{theirs.id}/goals/{step.goal_id}/step", f"/people/{theirs.id}/steps/{step.id}"]

        assert [carys.get(page).status_code for page in pages] == [404, 404]


class TestEveryPage:
    @pytest.mark.parametrize("language", ["en", "pl", "ur"])
    def test_stands_in_every_language(self, ben: StrictClient, cast: Cast, step: Step, language: str) -> None:
        amina = f"/people/{cast.amina.id}"

        pages = [
            f"{amina}/conversation",
            f"{amina}/priorities",
            f"{amina}/goals/{step.goal_id}/step",
            f"{amina}/steps/{step.id}/smaller",
        ]

        assert [ben.get(f"{page}?lang={language}").status_code for page in pages] == [200] * 4
