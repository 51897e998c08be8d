"""The demonstration's people, once they have settled in."""

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from messaging.models import OutgoingMessage
from navigator import demo_people
from navigator.db import db
from navigator.people.models import Person, Staff
from navigator.referrals.dealing_models import Proposal
from navigator.referrals.models import Referral, ReferralStatus
from navigator.referrals.signpost_models import Signpost
from tests.seed import bring_in_the_listings
from tests.signed_in import browser_of_staff


@pytest.fixture
def settled(app: Flask, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The demo's listings, staff and people."""
    bring_in_the_listings(app, tmp_path)
    demo_people.settle_in(app, now=now)
    db.session.commit()


class TestTheDemonstration:
    @pytest.mark.usefixtures("settled")
    def test_names_the_listings_own_places_and_gives_everybody_people_to_see(self, app: Flask) -> None:
        places = set(db.session.scalars(select(Referral.appointment_place).where(Referral.appointment_at.is_not(None))))
        texts = db.session.scalars(select(OutgoingMessage).where(OutgoingMessage.template == "referral_accepted")).all()
        of_viv = db.session.scalars(select(Person).join(Staff, Person.navigator_id == Staff.id).where(Staff.name == "Viv Nance"))
        viv, tamsin = (
            db.session.scalars(select(Staff).where(Staff.name == name)).one() for name in ("Viv Nance", "Tamsin Hocking")
        )

        assert len(places) == 4
        assert all(len(place) > 10 and "listing" not in place for place in places)
        assert {str(text.values["place"]) for text in texts} <= places
        assert [person.full_name for person in of_viv] == ["Jean Rosewarne"]
        assert "Jean Rosewarne" in browser_of_staff(app, viv).get("/desk").get_data(as_text=True)
        assert "Amina Hussain" in browser_of_staff(app, tamsin).get("/desk").get_data(as_text=True)

    @pytest.mark.usefixtures("settled")
    def test_shows_every_way_a_referral_can_go(self) -> None:
        referrals = {referral.service_name: referral for referral in db.session.scalars(select(Referral))}
        shed, menders = referrals["The Old Count Shed"], referrals["Madron Makers & Menders"]
        offered = db.session.scalars(select(Proposal)).one()

        assert shed.together_id == menders.together_id is not None
        assert (shed.status, menders.status) == (ReferralStatus.ACCEPTED, ReferralStatus.SENT)
        assert (offered.referral_id, offered.answered_at) == (menders.id, None)
        assert referrals["Gwav Promenade Stroll"].chased > 0
        assert referrals["Hayle Library Corner"].sides_disagree
        assert referrals["Home Safety Check"].status is ReferralStatus.RECALLED
        assert referrals["Home Safety Check"].incident
        assert db.session.scalars(select(Signpost)).one().service_name == "Polish Coffee Morning"

    @pytest.mark.usefixtures("settled")
    def test_has_somebody_who_waits_for_a_coordinator(self, app: Flask) -> None:
        tamsin = browser_of_staff(app, db.session.scalars(select(Staff).where(Staff.name == "Tamsin Hocking")).one())

        assert "Derek Olver" in tamsin.get("/team").get_data(as_text=True)
