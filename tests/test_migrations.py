"""Migrations are numbered, in one line, and give the tables the models describe, on the database under test."""

import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from navigator.db import db

VERSIONS = sorted((Path(__file__).parent.parent / "navigator" / "migrations" / "versions").glob("*.py"))


class TestMigrations:
    def test_are_numbered_in_sequence_and_named_by_their_revision(self) -> None:
        revisions = [re.search(r"^revision = ['\"](.+)['\"]$", path.read_text(), re.M) for path in VERSIONS]

        assert [found and found[1] for found in revisions] == [path.stem for path in VERSIONS]
        assert [path.stem[:4] for path in VERSIONS] == [f"{number:04}" for number in range(1, len(VERSIONS) + 1)]

    def test_follow_one_another(self) -> None:
        before = [re.search(r"^down_revision = (.+)$", path.read_text(), re.M) for path in VERSIONS]

        assert [found and found[1].strip("'\"") for found in before] == ["None", *(path.stem for path in VERSIONS[:-1])]

    def test_give_what_the_models_describe(self, app: Flask) -> None:
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})

            differences = compare_metadata(context, db.metadata)

        assert differences == []
