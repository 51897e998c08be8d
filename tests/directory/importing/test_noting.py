"""What the history says of an import."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory.history.models import ChangedField, ListingChange, Origin
from directory.importing.noting import name_of_source
from directory.models import Service
from navigator.db import db
from tests.conftest import MORNING
from tests.directory.importing.tables_to_change import GOOD, SOURCE, bring_in, rewrite


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    """A copy of the good tables, to change."""
    return Path(shutil.copytree(GOOD, tmp_path / "listings"))


def history(service: Service) -> list[list[tuple[str, str, str, Any, Any]]]:
    """Each change of a listing, the oldest first: table, action, field, before, after."""
    statement = select(ListingChange).where(ListingChange.service_id == service.id).order_by(ListingChange.number)

    def value(text: str | None) -> Any:
        return json.loads(text) if text is not None else None

    return [
        sorted(
            (f.resource_type, f.last_action_type.value, f.field_name, value(f.previous_value), value(f.replacement_value))
            for f in change.fields
        )
        for change in db.session.scalars(statement)
    ]


def the_service(name: str) -> Service:
    return db.session.scalars(select(Service).where(Service.name == name)).one()


class TestANewListing:
    def test_is_noted_as_created_by_its_source(self, folder: Path) -> None:
        bring_in(folder)

        (change,) = db.session.scalars(select(ListingChange).where(ListingChange.service_id == the_service("Tuesday Table").id))
        assert (change.origin, change.made_by, change.made_at) == (Origin.IMPORT, SOURCE, MORNING)
        assert history(the_service("Tuesday Table")) == [[("services", "create", "", None, None)]]

    def test_brought_in_again_unchanged_has_nothing_new_noted(self, folder: Path) -> None:
        bring_in(folder)
        noted = db.session.scalars(select(ChangedField)).all()

        bring_in(folder)

        assert db.session.scalars(select(ChangedField)).all() == noted


class TestAChangeUpstream:
    def test_is_noted_before_and_after(self, folder: Path) -> None:
        bring_in(folder)
        rewrite(folder, "addresses", address_1="9 New Road")

        bring_in(folder)

        _, changed = history(the_service("Tuesday Table"))
        assert [(table, field, after) for table, _, field, _, after in changed] == [("addresses", "address_1", "9 New Road")]

    def test_of_an_organisation_is_noted_with_its_listings(self, folder: Path) -> None:
        bring_in(folder)
        rewrite(folder, "organizations", description="Kind people")

        bring_in(folder)

        assert [field for _, _, field, *_ in history(the_service("Tuesday Table"))[1]] == ["description"]

    def test_tells_rows_that_came_and_went(self, folder: Path) -> None:
        bring_in(folder)
        table = the_service("Tuesday Table")
        (phone,) = table.phones
        number, identity = phone.number, str(phone.id)
        new = {"id": "cccccccc-0000-4000-8000-000000000001", "service_id": str(table.id), "number": "01632 960999"}
        rewrite(folder, "phones", drop=identity, add=new)

        bring_in(folder)

        came, went = history(the_service("Tuesday Table"))[1]
        assert (came[0], came[1], came[4]["number"]) == ("phones", "create", "01632 960999")
        assert (went[0], went[1], went[3]["number"]) == ("phones", "delete", number)


class TestTheNameOfASource:
    def test_gives_away_no_folder_of_this_machine(self) -> None:
        assert name_of_source("/srv/listings/seed_services") == "seed_services"
        assert name_of_source(SOURCE) == SOURCE
        assert name_of_source("Penwith / Hayle") == "Penwith / Hayle"


class TestADryRun:
    def test_notes_nothing(self, folder: Path) -> None:
        bring_in(folder)
        rewrite(folder, "addresses", address_1="9 New Road")

        bring_in(folder, dry_run=True)

        assert len(history(the_service("Tuesday Table"))) == 1
