import csv
from datetime import datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import select

from directory.finding.commands import index, places, thesaurus
from directory.finding.models import JudgedSearch, ThesaurusGroup, ThesaurusWords
from directory.finding.tuning import judging
from directory.finding.words.lexicon import Idea
from directory.finding.words.thesaurus import (
    AlreadyThere,
    NoWords,
    UnknownTerm,
    add_group,
    change_group,
    get_group,
    idea_of,
    remove_group,
    understand,
    undo,
)
from directory.finding.words.thesaurus_files import import_csv, list_rows
from directory.models import TaxonomyTerm
from navigator.db import db
from navigator.people.models import Role
from tests.cast import PASSWORD, Cast, make_staff
from tests.directory.listings import make_service, make_term, teach
from tests.strict_client import StrictClient

COPING = Idea("Cannot cope", ("befriending",), ("damp",), (("en", "can't cope"), ("pl", "nie daję rady")))


@pytest.fixture
def terms(app: Flask) -> None:
    make_term("befriending", "Befriending")
    make_term("damp", "Damp and mould")
    make_term("mens-shed", "Men's shed")
    db.session.commit()


def meant(typed: str) -> list[tuple[str, list[str]]]:
    return [(unit.text, list(unit.means)) for unit in understand(typed)]


@pytest.mark.usefixtures("terms")
class TestUnderstanding:
    def test_takes_the_longest_phrase(self) -> None:
        teach("black", "befriending")
        teach("black mould", "damp")

        assert meant("the black mould upstairs") == [("black mould", ["damp"]), ("upstairs", [])]

    def test_knows_a_term_by_its_name_in_the_plural(self) -> None:
        assert [list(unit.means) for unit in understand("men's sheds")] == [["mens-shed"]]

    def test_forgives_a_wrong_letter_in_a_long_word_only(self) -> None:
        teach("lonely", "befriending")
        teach("damp", "damp")

        assert understand("lonly")[0].means == ("befriending",)
        assert understand("lonly")[0].is_guess
        assert understand("camp")[0].means == ()

    def test_does_not_take_a_word_of_the_listings_for_another(self) -> None:
        teach("lonely", "befriending")

        assert understand("lonly", is_word=lambda word: True)[0].means == ()

    def test_leaves_out_words_without_meaning(self) -> None:
        assert understand("I need some help with the") == []

    def test_is_told_apart_from_what_helps_too(self) -> None:
        teach("alone", "befriending", also=("mens-shed",))

        unit = understand("alone")[0]

        assert (unit.means, unit.also, unit.codes) == (
            ("befriending",),
            frozenset({"mens-shed"}),
            frozenset({"befriending", "mens-shed"}),
        )

    def test_sees_a_changed_group_at_once(self, now: datetime) -> None:
        group = teach("alone", "befriending")
        assert meant("alone") == [("alone", ["befriending"])]

        change_group(group, idea=Idea("alone", ("damp",), (), (("en", "alone"),)), now=now)

        assert meant("alone") == [("alone", ["damp"])]


@pytest.mark.usefixtures("terms")
class TestChanging:
    def test_refuses_the_same_name_twice_and_what_makes_no_sense(self, now: datetime) -> None:
        add_group(idea=COPING, now=now)

        with pytest.raises(AlreadyThere):
            add_group(idea=Idea("Cannot COPE!", ("damp",), (), (("en", "x"),)), now=now)
        with pytest.raises(UnknownTerm):
            add_group(idea=Idea("Other", ("nonsense",), (), (("en", "x"),)), now=now)
        with pytest.raises(UnknownTerm):
            add_group(idea=Idea("Other", (), (), (("en", "x"),)), now=now)
        with pytest.raises(NoWords):
            add_group(idea=Idea("Other", ("damp",), (), (("en", "?!"),)), now=now)

    def test_keeps_each_word_and_each_term_once(self, now: datetime) -> None:
        change = add_group(
            idea=Idea("Alone", ("befriending", "befriending"), ("befriending", "damp"), (("en", "alone"), ("en", "Alone!"))),
            now=now,
        )

        assert idea_of(get_group(change.group_id)) == Idea("Alone", ("befriending",), ("damp",), (("en", "alone"),))

    def test_can_be_undone(self, now: datetime) -> None:
        added = add_group(idea=COPING, now=now)
        changed = change_group(get_group(added.group_id), idea=Idea("Cope", ("damp",), (), (("en", "cope"),)), now=now)
        undo(changed, now=now)
        assert idea_of(get_group(added.group_id)) == COPING

        removed = remove_group(get_group(added.group_id), now=now)
        undo(removed, now=now)
        assert idea_of(get_group(added.group_id)) == COPING

        undo(added, now=now)
        assert db.session.scalars(select(ThesaurusGroup)).all() == []


