"""Installations of the service for the length of a benchmark, in scratch folders. Never the one the user has."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from benchmarks.generated_listings import SEED_SERVICES
from directory.finding.words import thesaurus_files
from directory.importing import sources
from directory.importing.fetching import Fetcher
from directory.importing.run import import_listings
from directory.places import gazetteer
from navigator.app import create_app
from navigator.config import Settings
from navigator.db import db
from navigator.times import utc_now


@contextmanager
def scratch_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="navigator-benchmark-") as folder:
        yield Path(folder)


def settings_in(folder: Path, *, database_url: str = "", **others: Any) -> Settings:
    """Settings that keep everything in `folder`, and in SQLite when no database is named."""
    defaults: dict[str, Any] = {"public_url": "http://127.0.0.1", "sms_gateway": "simulator"}
    return Settings(
        database_url=database_url or f"sqlite:///{folder / 'navigator.sqlite3'}",
        secret_key=token_hex(32),
        data_dir=folder,
        **defaults | others,
    )


def environment_of(settings: Settings) -> dict[str, str]:
    """The same settings, as a process of its own reads them."""
    said = {
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "PUBLIC_URL": settings.public_url,
        "DATA_DIR": str(settings.data_dir),
        "SMS_GATEWAY": settings.sms_gateway,
        "PRIVATE_SOURCES": "allow",  # the publisher stands on loopback
    }
    return {f"NAVIGATOR_{name}": value for name, value in said.items()}


def new_installation(settings: Settings) -> Flask:
    """The application on a database that has all tables and no rows."""
    app = create_app(settings)
    with app.app_context():
        upgrade()
    return app


def bring_in_the_seed(session: Session) -> None:
    """The demonstration's listings, as `navigator services import seed_services` brings them in. Commits."""
    fetcher = Fetcher()
    try:
        reading = sources.read(str(SEED_SERVICES), fetcher=fetcher)
    finally:
        fetcher.close()
    import_listings(session=session, reading=reading, source=str(SEED_SERVICES), now=utc_now())
    session.commit()


def teach_words_and_places() -> None:
    """The seed's thesaurus, and a gazetteer made from the listings. Commits."""
    with (SEED_SERVICES / "thesaurus.csv").open(encoding="utf-8", newline="") as lines:
        thesaurus_files.import_csv(lines)
    gazetteer.rebuild_from_listings()
    db.session.commit()
