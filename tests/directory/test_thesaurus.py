import csv
from datetime import datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import select

from directory.finding_commands import index, places, thesaurus
from directory.models import ThesaurusEntry
from directory.thesaurus import AlreadyThere, UnknownTerm, add_entry, import_csv, understand
from navigator.db import db
from navigator.people.models import Role
from tests.cast import PASSWORD, Cast, make_staff
from tests.directory.listings import make_service, make_term, teach
from tests.strict_client import StrictClient


@pytest.fixture
def terms(app: Flask) -> None:
    make_term("befriending", "Befriending")
    make_term("damp", "Damp and mould")
    make_term("mens-shed", "Men's shed")
    db.session.commit()


@pytest.mark.usefixtures("terms")
class TestUnderstanding:
    def test_takes_the_longest_phrase(self) -> None:
        teach("black", "befriending")
        teach("black mould", "damp")

        units = understand("the black mould upstairs")

        assert [(unit.text, sorted(unit.codes)) for unit in units] == [("black mould", ["damp"]), ("upstairs", [])]

    def test_knows_a_term_by_its_name_in_the_plural(self) -> None:
        assert [sorted(unit.codes) for unit in understand("men's sheds")] == [["mens-shed"]]

    def test_forgives_a_wrong_letter_in_a_long_word_only(self) -> None:
        teach("lonely", "befriending")
        teach("damp", "damp")

        assert understand("lonly")[0].codes == {"befriending"}
        assert understand("camp")[0].codes == frozenset()

    def test_leaves_out_words_without_meaning(self) -> None:
        assert understand("I need some help with the") == []


@pytest.mark.usefixtures("terms")
class TestChanging:
    def test_refuses_the_same_twice_and_terms_that_are_not_there(self) -> None:
        add_entry(words="Lonely", language="en", term_code="befriending")

        with pytest.raises(AlreadyThere):
            add_entry(words="lonely!", language="en", term_code="befriending")
        with pytest.raises(UnknownTerm):
            add_entry(words="lonely", language="en", term_code="nonsense")

    def test_import_reports_each_bad_row_and_run_again_changes_nothing(self) -> None:
        lines = ["words,language,term", "lonely,en,befriending", "samotność,pl,befriending", "x,en,nonsense", ",en,damp"]

        first, second = import_csv(lines), import_csv(lines)

        assert (first.created, second.created, second.unchanged) == (2, 0, 2)
        assert first.refused == [
            "thesaurus.csv line 4: no taxonomy has a term with the code 'nonsense'",
            "thesaurus.csv line 5: no words",
        ]


class TestTheAdministratorsPages:
    @pytest.fixture
    def admin(self, client: StrictClient, cast: Cast, terms: None, now: datetime) -> StrictClient:
        make_staff(team=cast.ben.team, name="Dee Admin", role=Role.ADMINISTRATOR, now=now)
        db.session.commit()
        client.submit("/sign-in", email="dee@care.example", password=PASSWORD)
        return client

    def test_add_correct_remove_and_put_back(self, admin: StrictClient) -> None:
        admin.submit("/admin/words/new", words="can't cope", language="en", term="befriending")
        entry = db.session.scalars(select(ThesaurusEntry)).one()
        assert entry.folded == "cant cope"

        admin.submit(f"/admin/words/{entry.id}", words="cannot cope", language="en", term="damp")
        assert "cannot cope" in admin.get("/admin/words?q=cope").get_data(as_text=True)

        token = BeautifulSoup(admin.get("/admin/words").data, "html.parser").find("input", {"name": "csrf_token"})
        assert isinstance(token, Tag)
        gone = admin.post(f"/admin/words/{entry.id}/remove", data={"csrf_token": token["value"]})
        assert db.session.scalars(select(ThesaurusEntry)).all() == []

        admin.submit(gone.location)
        assert db.session.scalars(select(ThesaurusEntry.words)).all() == ["cannot cope"]

    def test_keep_what_was_typed_when_it_is_wrong(self, admin: StrictClient) -> None:
        page = admin.submit("/admin/words/new", words="can't cope", language="en", term="")

        assert page.status_code == 422
        assert "can&#39;t cope" in page.get_data(as_text=True)
        assert "Choose what the words mean." in page.get_data(as_text=True)

    def test_are_closed_to_others(self, client: StrictClient) -> None:
        assert client.get("/admin/words").status_code == 302


class TestCommands:
    def test_import_and_export_agree(self, app: Flask, terms: None, tmp_path: Path) -> None:
        source, copy = tmp_path / "in.csv", tmp_path / "out.csv"
        source.write_text("words,language,term\nlonely,en,befriending\n")
        runner = app.test_cli_runner()

        said = runner.invoke(thesaurus, ["import", str(source)])
        runner.invoke(thesaurus, ["export", str(copy)])

        assert "1 added" in said.output
        assert list(csv.reader(copy.open())) == [["words", "language", "term"], ["lonely", "en", "befriending"]]

    def test_bad_files_are_named_in_one_line(self, app: Flask, tmp_path: Path) -> None:
        (tmp_path / "odd.csv").write_text("a,b\n1,2\n")
        runner = app.test_cli_runner()

        for group in (thesaurus, places):
            result = runner.invoke(group, ["import", str(tmp_path / "odd.csv")])
            assert result.exit_code == 1
            assert "odd.csv" in result.output

    def test_index_and_places_are_made_again(self, app: Flask) -> None:
        make_service("Tea")
        db.session.commit()
        runner = app.test_cli_runner()

        assert "1 listings can be found" in runner.invoke(index, ["rebuild"]).output
        assert "3 places" in runner.invoke(places, ["rebuild"]).output
