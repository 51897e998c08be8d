"""Somebody is in a programme for a time: once at a time in each, however the days are chosen."""

from datetime import date, datetime, timedelta

import pytest

from navigator.db import db
from navigator.people import enrolments
from navigator.people.enrolments import CannotGoOn, EndsBeforeItBegins, EnrolledAlready, ProgrammeClosed
from navigator.people.models import Locality, WhyClosed
from navigator.people.support_models import Enrolment, Programme, WhyLeft
from tests.cast import Cast

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


@pytest.fixture
def living_well(cast: Cast) -> Programme:
    return _programme(cast, "Living Well")


def _programme(cast: Cast, name: str, **about: object) -> Programme:
    programme = Programme(locality_id=about.pop("locality_id", cast.ben.team.locality_id), name=name, **about)
    db.session.add(programme)
    db.session.flush()
    return programme


def _enrol(cast: Cast, programme: Programme, starts_on: date, now: datetime) -> Enrolment:
    return enrolments.enrol(person=cast.amina, programme=programme, starts_on=starts_on, staff=cast.ben, now=now)


def _end(enrolment: Enrolment, ends_on: date, now: datetime) -> None:
    enrolments.end(enrolment=enrolment, ends_on=ends_on, why=WhyLeft.FINISHED, staff=None, now=now)


class TestEnrolling:
    @pytest.mark.parametrize("starts_on", [MAY, MAY + timedelta(days=40), MAY - timedelta(days=40)])
    def test_again_while_it_goes_on_is_refused(self, cast: Cast, living_well: Programme, now: datetime, starts_on: date) -> None:
        _enrol(cast, living_well, MAY, now)

        with pytest.raises(EnrolledAlready):
            _enrol(cast, living_well, starts_on, now)

    @pytest.mark.parametrize("starts_on", [MAY - timedelta(days=1), MAY, JUNE - timedelta(days=1)])
    def test_into_days_that_were_theirs_already_is_refused(
        self, cast: Cast, living_well: Programme, now: datetime, starts_on: date
    ) -> None:
        _end(_enrol(cast, living_well, MAY, now), JUNE, now)

        with pytest.raises(EnrolledAlready):
            _enrol(cast, living_well, starts_on, now)

    def test_again_from_the_very_day_on_which_they_left_is_another_time(
        self, cast: Cast, living_well: Programme, now: datetime
    ) -> None:
        _end(_enrol(cast, living_well, MAY, now), JUNE, now)
        again = _enrol(cast, living_well, JUNE, now)

        assert enrolments.list_enrolments(cast.amina.id)[0] is again
        assert len(enrolments.list_enrolments(cast.amina.id)) == 2

    def test_in_two_programmes_at_once_is_nothing_special(self, cast: Cast, living_well: Programme, now: datetime) -> None:
        _enrol(cast, living_well, MAY, now)
        _enrol(cast, _programme(cast, "Welcome Home"), MAY, now)

        assert len(enrolments.list_enrolments(cast.amina.id)) == 2

    def test_into_a_closed_programme_or_another_localitys_is_refused(self, cast: Cast, now: datetime) -> None:
        elsewhere = Locality(name="Elsewhere", phone="01632 960200")
        db.session.add(elsewhere)
        db.session.flush()

        for programme in (
            _programme(cast, "Starting Well", is_open=False),
            _programme(cast, "Living Well", locality_id=elsewhere.id),
        ):
            with pytest.raises(ProgrammeClosed):
                _enrol(cast, programme, MAY, now)


class TestEnding:
    @pytest.mark.parametrize("ends_on", [MAY, MAY - timedelta(days=1)])
    def test_before_a_day_is_over_is_refused(self, cast: Cast, living_well: Programme, now: datetime, ends_on: date) -> None:
        enrolment = _enrol(cast, living_well, MAY, now)

        with pytest.raises(EndsBeforeItBegins):
            _end(enrolment, ends_on, now)

    def test_twice_keeps_the_first_day(self, cast: Cast, living_well: Programme, now: datetime) -> None:
        enrolment = _enrol(cast, living_well, MAY, now)
        _end(enrolment, JUNE, now)
        _end(enrolment, JULY, now)

        assert enrolment.ends_on == JUNE

    def test_can_be_taken_back_unless_they_came_again(self, cast: Cast, living_well: Programme, now: datetime) -> None:
        first = _enrol(cast, living_well, MAY, now)
        _end(first, JUNE, now)
        enrolments.take_back_end(enrolment=first, person=cast.amina, staff=cast.ben, now=now)
        assert first.ends_on is None
        _end(first, JUNE, now)
        _enrol(cast, living_well, JULY, now)

        with pytest.raises(CannotGoOn):
            enrolments.take_back_end(enrolment=first, person=cast.amina, staff=cast.ben, now=now)

    def test_of_our_support_ends_each_of_them_a_day_after_it_began_at_the_earliest(
        self, cast: Cast, living_well: Programme, now: datetime
    ) -> None:
        today = now.date()
        began_today = _enrol(cast, living_well, today, now)
        cast.amina.why_closed, cast.amina.closed_at = WhyClosed.MOVED_AWAY, now

        enrolments.end_for_person(None, person=cast.amina, now=now)

        assert (began_today.ends_on, began_today.why_left) == (today + timedelta(days=1), WhyLeft.MOVED_AWAY)
