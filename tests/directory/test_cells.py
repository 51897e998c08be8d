"""Tables for people: nothing in them is taken for a formula."""

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import select

from directory.finding import gaps
from directory.finding.models import SearchGap, Shortfall
from directory.words import as_cell
from navigator.db import db


@pytest.mark.parametrize(
    "words", ["=1+1", "+44 1632", "-2+3", "@SUM(1)", " =1", "\t=1", "\r=1", "\n=1", "\u00a0=1", "＝1", "＋1", "－1", "＠SUM(1)"]
)
def test_what_begins_like_a_formula_is_shown_as_words(words: str) -> None:
    assert as_cell(words) == f"'{words}"


@pytest.mark.parametrize("words", ["Tea & Talk", "1=1", "", "a@b.example", "'=1", "چائے"])
def test_any_other_words_stay_as_they_are(words: str) -> None:
    assert as_cell(words) == words


def test_a_gap_whose_words_break_out_of_a_cell_stays_in_it(app: Flask) -> None:
    columns = {column.name for column in SearchGap.__table__.columns}
    said = dict.fromkeys(gaps.COLUMNS, "")
    said |= {"shortfall": Shortfall.NOTHING, "month": "2026-11", "needs": "=cmd|calc", "place": "Hayle;=cmd|calc"}
    assert set(said) <= columns
    db.session.add(SearchGap(times=1, **said))
    db.session.commit()

    text = gaps.as_csv(month=None)

    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["needs"], row["place"]) == ("'=cmd|calc", "Hayle;=cmd|calc")
    assert '"Hayle;=cmd|calc"' in text  # in quotation marks: where cells are parted by semicolons it is still one cell
    assert db.session.scalars(select(SearchGap.needs)).one() == "=cmd|calc"
