"""What is asked before a conversation, in a locality's own words: read on the phones of people and of those who help them."""

import pytest
from flask import Flask
from sqlalchemy import select

from navigator.circle import operations as circle
from navigator.conversations import own_lines
from navigator.conversations.line_models import About
from navigator.conversations.preparing_models import PreparedAnswer
from navigator.conversations.questions import OF_CARERS, OF_PERSONS, list_questions
from navigator.db import db
from navigator.people.circle_models import CircleMember, Scope
from navigator.times import utc_now
from tests.cast import Cast
from tests.circle.conftest import browser_of_carer
from tests.form_filling import fill, filled_in
from tests.signed_in import browser_of_person
from tests.steps.test_own_lines import save
from tests.strict_client import StrictClient

MATTERS = "/admin/conversation-lines/asked_person/matters"
HIS = "/admin/conversation-lines/asked_carer/matters"


@pytest.fixture
def joe(cast: Cast) -> CircleMember:
    """Amina's brother, who may write something down beforehand."""
    now = utc_now()
    who = circle.Invited("Joe Hussain", "brother", "+447700900200")
    member = circle.invite(person=cast.amina, who=who, scopes=[Scope.PREPARE], told=circle.Told(), now=now)
    circle.confirm(member=member, now=now)
    db.session.commit()
    return member


def read(browser: StrictClient, address: str) -> str:
    return browser.get(address).get_data(as_text=True)


class TestWhatIsAskedOfAPerson:
    def test_is_read_in_the_localitys_words_in_each_language(self, asha: StrictClient, app: Flask, cast: Cast) -> None:
        save(asha, MATTERS, words_0_en="What is on your mind, my lover?", words_0_ur="آپ کے دل میں کیا ہے؟", out_1="yes")
        phone = browser_of_person(app, cast.amina)

        urdu, english = read(phone, "/my/prepare/matters"), read(phone, "/my/prepare/matters?lang=en")

        assert "آپ کے دل میں کیا ہے؟" in urdu
        assert "What is on your mind, my lover?" in english
        assert "Big or small" not in english
        assert "What is on your mind, my lover?" in read(phone, "/my/prepare")

    def test_stands_in_english_where_nobody_wrote_it_and_says_so_to_machines(
        self,
        asha: StrictClient,
        app: Flask,
        cast: Cast,
    ) -> None:
        save(asha, MATTERS, words_0_en="What is on your mind?")

        assert '<h1 class="nhsuk-heading-l" lang="en">What is on your mind?</h1>' in read(
            browser_of_person(app, cast.amina), "/my/prepare/matters"
        )

    def test_keeps_its_answers_under_the_same_name(self, asha: StrictClient, app: Flask, cast: Cast) -> None:
        phone = browser_of_person(app, cast.amina)
        fill(phone, "/my/prepare/matters", words="خاموشی", then="stop")

        save(asha, MATTERS, words_0_en="What is on your mind?")

        assert "خاموشی" in read(phone, "/my/prepare/matters")
        assert db.session.scalars(select(PreparedAnswer.question)).all() == ["matters"]

    def test_cannot_be_left_out_or_added_to(self, asha: StrictClient) -> None:
        sent = filled_in(asha, MATTERS, to=MATTERS)
        asha.post(MATTERS, data=sent | {"then": "save", "out_0": "yes", "key_2": "", "words_2_en": "And your cat?"})

        assert own_lines.list_versions(About.ASKED_PERSON, "matters") == []
        assert list(list_questions(About.ASKED_PERSON, language="en")) == list(OF_PERSONS)

    def test_goes_back_to_ours(self, asha: StrictClient, app: Flask, cast: Cast) -> None:
        save(asha, MATTERS, words_0_en="What is on your mind?")
        fill(asha, MATTERS, to="/original")

        page = read(asha, MATTERS)
        assert "Asha Patel" in page
        assert list_questions(About.ASKED_PERSON, language="en")["matters"].text.words == "What matters most to you just now?"


class TestWhatIsAskedOfACarer:
    def test_has_the_persons_name_where_the_locality_put_it(
        self,
        asha: StrictClient,
        app: Flask,
        joe: CircleMember,
    ) -> None:
        assert save(asha, HIS, words_0_en="100% honestly: what does {name} long for?") == 303

        page = read(browser_of_carer(app, joe), f"/helping/{joe.id}/prepare/matters")

        assert "100% honestly: what does Amina long for?" in page

    @pytest.mark.parametrize("wrong", ["What does {their_name} long for?", "What does {name long for?", "What } now?"])
    def test_has_no_other_hole(self, asha: StrictClient, wrong: str) -> None:
        sent = filled_in(asha, HIS, to=HIS)

        answer = asha.post(HIS, data=sent | {"then": "save", "words_0_en": wrong})

        assert answer.status_code == 422
        assert "where the person" in answer.get_data(as_text=True)
        assert wrong in answer.get_data(as_text=True)
        assert own_lines.list_versions(About.ASKED_CARER, "matters") == []

    def test_is_read_by_the_person_too_as_it_was_asked(
        self,
        asha: StrictClient,
        app: Flask,
        cast: Cast,
        joe: CircleMember,
    ) -> None:
        save(asha, HIS, words_0_en="What does {name} long for?")
        joes = browser_of_carer(app, joe)
        fill(joes, f"/helping/{joe.id}/prepare/matters", words="The sea", then="stop")
        fill(joes, f"/helping/{joe.id}/prepare", to="/show-prepared")

        page = read(browser_of_person(app, cast.amina), "/my/prepare?lang=en")

        assert "What does Amina long for?" in page
        assert "The sea" in page


class TestThePage:
    def test_lists_every_question_that_is_asked_beforehand(self, asha: StrictClient) -> None:
        page = read(asha, "/admin/conversation-lines?language=pl")

        for about, topics in ((About.ASKED_PERSON, OF_PERSONS), (About.ASKED_CARER, OF_CARERS)):
            for topic in topics:
                assert f'/admin/conversation-lines/{about.value}/{topic}"' in page

    @pytest.mark.parametrize("address", ["asked_person/company", "asked_carer/about_people", "asked_person/nonsense"])
    def test_knows_no_other_question(self, asha: StrictClient, address: str) -> None:
        assert asha.get(f"/admin/conversation-lines/{address}").status_code == 404
