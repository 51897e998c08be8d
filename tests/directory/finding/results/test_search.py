import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, event, update

from directory.finding.index.on_disk import STATE, is_readable, listing_index
from directory.finding.results.search import Found, Wanted, search
from directory.models import Service, ServiceStatus
from directory.operations import next_revision
from directory.places.gazetteer import rebuild_from_listings
from navigator.db import db
from tests.directory.listings import HAYLE, PENZANCE, ST_IVES, make_service, make_term, teach


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


class Finder:
    """Searches the way a page does, and gives the names found."""

    def __init__(self, app: Flask, now: datetime) -> None:
        self.app, self.now = app, now

    def find(self, words: str = "", reader: str = "en", **wishes: Any) -> Found:
        wanted = Wanted(words=words, **wishes)
        return search(wanted, index=listing_index(self.app, now=self.now), now=self.now, language=reader)

    def names(self, words: str = "", **wishes: Any) -> list[str]:
        return [result.service.name for result in self.find(words, **wishes).results]


@pytest.fixture
def finder(app: Flask, now: datetime) -> Finder:
    befriending = make_term("befriending", "Befriending")
    damp = make_term("damp", "Damp and mould")
    lunch_club = make_term("lunch-club", "Lunch club")
    make_term("refuge", "Refuge")
    for words, code in (("lonely", "befriending"), ("black mould", "damp"), ("samotność", "befriending")):
        teach(words, code)
    make_service(
        "Tea & Talk",
        terms=(befriending,),
        description="Biscuits and company.",
        byday="TH",
        amount=0,
        room=(3, now - timedelta(days=20)),
        assured_date=date(2026, 11, 11),
    )
    make_service("Warm Home Visits", at=HAYLE, terms=(damp,), description="We look at wet walls.", amount=5, languages=("pl",))
    make_service(
        "Hayle Lunch Club", at=HAYLE, terms=(lunch_club,), description="A cooked dinner with others.", byday="TU", minimum_age=60
    )
    make_service("Ives Gardeners", at=ST_IVES, description="Growing vegetables together.", room=(2, now - timedelta(days=91)))
    make_service("Night Line", at=None, terms=(befriending,), description="Somebody listens by telephone.")
    rebuild_from_listings()
    db.session.commit()
    return Finder(app, now)


class TestWords:
    def test_find_a_synonym_in_the_thesaurus(self, finder: Finder) -> None:
        found = finder.find("lonely")

        assert {result.service.name for result in found.results} == {"Tea & Talk", "Night Line"}
        assert "matches “lonely”: Befriending" in found.results[0].why

    @pytest.mark.parametrize("typed", ["lonley", "samotnosc", "I am so lonely!", "BEFRIENDING", "befreinding"])
    def test_find_it_misspelt_and_in_other_languages(self, finder: Finder, typed: str) -> None:
        assert set(finder.names(typed)) == {"Tea & Talk", "Night Line"}

    def test_find_lay_words_that_a_listing_never_uses(self, finder: Finder) -> None:
        assert finder.names("black mould") == ["Warm Home Visits"]

    @pytest.mark.parametrize("typed", ["vegetables", "vegetable", "vegatables", "vegetab", "growing", "gardner"])
    def test_find_stems_typos_and_beginnings(self, finder: Finder, typed: str) -> None:
        assert finder.names(typed) == ["Ives Gardeners"]

    def test_offer_the_right_spelling(self, finder: Finder) -> None:
        assert finder.find("vegatables").did_you_mean == "vegetables"

    def test_know_a_kind_by_its_own_name(self, finder: Finder) -> None:
        assert finder.names("lunch clubs")[0] == "Hayle Lunch Club"

    def test_answer_a_natural_sentence(self, finder: Finder) -> None:
        assert "Tea & Talk" in finder.names("my dad is lonely and won't leave the house")

    def test_fall_back_to_some_of_the_words(self, finder: Finder) -> None:
        assert finder.names("vegetables zebra biscuits") != []

    def test_put_the_listing_that_has_them_all_before_the_many_that_have_some(self, finder: Finder) -> None:
        social = make_term("social-cafe", "Social café")
        repair = make_term("repair", "Repair café")
        teach("cafe", "social-cafe")
        for town in ("Paul", "Gulval", "Lelant"):
            make_service(f"{town} Social Café", terms=(social,), room=(5, finder.now), assured_date=finder.now.date())
        make_service("Bodwenna Repair Café", terms=(repair,))

        assert finder.names("cafe bodwenna")[0] == "Bodwenna Repair Café"

    def test_put_the_nearer_spelling_first(self, finder: Finder) -> None:
        make_service("Polmorvah Singers", room=(5, finder.now), assured_date=finder.now.date())
        make_service("Polmorith Singers")

        assert finder.names("polmorlth")[0] == "Polmorith Singers"

    @pytest.mark.parametrize("odd", ["'", '"', "a AND (b", "*", "~", "((((", "\x00", "मदद", "x" * 300, "- + : ^ / [ ]", "💛"])
    def test_of_any_shape_are_survived(self, finder: Finder, odd: str) -> None:
        finder.find(odd)

    def test_put_the_kind_of_help_before_stray_mentions(self, finder: Finder) -> None:
        teach("mold", "damp")
        make_service("Mould Your Own Pots", description="We told of black mould once.", room=(5, finder.now))

        assert finder.names("there is black mould in the bedroom")[0] == "Warm Home Visits"
        assert "Mould Your Own Pots" not in finder.names("mold")

    @pytest.mark.parametrize("typed", ["can't pay my bills", "I cannot pay the bills", "cant pay bills", "can’t pay bills"])
    def test_mean_the_same_with_and_without_small_words(self, finder: Finder, typed: str) -> None:
        teach("can't pay bills", "damp")
        db.session.commit()

        assert finder.names(typed) == ["Warm Home Visits"]


