"""Licensed measures: a name, a range and a note of the licence; then scores and days, and never their questions."""

from typing import Any

import pytest
from sqlalchemy import select

from navigator.db import db
from navigator.measures.models import LicensedInstrument, LicensedScore
from tests.cast import Cast
from tests.form_filling import fill
from tests.strict_client import StrictClient

PAM: dict[str, Any] = {"name": "PAM-13", "lowest": "0", "highest": "100", "licence_note": "Insignia, no. 4711, until June 2027"}


def scores() -> list[float]:
    db.session.rollback()
    return list(db.session.scalars(select(LicensedScore.score).order_by(LicensedScore.id)))


def add(asha: StrictClient, **other: str) -> LicensedInstrument:
    assert fill(asha, "/admin/measures", to="/measures", **(PAM | other)).status_code == 303
    return db.session.scalars(select(LicensedInstrument)).one()


def write(ben: StrictClient, cast: Cast, which: LicensedInstrument, **typed: str) -> int:
    day = {"on_day-day": "20", "on_day-month": "11", "on_day-year": "2026"}
    about: dict[str, Any] = {"instrument": str(which.id), **day, **typed}
    return fill(ben, f"/people/{cast.amina.id}/measures", to="/licensed", **about).status_code


class TestALicensedInstrument:
    def test_is_refused_without_a_note_of_its_licence(self, asha: StrictClient) -> None:
        answer = fill(asha, "/admin/measures", to="/measures", **(PAM | {"licence_note": "   "}))

        assert answer.status_code == 422
        assert "Without a licence it cannot be used." in answer.get_data(as_text=True)
        assert "PAM-13" in answer.get_data(as_text=True)
        assert db.session.scalars(select(LicensedInstrument)).all() == []

    @pytest.mark.parametrize(("lowest", "highest"), [("100", "0"), ("5", "5"), ("x", "10"), ("0", "nan")])
    def test_has_a_range_that_goes_up(self, asha: StrictClient, lowest: str, highest: str) -> None:
        answer = fill(asha, "/admin/measures", to="/measures", **(PAM | {"lowest": lowest, "highest": highest}))

        assert answer.status_code == 422

    def test_is_added_once(self, asha: StrictClient) -> None:
        add(asha)

        answer = fill(asha, "/admin/measures", to="/measures", **PAM)

        assert answer.status_code == 422
        assert "Added by Asha Patel" in asha.get("/admin/measures").get_data(as_text=True)

    def test_is_no_business_of_a_navigator(self, ben: StrictClient) -> None:
        assert ben.get("/admin/measures").status_code == 403


class TestItsScore:
    def test_is_written_down_with_its_day(self, asha: StrictClient, ben: StrictClient, cast: Cast) -> None:
        pam = add(asha)

        assert write(ben, cast, pam, score="56.4") == 303

        assert scores() == [56.4]
        assert "56.4" in ben.get(f"/people/{cast.amina.id}/measures").get_data(as_text=True)

    def test_of_the_same_day_is_corrected_not_doubled(self, asha: StrictClient, ben: StrictClient, cast: Cast) -> None:
        pam = add(asha)
        write(ben, cast, pam, score="56")

        write(ben, cast, pam, score="65")

        assert scores() == [65]

    @pytest.mark.parametrize(
        "wrong",
        [{"score": "101"}, {"score": "-1"}, {"score": ""}, {"score": "nan"}, {"on_day-year": "2999"}, {"instrument": "x"}],
    )
    def test_off_the_range_or_the_calendar_is_refused(
        self, asha: StrictClient, ben: StrictClient, cast: Cast, wrong: dict[str, str]
    ) -> None:
        pam = add(asha)

        assert write(ben, cast, pam, **({"score": "50"} | wrong)) == 422
        assert scores() == []

    def test_is_not_taken_once_the_licence_has_ended(self, asha: StrictClient, ben: StrictClient, cast: Cast) -> None:
        pam = add(asha)
        other = add_other(asha)
        write(ben, cast, pam, score="56")

        fill(asha, "/admin/measures", to=f"/{pam.id}")

        db.session.expire_all()
        assert pam.ended_at is not None
        assert write(ben, cast, pam, score="60", **{"on_day-day": "21"}) == 422
        assert write(ben, cast, other, score="20") == 303
        assert scores() == [56, 20]


def add_other(asha: StrictClient) -> LicensedInstrument:
    about: dict[str, Any] = {"name": "SWEMWBS", "lowest": "7", "highest": "35", "licence_note": "Warwick, non-commercial, 2026"}
    fill(asha, "/admin/measures", to="/measures", **about)
    return db.session.scalars(select(LicensedInstrument).where(LicensedInstrument.name == "SWEMWBS")).one()
