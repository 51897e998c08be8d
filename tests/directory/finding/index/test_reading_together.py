"""A large directory is read by several processes at once: what the index then holds is what one alone would have written."""

import os
import sys
from datetime import date

import pytest
import tantivy
from flask import Flask

from directory.finding.index import documents, reading, reading_together
from directory.finding.index.on_disk import card_at
from directory.finding.index.reading_together import Batch, Helper, HelperGone
from directory.operations import next_revision
from directory.queries import current_revision
from navigator.db import db
from tests.directory.listings import HAYLE, PENZANCE, make_service

TODAY = date(2026, 11, 23)
A_LINE_OF_ITS_OWN = "Tea,\u2028then\u0085a walk\nby the sea"  # what some readers of lines would cut in pieces


@pytest.fixture
def listings(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of eleven listings, on a machine of two cores, where three of them are a batch and worth help."""
    monkeypatch.setattr(reading, "BATCH", 3)
    monkeypatch.setattr(reading_together, "WORTH_HELP", 3)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})
    made = [make_service(f"Group {n}", description=A_LINE_OF_ITS_OWN, at=(PENZANCE, HAYLE, None)[n % 3]) for n in range(11)]
    db.session.commit()
    return sorted(service.name for service in made)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Batch]:
    """The batches that helpers read."""
    batches: list[Batch] = []
    alone = Helper.read

    def noted(helper: Helper, batch: Batch) -> list[str]:
        texts = alone(helper, batch)
        batches.append(batch)
        return texts

    monkeypatch.setattr(Helper, "read", noted)
    return batches


def written() -> list[tuple[int, str]]:
    """Number and name of each listing in a new index, in order of their numbers."""
    index = tantivy.Index(documents.SCHEMA)
    documents.teach(index)
    writer = index.writer(15_000_000, 1)
    taken = reading_together.write_all(writer, revision=current_revision(), today=TODAY)
    writer.commit()
    index.reload()
    searcher = index.searcher()
    hits = searcher.search(tantivy.Query.all_query(), 100, order_by_field="number", order=tantivy.Order.Asc).hits
    found = [(int(number), card_at(searcher, address)) for number, address in hits]
    assert all(number < taken for number, _ in found)
    assert {card.description for _, card in found} == {A_LINE_OF_ITS_OWN}
    return [(number, card.name) for number, card in found]


class TestReadingTogether:
    def test_writes_each_listing_once_under_a_number_of_its_own(self, listings: list[str], read: list[Batch]) -> None:
        found = written()

        assert sorted(name for _, name in found) == listings
        assert [number for number, _ in found] == list(range(11))
        assert read, "nobody helped"

    def test_writes_what_one_alone_would(self, listings: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        together = written()
        monkeypatch.setattr(reading_together, "WORTH_HELP", 1000)

        assert written() == together

    def test_goes_on_alone_when_the_others_are_gone(
        self, listings: list[str], read: list[Batch], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "executable", "/bin/false")

        assert sorted(name for _, name in written()) == listings
        assert read == []

    def test_goes_on_alone_when_one_goes_in_the_middle(self, listings: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        alone, asked = Helper.read, []

        def once(helper: Helper, batch: Batch) -> list[str]:
            asked.append(batch)
            if len(asked) > 1:
                helper.end()
                raise HelperGone
            return alone(helper, batch)

        monkeypatch.setattr(Helper, "read", once)

        assert sorted(name for _, name in written()) == listings

    def test_reads_alone_what_is_not_committed_yet(self, listings: list[str], read: list[Batch]) -> None:
        service = make_service("Just written", description=A_LINE_OF_ITS_OWN)
        service.revision = next_revision(db.session())
        db.session.flush()

        assert "Just written" in [name for _, name in written()]
        assert read == []
