"""Which listings look alike; and making one of two without losing what points at either."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import event, select

from directory.models import MergedListing, Organization, Phone, Service, ServiceStatus
from directory.queries import schedules_of
from directory.upkeep import duplicates, merging_listings
from directory.upkeep.likeness import ALIKE_FROM, Marks, Sign, compare, make_marks
from directory.upkeep.models import ListingPair, PairState
from navigator.db import db
from tests.directory.listings import HAYLE, PENZANCE, make_service, make_term


def marks(name: str, owner: str = "", **more: list[str]) -> Marks:
    return make_marks(owner=owner or name, names=[name], **more)


class TestLikeness:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (marks("Tea & Talk", phones=["01632 960123"]), marks("Tea and Talk", phones=["+44 1632 960 123"])),
            (marks("Tea & Talk Hayle", postcodes=["TR27 4PA"]), marks("Tea and Talk", postcodes=["tr274pa"])),
            (marks("Hayle Lunch Club", numbers=["1234567"]), marks("Lunch Club, Hayle", numbers=["01234567"])),
            (marks("Sing!", addresses=["https://www.sing.example/a"]), marks("SING", addresses=["sing.example"])),
        ],
    )
    def test_is_probable_for_one_group_written_twice(self, one: Marks, other: Marks) -> None:
        assert compare(one, other).is_probable

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (marks("Lunch Club", postcodes=["TR27 4PA"]), marks("Lunch Club", postcodes=["TR18 2AB"])),
            (marks("Yoga", phones=["01632 960123"]), marks("Debt advice", phones=["01632 960123"])),
            (marks("Tea & Talk", phones=["116 123"]), marks("Samaritans", phones=["116 123"])),
            (marks("Sing!", addresses=["https://facebook.com/sing"]), marks("Sew!", addresses=["https://facebook.com/sew"])),
        ],
    )
    def test_is_not_for_two_groups(self, one: Marks, other: Marks) -> None:
        assert compare(one, other).score < ALIKE_FROM

    def test_says_which_signs_agree(self) -> None:
        told = compare(marks("Sing!", phones=["01632 960123"]), marks("Sing", phones=["01632960123"]))

        assert told.agree == (Sign.NAME, Sign.PHONE)

    def test_takes_nothing_from_what_one_organisations_listings_share(self) -> None:
        monday = marks("Tea on Mondays", owner="Age UK", numbers=["1"], addresses=["age.example"], postcodes=["TR18 2AB"])
        friday = marks("Tea on Fridays", owner="Age UK", numbers=["1"], addresses=["age.example"], postcodes=["TR27 4PA"])

        assert not compare(monday, friday).is_probable


@pytest.fixture
def request_context(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.fixture
def pair(request_context: None, now: datetime) -> ListingPair:
    """The same club, listed by two organisations."""
    one = make_service("Hayle Lunch Club", at=HAYLE, organization="Neighbours", description="Soup.", byday="TU")
    other = make_service("Lunch Club Hayle", at=HAYLE, organization="The Parish", description="Soup and a pudding.", byday="FR")
    one.phones.append(Phone(number="01632 960210"))
    other.phones.append(Phone(number="01632 960 210"))
    make_service("Sew and Sew", at=PENZANCE, organization="Needles")
    db.session.flush()
    duplicates.find_all(now=now)
    return db.session.scalars(select(ListingPair)).one()


class TestFindingDuplicates:
    def test_finds_the_one_pair_and_says_why(self, pair: ListingPair) -> None:
        assert {pair.first.name, pair.second.name} == {"Hayle Lunch Club", "Lunch Club Hayle"}
        assert set(pair.why) == {"name", "phone", "postcode"}

    def test_asks_a_constant_number_of_questions(self, pair: ListingPair, now: datetime) -> None:
        def count() -> int:
            statements: list[str] = []

            def note(_c: object, _cur: object, statement: str, *_more: object) -> None:
                statements.append(statement)

            event.listen(db.engine, "before_cursor_execute", note)
            try:
                duplicates.find_all(now=now)
            finally:
                event.remove(db.engine, "before_cursor_execute", note)
            return len(statements)

        few = count()
        for number in range(20):
            make_service(f"Knitting {number} circle", organization=f"Wool {number}")

        assert count() <= few + 1  # writing the new pairs

    def test_never_says_where_a_refuge_is(self, app: Flask, now: datetime) -> None:
        refuge = make_term("refuge", "Refuge")
        make_service("Hawthorn", at=HAYLE, organization="Safe Homes", terms=(refuge,))
        make_service("Hawthorn House", at=HAYLE, organization="Parish")

        duplicates.find_all(now=now)

        assert all("postcode" not in pair.why for pair in db.session.scalars(select(ListingPair)))

    def test_does_not_ask_again_about_two_that_are_different(self, pair: ListingPair, now: datetime) -> None:
        merging_listings.say_different(pair=pair, decided_by="Ada Penrose", now=now)

        assert duplicates.find_all(now=now) == 0
        assert duplicates.list_pairs(page=1)[1] == 0


class TestMerging:
    def test_keeps_one_with_what_was_chosen_of_the_other(self, pair: ListingPair, now: datetime) -> None:
        kept_id, old_id = pair.first_id, pair.second_id
        description = db.session.get_one(Service, old_id).description

        kept = merging_listings.merge(
            pair=pair, kept_id=kept_id, taken=["about", "where", "times"], decided_by="Ada Penrose", now=now
        )

        old = db.session.get_one(Service, old_id)
        assert kept.description == description
        assert [s.byday for s in schedules_of(kept)] == [s.byday for s in schedules_of(old)]
        assert old.status is ServiceStatus.DEFUNCT
        assert db.session.get_one(MergedListing, old_id).kept_id == kept_id

    def test_can_be_undone(self, pair: ListingPair, now: datetime) -> None:
        merging_listings.merge(pair=pair, kept_id=pair.first_id, taken=[], decided_by="Ada Penrose", now=now)

        merging_listings.take_apart(pair=pair, decided_by="Ada Penrose", now=now)

        assert db.session.get_one(Service, pair.second_id).status is ServiceStatus.ACTIVE
        assert pair.state is PairState.ALIKE

    def test_leads_on_through_a_second_merge(self, pair: ListingPair, now: datetime) -> None:
        first, second = pair.first_id, pair.second_id
        merging_listings.merge(pair=pair, kept_id=first, taken=[], decided_by="Ada Penrose", now=now)
        third = make_service("Lunch in Hayle", at=HAYLE, organization="Third").id
        another = ListingPair(first_id=min(first, third), second_id=max(first, third), score=90, found_at=now)
        db.session.add(another)
        db.session.flush()

        merging_listings.merge(pair=another, kept_id=third, taken=[], decided_by="Ada Penrose", now=now)
        db.session.expire_all()

        assert db.session.get_one(MergedListing, second).kept_id == third

    def test_makes_no_new_organisation(self, pair: ListingPair, now: datetime) -> None:
        before = len(db.session.scalars(select(Organization)).all())

        merging_listings.merge(pair=pair, kept_id=pair.first_id, taken=["where"], decided_by="Ada Penrose", now=now)

        assert len(db.session.scalars(select(Organization)).all()) == before