@pytest.mark.usefixtures("terms")
class TestFiles:
    def test_a_line_is_an_idea_in_a_language(self) -> None:
        lines = [
            "idea,terms,also,language,words",
            "Alone,befriending,mens-shed,en,lonely | on my own",
            "Alone,,,pl,samotność",
            "Wet,nonsense,,en,wet",
            ",damp,,en,",
        ]

        first, second = import_csv(lines), import_csv(lines)

        assert (first.groups, first.created, second.groups, second.created, second.unchanged) == (1, 3, 0, 0, 3)
        assert first.refused == [
            "thesaurus.csv line 4: no taxonomy has a term with the code 'nonsense'",
            "thesaurus.csv line 5: no words",
        ]
        assert list(list_rows()) == [
            ("Alone", "befriending", "mens-shed", "en", "lonely | on my own"),
            ("Alone", "befriending", "mens-shed", "pl", "samotność"),
        ]

    def test_the_older_form_is_read_into_groups_of_its_terms(self) -> None:
        lines = ["words,language,term", "lonely,en,befriending", "samotność,pl,befriending", "x,en,nonsense", ",en,damp"]

        first, second = import_csv(lines), import_csv(lines)

        assert (first.created, second.created, second.unchanged) == (2, 0, 2)
        assert first.refused == [
            "thesaurus.csv line 4: no taxonomy has a term with the code 'nonsense'",
            "thesaurus.csv line 5: no words",
        ]
        assert [row[0] for row in list_rows()] == ["Befriending", "Befriending"]