class TestDanger:
    @pytest.fixture(autouse=True)
    def lines(self, finder: Finder) -> None:
        helpline, crisis = make_term("helpline", "Helpline"), make_term("crisis-cafe", "Crisis café")
        for name in ("Silver Chat", "NHS 111", "999 Emergency", "Samaritans"):
            make_service(name, at=None, terms=(helpline,))
        make_service("Quiet Harbour", terms=(crisis,), room=(3, finder.now), assured_date=finder.now.date())
        make_service("Bill Club", description="For all who will.")
        db.session.commit()

    @pytest.mark.parametrize("near", ["", "Penzance"])
    @pytest.mark.parametrize("typed", ["kill myself", "i want to die", "overdose", "samobójstwo", "خودکشی"])
    def test_puts_crisis_help_first(self, finder: Finder, typed: str, near: str) -> None:
        found = finder.find(typed, near=near)

        assert found.danger == "life"
        assert {result.service.name for result in found.results[:2]} == {"Samaritans", "Quiet Harbour"}
        assert "Bill Club" not in [result.service.name for result in found.results]
        assert found.results[0].why[0] == "for when somebody may be in danger"

    @pytest.mark.parametrize(
        "typed",
        ["my husband hits me", "my son hits me", "he won't let me leave the house", "scared of my partner", "mąż mnie bije"]
        + ["my boyfriend strangled me", "boję się męża", "شوہر مجھے مارتا ہے"],
    )
    def test_from_somebody_close_shows_help_made_for_it_beside_the_helplines(self, finder: Finder, typed: str) -> None:
        helpline, abuse = make_term("helpline", "Helpline"), make_term("domestic-abuse", "Domestic abuse")
        make_service("National Domestic Abuse Helpline", at=None, terms=(helpline,))
        for name in ("Childline", "CALM Helpline", "Shout text line"):
            make_service(name, at=None, terms=(helpline,))
        make_service("One-to-One Support", terms=(abuse,))
        db.session.commit()

        assert finder.find(typed).danger == "harm"
        assert finder.names(typed)[:2] == ["999 Emergency", "National Domestic Abuse Helpline"]
        assert "One-to-One Support" in finder.names(typed)[:5]
        assert {"Samaritans", "Childline"} <= set(finder.names(typed)[:6])

    def test_to_oneself_comes_before_harm_by_another(self, finder: Finder) -> None:
        assert finder.find("my husband hits me and I want to die").danger == "life"

    def test_of_the_body_puts_999_first_and_then_what_was_asked(self, finder: Finder) -> None:
        teach("chest pain", "befriending")
        db.session.commit()

        assert finder.find("chest pain").danger == "body"
        assert finder.names("chest pain")[:2] == ["999 Emergency", "NHS 111"]
        assert "Tea & Talk" in finder.names("chest pain")

    def test_is_not_heard_in_ordinary_words(self, finder: Finder) -> None:
        assert finder.find("lonely").danger is None


