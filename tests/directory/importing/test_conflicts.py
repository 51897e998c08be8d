"""What was edited here is not overwritten by the next import; where the two disagree, somebody decides."""

import shutil
import uuid
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from directory.history.models import Origin
from directory.history.recording import record
from directory.importing import conflicts
from directory.importing.models import Conflict
from directory.models import Phone, Schedule, Service
from navigator.db import db
from tests.conftest import MORNING
from tests.directory.importing.tables_to_change import GOOD, bring_in, rewrite


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    """A copy of the good tables, brought in already, to change."""
    folder = Path(shutil.copytree(GOOD, tmp_path / "listings"))
    bring_in(folder)
    return folder


def table() -> Service:
    """Tuesday Table."""
    return db.session.get_one(Service, uuid.UUID("bbbbbbbb-0000-4000-8000-000000000001"))


def edit(origin: Origin = Origin.EDITOR, **details: object) -> None:
    service = table()
    with record(db.session(), origin=origin, made_by="Jan", now=MORNING):
        for name, value in details.items():
            setattr(service, name, value)
    db.session.commit()


def disagreements() -> list[tuple[str, str, str | None, str | None, bool]]:
    found = db.session.scalars(select(Conflict).order_by(Conflict.resource_type, Conflict.field_name))
    return [(c.resource_type, c.field_name, c.ours, c.theirs, c.is_news) for c in found]


class TestAFieldEditedHere:
    def test_stays_and_is_shown_when_they_changed_it_too(self, folder: Path) -> None:
        edit(fees_description="£3, tea included")
        rewrite(folder, "services", fees_description="£4")

        report = bring_in(folder)

        assert table().fees_description == "£3, tea included"
        assert ("services", "fees_description", '"£3, tea included"', '"£4"', True) in disagreements()
        assert table().id in [kept.id for kept in report.kept]
        assert conflicts.count_waiting() == 1
        (_, listing), *_ = conflicts.list_conflicts()[0]
        assert listing is not None
        assert listing.name == table().name

    def test_stays_though_they_have_changed_nothing(self, folder: Path) -> None:
        edit(name="Tuesday Tea Table")

        bring_in(folder)

        assert table().name == "Tuesday Tea Table"
        assert [(field, is_news) for _, field, _, _, is_news in disagreements()] == [("name", False)]
        assert conflicts.count_waiting() == 0

    def test_lets_other_fields_of_its_row_change(self, folder: Path) -> None:
        edit(name="Tuesday Tea Table")
        rewrite(folder, "services", alert="Closed on Tuesday")

        bring_in(folder)

        assert (table().name, table().alert) == ("Tuesday Tea Table", "Closed on Tuesday")

    def test_is_no_conflict_once_they_say_the_same(self, folder: Path) -> None:
        edit(alert="Closed on Tuesday")
        rewrite(folder, "services", alert="Closed on Monday")
        bring_in(folder)
        rewrite(folder, "services", alert="Closed on Tuesday")

        bring_in(folder)

        assert disagreements() == []

    def test_is_told_by_a_dry_run_which_writes_nothing(self, folder: Path) -> None:
        edit(alert="Closed on Tuesday")
        rewrite(folder, "services", alert="Closed on Monday")

        report = bring_in(folder, dry_run=True)

        assert f"services {table().id}: alert" in report.as_text()
        assert all("alert" not in change.columns for change in report.changes if change.id == str(table().id))
        assert disagreements() == []


