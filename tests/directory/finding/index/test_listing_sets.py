"""What is counted in sets is what the engine finds, before and after listings change."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import numpy as np
import pytest
from flask import Flask
from tantivy import Occur, Query

from directory.finding.index.bits import BLOCK, bits_of, bits_of_blocks, numbers_in
from directory.finding.index.entries import key_of
from directory.finding.index.facets import ACCESS, CIRCUMSTANCES
from directory.finding.index.listing_sets import ListingSets
from directory.finding.index.on_disk import listing_index
from directory.finding.narrowing.filters import narrowing
from directory.finding.narrowing.wanted import DAYS, WAYS, Wanted
from directory.finding.narrowing.wishes import all_with
from directory.finding.order.matching import Question, find, find_all
from directory.models import Accessibility, Place, Schedule, Service, ServiceAtLocation, ServiceStatus, TaxonomyTerm
from directory.operations import next_revision
from directory.places.gazetteer import find_place, miles_between, rebuild_from_listings
from navigator.db import db
from navigator.times import LONDON
from tests.directory.listings import HAYLE, PENZANCE, ST_IVES, make_service, make_term


class TestASet:
    @pytest.mark.parametrize("numbers", [[], [0], [7, 8, 63, 64], [BLOCK - 1, BLOCK, 5000], list(range(0, 30_000, 2))])
    def test_holds_the_numbers_it_was_made_of(self, numbers: list[int]) -> None:
        assert list(numbers_in(bits_of(numbers))) == numbers

    def test_comes_out_of_the_engines_blocks(self) -> None:
        assert list(numbers_in(bits_of_blocks({0: 0b101, 2: 1 << BLOCK - 1}))) == [0, 2, 3 * BLOCK - 1]


WISHES: tuple[dict[str, Any], ...] = (
    *({name: True} for name in ("free", "has_room", "mark", "self_referral", "remote", "interpreter")),
    *({"open_on": day} for day in DAYS),
    *({"ways": (way,)} for way in WAYS),
    *({"circumstances": (code,)} for code in CIRCUMSTANCES),
    *({"access": (code,)} for code in ACCESS),
    *({"checked": months} for months in (3, 6, 12)),
    *({"when": when} for when in ("now", "evening")),
    {"when": "evening", "open_on": "fr"},
    {"language": "ur"},
    {"language": "ur", "interpreter": True},
    {"need": "company"},
    {"kind": "lunch-club"},
    {"age": (70, 70)},
    {"age": (8, 12)},
)


@pytest.fixture
def listings(app: Flask, now: datetime) -> None:
    """Sixty listings, made by chance and always the same."""
    chance = Random(11)
    company, lunch = make_term("company", "Company", taxonomy="Needs"), make_term("lunch-club", "Lunch club")
    today = now.date()
    for number in range(60):
        made = make_service(
            f"Group {number}",
            at=chance.choice((PENZANCE, HAYLE, ST_IVES, None)),
            terms=tuple(term for term in (company, lunch) if chance.random() < 0.4),
            amount=chance.choice((None, 0, 3)),
            byday=chance.choice((None, "TU", "FR,SA")),
            languages=chance.choice(((), ("ur",), ("en", "pl"))),
            minimum_age=chance.choice((None, 11, 65)),
            maximum_age=chance.choice((None, 17)) if number % 2 else None,
            assured_date=chance.choice((None, today - timedelta(days=20), today - timedelta(days=300))),
            application_process=chance.choice((None, "Just come.", "Your nurse must refer you.")),
            eligibility_description=chance.choice((None, "Carers.", "Veterans and their families.")),
            interpretation_services=chance.choice((None, "Telephone interpreters.")),
            room=chance.choice((None, (2, now - timedelta(days=3)), (1, now - timedelta(days=200)))),
            online=chance.random() < 0.2,
        )
        ends = chance.choice((None, today - timedelta(days=30), today + timedelta(days=30)))
        made.schedules.append(Schedule(freq="WEEKLY", byday="WE,FR", opens_at="18:00", closes_at="20:00", valid_to=ends))
        for place in made.service_at_locations:
            if chance.random() < 0.5:
                place.location.accessibility.append(Accessibility(description="Step-free, with an accessible toilet"))
    rebuild_from_listings()
    db.session.commit()


def sets_now(app: Flask, now: datetime) -> ListingSets:
    return listing_index(app, now=now).sets


def disagreements(sets: ListingSets, now: datetime) -> list[dict[str, Any]]:
    """Wishes of which the sets and the engine think differently."""
    today, different = now.astimezone(LONDON).date(), []
    for wish in WISHES:
        asked = [(Occur.Must, one) for one in narrowing(Wanted(**wish), sets.searcher, today=today, now=now)]
        hits = sets.searcher.search(Query.boolean_query(asked), 1000).hits
        numbers = set(sets.searcher.fast_field_values("number", [address for _, address in hits])) if hits else set()
        if numbers != set(numbers_in(all_with(Wanted(**wish), sets, today=today, now=now)).tolist()):
            different.append(wish)
    return different


@pytest.mark.usefixtures("listings")
class TestTheSets:
    def test_agree_with_the_engine_on_every_wish(self, app: Flask, now: datetime) -> None:
        assert disagreements(sets_now(app, now), now) == []

    def test_still_agree_after_listings_were_changed_added_and_taken_away(self, app: Flask, now: datetime) -> None:
        before = sets_now(app, now)
        for wish in WISHES:
            all_with(Wanted(**wish), before, today=now.date(), now=now)  # what is remembered must not outlive the change

        changed = make_service("Group 60", at=HAYLE, amount=0, byday="MO", languages=("ur",), assured_date=now.date())
        for service in db.session.query(type(changed)).filter(type(changed).name.in_(["Group 3", "Group 4", "Group 5"])):
            service.fees_description, service.application_process = "Free", "Just come."
            service.status = ServiceStatus.DEFUNCT if service.name == "Group 4" else ServiceStatus.ACTIVE
            service.revision = next_revision(db.session())
        db.session.commit()
        after = sets_now(app, now)

        assert after is not before
        assert after.folder == before.folder
        assert after.everyone.bit_count() == 60
        assert disagreements(after, now) == []
        fresh = ListingSets(after.searcher, after.folder)
        for said, code in (("flag", "free"), ("need", "company"), ("time", "mo"), ("language", "ur"), ("kind", "lunch-club")):
            assert after.group(said, code) == fresh.group(said, code)
        assert after.are("is_anywhere") == fresh.are("is_anywhere")

    def test_know_who_is_within_so_many_miles(self, app: Flask, now: datetime) -> None:
        sets = sets_now(app, now)
        place = find_place("Penzance")
        assert isinstance(place, Place)

        distances = sets.distances(place.latitude, place.longitude)

        for miles in (1.0, 4.2, 7.0, 8.5, 15.0, 60.0):
            everyone = numbers_in(sets.everyone)
            near = everyone[distances.of(everyone) <= miles]
            assert numbers_in(distances.within(miles) & sets.everyone).tolist() == near.tolist()

    def test_know_how_far_the_crow_flies(self, app: Flask, now: datetime) -> None:
        sets = sets_now(app, now)
        place = find_place("Penzance")
        assert isinstance(place, Place)

        distances = sets.distances(place.latitude, place.longitude)

        for service in db.session.query(Service):
            number = int(np.flatnonzero(sets.known["key"] == key_of(service.id))[0])
            flown = [
                miles_between(place.latitude, place.longitude, at.location.latitude, at.location.longitude)
                for at in service.service_at_locations
                if at.location.latitude is not None and at.location.longitude is not None
            ]
            (away,) = distances.of(np.array([number]))
            assert away == pytest.approx(min(flown), abs=0.001) if flown else np.isnan(away)

    def test_let_every_page_near_a_place_be_reached(self, app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, few in (("BEST", 4), ("NEAREST", 5), ("FROM_ANYWHERE", 2)):
            monkeypatch.setattr(f"directory.finding.order.matching.{name}", few)
        sets = sets_now(app, now)
        question = Question(Wanted(near="Penzance", per_page=7), [], find_place("Penzance"), None, now)

        seen: list[int] = []
        for page in range(1, 12):
            hits = find(question.instead(Wanted(near="Penzance", page=page, per_page=7)), sets).hits
            if hits:
                seen += map(int, sets.searcher.fast_field_values("number", [address for address, _ in hits]))  # type: ignore[arg-type]

        assert len(seen) == len(set(seen))
        assert bits_of(seen) == find_all(question, sets)[1]

    def test_know_a_listing_with_several_places_by_its_nearest(self, app: Flask, now: datetime) -> None:
        made = make_service("In three towns", at=ST_IVES)
        for at in (HAYLE, PENZANCE):
            other = make_service(f"At {at}", at=at)
            made.service_at_locations.append(ServiceAtLocation(location=other.service_at_locations[0].location))
        db.session.commit()
        sets, place = sets_now(app, now), find_place("Penzance")
        assert isinstance(place, Place)

        distances = sets.distances(place.latitude, place.longitude)

        number = int(np.flatnonzero(sets.known["key"] == key_of(made.id))[0])
        assert distances.of(np.array([number])) < 0.5
        assert distances.within(0.5) >> number & 1
        assert distances.within(0.4) >> number & 1  # a distance that is none of the usual ones

    def test_remember_an_answer_until_a_listing_changes(self, app: Flask, now: datetime) -> None:
        before = sets_now(app, now)
        question = Question(Wanted(near="Penzance", kind="lunch-club"), [], find_place("Penzance"), None, now)
        found = find(question, before)

        again = find(replace(question, now=now + timedelta(minutes=2)), before)
        make_service("A new one", at=PENZANCE, terms=(db.session.query(TaxonomyTerm).filter_by(code="lunch-club").one(),))
        db.session.commit()
        afterwards = find(question, sets_now(app, now))

        assert again is found
        assert afterwards.total == found.total + 1
