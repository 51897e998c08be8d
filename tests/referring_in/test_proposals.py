"""A practice's list: looked at first, bad lines named, formulas harmless, and nobody contacted by being on it."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from messaging.models import OutgoingMessage
from navigator.db import db
from navigator.people.models import Consent, Person, Purpose, Role
from navigator.referring_in import proposal_lines
from navigator.referring_in.models import ReferralIn, Source, State
from tests.cast import Cast
from tests.pressing import press
from tests.strict_client import StrictClient

HEADINGS = "First name,Surname,DOB,Phone,Band,Reason,Language,GP practice"
GOOD = "Zofia,Nowak,2/11/1961,07700 900124,high,Lives alone,Polish,Harbour Surgery"
FILE = "\n".join(
    [
        HEADINGS,
        GOOD,
        "Amina,Hussain,27/03/1948,,high,,Urdu,",
        "George,,1/1/1940,,,,,",
        "=HYPERLINK(1),Pascoe,31/02/1950,,,,,",
        "Jory,Angove,1939-06-14,07700,low,,,",
    ]
)


def hand_in(browser: StrictClient, content: str = FILE, name: str = "proposals.csv") -> Any:
    token = browser.get("/proposals").get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "file": (io.BytesIO(content.encode()), name)}
    return browser.post("/proposals", data=data, content_type="multipart/form-data")


def count(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


class TestList:
    def test_is_looked_at_first_with_each_bad_line_named(self, cast: Cast, staff: Callable[[str, Role], StrictClient]) -> None:
        tamsin = staff("Tamsin Hocking", Role.TEAM_LEAD)

        page = tamsin.get(hand_in(tamsin).location).get_data(as_text=True)

        assert count(ReferralIn) == 0
        assert "2 people would be proposed" in page
        assert "We may know 1 of them" in page
        for line in ("line 4: there is no family name", "line 5: “31/02/1950” is no date of birth", "line 6: “07700”"):
            assert f"proposals.csv</bdi> {line}" in page

    def test_becomes_proposals_and_contacts_nobody(self, cast: Cast, staff: Callable[[str, Role], StrictClient]) -> None:
        tamsin = staff("Tamsin Hocking", Role.TEAM_LEAD)
        look = hand_in(tamsin).location

        press(tamsin, f"{look}/add", on=look)
        press(tamsin, f"{look}/add", on="/proposals")

        proposed = db.session.scalars(select(ReferralIn).order_by(ReferralIn.family_name.desc())).all()
        assert [(one.family_name, one.band, one.source, one.state) for one in proposed] == [
            ("Nowak", "high", Source.LIST, State.RECEIVED),
            ("Hussain", "high", Source.LIST, State.RECEIVED),
        ]
        assert proposed[0].language == "pl"
        assert count(OutgoingMessage) == 0
        assert "Proposed by lists (2)" in tamsin.get("/referrals-in").get_data(as_text=True)

    def test_handed_in_again_adds_nobody_again(self, cast: Cast, staff: Callable[[str, Role], StrictClient]) -> None:
        tamsin = staff("Tamsin Hocking", Role.TEAM_LEAD)
        for _ in range(2):
            look = hand_in(tamsin, f"{HEADINGS}\n{GOOD}\n{GOOD}").location
            press(tamsin, f"{look}/add", on="/proposals")

        assert count(ReferralIn) == 1

    def test_gives_back_lines_to_mend_that_no_spreadsheet_runs(
        self, app: Flask, cast: Cast, staff: Callable[[str, Role], StrictClient]
    ) -> None:
        tamsin = staff("Tamsin Hocking", Role.TEAM_LEAD)
        look = hand_in(tamsin).location
        press(tamsin, f"{look}/add", on=look)

        rows = list(csv.reader(io.StringIO(tamsin.get(f"{look}/to-mend.csv").get_data(as_text=True).lstrip("\ufeff"))))

        assert rows[2][0] == "'=HYPERLINK(1)"
        assert not any(cell.startswith(proposal_lines.FORMULA) for row in rows for cell in row)
        mended = "\n".join(",".join(row[:8]) for row in rows).replace("31/02/1950", "3/2/1950")
        with app.test_request_context():
            again = proposal_lines.read_lines(mended, today=date(2026, 11, 23), allows_test_numbers=True)
        assert again[1].values["given_name"] == "=HYPERLINK(1)"

    def test_is_accepted_only_when_somebody_has_asked_them(
        self, cast: Cast, ben: StrictClient, staff: Callable[[str, Role], StrictClient]
    ) -> None:
        tamsin = staff("Tamsin Hocking", Role.TEAM_LEAD)
        look = hand_in(tamsin, f"{HEADINGS}\n{GOOD}").location
        press(tamsin, f"{look}/add", on=look)
        page = f"/referrals-in/{db.session.scalars(select(ReferralIn.id)).one()}"

        refused = press(ben, f"{page}/accept", on=page, coordinator=str(cast.ben.id))
        press(ben, f"{page}/accept", on=page, coordinator=str(cast.ben.id), agrees="yes")

        assert refused.status_code == 422
        person = db.session.scalars(select(Person).where(Person.family_name == "Nowak")).one()
        assert list(db.session.scalars(select(Consent.purpose).where(Consent.person_id == person.id))) == [Purpose.SUPPORT]
        assert count(OutgoingMessage) == 0

    def test_is_for_leads_and_administrators_and_of_their_own_team(
        self, cast: Cast, ben: StrictClient, staff: Callable[[str, Role], StrictClient]
    ) -> None:
        look = hand_in(staff("Tamsin Hocking", Role.TEAM_LEAD)).location
        asha = staff("Asha Lloyd", Role.ADMINISTRATOR)

        assert ben.get("/proposals").status_code == 403
        assert asha.get("/proposals").status_code == 200
        assert asha.get(look).status_code == 404

    def test_that_is_no_list_is_said_to_be_none(self, cast: Cast, staff: Callable[[str, Role], StrictClient]) -> None:
        tamsin = staff("Tamsin Hocking", Role.TEAM_LEAD)

        assert "for: first name, family name, date of birth" in hand_in(tamsin, "a,b\n1,2").get_data(as_text=True)
        assert hand_in(tamsin, "PK\x00\x01").status_code == 422
        assert hand_in(tamsin, "").status_code == 422
