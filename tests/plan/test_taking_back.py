"""Amina takes a referral back by herself, on her own page."""

import pytest
from flask import Flask
from sqlalchemy import select

from navigator.db import db
from navigator.people.models import Consent
from navigator.referrals.models import Attention, Reason, Referral, ReferralStatus
from navigator.times import utc_now
from tests.cast import Cast, make_person
from tests.form_filling import fill
from tests.plan.conftest import Story
from tests.signed_in import browser_of_person, browser_of_staff
from tests.strict_client import StrictClient


def page_of(story: Story) -> str:
    return f"/my/sharing/{story.referral.consent_id}/take-back"


def stands(story: Story) -> ReferralStatus:
    db.session.expire_all()
    return db.session.get_one(Referral, story.referral.id).status


class TestTakingAReferralBack:
    def test_is_asked_once_and_said_plainly(self, amina: StrictClient, story: Story) -> None:
        assert page_of(story) in amina.get("/my/sharing").get_data(as_text=True)

        page = amina.get(page_of(story)).get_data(as_text=True)

        assert "They hear that you are not coming." in page
        assert stands(story) is ReferralStatus.SENT  # opening the page takes nothing back

    def test_ends_it_and_what_was_agreed(self, amina: StrictClient, story: Story) -> None:
        answer = fill(amina, page_of(story), follow=True).get_data(as_text=True)

        assert "You have taken it back." in answer
        assert page_of(story) not in answer
        assert stands(story) is ReferralStatus.WITHDRAWN
        consent = db.session.get_one(Consent, story.referral.consent_id)
        assert (consent.withdrawn_at is not None, consent.withdrawn_how) == (True, "my plan")

    def test_is_seen_by_her_navigator_today(self, app: Flask, amina: StrictClient, cast: Cast, story: Story) -> None:
        fill(amina, page_of(story))

        calls = db.session.scalars(select(Attention.referral_id).where(Attention.reason == Reason.TOOK_BACK)).all()
        assert calls == [story.referral.id]
        assert "Took back a referral" in browser_of_staff(app, cast.ben).get("/desk").get_data(as_text=True)

    def test_can_be_pressed_twice_without_harm(self, amina: StrictClient, story: Story) -> None:
        fill(amina, page_of(story))

        assert amina.get(page_of(story)).status_code == 404

    def test_is_nobody_elses_to_do(self, app: Flask, cast: Cast, story: Story) -> None:
        joe = make_person(navigator=cast.ben, now=utc_now(), given_name="Joe")
        db.session.commit()

        assert browser_of_person(app, joe).get(page_of(story)).status_code == 404

    @pytest.mark.parametrize("status", [ReferralStatus.COMPLETED, ReferralStatus.NO_ROOM, ReferralStatus.RECALLED])
    def test_is_not_offered_once_it_has_ended(self, amina: StrictClient, story: Story, status: ReferralStatus) -> None:
        story.referral.status = status
        db.session.commit()

        assert page_of(story) not in amina.get("/my/sharing").get_data(as_text=True)
        assert amina.get(page_of(story)).status_code == 404