class TestADecision:
    def test_to_keep_ours_holds_until_they_change_theirs_again(self, folder: Path) -> None:
        edit(alert="Closed on Tuesday")
        rewrite(folder, "services", alert="Closed on Monday")
        bring_in(folder)
        ((conflict, _),) = [one for one in conflicts.list_conflicts()[0] if one[0].resource_id == table().id]
        conflicts.keep_ours(conflict_id=conflict.id, kept_by="Dee", now=MORNING)
        db.session.commit()
        waiting = conflicts.count_waiting()

        bring_in(folder)
        assert conflicts.count_waiting() == waiting

        rewrite(folder, "services", alert="Closed for good")
        bring_in(folder)
        assert conflicts.count_waiting() == waiting + 1
        assert table().alert == "Closed on Tuesday"

    def test_to_take_theirs_lets_the_source_decide_again(self, folder: Path) -> None:
        edit(alert="Closed on Tuesday")
        rewrite(folder, "services", alert="Closed on Monday")
        bring_in(folder)
        ((conflict, _),) = [one for one in conflicts.list_conflicts()[0] if one[0].resource_id == table().id]

        conflicts.take_theirs(conflict_id=conflict.id, taken_by="Dee", now=MORNING)
        db.session.commit()
        assert table().alert == "Closed on Monday"

        rewrite(folder, "services", alert="Open again")
        bring_in(folder)
        assert table().alert == "Open again"
        assert disagreements() == []

    def test_about_what_is_gone_says_so(self, folder: Path) -> None:
        phone = table().phones[0]
        with record(db.session(), origin=Origin.EDITOR, made_by="Jan", now=MORNING):
            phone.number = "01632 960777"
        db.session.commit()
        rewrite(folder, "phones", number="01632 960888")
        bring_in(folder)
        (conflict,) = db.session.scalars(select(Conflict))
        db.session.delete(table().phones[0])
        db.session.flush()

        with pytest.raises(conflicts.CannotBeTaken):
            conflicts.take_theirs(conflict_id=conflict.id, taken_by="Dee", now=MORNING)


class TestARowThatCameHere:
    def test_stays_though_the_source_has_never_heard_of_it(self, folder: Path) -> None:
        service = table()
        with record(db.session(), origin=Origin.EDITOR, made_by="Jan", now=MORNING):
            service.phones.append(Phone(number="01632 960777"))
        db.session.commit()

        bring_in(folder)

        assert "01632 960777" in [phone.number for phone in table().phones]
        assert disagreements() == []


class TestARowTakenAwayHere:
    def test_does_not_come_back_until_somebody_takes_theirs(self, folder: Path) -> None:
        service = table()
        with record(db.session(), origin=Origin.EDITOR, made_by="Jan", now=MORNING):
            service.phones.clear()
        db.session.commit()

        bring_in(folder)
        assert table().phones == []
        ((kind, field, ours, _, is_news),) = disagreements()
        assert (kind, field, ours, is_news) == ("phones", "", None, False)

        (conflict,) = db.session.scalars(select(Conflict))
        conflicts.take_theirs(conflict_id=conflict.id, taken_by="Dee", now=MORNING)
        db.session.commit()
        assert len(table().phones) == 1

    def test_takes_what_hung_on_it_along(self, folder: Path) -> None:
        service = table()
        schedules = len(db.session.scalars(select(Schedule)).all())
        with record(db.session(), origin=Origin.EDITOR, made_by="Jan", now=MORNING):
            service.service_at_locations.clear()
        db.session.commit()
        assert len(db.session.scalars(select(Schedule)).all()) < schedules

        bring_in(folder)

        assert table().service_at_locations == []


class TestARowTheyTookAway:
    def test_stays_when_it_was_edited_here(self, folder: Path) -> None:
        phone = table().phones[0]
        identity = str(phone.id)
        with record(db.session(), origin=Origin.STAFF, made_by="Ben", now=MORNING):
            phone.number = "01632 960777"
        db.session.commit()
        rewrite(folder, "phones", drop=identity)

        bring_in(folder)

        assert [phone.number for phone in table().phones] == ["01632 960777"]
        ((kind, field, _, theirs, is_news),) = disagreements()
        assert (kind, field, theirs, is_news) == ("phones", "", None, True)


class TestWhenItWasChecked:
    def test_here_is_not_made_older(self, folder: Path) -> None:
        edit(Origin.CONFIRMATION, assured_date=date(2026, 11, 20), assurer_email="jan@tea.example")
        rewrite(folder, "services", assured_date="2026-01-05")

        bring_in(folder)

        assert (table().assured_date, table().assurer_email) == (date(2026, 11, 20), "jan@tea.example")
        assert "assured_date" not in [field for _, field, *_ in disagreements()]

    def test_there_counts_when_it_is_later(self, folder: Path) -> None:
        edit(Origin.CONFIRMATION, assured_date=date(2026, 11, 20))
        rewrite(folder, "services", assured_date="2026-11-22")

        bring_in(folder)

        assert table().assured_date == date(2026, 11, 20) + timedelta(days=2)

    def test_is_brought_in_as_ever_when_nobody_checked_here(self, folder: Path) -> None:
        rewrite(folder, "services", assured_date="2026-01-05")
        bring_in(folder)

        assert table().assured_date == date(2026, 1, 5)