class TestPlaces:
    def test_come_with_the_distance(self, finder: Finder) -> None:
        found = finder.find("dinner", near="tr18 2ab")

        assert found.results[0].distance_miles == pytest.approx(6.93, abs=0.1)
        assert "6.9 miles away" in found.results[0].why

    def test_are_understood_at_the_end_of_the_words(self, finder: Finder) -> None:
        found = finder.find("lunch club in hayle")

        assert found.place
        assert found.place.name == "Hayle"
        assert found.results[0].service.name == "Hayle Lunch Club"

    @pytest.mark.parametrize("typed", ["hayle lunch", "lunch club penzanse", "lunch near TR27 4", "lunch TR27"])
    def test_are_understood_wherever_the_words_name_them(self, finder: Finder, typed: str) -> None:
        found = finder.find(typed)

        assert found.place
        assert found.place.name in {"Hayle", "Penzance", "TR27"}
        assert found.results[0].service.name == "Hayle Lunch Club"

    def test_are_not_seen_in_ordinary_words(self, finder: Finder) -> None:
        make_service("Halle Orchestra", description="Hail and hale.", at=ST_IVES)

        assert finder.find("company halle").place is None
        assert finder.find("vegatables").place is None

    def test_leave_out_what_is_too_far(self, finder: Finder) -> None:
        assert finder.names(near="penzance", within=2.0) == ["Tea & Talk", "Night Line"]

    def test_never_hide_what_is_reached_from_anywhere_but_put_it_after_what_is_near(self, finder: Finder) -> None:
        assert finder.names("lonely", near="Penzance") == ["Tea & Talk", "Night Line"]
        assert finder.names("lonely", near="Penzance", within=1.0) == ["Tea & Talk", "Night Line"]

    def test_put_the_nearest_first_when_nothing_else_is_asked(self, finder: Finder) -> None:
        assert finder.names(near="Hayle")[-1] == "Night Line"
        assert finder.names(near="St Ives")[0] == "Ives Gardeners"

    def test_that_nobody_knows_are_said_and_searched_without(self, finder: Finder) -> None:
        found = finder.find("lonely", near="Ulaanbaatar")

        assert found.is_place_unknown
        assert found.total == 2

    def test_count_a_listing_once_at_its_nearest_hall(self, finder: Finder) -> None:
        two = make_service("Two Halls", description="Accordions.", at=PENZANCE)
        other = make_service("Other", at=ST_IVES)
        two.service_at_locations.append(other.service_at_locations.pop())
        two.revision = next_revision(db.session())
        db.session.commit()

        found = finder.find("accordions", near="St Ives")

        assert [result.distance_miles for result in found.results] == [pytest.approx(0, abs=0.1)]
        assert found.total == 1
        assert finder.find("accordions").total == 1


class TestWishes:
    @pytest.mark.parametrize(
        ("wish", "names"),
        [
            ({"free": True}, ["Tea & Talk"]),
            ({"open_on": "tu"}, ["Hayle Lunch Club"]),
            ({"language": "pl"}, ["Warm Home Visits"]),
            ({"has_room": True}, ["Tea & Talk"]),
            ({"remote": True}, ["Night Line"]),
            ({"kind": "damp"}, ["Warm Home Visits"]),
            ({"free": True, "open_on": "tu"}, []),
        ],
    )
    def test_are_kept(self, finder: Finder, wish: dict[str, Any], names: list[str]) -> None:
        assert finder.names(**wish) == names

    def test_that_leave_nothing_say_which_to_drop(self, finder: Finder) -> None:
        found = finder.find("dinner", free=True, near="Penzance", within=1.0)

        assert found.total == 0
        assert {relaxation.name for relaxation in found.relaxations} == set()
        assert {r.name: r.count for r in finder.find("dinner", free=True).relaxations} == {"free": 1}
        assert {r.name: r.count for r in finder.find("dinner", near="Penzance", within=1.0).relaxations} == {
            "within": 1,
            "near": 1,
        }


class TestWhy:
    def test_says_all_that_is_known(self, finder: Finder) -> None:
        assert finder.find("lonely", near="Penzance", open_on="th").results[0].why == [
            "matches “lonely”: Befriending",
            "very near",
            "free",
            "has room (told us on 3 November)",
            "open on Thursday",
            "checked 12 days ago",
        ]

    def test_does_not_rely_on_room_told_long_ago(self, finder: Finder) -> None:
        assert finder.find("vegetables").results[0].why == ["mentions “vegetables” in its description", "not checked yet"]

    @pytest.mark.parametrize(
        ("typed", "reason"),
        [
            ("dinner", "mentions “dinner” in its description"),
            ("lunch", "mentions “lunch” in its name"),
            ("vegatables", "mentions “vegetables” in its description"),
            ("vegetab", "mentions “vegetables” in its description"),
            ("neighbours", "mentions “neighbours” in the name of its group"),
            ("hall", "mentions “hall” in where it is"),
        ],
    )
    def test_says_which_word_was_found_and_where(self, finder: Finder, typed: str, reason: str) -> None:
        assert finder.find(typed).results[0].why[0] == reason

    def test_is_written_in_the_readers_language(self, finder: Finder) -> None:
        assert "polski" in " ".join(finder.find("walls", reader="pl").results[0].why).casefold()


