"""What a text says of a group whose name is nobody else's business: Amina's phone may lie on a kitchen table."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from directory.models import Attribute, Service, TaxonomyTerm
from messaging.models import OutgoingMessage
from messaging.states import State
from messaging.wording.texts import render
from navigator.db import db
from navigator.referrals import operations
from navigator.referrals.models import Referral, ReferralStatus, ReplyLink
from tests.cast import Cast

Outbox = Callable[..., list[OutgoingMessage]]
TEMPLATES = ("referral_sent", "referral_accepted", "reminder", "did_you_get_there")


@pytest.fixture
def accepted(cast: Cast, agrees_to_texts: None, refer: Callable[..., Referral], now: datetime) -> Callable[[Service], None]:
    """`accepted(service)`: they say yes to Amina, in Chapel Street, where she asks for Morwenna."""

    def accept(service: Service) -> None:
        cast.amina.language = "en"
        referral = refer(service=service)
        operations.answer(
            link=db.session.scalars(select(ReplyLink).where(ReplyLink.referral_id == referral.id)).one(),
            person=cast.amina,
            answer=ReferralStatus.ACCEPTED,
            appointment_at=now + timedelta(days=3),
            place="12 Chapel Street",
            ask_for="Morwenna",
            now=now,
        )
        db.session.commit()

    return accept


def said(outbox: Outbox) -> str:
    messages = [message for name in TEMPLATES for message in outbox(template=name)]
    assert len(messages) == len(TEMPLATES)
    return "\n".join(render(message.template, message.values, "en").body for message in messages)


def of_kind(service: Service, code: str) -> Service:
    db.session.add(Attribute(link_id=service.id, term=TaxonomyTerm(code=code, name="A kind of help"), link_type="kind"))
    db.session.commit()
    return service


class TestATextAboutAPrivateMatter:
    @pytest.mark.parametrize("code", ["domestic-abuse", "substance-use", "sexual-health"])
    def test_says_when_and_that_the_plan_has_the_rest(
        self, cast: Cast, accepted: Callable[[Service], None], outbox: Outbox, code: str
    ) -> None:
        accepted(of_kind(cast.tea_and_talk, code))

        words = said(outbox)
        assert "Thursday 26 November" in words
        assert "Where: it is in your plan." in words
        assert not [name for name in ("Tea", "Chapel", "Morwenna") if name in words]

    def test_about_a_refuge_says_that_ben_will_tell(
        self, cast: Cast, accepted: Callable[[Service], None], outbox: Outbox
    ) -> None:
        accepted(of_kind(cast.tea_and_talk, "refuge"))

        words = said(outbox)
        assert "Where: Ben will tell you." in words
        assert not [name for name in ("Tea", "Chapel", "Morwenna") if name in words]

    def test_is_told_by_the_name_where_a_feed_has_no_kinds(
        self, cast: Cast, accepted: Callable[[Service], None], outbox: Outbox
    ) -> None:
        cast.tea_and_talk.name = "Drug and Alcohol Appointments"
        accepted(cast.tea_and_talk)

        assert "Alcohol" not in said(outbox)


class TestAnyOtherText:
    def test_says_it_all(self, cast: Cast, accepted: Callable[[Service], None], outbox: Outbox) -> None:
        accepted(cast.tea_and_talk)

        assert all(words in said(outbox) for words in ("Tea & Talk", "12 Chapel Street", "Morwenna"))


class TestAnAnswerWithNothingToActUpon:
    @pytest.mark.parametrize(("is_private", "told"), [(True, "something_new"), (False, "referral_no_room")])
    def test_about_a_private_matter_is_for_the_plan_alone(
        self,
        cast: Cast,
        agrees_to_texts: None,
        refer: Callable[..., Referral],
        outbox: Outbox,
        now: datetime,
        is_private: bool,
        told: str,
    ) -> None:
        service = of_kind(cast.tea_and_talk, "substance-use") if is_private else cast.tea_and_talk
        referral = refer(service=service)
        for message in outbox(template="referral_sent"):
            message.state = State.DELIVERED
        operations.answer(
            link=db.session.scalars(select(ReplyLink).where(ReplyLink.referral_id == referral.id)).one(),
            person=cast.amina,
            answer=ReferralStatus.NO_ROOM,
            now=now + timedelta(hours=2),
        )
        db.session.commit()

        said = [message.template for name in ("something_new", "referral_no_room") for message in outbox(template=name)]
        assert said == [told]
