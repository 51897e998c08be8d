"""A long import lets others write meanwhile, goes on where it was stopped, and never leaves half a listing."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select, text

from directory.history.models import Origin
from directory.history.recording import record
from directory.importing import pieces, run, sources, writing
from directory.importing.fetching import Fetcher
from directory.importing.report import Report
from directory.importing.rows import Reading
from directory.models import Address, Location, Phone, Service, ServiceAtLocation
from navigator.db import db
from tests.conftest import MORNING

HOW_MANY = 12


def document(number: int, **more: Any) -> dict[str, Any]:
    """A listing with a telephone, at a place of its own, of one of three organisations."""
    place = {"id": f"place-{number}", "name": f"Hall {number}", "location_type": "physical", "latitude": 50.1, "longitude": -5.5}
    place["addresses"] = [
        {"id": f"address-{number}", "address_1": f"{number} Fore Street", "city": "Hayle", "postal_code": "TR27 4AA"}
    ]
    return {
        "id": f"{number:08}-0000-4000-8000-000000000000",
        "name": f"Listing {number}",
        "organization": {"id": str(number % 3), "name": f"Organisation {number % 3}"},
        "phones": [{"id": f"phone-{number}", "number": f"01632 9601{number:02}"}],
        "service_at_locations": [{"id": f"at-{number}", "location": place}],
    } | more


def readings(file: Path, *, size: int | None) -> Iterator[Reading]:
    return sources.portions(str(file), fetcher=Fetcher(), size=size)


def bring_in(file: Path, *, size: int | None = 4, in_pieces: bool = True) -> Report:
    report = run.import_portions(
        session=db.session(), portions=readings(file, size=size), source="a feed", now=MORNING, in_pieces=in_pieces
    )
    db.session.commit()
    return report


def is_whole(service: Service) -> bool:
    place = db.session.scalars(select(Location).join(ServiceAtLocation).where(ServiceAtLocation.service_id == service.id)).one()
    return len(service.phones) == 1 and len(place.addresses) == 1


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "listings.jsonl"
    path.write_text("\n".join(json.dumps(document(number)) for number in range(HOW_MANY)), encoding="utf-8")
    return path


@pytest.fixture(params=[4, None], ids=["in portions", "all in memory"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int | None:
    monkeypatch.setattr(pieces.pieces_of, "__kwdefaults__", {"size": 4})
    found: int | None = request.param
    return found


class Stopped(Exception):
    """As if somebody had pulled the plug."""


@pytest.fixture
def stop_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """The import is stopped when it is about to write its so-and-so-many-th piece."""

    def arm(written: int) -> None:
        write = writing.write
        done: list[Any] = []

        def stop(*given: Any) -> None:
            if len(done) == written:
                raise Stopped
            done.append(given)
            write(*given)

        monkeypatch.setattr(run, "write", stop)

    return arm


@pytest.fixture
def after_each_piece(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """What somebody else does whenever the import has written a piece."""

    def arm(do: Callable[[], None]) -> None:
        commit = run._Import._commit

        def and_then(one: run._Import) -> None:
            commit(one)
            if one.has_committed:
                do()

        monkeypatch.setattr(run._Import, "_commit", and_then)

    return arm


class TestALongImport:
    def test_lets_others_write_between_its_pieces(
        self, app: Flask, file: Path, size: int | None, after_each_piece: Callable[[Callable[[], None]], None]
    ) -> None:
        written: list[int] = []

        def somebody_writes() -> None:
            done = threading.Thread(target=_note_that_somebody_was_here, args=(app, written))
            done.start()
            done.join()

        after_each_piece(somebody_writes)
        bring_in(file, size=size)

        assert len(written) >= 3
        assert all(first < second for first, second in zip(written, written[1:], strict=False) if second < HOW_MANY)
        assert written[0] < HOW_MANY  # they saw some listings, and wrote, while others were still to come

    def test_shows_others_whole_listings_only_when_it_is_stopped(
        self, app: Flask, file: Path, size: int | None, stop_after: Callable[[int], None]
    ) -> None:
        stop_after(2)

        with pytest.raises(Stopped):
            bring_in(file, size=size)
        db.session.rollback()

        there = db.session.scalars(select(Service)).all()
        assert 0 < len(there) < HOW_MANY
        assert all(is_whole(service) for service in there)

    def test_goes_on_where_it_was_stopped(
        self, app: Flask, file: Path, size: int | None, stop_after: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stop_after(2)
        with pytest.raises(Stopped):
            bring_in(file, size=size)
        db.session.rollback()
        monkeypatch.undo()
        before = {service.id: service.revision for service in db.session.scalars(select(Service))}

        report = bring_in(file, size=size)

        after = {service.id: service.revision for service in db.session.scalars(select(Service))}
        assert len(after) == HOW_MANY
        assert all(is_whole(service) for service in db.session.scalars(select(Service)))
        assert {identity: after[identity] for identity in before} == before  # what was there was not written again
        assert report.of("services").created == HOW_MANY - len(before)
        assert bring_in(file, size=size).changes_nothing

    def test_brings_in_the_same_as_one_in_a_single_piece(self, app: Flask, file: Path, size: int | None) -> None:
        report = bring_in(file, size=size)
        counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (Service, Address, Phone, Location)]

        assert counts == [HOW_MANY] * 4
        assert bring_in(file, size=None, in_pieces=False).changes_nothing
        assert report.total.refused == 0

    def test_leaves_alone_what_somebody_edits_while_it_is_under_way(
        self, app: Flask, file: Path, size: int | None, after_each_piece: Callable[[Callable[[], None]], None]
    ) -> None:
        bring_in(file, size=None, in_pieces=False)
        file.write_text(
            "\n".join(json.dumps(document(number, description="Theirs")) for number in range(HOW_MANY)), encoding="utf-8"
        )
        edited: list[str] = []

        def somebody_edits() -> None:
            if not edited:
                edited.append("once")
                editor = threading.Thread(target=_edit, args=(app, f"Listing {HOW_MANY - 1}"))
                editor.start()
                editor.join()

        after_each_piece(somebody_edits)
        bring_in(file, size=size)

        told = {row.name: row.description for row in db.session.execute(select(Service.name, Service.description))}
        assert edited
        assert told.pop(f"Listing {HOW_MANY - 1}") == "Ours"
        assert set(told.values()) == {"Theirs"}

    def test_of_which_nothing_can_be_read_leaves_nothing(self, app: Flask, tmp_path: Path, size: int | None) -> None:
        bad = tmp_path / "bad.jsonl"
        lines = [json.dumps(document(number) | {"name": ""}) for number in range(HOW_MANY)]
        bad.write_text("\n".join(lines), encoding="utf-8")

        report = run.import_portions(
            session=db.session(), portions=readings(bad, size=size), source="a feed", now=MORNING, in_pieces=True
        )
        db.session.rollback()

        assert report.read_nothing
        assert db.session.scalar(select(func.count()).select_from(Location)) == 0


class TestTheCommand:
    def test_with_strict_takes_all_or_nothing_still(self, run: Callable[..., Result], file: Path) -> None:
        with file.open("a", encoding="utf-8") as lines:
            lines.write("\n" + json.dumps(document(90) | {"name": ""}))

        result = run("import", file, "--strict")

        assert result.exit_code == 1
        assert "nothing was written" in result.stderr
        assert db.session.scalar(select(func.count()).select_from(Service)) == 0


def _note_that_somebody_was_here(app: Flask, written: list[int]) -> None:
    """Another connection sees how many listings there are, and writes: it would wait in vain."""
    with app.app_context(), db.engine.connect() as connection:
        connection.execute(text("UPDATE services SET left_search_on = NULL WHERE name = 'nobody'"))
        written.append(connection.scalar(select(func.count()).select_from(Service)) or 0)
        connection.commit()


def _edit(app: Flask, name: str) -> None:
    with app.app_context():
        service = db.session.scalars(select(Service).where(Service.name == name)).one()
        with record(db.session(), origin=Origin.STAFF, made_by="Dee", now=datetime.now(MORNING.tzinfo)):
            service.description = "Ours"
        db.session.commit()
        db.session.remove()