class TestTheAdministratorsPages:
    @pytest.fixture
    def admin(self, client: StrictClient, cast: Cast, terms: None, now: datetime) -> StrictClient:
        make_staff(team=cast.ben.team, name="Dee Admin", role=Role.ADMINISTRATOR, now=now)
        db.session.commit()
        client.submit("/sign-in", email="dee@care.example", password=PASSWORD)
        return client

    def test_add_change_remove_and_undo(self, admin: StrictClient) -> None:
        admin.submit("/admin/words/new", idea="Coping", words="can't cope\npl: nie daję rady", term="befriending")
        group = db.session.scalars(select(ThesaurusGroup)).one()
        assert [(said.language, said.words) for said in group.words] == [("en", "can't cope"), ("pl", "nie daję rady")]

        admin.submit(f"/admin/words/{group.id}", idea="Coping", words="cannot manage", term="damp")
        assert "cannot manage" in admin.get("/admin/words?q=manage").get_data(as_text=True)

        gone = admin.post(f"/admin/words/{group.id}/remove", data={"csrf_token": self.token(admin)})
        assert db.session.scalars(select(ThesaurusGroup)).all() == []

        page = BeautifulSoup(admin.get(gone.location).data, "html.parser")
        form = page.select_one("main form[action$=undo]")
        assert isinstance(form, Tag)
        admin.post(str(form["action"]), data={"csrf_token": self.token(admin)})
        assert db.session.scalars(select(ThesaurusWords.words)).all() == ["cannot manage"]

    def test_say_what_a_change_would_do_before_it_is_saved(self, admin: StrictClient) -> None:
        make_service(
            "Helping Hands", terms=(db.session.scalars(select(TaxonomyTerm).where(TaxonomyTerm.code == "befriending")).one(),)
        )
        judging.add_judged(typed="cannot cope", right=["befriending"])
        db.session.commit()

        tried = admin.submit("/admin/words/new", idea="Coping", words="can't cope", term="befriending", then="try")

        said = tried.get_data(as_text=True)
        assert "1 better, 0 worse, 0 the same" in " ".join(said.split())
        assert "can&#39;t cope" in said
        assert db.session.scalars(select(ThesaurusGroup)).all() == []

    def test_searches_are_judged_and_forgotten(self, admin: StrictClient) -> None:
        assert admin.submit("/admin/words/judged", typed="all alone").status_code == 422
        admin.submit("/admin/words/judged", typed="all alone", term="befriending")
        judged = db.session.scalars(select(JudgedSearch)).one()
        assert judged.right == ["befriending"]

        admin.post(f"/admin/words/judged/{judged.id}/remove", data={"csrf_token": self.token(admin)})

        assert db.session.scalars(select(JudgedSearch)).all() == []

    def test_keep_what_was_typed_when_it_is_wrong(self, admin: StrictClient) -> None:
        page = admin.submit("/admin/words/new", idea="Coping", words="can't cope", term="")

        assert page.status_code == 422
        assert "can&#39;t cope" in page.get_data(as_text=True)
        assert "Choose what the words mean." in page.get_data(as_text=True)

    def test_are_closed_to_others(self, client: StrictClient) -> None:
        assert client.get("/admin/words").status_code == 302
        assert client.get("/admin/words/judged").status_code == 302

    @staticmethod
    def token(client: StrictClient) -> str:
        found = BeautifulSoup(client.get("/admin/words").data, "html.parser").find("input", {"name": "csrf_token"})
        assert isinstance(found, Tag)
        return str(found["value"])


class TestCommands:
    def test_import_and_export_agree(self, app: Flask, terms: None, tmp_path: Path) -> None:
        source, copy = tmp_path / "in.csv", tmp_path / "out.csv"
        source.write_text("idea,terms,also,language,words\nAlone,befriending,,en,lonely | on my own\n")
        runner = app.test_cli_runner()

        said = runner.invoke(thesaurus, ["import", str(source)])
        runner.invoke(thesaurus, ["export", str(copy)])

        assert "2 added" in said.output
        assert copy.read_text() == source.read_text()

    def test_judged_searches_are_brought_in(self, app: Flask, terms: None, tmp_path: Path) -> None:
        source = tmp_path / "judged.csv"
        source.write_text("typed,right\nall alone,befriending\nwet,nonsense\n")

        said = app.test_cli_runner().invoke(thesaurus, ["judge", str(source)])

        assert "1 added, 0 changed, 1 refused" in said.output
        assert [judged.typed for judged in judging.list_judged()] == ["all alone"]

    def test_bad_files_are_named_in_one_line(self, app: Flask, tmp_path: Path) -> None:
        (tmp_path / "odd.csv").write_text("a,b\n1,2\n")
        runner = app.test_cli_runner()

        for group, command in ((thesaurus, "import"), (thesaurus, "judge"), (places, "import")):
            result = runner.invoke(group, [command, str(tmp_path / "odd.csv")])
            assert result.exit_code == 1
            assert "odd.csv" in result.output

    def test_index_and_places_are_made_again(self, app: Flask) -> None:
        make_service("Tea")
        db.session.commit()
        runner = app.test_cli_runner()

        assert "1 listings can be found" in runner.invoke(index, ["rebuild"]).output
        assert "3 places" in runner.invoke(places, ["rebuild"]).output


def test_the_seed_writes_each_group_once_and_none_twice() -> None:
    with (Path(__file__).parents[4] / "seed_services" / "thesaurus.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len({row["idea"].casefold() for row in rows}) >= 600
    assert len({(row["idea"], row["language"]) for row in rows}) == len(rows)