class TestARefuge:
    @pytest.fixture(autouse=True)
    def refuge(self, finder: Finder) -> None:
        make_service("A Haven Refuge", at=HAYLE, description="A safe room.")
        db.session.commit()

    def test_is_found_but_never_by_its_place(self, finder: Finder) -> None:
        for near in ("Hayle", "Penzance", ""):
            result = next(r for r in finder.find("refuge", near=near, within=1.0 if near else None).results)

            assert (result.distance_miles, result.where) == (None, "")

    def test_is_not_found_by_the_name_of_its_hall(self, finder: Finder) -> None:
        make_service("Rosevean", alternate_name="Rosevean women's refuge", at=HAYLE)
        make_service("Talking it over", organization="Kerrier Refuge", at=HAYLE)
        db.session.commit()

        assert not {"A Haven Refuge", "Rosevean", "Talking it over"} & set(finder.names("High Street Hayle Hall"))

    def test_that_only_its_other_name_tells_has_no_distance(self, finder: Finder) -> None:
        make_service("Rosevean", alternate_name="Rosevean women's refuge", at=HAYLE)
        db.session.commit()

        result = next(r for r in finder.find("Rosevean", near="Hayle").results if r.service.name == "Rosevean")

        assert (result.distance_miles, result.where) == (None, "")


class TestTheIndex:
    def test_catches_up_with_changes(self, finder: Finder) -> None:
        assert finder.names("astronomy") == []
        service = make_service("Star Gazers", description="Astronomy on the beach.")
        db.session.commit()
        assert finder.names("astronomy") == ["Star Gazers"]

        service.status = ServiceStatus.DEFUNCT
        service.revision = next_revision(db.session())
        db.session.commit()

        assert finder.names("astronomy") == []

    def test_notices_listings_that_vanished(self, finder: Finder) -> None:
        gone = make_service("Gone Soon", description="Astronomy.").id
        db.session.commit()
        assert finder.names("astronomy") == ["Gone Soon"]

        db.session.expunge_all()
        service = db.session.get(Service, gone)
        db.session.delete(service)
        make_service("Unrelated")
        db.session.commit()

        assert finder.names("astronomy") == []

    @pytest.mark.parametrize("harm", ["deleted", "emptied", "nonsense", "older layout", "files gone"])
    def test_deleted_or_broken_loses_nothing(self, app: Flask, finder: Finder, harm: str) -> None:
        finder.find("lonely")
        folder = app.extensions["settings"].index_dir
        if harm == "deleted":
            shutil.rmtree(folder)
        elif harm == "nonsense":
            (folder / STATE).write_text("{")
        elif harm == "older layout":
            (folder / STATE).write_text('{"layout": 0, "folder": "build-x", "revision": 1}')
        elif harm == "emptied":
            (folder / STATE).write_text("")
        else:
            shutil.rmtree(next(folder.glob("build-*")))
            (folder / STATE).touch()
        if harm != "files gone":
            assert not is_readable(folder)

        assert set(finder.names("lonely")) == {"Tea & Talk", "Night Line"}
        assert is_readable(folder)

    def test_of_another_process_is_followed(self, app: Flask, finder: Finder, now: datetime) -> None:
        finder.find("lonely")
        mine = app.extensions.pop("listing_index")
        make_service("Star Gazers", description="Astronomy.")
        db.session.commit()
        assert finder.names("astronomy") == ["Star Gazers"]  # the other process wrote

        app.extensions["listing_index"] = mine

        assert finder.names("astronomy") == ["Star Gazers"]

    def test_of_another_database_is_made_again(self, finder: Finder) -> None:
        finder.find("lonely")
        db.session.execute(update(Service).values(revision=0))
        db.session.execute(delete(Service).where(Service.name == "nobody"))
        db.session.commit()

        assert finder.names("lonely")


def test_a_search_asks_the_database_as_often_for_many_results_as_for_few(finder: Finder) -> None:
    finder.find("lonely", near="Penzance")
    with counted_queries() as for_few:
        finder.find("lonely", near="Penzance")
    for number in range(30):
        make_service(f"Lonely {number}", byday="MO", amount=1, languages=("pl", "ur"))
    db.session.commit()
    finder.find("lonely", near="Penzance")
    db.session.expunge_all()

    with counted_queries() as for_many:
        found = finder.find("lonely", near="Penzance")

    assert len(found.results) == 20
    assert len(for_many) == len(for_few)
    assert len(for_many) < 20
