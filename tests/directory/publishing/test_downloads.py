"""The whole directory as one file, as somebody downloads it."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from directory.importing import sources
from directory.importing.fetching import Fetcher
from directory.importing.run import import_listings
from directory.importing.tables import TABLES
from directory.models import Contact, Service
from directory.operations import next_revision
from directory.publishing.models import Verdict
from navigator.db import db
from navigator.web import moderation
from tests.directory.listings import HAYLE, make_service
from tests.strict_client import StrictClient

GOOD = Path(__file__).parents[1] / "importing" / "good"


@pytest.fixture(autouse=True)
def nobody_has_asked_yet(app: Flask) -> Iterator[None]:
    moderation.forget()
    yield
    moderation.forget()


def bring_in(source: Path) -> None:
    report = import_listings(
        session=db.session(), reading=sources.read(str(source), fetcher=Fetcher()), source=str(source), now=datetime.now(UTC)
    )
    db.session.commit()
    assert report.refusals == []


def download(client: StrictClient, address: str, **headers: str) -> TestResponse:
    answer = client.get(address, headers=headers)
    assert answer.data is not None  # read before it is closed
    answer.close()
    return answer


def tables_in(data: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {
            name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(package.read(name).decode())))
            for name in package.namelist()
            if name.endswith(".csv")
        }


def words_in(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


class TestTheTables:
    def test_come_back_the_same(self, app: Flask, client: StrictClient, tmp_path: Path) -> None:
        bring_in(GOOD)
        first = download(client, "/open-referral/listings.zip")
        (tmp_path / "listings.zip").write_bytes(first.data)
        for table in reversed(TABLES):
            db.session.execute(delete(table.model))
        db.session.commit()

        bring_in(tmp_path / "listings.zip")
        second = download(client, "/open-referral/listings.zip")

        assert tables_in(first.data) == tables_in(second.data)
        assert len(tables_in(first.data)["services"]) == 2
        assert first.headers["Content-Disposition"].startswith("attachment; filename=listings-20")
        assert first.headers["Access-Control-Allow-Origin"] == "*"

    def test_hold_what_is_published_and_nothing_else(self, app: Flask, client: StrictClient) -> None:
        make_service("Tea & Talk", byday="TH", organization="Tea")
        make_service("Held Back", url="see our page", at=HAYLE, organization="Muddle", byday="MO")
        refuge = make_service("Women's refuge", at=("Camborne", "TR14 8AA", 50.2, -5.3), organization="Haven Refuge")
        refuge.contacts.append(Contact(name="Carys Rowe"))
        db.session.add(Contact(name="Meera Shah", organization_id=refuge.organization_id))
        refuge.assurer_email = "checker@care.example"
        db.session.commit()

        tables = tables_in(download(client, "/open-referral/listings.zip").data)

        assert {row["name"] for row in tables["services"]} == {"Tea & Talk", "Women's refuge"}
        assert {row["name"] for row in tables["organizations"]} == {"Tea", "Haven Refuge"}
        assert [row["city"] for row in tables["addresses"]] == ["Penzance"]
        assert [len(tables[name]) for name in ("service_at_location", "locations", "schedules", "contacts")] == [1, 1, 1, 0]
        assert "assurer_email" not in tables["services"][0]

    def test_are_described_with_their_licence(self, app: Flask, client: StrictClient) -> None:
        settings = app.extensions["settings"]
        app.extensions["settings"] = type(settings)(**{**settings.__dict__, "open_data_licence": "cc0"})
        try:
            data = download(client, "/open-referral/listings.zip").data
        finally:
            app.extensions["settings"] = settings

        with zipfile.ZipFile(io.BytesIO(data)) as package:
            described = json.loads(package.read("datapackage.json"))
        assert described["licenses"][0]["title"].startswith("Creative Commons Zero")
        assert {resource["path"] for resource in described["resources"]} == {f"{name}.csv" for name in tables_in(data)}

    def test_are_made_again_when_a_listing_changes(self, app: Flask, client: StrictClient) -> None:
        tea = make_service("Tea & Talk")
        db.session.commit()
        first = download(client, "/open-referral/listings.zip")
        again = download(client, "/open-referral/listings.zip", **{"If-None-Match": first.headers["ETag"]})
        tea.name = "Tea & More"
        tea.revision = next_revision(db.session())
        db.session.commit()

        second = download(client, "/open-referral/listings.zip", **{"If-None-Match": first.headers["ETag"]})

        assert again.status_code == 304
        assert [row["name"] for row in tables_in(second.data)["services"]] == ["Tea & More"]
        assert len(list((app.extensions["settings"].data_dir / "downloads").glob("*.zip"))) == 1


class TestTheWorkbook:
    def test_keeps_what_looks_like_a_formula_as_words(self, app: Flask, client: StrictClient) -> None:
        for name in ('=HYPERLINK("http://evil.example","Click")', "+1+1", "@SUM(A1)", "-2", "https://tea.example"):
            make_service(name, description="Bell \x07 " + "x" * 40_000)
        db.session.commit()

        data = download(client, "/open-referral/listings.xlsx").data

        assert "<f>" not in words_in(data)
        assert "<hyperlink" not in words_in(data)
        assert "HYPERLINK(" in words_in(data)
        assert max(map(len, re.findall(r"<t[^>]*>([^<]*)</t>", words_in(data)))) == 32_767

    def test_has_a_sheet_for_each_table(self, app: Flask, client: StrictClient) -> None:
        bring_in(GOOD)

        book = words_in(download(client, "/open-referral/listings.xlsx").data)

        assert all(f'name="{table.name}"' in book for table in TABLES)
        assert "Tuesday Table" in book


def test_nothing_that_nobody_has_looked_at_goes_out(app: Flask, client: StrictClient) -> None:
    make_service("Tea & Talk")
    db.session.commit()

    download(client, "/open-referral/listings.zip")

    assert db.session.scalar(select(Verdict.is_publishable).join(Service)) is True
